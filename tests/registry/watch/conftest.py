"""A few documents with terms, and others that rest on them."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from base.db import Database
from base.staff.roles import Actor, Role
from base.staff.tables import Unit
from registry.law.titles import title_key
from registry.tables import Document, EventRow, RelationRow

RECORDED = datetime(2026, 11, 20, 2, 5, tzinfo=UTC)
ORGAN = "澄江省生态环境厅"


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """One transaction on a real database, of either kind."""
    with database.transaction() as opened:
        yield opened


@pytest.fixture
def officer() -> Actor:
    return Actor(1, "fa", "法制人员", Role.LEGAL_OFFICER, 1, "法规与标准处", ORGAN)


@pytest.fixture
def unit(session: Session) -> Unit:
    made = Unit(organ=ORGAN, name="水生态环境处", kind="office")
    session.add(made)
    session.flush()
    return made


@pytest.fixture
def document(session: Session) -> Callable[..., Document]:
    """Enter a published document."""

    def enter(title: str, **fields: Any) -> Document:
        number = session.query(Document).count() + 1
        made = Document(
            address=f"normative-document/2020/{number}",
            title=title,
            title_key=title_key(title),
            kind="normative_document",
            published_on=fields.pop("published_on", date(2020, 1, 1)),
            recorded_at=RECORDED,
            recorded_by="tests",
            **fields,
        )
        session.add(made)
        session.flush()
        return made

    return enter


@pytest.fixture
def event(session: Session) -> Callable[..., EventRow]:
    """Record an event in a document's life."""

    def record(of: Document, kind: str, on: date | None, **fields: Any) -> EventRow:
        row = EventRow(
            document_id=of.id, kind=kind, on=on, recorded_at=RECORDED, recorded_by="tests", **fields
        )
        session.add(row)
        session.flush()
        return row

    return record


@pytest.fixture
def rests(session: Session) -> Callable[..., RelationRow]:
    """Let one document rest on another, or on a bare title."""

    def relate(
        source: Document, target: Document | str, kind: str = "basis", evidence: str = "根据……"
    ) -> RelationRow:
        title = target if isinstance(target, str) else target.title
        row = RelationRow(
            kind=kind,
            source_id=source.id,
            target_id=None if isinstance(target, str) else target.id,
            target_title=title,
            target_key=title_key(title),
            evidence=evidence,
            recorded_at=RECORDED,
            recorded_by="tests",
        )
        session.add(row)
        session.flush()
        return row

    return relate
