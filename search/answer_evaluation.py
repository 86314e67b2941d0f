"""Evaluating answers (问答评测): how often the right article is quoted, how often rightly nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from base.errors import BadInput
from search.answers import Answerer
from search.engine import Question
from search.evaluation import laws, lines, needed
from search.finder import IndexEngine
from search.index import Index
from search.segment import Cut

# Articles without days hold on every day.
ANY_DAY = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class AnswerScores:
    """Shares, from 0 to 1, of questions that articles answer and of those outside that none answers.

    `first` and `among_three` are right quotes; refused are questions that get none: wrongly of the former,
    rightly of the latter.
    """

    questions: int
    first: float
    among_three: float
    refused_wrongly: float
    outside: int
    refused_rightly: float


def answers(queries: Path, articles: Path, outside: Path, folder: Path, cut: Cut) -> AnswerScores:
    """Ask every question of an index of the articles, made in `folder`; `outside` has a question a line."""
    index = Index(folder, cut)
    index.rebuild(laws(lines(articles), articles))
    answerer = Answerer(IndexEngine(index))
    asked = list(lines(queries))
    quoted = [_quoted(answerer, str(needed(row, "question", queries))) for row in asked]
    gold = [set(needed(row, "gold", queries)) for row in asked]
    both = list(zip(quoted, gold, strict=True))
    strange = [_quoted(answerer, line) for line in _questions(outside)]
    return AnswerScores(
        questions=len(asked),
        first=_share(bool(found) and found[0] in right for found, right in both),
        among_three=_share(not right.isdisjoint(found) for found, right in both),
        refused_wrongly=_share(not found for found in quoted),
        outside=len(strange),
        refused_rightly=_share(not found for found in strange),
    )


def _quoted(answerer: Answerer, question: str) -> list[str]:
    return [quote.eid for quote in answerer.reply(Question(question, ANY_DAY)).quotes]


def _questions(path: Path) -> Iterator[str]:
    try:
        found = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as fault:
        raise BadInput(f"{path}：无法读取（{fault}）") from fault
    yield from (line.strip() for line in found if line.strip())


def _share(hits: Iterable[bool]) -> float:
    counted = list(hits)
    return sum(counted) / max(len(counted), 1)
