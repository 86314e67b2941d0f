"""Records (著录): what the index knows of each document, in arrays, and in lines read only when shown.

Arrays are mapped and shared by all processes; opening an index of 24,000 documents reads none of them.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from functools import lru_cache
from itertools import accumulate
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from registry.law import docnumber
from registry.law.terms import Validity
from registry.law.titles import title_key
from registry.searchable import Findable, Searchable, Standing, Wording
from search import keyed
from search.keyed import Keyed
from search.places import place_of
from search.words import asking_pairs, fold

Ints = NDArray[np.int64]
Array = NDArray[Any]

# Numbers kept of each document: `explains` is the id of what it explains, `pairs` how many pairs of
# characters a question has; days are ordinals, 0 where none is known.
FACTS = ("id", "explains", "dated", "made", "effective", "rank", "pairs")
# Values kept as codes: one a document, but of issuers.
VALUES = ("content", "kind", "region", "year", "place", "issuers")
KEYS = ("titles", "numbers")
STATUSES = tuple(Validity)
# Before and in these a document does not apply yet.
NOT_YET = {Validity.NOT_YET_IN_FORCE, Validity.UNDATED}
NOTHING = -1
# Lines read are kept, for suggestions look at the same ones again and again.
KEPT_LINES = 2048
# What is kept of a document as it comes; asdict would copy every passage on the way.
PLAIN = tuple(one.name for one in fields(Searchable) if one.name not in {"standings", "wordings"})


@dataclass(slots=True)
class Recording:
    """The records of a new segment while its documents come in."""

    lines: list[bytes] = field(default_factory=list)
    facts: list[tuple[int, ...]] = field(default_factory=list)
    standings: list[tuple[int, int, int]] = field(default_factory=list)
    values: dict[str, dict[str, int]] = field(default_factory=lambda: {name: {} for name in VALUES})
    coded: dict[str, list[tuple[int, int]]] = field(default_factory=lambda: {name: [] for name in VALUES})
    keys: dict[str, list[tuple[str, int]]] = field(default_factory=lambda: {name: [] for name in KEYS})

    def add(self, found: Searchable, wordings: Sequence[Wording]) -> None:
        """Take one document, or what explains one."""
        number = len(self.lines)
        self.facts.append(tuple(facts(found)))
        for standing in found.standings or (Standing(None, Validity.UNDATED),):
            self.standings.append((number, ordinal(standing.since), STATUSES.index(standing.validity)))
        for name, values in valued(found):
            self._value(name, number, values)
        self.keys["titles"] += [(key, number) for key in title_keys(found, wordings)]
        self.keys["numbers"] += [(key, number) for key in {docnumber.key(one) for one in found.numbers}]
        record = {name: getattr(found, name) for name in PLAIN} | {
            "key": found.key,
            "explains": asdict(found.explains) if found.explains else None,
            "wordings": [[one.text_id, one.title, _day(one)] for one in wordings],
        }
        self.lines.append(json.dumps(record, ensure_ascii=False, default=str).encode())

    def _value(self, name: str, number: int, values: Iterable[str]) -> None:
        known = self.values[name]
        self.coded[name] += [(number, known.setdefault(value, len(known))) for value in values if value]

    def write(self, save: Callable[[str, Array], None]) -> None:
        """Write everything through `save`, which names the files."""
        save("lines", np.frombuffer(b"".join(self.lines), np.uint8))
        save("line_starts", np.cumsum([0, *map(len, self.lines)]).astype(np.int64))
        save("facts", np.array(self.facts, np.int64).reshape(-1, len(FACTS)).T.copy())
        save("standings", np.array(self.standings, np.int64).reshape(-1, 3))
        spelt = json.dumps({name: list(self.values[name]) for name in VALUES}, ensure_ascii=False)
        save("values", np.frombuffer(spelt.encode(), np.uint8))
        for name in VALUES:
            save(f"of_{name}", np.array(self.coded[name], np.int32).reshape(-1, 2))
        for name in KEYS:
            for part, array in keyed.written(self.keys[name]):
                save(f"{name}_{part}", array)


def facts(found: Searchable) -> Iterator[int]:
    """The numbers kept of a document, as FACTS names them."""
    yield found.id
    yield found.explains.id if found.explains else NOTHING
    yield ordinal(found.dated_on)
    yield ordinal(found.made_on)
    yield ordinal(effective_on(found.standings))
    yield found.rank
    yield len(asking_pairs(found.title)) if found.content is Findable.QUESTION else 0


def valued(found: Searchable) -> Iterator[tuple[str, Iterable[str]]]:
    """The values kept of a document, as VALUES names them."""
    yield "content", (found.content.value,)
    yield "kind", (found.kind,)
    yield "region", (found.region,)
    yield "year", (str(found.year or ""),)
    # What explains a document is of the document's place, and its own title begins with 《 or asks.
    yield "place", (place_of((found.explains or found).title),)
    yield "issuers", found.issuers


def ordinal(day: date | None) -> int:
    """A day as a number; 0 for none."""
    return day.toordinal() if day else 0


def effective_on(standings: Sequence[Standing]) -> date | None:
    """The first day on which a document applies, from how it stands (施行日期)."""
    applying = (standing.since for standing in standings if standing.validity not in NOT_YET)
    return next(applying, None)


def title_keys(found: Searchable, wordings: Sequence[Wording]) -> list[str]:
    """The titles by which it is named, in their normal form; a question is likened, not named."""
    if found.content is Findable.QUESTION:
        return []
    return sorted({title_key(fold(title)) for title in (found.title, *(w.title for w in wordings))})


def _day(wording: Wording) -> str:
    return wording.text_from.isoformat() if wording.text_from else ""


class Segmented(Protocol):
    """Whoever reads the arrays of one segment by name."""

    def __call__(self, name: str) -> Array:
        """The array of that name, mapped."""


class Recorded:
    """The records of one segment, mapped."""

    def __init__(self, read: Segmented) -> None:
        self._lines, self._starts = read("lines").data, read("line_starts")
        self.facts, self.standings = read("facts"), read("standings")
        if len(self._starts) != self.facts.shape[1] + 1 or self._starts[-1] != len(self._lines):
            raise ValueError("the lines and their documents do not fit")
        self.values: dict[str, list[str]] = json.loads(bytes(read("values")))
        self.coded = {name: read(f"of_{name}") for name in VALUES}
        self.keys = {name: Keyed(lambda part, name=name: read(f"{name}_{part}")) for name in KEYS}  # type: ignore[misc]
        self.line = lru_cache(KEPT_LINES)(self._line)

    def __len__(self) -> int:
        return len(self._starts) - 1

    def _line(self, number: int) -> dict[str, Any]:
        record: dict[str, Any] = json.loads(
            bytes(self._lines[self._starts[number] : self._starts[number + 1]])
        )
        return record


@dataclass(frozen=True, slots=True)
class Valued:
    """One kind of value over all segments: pairs of a document and one of its values."""

    values: tuple[str, ...]
    documents: Ints
    codes: Ints

    def of_each(self, size: int) -> Ints:
        """The code of each document's value, where it has at most one; NOTHING where it has none."""
        codes = np.full(size, NOTHING, np.int64)
        codes[self.documents] = self.codes
        return codes


