"""The list (征求意见列表) of public consultations: filtered, counted, one page at a time."""

import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from base import clock
from base.staff.tables import Unit
from registry.consultations.notices import courses_of, events_of
from registry.consultations.reads.life import Happened, Named, happened, named
from registry.consultations.reads.visibility import gone, public
from registry.consultations.rules.standing import Course, countdown, days_left, state
from registry.consultations.rules.terms import ConsultationState, Matter
from registry.consultations.tables import Consultation
from registry.reads import menus
from registry.reads.menus import Count

PAGE_SIZE = 20
FACETS = ("state", "matter", "unit", "year")
LONGEST_WORDS = 80
# What one can still say something to comes first, then what one waits for, then what is settled.
GROUPS = (
    ("open", "正在征求意见", (ConsultationState.OPEN,)),
    ("announced", "即将开始", (ConsultationState.ANNOUNCED,)),
    ("closed", "已截止，等待公布采纳情况", (ConsultationState.OUTCOME_DUE, ConsultationState.CLOSED)),
    (
        "settled",
        "已有结果",
        (ConsultationState.OUTCOME_PUBLISHED, ConsultationState.ADOPTED, ConsultationState.DROPPED),
    ),
)
PLACE = {each: place for place, (_, _, states) in enumerate(GROUPS) for each in states}


@dataclass(frozen=True, slots=True)
class Listed:
    """A public consultation as lists show it.

    `unit` is the drafting unit with its organ. `adopted` is the document it led to, as far as that is public.
    Of a withdrawn one, `withdrawn_at` and `reason` say when and why; it is told of in feeds only.
    """

    id: int
    title: str
    matter: Matter
    unit_id: int
    unit: str
    deciding_body: str
    published_at: datetime
    course: Course
    happened: tuple[Happened, ...]
    adopted: Named | None = None
    withdrawn_at: datetime | None = None
    reason: str = ""

    @property
    def address(self) -> str:
        """Its path on this site."""
        return f"/consultations/{self.id}"

    def state(self, day: date) -> ConsultationState:
        """How it stands on the day."""
        return state(self.course, day)

    def countdown(self, day: date) -> str:
        """How long one can still comment (还有 12 天截止); "" when there is nothing to count."""
        return countdown(self.course, day)

    def days_left(self, day: date) -> int | None:
        """How many days after this one are open to comments; None when it is not open."""
        return days_left(self.course, day)

    def through_on(self, day: date) -> date:
        """The last day of its period, as known on the day."""
        return self.course.last_day(day)

    def changed_at(self, day: date) -> datetime:
        """Since when it reads as it does: an event, or a midnight at which it opened or closed."""
        turns = (self.course.opens_on, self.course.last_day(day), self.course.due_on(day))
        midnights = [_midnight(each) for each in turns if each <= day]
        moments = [self.published_at, *(each.at for each in self.happened), *midnights]
        return self.withdrawn_at or max(each for each in moments if each <= clock.now())

    def values(self, day: date) -> Mapping[str, str]:
        """Its value of every facet."""
        return {
            "state": self.state(day).value,
            "matter": self.matter.value,
            "unit": str(self.unit_id),
            "year": str(clock.local(self.published_at).year),
        }


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader asks the list for; an empty string asks for all."""

    state: str = ""
    matter: str = ""
    unit: str = ""
    year: str = ""
    words: str = ""
    page: int = 1

    def __post_init__(self) -> None:
        menus.known("state", self.state, [each.value for each in ConsultationState])
        menus.known("matter", self.matter, [each.value for each in Matter])
        menus.unit_number(self.unit)
        menus.year(self.year)

    def chosen(self) -> dict[str, str]:
        """The filters in use, by name."""
        return {name: getattr(self, name) for name in (*FACETS, "words") if getattr(self, name)}


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the list, with the counts of every facet."""

    rows: tuple[Listed, ...]
    total: int
    page: int
    pages: int
    facets: Mapping[str, tuple[Count, ...]]

    def groups(self, day: date) -> list[tuple[str, str, tuple[Listed, ...]]]:
        """The rows under their headings: name, heading, rows."""
        parts = [
            (name, heading, tuple(row for row in self.rows if row.state(day) in states))
            for name, heading, states in GROUPS
        ]
        return [part for part in parts if part[2]]


def read_listed(session: Session, outcome_days: int) -> tuple[Listed, ...]:
    """Every public consultation, the newest first."""
    return _listed(session, session.scalars(select(Consultation).where(public())).all(), outcome_days)


def read_withdrawn(session: Session, outcome_days: int) -> tuple[Listed, ...]:
    """Every consultation of which it may be said that it was withdrawn, the newest first."""
    return _listed(session, session.scalars(select(Consultation).where(gone())).all(), outcome_days)


