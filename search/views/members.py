"""The hits of a search for programs (检索结果的数据形式): a Hydra collection, as all lists are."""

from collections.abc import Callable, Sequence
from typing import Any

from registry.law.terms import Kind
from search.engine import PAGE_SIZE, Answer, Count, Facet, Hit, PassageHit, Piece
from search.views.asking import LAST_PAGE, Asking
from search.views.facets import value_label


def collection(asked: Asking, answer: Answer, root: str, size: int) -> dict[str, object]:
    """All that the page shows of an answer; `size` are the hits of a page."""

    def leading(**changes: object) -> str:
        usual = {} if size == PAGE_SIZE else {"size": size}
        return root + asked.address(".json", **(usual | changes))

    facets = {
        facet.value: [_count(facet, count, leading) for count in counts]
        for facet, counts in answer.facets.items()
    }
    return {
        "@id": leading(page=asked.page),
        "@type": "hydra:Collection",
        "on": asked.question.on.isoformat(),
        "totalItems": answer.total,
        "notices": list(answer.notices),
        "understood": _understood(answer),
        "member": [member(asked, hit, root) for hit in answer.hits],
        "facets": facets,
        "view": {
            name: leading(page=page)
            for name, page in pages(asked.page, answer.total, asked.question.limit).items()
        },
    }


def pages(page: int, total: int, size: int) -> dict[str, int]:
    """The first, previous, next and last page, where there is such a page (RFC 5005).

    >>> pages(1, 45, 20)
    {'first': 1, 'next': 2, 'last': 3}
    """
    last = max(1, min(-(-total // size), LAST_PAGE))
    ways = {"first": 1, "previous": page - 1, "next": page + 1, "last": last}
    return {name: number for name, number in ways.items() if 1 <= number <= last}


def _understood(answer: Answer) -> dict[str, object] | None:
    """How the question was taken: by what it was looked up, and what was read otherwise than typed."""
    understood = answer.understood
    if understood is None:
        return None
    return {
        "need": understood.need.value,
        "label": understood.need.label,
        "words": understood.words,
        "notes": list(understood.notes),
        "instead": list(understood.instead),
    }


def _count(facet: Facet, count: Count, leading: Callable[..., str]) -> dict[str, object]:
    return {
        "value": count.value,
        "label": value_label(facet, count.value),
        "count": count.count,
        "href": leading(**{facet.value: count.value}),
    }


def member(asked: Asking, hit: Hit, root: str) -> dict[str, object]:
    """One hit: the document, or what explains one, with the passages that answer."""
    made: dict[str, Any] = {
        "@id": root + asked.path(hit),
        "title": hit.plain_title,
        "content": {"value": hit.content.value, "label": hit.content.label},
        "kind": hit.kind,
        "kind_label": Kind(hit.kind).label,
        "numbers": list(hit.numbers),
        "issuers": list(hit.issuers),
        "dated_on": hit.dated_on.isoformat() if hit.dated_on else None,
        "validity": {"value": hit.status.value, "label": hit.status.label},
        "text_from": hit.text_from.isoformat() if hit.text_from else None,
        "passages": [passage(asked, hit, one, root) for one in hit.passages],
    }
    if hit.explains:
        address = f"{root}/documents/{hit.explains.address}"
        made |= {"form": hit.form, "unit": hit.unit, "mark": hit.mark}
        made |= {"explains": {"@id": address, "title": hit.explains.title}}
    return made


def passage(asked: Asking, hit: Hit, one: PassageHit, root: str) -> dict[str, object]:
    """One passage that answers, with the words that were looked for."""
    return {
        "@id": root + asked.place(hit, one),
        "eid": one.eid,
        "number": one.number,
        "trail": one.trail,
        "text": plain(one.pieces),
        "marked": [piece.text for piece in one.pieces if piece.marked],
        "mark": one.mark,
    }


def plain(pieces: Sequence[Piece]) -> str:
    """The words of a passage without marks."""
    return "".join(piece.text for piece in pieces)
