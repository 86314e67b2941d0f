"""A department that asks the public about a draft: units, people, a document in force, one notice."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from base import clock, holidays, outbox
from base.config import Config
from base.db import Database
from base.staff.roles import Actor, Role
from base.staff.tables import Account, Unit, UnitKind
from registry.consultations.rules.terms import ConsultationDeed, Matter, NoticeProgress, TextRole
from registry.consultations.tables import Consultation, ConsultationEvent, ConsultationText
from registry.consultations.texts import fingerprint, kept, latest_text, printed_title, read_draft
from registry.consultations.writing import Notice, begin, prepared
from registry.law.terms import EventKind
from registry.law.titles import title_key
from registry.tables import Document, DocumentIssuer, EventRow, Issuer, ProvisionRow, Text

DEPARTMENT, BUREAU = "澄江省生态环境厅", "云州市生态环境局"
# Noon of Monday 23 November 2026; the notice prints 31 days from that day, of which 30 are real.
NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
FROM, THROUGH = date(2026, 11, 23), date(2026, 12, 23)
TITLE = "澄江省排污许可管理办法（征求意见稿）"
DRAFT = """# 澄江省排污许可管理办法（征求意见稿）

第一条　为了规范排污许可管理，制定本办法。

第二条　排污单位应当在排放污染物之前取得排污许可证，未取得的不得排放。

第三条　排污许可证有效期为五年。

期满需要延续的，应当在届满三十日前提出申请。

第四条　有下列情形之一的，应当重新申请：

（一）新建、改建、扩建项目的；

（二）污染物排放口数量增加的。

第五条　本办法自2027年3月1日起施行。
"""
NOTE = """# 起草说明

一、起草背景

许可制度改革以来，各地做法不一，需要统一。

二、主要内容

