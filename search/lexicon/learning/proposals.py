"""Proposals for the lexicon (词条建议): what was seen in sentences, gathered, weighed against each other."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from search.lexicon import limits
from search.lexicon.entries import Entry, folded_word
from search.lexicon.terms import WordKind, WordSource

# A word that means different things in different documents is no proposal, unless one of them prevails.
PREVAILS = 0.7
# What is said by several documents is surer, up to this much.
PER_DOCUMENT, MOST_ADDED = 0.04, 0.2
LONGEST_SENTENCE = 300
MOST_BROUGHT = 4
# Sources that bring several words for one: each of them is asked for.
SEVERAL = frozenset({WordSource.QUESTION, WordSource.UNANSWERED, WordSource.DEFINITION})
# In more documents than this a word is found by itself, and means more than one text says.
MOST_DOCUMENTS = 10_000
MOST_OFTEN = {WordSource.SHORT_NAME: 100, WordSource.DEFINITION: 30, WordSource.QUESTION: 10}


@dataclass(frozen=True, slots=True)
class Sighting:
    """One sentence of a document that says that a word stands for another; `score` is its rule's (0 to 1)."""

    word: str
    formal: str
    kind: WordKind
    source: WordSource
    document: int | None
    sentence: str
    score: float


@dataclass(frozen=True, slots=True)
class Proposal:
    """An entry that a person may confirm, with the best sentence for it."""

    entry: Entry
    source: WordSource
    document: int | None
    sentence: str
    score: float


@dataclass(slots=True)
class Gathering:
    """Sightings as they come in; a word is kept with everything that it was seen to stand for."""

    seen: dict[str, dict[str, list[Sighting]]] = field(default_factory=dict)

    def take(self, sightings: Iterable[Sighting]) -> None:
        """Take in what a document says."""
        for one in sightings:
            formal = self.seen.setdefault(folded_word(one.word), {})
            formal.setdefault(folded_word(one.formal), []).append(one)

    def proposals(
        self, known: frozenset[str] = frozenset(), often: Callable[[str], int] = lambda _word: 0
    ) -> list[Proposal]:
        """One proposal for each word that is not known yet, the surest first.

        `often` tells in how many documents a word stands: what is common needs no help to be found.
        """
        unknown = ((word, meanings) for word, meanings in self.seen.items() if word not in known)
        made = (_weighed(word, meanings, often) for word, meanings in unknown)
        found = [one for one in made if one is not None and not limits.faults(one.entry)]
        return sorted(found, key=lambda one: (-one.score, one.entry.word))


def _weighed(word: str, meanings: dict[str, list[Sighting]], often: Callable[[str], int]) -> Proposal | None:
    """The proposal for a word from everything that it was seen to stand for."""
    ranked = sorted(meanings.values(), key=lambda one: (-_documents(one), -one[0].score))
    first = max(ranked[0], key=lambda one: (one.score, -len(one.sentence)))
    if often(word) > MOST_OFTEN.get(first.source, MOST_DOCUMENTS):
        return None
    if first.source in SEVERAL:
        formal = tuple(meaning[0].formal for meaning in ranked[:MOST_BROUGHT])
        return _made(first, formal, first.score)
    share = _documents(ranked[0]) / sum(map(_documents, ranked))
    if share < PREVAILS:
        return None
    added = min(MOST_ADDED, PER_DOCUMENT * (_documents(ranked[0]) - 1))
    return _made(first, (ranked[0][0].formal,), (first.score + added) * share)


def _made(first: Sighting, formal: tuple[str, ...], score: float) -> Proposal:
    entry = Entry(first.word, formal, first.kind)
    sentence = first.sentence[:LONGEST_SENTENCE]
    return Proposal(entry, first.source, first.document, sentence, round(min(score, 0.99), 3))


def _documents(sightings: list[Sighting]) -> int:
    return len({one.document for one in sightings})


def sentences(text: str) -> Iterator[str]:
    r"""The sentences of a text, each with its sign at the end.

    >>> list(sentences("第一句。第二句；\n第三句"))
    ['第一句。', '第二句；', '第三句']
    """
    start = 0
    for place, sign in enumerate(text):
        if sign in "。；;\n":
            if part := text[start : place + 1].strip():
                yield part
            start = place + 1
    if rest := text[start:].strip():
        yield rest
