"""Drafts and documents with their proposals, and the people who rule on them."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from base import clock
from base.db import Database
from base.staff.roles import Actor, Role
from registry.drafting.tables import Draft, Stage
from registry.intake.ledger import Row
from registry.intake.opening import Paper, open_paper
from registry.intake.parsed import Parsed
from registry.proposals.tables import ProposalRow, Ruling


@pytest.fixture
def officer() -> Actor:
    """A legal officer."""
    return Actor(7, "wang", "王法", Role.LEGAL_OFFICER, address="10.0.0.7")


@pytest.fixture
def read() -> Callable[..., Parsed]:
    """Reads a text as an upload or a file of a folder is read."""

    def reading(text: str, path: str = "drafts/1.md") -> Parsed:
        return open_paper(Paper(path, text.encode(), Row(0)))

    return reading


@pytest.fixture
def new_draft() -> Callable[..., Draft]:
    """Writes a draft down with its text."""

    def made(session: Session, text: str, title: str = "澄江省排污许可管理办法") -> Draft:
        now = clock.now()
        draft = Draft(
            path="drafts/1.md",
            stage=Stage.DRAFT.value,
            fields={"title": title},
            text=text,
            author="li",
            recorded_at=now,
            changed_at=now,
        )
        session.add(draft)
        session.flush()
        return draft

    return made


@pytest.fixture
def proposed(database: Database) -> Callable[..., list[ProposalRow]]:
    """Every proposal of the database in the order of its entry; superseded ones only when asked for."""

    def rows(*, all_of_them: bool = False) -> list[ProposalRow]:
        query = select(ProposalRow).order_by(ProposalRow.id)
        if not all_of_them:
            query = query.where(ProposalRow.ruling != Ruling.SUPERSEDED.value)
        with database.reading() as session:
            found = list(session.execute(query).scalars())
            session.expunge_all()
            return found

    return rows
