"""Small documents, imported as any folder is, and the registry's state in words to be compared."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from base.config import Config
from base.db import Database
from registry.importing.folder import Import, Order
from registry.importing.report import Report
from registry.intake.ledger import Ledger, read_ledger
from registry.law.events import Event
from registry.law.terms import EventKind
from registry.tables import (
    Attachment,
    Document,
    DocumentIssuer,
    EventRow,
    Issuer,
    ProvisionRow,
    RelationRow,
    Source,
    Text,
)

Files = Mapping[str, str | bytes]


def law(title: str, *history: str, articles: str = "", last: str = "自公布之日起施行。") -> str:
    """A short law as the collections have it."""
    head = "\n\n".join(history)
    body = articles or "第一条 为了试验，制定本法。\n\n第二条 各级人民政府应当予以支持。"
    return f"# {title}\n\n{head}\n\n<!-- INFO END -->\n\n{body}\n\n第三条 {last}\n"


@pytest.fixture
def write_law() -> Callable[..., str]:
    """Writes the text of a short law: title, history lines, `articles`, `last` sentence."""
    return law


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder that is imported."""
    place = tmp_path / "papers"
    place.mkdir()
    return place


@pytest.fixture
def put(folder: Path) -> Callable[[Files], Path]:
    """Writes files into the folder, by their paths."""

    def written(files: Files) -> Path:
        for path, content in files.items():
            place = folder / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content.encode() if isinstance(content, str) else content)
        return folder

    return written


@pytest.fixture
def bring_in(
    put: Callable[[Files], Path], database: Database, config: Config, tmp_path: Path
) -> Callable[..., Report]:
    """Imports files, with a ledger if `ledger` gives its CSV; gives the report."""

    def imported(files: Files, ledger: str = "", *, dry_run: bool = False) -> Report:
        known = Ledger()
        if ledger:
            place = tmp_path / "ledger.csv"
            place.write_text(ledger, encoding="utf-8")
            known = read_ledger(place)
        report = Report()
        order = Order(put(files), database, config.files, known, dry_run=dry_run)
        Import(order, report, lambda _count: None).run()
        return report

    return imported


@pytest.fixture
def codes() -> Callable[[Report], list[str]]:
    """The codes of a report's doubts, in order."""
    return lambda report: sorted(doubt.code for _, doubt in report.lines)


@pytest.fixture
def life_of(database: Database) -> Callable[[str], list[Event]]:
    """The standing events of the document of a title."""

    def life(title: str) -> list[Event]:
        with database.reading() as session:
            rows = session.execute(
                select(EventRow)
                .join(Document, Document.id == EventRow.document_id)
                .where(Document.title == title, EventRow.withdrawn_at.is_(None))
                .order_by(EventRow.on, EventRow.kind)
            ).scalars()
            return [
                Event(
                    EventKind(row.kind), row.on, tuple(row.provisions), row.area, None, row.evidence, row.rule
                )
                for row in rows
            ]

    return life


@pytest.fixture
def document_of(database: Database) -> Callable[[str], Document]:
    """The one document of a title."""

    def found(title: str) -> Document:
        with database.reading() as session:
            one = session.execute(select(Document).where(Document.title == title)).scalar_one()
            session.expunge(one)
            return one

    return found


@pytest.fixture
def registry_state(database: Database) -> Callable[..., dict[str, Any]]:
    """The whole registry in plain words: no ids, no moments, nothing withdrawn."""

    def state(*, addresses: bool = True) -> dict[str, Any]:
        with database.reading() as session:
            return {
                "documents": sorted(documents(session, addresses=addresses)),
                "texts": sorted(texts(session)),
                "events": sorted(events(session)),
                "relations": sorted(relations(session)),
            }

    return state


def words(*values: object) -> tuple[str, ...]:
    return tuple(str(value) for value in values)


def documents(session: Session, *, addresses: bool) -> Iterator[tuple[str, ...]]:
    left_out = {"id", "recorded_at", "published_at", "withdrawn_at", "drafting_unit_id", "subject_id"}
    columns = [column.name for column in Document.__table__.columns if column.name not in left_out]
    for row in session.execute(select(Document.__table__)).mappings():
        issuers = session.execute(
            select(Issuer.name)
            .join(DocumentIssuer)
            .where(DocumentIssuer.document_id == row["id"])
            .order_by(DocumentIssuer.position)
        ).scalars()
        yield words(*(row[name] for name in columns if addresses or name != "address"), *issuers)


def texts(session: Session) -> Iterator[tuple[str, ...]]:
    rows = session.execute(
        select(Text, Document.title_key, Document.region)
        .join(Document, Document.id == Text.document_id)
        .where(Text.withdrawn_at.is_(None))
    )
    for row, title_key, region in rows:
        count = select(func.count()).select_from(ProvisionRow).where(ProvisionRow.text_id == row.id)
        paths = select(Source.path).where(Source.text_id == row.id).order_by(Source.path)
        kept = select(Attachment.sha256).where(Attachment.text_id == row.id).order_by(Attachment.sha256)
        yield words(
            title_key,
            region,
            row.position,
            row.title,
            row.dated_on,
            row.applies_from,
            row.note,
            row.fingerprint,
            session.execute(count).scalar_one(),
            *session.execute(paths).scalars(),
            *session.execute(kept).scalars(),
        )


def events(session: Session) -> Iterator[tuple[str, ...]]:
    rows = session.execute(
        select(EventRow, Document.title_key, Document.region)
        .join(Document, Document.id == EventRow.document_id)
        .where(EventRow.withdrawn_at.is_(None))
    )
    for row, title_key, region in rows:
        yield words(
            title_key,
            region,
            row.kind,
            row.on,
            row.provisions,
            row.area,
            row.act_title,
            row.evidence,
            row.rule,
        )


def relations(session: Session) -> Iterator[tuple[str, ...]]:
    target = aliased(Document)
    rows = session.execute(
        select(RelationRow, target.title, target.region)
        .outerjoin(target, target.id == RelationRow.target_id)
        .where(RelationRow.withdrawn_at.is_(None))
    )
    for row, *linked in rows:
        yield words(row.kind, row.source_title, row.target_title, row.target_provisions, row.on, *linked)
