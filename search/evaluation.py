"""Evaluation (检索评测): how well known documents and articles are found, by the usual measures."""

import gzip
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from base.errors import BadInput
from registry.law.terms import Kind, Validity
from registry.searchable import Findable, Passage, Searchable, Standing, Wording
from registry.tables import Source, Text
from search.asking import ask, nowhere
from search.engine import Engine, Facet, Question
from search.index import Index
from search.lexicon.shipped import shipped
from search.query import read
from search.ranking import add_up, with_company
from search.segment import Cut
from search.snapshot import Snapshot

CUTOFFS = (1, 5, 10)
RECALLS = (10, 20, 100)
DEPTH = 100
MRR_DEPTH = 10
# The least that is asked for. EVERYDAY is the class of questions in people's own words.
EVERYDAY = "colloquial"
KNOWN_MRR, KNOWN_EVERYDAY = 0.97, 0.85
STATUTE_MRR, STATUTE_RECALLS = 0.47, {10: 0.55, 100: 0.75}
KINDS = {kind.label: kind for kind in Kind} | {"部门规章": Kind.DEPARTMENTAL_RULE}


@dataclass(slots=True)
class Tally:
    """Ranks (from 1) at which the first right answer stood; None when it was not found."""

    ranks: list[int | None] = field(default_factory=list)

    def success(self, at: int) -> float:
        """The share of questions answered among the first `at`."""
        return sum(rank is not None and rank <= at for rank in self.ranks) / max(len(self.ranks), 1)

    @property
    def mrr(self) -> float:
        """The mean of 1/rank."""
        return sum(1 / rank for rank in self.ranks if rank) / max(len(self.ranks), 1)


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSONL file, also gzipped; raises BadInput naming the file and the line."""
    opened = gzip.open if path.suffix == ".gz" else open
    try:
        with opened(path, "rt", encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield _object(path, number, line)
    except (OSError, EOFError, UnicodeDecodeError) as fault:
        raise BadInput(f"{path}：无法读取（{fault}）") from fault


def _object(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except ValueError as fault:
        raise BadInput(f"{path} 第 {number} 行：不是 JSON（{fault}）") from fault
    if not isinstance(found, dict):
        raise BadInput(f"{path} 第 {number} 行：应为一个 JSON 对象")
    return found


def needed(row: Mapping[str, Any], name: str, path: Path) -> Any:  # noqa: ANN401 - whatever JSON holds
    """A field of a row; raises BadInput naming file and field when it is not there."""
    if name not in row:
        raise BadInput(f"{path}：有一行缺少字段 {name}")
    return row[name]


def sources(session: Session) -> dict[str, int]:
    """The document that each imported path was read into."""
    rows = session.execute(select(Source.path, Text.document_id).join(Text, Text.id == Source.text_id))
    return {row.path: row.document_id for row in rows}


def known_item(engine: Engine, path: Path, documents: Mapping[str, int], on: date) -> dict[str, Tally]:
    """The rank of the expected document for each question among documents, by class; "" counts all."""
    only = {Facet.CONTENT: Findable.DOCUMENT.value}
    tallies: dict[str, Tally] = {"": Tally()}
    for row in lines(path):
        expected = {documents[one] for one in needed(row, "expected", path) if one in documents}
        answer = engine.search(Question(needed(row, "query", path), on, only, limit=DEPTH))
        rank = next((place for place, hit in enumerate(answer.hits, 1) if hit.id in expected), None)
        for name in ("", str(row.get("class", "（未分类）"))):
            tallies.setdefault(name, Tally()).ranks.append(rank)
    return tallies


@dataclass(frozen=True, slots=True)
class StatuteScores:
    """MRR@10 and Recall@10/20/100 over all questions."""

    questions: int
    mrr: float
    recall: dict[int, float]


def statutes(queries: Path, articles: Path, folder: Path, cut: Cut) -> StatuteScores:
    """Rank articles for lay questions, in an index of their own in `folder`, with the product's ranking."""
    index = Index(folder, cut)
    index.rebuild(laws(lines(articles), articles))
    snapshot = Snapshot(index.current())
    asked = list(lines(queries))
    ranked = [ranked_articles(snapshot, str(needed(row, "question", queries)), cut) for row in asked]
    gold = [set(needed(row, "gold", queries)) for row in asked]
    return StatuteScores(
        len(asked),
        _mean(reciprocal(found[:MRR_DEPTH], right) for found, right in zip(ranked, gold, strict=True)),
        {
            depth: _mean(
                len(right & set(found[:depth])) / max(len(right), 1)
                for found, right in zip(ranked, gold, strict=True)
            )
            for depth in RECALLS
        },
    )


def laws(rows: Iterable[dict[str, Any]], path: Path) -> Iterator[Searchable]:
    """Articles, one a row, as one document for each law; the article's id stands in the passage's eid."""
    grouped: dict[str, list[Passage]] = {}
    kinds: dict[str, Kind] = {}
    for row in rows:
        heading = str(row.get("heading", ""))
        passage = Passage(
            needed(row, "id", path), str(row.get("article", "")), heading, needed(row, "text", path)
        )
        law = str(needed(row, "law", path))
        grouped.setdefault(law, []).append(passage)
        kinds.setdefault(law, KINDS.get(str(row.get("kind", "")), Kind.LAW))
    standings = (Standing(None, Validity.IN_FORCE),)
    for number, (law, passages) in enumerate(grouped.items(), 1):
        wording = Wording(number, law, None, None, tuple(passages))
        kind = kinds[law]
        yield Searchable(
            number, str(number), law, kind, kind.rank, "", None, (), "", (), None, standings, (wording,)
        )


def ranked_articles(snapshot: Snapshot, question: str, cut: Callable[[str], list[str]]) -> list[str]:
    """The ids of the best articles, the best first."""
    asked = ask(read(question), cut, nowhere, shipped())
    units = add_up(snapshot, asked.passages, snapshot.passages)
    units[snapshot.is_head] = 0
    scores = with_company(snapshot, units)
    depth = min(DEPTH, len(scores))
    best = np.argpartition(-scores, depth - 1)[:depth]
    best = best[np.argsort(-scores[best], kind="stable")]
    return [snapshot.passage(unit)[0] for unit in best.tolist() if units[unit] > 0]


def reciprocal(found: Iterable[str], right: set[str]) -> float:
    """1/rank of the first right one, 0 when none is.

    >>> reciprocal(["a", "b"], {"b"})
    0.5
    """
    return next((1 / place for place, one in enumerate(found, 1) if one in right), 0.0)


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / max(len(listed), 1)
