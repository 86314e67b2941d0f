"""Explanations (解读与问答) in the index: which records are none of documents, and what each explains."""

import numpy as np
from numpy.typing import NDArray

from registry.searchable import Findable
from search.records import NOTHING, Records

Numbers = NDArray[np.int64]


class Explanations:
    """The interpretations and questions of one snapshot, by the numbers of their records (ascending)."""

    def __init__(self, records: Records, live: NDArray[np.bool_]) -> None:
        contents = records.valued("content")
        codes = contents.of_each(len(records))
        code_of = {value: code for code, value in enumerate(contents.values)}
        self.flags = codes != code_of.get(Findable.DOCUMENT.value, NOTHING)
        self.numbers: Numbers = np.flatnonzero(self.flags & live)
        self.about = self._about(records, live)
        questions = codes == code_of.get(Findable.QUESTION.value, NOTHING - 1)
        self.questions: Numbers = np.flatnonzero(questions & live)
        # How many different pairs of characters each question has, but for the words that only ask.
        self.pairs: Numbers = records.facts["pairs"][self.questions]

    def _about(self, records: Records, live: NDArray[np.bool_]) -> Numbers:
        """The record of the document that each of them explains; NOTHING where it is not in the index."""
        if not len(self.numbers):
            return self.numbers
        documents = np.flatnonzero(live & ~self.flags)
        places = dict(zip(records.facts["id"][documents].tolist(), documents.tolist(), strict=True))
        explained = records.facts["explains"][self.numbers].tolist()
        return np.array([places.get(key, NOTHING) for key in explained], np.int64)
