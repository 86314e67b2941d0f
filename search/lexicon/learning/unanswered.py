"""Searches without a hit (没有结果的检索): terms of the law that the words typed may be short for."""

from collections.abc import Iterable, Iterator

from search.lexicon.learning.proposals import Sighting
from search.lexicon.learning.short_names import is_drawn_from
from search.lexicon.terms import WordKind, WordSource
from search.words import fold, is_han, topic

LONGEST_WORD = 8
# A term of more than so many times the characters is short for nothing that was typed.
MOST_TIMES = 4
MOST_BROUGHT = 2
SCORE, PER_SEARCH, MOST_ADDED = 0.3, 0.02, 0.3


def unanswered(searches: Iterable[tuple[str, int]], terms: Iterable[str]) -> Iterator[Sighting]:
    """For each wording with how often it was asked in vain: the terms whose words it may leave out.

    >>> [found.formal for found in unanswered([("环评", 9)], ["环境影响评价", "环境"])]
    ['环境影响评价']
    """
    begun: dict[str, set[str]] = {}
    for term in terms:
        begun.setdefault(term[:1], set()).add(term)
    for typed, count in searches:
        word = "".join(topic(fold(typed)).split())
        if 1 < len(word) <= LONGEST_WORD and all(map(is_han, word)):
            score = SCORE + min(MOST_ADDED, PER_SEARCH * count)
            for term in _nearest(word, begun.get(word[0], set())):
                yield Sighting(word, term, WordKind.LAY, WordSource.UNANSWERED, None, typed, score)


def _nearest(word: str, terms: Iterable[str]) -> list[str]:
    fitting = [
        term
        for term in terms
        if len(word) < len(term) <= MOST_TIMES * len(word) and word not in term and is_drawn_from(word, term)
    ]
    return sorted(fitting, key=lambda term: (len(term), term))[:MOST_BROUGHT]
