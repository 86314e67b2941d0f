"""Describing a work (著录): its metadata composed from the readings of all its versions."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import chain

from registry.intake.parsed import Parsed
from registry.law.docnumber import parse
from registry.law.terms import Kind
from registry.law.titles import title_key
from registry.works.key import work_key
from registry.works.shapes import Description, Held


def describe(texts: Sequence[Held], stand: Sequence[Held]) -> Description:
    """The metadata of a work: names from its newest version, days from where they are first told."""
    newest = [reading for held in reversed(stand) for reading in held.readings]
    rest = [reading for held in texts if held not in stand for reading in held.readings]
    readings = newest + rest
    oldest = list(reversed(readings))
    speaker = newest[0]
    return Description(
        title=speaker.title,
        title_key=title_key(speaker.title),
        work_key=work_key(speaker),
        kind=min((Kind(reading.kind) for reading in readings), key=lambda kind: (kind.rank, kind)),
        genre=speaker.genre,
        region=speaker.region,
        year=_year(readings),
        document_number=_said(readings, lambda reading: reading.document_number),
        order_number=_said(readings, lambda reading: reading.order_number),
        unified_number=_said(readings, lambda reading: reading.unified_number),
        index_number=_said(readings, lambda reading: reading.index_number),
        drafting_unit=_said(readings, lambda reading: reading.drafting_unit),
        subject=next((reading.subject for reading in readings if reading.subject), ()),
        issuers=next((reading.issuers for reading in readings if reading.issuers), ()),
        adopted_on=_told(readings, lambda reading: reading.adopted_on),
        approved_on=_told(readings, lambda reading: reading.approved_on),
        signed_on=_told(readings, lambda reading: reading.signed_on),
        published_on=_told(readings, lambda reading: reading.published_on),
        web_posted_on=_told(oldest, lambda reading: reading.web_posted_on),
        source_url=_said(readings, lambda reading: reading.source_url),
        status_in_source=_said(readings, lambda reading: reading.status_in_source),
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


def _said(readings: Sequence[Parsed], word: Callable[[Parsed], str]) -> str:
    return next((found for reading in readings if (found := word(reading))), "")


def _told(readings: Sequence[Parsed], day: Callable[[Parsed], date | None]) -> date | None:
    return next((found for reading in readings if (found := day(reading))), None)
