"""Quotes (引文): the words of a draft that a comment is on, and where they stand in another edition of it.

A quote is the id of a provision, the exact words, and what stands before and behind them. Only words of the
draft itself are kept as a quote: nobody can put others into its mouth.
"""

from collections import Counter
from dataclasses import dataclass, replace

from registry.consultations.rules.layout import RUN, Layout, bare, runs, shape
from registry.consultations.rules.terms import Footing
from registry.law.designations import designation

LONGEST_EXACT, LONGEST_CONTEXT, LONGEST_EID = 500, 64, 60
# What somebody selected is read so far.
LONGEST_SELECTED = 2_000
# From so many characters on, the words are found by themselves; shorter ones need their context.
TELLING = 10
# So many places of the same words are looked at.
MOST_PLACES = 200
# Words that are alike in so many of a hundred characters are the same words, changed.
ALIKE = 60
MOST_CANDIDATES = 6
WHOLE_DRAFT = "征求意见稿全文"


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a draft (引文): `exact` in the provision `eid`, between `prefix` and `suffix`.

    Without `exact` it is the whole provision, without `eid` the whole draft.
    """

    eid: str = ""
    prefix: str = ""
    exact: str = ""
    suffix: str = ""

    @property
    def where(self) -> str:
        """What it is on, in words."""
        return (designation(self.eid) or self.eid) if self.eid else WHOLE_DRAFT


@dataclass(frozen=True, slots=True)
class Taken:
    """A selection as it was taken for a quote, and what has to be said of it ("" for nothing)."""

    quote: Quote
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a quote stands in an edition: how, in which provision, and the words as they are there."""

    footing: Footing
    eid: str = ""
    exact: str = ""


def taken(asked: Quote, layout: Layout) -> Taken:
    """A quote of what somebody selected, in the words and with the context that the draft has there.

    A selection across several articles is kept whole and filed under the first of them; one that is too long
    is cut; what does not stand in the draft is not kept.
    """
    eid = asked.eid if asked.eid in layout.reach and len(asked.eid) <= LONGEST_EID else ""
    lost = "没有找到所指的条款，意见将针对全文。" if asked.eid and not eid else ""
    selected = bare(asked.exact[:LONGEST_SELECTED])
    if not selected:
        return Taken(Quote(eid), lost)
    exact = selected[:LONGEST_EXACT]
    start = _best(_Sought.of(replace(asked, eid=eid, exact=exact)), layout)
    if start is None:
        return Taken(Quote(eid), f"所选文字与征求意见稿不一致，没有保留；意见将针对{Quote(eid).where}。")
    return _kept(eid, start, start + len(exact), layout, cut=len(bare(asked.exact)) > len(exact))


def _kept(eid: str, start: int, end: int, layout: Layout, *, cut: bool) -> Taken:
    low, high = layout.reach.get(eid, (0, 0))
    inner = layout.holder(start, end)
    home = layout.passage(layout.owner(start))
    if not low <= start < end <= high:
        # 章 and the draft itself hold several articles: then it is the first of these.
        eid = inner if eid and inner and layout.passage(inner) == home else home
    last = layout.passage(layout.owner(end - 1))
    advice = []
    if cut:
        advice.append(f"所选文字超过{LONGEST_EXACT}字，引文只保留前{LONGEST_EXACT}字。")
    if last != home:
        advice.append(f"所选文字跨越多条，引文完整保留，意见记在{Quote(home).where}名下。")
        eid = home
    exact = layout.printed(start, end)[:LONGEST_EXACT].rstrip()
    end = start + len(bare(exact))
    before = layout.printed(start - LONGEST_CONTEXT, start)[-LONGEST_CONTEXT:].lstrip()
    behind = layout.printed(end, end + LONGEST_CONTEXT)[:LONGEST_CONTEXT].rstrip()
    return Taken(Quote(eid[:LONGEST_EID], before, exact, behind), "".join(advice))


def again(quote: Quote, now: Layout, before: Layout | None = None) -> Place:
    """Where a quote stands in an edition of the draft; `before` is the edition it was taken from.

    First in its own provision, then in the same words elsewhere, then in words that are alike.
    """
    if not quote.exact and not quote.eid:
        return Place(Footing.SAME)
    if not bare(quote.exact):
        return _provision(quote.eid, now, before)
    sought = _Sought.of(quote)
    start = _best(sought, now)
    if start is None:
        return _alike(quote.eid, sought.telling, now)
    low, high = now.reach.get(quote.eid, (0, 0))
    exact = now.printed(start, start + len(sought.exact))
    if low <= start < high:
        return Place(Footing.SAME, quote.eid, exact)
    moved = now.like(quote.eid, start)
    return Place(Footing.MOVED if quote.eid else Footing.SAME, moved, exact)


