"""The training sheet: what matters of a document on paper, with or without answers, marked when it ended."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pdfplumber
import pytest
from flask.testing import FlaskClient

from base import clock, typeset
from base.staff.roles import Actor
from interpretations.passing import training
from interpretations.passing.tables import Dispatch
from interpretations.passing.training import Place
from interpretations.publishing import release
from interpretations.renditions.training import html
from registry.law.terms import EventKind

HERE = Place("政策文件库", "https://wenjian.example")


@pytest.fixture
def sent(below: Any) -> int:
    """A dispatch with a published interpretation."""
    key: int = below.send(interpretation=below.home.publish())
    return key


def made(below: Any, key: int, day: date = date(2026, 11, 23)) -> Any:
    with below.home.database.reading() as session:
        return training.of(session, session.get_one(Dispatch, key), HERE, day)


def test_it_quotes_the_articles_that_interpretation_and_questions_refer_to(below: Any, sent: int) -> None:
    found = made(below, sent)
    assert [each.cited for each in found.articles] == ["第二条", "第三条"]
    assert found.articles[1].lines == (
        "排污许可证有效期为五年；期满需要延续的，应当在届满六十日前提出申请。",
    )


def test_it_tells_the_main_points_in_plain_words(below: Any, sent: int) -> None:
    found = made(below, sent)
    assert found.lead == "排污之前先领证，到期之前早延续。"
    assert found.points[0].words == "许可制度改革以来，各地做法不一。"
    assert found.points[2].cited == ("第二条",)


def test_it_leads_to_document_and_interpretation(below: Any, sent: int) -> None:
    links = made(below, sent).links
    assert [each.label for each in links] == ["文件原文", "解读全文"]
    assert all(each.address.startswith("https://wenjian.example/") for each in links)


def test_the_answers_are_on_the_sheet_with_answers_only(below: Any, sent: int) -> None:
    found = made(below, sent)
    with_them, without = (html(found, answers=each, large=False) for each in (True, False))
    assert "先证后排。" in with_them
    assert "答案 AC" in with_them
    assert "先证后排。" not in without
    assert 'class="box right"' in with_them
    assert 'class="box right"' not in without
    assert "答案" not in without


def test_large_type_is_larger(below: Any, sent: int) -> None:
    found = made(below, sent)
    assert "font-size: 16pt" in html(found, answers=False, large=True)
    assert "font-size: 16pt" not in html(found, answers=False, large=False)


def test_an_ended_document_is_marked_and_stamped(below: Any, sent: int) -> None:
    below.home.event(EventKind.REPEAL, date(2026, 12, 1))
    assert made(below, sent).stamp == ""
    found = made(below, sent, date(2026, 12, 1))
    assert (found.word, found.stamp) == ("已废止", "已废止")
    assert found.running.startswith("【已废止】")
    assert "data:image/svg+xml" in html(found, answers=False, large=False)


def test_an_article_that_was_repealed_is_marked(below: Any, sent: int) -> None:
    below.home.event(EventKind.PARTIAL_REPEAL, date(2026, 11, 25), provisions=["art-3"])
    found = made(below, sent, date(2026, 11, 25))
    assert [(each.cited, each.ended) for each in found.articles] == [("第二条", ""), ("第三条", "已废止")]


def test_a_withdrawn_interpretation_leaves_its_points_out(below: Any, sent: int) -> None:
    with below.home.database.transaction() as session:
        row = session.get_one(Dispatch, sent)
        release.withdraw(session, row.interpretation_id, "引用有误", by=below.home.officer)
    found = made(below, sent)
    assert (found.points, found.lead) == ((), "")
    assert "引用有误" in found.gone
    assert [each.label for each in found.links] == ["文件原文"]


def test_parts_are_numbered_without_gaps(below: Any) -> None:
    found = made(below, below.send("plain", questions=(), needed=0))
    assert found.sections == (("signing", "一、学习签到"),)


def test_hostile_words_stay_words(below: Any) -> None:
    found = made(below, below.send("x", title="<img src=x onerror=alert(1)>"))
    assert "<img src=x" not in html(found, answers=True, large=False)


def words_of(content: bytes) -> tuple[str, int]:
    with pdfplumber.open(BytesIO(content)) as book:
        return "".join(page.extract_text() for page in book.pages), len(book.pages)


@pytest.mark.skipif(bool(typeset.available()), reason="no typesetting here")
def test_the_sheet_is_a_file_for_sender_and_bureau(
    client: FlaskClient, below: Any, sent: int, sign_in: Callable[[Actor], None]
) -> None:
    sign_in(below.home.drafter)
    answer = client.get(f"/desk/dispatches/{sent}/sheet.pdf?answers=1")
    assert answer.mimetype == "application/pdf"
    words, pages = words_of(answer.data)
    assert "学习签到" in words
    assert "先证后排" in words
    assert pages <= 3
    assert client.get(f"/desk/dispatches/{sent}/sheet.pdf?type=tiny").status_code == 400
    first = below.recipients(sent)[0]
    sign_in(below.clerk)
    words, _ = words_of(client.get(f"/desk/received/{first}/sheet.pdf?type=large").data)
    assert "先证后排" not in words
    assert client.get(f"/desk/received/{first}/sheet.pdf?answers=1").status_code == 400
    below.acknowledge(first)
    below.attempt(first)
    assert client.get(f"/desk/received/{first}/sheet.pdf?answers=1").status_code == 200
    clock.set_moment(datetime(2026, 11, 24, 4, tzinfo=UTC))


@pytest.mark.skipif(bool(typeset.available()), reason="no typesetting here")
def test_an_ended_document_is_marked_on_every_page(below: Any, sent: int) -> None:
    below.home.event(EventKind.REPEAL, date(2026, 12, 1))
    page = html(made(below, sent, date(2026, 12, 1)), answers=True, large=True)
    words, pages = words_of(typeset.to_pdf(page))
    assert pages >= 3
    assert words.count("【已废止】") >= pages - 1
