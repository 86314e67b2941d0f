"""Upper law (上位法): what rests on a document, and what to look at when it is amended or ended."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, aliased

from registry.law.days import printed
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
    target_key: str
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
    outside = session.scalars(select(OutsideChange).order_by(OutsideChange.id))
    return (*inside, *map(_outside, outside))


def _outside(row: OutsideChange) -> Change:
    verb = "修改" if row.change == "amended" else "废止"
    return Change(f"outside-{row.id}", row.title, verb, row.on, title_key=row.title_key)


def duties(session: Session, today: date) -> Iterator[Duty]:
    """For each change that is news, one task for each document that rests on what changed."""
    news = changes(session, today)
    found = _resting_on(session, news, today)
    for change in news:
        # A document made after the change was made knowing it.
        for one in found.get(change.document_id or change.title_key, ()):
            if not (change.on and one.dated_on and one.dated_on >= change.on):
                yield duty(change, one, today)


def _resting_on(
    session: Session, news: Sequence[Change], today: date
) -> Mapping[int | str, tuple[Resting, ...]]:
    """What rests on the laws that changed: by id, or by the title under which a law outside is cited.

    All at once: a clean-up ends hundreds of documents, and whoever opens the desk goes round.
    """
    inside = {change.document_id for change in news if change.document_id}
    outside = {change.title_key for change in news if not change.document_id}
    named = RelationRow.target_key.in_(outside) & RelationRow.target_id.is_(None)
    relations = _relations(session, or_(RelationRow.target_id.in_(inside), named)) if news else []
    several: dict[int | str, list[Resting]] = defaultdict(list)
    for one in relations:
        several[one.target_id or one.target_key].append(one)
    stand = {one.document_id for one in _standing(session, relations, today)}
    return {
        key: tuple(one for one in _once(found) if one.document_id in stand) for key, found in several.items()
    }


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
    when = f"自{printed(change.on)}起" if change.on else ""
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


def _relations(session: Session, condition: ColumnElement[bool]) -> Sequence[Resting]:
    rows = session.execute(
        select(
            Document.id,
            Document.address,
            Document.title,
            Document.drafting_unit_id,
            func.coalesce(Document.published_on, Document.signed_on, Document.adopted_on),
            RelationRow.kind,
            RelationRow.target_id,
            RelationRow.target_key,
            RelationRow.evidence,
            RelationRow.source_eid,
        )
        .join(Document, Document.id == RelationRow.source_id)
        .where(
            condition,
            RelationRow.kind.in_([kind.value for kind in RESTING]),
            RelationRow.withdrawn_at.is_(None),
            visible(),
        )
        .order_by(Document.id)
    )
    found = (
        Resting(key, address, title, unit, made, RelationKind(kind), *rest)
        for key, address, title, unit, made, kind, *rest in rows
    )
    return sorted(found, key=lambda one: (one.document_id, RESTING.index(one.kind)))


def _once(found: Iterable[Resting]) -> list[Resting]:
    """Each document with its strongest relation, which stands first among its several."""
    first: dict[int, Resting] = {}
    for one in found:
        first.setdefault(one.document_id, one)
    return list(first.values())


def _standing(session: Session, found: Iterable[Resting], today: date) -> Iterator[Resting]:
    first = _once(found)
    known = lives(session, [one.document_id for one in first]) if first else {}
    return (one for one in first if not validity(known.get(one.document_id, ()), today).ended)
