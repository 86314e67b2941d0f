"""Likeness (雷同): how much of an interpretation is the document's own sentences, sentence by sentence.

Copying the text is no explaining it (80号: 解读 is to say why and how). Runs of characters are compared, so
that a changed particle or comma hides nothing; which word means what is not judged.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# Signs and white space tell nothing: sentences are compared by their letters, figures and characters.
SILENT = re.compile(r"[\W_]{1,2000}")
ENDS = re.compile(r"[。！？!?；;\n]{1,200}")
# Shorter sentences (第一条, 具体如下) are everybody's.
SHORTEST = 10
# Runs of so many characters are compared.
RUN = 4
# To find the sentences worth comparing, the document is looked at on every third place only: a run of
# PROBE + STRIDE - 1 characters in common is always met, whatever its place.
PROBE, STRIDE = 5, 3
MOST_HOLDERS = 40
MOST_CANDIDATES = 6
# From this part on a sentence counts as the document's, in percent.
COPIED = 60
MOST_CHARACTERS = 1_000_000
LONGEST_SENTENCE = 2_000


@dataclass(frozen=True, slots=True)
class Likened:
    """A sentence of the interpretation, the document's nearest one, and the part in common in percent."""

    sentence: str
    source: str
    percent: int

    @property
    def copied(self) -> bool:
        """Whether it is the document's own sentence."""
        return self.percent >= COPIED


@dataclass(frozen=True, slots=True)
class Likeness:
    """Every sentence that has a like in the document, and the part of all that is copied, in percent."""

    percent: int
    sentences: tuple[Likened, ...] = ()

    @property
    def copied(self) -> tuple[Likened, ...]:
        """The sentences that are the document's own."""
        return tuple(each for each in self.sentences if each.copied)


def likeness(words: str, documents: Iterable[str]) -> Likeness:
    """How like the words are to the texts of the documents; the same input gives the same answer.

    >>> likeness("排污单位应当依法取得排污许可证。", ["排污单位应当依法取得排污许可证。"]).percent
    100
    >>> likeness("没有证就不能排，投产之前先把证办好。", ["排污单位应当依法取得排污许可证。"]).percent
    0
    """
    said = _sentences([words])
    # A sentence that the documents repeat is compared once.
    sources = list({key: (sentence, key) for sentence, key in reversed(_sentences(documents))}.values())[::-1]
    holders = _holders(said, sources)
    found, copied, total = [], 0, 0
    runs: dict[int, frozenset[str]] = {}
    for sentence, key in said:
        total += len(key)
        best = _nearest(key, sources, holders, runs)
        if best is None:
            continue
        found.append(Likened(sentence, sources[best[1]][0], best[0]))
        copied += len(key) if best[0] >= COPIED else 0
    return Likeness(round(100 * copied / total) if total else 0, tuple(found))


def _sentences(texts: Iterable[str]) -> list[tuple[str, str]]:
    """Sentences long enough to tell something, each with what is compared of it."""
    found: list[tuple[str, str]] = []
    keys: dict[str, str] = {}
    room = MOST_CHARACTERS
    for text in texts:
        for sentence in ENDS.split(text[:room]):
            key = keys.get(sentence)
            if key is None:
                key = keys[sentence] = SILENT.sub("", sentence[:LONGEST_SENTENCE]).lower()
            if len(key) >= SHORTEST:
                found.append((sentence.strip(), key))
        room -= min(room, len(text))
    return found


_Holders = dict[str, list[int]]


def _holders(said: Sequence[tuple[str, str]], sources: Sequence[tuple[str, str]]) -> _Holders:
    """Where the runs of the interpretation stand in the document: by run, the places of its sentences."""
    wanted = {key[at : at + PROBE] for _, key in said for at in range(len(key) - PROBE + 1)}
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for place, (_, key) in enumerate(sources):
        for at in range(0, len(key) - PROBE + 1, STRIDE):
            run = key[at : at + PROBE]
            if run in wanted and len(held := holders[run]) < MOST_HOLDERS:
                held.append(place)
    return holders


def _nearest(
    key: str, sources: Sequence[tuple[str, str]], holders: _Holders, runs: dict[int, frozenset[str]]
) -> tuple[int, int] | None:
    shared = Counter(
        place for at in range(len(key) - PROBE + 1) for place in holders.get(key[at : at + PROBE], ())
    )
    # Of equally near ones the earlier: the answer never depends on an order of chance.
    likely = sorted(shared.items(), key=lambda each: (-each[1], each[0]))[:MOST_CANDIDATES]
    scored = []
    for place, _ in likely:
        if place not in runs:
            runs[place] = _runs(sources[place][1])
        scored.append((_part(key, runs[place]), -place))
    best = max(scored, default=None)
    return (best[0], -best[1]) if best else None


def _runs(source: str) -> frozenset[str]:
    return frozenset(source[at : at + RUN] for at in range(len(source) - RUN + 1))


def _part(key: str, runs: frozenset[str]) -> int:
    """The part of the sentence that stands in the source in runs, in percent."""
    covered = [False] * len(key)
    for at in range(len(key) - RUN + 1):
        if key[at : at + RUN] in runs:
            covered[at : at + RUN] = [True] * RUN
    return round(100 * sum(covered) / len(key))
