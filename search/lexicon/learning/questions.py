"""Questions of interpretations (解读中的问题): their words that the law they are answered from never uses."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from search.lexicon.learning.proposals import Sighting
from search.lexicon.terms import WordKind, WordSource
from search.words import STOP_WORDS, fold, is_han, topic

CITED = re.compile("第[一二三四五六七八九十百零〇0-9]{1,7}条")
LONGEST_WORD = 8
MOST_BROUGHT = 3
SCORE = 0.4


@dataclass(frozen=True, slots=True)
class Answered:
    """A published question with its answer, the document that it is about, and the provisions tied to it."""

    document: int
    question: str
    answer: str
    numbers: tuple[str, ...] = ()


def questions(
    asked: Answered, provisions: Mapping[str, str], cut: Callable[[str], list[str]]
) -> Iterator[Sighting]:
    """The words of the question that no provision has, with those that answer and cited provision share.

    `provisions` are the document's, by their numbers (第十条).
    """
    numbers = dict.fromkeys((*asked.numbers, *CITED.findall(asked.answer)))
    cited = [provisions[number] for number in numbers if number in provisions]
    if not cited:
        return
    whole, question, answer = fold("\n".join(provisions.values())), fold(asked.question), fold(asked.answer)
    shared = {word for word in _words(fold("\n".join(cited)), cut) if word in answer and word not in question}
    for word in dict.fromkeys(cut(topic(question))):
        if _is_name(word) and word not in whole:
            for formal in _near(word, shared, whole):
                yield Sighting(
                    word, formal, WordKind.LAY, WordSource.QUESTION, asked.document, asked.question, SCORE
                )


def _near(word: str, shared: Iterable[str], whole: str) -> list[str]:
    """Those that have a character in common with the word; what the law says rarely says most.

    Without that, of the words of twelve answers none was the law's for the word asked with.
    """
    alike = [one for one in shared if set(one) & set(word)]
    return sorted(alike, key=lambda one: (whole.count(one), whole.find(one)))[:MOST_BROUGHT]


def _words(text: str, cut: Callable[[str], list[str]]) -> Iterator[str]:
    """The words of a text; neighbours of one character each are one (犬绳 is in no dictionary)."""
    for single, run in groupby(cut(text), key=lambda word: len(word) == 1 and word not in STOP_WORDS):
        words = list(run)
        yield from filter(_is_name, ["".join(words)] if single else words)


def _is_name(word: str) -> bool:
    return 1 < len(word) <= LONGEST_WORD and all(map(is_han, word)) and word not in STOP_WORDS
