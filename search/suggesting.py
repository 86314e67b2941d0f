"""Suggestions while one types (检索建议): titles, numbers, articles, lay words, published questions."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from urllib.parse import quote

from base.term import Term
from registry.law.titles import title_key
from search.engine import Question
from search.finder import Opened
from search.lexicon.entries import Lexicon
from search.query import read
from search.ranking import ENDED
from search.records import STATUSES
from search.understanding.naming import likeliest
from search.understanding.needs import Need
from search.words import fold

LONGEST = 60
MOST = 8
# Of one kind, so that the others are seen too; titles that are looked at to find them.
OF_A_KIND, LOOKED_AT = 6, 120
# Words stand before titles, and must not fill the list.
FEW = 2


class Suggested(Term):
    """What a suggestion is (检索建议种类)."""

    ARTICLE = "article", "条文"
    NUMBER = "number", "文号"
    TITLE = "title", "文件"
    QUESTION = "question", "问答"
    WORDS = "words", "词语"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One suggestion: what is searched for when it is chosen, or where it leads at once.

    `note` says how the document stands where it has ended, or what a word stands for.
    """

    text: str
    kind: Suggested
    path: str = ""
    note: str = ""


def suggestions(opened: Opened, lexicon: Lexicon, asked: Question) -> tuple[Suggestion, ...]:
    """What somebody who typed this may be about to ask; the surest first, nothing twice."""
    query = read(asked.text[:LONGEST])
    if query.empty:
        return ()
    finder = _Suggesting(opened, asked)
    ways = (
        finder.articles(query.typed, lexicon),
        finder.numbers(query.typed),
        islice(finder.words(query.words, lexicon), FEW),
        finder.titles(query.words),
        finder.sounding(query.words),
        finder.questions(query.words),
    )
    found = chain.from_iterable(islice(way, OF_A_KIND) for way in ways)
    return tuple({(one.kind, one.text): one for one in found}.values())[:MOST]


class _Suggesting:
    def __init__(self, opened: Opened, asked: Question) -> None:
        self.snapshot, self.classifier = opened.snapshot, opened.classifier
        self.day, self.today = opened.snapshot.on(asked.on), asked.on
        self.hidden = asked.hidden.among(self.snapshot.records)

    def articles(self, typed: str, lexicon: Lexicon) -> Iterator[Suggestion]:
        understood = self.classifier.understand(typed, self.today, lexicon)
        for document in self._seen(understood.documents) if understood.need is Need.ARTICLE else ():
            one = self._document(document, Suggested.ARTICLE)
            printed = understood.printed
            place = f"{one.path}#{quote(understood.article)}"
            yield Suggestion(f"{one.text}{printed}", one.kind, place, one.note)

    def numbers(self, typed: str) -> Iterator[Suggestion]:
        wanted = _bare(typed)
        if not any(map(str.isdigit, wanted)):
            return
        known = self.snapshot.numbered
        for key in sorted((key for key in known if wanted in _bare(key)), key=len):
            for document in self._seen(known[key]):
                one = self._document(document, Suggested.NUMBER)
                yield Suggestion(f"{key}　{one.text}", one.kind, one.path, one.note)

    def titles(self, words: str) -> Iterator[Suggestion]:
        found = islice(self.classifier.names.beginning(words), LOOKED_AT)
        yield from self._ordered((way, name.document) for way, name in found)

    def sounding(self, words: str) -> Iterator[Suggestion]:
        heard_in = islice(self.classifier.names.sounding(words), LOOKED_AT)
        found = [(name, read_so) for name, read_so in heard_in if not self.hidden[name.document]]
        for read_so in likeliest(found)[:FEW]:
            yield Suggestion(read_so, Suggested.WORDS, note="按拼音")
        yield from self._ordered((0, name.document) for name, _read_so in found)

    def words(self, words: str, lexicon: Lexicon) -> Iterator[Suggestion]:
        folded = words.strip()
        for word in sorted((word for word in lexicon.table if word.startswith(folded)), key=len):
            brought = lexicon.table[word]
            if not brought.stops and brought.words:
                yield Suggestion(word, Suggested.WORDS, note=f"即{'、'.join(brought.words[:2])}")

    def questions(self, words: str) -> Iterator[Suggestion]:
        key = title_key(fold(words))
        for number in self._seen(self.snapshot.explanations.questions.tolist()):
            record = self.snapshot.records[number]
            if key and key in title_key(fold(record["title"])):
                path = f"/interpretations/{record['address']}"
                yield Suggestion(record["title"], Suggested.QUESTION, path)

    def _ordered(self, found: Iterable[tuple[int, int]]) -> Iterator[Suggestion]:
        """What holds before what has ended, the nearest first, of these the highest in rank."""
        rank = self.snapshot.rank
        keyed = sorted(
            (
                bool(ENDED[self.day.status[document]]),
                way,
                int(rank[document]),
                self._length(document),
                document,
            )
            for way, document in found
        )
        for document in self._seen(dict.fromkeys(document for *_key, document in keyed)):
            yield self._document(document, Suggested.TITLE)

    def _seen(self, documents: Iterable[int]) -> Iterator[int]:
        return (document for document in documents if not self.hidden[document])

    def _length(self, document: int) -> int:
        return len(self.snapshot.records[document]["title"])

    def _document(self, document: int, kind: Suggested) -> Suggestion:
        record = self.snapshot.records[document]
        status = STATUSES[self.day.status[document]]
        note = status.label if status.ended else ""
        return Suggestion(record["title"], kind, f"/documents/{record['address']}", note)


def _bare(number: str) -> str:
    """A number without brackets and spaces, so that its beginning is found in any form.

    >>> _bare("国办发〔2018〕37号") == _bare("国办发[2018] 37 号")
    True
    """
    return "".join(character for character in fold(number) if character.isalnum())
