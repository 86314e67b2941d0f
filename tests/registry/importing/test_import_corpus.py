"""Real documents: what was found in them once stays found, and their order does not matter."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from base.db import Database
from registry.law.terms import EventKind
from registry.tables import Document, EventRow

pytestmark = pytest.mark.corpus
# Works in several versions, works that repeal each other, one text with and without its order.
KEPT = (
    "道路运输条例",
    "出版管理条例",
    "专利代理条例",
    "外商投资法实施条例",
    "中外合资经营企业",
    "行政复议法",
    "无因管理",
)
EVERY = 40


@pytest.fixture
def sampled(corpus: Path) -> dict[str, bytes]:
    """Some hundred real files, by their paths in the collection."""
    documents = corpus / "corpus" / "documents"
    places = sorted(documents.rglob("*.md"))
    chosen = {*places[::EVERY], *(place for place in places if any(word in place.name for word in KEPT))}
    return {place.relative_to(documents).as_posix(): place.read_bytes() for place in sorted(chosen)}


def test_halves_in_any_order_give_what_all_at_once_gives(
    sampled: dict[str, bytes], bring_in: Callable, registry_state: Callable, database: Database, folder: Path
) -> None:
    if database.engine.dialect.name != "sqlite":
        pytest.skip("one database is enough for real files; the small ones run on both")
    bring_in(sampled)
    at_once = registry_state(addresses=False)
    with database.transaction() as session:
        for table in reversed(Document.metadata.sorted_tables):
            session.execute(table.delete())
    for path in sampled:
        (folder / path).unlink()

    paths = list(sampled)
    random.Random(7).shuffle(paths)  # noqa: S311  # a repeatable order, no secret
    middle = len(paths) // 2
    for half in (paths[:middle], paths[middle:]):
        bring_in({path: sampled[path] for path in half})
    assert registry_state(addresses=False) == at_once


def test_no_document_of_the_sample_ends_without_evidence(
    sampled: dict[str, bytes], bring_in: Callable, database: Database
) -> None:
    if database.engine.dialect.name != "sqlite":
        pytest.skip("one database is enough for real files; the small ones run on both")
    bring_in(sampled)
    with database.reading() as session:
        ended = session.execute(
            select(EventRow.evidence, EventRow.act_title, Document.title)
            .join(Document, Document.id == EventRow.document_id)
            .where(EventRow.kind == EventKind.REPEAL, EventRow.withdrawn_at.is_(None))
        ).all()
    assert ended
    for evidence, act, title in ended:
        assert "废止" in evidence
        assert title.removeprefix("中华人民共和国") in evidence
        assert act != title
