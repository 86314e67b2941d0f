"""Sightings (核对): every surface asked for as any reader would, and what it was found to show."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime

from base import clock
from registry.marking.looking import Fetch, Looking
from registry.marking.looks import LOOKS
from registry.reads.dossier import Dossier
from registry.renditions.standing import mark_of
from registry.renditions.surfaces import Surface, surfaces

# One after the other: the first makes what all share, and two at once would make it twice.
AT_ONCE = 1
SLOW = frozenset({"pdf", "card", "file"})


@dataclass(frozen=True, slots=True)
class Sighting:
    """What one surface was found to show, at which moment; `agrees` with what it has to show."""

    surface: str
    label: str
    address: str
    expected: str
    words: str
    agrees: bool
    at: datetime


def sight(dossier: Dossier, day: date, fetch: Fetch, *, slow: bool) -> tuple[Sighting, ...]:
    """Ask for the surfaces of the document and tell what each shows; `fetch` must bear several threads.

    With `slow` those that are made when asked for (the print, the files), without it all others.
    """
    looking = Looking(dossier, mark_of(dossier, day), fetch)
    asked = [one for one in surfaces(dossier, day) if (_sort(one) in SLOW) is slow]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return tuple(pool.map(lambda surface: _look(looking, surface), asked))


def _sort(surface: Surface) -> str:
    return surface.name.split(":", 1)[0]


def _look(looking: Looking, surface: Surface) -> Sighting:
    words, agrees = LOOKS[_sort(surface)](looking, surface)
    return Sighting(surface.name, surface.label, surface.address, surface.words, words, agrees, clock.now())


def disagreeing(sightings: Iterable[Sighting]) -> tuple[Sighting, ...]:
    """The surfaces that were not found to show what they have to."""
    return tuple(sighting for sighting in sightings if not sighting.agrees)
