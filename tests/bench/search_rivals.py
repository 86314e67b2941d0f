"""Other search engines with the same terms (对照引擎): what ours is held against.

Each has a document for a passage with three fields of cut terms, the days of its wording, four columns to
count by, and its text; each answers at the level of the service: the passages of a day, the counts, snippets
of ten hits.
"""

import importlib
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol

from whoosh import fields, index, query
from whoosh.analysis import SpaceSeparatedTokenizer

from registry.searchable import Searchable
from search import schema
from search.asking import Asked
from search.segment import Cut
from search.snippets import pattern, snippet
from search.words import bigrams, characters, fold, terms

DAY = date(2026, 11, 23).toordinal()
LAST = date.max.toordinal() + 1
HITS, COUNTED = 10, 12
FACETS = ("kind", "region", "year", "issuer")
HEAP = 300_000_000
# Where Debian puts what is not on the package index.
SYSTEM_PACKAGES = "/usr/lib/python3/dist-packages"


@dataclass(frozen=True)
class Row:
    """One passage with its terms by field, its days, its columns and its text."""

    cuts: dict[str, list[str]]
    since: int
    until: int
    columns: dict[str, str]
    text: str


def rows(documents: list[Searchable], cut: Cut) -> Iterator[Row]:
    """Every passage of these documents, with the terms that our index has for it."""
    for found in documents:
        columns = {name: str(getattr(found, name, "")) for name in FACETS}
        columns["issuer"] = found.issuers[0] if found.issuers else ""
        for wording in found.wordings:
            since = wording.since.toordinal() if wording.since else 0
            until = wording.until.toordinal() if wording.until else LAST
            for passage in wording.passages:
                parts = [fold(wording.title), fold(passage.trail), fold(passage.words)]
                whole = "\n".join(parts)
                words = [word for part in parts for word in terms(cut(part))]
                cuts = (words, bigrams(whole), characters(whole))
                yield Row(
                    dict(zip(schema.PASSAGE_FIELDS, cuts, strict=True)), since, until, columns, passage.words
                )


class Rival(Protocol):
    """An engine that ours is held against; `share` is the part of the questions it is asked, being slow."""

    name: str
    share: float

    def build(self, passages: Iterator[Row]) -> None:
        """Write every passage."""

    def answer(self, asked: Asked, phrases: list[list[str]]) -> None:
        """Passages of the day, counts among all of them, snippets of the best."""


def cut_snippets(texts: list[str], asked: Asked) -> None:
    """The snippets of the hits, made by the same code for every engine."""
    wanted = pattern([*asked.query.phrases, *asked.needed])
    for text in texts:
        snippet(text, wanted)


class Tantivy:
    """Tantivy (Rust)."""

    name, share = "Tantivy", 1.0

    def __init__(self, folder: Path) -> None:
        self.it: Any = importlib.import_module("tantivy")
        made = self.it.SchemaBuilder()
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
        self.index = self.it.Index(self.schema, str(folder))
        spaced = self.it.TextAnalyzerBuilder(self.it.Tokenizer.whitespace()).build()
        self.index.register_tokenizer("spaced", spaced)

    def build(self, passages: Iterator[Row]) -> None:
        """Write every passage."""
        writer = self.index.writer(HEAP, 1)
        for row in passages:
            made = self.it.Document()
            for name, found in row.cuts.items():
                made.add_text(name, " ".join(found))
            made.add_text("text", row.text)
            for name, value in row.columns.items():
                made.add_text(name, value)
            made.add_integer("since", row.since)
            made.add_integer("until", row.until)
            writer.add_document(made)
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()
        self.searcher = self.index.searcher()

    def answer(self, asked: Asked, phrases: list[list[str]]) -> None:
        """Passages of the day, counts among all of them, snippets of the best."""
        wanted = self._query(asked, phrases)
        found = self.searcher.search(wanted, HITS)
        self.searcher.aggregate(
            wanted, {name: {"terms": {"field": name, "size": COUNTED}} for name in FACETS}
        )
        cut_snippets([self.searcher.doc(address)["text"][0] for _score, address in found.hits], asked)

    def _query(self, asked: Asked, phrases: list[list[str]]) -> Any:
        term, must = self.it.Query.term_query, self.it.Occur.Must
        each = [
            (self.it.Occur.Should, term(self.schema, name, one))
            for name in schema.PASSAGE_FIELDS
            for one in asked.passages[name]
        ]
        within = self.it.FieldType.Integer
        clauses = [
            (must, self.it.Query.boolean_query(each)),
            (must, self.it.Query.range_query(self.schema, "since", within, 0, DAY)),
            (must, self.it.Query.range_query(self.schema, "until", within, DAY + 1, LAST)),
        ]
        for words in phrases:
            one = term(self.schema, schema.WORDS, words[0])
            if len(words) > 1:
                one = self.it.Query.phrase_query(self.schema, schema.WORDS, words)
            clauses.append((must, one))
        return self.it.Query.boolean_query(clauses)


LETTERS = dict(zip(schema.PASSAGE_FIELDS, "WBC", strict=True))


