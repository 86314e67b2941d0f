"""Upper law (上位法): what rests on a document, and what to look at when it is amended or ended."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, aliased

from registry.law.markers import quoted
from registry.law.terms import EventKind, RelationKind
from registry.law.validity import validity
from registry.reads.life import lives
from registry.reads.visibility import visible
from registry.tables import Document, EventRow, RelationRow
from registry.watch.tables import OutsideChange, TaskCode
from registry.watch.tasks import Duty

# How a document rests on another; 依据 before 引用, for the first found speaks.
RESTING = (RelationKind.BASIS, RelationKind.IMPLEMENTS, RelationKind.CITES)
CHANGES = (
    EventKind.AMENDMENT,
    EventKind.PARTIAL_REPEAL,
    EventKind.REPEAL,
    EventKind.LAPSE,
    EventKind.EXPIRY,
    EventKind.ANNULMENT,
)
# Changes older than this are no news: a clean-up finds what still rests on them.
BACK = timedelta(days=365)
# Days a unit has to look at its document (条例 art. 26 gives 20 working days to publish a change).
ANSWER_DAYS = 30


@dataclass(frozen=True, slots=True)
class Resting:
    """A standing document that rests on another, and the sentence that says so."""

    document_id: int
    address: str
    title: str
    unit_id: int | None
    dated_on: date | None
    kind: RelationKind
    target_id: int | None
    sentence: str
    eid: str


@dataclass(frozen=True, slots=True)
class Change:
    """A change of an upper law: in the registry (`document_id`), or entered by its title from outside."""

    key: str
    title: str
    verb: str
    on: date | None
    document_id: int | None = None
    title_key: str = ""


def resting(session: Session, document_id: int, today: date) -> tuple[Resting, ...]:
    """Every visible document that stands today and rests on this one, each once."""
    return tuple(_standing(session, _relations(session, RelationRow.target_id == document_id), today))


def resting_on_title(session: Session, title_key: str, today: date) -> tuple[Resting, ...]:
    """The same for a law that is not in the registry, by the title under which it is cited."""
    condition = (RelationRow.target_key == title_key) & RelationRow.target_id.is_(None)
    return tuple(_standing(session, _relations(session, condition), today))


def changes(session: Session, today: date) -> tuple[Change, ...]:
    """The changes of upper law that are news: recorded, and not older than a year."""
    upper = aliased(Document)
    rows = session.execute(
        select(EventRow.kind, EventRow.on, EventRow.document_id, upper.title)
        .join(upper, upper.id == EventRow.document_id)
        .where(
            EventRow.kind.in_([kind.value for kind in CHANGES]),
            EventRow.withdrawn_at.is_(None),
            or_(EventRow.on.is_(None), EventRow.on >= today - BACK),
        )
        .order_by(EventRow.id)
    )
    inside = (
        Change(f"{key}:{kind}:{on or ''}", title, EventKind(kind).label, on, key)
        for kind, on, key, title in rows
    )
    outside = (
        Change(
            f"outside-{row.id}",
            row.title,
            "修改" if row.change == "amended" else "废止",
            row.on,
            None,
            row.title_key,
        )
        for row in session.scalars(select(OutsideChange).order_by(OutsideChange.id))
    )
    return (*inside, *outside)


def duties(session: Session, today: date) -> Iterator[Duty]:
    """For each change that is news, one task for each document that rests on what changed."""
    for change in changes(session, today):
        found = (
            resting(session, change.document_id, today)
            if change.document_id
            else resting_on_title(session, change.title_key, today)
        )
        # A document made after the change was made knowing it.
        older = (one for one in found if not (change.on and one.dated_on and one.dated_on >= change.on))
        yield from (duty(change, one, today) for one in older)


def vanished(session: Session, keys: Sequence[str], today: date) -> list[str]:
    """Of the keys of live tasks, those whose change was withdrawn, or whose document has ended since."""
    parts = {key: key.split(":") for key in keys if "outside-" not in key}
    uppers = {int(part[1]) for part in parts.values()}
    rows = session.execute(
        select(EventRow.document_id, EventRow.kind, EventRow.on).where(
            EventRow.document_id.in_(uppers), EventRow.withdrawn_at.is_(None)
        )
    )
    standing = {f"{upper}:{kind}:{on or ''}" for upper, kind, on in rows}
    known = lives(session, [int(key.rsplit(":", 1)[1]) for key in keys]) if keys else {}
    return [
        key
        for key in keys
        if (key in parts and ":".join(parts[key][1:4]) not in standing)
        or validity(known.get(int(key.rsplit(":", 1)[1]), ()), today).ended
    ]


def duty(change: Change, one: Resting, today: date) -> Duty:
    """Look at a document whose upper law changed."""
    when = f"自{change.on.isoformat()}起" if change.on else ""
    return Duty(
        key=f"upper:{change.key}:{one.document_id}",
        code=TaskCode.UPPER_LAW,
        title=f"{quoted(change.title)}{when}{change.verb}，请核对{quoted(one.title)}",
        path=f"/desk/documents/{one.document_id}",
        document_id=one.document_id,
        unit_id=one.unit_id,
        due_on=max(today, change.on or today) + timedelta(days=ANSWER_DAYS),
        details={
            "upper": change.title,
            "upper_id": change.document_id,
            "change": change.verb,
            "on": change.on.isoformat() if change.on else "",
            "relation": one.kind.label,
            "sentence": one.sentence,
            "eid": one.eid,
        },
    )


def _relations(session: Session, condition: ColumnElement[bool]) -> Iterable[Resting]:
    source = Document
    rows = session.execute(
        select(
            source.id,
            source.address,
            source.title,
            source.drafting_unit_id,
            source.published_on,
            source.signed_on,
            source.adopted_on,
            RelationRow.kind,
            RelationRow.target_id,
            RelationRow.evidence,
            RelationRow.source_eid,
        )
        .join(source, source.id == RelationRow.source_id)
        .where(
            condition,
            RelationRow.kind.in_([kind.value for kind in RESTING]),
            RelationRow.withdrawn_at.is_(None),
            visible(),
        )
        .order_by(source.id)
    )
    found = (
        Resting(key, address, title, unit, published or signed or adopted, RelationKind(kind), *rest)
        for key, address, title, unit, published, signed, adopted, kind, *rest in rows
    )
    return sorted(found, key=lambda one: (one.document_id, RESTING.index(one.kind)))


def _standing(session: Session, found: Iterable[Resting], today: date) -> Iterator[Resting]:
    first = {one.document_id: one for one in reversed(list(found))}
    known = lives(session, list(first)) if first else {}
    for key in sorted(first):
        if not validity(known.get(key, ()), today).ended:
            yield first[key]
