"""From the reader's words to terms with weights (检索词): what is looked up in which field."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from search import schema
from search.lexicon.entries import Lexicon
from search.query import Query
from search.words import STOP_WORDS, bigrams, characters, is_term, terms, topic

Weighted = dict[str, dict[str, float]]

# The law's words for a lay word count, but less than what was really typed (measured: .3 and .5 are alike,
# .8 lets them push misspelt titles down).
LAY_WEIGHT = 0.4


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as terms, for passages and for titles, and what is needed.

    The place is in neither: every title of 杭州 has 杭州 in it, whatever its matter. `naming` are the pairs
    of characters of the whole question, by which it is held against whole titles.

    `needed` are the words of content, all of which an ordinary hit has: not those of a phrase, which is
    looked for as it stands, and none when a lay word was asked for, because the law says it otherwise.
    """

    query: Query
    passages: Weighted
    titles: Weighted
    needed: tuple[str, ...]
    naming: tuple[str, ...] = ()
    place: str = ""


Named = Callable[[str, Sequence[str]], tuple[str, str]]


def nowhere(text: str, _words: Sequence[str]) -> tuple[str, str]:
    """No place named, whatever stands there."""
    return "", text


def ask(query: Query, cut: Callable[[str], list[str]], named: Named, lexicon: Lexicon) -> Asked:
    """Cut the question into terms; `named` takes a place's name out, `lexicon` brings the law's words."""
    words = topic(query.words)
    place, rest = named(words, cut(words))
    if not any(map(is_term, rest)):
        place, rest = "", words
    formal = lexicon.formal_words(words)
    content = () if formal else terms(cut(rest))
    known = {word for phrase in query.phrases for word in terms(cut(phrase))}
    return Asked(
        query,
        passages=_weighted(schema.PASSAGE_FIELDS, rest, formal, cut),
        titles=_weighted(schema.TITLE_FIELDS, rest, formal, cut),
        needed=tuple(dict.fromkeys(word for word in content if word not in STOP_WORDS | known)),
        naming=tuple(dict.fromkeys(bigrams(words))),
        place=place,
    )


def _weighted(
    fields: tuple[str, str, str], text: str, formal: Iterable[str], cut: Callable[[str], list[str]]
) -> Weighted:
    cuts: tuple[Callable[[str], list[str]], ...] = (lambda part: terms(cut(part)), bigrams)
    # Single characters of lay words' translations are in too many texts to say anything.
    lay = [{term: LAY_WEIGHT for word in formal for term in one(word)} for one in cuts] + [{}]
    typed = [dict.fromkeys(one(text), 1.0) for one in (*cuts, characters)]
    return {field: lay[i] | typed[i] for i, field in enumerate(fields)}
