"""Scores against BM25 written out by hand, and the rules about who stands first."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from math import log

import numpy as np
import pytest

from registry.law.terms import Validity
from registry.searchable import Searchable, Standing, Wording
from search import schema
from search.asking import ask, nowhere
from search.finder import IndexEngine
from search.index import Index
from search.lexicon.shipped import shipped
from search.preferences import Preferences
from search.query import read
from search.ranking import Meant, add_up, best, rank, with_company
from search.segment import Cut
from search.snapshot import Snapshot
from search.words import bigrams, characters, fold, terms

TODAY = date(2026, 11, 23)


@pytest.fixture
def snapshot(index: Index) -> Snapshot:
    return Snapshot(index.current())


def by_hand(library: list[Searchable], question: str, cut: Cut) -> dict[str, float]:
    """BM25 of each passage: plain sums over plain lists."""
    cuts: dict[str, Callable[[str], list[str]]] = {
        schema.WORDS: lambda text: [word for line in text.split("\n") for word in terms(cut(line))],
        schema.BIGRAMS: bigrams,
        schema.CHARACTERS: characters,
    }
    texts = {
        f"{wording.text_id}/{one.eid}": "\n".join(map(fold, (wording.title, one.trail, one.words)))
        for found in library
        for wording in found.wordings
        for one in wording.passages
    }
    scores: Counter[str] = Counter()
    for field, make in cuts.items():
        scoring = schema.SCORING[field]
        lists = {key: make(text) for key, text in texts.items()}
        for term in set(make(fold(question))):
            count = sum(term in found for found in lists.values())
            idf = log(1 + (len(texts) - count + 0.5) / (count + 0.5))
            for key, found in lists.items():
                often = found.count(term)
                norm = scoring.k1 * (1 - scoring.b + scoring.b * len(found) / scoring.pivot)
                scores[key] += scoring.weight * idf * often * (scoring.k1 + 1) / (often + norm)
    return dict(scores)


@pytest.mark.parametrize("question", ["排污许可证", "禁止燃放烟花爆竹", "危险废物转移联单", "应当"])
def test_scores_are_bm25(snapshot: Snapshot, library: list[Searchable], cut: Cut, question: str) -> None:
    asked = ask(read(question), cut, nowhere, shipped())
    # The lay words' translations are left aside: what is checked is the sum.
    typed = {
        field: {term: 1.0 for term, factor in wanted.items() if factor == 1.0}
        for field, wanted in asked.passages.items()
    }
    units = add_up(snapshot, typed, snapshot.passages)
    expected = by_hand(library, question, cut)
    for unit in np.flatnonzero(~snapshot.is_head).tolist():
        text, _title, _from = snapshot.wording_record(int(snapshot.unit_wording[unit]))
        key = f"{text}/{snapshot.passage(unit)[0]}"
        # A weight has a byte, and is in so short a text right to half a hundredth.
        assert units[unit] == pytest.approx(expected[key], rel=5e-3)


def test_looking_up_a_few_units_gives_what_adding_all_gives(snapshot: Snapshot, cut: Cut) -> None:
    asked = ask(read("禁止燃放烟花爆竹"), cut, nowhere, shipped()).passages
    all_units = add_up(snapshot, asked, snapshot.passages)
    few = np.array([1, 4, 7, snapshot.units - 1])
    within = add_up(snapshot, asked, snapshot.passages, few)
    assert within[few].tolist() == pytest.approx(all_units[few].tolist())
    assert within.sum() == pytest.approx(all_units[few].sum())


def test_only_so_many_terms_are_kept(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.snapshot.KEPT_TERMS", 3)
    snapshot = Snapshot(index.current())
    first = snapshot.posting("characters", "应")
    assert snapshot.posting("characters", "应") is first
    for char in "当取得":
        snapshot.posting("characters", char)
    again = snapshot.posting("characters", "应")
    assert first is not None
    assert again is not None
    assert again is not first
    assert again.units().tolist() == first.units().tolist()


def test_a_document_counts_as_its_best_passage(snapshot: Snapshot) -> None:
    units = np.arange(snapshot.units, dtype=np.float32)
    lasts = [snapshot.units_of(document)[1] - 1 for document in range(len(snapshot.records))]
    assert best(units, snapshot.document_unit).tolist() == lasts


def test_an_article_gains_from_the_company_of_its_document(index: Index) -> None:
    snapshot = Snapshot(index.current(), preferences=Preferences())
    first, last = snapshot.units_of(1)
    units = np.zeros(snapshot.units, np.float32)
    units[first + 1] = 10
    ranked = with_company(snapshot, units)
    assert ranked[first + 1] == 12
    assert ranked[last - 1] == 2
    assert ranked[:first].sum() == 0


def test_an_exact_document_stands_first_whatever_its_status(snapshot: Snapshot, cut: Cut) -> None:
    asked = ask(read("禁止燃放烟花爆竹"), cut, snapshot.places.named, shipped())
    scores = rank(snapshot, asked, snapshot.on(TODAY), Meant(exact=[3]))
    assert int(np.argmax(scores.documents)) == 3
    assert scores.hit[3]
    assert not scores.later[3]


def test_an_ended_document_stands_later(snapshot: Snapshot, cut: Cut) -> None:
    asked = ask(read("城市建成区"), cut, snapshot.places.named, shipped())
    day_before, after = (
        rank(snapshot, asked, snapshot.on(day), Meant()) for day in (date(2024, 2, 29), TODAY)
    )
    assert (bool(day_before.later[3]), bool(after.later[3])) == (False, False)
    asked = ask(read("燃放烟花爆竹"), cut, snapshot.places.named, shipped())
    assert rank(snapshot, asked, snapshot.on(TODAY), Meant()).later[3]


def test_standing_on_a_day_is_read_off_its_beginnings(index: Index, make: Callable[..., Searchable]) -> None:
    begins = (
        Standing(None, Validity.NOT_YET_IN_FORCE),
        Standing(date(2021, 1, 1), Validity.IN_FORCE),
        Standing(date(2022, 1, 1), Validity.SUSPENDED),
        Standing(date(2023, 1, 1), Validity.REPEALED),
    )
    index.rebuild([make(1, "甲条例", standings=begins), make(2, "乙条例", standings=())])
    snapshot = Snapshot(index.current())

    def status(day: date) -> list[Validity]:
        return [tuple(Validity)[code] for code in snapshot.on(day).status.tolist()]

    for before, after in pairwise(begins):
        assert after.since is not None
        assert status(date.fromordinal(after.since.toordinal() - 1)) == [before.validity, Validity.UNDATED]
        assert status(after.since) == [after.validity, Validity.UNDATED]


def test_exactly_one_wording_counts_on_any_day(index: Index, make: Callable[..., Searchable]) -> None:
    days = [date(2020, 1, 1), date(2021, 1, 1)]
    wordings = (
        Wording(1, "甲条例", None, days[0], make(1, "", "第一版的内容。").wordings[0].passages),
        Wording(2, "甲条例", days[0], days[1], make(1, "", "第二版的内容。").wordings[0].passages),
        Wording(3, "甲条例（修订）", days[1], None, make(1, "", "第三版的内容。").wordings[0].passages),
    )
    index.rebuild([make(1, "甲条例（修订）", wordings=wordings)])
    snapshot = Snapshot(index.current())
    for day, expected in [
        (date(2019, 12, 31), 1),
        (days[0], 2),
        (date(2020, 12, 31), 2),
        (days[1], 3),
        (TODAY, 3),
    ]:
        found = snapshot.on(day)
        assert found.units.sum() == 1
        assert snapshot.wording_record(int(found.wording[0]))[0] == expected


def test_a_former_title_still_leads_to_the_document(
    engine: IndexEngine, make: Callable[..., Searchable]
) -> None:
    wordings = (
        Wording(1, "云岭市档案办法", None, date(2020, 1, 1), ()),
        Wording(2, "云岭市档案条例", date(2020, 1, 1), None, ()),
    )
    engine.index.rebuild([make(1, "云岭市档案条例", wordings=wordings)])
    assert engine.opened().snapshot.titled.keys() == {"云岭市档案办法", "云岭市档案条例"}
