"""Rulings on pasting and checking: page, print and answer for programs."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from flask import Flask

from base.outbox import post
from tests.pages.conftest import Scribe

WATER = "《澄江省水环境保护条例》"
OLD = "《澄江省排污权交易管理办法（试行）》"


def asked(pages: Any, text: str, status: int = 200, **more: str) -> Any:
    answer = pages.post("/api/v1/check", json={"text": text, **more})
    assert answer.status_code == status
    return answer.get_json()


def one(pages: Any, text: str, **more: str) -> dict[str, Any]:
    found = asked(pages, text, **more)
    assert len(found) == 1
    assert text[found[0]["start_index"] : found[0]["end_index"]] == found[0]["citation"]
    return dict(found[0])


def test_says_that_an_instrument_holds_and_quotes_the_article_of_the_day(pages: Any) -> None:
    told = one(pages, f"依据{WATER}第二条办理")
    assert told["status"] == 200
    assert told["conclusion"]["value"] == "in_force"
    assert "取得排污许可证" in told["documents"][0]["provisions"][0]["text"]
    assert told["corrected"].startswith(WATER)
    assert told["corrected"].endswith("第二条")


def test_says_that_an_instrument_has_ended_and_what_took_its_place(pages: Any) -> None:
    told = one(pages, f"依据{OLD}第二条办理")
    assert told["conclusion"]["value"] == "ended"
    assert told["documents"][0]["validity"]["value"] == "repealed"
    assert told["documents"][0]["replaced_by"][0]["title"] == "澄江省排污权交易管理办法"
    assert told["corrected"] == "《澄江省排污权交易管理办法》（澄环发〔2021〕8号）"


def test_on_a_day_before_its_end_it_holds(pages: Any) -> None:
    assert one(pages, OLD, on="2021-07-31")["conclusion"]["value"] == "in_force"
    assert one(pages, OLD, on="2021-08-01")["conclusion"]["value"] == "ended"


def test_an_article_that_changed_since_the_day_of_the_text_leads_to_both_texts(pages: Any) -> None:
    told = one(pages, f"依据{WATER}第二条办理。\n2013年5月6日")
    assert told["conclusion"]["value"] == "changed"
    assert told["documents"][0]["compare"].endswith("/compare/2013-05-06/2026-11-23")


def test_an_article_repealed_by_name_has_ended(pages: Any) -> None:
    told = one(pages, "《澄江省噪声污染防治办法》第二条")
    assert told["conclusion"]["value"] == "ended"


def test_an_article_that_the_text_does_not_have_is_missing(pages: Any) -> None:
    told = one(pages, f"{WATER}第九十条")
    assert told["conclusion"]["value"] == "no_article"
    assert told["documents"][0]["provisions"][0]["eid"] is None
    assert told["corrected"] == ""


def test_a_number_of_another_document_is_told(pages: Any) -> None:
    told = one(pages, "《澄江省排污权交易管理办法》（澄环发〔2018〕2号）")
    assert told["conclusion"]["value"] == "wrong_pair"
    assert "属于《澄江省黄标车提前淘汰补助办法》" in told["remarks"][0]


def test_an_older_document_of_the_same_title_is_told_by_its_year(pages: Any) -> None:
    told = one(pages, f"1991年4月15日发布的{OLD}同时废止", on="2020-01-01")
    assert told["conclusion"]["value"] == "wrong_pair"
    assert "文中写明是1991年的文件" in told["remarks"][0]
    assert one(pages, f"2015年4月15日发布的{OLD}", on="2020-01-01")["conclusion"]["value"] == "in_force"


def test_a_number_that_the_registry_does_not_know_is_told_by_its_year_or_not_at_all(
    registry: Flask, pages: Any
) -> None:
    title = "《澄江省排水办法》"
    with registry.extensions["database"].transaction() as session:
        scribe = Scribe(session)
        made = scribe.document(
            "local-government-rule/2012/1", title.strip("《》"), kind="local_government_rule"
        )
        scribe.event(made, "commencement", date(2012, 3, 1))
        post(session, "document", [made.id])
    other = one(pages, f"{title}（澄政发〔1991〕3号）")
    assert other["conclusion"]["value"] == "wrong_pair"
    assert "没有1991年的文本" in other["remarks"][0]
    assert one(pages, f"{title}（澄政发〔2012〕3号）")["remarks"] == []
    unproven = one(pages, f"{title}（省政府令第102号）")
    assert unproven["conclusion"]["value"] == "in_force"
    assert unproven["remarks"] == [f"本库没有登记{title}的文号，所写文号省政府令第102号未能核对"]


def test_a_number_alone_is_found_in_any_form(pages: Any) -> None:
    assert one(pages, "按澄环发[2021]8号文件办理")["documents"][0]["title"] == "澄江省排污权交易管理办法"


@pytest.mark.parametrize(
    ("text", "status"),
    [("《不曾有过的规定》", 404), ("本办法第三条", 400), ("《澄江省水环境保护管理条例》", 300)],
)
def test_tells_programs_what_looking_up_came_to(pages: Any, text: str, status: int) -> None:
    assert one(pages, text)["status"] == status


@pytest.mark.parametrize("text", ["《不应出现的草稿》", "澄环发〔2026〕10号", "《误发的通知》"])
def test_what_nobody_may_see_is_not_there(pages: Any, text: str) -> None:
    told = one(pages, f"依据{text}办理")
    assert told["status"] == 404
    assert told["documents"] == []


@pytest.mark.parametrize(
    "body", [{"text": 1}, {"text": ""}, {"text": "甲", "on": "x"}, {"text": "甲", "q": 1}]
)
def test_a_wrong_field_is_named(pages: Any, body: dict[str, Any]) -> None:
    answer = pages.post("/api/v1/check", json=body)
    assert answer.status_code == 422
    assert answer.get_json()["code"] == "form-faults"


def test_too_much_text_is_refused_in_words(pages: Any) -> None:
    told = asked(pages, "甲" * 700_000, 413)
    assert "2 MB" in told["message"]


def test_half_characters_are_answered(pages: Any) -> None:
    answer = pages.post("/api/v1/check", data='{"text": "\\ud800《水法》"}')
    assert answer.status_code == 200
    assert answer.get_json()[0]["start_index"] == 1


def test_one_network_may_not_ask_without_end(pages: Any) -> None:
    answers = [pages.post("/api/v1/check", json={"text": "甲"}) for _ in range(41)]
    assert {answer.status_code for answer in answers[:40]} == {200}
    assert answers[40].status_code == 429
    late = pages.post("/check", data={"text": "甲"})
    assert late.status_code == 429
    assert int(late.headers["Retry-After"]) > 0


def test_the_page_marks_every_citation_with_a_word_and_repeats_no_script(pages: Any) -> None:
    text = f"<script>alert(1)</script>依据{OLD}和{WATER}第二条"
    answer = pages.post("/check", data={"text": text, "on": "2026-11-23", "since": ""})
    html = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "<script>alert" not in html
    assert '<span class="check-word">已废止</span>' in html
    assert '<span class="check-word">有效</span>' in html
    assert html.index('id="ended"') < html.index('id="in_force"') < html.index('id="marked"')
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers


def test_a_file_is_read_and_a_broken_one_refused(pages: Any) -> None:
    given = {"text": "", "file": (BytesIO(f"依据{OLD}办理。".encode()), "报告.txt")}
    answer = pages.post("/check", data=given, content_type="multipart/form-data")
    assert "已废止" in answer.get_data(as_text=True)
    broken = {"text": "", "file": (BytesIO(b"PK\x03\x04 no document"), "报告.docx")}
    refused = pages.post("/check", data=broken, content_type="multipart/form-data")
    assert refused.status_code == 400
    assert "报告.docx" in refused.get_data(as_text=True)


def test_nothing_is_asked_of_an_empty_form_and_the_form_comes_again(pages: Any) -> None:
    answer = pages.post("/check", data={"text": " ", "on": "2026-02-30", "since": ""})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.get_data(as_text=True)


def test_the_print_is_made_of_the_same_form(pages: Any) -> None:
    answer = pages.post("/check.pdf", data={"text": f"依据{OLD}", "on": "", "since": ""})
    assert answer.status_code == 200
    assert answer.data.startswith(b"%PDF")
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_tool_is_found_from_every_page_and_from_the_map(pages: Any) -> None:
    assert pages.get("/documents").get_data(as_text=True).count('href="/check"') == 1
    assert pages.get("/sitemap").get_data(as_text=True).count('href="/check"') == 2
    assert pages.get("/check").status_code == 200
