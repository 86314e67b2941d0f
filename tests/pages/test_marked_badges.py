"""Rulings on badges, share cards and the lines for other sites."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from base import typeset
from registry.renditions.badge import Badge, svg
from registry.views.badges import lasting

OLD, NEW, COMING = "normative-document/2015/3", "normative-document/2021/8", "normative-document/2026/9"
SVG = "{http://www.w3.org/2000/svg}"


def words(pages: Any, address: str) -> list[str]:
    answer = pages.get(address)
    assert answer.status_code == 200
    assert answer.mimetype == "image/svg+xml"
    return [node.text or "" for node in ET.fromstring(answer.data).iter(f"{SVG}text")]  # noqa: S314  # our own


@pytest.mark.parametrize(
    ("address", "word"),
    [
        (OLD, "已废止"),
        (NEW, "现行有效"),
        (COMING, "尚未施行"),
        ("local-government-rule/2010/6", "部分废止"),
        ("normative-document/2018/2", "已失效"),
        ("normative-document/2019/4", "已撤回"),
        ("normative-document/2026/10", "未登记"),
        ("normative-document/1999/9", "未登记"),
    ],
)
def test_the_badge_says_in_words_how_the_document_stands(pages: Any, address: str, word: str) -> None:
    assert words(pages, f"/badge/{address}.svg") == ["时效", word]
    assert pages.get(f"/badge/{address}.json").get_json()["word"] == word


@pytest.mark.parametrize(
    "number", ["澄环发〔2015〕3号", "澄环发[2015]3号", "澄环发 2015 3", "澄江省排污权交易管理办法（试行）"]
)
def test_a_number_in_any_form_or_a_title_finds_its_document(pages: Any, number: str) -> None:
    assert words(pages, f"/badge/by-number/{number}.svg") == ["时效", "已废止"]
    told = pages.get(f"/badge/by-number/{number}.json").get_json()
    assert told == {
        "state": "repealed",
        "word": "已废止",
        "warns": True,
        "number": "澄环发〔2015〕3号",
        "title": "澄江省排污权交易管理办法（试行）",
        "sentence": told["sentence"],
        "url": f"http://localhost/documents/{OLD}",
    }
    assert told["sentence"].startswith("已于2021年8月1日废止")


@pytest.mark.parametrize(
    "number", ["甲环发〔2015〕999号", "不应出现的草稿", "澄环发〔2026〕10号", "2015/3", "a/b/c", "%00"]
)
def test_an_unknown_number_is_no_error_and_no_draft_is_known(pages: Any, number: str) -> None:
    answer = pages.get(f"/badge/by-number/{number}.json")
    if number == "%00":
        assert answer.status_code in (200, 400)
        return
    assert answer.get_json()["state"] == "unknown"
    assert words(pages, f"/badge/by-number/{number}.svg") == ["时效", "未登记"]


def test_a_number_of_several_documents_is_told_to_be(pages: Any, write: Callable[[Any], None]) -> None:
    def twin(scribe: Any) -> None:
        scribe.document("other/2015/3", "另一份文件", document_number="澄环发〔2015〕3号")

    write(twin)
    told = pages.get("/badge/by-number/澄环发〔2015〕3号.json").get_json()
    assert (told["state"], told["warns"], told["url"]) == ("ambiguous", None, None)


def test_a_withdrawn_document_is_known_by_its_number(pages: Any, write: Callable[[Any], None]) -> None:
    def gone(scribe: Any) -> None:
        scribe.document(
            "other/2020/7", "误发", document_number="澄环发〔2020〕7号",
            publication="withdrawn", withdrawal_reason="误发",
        )  # fmt: skip

    write(gone)
    assert words(pages, "/badge/by-number/澄环发〔2020〕7号.svg") == ["时效", "已撤回"]


@pytest.mark.parametrize("ending", ["svg", "json"])
def test_any_site_may_show_it_and_keep_it_for_a_minute(pages: Any, ending: str) -> None:
    answer = pages.get(f"/badge/{OLD}.{ending}")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.cache_control.max_age == 60
    assert "Set-Cookie" not in answer.headers
    again = pages.get(f"/badge/{OLD}.{ending}", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["Access-Control-Allow-Origin"] == "*"


def test_nobody_keeps_it_past_midnight_in_china(pages: Any, hold_clock: Callable[[datetime], None]) -> None:
    hold_clock(datetime(2026, 12, 31, 15, 59, 51, tzinfo=UTC))
    answer = pages.get(f"/badge/{COMING}.svg")
    assert answer.cache_control.max_age == 9
    assert ">尚未施行</text>" in answer.get_data(as_text=True)
    hold_clock(datetime(2026, 12, 31, 16, 0, 0, tzinfo=UTC))
    assert words(pages, f"/badge/{COMING}.svg") == ["时效", "现行有效"]


@given(st.datetimes(datetime(2020, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001  # UTC is given
def test_no_answer_is_kept_longer_than_a_minute_or_over_midnight(now: datetime) -> None:
    seconds = lasting(now)
    assert 0 <= seconds <= 60
    from_midnight = (now.timestamp() + 8 * 3600) % 86400
    assert from_midnight + seconds <= 86400


def test_a_screen_reader_reads_the_badge(pages: Any) -> None:
    picture = ET.fromstring(pages.get(f"/badge/{OLD}.svg").data)  # noqa: S314  # our own
    assert picture.get("role") == "img"
    title = picture.find(f"{SVG}title")
    assert title is not None
    assert picture.get("aria-labelledby") == title.get("id")
    assert (title.text or "").startswith(
        "时效：已废止。澄江省排污权交易管理办法（试行）：已于2021年8月1日废止"
    )


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=60))
def test_no_title_breaks_out_of_the_picture(title: str) -> None:
    picture = ET.fromstring(svg(Badge("repealed", "已废止", True, "", title, title, "")))  # noqa: S314  # our own
    assert [node.tag.removeprefix(SVG) for node in picture] == ["title", "rect", "rect", "text", "text"]


@pytest.mark.pdf
def test_the_share_card_is_a_picture_that_changes_with_the_standing(pages: Any) -> None:
    if reason := typeset.available():
        pytest.skip(reason)
    old, new = pages.get(f"/card/{OLD}.png"), pages.get(f"/card/{NEW}.png")
    assert old.mimetype == "image/png"
    assert Image.open(BytesIO(old.data)).size == (1200, 630)
    assert old.headers["X-Validity"].startswith("repealed")
    assert old.headers["ETag"] != new.headers["ETag"]
    assert pages.get(f"/card/{OLD}.png", headers={"If-None-Match": old.headers["ETag"]}).status_code == 304
    assert pages.get("/card/normative-document/2019/4.png").status_code == 410
    assert pages.get("/card/normative-document/2026/10.png").status_code == 404


def properties(html: str) -> dict[str, str]:
    return dict(re.findall(r'<meta property="(og:[a-z:_]{1,20})" content="([^"]{0,500})">', html))


def test_what_is_passed_on_says_how_the_document_stands_today(pages: Any) -> None:
    shared = properties(pages.get(f"/documents/{OLD}").get_data(as_text=True))
    assert shared["og:title"] == "【已废止】澄江省排污权交易管理办法（试行）"
    assert shared["og:description"].startswith("已于2021年8月1日废止")
    assert shared["og:image"].startswith(f"http://localhost/card/{OLD}.png?v=")
    past = properties(pages.get(f"/documents/{OLD}/2020-01-01").get_data(as_text=True))
    assert past["og:title"] == "【已废止】澄江省排污权交易管理办法（试行）（2020年1月1日）"
    assert properties(pages.get(f"/documents/{NEW}").get_data(as_text=True))["og:title"][0] == "澄"


def test_the_page_of_a_past_day_says_how_it_stands_today(pages: Any) -> None:
    html = pages.get(f"/documents/{OLD}/2020-01-01").get_data(as_text=True)
    assert "截至2026年11月23日：已于2021年8月1日废止" in html
    text = pages.get(f"/documents/{OLD}.txt?on=2020-01-01").get_data(as_text=True)
    assert "截至2026年11月23日：已于2021年8月1日废止" in text
    assert (
        pages.get(f"/documents/{OLD}.json?on=2020-01-01").get_json()["today"]["validity"]["value"]
        == "repealed"
    )


@pytest.mark.parametrize("form", ["", ".json", ".txt", ".pdf", "/2020-01-01"])
def test_every_form_bears_the_header_also_to_head(pages: Any, form: str) -> None:
    if form == ".pdf" and typeset.available():
        pytest.skip("no typesetting")
    past = form == "/2020-01-01"
    expected = "in_force; on=2020-01-01; " if past else "repealed; on=2026-11-23; "
    for ask in (pages.get, pages.head):
        answer = ask(f"/documents/{OLD}{form}")
        assert answer.headers["X-Validity"].startswith(expected)
        assert answer.headers["X-Validity"].isascii()


def test_the_lines_to_copy_name_the_number_and_run_nothing_else(pages: Any) -> None:
    html = pages.get("/embed", query_string={"number": "澄环发〔2015〕3号"}).get_data(as_text=True)
    assert "http://localhost/badge/by-number/澄环发〔2015〕3号.svg" in html
    assert "data-number=&#34;澄环发〔2015〕3号&#34; defer" in html
    assert "已废止" in html


@pytest.mark.parametrize("evil", ['"><script>alert(1)</script>', "'onerror=alert(1)", "</code><img src=x>"])
def test_a_number_typed_into_the_lines_stays_a_number(pages: Any, evil: str) -> None:
    html = pages.get("/embed", query_string={"number": evil}).get_data(as_text=True)
    assert "<script>alert" not in html
    assert "<img src=x" not in html


def test_the_script_is_open_to_other_sites_and_renewed_within_the_hour(pages: Any) -> None:
    answer = pages.get("/embed.js")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer.cache_control.max_age == 3600
    assert "innerHTML" not in answer.get_data(as_text=True)