@dataclass(frozen=True, slots=True)
class _Sought:
    """A quote as it is looked for."""

    eid: str
    prefix: str
    exact: str
    suffix: str

    @classmethod
    def of(cls, quote: Quote) -> "_Sought":
        before = bare(quote.prefix[-LONGEST_SELECTED:])[-LONGEST_CONTEXT:]
        behind = bare(quote.suffix[:LONGEST_SELECTED])[:LONGEST_CONTEXT]
        return cls(quote.eid, before, bare(quote.exact[:LONGEST_SELECTED])[:LONGEST_EXACT], behind)

    @property
    def telling(self) -> str:
        """Words enough to be told by: short ones with their context."""
        return self.exact if len(self.exact) >= TELLING else f"{self.prefix}{self.exact}{self.suffix}"

    def near(self, text: str, start: int) -> int:
        """How many characters of the context stand at this place."""
        before = text[max(start - len(self.prefix), 0) : start]
        behind = text[start + len(self.exact) : start + len(self.exact) + len(self.suffix)]
        return _common(before[::-1], self.prefix[::-1]) + _common(behind, self.suffix)

    def sure(self, near: int) -> bool:
        """Whether words with so much of their context are the ones that were meant."""
        return len(self.exact) + near >= TELLING or near == len(self.prefix) + len(self.suffix)


def _best(sought: _Sought, layout: Layout) -> int | None:
    """Where the words stand with the most of their context: in their provision, else anywhere."""
    reach = layout.reach.get(sought.eid)
    for low, high in ([reach] if reach else []) + [(0, len(layout.text))]:
        start = _in_context(sought, layout.text, low, high)
        if start is None:
            start = _nearest(sought, layout.text, low, high)
        if start is not None:
            return start
    return None


def _in_context(sought: _Sought, text: str, low: int, high: int) -> int | None:
    """Where the words begin in this part of the text with their whole context."""
    before = len(sought.prefix)
    whole = f"{sought.prefix}{sought.exact}{sought.suffix}"
    start = text.find(whole, max(low - before, 0), high + len(whole))
    return start + before if start >= 0 and low <= start + before < high else None


def _nearest(sought: _Sought, text: str, low: int, high: int) -> int | None:
    best: tuple[int, int] | None = None
    start = low - 1
    for _ in range(MOST_PLACES):
        start = text.find(sought.exact, start + 1, high + len(sought.exact))
        if not low <= start < high:
            break
        near = sought.near(text, start)
        if sought.sure(near) and (best is None or near > best[0]):
            best = near, start
    return best[1] if best else None


def _provision(eid: str, now: Layout, before: Layout | None) -> Place:
    """Where a provision stands that was commented on as a whole."""
    former = before.words(eid) if before else now.words(eid)
    if eid in now.reach and now.words(eid) == former:
        return Place(Footing.SAME, eid)
    if former and (moved := now.said_by.get((shape(eid), former))):
        return Place(Footing.MOVED, moved)
    return _alike(eid, former[:LONGEST_EXACT], now)


def _alike(eid: str, words: str, now: Layout) -> Place:
    """Where words stand that are like these: in the same provision, else in the likest passage."""
    said = list(runs(words))
    # Not a set: of equally near passages the first in the draft, and not one of chance.
    shared = Counter(passage for run in dict.fromkeys(said) for passage in now.holders.get(run, ()))
    home = now.passage(eid) if eid in now.reach else ""
    likely = [each for each, _ in shared.most_common(MOST_CANDIDATES)]
    if home and home not in likely:
        likely.append(home)
    scored = [(_part(words, passage, now), passage) for passage in likely]
    good = [(part, passage == home, passage) for part, passage in scored if part >= ALIKE]
    if not good:
        return Place(Footing.GONE)
    *_, best = max(good, key=lambda each: (each[1], each[0]))
    return Place(Footing.ALTERED, eid if best == home else best)


def _part(words: str, passage: str, layout: Layout) -> int:
    """How many of a hundred characters of the words stand in this passage, in runs."""
    covered = bytearray(len(words))
    for at, run in enumerate(runs(words)):
        if passage in layout.holders.get(run, ()):
            covered[at : at + RUN] = b"\x01" * RUN
    return 100 * sum(covered) // len(words) if words else 0


def _common(one: str, other: str) -> int:
    """How many characters two words begin with together."""
    for place, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return place
    return min(len(one), len(other))
