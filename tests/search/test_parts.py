"""Places, facets, phrases and gathering, each by itself."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.errors import BadInput
from registry.searchable import Searchable
from search import gathering, schema
from search.asking import LAY_WEIGHT, ask, nowhere
from search.engine import Count
from search.facets import MOST_VALUES, Column
from search.gathering import Gathering
from search.index import Index
from search.lexicon.shipped import shipped
from search.phrases import candidates, having, standing
from search.places import Places, place_of
from search.preferences import STANDARD, Nearness
from search.query import read
from search.segment import Cut
from search.snapshot import Snapshot
from search.snippets import marked, pattern, snippet
from search.words import bigrams, characters

TODAY = date(2026, 11, 23)


@pytest.fixture
def places() -> Places:
    titles = [
        ("云岭省水条例", "云岭"),
        ("临江市水条例", "云岭"),
        ("水法", "国家"),
        ("东海市水条例", "东海"),
        ("关于本市的规定", "东海"),
    ]
    return Places((place_of(title), region) for title, region in titles)


def test_a_place_is_named_with_or_without_its_rank(places: Places) -> None:
    assert places.named("临江市 养犬", ["临江市", " ", "养犬"]) == ("临江市", "  养犬")
    assert places.named("养犬 临江", ["养犬", " ", "临江"]) == ("临江市", "养犬  ")
    assert places.named("养犬", ["养犬"]) == ("", "养犬")


def test_a_short_name_is_a_place_only_where_it_is_a_word(places: Places) -> None:
    assert places.named("担保定金", ["担保", "定金"]) == ("", "担保定金")
    assert places.named("保定 定金", ["保定", " ", "定金"])[0] == "保定市"


def test_an_ordinary_word_is_no_place_without_its_rank(places: Places) -> None:
    assert places.named("日照 采光", ["日照", " ", "采光"]) == ("", "日照 采光")
    assert places.named("日照市采光", ["日照市", "采光"]) == ("日照市", " 采光")


def test_a_city_is_known_though_no_document_is_of_it(places: Places) -> None:
    assert places.named("武汉养犬", ["武汉", "养犬"]) == ("武汉市", " 养犬")
    elsewhere, country = Nearness.ELSEWHERE, Nearness.COUNTRY
    assert counted(places, "武汉市") == [elsewhere, elsewhere, country, elsewhere, elsewhere]


def test_a_title_that_leaves_out_the_rank_of_its_city_is_of_the_city() -> None:
    titles = ["绍兴黄酒保护和发展条例", "深圳经济特区禁毒条例", "杭州城市国际化促进条例"]
    known = Places(zip(map(place_of, titles), ["浙江", "广东", "浙江"], strict=True))
    assert [known.of(number) for number in range(3)] == ["绍兴市", "深圳市", "杭州市"]


def test_what_names_no_place_in_a_province_is_of_all_of_it() -> None:
    titles = ["中国（浙江）自由贸易试验区条例", "浙江省水条例"]
    known = Places((place_of(title), "浙江") for title in titles)
    assert [known.of(number) for number in range(2)] == ["浙江省", "浙江省"]


@given(st.text("杭州市浙江省保定金日照区县 ", max_size=12))
def test_whatever_is_typed_a_place_is_taken_out_and_nothing_else(text: str) -> None:
    place, rest = Places([]).named(text, list(text))
    assert (place == "") == (rest == text)
    assert set(rest) <= {*text, " "}


def counted(places: Places, place: str) -> list[Nearness]:
    """How each document lies to the place, told by factors that are all different."""
    factors = {nearness: float(number) for number, nearness in enumerate(Nearness, 1)}
    return [tuple(Nearness)[int(factor) - 1] for factor in places.weights(place, factors)]


def test_a_city_asked_for_is_followed_by_its_province_and_the_country(places: Places) -> None:
    same, above, country, elsewhere = Nearness.SAME, Nearness.ABOVE, Nearness.COUNTRY, Nearness.ELSEWHERE
    assert counted(places, "临江市") == [above, same, country, elsewhere, elsewhere]


def test_a_province_asked_for_is_followed_by_its_cities(places: Places) -> None:
    same, below, country, elsewhere = Nearness.SAME, Nearness.BELOW, Nearness.COUNTRY, Nearness.ELSEWHERE
    assert counted(places, "云岭省") == [same, below, country, elsewhere, elsewhere]


def test_what_holds_in_the_place_counts_more_than_what_holds_elsewhere() -> None:
    near = [STANDARD.places[nearness] for nearness in Nearness]
    assert near == sorted(near, reverse=True)
    # Of the office's own place, which nobody named, less is made.
    assert near[-1] < STANDARD.at_home[Nearness.ELSEWHERE] < 1
    assert near[0] == 1
    assert near[-1] <= near[-2] / 1.5


def test_no_documents_have_no_places() -> None:
    assert Places([]).named("临江市", ["临江市"]) == ("", "临江市")


@given(st.lists(st.lists(st.sampled_from("甲乙丙丁"), unique=True, max_size=3), max_size=30), st.data())
def test_counts_are_what_counting_by_hand_gives(values: list[list[str]], data: st.DataObject) -> None:
    among = np.array(data.draw(st.lists(st.booleans(), min_size=len(values), max_size=len(values))), np.bool_)
    column = Column.of(values)
    by_hand = Counter(value for chosen, own in zip(among, values, strict=True) if chosen for value in own)
    assert {count.value: count.count for count in column.counts(among)} == dict(by_hand)
    for value in "甲乙丙丁":
        assert column.having(value, len(values)).tolist() == [value in own for own in values]


def test_only_the_most_frequent_values_are_told() -> None:
    column = Column.of([["常见", f"少见{n}"] for n in range(200)])
    counts = column.counts(np.ones(200, np.bool_))
    assert counts[0] == Count("常见", 200)
    assert len(counts) == MOST_VALUES


@pytest.mark.parametrize(
    "phrase", ["燃放烟花", "应当", "转移联单", "第一章", "污", "排放水污染物应当取得排污许可证"]
)
def test_phrases_stand_where_reading_finds_them(index: Index, phrase: str) -> None:
    snapshot = Snapshot(index.current())
    day = snapshot.on(TODAY)
    found = standing(snapshot, phrase, day)
    for unit in np.flatnonzero(day.units).tolist():
        words = snapshot.passage(unit)[3]
        # Two characters are taken from the title and the headings too.
        assert bool(found[unit]) == (phrase in words) or len(phrase) <= 2


def test_a_phrase_with_an_unknown_pair_has_no_candidates(index: Index) -> None:
    snapshot = Snapshot(index.current())
    assert candidates(snapshot, "燃放鞭炮", schema.BIGRAMS, schema.CHARACTERS).tolist() == []
    assert not having(snapshot, "鞭炮").any()
    assert having(snapshot, "燃放").sum() == 2


def test_a_word_is_had_however_the_segmenter_cuts_the_title(index: Index) -> None:
    snapshot = Snapshot(index.current())
    titles = [
        record["title"] for record, has in zip(snapshot.records, having(snapshot, "养犬"), strict=True) if has
    ]
    assert titles == ["云岭省养犬管理条例", "临江市养犬管理条例"]


def weight(scoring: schema.Scoring, frequency: int, length: int) -> int:
    """BM25 of a term without idf, as the books have it, in 255ths of the most it can be."""
    norm = scoring.k1 * (1 - scoring.b + scoring.b * length / scoring.pivot)
    return max(round(255 * frequency / (frequency + norm)), 1)


TEXTS = st.lists(st.text(st.sampled_from("污染防治法条例第十a1，\n"), max_size=30), max_size=12)


@given(TEXTS, st.integers(1, 5))
def test_postings_are_what_counting_each_text_gives(texts: list[str], batch: int) -> None:
    gathered = Gathering(lambda text: re.findall("[a-z0-9]+|[一-龥]", text))
    gathering.BATCH, kept = batch, gathering.BATCH
    try:
        gathered.begin("document:1")
        for text in texts:
            gathered.passage(("条例", "第十"), text)
        found = [
            (one.field, one.term.decode(), one.ids.tolist(), one.weights.tolist())
            for one in gathered.postings()
        ]
    finally:
        gathering.BATCH = kept
    wholes = [f"条例\n第十\n{text}" for text in texts]
    for field, cut in ((schema.BIGRAMS, bigrams), (schema.CHARACTERS, characters)):
        counted = [Counter(cut(whole)) for whole in wholes]
        scoring = schema.SCORING[field]
        expected = [
            (
                field,
                term,
                [n for n, own in enumerate(counted) if own[term]],
                [weight(scoring, own[term], own.total()) for own in counted if own[term]],
            )
            for term in sorted({term for own in counted for term in own}, key=str.encode)
        ]
        assert [one for one in found if one[0] == field] == expected
    assert found == sorted(found, key=lambda one: (one[0], one[1].encode()))


def test_a_frequency_beyond_a_byte_is_kept_as_the_largest(
    index: Index, make: Callable[..., Searchable]
) -> None:
    index.rebuild([make(1, "甲条例", "犬" * 700)])
    once, often = (
        index.rebuild([make(1, "甲条例", "犬" * times)])
        and Snapshot(index.current()).segments[0].postings(schema.CHARACTERS, "犬".encode())
        for times in (255, 700)
    )
    assert once
    assert often
    assert often.units().tolist() == once.units().tolist() != []
    assert 0 < often.weights[0] <= once.weights[0]


def test_more_units_than_a_key_can_number_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "UNIT_MASK", 2)
    gathered = Gathering(str.split)
    gathered.begin("document:1")
    for _ in range(3):
        gathered.head("甲")
    with pytest.raises(BadInput, match="分批导入"):
        gathered.head("甲")


def test_typed_terms_weigh_more_than_the_words_of_the_law_they_bring(cut: Cut) -> None:
    asked = ask(read("放鞭炮"), cut, nowhere, shipped())
    assert asked.passages[schema.BIGRAMS]["鞭炮"] == 1.0
    assert asked.passages[schema.BIGRAMS]["烟花"] == LAY_WEIGHT
    assert asked.needed == ()


def test_a_question_that_is_only_a_place_is_still_a_question(cut: Cut) -> None:
    asked = ask(read("临江市"), cut, lambda _text, _words: ("临江市", " "), shipped())
    assert (asked.place, "临江" in asked.passages[schema.BIGRAMS]) == ("", True)


def test_words_of_a_phrase_are_not_needed_twice(cut: Cut) -> None:
    asked = ask(read("“危险废物” 转移"), cut, nowhere, shipped())
    assert asked.needed == ("转移",)


def test_a_mark_covers_traditional_and_wide_letters(cut: Cut) -> None:
    del cut
    pieces = marked("《環境保護法》第１０条", pattern(["环境保护", "10"]))
    assert [piece.text for piece in pieces if piece.marked] == ["環境保護", "１０"]


def test_a_snippet_shows_the_place_with_most_of_the_words() -> None:
    text = "前言。" + "无关的话，" * 60 + "危险废物转移应当填写联单。" + "结尾的话，" * 60
    shown = "".join(piece.text for piece in snippet(text, pattern(["危险废物", "转移", "联单"])))
    assert shown.startswith("…危险废物转移应当填写联单")
    assert shown.endswith("…")


def test_a_text_without_the_words_is_shown_from_its_beginning() -> None:
    shown = "".join(piece.text for piece in snippet("开头。" + "话" * 300, pattern([])))
    assert shown.startswith("开头。")
