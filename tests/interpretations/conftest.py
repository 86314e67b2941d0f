"""A department whose water division drafted a regulation, and how its interpretations come about."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from base import clock, holidays, outbox
from base.db import Database
from base.staff.roles import Actor, Role
from base.staff.tables import Unit, UnitKind
from interpretations.publishing import editing, flow, release
from interpretations.publishing.works import Work
from interpretations.rules.content import Block, Content, Ref
from interpretations.rules.terms import Aspect, BlockKind
from interpretations.tables import Interpretation
from registry.law.terms import EventKind
from registry.law.titles import title_key
from registry.tables import Document, DocumentIssuer, EventRow, Issuer, ProvisionRow, Text

DEPARTMENT, BUREAU = "澄江省生态环境厅", "云州市生态环境局"
NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
PUBLISHED = date(2026, 11, 20)
ADDRESS = "normative-document/2026/900001"
BODIES = (
    ("第一条", "为了规范排污许可管理，制定本办法。"),
    ("第二条", "排污单位应当在排放污染物之前取得排污许可证。"),
    ("第三条", "排污许可证有效期为五年；期满需要延续的，应当在届满六十日前提出申请。"),
)


def stamp() -> dict[str, Any]:
    return {"recorded_at": NOON, "recorded_by": "tests"}


@dataclass
class House:
    """The people, units and the document of these tests, by their ids."""

    database: Database
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
    def reviewer(self) -> Actor:
        return self.actor(Role.PUBLISHER, self.office)

    @property
    def officer(self) -> Actor:
        return self.actor(Role.LEGAL_OFFICER, self.legal)

    def content(self, **more: Any) -> Content:
        """A complete interpretation in words, tied to articles two and three."""
        blocks = (
            Block(
                "b1",
                BlockKind.PASSAGE,
                "为什么出台",
                "许可制度改革以来，**各地**做法不一。",
                aspect=Aspect.BACKGROUND,
            ),
            Block(
                "b2", BlockKind.PASSAGE, "要达到什么目的", "让企业一次说清、一证管理。", aspect=Aspect.PURPOSE
            ),
            Block(
                "b3",
                BlockKind.PASSAGE,
                "先领证，再排污",
                "没有证就不能排，投产之前把证办好。",
                aspect=Aspect.MEASURES,
                refs=(Ref(0, "art-2"),),
            ),
            Block(
                "b4",
                BlockKind.QUESTION,
                "证到期了怎么办？",
                "到期前两个月来申请延续就行。",
                aspect=Aspect.BENEFITS,
                refs=(Ref(0, "art-3"),),
            ),
            Block("b5", BlockKind.PASSAGE, "管哪些单位", "省内所有固定污染源。", aspect=Aspect.SCOPE),
        )
        made = Content(
            title="《澄江省排污许可管理办法》解读",
            lead="排污之前先领证，到期之前早延续。",
            blocks=blocks,
            speaker="苏水清",
            contact="水生态环境处，0571-00000000",
        )
        return replace(made, **more)

    def begin(self, session: Session, content: Content | None = None, sent: str = "t1") -> Interpretation:
        """A working copy of the water division."""
        explained = [Work(document_id=self.document)]
        return editing.begin(session, sent, content or self.content(), explained, self.water, by=self.drafter)

    def publish(self, content: Content | None = None, sent: str = "t1") -> int:
        """An interpretation that went the whole way; gives its id."""
        with self.database.transaction() as session:
            row = self.begin(session, content, sent)
            self.pass_on(session, row)
            return row.id

    def pass_on(self, session: Session, row: Interpretation) -> None:
        """Everybody's step from a draft to the public."""
        flow.submit(session, row.id, row.version, by=self.drafter)
        if flow.needs_check(row):
            flow.check(session, row.id, row.version, "同意", by=self.officer)
        flow.approve(session, row.id, row.version, "同意发布", by=self.reviewer)
        release.publish(session, row.id, row.version, by=self.reviewer)

    def reword(self, eid: str, body: str, applies_from: date) -> int:
        """A later text of the document in which one article reads otherwise; gives the text's id."""
        with self.database.transaction() as session:
            last = session.query(Text).filter_by(document_id=self.document).count()
            rows = [(f"art-{place}", number, words) for place, (number, words) in enumerate(BODIES, 1)]
            changed = [(each, number, body if each == eid else words) for each, number, words in rows]
            text_id = write_text(session, self.document, last, changed, applies_from)
            session.add(
                EventRow(
                    document_id=self.document, kind=EventKind.AMENDMENT.value, on=applies_from, **stamp()
                )
            )
            outbox.grow(session)
            return text_id

    def renumber(self, applies_from: date) -> int:
        """A later text with a new second article: the others bear other numbers, word for word the same."""
        rows = [("art-1", *BODIES[0]), ("art-2", "第二条", "主管部门应当公开许可信息。")]
        rows += [("art-3", "第三条", BODIES[1][1]), ("art-4", "第四条", BODIES[2][1])]
        with self.database.transaction() as session:
            last = session.query(Text).filter_by(document_id=self.document).count()
            outbox.grow(session)
            return write_text(session, self.document, last, rows, applies_from)

    def event(self, kind: EventKind, on: date, **more: Any) -> None:
        """Something that happens to the document."""
        with self.database.transaction() as session:
            session.add(EventRow(document_id=self.document, kind=kind.value, on=on, **more, **stamp()))
            outbox.grow(session)


