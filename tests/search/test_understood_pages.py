"""Rulings on pages that understand: what was read is said; only what is public is named."""

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient

from search.keeping import Keeper


@pytest.fixture
def page(keeper: Keeper, client: FlaskClient, hold_clock: Callable[[date], None]) -> FlaskClient:
    hold_clock(date(2026, 11, 23))
    keeper.catch_up()
    return client


def ask(client: FlaskClient, path: str, **query: str) -> str:
    response = client.get(path, query_string=query)
    assert response.status_code == 200, response.status
    return response.text


def test_the_page_says_how_the_question_was_taken(page: FlaskClient) -> None:
    html = ask(page, "/search", q="云岭省养犬管理规定第一条")
    assert "按条文查找" in html
    assert "<blockquote" in html
    assert "携带犬只出户应当使用犬绳牵领。" in html


def test_what_was_read_into_the_words_can_be_taken_back(page: FlaskClient) -> None:
    html = ask(page, "/search", q="2021年有效的养犬")
    assert "查2021年12月31日当天的条文和时效" in html
    assert "literal=1" in html
    literal = ask(page, "/search", q="2021年有效的养犬", literal="1")
    assert "不是今天的" not in literal


def test_a_repealed_provision_is_never_quoted_without_its_mark(page: FlaskClient) -> None:
    html = ask(page, "/search", q="云岭省烟花爆竹管理规定第一条")
    quote = html[html.index('<figure class="quote') : html.index("</figure>")]
    assert "已废止" in quote
    assert "2024年3月1日" in quote
    assert 'class="quote ended"' in quote


def test_a_question_is_answered_above_the_hits_and_on_its_own_page(page: FlaskClient) -> None:
    for path in ("/search", "/answers"):
        html = ask(page, path, q="出户遛狗要不要使用犬绳牵领？")
        assert "逐字引用" in html
        assert "携带犬只出户应当使用犬绳牵领。" in html


def test_what_nothing_answers_leads_to_people_with_the_question_filled_in(page: FlaskClient) -> None:
    html = ask(page, "/answers", q="红烧肉怎么做才不腻？")
    assert "没有找到能回答这个问题的条文" in html
    assert "/enquiries/new?question=" in html
    form = ask(page, "/enquiries/new", question="红烧肉怎么做才不腻？")
    assert "红烧肉怎么做才不腻？</textarea>" in form


def test_answers_for_programs_carry_text_and_standing(page: FlaskClient) -> None:
    told = page.get("/answers.json", query_string={"q": "出户遛狗要不要使用犬绳牵领？"}).get_json()
    assert told["known"] is True
    best = told["quotes"][0]
    assert best["text"] == "携带犬只出户应当使用犬绳牵领。"
    assert (best["validity"]["value"], best["holds"]) == ("in_force", True)
    unknown = page.get("/answers.json", query_string={"q": "月亮离地球有多远？"}).get_json()
    assert (unknown["known"], unknown["quotes"]) == (False, [])


def test_suggestions_lead_where_they_say(page: FlaskClient) -> None:
    typed, texts, notes, addresses = page.get("/search/suggest", query_string={"q": "养犬"}).get_json()
    assert typed == "养犬"
    assert texts[0] == "云岭省养犬管理规定"
    assert notes[0] == "文件"
    assert page.get(addresses[0]).status_code == 200


@pytest.mark.parametrize("typed", ["yangquan", "云环发〔2021", "云岭省养犬管理规定第一条", "放鞭"])
def test_pinyin_numbers_provisions_and_lay_words_are_suggested(page: FlaskClient, typed: str) -> None:
    assert page.get("/search/suggest", query_string={"q": typed}).get_json()[1]


@pytest.mark.parametrize("typed", ["", " ", "\u200b", "？！", "x" * 5000, "%", "%00"])
def test_nothing_typed_breaks_the_suggestions(page: FlaskClient, typed: str) -> None:
    assert page.get("/search/suggest", query_string={"q": typed}).status_code == 200


@pytest.mark.parametrize("path", ["/search/suggest", "/answers.json", "/search.json"])
def test_what_was_withdrawn_a_moment_ago_is_named_nowhere(
    page: FlaskClient, shelf: object, path: str
) -> None:
    question = {"q": "携带犬只出户应当使用犬绳牵领吗？" if path != "/search/suggest" else "云岭省养犬"}
    assert "养犬管理规定" in page.get(path, query_string=question).text
    shelf.withdraw(1)  # type: ignore[attr-defined]
    assert "养犬管理规定" not in page.get(path, query_string=question).text