class Records(Sequence[dict[str, Any]]):
    """The records of all segments as one, numbered through."""

    def __init__(self, parts: Sequence[Recorded]) -> None:
        self.parts = tuple(parts)
        self.bases = tuple(accumulate(map(len, self.parts), initial=0))
        self.facts = dict(zip(FACTS, joined([one.facts for one in parts], len(FACTS)), strict=True))

    def __len__(self) -> int:
        return self.bases[-1]

    def __getitem__(self, number: int) -> dict[str, Any]:  # type: ignore[override]
        """The record of a document, read when it is asked for; not to be changed."""
        if not 0 <= number < len(self):
            raise IndexError(number)
        part = int(np.searchsorted(self.bases, number, "right")) - 1
        return self.parts[part].line(int(number - self.bases[part]))

    def standings(self) -> Ints:
        """Rows of document, first day, and place of the status among STATUSES."""
        return rows([one.standings for one in self.parts], self.bases)

    def valued(self, name: str) -> Valued:
        """One kind of value; the same word has the same code in all segments."""
        known: dict[str, int] = {}
        coded = []
        for part in self.parts:
            codes = [known.setdefault(value, len(known)) for value in part.values[name]]
            pairs = part.coded[name]
            coded.append(np.column_stack((pairs[:, 0], np.array(codes, np.int64)[pairs[:, 1]])))
        found = rows(coded, self.bases)
        return Valued(tuple(known), found[:, 0], found[:, 1])


def joined(parts: Sequence[Array], height: int) -> Array:
    """Arrays of so many rows side by side; that of one segment stays mapped."""
    return parts[0] if len(parts) == 1 else np.hstack([*parts, np.empty((height, 0), np.int64)])


def rows(parts: Sequence[Array], bases: Sequence[int]) -> Ints:
    """Rows whose first number is a document of its segment, with documents numbered over all segments."""
    if len(parts) == 1:
        return parts[0]
    moved = [
        part + np.array([base] + [0] * (part.shape[1] - 1)) for part, base in zip(parts, bases, strict=False)
    ]
    return np.concatenate(moved) if moved else np.empty((0, 3), np.int64)