def open_ones(session: Session, outcome_days: int, day: date) -> tuple[Listed, ...]:
    """The public consultations that take comments on the day, those that close first before others."""
    return select_listed(read_listed(session, outcome_days), Wanted(state=ConsultationState.OPEN.value), day)


def select_listed(rows: Sequence[Listed], wanted: Wanted, day: date) -> tuple[Listed, ...]:
    """Those that every filter lets through, in the order of the list."""
    chosen = wanted.chosen()
    return tuple(sorted((row for row in rows if _has(row, chosen, day)), key=lambda row: _order(row, day)))


def browse(rows: Sequence[Listed], wanted: Wanted, day: date) -> Listing:
    """The page asked for; a page beyond the last is the last."""
    found = select_listed(rows, wanted, day)
    pages = max(1, -(-len(found) // PAGE_SIZE))
    page = min(max(1, wanted.page), pages)
    shown = found[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    return Listing(shown, len(found), page, pages, {name: _menu(name, rows, wanted, day) for name in FACETS})


def unit_name(organ: str, name: str) -> str:
    """How the public reads a unit: with its organ before it, unless it bears that name itself.

    >>> unit_name("澄江省生态环境厅", "水处"), unit_name("云州市生态环境局", "云州市生态环境局")
    ('澄江省生态环境厅水处', '云州市生态环境局')
    """
    return name if name.startswith(organ) else f"{organ}{name}"


def _listed(session: Session, rows: Sequence[Consultation], outcome_days: int) -> tuple[Listed, ...]:
    courses = courses_of(session, rows, outcome_days)
    events = happened(events_of(session, [row.id for row in rows]))
    units = {unit.id: unit_name(unit.organ, unit.name) for unit in session.scalars(select(Unit))}
    documents = named(session, {row.document_id for row in rows})
    found = [
        Listed(
            id=row.id,
            title=row.title,
            matter=Matter(row.matter),
            unit_id=row.unit_id,
            unit=units[row.unit_id],
            deciding_body=row.deciding_body,
            published_at=row.published_at or row.recorded_at,
            course=courses[row.id],
            happened=events.get(row.id, ()),
            adopted=documents.get(row.document_id or 0),
            withdrawn_at=row.withdrawn_at,
            reason=row.withdrawal_reason,
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda row: (row.published_at, row.id), reverse=True))


def _order(row: Listed, day: date) -> tuple[int, float, int]:
    """What closes first comes first, what opens first, then what closed or was settled last."""
    place = PLACE[row.state(day)]
    if place == PLACE[ConsultationState.OPEN]:
        return place, row.through_on(day).toordinal(), row.id
    if place == PLACE[ConsultationState.ANNOUNCED]:
        return place, row.course.opens_on.toordinal(), row.id
    if place == PLACE[ConsultationState.CLOSED]:
        return place, -row.through_on(day).toordinal(), -row.id
    return place, -row.changed_at(day).timestamp(), -row.id


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.SHANGHAI).astimezone(UTC)


def _has(row: Listed, chosen: Mapping[str, str], day: date) -> bool:
    values = row.values(day)
    words = _folded(chosen.get("words", "")).split()
    facets = all(values[name] == value for name, value in chosen.items() if name != "words")
    return facets and (not words or all(word in _folded(f"{row.title} {row.unit}") for word in words))


def _folded(words: str) -> str:
    return unicodedata.normalize("NFKC", words).casefold()


LABELS: Mapping[str, Callable[[str, Listed], str]] = {
    "state": lambda value, _row: ConsultationState(value).label,
    "matter": lambda value, _row: Matter(value).label,
    "unit": lambda _value, row: row.unit,
    "year": lambda value, _row: f"{value}年",
}


def _menu(name: str, rows: Sequence[Listed], wanted: Wanted, day: date) -> tuple[Count, ...]:
    """The values of a facet among what the other filters let through."""
    chosen = wanted.chosen()
    own = chosen.pop(name, "")
    counts: Counter[str] = Counter()
    labels: dict[str, str] = {own: own} if own else {}
    for row in rows:
        value = row.values(day)[name]
        labels[value] = LABELS[name](value, row)
        counts[value] += _has(row, chosen, day)
    found = [Count(value, label, counts[value]) for value, label in labels.items()]
    kept = [each for each in found if each.number or each.value == own]
    return tuple(sorted(kept, key=lambda each: _in_menu(name, each)))


def _in_menu(name: str, count: Count) -> tuple[int, str]:
    closed: dict[str, list[str]] = {
        "state": [each.value for each in ConsultationState],
        "matter": [each.value for each in Matter],
    }
    if name in closed:
        return closed[name].index(count.value), ""
    if name == "year":
        return -int(count.value), ""
    return -count.number, count.label
