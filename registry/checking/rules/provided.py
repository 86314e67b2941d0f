"""Where a cited provision stands in a text (条文定位): texts number their items in several ways."""

import re
from collections.abc import Mapping, Sequence

from registry.law.numerals import value
from registry.law.provisions import Provision

DOTTED = re.compile(r"(\d{1,3})[.．、]")
HEADED = re.compile(r"([一二三四五六七八九十百零〇]{1,7})、")
Nodes = Mapping[str, Provision]


def nodes_of(roots: Sequence[Provision]) -> Nodes:
    """All provisions of a text by their ids.

    A text without articles, as amendments of the Criminal Law and old interpretations are, is cited by
    article all the same: its items numbered 一、 or 1. stand there under the ids of articles too.
    """
    found = {node.eid: node for root in roots for node in root.walk()}
    return found if any(eid.startswith("art-") for eid in found) else {**_as_articles(found), **found}


def _as_articles(found: Nodes) -> Nodes:
    """The series of items that runs through the text without beginning anew, the longer of two."""
    series = (
        [
            (value(match[1]), node)
            for node in found.values()
            if not node.eid.startswith("annex-") and (match := pattern.fullmatch(node.number))
        ]
        for pattern in (HEADED, DOTTED)
    )
    whole = [one for one in series if len({number for number, _ in one}) == len(one)]
    return {f"art-{number}": node for number, node in max(whole, key=len, default=[])}


def nearest(eid: str, nodes: Nodes) -> str:
    """The id of the provision, or of the article it is part of; "" where the text has no such article.

    An item is looked for in every way in which texts number it.
    """
    for one in (eid, eid.replace("-p1-i", "-i"), article_of(eid)):
        if one in nodes:
            return nodes[one].eid
    return ""


def article_of(eid: str) -> str:
    """The article of which a provision is part.

    >>> article_of("art-2-p1-i3")
    'art-2'
    """
    return eid.partition("-p")[0]
