"""What the bulk way writes is what Whoosh's public writer writes: the guard of its private members."""

from pathlib import Path

import pytest
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.query import And, Term
from whoosh.writing import SegmentWriter

from registry.searchable import Searchable
from search import schema
from search.codec import ArrayCodec
from search.index import Leaving, write_segment
from search.segment import Cut
from search.words import bigrams, characters, fold, terms


def empty(folder: Path) -> Path:
    folder.mkdir()
    FileIndex.create(FileStorage(str(folder)), schema.schema())
    return folder


def slowly(folder: Path, documents: list[Searchable], cut: Cut) -> Path:
    """One call for each unit, through Whoosh's public writer alone."""
    writer = SegmentWriter(FileIndex(FileStorage(str(folder))), codec=ArrayCodec(), compound=False)
    for found in documents:
        for wording in found.wordings:
            title = fold(wording.title)
            cuts = (terms(cut(title)), bigrams(title), characters(title))
            writer.add_document(key=found.key, **dict(zip(schema.TITLE_FIELDS, cuts, strict=True)))
            for passage in wording.passages:
                parts = [title, fold(passage.trail), fold(passage.words)]
                whole = "\n".join(parts)
                words = [word for part in parts for word in terms(cut(part))]
                cuts = (words, bigrams(whole), characters(whole))
                writer.add_document(key=found.key, **dict(zip(schema.PASSAGE_FIELDS, cuts, strict=True)))
    writer.commit(merge=False)
    return folder


def file_of(folder: Path, ending: str) -> bytes:
    (found,) = folder.glob(f"MAIN_*{ending}")
    return found.read_bytes()


@pytest.fixture
def both(tmp_path: Path, library: list[Searchable], cut: Cut) -> tuple[Path, Path]:
    bulk = empty(tmp_path / "bulk")
    write_segment(bulk, library, cut, Leaving())
    return bulk, slowly(empty(tmp_path / "slow"), library, cut)


@pytest.mark.parametrize("ending", [".pst", ".trm", "._stored.col"])
def test_the_bulk_way_writes_the_same_bytes_as_the_public_writer(
    both: tuple[Path, Path], ending: str
) -> None:
    bulk, slow = both
    assert len(file_of(slow, ending)) > 20
    assert file_of(bulk, ending) == file_of(slow, ending)


def test_whoosh_itself_finds_what_was_written_in_bulk(both: tuple[Path, Path]) -> None:
    bulk, slow = both
    query = And([Term(schema.WORDS, "禁止"), Term(schema.BIGRAMS, "燃放")])
    found = []
    for folder in (bulk, slow):
        with FileIndex(FileStorage(str(folder))).searcher() as searcher:
            found.append(sorted(searcher.docs_for_query(query)))
    assert found[0] == found[1] != []


def test_whoosh_merges_and_deletes_what_was_written_in_bulk(both: tuple[Path, Path]) -> None:
    bulk, _ = both
    before = FileIndex(FileStorage(str(bulk))).doc_count()
    writer = SegmentWriter(FileIndex(FileStorage(str(bulk))), codec=ArrayCodec(), compound=False)
    assert writer.delete_by_term(schema.KEY, "document:2") == 3
    writer.commit(optimize=True)
    merged = FileIndex(FileStorage(str(bulk)))
    assert merged.doc_count_all() == before - 3
    with merged.searcher() as searcher:
        assert not list(searcher.docs_for_query(Term(schema.WORDS, "犬绳")))
        assert list(searcher.docs_for_query(Term(schema.WORDS, "禁止")))
