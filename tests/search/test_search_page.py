import re
from collections.abc import Callable
from datetime import date
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient

from search.keeping import Keeper


@pytest.fixture
def page(keeper: Keeper, client: FlaskClient, hold_clock: Callable[[date], None]) -> FlaskClient:
    hold_clock(date(2026, 11, 23))
    keeper.catch_up()
    return client


def text_of(client: FlaskClient, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, response.status
    return unescape(response.get_data(as_text=True))


def words_of(client: FlaskClient, address: str) -> str:
    return re.sub("<[^>]{0,300}>", "", text_of(client, address))


def test_without_a_question_the_page_explains_itself(page: FlaskClient) -> None:
    assert "可以这样检索" in words_of(page, "/search")


def test_a_hit_links_to_its_article_and_marks_the_words(page: FlaskClient) -> None:
    html = text_of(page, "/search?q=犬绳")
    assert re.search(r'href="/documents/normative-document/2020/[0-9]+#art-1"', html)
    assert "<mark>" in html


def test_a_hit_of_a_past_day_links_to_that_day(page: FlaskClient) -> None:
    html = text_of(page, "/search?q=犬绳&on=2021-05-01")
    assert re.search(r'href="/documents/normative-document/2020/[0-9]+/2021-05-01#art-1"', html)
    assert "不是今天的" in html


def test_an_ended_document_is_marked_in_words(page: FlaskClient) -> None:
    html = text_of(page, "/search?q=禁止燃放")
    assert 'class="status status-repealed">已废止<' in html
    assert 'class="status status-repealed"' not in text_of(page, "/search?q=禁止燃放&on=2024-02-29")


def test_a_number_leads_straight_to_its_document(page: FlaskClient) -> None:
    response = page.get("/search?q=云环发[2021]16号")
    assert response.status_code == 303
    assert response.location.startswith("/documents/normative-document/2020/")
    past = page.get("/search?q=云环发[2021]16号&on=2022-01-01")
    assert past.location.endswith("/2022-01-01")


def test_a_number_nearly_right_leads_to_suggestions(page: FlaskClient) -> None:
    words = words_of(page, "/search?q=云环发〔2021〕18号")
    assert "没有文号为" in words
    assert "云环发〔2021〕17号" in words


def test_facets_are_links_with_counts_that_hold(page: FlaskClient) -> None:
    html = text_of(page, "/search?q=管理规定")
    assert "共 2 件" in html
    address = re.search(r'href="(/search\?[^"]*status=repealed[^"]*)"', html)
    assert address is not None
    assert "共 1 件" in words_of(page, address.group(1))


def test_a_chosen_facet_can_be_let_go(page: FlaskClient) -> None:
    html = text_of(page, "/search?q=管理规定&status=repealed")
    chosen = re.search(r'href="([^"]+)" aria-current="true">已废止', html)
    assert chosen is not None
    assert "共 2 件" in words_of(page, chosen.group(1))


def test_nothing_found_says_what_to_try(page: FlaskClient) -> None:
    assert "没有找到" in words_of(page, "/search?q=银河系漫游")


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=<script>alert(1)</script>",
        "q=" + "条例" * 150,
        "q=“",
        "q=%F0%A0%AE%B7",
        "q=a&kind=nothing",
        "q=-x",
    ],
)
def test_strange_questions_get_a_page(page: FlaskClient, query: str) -> None:
    assert "<script>alert" not in page.get(f"/search?{query}").get_data(as_text=True)


@pytest.mark.parametrize("query", ["q=a&on=2026-02-30", "q=a&page=0", "q=a&page=x", "q=a&sort=sideways"])
def test_a_wrong_parameter_is_named(page: FlaskClient, query: str) -> None:
    response = page.get(f"/search?{query}")
    assert response.status_code == 400
    assert query.rpartition("&")[2].partition("=")[0] in response.get_data(as_text=True)


def test_a_page_is_remembered_only_when_the_index_has_heard_of_everything(
    page: FlaskClient, shelf: Any, keeper: Keeper
) -> None:
    assert "ETag" in page.get("/search?q=养犬").headers
    shelf.put("云岭省养犬登记规定", "养犬应当登记。")
    assert "ETag" not in page.get("/search?q=养犬").headers
    keeper.catch_up()
    assert "云岭省养犬登记规定" in words_of(page, "/search?q=养犬登记").replace(" ", "")
    assert "ETag" in page.get("/search?q=养犬").headers


@pytest.mark.usefixtures("shelf")
def test_without_an_index_the_page_answers_with_a_notice(
    client: FlaskClient, hold_clock: Callable[[date], None]
) -> None:
    hold_clock(date(2026, 11, 23))
    response = client.get("/search?q=犬绳")
    assert response.status_code == 200
    assert "由数据库直接检索" in response.get_data(as_text=True)
    assert "ETag" not in response.headers
    mending = client.application.extensions["search"].mending
    mending.join(60)
    assert "由数据库直接检索" not in words_of(client, "/search?q=犬绳")


def test_what_was_withdrawn_is_not_found_even_before_the_index_hears_of_it(
    page: FlaskClient, shelf: Any
) -> None:
    key = shelf.put("云岭省秘密事项规定", "保密事项应当登记造册。", number="云环发〔2021〕88号")
    Keeper(page.application.extensions["config"], shelf.database).catch_up()
    assert "秘密事项规定" in words_of(page, "/search?q=登记造册")
    shelf.withdraw(key)
    assert "秘密事项规定" not in words_of(page, "/search?q=登记造册")
    near = page.get("/search?q=云环发[2021]88号")
    assert (near.status_code, "没有文号为" in near.text) == (200, True)
