"""Rulings on the prints of interpretations and questions: the words, the mark on every page, two sizes."""

import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from time import perf_counter
from typing import Any

import pdfplumber
import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader

from base import clock, typeset
from interpretations.rules.content import Block
from interpretations.rules.terms import BlockKind
from registry.law.terms import EventKind

ADDRESS = "normative-document/2026/900001"


@pytest.fixture(autouse=True)
def _one_kind_of_database(request: pytest.FixtureRequest) -> None:
    """A print costs seconds, and which database its words came from makes no difference to it."""
    if "postgres" in request.node.name:
        pytest.skip("prints are made of values: one database is enough")
    if why := typeset.available():
        pytest.skip(why)


def pages_of(answer: Any) -> list[str]:
    """The words of every page, without the spaces that typesetting puts in."""
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    with pdfplumber.open(io.BytesIO(answer.data)) as print_:
        return ["".join((sheet.extract_text() or "").split()) for sheet in print_.pages]


def test_a_print_says_what_the_page_says(client: FlaskClient, published: Callable[..., int]) -> None:
    words = "".join(pages_of(client.get(f"/interpretations/{published()}.pdf")))
    for said in (
        "《澄江省排污许可管理办法》解读",
        "排污之前先领证，到期之前早延续。",
        "澄江省生态环境厅水生态环境处",
        "2026-11-2312:00",
        "截至2026年11月23日：所解读的文件现行有效",
        "证到期了怎么办？",
        "排污许可证有效期为五年",
        "小企业不用领证",
        "短视频平台",
        "首次三年，延续五年",
        "咨询方式：水生态环境处",
    ):
        assert said in words, said
    assert "已废止" not in words


def test_a_print_is_tagged_and_names_itself(client: FlaskClient, published: Callable[..., int]) -> None:
    reader = PdfReader(io.BytesIO(client.get(f"/interpretations/{published()}.pdf").data))
    assert reader.metadata is not None
    assert reader.metadata.title == "《澄江省排污许可管理办法》解读"
    assert reader.metadata.author == "澄江省生态环境厅水生态环境处"
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "zh-CN"
    assert [mark["/Title"] for mark in reader.outline if not isinstance(mark, list)]


def test_large_type_is_larger(client: FlaskClient, published: Callable[..., int]) -> None:
    key = published()
    sizes = []
    for ending in ("", "?type=large"):
        answer = client.get(f"/interpretations/{key}.pdf{ending}")
        with pdfplumber.open(io.BytesIO(answer.data)) as print_:
            sizes.append(max(set(held := [round(c["size"]) for c in print_.pages[0].chars]), key=held.count))
            assert print_.pages[0].width == pytest.approx(595.3, abs=1)
    assert sizes[0] < 13
    assert sizes[1] >= 14
    assert "%E5%A4%A7%E5%AD%97%E7%89%88" in answer.headers["Content-Disposition"]


def test_every_page_of_what_ended_says_so(
    home: Any, client: FlaskClient, published: Callable[..., int]
) -> None:
    key = published()
    home.event(EventKind.REPEAL, date(2027, 1, 1))
    clock.set_moment(datetime(2026, 12, 31, 16, tzinfo=UTC))
    answer = client.get(f"/interpretations/{key}.pdf")
    pages = pages_of(answer)
    assert len(pages) > 1
    assert all("所解读的文件已于2027年1月1日废止" in words for words in pages)
    assert "所解读条文已失效" in "".join(pages)
    assert PdfReader(io.BytesIO(answer.data)).metadata.title.startswith("【已废止】")  # type: ignore[union-attr]
    assert answer.headers["X-Validity"].startswith("repealed")
    assert "%E3%80%90%E5%B7%B2%E5%BA%9F%E6%AD%A2%E3%80%91" in answer.headers["Content-Disposition"]


def test_a_stale_provision_is_marked_where_it_stands_and_on_every_page(
    home: Any, client: FlaskClient, published: Callable[..., int]
) -> None:
    key = published()
    home.reword("art-3", "排污许可证有效期为三年。", date(2026, 11, 24))
    clock.set_moment(datetime(2026, 11, 24, 4, tzinfo=UTC))
    pages = pages_of(client.get(f"/interpretations/{key}.pdf"))
    assert "第三条解读针对旧版2026年11月20日文本" in "".join(pages)
    assert "排污许可证有效期为五年" in "".join(pages)
    assert all("第三条此后有变动，相应内容解读针对旧版" in words for words in pages)


def test_the_same_print_is_made_once(app: Flask, client: FlaskClient, published: Callable[..., int]) -> None:
    key = published()
    first = client.get(f"/interpretations/{key}.pdf")
    assert len(list(app.extensions["prints"].folder.glob("*/*"))) == 1
    again = client.get(f"/interpretations/{key}.pdf", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert client.get(f"/interpretations/{key}.pdf").data == first.data
    assert len(list(app.extensions["prints"].folder.glob("*/*"))) == 1


def test_the_questions_about_a_document_are_a_print(
    client: FlaskClient, published: Callable[..., int]
) -> None:
    published()
    pages = pages_of(client.get(f"/faq.pdf?document={ADDRESS}"))
    words = "".join(pages)
    assert "《澄江省排污许可管理办法》问答" in words
    assert "证到期了怎么办？" in words
    assert "管哪些单位？" in words
    assert "第三条" in words


def test_there_is_no_print_where_nothing_is_asked(client: FlaskClient) -> None:
    assert client.get(f"/faq.pdf?document={ADDRESS}").status_code == 404
    assert client.get("/faq.pdf?document=law/1900/1").status_code == 404


def test_hostile_words_are_printed_as_words(home: Any, client: FlaskClient) -> None:
    hostile = (
        Block("b1", BlockKind.PASSAGE, "<b>标题</b>", "<script>x</script>![图](http://127.0.0.1:9/a.png)"),
        Block("p1", BlockKind.POINT, "<img src=x>", "</style><h1>大</h1>"),
        Block("m1", BlockKind.MISREADING, "{{ 7 * 7 }}", "是文字", "<i>某处</i>"),
    )
    key = home.publish(home.content(blocks=hostile, lead="</title><script>"))
    words = "".join(pages_of(client.get(f"/interpretations/{key}.pdf")))
    assert "<b>标题</b>" in words
    assert "</style><h1>大</h1>" in words
    assert "{{7*7}}" in words


@pytest.mark.parametrize(
    "kind", [BlockKind.STEP, BlockKind.POINT, BlockKind.FIGURE, BlockKind.CHANGE, BlockKind.MISREADING]
)
def test_words_of_any_length_are_printed_whole_and_soon(
    home: Any, client: FlaskClient, kind: BlockKind, within: Callable[..., Any]
) -> None:
    many = tuple(Block(f"b{place}", kind, "名目", "没有证就不能排。" * 600 + "终") for place in range(2))
    key = home.publish(home.content(blocks=many))
    # In a flexible box, one such step kept the typesetter busy for minutes.
    with within(10, clock=perf_counter):
        words = "".join(pages_of(client.get(f"/interpretations/{key}.pdf")))
    assert words.count("终") == 2