明确持证要求、有效期和延续程序。
"""
IN_FORCE = (
    ("第一条", "为了规范排污许可管理，制定本办法。"),
    ("第二条", "排污单位应当在排放污染物之前取得排污许可证。"),
    ("第三条", "排污许可证有效期为三年。"),
)


def stamp() -> dict[str, Any]:
    return {"recorded_at": clock.now(), "recorded_by": "tests"}


@dataclass
class Forum:
    """The ids of units (`water` drafts, `legal`, `office`, the lower `bureau`) and of a document in force.

    `drafter` (of water), `publisher` (of the office) and `officer` (of legal) act; `colleague` is another
    drafter of water. `config` are the settings of a fresh installation. `publish()` gives the id of a
    consultation of water, public since now, open from 2026-11-23 through 2026-12-23, with a draft of five
    articles (`art-1` … `art-5`; `art-3-p2`, `art-4-p1-i1`) and a drafting note; pass columns of
    `Consultation` to have them otherwise, `draft=` or `note=` for other papers. `draft_of(key)` is the id of
    the newest edition of the draft. To come to a later day use the fixture `hold_clock(date(2026, 12, 24))`.
    """

    database: Database
    config: Config
    water: int
    legal: int
    office: int
    bureau: int
    document: int

    def actor(self, role: Role, unit: int, name: str = "") -> Actor:
        """Somebody of a unit; other names are other people."""
        with self.database.reading() as session:
            found = session.get_one(Unit, unit)
            home = (found.id, found.name, found.organ)
        lower = unit == self.bureau
        return Actor(None, name or f"{role.value}-{unit}", role.label, role, *home, lower=lower)

    @property
    def drafter(self) -> Actor:
        return self.actor(Role.DRAFTER, self.water)

    @property
    def colleague(self) -> Actor:
        return self.actor(Role.DRAFTER, self.water, "colleague")

    @property
    def publisher(self) -> Actor:
        return self.actor(Role.PUBLISHER, self.office)

    @property
    def officer(self) -> Actor:
        return self.actor(Role.LEGAL_OFFICER, self.legal)

    def notice(self, **more: Any) -> Notice:
        """A complete notice of water as somebody would type it."""
        made = Notice(
            title=TITLE,
            matter=Matter.RULE,
            unit_id=self.water,
            deciding_body="澄江省人民政府",
            words="现向社会公开征求意见。",
            from_on=FROM,
            through_on=THROUGH,
            contact_person="水处",
            phone="0571-00000000",
            postal_address="澄江省云州市环保路1号",
            postcode="310000",
            draft=DRAFT,
            note=NOTE,
        )
        return replace(made, **more)

    def begin(self, sent: str = "t1", **more: Any) -> int:
        """A working copy of a complete notice; gives its id."""
        with self.database.transaction() as session:
            return begin(session, sent, prepared(self.notice(**more)), by=self.drafter).id

    def open_office(self) -> None:
        """Give the office somebody who publishes: tasks of the office then have its unit."""
        with self.database.transaction() as session:
            session.add(
                Account(
                    name="office-1",
                    full_name="办公室一",
                    role=Role.PUBLISHER.value,
                    unit_id=self.office,
                    password_hash="x",
                    password_set_at=clock.now(),
                    **stamp(),
                )
            )

    def publish(self, *, draft: str = DRAFT, note: str = NOTE, **more: Any) -> int:
        """A consultation that is public from this moment on; gives its id."""
        with self.database.transaction() as session:
            row = Consultation(**self.columns(session, **more))
            session.add(row)
            session.flush()
            self.paper(session, row.id, TextRole.DRAFT, draft)
            self.paper(session, row.id, TextRole.DRAFTING_NOTE, note)
            if row.published_at:
                deed = ConsultationDeed.PUBLISH.value
                session.add(
                    ConsultationEvent(consultation_id=row.id, deed=deed, at=row.published_at, by="tests")
                )
            outbox.grow(session)
            return row.id

    def columns(self, session: Session, **more: Any) -> dict[str, Any]:
        made = {
            "token": f"forum-{session.query(Consultation).count() + 1}",
            "progress": NoticeProgress.PUBLISHED.value,
            "unit_id": self.water,
            "title": TITLE,
            "matter": Matter.RULE.value,
            "deciding_body": "澄江省人民政府",
            "words": "现向社会公开征求意见。",
            "words_html": "<p>现向社会公开征求意见。</p>",
            "from_on": FROM,
            "through_on": THROUGH,
            "contact_person": "水处",
            "phone": "0571-00000000",
            "email": "water@example.test",
            "postal_address": "澄江省云州市环保路1号",
            "postcode": "310000",
            "author": self.drafter.name,
            "published_at": clock.now(),
            "changed_at": clock.now(),
            **stamp(),
        }
        return made | more

    def paper(self, session: Session, key: int, role: TextRole, source: str, edition: int = 1) -> int:
        """One edition of a paper; gives its id."""
        provisions = read_draft(source)
        text = ConsultationText(
            consultation_id=key,
            role=role.value,
            edition=edition,
            title=printed_title(source),
            source=source,
            provisions=kept(provisions),
            fingerprint=fingerprint(provisions),
            **stamp(),
        )
        session.add(text)
        session.flush()
        return text.id

    def draft_of(self, key: int) -> int:
        """The id of the newest edition of the draft."""
        with self.database.reading() as session:
            found = latest_text(session, key, TextRole.DRAFT)
            assert found is not None
            return found.id


def furnish(database: Database, config: Config) -> Forum:
    """Units, and a document in force that the draft would replace."""
    with database.transaction() as session:
        holidays.seed(session)
        units = [
            Unit(organ=DEPARTMENT, name="水生态环境处", kind=UnitKind.OFFICE.value),
            Unit(organ=DEPARTMENT, name="法规与标准处", kind=UnitKind.OFFICE.value),
            Unit(organ=DEPARTMENT, name="办公室", kind=UnitKind.OFFICE.value),
            Unit(organ=BUREAU, name=BUREAU, kind=UnitKind.BUREAU.value),
        ]
        session.add_all(units)
        session.flush()
        water, *others = (unit.id for unit in units)
        return Forum(database, config, water, *others, in_force(session, water))


def in_force(session: Session, unit: int, **more: Any) -> int:
    """A visible document in force with three articles; gives its id."""
    title = more.get("title", "澄江省排污许可管理办法")
    columns = {
        "address": "normative-document/2024/900001",
        "title": title,
        "title_key": title_key(title),
        "kind": "normative_document",
        "year": 2024,
        "document_number": "澄环发〔2024〕9号",
        "drafting_unit_id": unit,
        "published_on": date(2024, 3, 1),
        "published_at": datetime(2024, 3, 1, 2, tzinfo=UTC),
        **stamp(),
    }
    document = Document(**(columns | more))
    issuer = session.scalars(select(Issuer).where(Issuer.name == DEPARTMENT)).first()
    issuer = issuer or Issuer(name=DEPARTMENT)
    session.add_all([document, issuer])
    session.flush()
    text = Text(document_id=document.id, position=0, title=title, fingerprint="0" * 64, **stamp())
    session.add_all([text, DocumentIssuer(document_id=document.id, position=0, issuer_id=issuer.id)])
    session.flush()
    for place, (number, body) in enumerate(IN_FORCE):
        row = ProvisionRow(
            text_id=text.id, position=place, depth=0, level="article", number=number, body=body
        )
        row.eid = f"art-{place + 1}"
        session.add(row)
    kind = EventKind.COMMENCEMENT.value
    session.add(EventRow(document_id=document.id, kind=kind, on=date(2024, 4, 1), **stamp()))
    return document.id


@pytest.fixture
def forum(database: Database, config: Config, hold_clock: Callable[[datetime], None]) -> Iterator[Forum]:
    """The department at noon of Monday 23 November 2026, on each kind of database."""
    hold_clock(NOON)
    yield furnish(database, config)
    clock.set_moment(None)
