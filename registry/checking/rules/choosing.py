"""Choosing (判断所指文件): which instrument a citation means, by its title and its number together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from registry.checking.rules.citations import Citation
from registry.checking.rules.names import Names
from registry.checking.rules.terms import Outcome, Way
from registry.law.docnumber import keys


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a citation means: the places of its instruments, and those whose number it wrongly bears.

    `namesakes` says that each of the places bears the very name, so that the article may tell which is meant.
    """

    outcome: Outcome
    places: tuple[int, ...] = ()
    owners: tuple[int, ...] = ()
    namesakes: bool = False


def choose(citation: Citation, names: Names, standing: Callable[[int], bool]) -> Chosen:
    """Which of the known instruments the citation means; `standing` says whether one holds on the day.

    Of several with one title the one that holds is meant; the number decides before all.
    """
    titled = _titled(citation.title, names)
    numbered = tuple(place for key in keys(citation.number) for place in names.numbered(key))
    both = tuple(place for place in titled if place in numbered)
    if both:
        return Chosen(Outcome.FOUND, both[:1])
    if titled:
        return replace(_one_of(titled, standing), owners=numbered)
    if numbered:
        outcome = Outcome.ALIKE if citation.title else Outcome.FOUND
        found = tuple(dict.fromkeys(numbered))
        return Chosen(outcome if len(found) == 1 else Outcome.SEVERAL, found)
    if not citation.title:
        return Chosen(Outcome.MISSING if citation.number else Outcome.UNCLEAR)
    near = names.tailed(citation.title) if citation.way is Way.UNMARKED else ()
    near = near or names.alike(citation.title)
    if not near or citation.paper:
        return Chosen(Outcome.MISSING)
    return Chosen(Outcome.ALIKE if len(near) == 1 else Outcome.SEVERAL, near)


def _titled(title: str, names: Names) -> tuple[int, ...]:
    return (names.titled(title) or names.abbreviated(title)) if title else ()


def _one_of(places: Sequence[int], standing: Callable[[int], bool]) -> Chosen:
    if len(places) == 1:
        return Chosen(Outcome.FOUND, tuple(places))
    holding = tuple(place for place in places if standing(place))
    if len(holding) == 1 or not holding:
        # All have ended: the newest, which stands first in the catalogue.
        return Chosen(Outcome.FOUND, (holding or (min(places),))[:1])
    return Chosen(Outcome.SEVERAL, holding, namesakes=True)
