"""Lists for programs and their addresses (列表的数据形式): a Hydra collection with facets and pages."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from urllib.parse import urlencode

from registry.reads.menus import Listed

# The address of the list as data, with some of what is asked for changed.
Leading = Callable[..., str]


def query(path: str, asks: Mapping[str, object], usual: Mapping[str, object]) -> str:
    """The address of a list; what is empty or usual is left out.

    >>> query("/consultations.json", {"state": "open", "unit": "", "page": 1}, {"page": 1})
    '/consultations.json?state=open'
    """
    parts = {name: str(value) for name, value in asks.items() if value and value != usual.get(name)}
    return path + (f"?{urlencode(parts)}" if parts else "")


def collection(
    listing: Listed, day: date, members: Iterable[object], facets: Iterable[str], leading: Leading
) -> dict[str, object]:
    """A list for programs; `leading` gives whole addresses of it (`page=2`, `state="open"`)."""
    return {
        "@id": leading(page=listing.page),
        "@type": "hydra:Collection",
        "on": day.isoformat(),
        "totalItems": listing.total,
        "member": list(members),
        "facets": {name: counts(name, listing, leading) for name in facets},
        "view": view(listing, leading),
    }


def counts(name: str, listing: Listed, leading: Leading) -> list[dict[str, object]]:
    """One facet with its counts, each with the address of the list it leads to."""
    return [
        {
            "value": each.value,
            "label": each.label,
            "count": each.number,
            "href": leading(**{name: each.value}),
        }
        for each in listing.facets[name]
    ]


def view(listing: Listed, leading: Leading) -> dict[str, str]:
    """Where the other pages are."""
    ways = {"first": 1, "previous": listing.page - 1, "next": listing.page + 1, "last": listing.pages}
    return {name: leading(page=page) for name, page in ways.items() if 1 <= page <= listing.pages}


def chips(
    chosen: Mapping[str, str], listing: Listed, labels: Mapping[str, str], leading: Leading
) -> Sequence[tuple[str, str, str]]:
    """The filters in use: facet, value, and the address of the list without it."""
    names = {(facet, each.value): each.label for facet, held in listing.facets.items() for each in held}
    return [
        (labels[facet], names.get((facet, value), value), leading(**{facet: ""}))
        for facet, value in chosen.items()
    ]
