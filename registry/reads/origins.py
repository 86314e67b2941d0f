"""Origins (这一条怎么来的) of a text that was put to the public as a draft, as its own page shows them."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a passage of the text (`name`: 第三条) came from, in one line, and the page that tells all of it.

    `descent` and `draft` say how it came out of the draft and what it was called there; the numbers count the
    comments on it and what became of them.
    """

    eid: str
    name: str
    words: str
    address: str
    descent: str = ""
    draft: str = ""
    consultation: str = ""
    received: int = 0
    adopted: int = 0
    partly: int = 0
    not_adopted: int = 0


@dataclass(frozen=True, slots=True)
class Origins:
    """All origins of a text: the page of the whole, the passages' by the provision after which they stand."""

    address: str = ""
    words: str = ""
    notes: Mapping[str, Origin] = field(default_factory=dict)


UNKNOWN = Origins()