class Xapian:
    """Xapian (C++), from the system's packages."""

    name, share = "Xapian", 1.0

    def __init__(self, folder: Path) -> None:
        self.it: Any = xapian()
        self.folder = str(folder)

    def build(self, passages: Iterator[Row]) -> None:
        """Write every passage."""
        writer = self.it.WritableDatabase(self.folder, self.it.DB_CREATE_OR_OVERWRITE)
        for row in passages:
            made = self.it.Document()
            for name, found in row.cuts.items():
                letter = LETTERS[name]
                for place, term in enumerate(found, 1):
                    if name == schema.WORDS:
                        made.add_posting(letter + term, place)
                    else:
                        made.add_term(letter + term)
            made.set_data(row.text)
            made.add_value(0, self.it.sortable_serialise(row.since))
            made.add_value(1, self.it.sortable_serialise(row.until))
            for slot, name in enumerate(FACETS, 2):
                made.add_value(slot, row.columns[name])
            writer.add_document(made)
        writer.commit()
        writer.close()
        self.database = self.it.Database(self.folder)

    def answer(self, asked: Asked, phrases: list[list[str]]) -> None:
        """Passages of the day, counts among all of them, snippets of the best."""
        it = self.it
        each = [it.Query(LETTERS[name] + term) for name in LETTERS for term in asked.passages[name]]
        wanted = it.Query(it.Query.OP_OR, each)
        for words in phrases:
            wanted = it.Query(
                it.Query.OP_FILTER, wanted, it.Query(it.Query.OP_PHRASE, [f"W{word}" for word in words])
            )
        for slot, operator, day in ((0, it.Query.OP_VALUE_LE, DAY), (1, it.Query.OP_VALUE_GE, DAY + 1)):
            within = it.Query(operator, slot, it.sortable_serialise(day))
            wanted = it.Query(it.Query.OP_FILTER, wanted, within)
        enquire = it.Enquire(self.database)
        enquire.set_query(wanted)
        spies = [it.ValueCountMatchSpy(slot) for slot in range(2, 2 + len(FACETS))]
        for spy in spies:
            enquire.add_matchspy(spy)
        # Counts are of every passage that answers: all of them must be looked at.
        found = enquire.get_mset(0, HITS, self.database.get_doccount())
        for spy in spies:
            list(spy.top_values(COUNTED))
        cut_snippets([hit.document.get_data().decode() for hit in found], asked)


def xapian() -> ModuleType:
    """The bindings, which only the system's packages have; ImportError where there are none."""
    if SYSTEM_PACKAGES not in sys.path:
        sys.path.append(SYSTEM_PACKAGES)
    return importlib.import_module("xapian")


class Fts5:
    """SQLite's own full text search, ranked by its bm25; slow with long questions."""

    name, share = "SQLite FTS5", 0.1

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.connection = sqlite3.connect(folder / "fts.sqlite")
        self.connection.executescript(
            "create virtual table passage using fts5(words, bigrams, characters);"
            "create table facts(id integer primary key, since, until, kind, region, year, issuer, text);"
        )

    def build(self, passages: Iterator[Row]) -> None:
        """Write every passage."""
        with self.connection:
            for number, row in enumerate(passages, 1):
                cuts = [" ".join(row.cuts[name]) for name in schema.PASSAGE_FIELDS]
                self.connection.execute(
                    "insert into passage(rowid, words, bigrams, characters) values (?, ?, ?, ?)",
                    (number, *cuts),
                )
                values = (number, row.since, row.until, *(row.columns[name] for name in FACETS), row.text)
                self.connection.execute("insert into facts values (?, ?, ?, ?, ?, ?, ?, ?)", values)

    def answer(self, asked: Asked, phrases: list[list[str]]) -> None:
        """Passages of the day, counts among all of them, snippets of the best."""
        each = [f'{name} : "{term}"' for name in schema.PASSAGE_FIELDS for term in asked.passages[name]]
        wanted = f"({' OR '.join(each)})"
        for words in phrases:
            wanted += f' AND words : "{" ".join(words)}"'
        joined = "from passage join facts on facts.id = passage.rowid where passage match ?"
        joined += " and since <= ? and until > ?"
        ask = self.connection.execute
        best = ask(
            f"select text {joined} order by bm25(passage) limit ?", (wanted, DAY, DAY, HITS)
        ).fetchall()
        counted = ask(f"select {', '.join(FACETS)} {joined}", (wanted, DAY, DAY)).fetchall()
        for column in zip(*counted, strict=True):
            Counter(column).most_common(COUNTED)
        cut_snippets([text for (text,) in best], asked)


class StockWhoosh:
    """Whoosh as its tutorial sets it up, words alone; its own facets would take a minute a question."""

    name, share = "stock Whoosh", 0.06

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        spaced = SpaceSeparatedTokenizer()
        made = fields.Schema(
            words=fields.TEXT(analyzer=spaced, phrase=True),
            text=fields.STORED,
            since=fields.NUMERIC(sortable=True),
            until=fields.NUMERIC(sortable=True),
        )
        self.index = index.create_in(str(folder), made)

    def build(self, passages: Iterator[Row]) -> None:
        """Write every passage."""
        writer = self.index.writer(limitmb=512)
        for row in passages:
            words = " ".join(row.cuts[schema.WORDS])
            writer.add_document(words=words, text=row.text, since=row.since, until=row.until)
        writer.commit()
        self.searcher = self.index.searcher()

    def answer(self, asked: Asked, phrases: list[list[str]]) -> None:
        """Passages of the day and snippets of the best."""
        wanted = query.Or([query.Term(schema.WORDS, term) for term in asked.passages[schema.WORDS]])
        for words in phrases:
            wanted = query.And([wanted, query.Phrase(schema.WORDS, words)])
        day = query.And([query.NumericRange("since", None, DAY), query.NumericRange("until", DAY + 1, None)])
        found = self.searcher.search(wanted, limit=HITS, filter=day)
        cut_snippets([hit["text"] for hit in found], asked)


RIVALS: tuple[type[Any], ...] = (Tantivy, Xapian, Fts5, StockWhoosh)
