"""The list (解读列表) of public interpretations: filtered, counted, one page at a time."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from base import clock
from base.staff.tables import Unit
from interpretations.reads.marking import mark_word, titled
from interpretations.reads.page import unit_name
from interpretations.reads.visibility import as_published, gone, public
from interpretations.rules.terms import Form, Origin
from interpretations.tables import ExplainedRow, Interpretation, InterpretationVersion
from registry.reads import menus
from registry.reads.catalogue import Catalogue, Entry
from registry.reads.menus import Count
from registry.reads.page import MARKED

PAGE_SIZE = 20
FACETS = ("form", "origin", "unit", "year", "document")
# Hundreds of documents: a menu of all of them helps nobody; the one asked for is always in it.
LONGEST_MENU = 60


@dataclass(frozen=True, slots=True)
class Listed:
    """A public interpretation as lists show it; `documents` those it explains that are public, in order.

    Of a withdrawn one, `withdrawn_at` and `reason` say when and why; it is told of in feeds only.
    """

    id: int
    title: str
    form: Form
    origin: Origin
    lead: str
    unit_id: int
    unit: str
    published_at: datetime
    renewed_at: datetime
    documents: tuple[Entry, ...]
    withdrawn_at: datetime | None = None
    reason: str = ""

    def mark(self, day: date) -> str:
        """The mark it bears on the day (已废止); "" while its documents may be relied upon."""
        return mark_word([_word(entry, day) for entry in self.documents])

    def titled(self, day: date) -> str:
        """Its title as of the day, with the mark before it."""
        return titled("已撤回" if self.withdrawn_at else self.mark(day), self.title)

    def updated_at(self, day: date) -> datetime:
        """Since when it reads as it does: revised, marked at a midnight, or withdrawn."""
        marked = [_midnight(entry.standing(day).since) for entry in self.documents if _word(entry, day)]
        moments = [self.renewed_at, self.withdrawn_at, *marked]
        return max(moment for moment in moments if moment)

    def values(self) -> Mapping[str, tuple[str, ...]]:
        """Its values of every facet."""
        return {
            "form": (self.form.value,),
            "origin": (self.origin.value,),
            "unit": (str(self.unit_id),),
            "year": (str(clock.local(self.published_at).year),),
            "document": tuple(entry.address for entry in self.documents),
        }


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader asks the list for; an empty string asks for all."""

    form: str = ""
    origin: str = ""
    unit: str = ""
    year: str = ""
    document: str = ""
    page: int = 1

    def __post_init__(self) -> None:
        menus.known("form", self.form, [each.value for each in Form])
        menus.known("origin", self.origin, [each.value for each in Origin])
        menus.unit_number(self.unit)
        menus.year(self.year)

    def chosen(self) -> dict[str, str]:
        """The filters in use, by name."""
        return {name: getattr(self, name) for name in FACETS if getattr(self, name)}


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the list, with the counts of every facet."""

    rows: tuple[Listed, ...]
    total: int
    page: int
    pages: int
    facets: Mapping[str, tuple[Count, ...]]


def read_listed(session: Session, catalogue: Catalogue) -> tuple[Listed, ...]:
    """Every public interpretation, the newest first."""
    rows = session.execute(_rows().where(public())).all()
    return _listed(rows, _explained(session, catalogue))


def read_withdrawn(session: Session, catalogue: Catalogue) -> tuple[Listed, ...]:
    """Every interpretation of which it may be said that it was withdrawn, the newest first."""
    rows = session.execute(_rows().where(gone())).all()
    return _listed(rows, _explained(session, catalogue))


def select_listed(rows: Sequence[Listed], wanted: Wanted) -> tuple[Listed, ...]:
    """Those that every filter lets through."""
    chosen = wanted.chosen()
    return tuple(row for row in rows if _has(row, chosen))


def browse(rows: Sequence[Listed], wanted: Wanted) -> Listing:
    """The page asked for; a page beyond the last is the last."""
    found = select_listed(rows, wanted)
    pages = max(1, -(-len(found) // PAGE_SIZE))
    page = min(max(1, wanted.page), pages)
    shown = found[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    facets = {name: _menu(name, rows, wanted) for name in FACETS}
    return Listing(shown, len(found), page, pages, facets)


def _rows() -> Any:  # noqa: ANN401  # a select of these columns
    columns = (
        Interpretation.id,
        Interpretation.published_at,
        Interpretation.renewed_at,
        Interpretation.withdrawn_at,
        Interpretation.withdrawal_reason,
        Interpretation.unit_id,
        InterpretationVersion.content,
        Unit.organ,
        Unit.name,
    )
    return (
        select(*columns)
        .join(Unit, Unit.id == Interpretation.unit_id)
        .join(InterpretationVersion, as_published())
        .order_by(Interpretation.published_at.desc(), Interpretation.id.desc())
    )


def _explained(session: Session, catalogue: Catalogue) -> Mapping[int, tuple[Entry, ...]]:
    """The public documents that each interpretation explains; the catalogue knows no other."""
    query = select(ExplainedRow.interpretation_id, ExplainedRow.document_id)
    query = query.where(ExplainedRow.document_id.is_not(None))
    found: dict[int, list[Entry]] = defaultdict(list)
    for key, document in session.execute(query.order_by(ExplainedRow.position)):
        # Of a document, and of a draft that became its next version: it is named once.
        if document in catalogue.by_id and catalogue.entries[catalogue.by_id[document]] not in found[key]:
            found[key].append(catalogue.entries[catalogue.by_id[document]])
    return {key: tuple(entries) for key, entries in found.items()}


def _listed(rows: Sequence[Any], explained: Mapping[int, tuple[Entry, ...]]) -> tuple[Listed, ...]:
    return tuple(
        Listed(
            id=row.id,
            title=str(row.content.get("title", "")),
            form=Form(str(row.content.get("form", Form.TEXT.value))),
            origin=Origin(str(row.content.get("origin", Origin.OWN.value))),
            lead=str(row.content.get("lead", "")),
            unit_id=row.unit_id,
            unit=unit_name(row.organ, row.name),
            published_at=row.published_at,
            renewed_at=row.renewed_at or row.published_at,
            documents=explained[row.id],
            withdrawn_at=row.withdrawn_at,
            reason=row.withdrawal_reason,
        )
        for row in rows
        # A document hidden since the catalogue was read takes its interpretations along.
        if explained.get(row.id)
    )


def _word(entry: Entry, day: date) -> str:
    state = entry.standing(day).validity
    return state.label if state in MARKED else ""


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), clock.SHANGHAI).astimezone(UTC) if day else None


def _has(row: Listed, chosen: Mapping[str, str]) -> bool:
    values = row.values()
    return all(value in values[name] for name, value in chosen.items())


LABELS: Mapping[str, Callable[[str, Listed], str]] = {
    "form": lambda value, _row: Form(value).label,
    "origin": lambda value, _row: Origin(value).label,
    "unit": lambda _value, row: row.unit,
    "year": lambda value, _row: f"{value}年",
    "document": lambda value, row: next(
        (entry.title for entry in row.documents if entry.address == value), value
    ),
}


def _menu(name: str, rows: Sequence[Listed], wanted: Wanted) -> tuple[Count, ...]:
    """The values of a facet among what the other filters let through."""
    chosen = wanted.chosen()
    own = chosen.pop(name, "")
    counts: Counter[str] = Counter()
    labels: dict[str, str] = {own: own} if own else {}
    for row in rows:
        for value in row.values()[name]:
            labels[value] = LABELS[name](value, row)
            counts[value] += _has(row, chosen)
    found = [Count(value, label, counts[value]) for value, label in labels.items()]
    kept = [each for each in found if each.number or each.value == own]
    return tuple(sorted(kept, key=lambda each: _order(name, each, own)))[:LONGEST_MENU]


def _order(name: str, count: Count, own: str) -> tuple[bool, int, str]:
    if name == "form":
        return (False, [each.value for each in Form].index(count.value), "")
    if name == "year":
        return (False, -int(count.value), "")
    # What was chosen stays in a menu that is cut.
    return (count.value != own, -count.number, count.label)
