"""Confidence (把握): whether what was found answers the question at all, or only shares words with it.

A question that no law here answers still has a best provision. Three things tell it from the others: how
common its words are in the collection (红烧肉 stands in no law), how much of what a good passage would score
the best one has, and whether the lexicon knows one of its words. Weights: docs/decisions/answers.md.
"""

from dataclasses import dataclass
from math import exp, log1p

from search import schema
from search.asking import Asked
from search.ranking import worth
from search.snapshot import Snapshot
from search.words import STOP_WORDS

FAMILIAR, STRONG, KNOWN, CONSTANT = 14.3, 1.9, 4.0, -5.8
# Below this nothing is quoted as an answer.
ENOUGH = 0.5
# Nothing more can be told of a passage that scores twice what a good one does.
STRONGEST = 2.0


@dataclass(frozen=True, slots=True)
class Signs:
    """What tells an answer from a mere likeness; each from 0, `familiar` and `known` to 1."""

    familiar: float
    strong: float
    known: float

    @property
    def confidence(self) -> float:
        """How likely it is, from 0 to 1, that the collection answers the question.

        >>> Signs(0.5, 1.0, 0.0).confidence > 0.9 > 0.1 > Signs(0.1, 0.4, 0.0).confidence
        True
        """
        sum_ = FAMILIAR * self.familiar + STRONG * self.strong + KNOWN * self.known + CONSTANT
        return 1 / (1 + exp(-sum_))


def signs(snapshot: Snapshot, asked: Asked, best: float) -> Signs:
    """The signs of a question whose best provision scores `best`."""
    weighted = asked.passages[schema.WORDS]
    typed = [word for word, factor in weighted.items() if factor == 1.0 and word not in STOP_WORDS]
    brought = [word for word, factor in weighted.items() if factor != 1.0]
    told = [word for word in typed if len(word) > 1] or typed
    # What the lexicon brings and no law has says nothing.
    counts = [_count(snapshot, word) for word in told]
    counts += [count for word in brought if (count := _count(snapshot, word))]
    common = sum(map(log1p, counts)) / max(len(counts), 1)
    return Signs(
        familiar=common / log1p(max(snapshot.passages, 1)),
        strong=min(best / worth(snapshot, asked), STRONGEST),
        known=float(bool(brought)),
    )


def _count(snapshot: Snapshot, word: str) -> int:
    posting = snapshot.posting(schema.WORDS, word)
    return posting.count if posting else 0
