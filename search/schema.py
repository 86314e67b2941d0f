"""The fields of the index (索引结构). Whatever changes what is written changes VERSION."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.fields import ID, FieldType, Schema
from whoosh.formats import Existence

from search.segment import NAME

VERSION = f"8-{NAME}"

# What the outbox names (document:12, interpretation:7): by it units are found again and taken out.
KEY = "key"
# Of a passage: its title, headings and words together, in three cuts.
WORDS, BIGRAMS, CHARACTERS = "words", "bigrams", "characters"
# Of the head unit of each wording: its title alone, in the same cuts.
TITLE_WORDS, TITLE_BIGRAMS, TITLE_CHARACTERS = "title_words", "title_bigrams", "title_characters"

PASSAGE_FIELDS = (WORDS, BIGRAMS, CHARACTERS)
TITLE_FIELDS = (TITLE_WORDS, TITLE_BIGRAMS, TITLE_CHARACTERS)
# The most that a term can count.
FULL = 255


@dataclass(frozen=True, slots=True)
class Scoring:
    """BM25's constants for one field, and its weight beside the others.

    `pivot` is the length of an ordinary unit. It is a constant, not the mean of what happens to be
    indexed, so that adding a document does not change the scores of the others.
    """

    weight: float
    k1: float
    b: float
    pivot: float

    def weights(self, frequencies: NDArray[Any], lengths: NDArray[Any]) -> NDArray[np.uint8]:
        """What a term counts in units of these lengths in which it stands so often: 255 is all it can.

        BM25 without idf, in a byte: in an ordinary unit it is off by half a hundredth at most.
        """
        norm = self.k1 * (1 - self.b + self.b / self.pivot * lengths)
        return np.maximum(np.rint(FULL * frequencies / (frequencies + norm)), 1).astype(np.uint8)

    @property
    def unit(self) -> float:
        """What one of these weights is worth before idf."""
        return self.weight * (self.k1 + 1) / FULL


# Learnt on lay questions and the articles that answer them (docs/decisions/ranking.md): words with pairs beat
# either alone, and single characters help (misspelt and unusual words share characters).
SCORING = {
    WORDS: Scoring(1.5, 1.8, 0.75, 75),
    BIGRAMS: Scoring(1.0, 1.8, 0.75, 105),
    CHARACTERS: Scoring(0.7, 1.8, 0.75, 125),
    TITLE_WORDS: Scoring(1.0, 1.2, 0.3, 6),
    TITLE_BIGRAMS: Scoring(1.0, 1.2, 0.3, 13),
    TITLE_CHARACTERS: Scoring(0.3, 1.2, 0.3, 14),
}


class TermField(FieldType):  # type: ignore[misc]
    """A field whose values are lists of terms, already cut; only what each counts is kept.

    Whoosh's own analysers would cut Chinese at spaces or not at all. No positions: phrases are checked
    in the text itself. No lengths: they are in the weights.
    """

    def __init__(self, scoring: Scoring) -> None:
        self.scoring = scoring
        self.format = Existence()
        self.scorable = False
        self.stored = False

    def index(self, value: list[str], **_options: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Each different term with its frequency and weight, as Whoosh's public writer wants them."""
        counts = Counter(value)
        weights = self.scoring.weights(np.array([*counts.values()]), np.array(len(value)))
        for (term, frequency), weight in zip(counts.items(), weights.tolist(), strict=True):
            yield term.encode(), frequency, float(weight), b""


def schema() -> Schema:
    """The Whoosh schema: no stored text, no positions, no lengths (they stand in arrays beside)."""
    fields = {name: TermField(SCORING[name]) for name in PASSAGE_FIELDS + TITLE_FIELDS}
    return Schema(**{KEY: ID()}, **fields)
