"""Looking (查看): what is looked for on a surface, and how it is asked for."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import unescape

from registry.reads.dossier import Dossier
from registry.renditions.standing import Mark

TAGS = re.compile(
    r"<(?:script|style)\b[^>]{0,400}>.{0,200000}?</(?:script|style)>|<[^<>]{0,4000}>", re.DOTALL
)
# What was found in words, and whether it is what had to be found.
Found = tuple[str, bool]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the site answered to a reader who asked for an address; names of headers in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def words(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")


Fetch = Callable[[str], Answer]


@dataclass(frozen=True, slots=True)
class Looking:
    """What is looked for: the document with its mark of the day, and the way to ask."""

    dossier: Dossier
    mark: Mark
    fetch: Fetch

    @property
    def path(self) -> str:
        """The address of the document's page."""
        return f"/documents/{self.dossier.address}"


def plain(markup: str) -> str:
    """The words of a page without its tags and spaces.

    >>> plain("<p>自<b>2026年</b> 起</p>")
    '自2026年起'
    """
    return "".join(unescape(TAGS.sub("", markup)).split())
