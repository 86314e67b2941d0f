"""The outcome as page, data, spreadsheet and print; what is overdue is public."""

import io
from collections.abc import Callable
from datetime import date

import openpyxl
import pdfplumber
import pytest
from flask.testing import FlaskClient

from base import clock, outbox
from registry.consultations import outcomes
from registry.consultations.reads.outcomes import TAKEN_BACK
from registry.consultations.rules.outcome import NO_COMMENTS
from registry.consultations.rules.terms import Channel, ConsultationDeed, NoticeProgress, Verdict, Voice
from registry.consultations.tables import Consultation, ConsultationEvent
from tests.registry.consultations.outcomes.conftest import PLANTED, REASON, REFUSED, Answering

FORMULAS = ("=1+1", "＝1+1", "+1", "-1", "@SUM(A1)", "＠x", "\t=1", '　＝HYPERLINK("x")')


def here(answering: Answering, ending: str = "") -> str:
    return f"/consultations/{answering.key}/outcome{ending}"


def text(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.get_data(as_text=True)[:500]
    return answer.get_data(as_text=True)


def sheet(client: FlaskClient, answering: Answering) -> list[tuple[object, ...]]:
    answer = client.get(here(answering, ".xlsx"))
    assert answer.status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    return [row for leaf in book for row in leaf.iter_rows(values_only=True)]


def test_the_page_tells_what_was_said_what_became_of_it_and_why(
    answering: Answering, client: FlaskClient
) -> None:
    answering.answer(answering.comment(), answering.comment(channel=Channel.LETTER.value), eids=("art-3",))
    answering.answer(answering.comment(voice=Voice.EXPERT.value), verdict=Verdict.NOT_ADOPTED)
    answering.published()
    page = text(client, here(answering))
    for words in (REASON, REFUSED, "部分采纳", "未采纳", "2026年11月23日至2026年12月23日", "66.7%"):
        assert words in page
    assert f'<a href="/consultations/{answering.key}#art-3">第三条</a>' in page
    assert "2 条意见：网上提交 1、信函 1" in page
    assert "1 条意见：网上提交；专家论证意见" in page


def test_no_comments_are_reported_in_every_form(answering: Answering, client: FlaskClient) -> None:
    answering.published()
    assert NO_COMMENTS in text(client, here(answering))
    answer = client.get(here(answering, ".json")).get_json()
    assert (answer["summary"], answer["statistics"]["received"], answer["rows"]) == (NO_COMMENTS, 0, [])
    assert NO_COMMENTS in str(sheet(client, answering))


def test_before_its_day_it_says_until_when_it_is_owed(answering: Answering, client: FlaskClient) -> None:
    assert "采纳情况应当不晚于2027年1月22日公布" in text(client, here(answering))
    assert client.get(here(answering, ".json")).get_json()["published"] is False
    for ending in (".xlsx", ".pdf"):
        assert client.get(here(answering, ending)).status_code == 404


def test_while_one_can_still_comment_it_says_so(
    answering: Answering, client: FlaskClient, hold_clock: Callable[[date], None]
) -> None:
    hold_clock(date(2026, 12, 23))
    assert "征求意见尚未截止" in text(client, here(answering))


@pytest.mark.parametrize(
    ("day", "late"), [(date(2027, 1, 22), 0), (date(2027, 1, 23), 1), (date(2027, 2, 11), 20)]
)
def test_what_is_overdue_is_public_with_its_days(
    answering: Answering, client: FlaskClient, hold_clock: Callable[[date], None], day: date, late: int
) -> None:
    hold_clock(day)
    said = f"已逾期 {late} 天"
    assert (said in text(client, here(answering))) == bool(late)
    assert client.get(here(answering, ".json")).get_json()["days_overdue"] == late
    listed = client.get("/consultations/overdue.json").get_json()
    assert [row["days_overdue"] for row in listed["member"]] == ([late] if late else [])
    assert (f">{late} 天<" in text(client, "/consultations/overdue")) == bool(late)


def test_once_published_nothing_is_overdue_any_more(
    answering: Answering, client: FlaskClient, hold_clock: Callable[[date], None]
) -> None:
    hold_clock(date(2027, 3, 1))
    assert len(client.get("/consultations/overdue.json").get_json()["member"]) == 1
    answering.published()
    assert client.get("/consultations/overdue.json").get_json()["member"] == []
    assert "没有逾期未公布" in text(client, "/consultations/overdue")


def test_a_dropped_consultation_owes_no_outcome(
    answering: Answering, client: FlaskClient, hold_clock: Callable[[date], None]
) -> None:
    with answering.forum.database.transaction() as session:
        dropped = ConsultationEvent(
            consultation_id=answering.key,
            deed=ConsultationDeed.DROP.value,
            at=clock.now(),
            by="x",
            reason="条件不成熟",
        )
        session.add(dropped)
    hold_clock(date(2027, 3, 1))
    page = text(client, here(answering))
    assert "条件不成熟" in page
    assert "逾期" not in page
    assert client.get("/consultations/overdue.json").get_json()["member"] == []


def test_what_is_not_public_is_not_found_and_what_was_withdrawn_is_gone(
    answering: Answering, client: FlaskClient
) -> None:
    answering.answer(answering.comment())
    answering.published()
    for progress, status in ((NoticeProgress.DRAFT, 404), (NoticeProgress.WITHDRAWN, 410)):
        with answering.forum.database.transaction() as session:
            row = session.get_one(Consultation, answering.key)
            row.progress, row.withdrawn_at = progress.value, clock.now()
            outbox.grow(session)
        for ending in ("", ".json", ".xlsx", ".pdf"):
            answer = client.get(here(answering, ending))
            assert answer.status_code == status, ending
            assert REASON not in answer.get_data(as_text=True)


def test_taken_back_after_publication_the_words_are_in_no_form(
    answering: Answering, client: FlaskClient
) -> None:
    one = answering.comment()
    answering.answer(one, summary="建议把申请提前到九十日")
    answering.published()
    assert "九十日" in text(client, here(answering))
    answering.take_back(one)
    with answering.forum.database.transaction() as session:
        outbox.grow(session)
    assert TAKEN_BACK in text(client, here(answering))
    everything = (
        text(client, here(answering)) + text(client, here(answering, ".json")) + str(sheet(client, answering))
    )
    assert "九十日" not in everything
    assert REASON not in everything


def test_nothing_of_who_commented_is_in_any_form(answering: Answering, client: FlaskClient) -> None:
    answering.answer(answering.comment(f"我是{PLANTED[0]}，电话{PLANTED[1]}", person=PLANTED))
    answering.published()
    forms = [text(client, here(answering, ending)) for ending in ("", ".json")]
    assert not any(word in form for form in [*forms, str(sheet(client, answering))] for word in PLANTED)


def test_the_spreadsheet_holds_the_table_and_the_statistics(
    answering: Answering, client: FlaskClient
) -> None:
    answering.answer(answering.comment(), answering.comment(), eids=("art-3",))
    answering.published()
    rows = sheet(client, answering)
    assert (1, "建议延长续期的申请期限", "采纳", REASON, "第三条", 2, "网上提交 2") in rows
    assert ("收到意见", 2) in [row[:2] for row in rows]
    assert ("采纳和部分采纳的比例", "100.0%") in [row[:2] for row in rows]


@pytest.mark.parametrize("words", FORMULAS)
def test_no_words_become_a_formula_in_the_spreadsheet(
    answering: Answering, client: FlaskClient, words: str
) -> None:
    answering.answer(answering.comment(), summary=f"{words}删去", reason=f"{words}，{REASON}")
    answering.published()
    book = openpyxl.load_workbook(io.BytesIO(client.get(here(answering, ".xlsx")).data))
    cells = [cell for leaf in book for row in leaf.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert all(cell.data_type == "s" for cell in cells)
    assert not any(
        str(cell.value).lstrip(" \u3000").startswith(("=", "＝", "+", "@", "＠")) for cell in cells
    )


def test_scripts_in_words_stay_words(answering: Answering, client: FlaskClient) -> None:
    answering.answer(
        answering.comment(),
        summary="<script>alert(1)</script>删去第三条",
        reason=f"<img src=x onerror=y>{REASON}",
    )
    answering.published()
    page = text(client, here(answering))
    assert "<script>alert(1)" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_revision_is_shown_with_its_day_and_reason(
    answering: Answering, client: FlaskClient, hold_clock: Callable[[date], None]
) -> None:
    made = answering.answer(answering.comment())
    answering.published()
    hold_clock(date(2027, 1, 8))
    answering.decide(made, Verdict.NOT_ADOPTED)
    answering.published("第1条的采纳情况填写有误")
    page = text(client, here(answering))
    assert "2027-01-08" in page.replace("2027年1月8日", "2027-01-08")
    assert "第1条的采纳情况填写有误" in page
    assert (
        client.get(here(answering, ".json")).get_json()["revisions"][0]["reason"] == "第1条的采纳情况填写有误"
    )


def test_one_provision_is_asked_for_alone(answering: Answering, client: FlaskClient) -> None:
    answering.answer(answering.comment(), eids=("art-3",), summary="关于第三条")
    answering.answer(answering.comment(), eids=("art-4",), summary="关于第四条的")
    answering.published()
    page = text(client, f"{here(answering)}?provision=art-4")
    assert "关于第四条的" in page
    assert "关于第三条" not in page
    assert "没有涉及这一条款的答复" in text(client, f"{here(answering)}?provision=%3Cb%3E")


def test_the_print_holds_every_row_under_a_repeated_head(answering: Answering, client: FlaskClient) -> None:
    for number in range(45):
        answering.answer(
            answering.comment(), summary=f"第{number}种建议，延长续期的申请期限", eids=("art-3",)
        )
    with answering.forum.database.transaction() as session:
        version = session.get_one(Consultation, answering.key).version
        outcomes.write_overview(
            session, answering.key, version, "总体赞成。", "<p>总体赞成。</p>", by=answering.forum.drafter
        )
    answering.published()
    answer = client.get(here(answering, ".pdf"))
    assert answer.status_code == 200
    with pdfplumber.open(io.BytesIO(answer.data)) as made:
        pages = ["".join((page.extract_text() or "").split()) for page in made.pages]
    assert len(pages) > 2
    assert sum("序号意见内容采纳情况理由" in page for page in pages) >= len(pages) - 1
    whole = "".join(pages)
    assert all(f"第{number}种建议" in whole for number in range(45))
    for words in ("共收到意见45条", "总体赞成。", "澄江省生态环境厅", "2026年12月28日"):
        assert words in whole


def test_browsers_ask_again_for_the_print_and_are_told_when_it_is_the_same(
    answering: Answering, client: FlaskClient
) -> None:
    answering.published()
    first = client.get(here(answering, ".pdf"))
    again = client.get(here(answering, ".pdf"), headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code) == (200, 304)
