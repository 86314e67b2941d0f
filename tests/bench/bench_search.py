"""Search over all provisions, at the level of the service, against Tantivy on the same terms in the same run.

Both find the passages of a day, count facets and cut snippets for ten hits; both are asked in turn, so that
whatever else the machine does bears on both alike.
"""

import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import tantivy
from measuring import APP, cost, memory, report, settings
from papers import papers

from base.db import Database
from registry.searchable import Passage, Searchable, Wording
from registry.searching import searchables
from search import schema
from search.asking import Asked, ask
from search.engine import Question
from search.finder import IndexEngine
from search.index import Index
from search.query import read
from search.segment import Cut, segmenter
from search.snippets import pattern, snippet
from search.words import bigrams, characters, fold, terms

DAY = date(2026, 11, 23)
EACH = 50
ROUNDS = 3
HITS = 10
FACETS = ("kind", "region", "year", "issuer")
HEAP = 300_000_000
LAST = date.max.toordinal() + 1


@dataclass(frozen=True)
class Asking:
    """One class of questions, and how often the engine may take Tantivy's time."""

    name: str
    questions: list[str]
    allowed: float


class Tantivy:
    """The same fields with the same terms, stored text, and a document for each passage."""

    def __init__(self, folder: Path, cut: Cut) -> None:
        self.cut = cut
        made = tantivy.SchemaBuilder()
        for name in schema.PASSAGE_FIELDS:
            option = "position" if name == schema.WORDS else "freq"
            made.add_text_field(name, tokenizer_name="spaced", index_option=option)
        made.add_text_field("text", stored=True, tokenizer_name="raw", index_option="basic")
        for name in FACETS:
            made.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
        made.add_integer_field("since", indexed=True, fast=True)
        made.add_integer_field("until", indexed=True, fast=True)
        self.schema = made.build()
        folder.mkdir()
        self.index = tantivy.Index(self.schema, str(folder))
        spaced = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        self.index.register_tokenizer("spaced", spaced)

    def build(self, documents: list[Searchable]) -> None:
        """Write every passage."""
        writer = self.index.writer(HEAP, 1)
        for found in documents:
            for wording in found.wordings:
                for passage in wording.passages:
                    writer.add_document(self.document(found, wording, passage))
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()
        self.searcher = self.index.searcher()

    def document(self, found: Searchable, wording: Wording, passage: Passage) -> tantivy.Document:
        """One passage with the terms that our index has for it."""
        parts = [fold(wording.title), fold(passage.trail), fold(passage.words)]
        whole = "\n".join(parts)
        made = tantivy.Document()
        made.add_text(schema.WORDS, " ".join(word for part in parts for word in terms(self.cut(part))))
        made.add_text(schema.BIGRAMS, " ".join(bigrams(whole)))
        made.add_text(schema.CHARACTERS, " ".join(characters(whole)))
        made.add_text("text", passage.words)
        for name in FACETS:
            value = found.issuers[:1] if name == "issuer" else (str(getattr(found, name)),)
            for one in value:
                made.add_text(name, one)
        made.add_integer("since", wording.since.toordinal() if wording.since else 0)
        made.add_integer("until", wording.until.toordinal() if wording.until else LAST)
        return made

    def answer(self, asked: Asked, fields: tuple[str, ...] = schema.PASSAGE_FIELDS) -> None:
        """Passages of the day, facets among all of them, snippets of the best."""
        query = self._query(asked, fields)
        found = self.searcher.search(query, HITS)
        self.searcher.aggregate(query, {name: {"terms": {"field": name, "size": 12}} for name in FACETS})
        wanted = pattern([*asked.query.phrases, *asked.needed])
        for _score, address in found.hits:
            snippet(self.searcher.doc(address)["text"][0], wanted)

    def _query(self, asked: Asked, fields: tuple[str, ...]) -> tantivy.Query:
        each = [
            (tantivy.Occur.Should, tantivy.Query.term_query(self.schema, name, term))
            for name in fields
            for term in asked.passages[name]
        ]
        within = tantivy.FieldType.Integer
        clauses = [
            (tantivy.Occur.Must, tantivy.Query.boolean_query(each)),
            (tantivy.Occur.Must, tantivy.Query.range_query(self.schema, "since", within, 0, DAY.toordinal())),
            (
                tantivy.Occur.Must,
                tantivy.Query.range_query(self.schema, "until", within, DAY.toordinal() + 1, LAST),
            ),
        ]
        for phrase in asked.query.phrases:
            words = terms(self.cut(phrase))
            one = (
                tantivy.Query.phrase_query(self.schema, schema.WORDS, words)
                if len(words) > 1
                else (tantivy.Query.term_query(self.schema, schema.WORDS, words[0]))
            )
            clauses.append((tantivy.Occur.Must, one))
        return tantivy.Query.boolean_query(clauses)


