"""The classifier (检索意图判断): from what was typed to how it is understood."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property

import numpy as np

from registry.law import docnumber
from registry.law.titles import title_key
from search import schema
from search.lexicon.entries import Lexicon
from search.query import Query, read
from search.snapshot import Snapshot
from search.understanding.articles import reference
from search.understanding.days import dated
from search.understanding.issuers import issued
from search.understanding.naming import Name, Names, likeliest
from search.understanding.needs import Narrowing, Need, Understood
from search.understanding.numbers import completing, parts
from search.understanding.spelling import Corrected, corrected
from search.words import ASKING, is_han

# A question is a sentence; 什么是危废 is one, 谁 is a word.
SHORTEST_QUESTION = 5
ENDINGS = ("?", "？", "吗", "呢", "么")
MOST_TITLES = 3


class Classifier:
    """Understands questions by the titles, numbers and issuers of one snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot

    @cached_property
    def names(self) -> Names:
        """The titles by which living documents are, or once were, called."""
        snapshot = self.snapshot
        ranks, told = snapshot.rank.tolist(), snapshot.explanations.flags.tolist()
        pairs = snapshot.titled.pairs()
        return Names([Name(key, number, ranks[number]) for key, number in pairs if not told[number]])

    @cached_property
    def issuers(self) -> frozenset[str]:
        """Everybody who issued a living document."""
        issuers = self.snapshot.records.valued("issuers")
        living = self.snapshot.live_documents[issuers.documents]
        return frozenset(issuers.values[code] for code in np.unique(issuers.codes[living]).tolist())

    def understand(self, typed: str, today: date, lexicon: Lexicon) -> Understood:
        """How the question is understood; whatever was typed, there is an answer, and nothing raises.

        The lexicon's short names stand for titles, and its words are never taken for slips.
        """
        query = read(typed)
        if query.empty:
            return Understood(query.typed, query.words)
        if found := self._number(query):
            return found
        if query.phrases:
            return Understood(query.typed, query.words, Need.PHRASE)
        return self._topic(query, today, lexicon)

    def _number(self, query: Query) -> Understood | None:
        if docnumber.parse(query.typed) is not None:
            return Understood(query.typed, query.words, Need.NUMBER)
        wanted = parts(query.words)
        complete = completing(wanted, self.snapshot.numbered) if wanted else []
        if not complete:
            return None
        documents = [one for key in complete for one in self.snapshot.numbered[key]]
        note = f"文号不完整，先列出含有所给部分的：{'、'.join(complete[:MOST_TITLES])}"
        return Understood(
            query.typed, query.words, Need.NUMBER, notes=(note,), documents=tuple(dict.fromkeys(documents))
        )

    def _topic(self, query: Query, today: date, lexicon: Lexicon) -> Understood:
        days = dated(query.words, today)
        issuer, words = issued(days.words, self.issuers)
        narrowing = replace(days.narrowing, issuer=issuer)
        notes = tuple(filter(None, (days.note, f"只看{issuer}的文件" if issuer else "")))
        found = (
            self._article(words, lexicon)
            or self._title(words, lexicon)
            or self._sound(words)
            or self._words(words, lexicon)
        )
        return replace(found, typed=query.typed, narrowing=narrowing, notes=(*notes, *found.notes))

    def _article(self, words: str, lexicon: Lexicon) -> Understood | None:
        asked = reference(words)
        documents, note = self._meant(asked.title, lexicon) if asked else ((), "")
        if asked is None or not documents:
            return None
        return Understood(
            words,
            f"{self._title_of(documents[0])} {asked.rest}".strip(),
            Need.ARTICLE,
            Narrowing(),
            (note,) if note else (),
            documents=documents[:MOST_TITLES],
            article=asked.eid,
            printed=asked.printed,
        )

    def _title(self, words: str, lexicon: Lexicon) -> Understood | None:
        if exact := self._exact(words):
            return Understood(words, words, Need.TITLE, documents=exact)
        pieces = words.split()
        called = [(piece, self._short(piece, lexicon)) for piece in pieces]
        meant = {piece: names[0] for piece, names in called if names and not self._exact(piece)}
        if not meant:
            return None
        full = " ".join(self._title_of(meant[piece]) if piece in meant else piece for piece in pieces)
        notes = tuple(self._called(piece, document) for piece, document in meant.items())
        documents = tuple(meant.values())
        if len(pieces) == 1:
            return Understood(words, full, Need.TITLE, notes=notes, documents=documents)
        return Understood(words, full, notes=notes)

    def _sound(self, words: str) -> Understood | None:
        heard = likeliest(self.names.sounding(words))
        if not heard:
            return None
        best, *others = heard[: MOST_TITLES + 1]
        return Understood(words, best, notes=(f"按拼音读作“{best}”",), instead=tuple(others))

    def _words(self, words: str, lexicon: Lexicon) -> Understood:
        if is_question(words):
            return Understood(words, words, Need.QUESTION)
        mended = corrected(words, self.pairs)
        if mended.words != words and not lexicon.found(words):
            return self._mended(words, mended)
        titles = tuple(dict.fromkeys(name.document for name in self.names.near(words)))
        return Understood(words, words, Need.TITLE if titles else Need.WORDS, titles=titles)

    def _mended(self, words: str, mended: Corrected) -> Understood:
        titles = self._exact(mended.words)
        need = Need.TITLE if titles else Need.WORDS
        if not mended.unknown:
            return Understood(words, words, need, instead=(mended.words,), titles=titles)
        # What stands nowhere finds nothing: the likely words are looked up at once, and it is said.
        note = f"没有“{words}”的说法，已改查“{mended.words}”"
        return Understood(words, mended.words, need, notes=(note,), documents=titles)

    def pairs(self, pair: str) -> int:
        """How many provisions and titles have this pair of characters."""
        found = (self.snapshot.posting(field, pair) for field in (schema.BIGRAMS, schema.TITLE_BIGRAMS))
        return sum(posting.count for posting in found if posting)

    def _exact(self, words: str) -> tuple[int, ...]:
        return tuple(self.snapshot.titled.get(title_key(words), ()))

    def _short(self, word: str, lexicon: Lexicon) -> list[int]:
        """The documents that a short name means: those of the lexicon, else laws that have its characters."""
        if any(place.word == word for place in lexicon.found(word)):
            told = [document for title in lexicon.titles(word) for document in self._exact(title)]
            if told:
                return told
        return [name.document for name in self.names.short(word)]

    def _meant(self, title: str, lexicon: Lexicon) -> tuple[tuple[int, ...], str]:
        """The documents that a title in a reference means, and what must be said of that."""
        if exact := self._exact(title):
            return exact, ""
        ways: Sequence[Callable[[], Sequence[int]]] = (
            lambda: self._short(title, lexicon),
            lambda: self._beginning(title),
            lambda: [name.document for name in self.names.near(title)],
        )
        for way in ways:
            if documents := tuple(dict.fromkeys(way())):
                return documents, self._called(title, documents[0])
        return (), ""

    def _beginning(self, title: str) -> list[int]:
        if not any(map(is_han, title)):
            return []
        found = [name for _way, name in self.names.beginning(title)]
        # Of several that have these words, the shortest title of the highest rank is meant.
        found.sort(key=lambda name: (name.rank, len(name.key)))
        return [name.document for name in found]

    def _title_of(self, document: int) -> str:
        return str(self.snapshot.records[document]["title"])

    def _called(self, word: str, document: int) -> str:
        return f"“{word}”读作《{self._title_of(document)}》"


def is_question(folded: str) -> bool:
    """Whether it is asked as people ask each other.

    >>> is_question("员工被辞退能拿到补偿吗"), is_question("养犬管理条例")
    (True, False)
    """
    bare = folded.strip()
    return len(bare) >= SHORTEST_QUESTION and (bare.endswith(ENDINGS) or bool(ASKING.search(bare)))
