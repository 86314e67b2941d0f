"""Rulings on answers: word for word or none, of the day asked, never stale, never without a mark."""

from collections.abc import Callable
from datetime import date

import pytest

from base.config import Searching
from registry.law.terms import Validity
from registry.searchable import Findable, Searchable, Standing
from search.answers import Answerer, Reply
from search.confidence import Signs
from search.engine import Question
from search.finder import IndexEngine
from search.index import Index
from search.preferences import read
from search.segment import Cut

TODAY = date(2026, 11, 23)


def reply(engine: IndexEngine, text: str, on: date = TODAY) -> Reply:
    return Answerer(engine).reply(Question(text, on, open_day=True))


def words(found: Reply) -> list[str]:
    return [quote.words for quote in found.quotes]


def test_a_question_gets_the_provision_word_for_word_with_its_place(engine: IndexEngine) -> None:
    found = reply(engine, "禁止私设暗管吗？")
    assert found.known
    best = found.quotes[0]
    assert best.words == "禁止私设暗管。"
    assert (best.title, best.number, best.path) == (
        "云岭省水污染防治条例",
        "第2条",
        "/documents/local-regulation/2020/1#art-2",
    )


def test_the_wording_of_the_day_asked_for_is_quoted(engine: IndexEngine) -> None:
    assert words(reply(engine, "排放废水应当登记吗？", date(2021, 5, 1)))[0] == "排放废水应当登记。"
    assert "排放废水应当登记。" not in words(reply(engine, "排放废水应当登记吗？"))


@pytest.mark.parametrize(
    "question", ["红烧肉怎么做才不腻？", "月亮离地球有多远？", "怎样学好吉他？", "？？？"]
)
def test_what_nothing_here_answers_gets_no_quote(engine: IndexEngine, question: str) -> None:
    found = reply(engine, question)
    assert not found.known
    assert found.quotes == ()


def test_what_holds_is_quoted_before_what_has_ended(engine: IndexEngine) -> None:
    found = reply(engine, "城市里禁止燃放烟花爆竹吗？")
    assert [quote.status for quote in found.quotes] == [Validity.IN_FORCE]


def test_what_has_ended_is_quoted_only_where_nothing_else_answers_and_bears_its_status(
    tmp_path: object, cut: Cut, make: Callable[..., Searchable], index: Index
) -> None:
    ended = make(
        20,
        "云岭省城市供热管理办法",
        "供热温度不得低于十八摄氏度。",
        standings=(Standing(None, Validity.IN_FORCE), Standing(date(2025, 1, 1), Validity.REPEALED)),
    )
    index.update(frozenset({ended.key}), lambda _keys: [ended])
    found = reply(IndexEngine(index), "供热温度不得低于多少？")
    assert [(quote.words, quote.status) for quote in found.quotes] == [
        ("供热温度不得低于十八摄氏度。", Validity.REPEALED)
    ]


@pytest.fixture
def two_places(index: Index, make: Callable[..., Searchable]) -> Index:
    """Two cities of two provinces with a rule on the same matter, the farther one's told shorter."""
    near = make(
        30, "温州市城市供热办法", "供热温度不得低于十八摄氏度，由供热单位负责测量和公布。", region="浙江"
    )
    far = make(31, "济南市城市供热办法", "供热温度不得低于十六摄氏度。", region="山东")
    index.update(frozenset({near.key, far.key}), lambda _keys: [near, far])
    return index


def first_words(engine: IndexEngine, text: str) -> tuple[str, str]:
    """The title of the first hit, and of the first quote."""
    hit = engine.search(Question(text, TODAY)).hits[0]
    return hit.plain_title, reply(engine, text).quotes[0].title


@pytest.mark.parametrize(
    ("home", "question", "city"),
    [
        ("", "供热温度不得低于多少？", "济南市"),
        ("浙江省", "供热温度不得低于多少？", "温州市"),
        ("温州市", "供热温度不得低于多少？", "温州市"),
        ("浙江省", "济南供热温度不得低于多少？", "济南市"),
        ("", "温州供热温度不得低于多少？", "温州市"),
        ("云岭市", "供热温度不得低于多少？", "济南市"),
    ],
)
def test_the_rule_of_the_place_asked_for_answers_else_that_of_the_office(
    two_places: Index, home: str, question: str, city: str
) -> None:
    engine = IndexEngine(two_places, preferences=read(Searching(home=home)))
    assert first_words(engine, question) == (f"{city}城市供热办法",) * 2


def test_what_holds_elsewhere_is_near_but_no_answer(two_places: Index) -> None:
    found = reply(IndexEngine(two_places), "杭州供热温度不得低于多少？")
    assert (found.known, found.place) == (False, "杭州市")
    assert found.quotes == ()
    near = [hit.plain_title for hit in found.near.hits]
    assert "温州市城市供热办法" in near
    assert "中华人民共和国" not in "".join(near)
    at_home = IndexEngine(two_places, preferences=read(Searching(home="福建省")))
    assert not reply(at_home, "供热温度不得低于多少？").known


def test_the_place_has_a_rule_of_its_own_in_other_words(
    two_places: Index, make: Callable[..., Searchable]
) -> None:
    own = make(32, "杭州市城市供热办法", "供热期间室内应当暖和。", "热用户应当登记。", region="浙江")
    two_places.update(frozenset({own.key}), lambda _keys: [own])
    found = reply(IndexEngine(two_places), "杭州城市供热温度多少？")
    assert (found.known, found.place) == (True, "")
    assert found.quotes[0].words == "供热期间室内应当暖和。"
    assert {quote.title for quote in found.quotes} == {"杭州市城市供热办法"}


def test_a_question_asked_before_is_answered_as_it_was(
    index: Index, library: list[Searchable], explain: Callable[..., Searchable]
) -> None:
    asked = explain(
        30,
        library[1],
        "遛狗不牵绳会被罚款吗？",
        "会。依照条例处二百元罚款。",
        content=Findable.QUESTION,
    )
    index.update(frozenset({asked.key}), lambda _keys: [asked])
    best = reply(IndexEngine(index), "遛狗不牵绳会罚款吗").quotes[0]
    assert (best.question, best.words) == ("遛狗不牵绳会被罚款吗？", "会。依照条例处二百元罚款。")
    assert best.interpretation == 30


def test_an_answer_of_a_later_day_is_none_of_an_earlier_one(
    index: Index, library: list[Searchable], explain: Callable[..., Searchable]
) -> None:
    asked = explain(30, library[1], "遛狗不牵绳会被罚款吗？", "会。", content=Findable.QUESTION)
    index.update(frozenset({asked.key}), lambda _keys: [asked])
    found = reply(IndexEngine(index), "遛狗不牵绳会被罚款吗？", date(2025, 1, 1))
    assert all(not quote.question for quote in found.quotes)


def test_confidence_grows_with_each_sign() -> None:
    weak = Signs(0.1, 0.3, 0.0)
    for stronger in (Signs(0.4, 0.3, 0.0), Signs(0.1, 1.2, 0.0)):
        assert stronger.confidence > weak.confidence
