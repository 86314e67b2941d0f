"""A text laid out in one line (文本铺排): every word with its provision, so that words are found again.

Words are looked for without white space and without signs that cannot be seen: a browser's selection, a
mail and the draft itself break lines and set spaces differently.
"""

import re
from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from registry.consultations.rules.passages import homes, passages
from registry.law.provisions import Level, Provision

# What is not looked at: white space, what cannot be seen, and the rules of a table.
SILENT = (
    r"\s|\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    r"\ufeff\ufe00-\ufe0f"
)
UNHEARD = re.compile(f"[{SILENT}]+")
HEARD = re.compile(f"[^{SILENT}]")
SPACES = re.compile(r"\s+")
TAG = re.compile(r"<[^<>]{0,400}>")
RULE = frozenset("|:- \t")
# Runs of so many characters tell whether two wordings are alike.
RUN = 3
# A run that so many passages share (县级以上人民政府) tells of none of them.
MOST_HOLDERS = 60
LONGEST_READ = 2_000_000
FIGURES = re.compile(r"[0-9]+")


def bare(words: str) -> str:
    r"""The words as they are compared.

    >>> bare("第二条\u3000排污单位\n应当\u200b……")
    '第二条排污单位应当……'
    """
    return UNHEARD.sub("", words)


def shape(eid: str) -> str:
    """What sort of provision an id names: `art-10-p2` and `art-3-p1` are paragraphs of articles."""
    return FIGURES.sub("#", eid)


def runs(words: str) -> Iterator[str]:
    """Every run of characters of the words, in order."""
    return (words[at : at + RUN] for at in range(len(words) - RUN + 1))


class Layout:
    """One edition of a draft, laid out. Made once for an edition, then asked for many comments.

    `shown` are all its words, `text` the same as they are compared; `reach` says from where to where in
    `text` each provision goes, with all below it.
    """

    def __init__(self, provisions: Sequence[Provision]) -> None:
        self.reach: dict[str, tuple[int, int]] = {}
        self._numbered: dict[str, int] = {}
        self._above: dict[str, str] = {}
        self._starts: list[int] = []
        self._owners: list[str] = []
        self._parts: list[str] = []
        self._bare: list[str] = []
        self._length = 0
        for root in provisions:
            self._lay(root, "")
        self.text = "".join(self._bare)
        self.passages = passages(provisions)
        self._homes: Mapping[str, str] = homes(self.passages)

    def _lay(self, node: Provision, above: str) -> None:
        start = self._length
        number, own = bare(node.number), _own(node)
        words = bare(own)
        if words:
            self._starts.append(start)
            self._owners.append(node.eid)
            self._parts.append(own)
            self._bare.append(words)
            self._length += len(words)
        self._above.setdefault(node.eid, above)
        for child in node.children:
            self._lay(child, node.eid)
        self.reach.setdefault(node.eid, (start, self._length))
        self._numbered.setdefault(node.eid, len(number))

    @cached_property
    def shown(self) -> str:
        """All words as they are printed, a space for every break."""
        return SPACES.sub(" ", "\n".join(self._parts)).strip()

    @cached_property
    def _places(self) -> "array[int]":
        """For every character that is compared, its place among those that are shown."""
        return array("L", (match.start() for match in HEARD.finditer(self.shown)))

    def printed(self, start: int, end: int) -> str:
        """The words from one place to another, as they are printed."""
        start, end = max(start, 0), min(end, len(self.text))
        if start >= end:
            return ""
        return self.shown[self._places[start] : self._places[end - 1] + 1]

    def owner(self, place: int) -> str:
        """The innermost provision that holds this place."""
        return self._owners[max(bisect_right(self._starts, place) - 1, 0)] if self._owners else ""

    def line(self, eid: str) -> Iterator[str]:
        """A provision and all above it, the innermost first."""
        while eid:
            yield eid
            eid = self._above.get(eid, "")

    def holder(self, start: int, end: int) -> str:
        """The innermost provision that holds all these places; "" where none does."""
        for eid in self.line(self.owner(start)):
            if self.reach[eid][0] <= start and end <= self.reach[eid][1]:
                return eid
        return ""

    def passage(self, eid: str) -> str:
        """The part of the draft that one can pick which holds this provision, or its outermost provision."""
        return next(
            (self._homes[each] for each in self.line(eid) if each in self._homes), self._outermost(eid)
        )

    def _outermost(self, eid: str) -> str:
        *_, last = self.line(eid) if eid else ("",)
        return last

    def like(self, eid: str, place: int) -> str:
        """The provision at this place that is of the same sort as the one with this id."""
        inner = self.owner(place)
        return next((each for each in self.line(inner) if shape(each) == shape(eid)), inner)

    def words(self, eid: str) -> str:
        """What a provision says, as it is compared, without its own number; "" where there is none."""
        if eid not in self.reach:
            return ""
        start, end = self.reach[eid]
        return self.text[start + self._numbered[eid] : end]

    @cached_property
    def said_by(self) -> Mapping[tuple[str, str], str]:
        """For every sort of provision and what it says, the first that says so."""
        found: dict[tuple[str, str], str] = {}
        for eid in self.reach:
            found.setdefault((shape(eid), self.words(eid)), eid)
        return found

    @cached_property
    def holders(self) -> Mapping[str, list[str]]:
        """For every run of characters, the passages that hold it."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for start, owner, words in zip(self._starts, self._owners, self._bare, strict=True):
            if start > LONGEST_READ:
                break
            passage = self.passage(owner)
            for run in runs(words):
                held = found[run]
                if len(held) < MOST_HOLDERS and (not held or held[-1] != passage):
                    held.append(passage)
        return found


def _own(node: Provision) -> str:
    """The words of a provision without those below it; of a table what its cells say."""
    body = _cells(node.body) if node.level is Level.TABLE else node.body
    return "\u3000".join(part for part in (node.number, node.heading, body) if part)


def _cells(source: str) -> str:
    lines = (line for line in source.splitlines() if not set(line) <= RULE)
    return TAG.sub(" ", " ".join(lines)).replace("|", " ")
