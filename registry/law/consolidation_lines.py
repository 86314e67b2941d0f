"""Lines (行) of a text that is held as a tree: as they would be printed, one for each paragraph."""

from collections.abc import Iterable

from registry.law.provisions import Level, Provision


def lines_of(provisions: Iterable[Provision]) -> list[str]:
    """Every line of the text in reading order, numbers with their words.

    >>> lines_of([Provision(Level.ITEM, "h-1", "一、", "加强领导。", "各地要重视。")])
    ['一、加强领导。各地要重视。']
    """
    found: list[str] = []
    for provision in provisions:
        found += _lines(provision)
    return found


def _lines(provision: Provision) -> list[str]:
    divided = provision.level in {
        Level.PART,
        Level.SUBPART,
        Level.CHAPTER,
        Level.SECTION,
        Level.ARTICLE,
        Level.ANNEX,
    }
    gap = "\u3000" if divided else ""
    own = gap.join(part for part in (provision.number, provision.heading + provision.body) if part)
    below = [line for child in provision.children for line in _lines(child)]
    if provision.level is Level.ARTICLE and below and provision.children[0].body:
        return [f"{own}{gap}{below[0]}", *below[1:]]
    return [own, *below] if own else below
