"""Describing a work (著录): its metadata composed from the readings of all its versions."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain
from typing import Any

from registry.intake.parsed import Parsed
from registry.law.docnumber import parse
from registry.law.terms import Kind
from registry.law.titles import title_key
from registry.works.key import work_key
from registry.works.shapes import Description, Held

WORDS = (
    "document_number",
    "order_number",
    "unified_number",
    "index_number",
    "drafting_unit",
    "source_url",
    "status_in_source",
)
LISTS = ("subject", "issuers")
DAYS = ("adopted_on", "approved_on", "signed_on", "published_on")


def describe(texts: Sequence[Held], stand: Sequence[Held]) -> Description:
    """The metadata of a work: what its newest version says, else the version before, and so on."""
    newest = [reading for held in reversed(stand) for reading in held.readings]
    rest = [reading for held in texts if held not in stand for reading in held.readings]
    readings = newest + rest
    speaker = newest[0]
    told: dict[str, Any] = {name: _first(readings, name) for name in (*WORDS, *LISTS, *DAYS)}
    return Description(
        title=speaker.title,
        title_key=title_key(speaker.title),
        work_key=work_key(speaker),
        kind=min((Kind(reading.kind) for reading in readings), key=lambda kind: (kind.rank, kind)),
        genre=speaker.genre,
        region=speaker.region,
        year=_year(readings),
        web_posted_on=_first(list(reversed(readings)), "web_posted_on"),
        **told,
    )


def _year(readings: Sequence[Parsed]) -> int | None:
    """The year a work is known by: its number's, else that of the first day its history tells."""
    for reading in readings:
        number = parse(reading.document_number) if reading.document_number else None
        if number and number.year:
            return number.year
    return min((day.year for day in chain.from_iterable(map(_days, readings))), default=None)


def _days(reading: Parsed) -> Iterator[date]:
    stated = (reading.adopted_on, reading.published_on, reading.signed_on, reading.dated_on)
    yield from (day for day in stated if day)
    yield from (line.on for line in reading.statements.history)


def _first(readings: Sequence[Parsed], name: str) -> Any:  # noqa: ANN401  # a word, a list or a day
    found = (getattr(reading, name) for reading in readings)
    return next((value for value in found if value), getattr(readings[0], name))
