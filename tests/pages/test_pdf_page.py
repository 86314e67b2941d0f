"""The print of a document over the web: asked for, asked for again, and when there is none."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pdfplumber
import pytest
from flask import Flask

from base import clock, typeset
from registry.views import printing

pytestmark = pytest.mark.pdf


@pytest.fixture(autouse=True)
def _typesetting() -> None:
    if reason := typeset.available():
        pytest.skip(reason)


def words(response: Any, page: int = 0) -> str:
    with pdfplumber.open(BytesIO(response.data)) as document:
        return str(document.pages[page].extract_text()).replace("\n", "").replace(" ", "")


def test_print_of_today(pages: Any) -> None:
    response = pages.get("/documents/normative-document/2021/8.pdf")
    assert response.status_code == 200
    assert response.mimetype == "application/pdf"
    assert response.headers["Content-Disposition"].startswith("inline; filename*=UTF-8''%E6%BE%84")
    found = words(response)
    assert "截至2026年11月23日：现行有效，自2021年8月1日起施行。" in found
    assert "澄环发〔2021〕8号" in found
    assert "第一条为规范排污权交易，制定本办法。" in found
    assert "http://localhost/documents/normative-document/2021/8" in found


def test_second_request_is_answered_with_304_and_no_body(pages: Any) -> None:
    first = pages.get("/documents/normative-document/2021/8.pdf")
    again = pages.get(
        "/documents/normative-document/2021/8.pdf", headers={"If-None-Match": first.headers["ETag"]}
    )
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert "no-cache" in again.headers["Cache-Control"]


def test_print_is_kept_on_disk_and_given_again(pages: Any, registry: Flask) -> None:
    first = pages.get("/documents/normative-document/2021/8.pdf")
    folder = registry.extensions["config"].cache / "pdf"
    kept = list(folder.glob("*/*"))
    assert [place.read_bytes() for place in kept] == [first.data]
    kept[0].write_bytes(b"%PDF-from the disk")
    assert pages.get("/documents/normative-document/2021/8.pdf").data == b"%PDF-from the disk"


def test_next_day_is_another_print(pages: Any, hold_clock: Callable[[date], None]) -> None:
    today = pages.get("/documents/normative-document/2021/8.pdf")
    hold_clock(date(2026, 11, 24))
    tomorrow = pages.get(
        "/documents/normative-document/2021/8.pdf", headers={"If-None-Match": today.headers["ETag"]}
    )
    assert tomorrow.status_code == 200
    assert "截至2026年11月24日" in words(tomorrow)
    assert clock.today() == date(2026, 11, 24)


def test_repealed_document_says_so_on_its_print(pages: Any) -> None:
    found = words(pages.get("/documents/normative-document/2015/3.pdf"))
    assert "已于2021年8月1日废止，依据《澄江省排污权交易管理办法》（澄环发〔2021〕8号）" in found
    assert "由《澄江省排污权交易管理办法》代替" in found


def test_print_of_a_past_day_has_that_days_text(pages: Any) -> None:
    found = words(pages.get("/documents/local-regulation/2012/1/2015-01-01.pdf"))
    assert "为了保护水环境，制定本条例。" in found
    assert "2012年5月30日文本（历史文本，不是今日适用的文本）" in found
    assert "为了保护和改善水环境" in words(pages.get("/documents/local-regulation/2012/1.pdf"))


def test_ended_article_is_marked_on_the_print(pages: Any) -> None:
    assert "【已废止】第二条" in words(pages.get("/documents/local-government-rule/2010/6.pdf"))


def test_former_address_leads_to_the_print(pages: Any) -> None:
    response = pages.get("/documents/normative-document/2021/08.pdf")
    assert (response.status_code, response.location) == (308, "/documents/normative-document/2021/8.pdf")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/documents/normative-document/2026/10.pdf", 404),
        ("/documents/normative-document/2019/4.pdf", 410),
        ("/documents/normative-document/1999/1.pdf", 404),
        ("/documents/normative-document/2021/8/2021-02-30.pdf", 404),
    ],
    ids=["draft", "withdrawn", "unknown", "impossible day"],
)
def test_what_may_not_be_seen_is_not_printed_either(pages: Any, path: str, status: int) -> None:
    assert pages.get(path).status_code == status


def test_site_without_pdf_says_so_on_the_page_and_at_the_address(pages: Any, registry: Flask) -> None:
    registry.extensions["config"] = replace(registry.extensions["config"], pdf=False)
    response = pages.get("/documents/normative-document/2021/8.pdf")
    assert response.status_code == 503
    assert "本站未开启PDF" in response.get_data(as_text=True)
    with registry.test_request_context():
        assert printing.why_not().startswith("本站未开启PDF")
    assert "本站未开启PDF" in pages.get("/documents/normative-document/2021/8").get_data(as_text=True)
