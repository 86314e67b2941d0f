"""Explanations (解读与问答) in the index: which records are none of documents, and what each explains."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from registry.searchable import Findable, key_of
from search.words import bigrams, fold, topic

Numbers = NDArray[np.int64]
NOTHING = -1


class Explanations:
    """The interpretations and questions of one snapshot, by the numbers of their records (ascending)."""

    def __init__(self, records: Sequence[dict[str, Any]], live: NDArray[np.bool_]) -> None:
        contents = [record["content"] for record in records]
        self.flags = np.array([content != Findable.DOCUMENT for content in contents], np.bool_)
        self.numbers: Numbers = np.flatnonzero(self.flags & live)
        self.about = self._about(records, live)
        chosen = [number for number in self.numbers.tolist() if contents[number] == Findable.QUESTION]
        self.questions: Numbers = np.array(chosen, np.int64)
        # How many different pairs of characters each question has, but for the words that only ask.
        self.pairs: Numbers = np.array([len(pairs(records[number]["title"])) for number in chosen], np.int64)

    def _about(self, records: Sequence[dict[str, Any]], live: NDArray[np.bool_]) -> Numbers:
        """The record of the document that each of them explains; NOTHING where it is not in the index."""
        if not len(self.numbers):
            return self.numbers
        places = {records[number]["key"]: number for number in np.flatnonzero(live & ~self.flags).tolist()}
        explained = [records[number]["explains"]["id"] for number in self.numbers.tolist()]
        return np.array([places.get(key_of("document", key), NOTHING) for key in explained], np.int64)


def pairs(question: str) -> set[str]:
    """The pairs of characters that tell a question from others.

    >>> sorted(pairs("证到期怎么办？"))
    ['到期', '证到']
    """
    return set(bigrams(topic(fold(question))))