def write_text(
    session: Session,
    document: int,
    position: int,
    rows: list[tuple[str, str, str]],
    applies_from: date | None,
) -> int:
    text = Text(
        document_id=document,
        position=position,
        title="澄江省排污许可管理办法",
        fingerprint=f"{position:064d}",
        applies_from=applies_from,
        **stamp(),
    )
    session.add(text)
    session.flush()
    for place, (eid, number, body) in enumerate(rows):
        session.add(
            ProvisionRow(
                text_id=text.id, position=place, depth=0, level="article", eid=eid, number=number, body=body
            )
        )
    return text.id


def furnish(database: Database) -> House:
    """Units, and a document in force that the water division drafted."""
    with database.transaction() as session:
        holidays.seed(session)
        units = [
            Unit(organ=DEPARTMENT, name="水生态环境处", kind=UnitKind.OFFICE.value),
            Unit(organ=DEPARTMENT, name="法规与标准处", kind=UnitKind.OFFICE.value),
            Unit(organ=DEPARTMENT, name="办公室", kind=UnitKind.OFFICE.value),
            Unit(organ=BUREAU, name=BUREAU, kind=UnitKind.BUREAU.value),
        ]
        issuer = Issuer(name=DEPARTMENT)
        session.add_all([*units, issuer])
        session.flush()
        document = Document(
            address=ADDRESS,
            title="澄江省排污许可管理办法",
            title_key=title_key("澄江省排污许可管理办法"),
            kind="normative_document",
            year=2026,
            document_number="澄环发〔2026〕9号",
            drafting_unit_id=units[0].id,
            published_on=PUBLISHED,
            published_at=datetime(2026, 11, 20, 2, tzinfo=UTC),
            **stamp(),
        )
        session.add(document)
        session.flush()
        session.add(DocumentIssuer(document_id=document.id, position=0, issuer_id=issuer.id))
        rows = [(f"art-{place}", number, words) for place, (number, words) in enumerate(BODIES, 1)]
        write_text(session, document.id, 0, rows, None)
        session.add(EventRow(document_id=document.id, kind="commencement", on=PUBLISHED, **stamp()))
        return House(database, *(unit.id for unit in units), document.id)


@pytest.fixture
def home(database: Database, hold_clock: Callable[[datetime], None]) -> Iterator[House]:
    """The department at noon of Monday 23 November 2026; the document came out on Friday the 20th."""
    hold_clock(NOON)
    yield furnish(database)
    clock.set_moment(None)
