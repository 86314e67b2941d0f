"""The record (沿革记录) as the staff see it: who recorded what and when, and what was taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from base.staff.tables import Account
from registry.law.events import Act
from registry.law.markers import called, cited
from registry.law.terms import EventKind, RelationKind
from registry.marking.deeds import DEEDS, Deed
from registry.tables import Attachment, Document, EventRow, RelationRow, Text

# Who is no person with an account.
MACHINES = {"reader": "依正文读取", "import": "批量导入"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of the record; `withdrawn_at` None while it stands."""

    id: int
    kind: EventKind
    on: date | None
    what: str
    area: str
    act: str
    act_address: str
    evidence: str
    by_hand: bool
    recorded_at: datetime
    recorded_by: str
    withdrawn_at: datetime | None
    withdrawn_by: str
    reason: str

    @property
    def label(self) -> str:
        """The event in a word."""
        return self.kind.label

    @property
    def deed(self) -> Deed:
        """The deed by whose form it is corrected."""
        return DEEDS[self.kind]


@dataclass(frozen=True, slots=True)
class Bond:
    """One relation of the record, seen from the document."""

    kind: RelationKind
    outward: bool
    title: str
    number: str
    key: int | None
    what: str
    evidence: str
    by_hand: bool
    recorded_at: datetime
    recorded_by: str
    withdrawn_at: datetime | None
    withdrawn_by: str


def entries(session: Session, key: int) -> tuple[Entry, ...]:
    """Every event that was ever recorded of the document, those that stand first, by day."""
    act = aliased(Document)
    rows = session.execute(
        select(EventRow, act.address)
        .outerjoin(act, act.id == EventRow.act_document_id)
        .where(EventRow.document_id == key)
    ).all()
    names = people(session, [name for row, _ in rows for name in (row.recorded_by, row.withdrawn_by)])
    found = (_entry(row, address or "", names) for row, address in rows)
    return tuple(sorted(found, key=lambda one: (one.withdrawn_at is not None, one.on or date.max, one.id)))


def _entry(row: EventRow, address: str, names: dict[str, str]) -> Entry:
    return Entry(
        id=row.id,
        kind=EventKind(row.kind),
        on=row.on,
        what=called(row.provisions),
        area=row.area,
        act=cited(Act(row.act_title, row.act_number)),
        act_address=address,
        evidence=row.evidence,
        by_hand=row.text_id is None,
        recorded_at=row.recorded_at,
        recorded_by=names.get(row.recorded_by, row.recorded_by),
        withdrawn_at=row.withdrawn_at,
        withdrawn_by=names.get(row.withdrawn_by, row.withdrawn_by),
        reason=row.withdrawal_reason,
    )


def people(session: Session, names: Sequence[str]) -> dict[str, str]:
    """How people are called, by the names of their accounts."""
    rows = session.execute(select(Account.name, Account.full_name).where(Account.name.in_(set(names))))
    return MACHINES | {name: f"{full}（{name}）" for name, full in rows}


def bonds(session: Session, key: int) -> tuple[Bond, ...]:
    """Every relation that was ever recorded of the document, those that stand first."""
    rows = session.scalars(
        select(RelationRow)
        .where((RelationRow.source_id == key) | (RelationRow.target_id == key))
        .order_by(RelationRow.withdrawn_at.is_not(None), RelationRow.kind, RelationRow.id)
    ).all()
    names = people(session, [name for row in rows for name in (row.recorded_by, row.withdrawn_by)])
    return tuple(_bond(row, names, outward=row.source_id == key) for row in rows)


def _bond(row: RelationRow, names: dict[str, str], *, outward: bool) -> Bond:
    return Bond(
        kind=RelationKind(row.kind),
        outward=outward,
        title=row.target_title if outward else row.source_title,
        number=row.target_number if outward else row.source_number,
        key=row.target_id if outward else row.source_id,
        what=called(row.target_provisions or ()),
        evidence=row.evidence,
        by_hand=row.text_id is None,
        recorded_at=row.recorded_at,
        recorded_by=names.get(row.recorded_by, row.recorded_by),
        withdrawn_at=row.withdrawn_at,
        withdrawn_by=names.get(row.withdrawn_by, row.withdrawn_by),
    )


def texts(session: Session, key: int) -> tuple[Text, ...]:
    """Every text of the document, the newest version first, those that do not stand last."""
    query = select(Text).where(Text.document_id == key)
    return tuple(session.scalars(query.order_by(Text.withdrawn_at.is_not(None), Text.position.desc())))


def files(session: Session, key: int) -> tuple[Attachment, ...]:
    """Every file of the document."""
    query = select(Attachment).where(Attachment.document_id == key)
    return tuple(session.scalars(query.order_by(Attachment.withdrawn_at.is_not(None), Attachment.id)))
