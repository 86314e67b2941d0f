"""A manuscript laid open for reading: its passages, cut once and shared by every reader of clauses."""

import re
from collections.abc import Iterator
from functools import cached_property

from registry.law.manuscript import Manuscript
from registry.law.sentences import Passage, Sentence, passages, sentences

# The longest sentence of the real documents has 922 characters; a decision may name dozens of titles in one.
LONGEST = 8_000


class Reader:
    """The body of one manuscript, cut into passages on first use.

    Every search names trigger words first, so that only the few sentences which hold one meet the
    costly expressions: all 3,564 real documents are read in a few seconds.
    """

    def __init__(self, manuscript: Manuscript) -> None:
        self.manuscript = manuscript
        self.title = manuscript.title

    @cached_property
    def passages(self) -> list[Passage]:
        """The lines of the body that hold words."""
        return passages(self.manuscript.body)

    def sentences(self, trigger: re.Pattern[str]) -> Iterator[Sentence]:
        """The sentences in the text's own voice that hold the trigger, in order."""
        for passage in self.passages:
            if not passage.quoted and trigger.search(passage.text):
                yield from (one for one in sentences(passage) if readable(one) and trigger.search(one.text))


def readable(sentence: Sentence) -> bool:
    """Whether a sentence is short enough to be one: hostile input must not cost more than its length."""
    return len(sentence.text) <= LONGEST
