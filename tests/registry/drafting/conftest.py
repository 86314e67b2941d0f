"""A drafter, a lawyer and a publisher with a database of either kind."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from base.db import Database
from base.staff.roles import Actor
from base.staff.tables import Account, Unit
from registry.drafting import editing, flow
from registry.drafting.editing import Manuscript
from registry.drafting.judging import Desk
from registry.drafting.publishing import House
from registry.drafting.tables import Draft
from registry.law.entry import Entry
from registry.law.terms import Disclosure, Kind
from registry.proposals import verbs as proposals
from registry.proposals.tables import ProposalRow, Ruling

ORGAN = "澄江省生态环境厅"
RECORDED = datetime(2026, 11, 20, 2, 5, tzinfo=UTC)
TEXT = "第一条 为规范湿地监测，制定本办法。\n\n第二条 本办法自2027年3月1日起施行。"

WRITER = Actor(1, "writer", "拟稿人", None, unit_id=1)
LAWYER = Actor(2, "lawyer", "法制人员", None)
PUBLISHER = Actor(3, "publisher", "发布人员", None)


@dataclass
class Office:
    """Those who draft, review and publish, and what they have in hand."""

    database: Database
    house: House
    writer: Actor = WRITER
    lawyer: Actor = LAWYER
    publisher: Actor = PUBLISHER

    def typed(self, text: str = TEXT, **more: Any) -> Manuscript:
        entry = Entry(
            title="澄江省湿地监测办法",
            kind=Kind.NORMATIVE_DOCUMENT,
            issuers=(ORGAN,),
            unit_id=1,
            document_number="澄环发〔2026〕51号",
            subject=("城乡建设、环境保护",),
            summary="规范湿地监测。",
            disclosure=Disclosure.OPEN,
            signed_on=date(2026, 11, 20),
        )
        return Manuscript(replace(entry, **more), text)

    def begin(self, session: Session, typed: Manuscript | None = None, token: str = "0" * 32) -> Draft:
        return editing.begin(session, token, typed or self.typed(), by=self.writer)

    def rule(self, session: Session, key: int) -> None:
        rows = session.scalars(select(ProposalRow).where(ProposalRow.draft_id == key))
        for row in rows.all():
            if row.ruling == Ruling.OPEN:
                proposals.confirm(session, row.id, by=self.lawyer)

    def pass_review(self, session: Session, draft: Draft) -> Draft:
        flow.submit(session, draft.id, draft.version, self.house.desk, by=self.writer)
        self.rule(session, draft.id)
        return flow.approve(session, draft.id, draft.version, "合法。", by=self.lawyer)


@pytest.fixture
def office(database: Database, tmp_path: Path, hold_clock: Callable[[date], None]) -> Office:
    hold_clock(date(2026, 11, 23))
    stamp = {
        "password_set_at": RECORDED,
        "recorded_at": RECORDED,
        "recorded_by": "tests",
        "password_hash": "",
    }
    with database.transaction() as session:
        session.add(Unit(id=1, organ=ORGAN, name="自然处"))
        for key in (1, 2, 3):
            session.add(Account(id=key, name=f"人{key}", full_name=f"人{key}", **stamp))
    return Office(database, House(tmp_path / "files", Desk()))
