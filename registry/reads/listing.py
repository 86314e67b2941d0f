"""The list (文件列表) of any day: filtered, sorted, counted, one page at a time."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from base.kept import Kept
from registry.law.terms import Kind, Validity
from registry.reads import menus
from registry.reads.catalogue import VALIDITIES, Catalogue, Entry
from registry.reads.menus import Count

PAGE_SIZE = 20
KINDS = tuple(kind.value for kind in Kind)
STATUSES = tuple(validity.value for validity in Validity)
SORTS = {"newest": "日期由新到旧", "title": "标题", "rank": "效力位阶"}
# Long tails (hundreds of issuers) are cut in the menu of a facet; what was chosen is always in it.
LONGEST_MENU = 60
# The next page, or another order, of what was just listed costs only its own rows.
SELECTIONS = 200


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader asks the list for; an empty string asks for all."""

    on: date
    kind: str = ""
    issuer: str = ""
    region: str = ""
    subject: str = ""
    year: str = ""
    status: str = ""
    sort: str = "newest"
    page: int = 1

    def __post_init__(self) -> None:
        menus.known("kind", self.kind, KINDS)
        menus.known("status", self.status, STATUSES)
        menus.known("sort", self.sort, tuple(SORTS))
        menus.year(self.year)

    def chosen(self) -> dict[str, str]:
        """The filters in use, by name."""
        return {name: getattr(self, name) for name in FACETS if getattr(self, name)}


@dataclass(frozen=True, slots=True)
class Row:
    """One document of the list, and how it stands on the day asked for."""

    entry: Entry
    validity: Validity


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the list, with the counts of every facet."""

    rows: tuple[Row, ...]
    total: int
    page: int
    pages: int
    facets: Mapping[str, tuple[Count, ...]]


@dataclass(frozen=True)
class Column:
    """One facet over a catalogue: the values, and which entry has which."""

    values: tuple[str, ...]
    owners: NDArray[np.int64]
    codes: NDArray[np.int64]

    def mask(self, value: str, size: int) -> NDArray[np.bool_]:
        """Which entries have this value."""
        found = np.zeros(size, dtype=np.bool_)
        if value in self.values:
            found[self.owners[self.codes == self.values.index(value)]] = True
        return found

    def counts(self, mask: NDArray[np.bool_]) -> NDArray[np.int64]:
        """How many entries of the mask have each value."""
        return np.bincount(self.codes[mask[self.owners]], minlength=len(self.values))


FACETS: dict[str, Callable[[Entry], Sequence[str]]] = {
    "kind": lambda entry: (entry.kind.value,),
    "status": lambda _entry: (),  # depends on the day: see `browse`
    "region": lambda entry: (entry.region,) if entry.region else (),
    "issuer": lambda entry: entry.issuers,
    "subject": lambda entry: (entry.subject,) if entry.subject else (),
    "year": lambda entry: (str(entry.year),) if entry.year else (),
}
LABELS: dict[str, Callable[[str], str]] = {
    "kind": lambda value: Kind(value).label,
    "status": lambda value: Validity(value).label,
}


@dataclass
class Browser:
    """The list over one catalogue; columns and orders are made once."""

    catalogue: Catalogue
    columns: dict[str, Column] = field(init=False)
    orders: dict[str, NDArray[np.int64]] = field(init=False)
    _selections: Kept["Selection"] = field(default_factory=lambda: Kept(SELECTIONS), init=False)

    def __post_init__(self) -> None:
        entries = self.catalogue.entries
        self.columns = {name: _column(entries, read) for name, read in FACETS.items()}
        newest = np.arange(len(entries))
        self.orders = {
            "newest": newest,
            "title": np.array(sorted(newest, key=lambda place: entries[place].title), dtype=np.int64),
            "rank": np.array(sorted(newest, key=lambda place: entries[place].kind.rank), dtype=np.int64),
        }

    def browse(self, wanted: Wanted) -> Listing:
        """The page asked for; a page beyond the last is the last."""
        chosen = self._selections.get((wanted.on, *wanted.chosen().items()), lambda: self._select(wanted))
        order = self.orders[wanted.sort]
        places = order[chosen.found[order]]
        pages = max(1, -(-len(places) // PAGE_SIZE))
        page = min(max(1, wanted.page), pages)
        shown = places[(page - 1) * PAGE_SIZE : page * PAGE_SIZE].tolist()
        rows = tuple(Row(self.catalogue.entries[p], VALIDITIES[chosen.standings[p]]) for p in shown)
        return Listing(rows, len(places), page, pages, chosen.facets)

    def _select(self, wanted: Wanted) -> "Selection":
        standings = self.catalogue.standings(wanted.on)
        columns = self.columns | {"status": _status_column(standings)}
        masks = {
            name: columns[name].mask(value, len(self.catalogue)) for name, value in wanted.chosen().items()
        }
        existing = self.catalogue.existing(wanted.on)
        facets = {
            name: _menu(name, column, column.counts(_without(name, existing, masks)), wanted)
            for name, column in columns.items()
        }
        return Selection(standings, np.logical_and.reduce([existing, *masks.values()]), facets)


@dataclass(frozen=True)
class Selection:
    """What the filters let through on a day, before it is sorted and cut into pages."""

    standings: NDArray[np.uint8]
    found: NDArray[np.bool_]
    facets: Mapping[str, tuple[Count, ...]]


def _column(entries: Sequence[Entry], read: Callable[[Entry], Sequence[str]]) -> Column:
    pairs = [(place, value) for place, entry in enumerate(entries) for value in read(entry)]
    values = tuple(sorted({value for _, value in pairs}))
    codes = {value: code for code, value in enumerate(values)}
    return Column(
        values,
        np.array([place for place, _ in pairs], dtype=np.int64),
        np.array([codes[value] for _, value in pairs], dtype=np.int64),
    )


def _status_column(standings: NDArray[np.uint8]) -> Column:
    values = tuple(validity.value for validity in VALIDITIES)
    return Column(values, np.arange(len(standings)), standings.astype(np.int64))


def _without(
    name: str, existing: NDArray[np.bool_], masks: Mapping[str, NDArray[np.bool_]]
) -> NDArray[np.bool_]:
    """The documents that every filter but this one lets through."""
    found: NDArray[np.bool_] = np.logical_and.reduce(
        [existing, *(mask for other, mask in masks.items() if other != name)]
    )
    return found


def _menu(name: str, column: Column, numbers: NDArray[np.int64], wanted: Wanted) -> tuple[Count, ...]:
    label = LABELS.get(name, str)
    chosen = getattr(wanted, name)
    found = [
        Count(value, label(value), int(number))
        for value, number in zip(column.values, numbers.tolist(), strict=True)
        if number or value == chosen
    ]
    return tuple(_ordered(name, found)[:LONGEST_MENU]) if name != "year" else tuple(_ordered(name, found))


def _ordered(name: str, found: list[Count]) -> list[Count]:
    if name == "kind":
        return sorted(found, key=lambda count: list(Kind).index(Kind(count.value)))
    if name == "status":
        return sorted(found, key=lambda count: list(Validity).index(Validity(count.value)))
    if name == "year":
        return sorted(found, key=lambda count: count.value, reverse=True)
    return sorted(found, key=lambda count: (-count.number, count.value))
