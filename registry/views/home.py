"""The home page (首页): what is in force today, what is new, what has ended, what is coming."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import numpy as np
from flask import render_template
from markupsafe import Markup

from base import clock, web
from registry.consultations.reads.listing import Listed, open_ones
from registry.law.terms import Kind, Validity
from registry.reads.catalogue import CODES, VALIDITIES, Catalogue, Entry
from registry.reads.explanations import Explanation, explainers
from registry.renditions.metadata import column_tags
from registry.views import shelf

SHOWN = 6
ENDED = tuple(validity for validity in Validity if validity.ended)


@dataclass(frozen=True, slots=True)
class Change:
    """A document and the day on which it changed or will change, with how it stands today."""

    entry: Entry
    on: date
    validity: Validity


@web.cached_page
def home() -> str:
    """The home page of today."""
    today, held = clock.today(), shelf.shelf()
    main = held.parts.get(("home", today), lambda: finished(held.browser().catalogue, today))
    return render_template(
        "home.html", section="home", main=main, tags=column_tags("首页", "政策文件及其今日时效")
    )


def finished(catalogue: Catalogue, today: date) -> Markup:
    """The body of the home page, made once a day."""
    others = not_in_force(catalogue, today)
    words = render_template(
        "home/main.html",
        today=today,
        total=len(catalogue),
        kinds=in_force_by_kind(catalogue, today),
        others=others,
        undated=any(validity is Validity.UNDATED for validity, _ in others),
        newest=newest(catalogue, today),
        ended=past(catalogue, today, ENDED),
        ending=coming(catalogue, today, ENDED),
        commencing=coming(catalogue, today, (Validity.IN_FORCE,)),
        explained=explained(catalogue, today),
        asked=asked(today),
    )
    return Markup(words)  # noqa: S704  # escaped by Jinja


@dataclass(frozen=True, slots=True)
class Explained:
    """An interpretation published lately, with how its document stands today."""

    explanation: Explanation
    validity: Validity


def explained(catalogue: Catalogue, today: date) -> list[Explained]:
    """The interpretations published last, where a floor above knows of any."""
    with web.reading() as session:
        known = explainers(session)
        found = known.newest(session, SHOWN) if known else ()
    entries = [(explanation, catalogue.entry(address)) for explanation, address in found]
    return [
        Explained(explanation, entry.standing(today).validity)
        for explanation, entry in entries
        if entry is not None
    ]


def asked(today: date) -> tuple[Listed, ...]:
    """The consultations in which one can still say something, those that close first before others."""
    with web.reading() as session:
        return open_ones(session, web.config().consulting.outcome_days, today)[:SHOWN]


def in_force_by_kind(catalogue: Catalogue, day: date) -> list[tuple[Kind, int]]:
    """How many documents of each kind are in force on the day, in order of rank."""
    places = np.flatnonzero(catalogue.standings(day) == CODES[Validity.IN_FORCE]).tolist()
    counts = Counter(catalogue.entries[place].kind for place in places)
    return [(kind, counts[kind]) for kind in Kind if counts[kind]]


def not_in_force(catalogue: Catalogue, day: date) -> list[tuple[Validity, int]]:
    """How many documents stand otherwise on the day, each way of standing with its number."""
    counts = np.bincount(catalogue.standings(day), minlength=len(VALIDITIES)).tolist()
    return [
        (validity, number)
        for validity, number in zip(VALIDITIES, counts, strict=True)
        if number and validity is not Validity.IN_FORCE
    ]


def newest(catalogue: Catalogue, day: date) -> list[Change]:
    """The documents published last, as they stand on the day."""
    made = (entry for entry in catalogue.entries if entry.dated_on and entry.dated_on <= day)
    return [
        Change(entry, entry.dated_on, entry.standing(day).validity)
        for entry, _ in zip(made, range(SHOWN), strict=False)
        if entry.dated_on
    ]


def past(catalogue: Catalogue, day: date, wanted: Collection[Validity]) -> list[Change]:
    """The latest spans of the wanted sort that have begun, newest first."""
    places, days = catalogue.begins(wanted)
    begun = np.flatnonzero(days <= day.toordinal())
    first = begun[np.lexsort((places[begun], -days[begun]))[:SHOWN]]
    return _changes(catalogue, day, places[first].tolist(), days[first].tolist())


def coming(catalogue: Catalogue, day: date, wanted: Collection[Validity]) -> list[Change]:
    """The next spans of the wanted sort that will begin, soonest first."""
    places, days = catalogue.begins(wanted)
    ahead = np.flatnonzero(days > day.toordinal())
    first = ahead[np.lexsort((places[ahead], days[ahead]))[:SHOWN]]
    return _changes(catalogue, day, places[first].tolist(), days[first].tolist())


def _changes(catalogue: Catalogue, day: date, places: list[int], days: list[int]) -> list[Change]:
    entries = [catalogue.entries[place] for place in places]
    return [
        Change(entry, date.fromordinal(on), entry.standing(day).validity)
        for entry, on in zip(entries, days, strict=True)
    ]