def questions(documents: list[Searchable], cut: Cut) -> list[Asking]:
    """Four classes of questions from the texts themselves, the same ones every time."""
    chance = random.Random(7)  # noqa: S311 - no secret: the same questions every time
    texts = [one.words for found in documents for wording in found.wordings for one in wording.passages]
    chosen = [text for text in chance.sample(texts, EACH * 40) if len(text) > 60]

    def words(text: str) -> list[str]:
        return [word for word in terms(cut(fold(text))) if len(word) > 1]

    several = [text for text in chosen if len(words(text)) > 5][:EACH]
    cuts = [max(text.find("，"), 0) for text in several]
    return [
        Asking("one term", [chance.choice(words(text)) for text in several], 3),
        Asking("two terms", [" ".join(chance.sample(words(text), 2)) for text in several], 3),
        Asking("phrase", [f"“{text[at + 1 : at + 8]}”" for text, at in zip(several, cuts, strict=True)], 3),
        Asking(
            "long question",
            [text[at : at + 36] + "怎么办" for text, at in zip(several, cuts, strict=True)],
            1,
        ),
    ]


def timed(deed: Callable[[], object]) -> float:
    """Milliseconds of processor that a deed takes in this thread, in which both engines do all their work.

    On an idle machine that is also the time of the clock; on a busy one it is all that can be compared.
    """
    since = time.thread_time()
    deed()
    return (time.thread_time() - since) * 1e3


def compared(engine: IndexEngine, other: Tantivy, asking: Asking) -> list[tuple[str, str]]:
    """The medians of both engines for one class of questions, warm, and their ratio."""
    snapshot = engine.opened().snapshot
    spent: list[tuple[float, float, float]] = []
    for turn in range(ROUNDS + 1):
        for text in asking.questions:
            asked = ask(read(text), engine.index.cut, snapshot.places.named, engine.lexicon())
            ours = timed(lambda text=text: engine.search(Question(text, DAY, limit=HITS)))
            same = timed(lambda asked=asked: other.answer(asked))
            words = timed(lambda asked=asked: other.answer(asked, (schema.WORDS,)))
            if turn:
                spent.append((ours, same, words))
    ours, same, words = (statistics.median(one) for one in zip(*spent, strict=True))
    return [
        (
            f"{asking.name}: ours / Tantivy, ms (median)",
            f"{ours:.2f} / {same:.2f} = {ours / same:.2f} (≤ {asking.allowed:g})",
        ),
        ("  ours / Tantivy on words alone, ms", f"{ours:.2f} / {words:.2f} = {ours / words:.2f}"),
    ]


@contextmanager
def library(argument: list[str]) -> Iterator[list[Searchable]]:
    """All documents: of the data folder named, or of the papers imported into a folder of their own."""
    with TemporaryDirectory() as folder:
        place = Path(argument[0]) if argument else Path(folder)
        if not argument:
            with papers() as found:
                ledger = ("--ledger", str(found.ledger)) if found.ledger else ()
                command = (*APP, "import", str(found.folder), *ledger, "--no-progress")
                cost(command, settings(REGISTRY_DATA=place))
        database = Database(f"sqlite:///{place / 'registry.sqlite'}")
        with database.reading() as session:
            yield list(searchables(session, None))
        database.close()


def main() -> None:
    """Measure and print."""
    with library(sys.argv[1:]) as documents, TemporaryDirectory() as folder:
        place = Path(folder)
        cut = segmenter(place)
        cut("暖机")
        index, other = Index(place / "ours", cut), Tantivy(place / "theirs", cut)
        rows = build_rows(index, other, documents)
        asked = questions(documents, cut)
        documents.clear()
        engine = IndexEngine(index)
        opening = timed(engine.opened)
        for asking in asked:
            rows += compared(engine, other, asking)
        rows += [
            ("opening the index, ms", f"{opening:.0f}"),
            ("memory, with Tantivy's, MB", f"{memory_here():.0f}"),
        ]
        report(f"Search: {engine.opened().snapshot.passages} passages, {EACH} questions a class", rows)


def build_rows(index: Index, other: Tantivy, documents: list[Searchable]) -> list[tuple[str, str]]:
    """Processor seconds of both builds without cutting the texts, which is not the engine's work."""
    plain, cutting = index.cut, Stopwatch()
    index.cut = cutting.around(plain)
    ours, theirs = Stopwatch(), Stopwatch()
    ours.around(index.rebuild, time.process_time)(documents)
    index.cut = plain
    preparing = Stopwatch()
    other.document = preparing.around(other.document)
    theirs.around(other.build, time.process_time)(documents)
    mine, its = ours.seconds - cutting.seconds, theirs.seconds - preparing.seconds
    return [
        ("build: ours / Tantivy, s of processor", f"{mine:.1f} / {its:.1f} = {mine / its:.2f} (≤ 8)"),
        ("  cutting into words, s of processor", f"{cutting.seconds:.1f}"),
    ]


class Stopwatch:
    """Adds up the processor seconds of calls."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def around(
        self, deed: Callable[..., Any], clock: Callable[[], float] = time.thread_time
    ) -> Callable[..., Any]:
        """The same deed, with its seconds added up."""

        def timed(*arguments: object) -> Any:
            since = clock()
            result = deed(*arguments)
            self.seconds += clock() - since
            return result

        return timed


def memory_here() -> float:
    """Megabytes of this process."""
    return memory(os.getpid()) / 1e6


if __name__ == "__main__":
    main()
