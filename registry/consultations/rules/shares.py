"""Shares of words (条文相似度): how alike two provisions are, and whose words a provision is made of."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import pairwise

from registry.law.compare import words
from registry.law.differences import folded
from registry.law.provisions import Provision

# A provision was taken out of another when this part of its character pairs stands there, and it is long
# enough for that to tell something (本办法自公布之日起施行 stands in every text).
_TAKEN, _FEWEST_PAIRS = 0.7, 16
# A pair of characters in more provisions than this tells nothing; it bounds the work, too.
_COMMON = 24
_READ = 4000
_LOOKED_AT = 3


class Worded:
    """A provision with the pairs of neighbouring characters in its words."""

    def __init__(self, provision: Provision) -> None:
        self.provision = provision

    @cached_property
    def pairs(self) -> frozenset[str]:
        """The pairs, of words without spaces and with half-width signs."""
        text = folded("".join(words(self.provision).split()))[:_READ]
        return frozenset(map("".join, pairwise(text)))


def likeness(one: Provision, other: Provision) -> float:
    """How alike two provisions are: 1 for the same words, 0 for nothing in common (Dice of pairs).

    >>> from registry.law.provisions import Level
    >>> a = Provision(Level.ARTICLE, "art-1", "第一条", body="排污单位应当公开信息。")
    >>> b = Provision(Level.ARTICLE, "art-2", "第二条", body="排污单位应当每年公开信息。")
    >>> round(likeness(a, b), 2), likeness(a, a)
    (0.82, 1.0)
    """
    left, right = Worded(one).pairs, Worded(other).pairs
    if not left and not right:
        return float(words(one).split() == words(other).split())
    return 2 * len(left & right) / (len(left) + len(right))


def homes(leftover: Iterable[Provision], whole: Sequence[Provision]) -> dict[int, int]:
    """For each provision of `leftover` that was taken out of one of `whole`, by their places: which one.

    Of several the one that holds most of its words; of equals the first.
    """
    held = [Worded(provision) for provision in whole]
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for place, other in enumerate(held):
        for pair in other.pairs:
            holders[pair].append(place)
    found: dict[int, int] = {}
    for place, provision in enumerate(leftover):
        home = _home(Worded(provision).pairs, held, holders)
        if home is not None:
            found[place] = home
    return found


def _home(pairs: frozenset[str], held: list[Worded], holders: dict[str, list[int]]) -> int | None:
    if len(pairs) < _FEWEST_PAIRS:
        return None
    telling = (places for pair in pairs if len(places := holders.get(pair, ())) <= _COMMON)
    likely = Counter(place for places in telling for place in places).most_common(_LOOKED_AT)
    shares = [(len(pairs & held[place].pairs), -place) for place, _ in likely]
    most, at = max(shares, default=(0, 0))
    return -at if most >= _TAKEN * len(pairs) else None
