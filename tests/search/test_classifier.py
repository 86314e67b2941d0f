"""Rulings on how a question is understood, on a real index."""

from datetime import date

import pytest

from search.classifier import is_question
from search.engine import Answer, Question
from search.finder import IndexEngine
from search.lexicon.entries import Entry, WordKind, lexicon
from search.understanding.needs import Need

TODAY = date(2026, 11, 23)


def search(engine: IndexEngine, text: str, **changes: object) -> Answer:
    return engine.search(Question(text, TODAY, open_day=True, **changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "need"),
    [
        ("云环发[2021]16", Need.NUMBER),
        ("云环发16号", Need.NUMBER),
        ("云岭省水污染防治条例第二条", Need.ARTICLE),
        ("水污染防治条例第2条", Need.ARTICLE),
        ("云岭省养犬管理条例", Need.TITLE),
        ("“禁止私设暗管”", Need.PHRASE),
        ("遛狗不牵绳怎么处罚", Need.QUESTION),
        ("犬绳", Need.WORDS),
        ("", Need.WORDS),
    ],
)
def test_a_question_is_understood_and_says_so(engine: IndexEngine, typed: str, need: Need) -> None:
    understood = engine.opened().classifier.understand(typed, TODAY, engine.lexicon())
    assert understood.need is need


def test_a_provision_is_quoted_as_it_stands_on_the_day(engine: IndexEngine) -> None:
    (now,) = search(engine, "云岭省水污染防治条例第一条").articles
    assert now.words == "排放水污染物应当取得排污许可证。"
    (then,) = search(engine, "2021年有效的云岭省水污染防治条例第一条").articles
    assert then.words == "排放废水应当登记。"
    assert then.number == "第1条"


def test_a_provision_that_is_not_there_is_not_made_up(engine: IndexEngine) -> None:
    answer = search(engine, "云岭省水污染防治条例第九十条")
    assert answer.articles == ()
    assert answer.hits[0].plain_title == "云岭省水污染防治条例"


def test_words_may_name_the_day_unless_the_reader_chose_one(engine: IndexEngine) -> None:
    assert search(engine, "2021年有效的水污染").on == date(2021, 12, 31)
    chosen = engine.search(Question("2021年有效的水污染", TODAY))
    assert chosen.on == TODAY


def test_what_is_taken_literally_is_read_for_nothing(engine: IndexEngine) -> None:
    answer = search(engine, "2021年有效的水污染", literal=True)
    assert answer.on == TODAY
    assert answer.understood
    assert answer.understood.notes == ()


def test_a_year_and_an_issuer_in_the_words_narrow_as_filters_do(engine: IndexEngine) -> None:
    answer = search(engine, "云岭省生态环境厅发布的危险废物文件")
    assert [hit.id for hit in answer.hits] == [7]
    assert search(engine, "2007年发布的年休假").total == 1
    assert search(engine, "2008年发布的年休假").total == 0


def test_a_misspelt_title_is_asked_back(engine: IndexEngine) -> None:
    answer = search(engine, "云岭省养大管理条例")
    assert [hit.plain_title for hit in answer.titles][:1] == ["云岭省养犬管理条例"]


def test_letters_are_read_as_pinyin_and_it_is_said(engine: IndexEngine) -> None:
    answer = search(engine, "yangquan")
    assert {hit.id for hit in answer.hits} >= {2, 3}
    assert answer.understood
    assert "养犬" in answer.understood.notes[0]


def test_an_incomplete_number_lists_what_has_its_parts(engine: IndexEngine) -> None:
    answer = search(engine, "云环发16号")
    assert answer.hits[0].id == 7
    assert answer.understood
    assert "云环发〔2021〕16号" in answer.understood.notes[0]


def test_the_offices_short_names_stand_for_titles_and_its_words_are_no_slips(engine: IndexEngine) -> None:
    classifier = engine.opened().classifier
    words = lexicon([Entry("年假条例", ("职工带薪年休假条例",), WordKind.ALIAS), Entry("养大", ("养犬",))])
    called = classifier.understand("年假条例第一条", TODAY, words)
    assert (called.need, called.article) == (Need.ARTICLE, "art-1")
    assert classifier.understand("养大", TODAY, words).instead == ()


@pytest.mark.parametrize(
    "typed", ["被辞退能拿到补偿吗", "什么是危险废物", "遛狗要牵绳？", "如何申请排污许可证"]
)
def test_people_ask_in_sentences(typed: str) -> None:
    assert is_question(typed)


@pytest.mark.parametrize("typed", ["养犬", "谁", "排污许可管理条例", "危险废物 转移"])
def test_words_are_no_question(typed: str) -> None:
    assert not is_question(typed)
