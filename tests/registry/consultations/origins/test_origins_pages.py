"""The pages that tell where a text came from, and the line at each article of the document."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from base import clock, outbox
from registry.consultations.rules.terms import NoticeProgress, TextRole
from registry.consultations.tables import Consultation, ConsultationEvent
from registry.tables import Document

LONGER = "届满三十日前申请太紧，建议改为六十日前"
SHORTER = "有效期五年太长，建议三年"
ANSWERED = ("建议延长申请时间", "adopted", "三十日确实不够准备材料，已改为六十日。")
REFUSED = ("建议缩短有效期", "not_adopted", "上位法规定为五年，不能另定。")


def told(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.get_data(as_text=True)


def whole(client: FlaskClient, story: Any, query: str = "") -> str:
    return told(client, f"/documents/{story.address}/origins{query}")


def article(client: FlaskClient, story: Any, eid: str, query: str = "") -> str:
    return told(client, f"/documents/{story.address}/origins/{eid}{query}")


def surfaces(client: FlaskClient, story: Any) -> list[str]:
    """All that tells of the fourth article's origin, in words."""
    root = f"/documents/{story.address}"
    return [
        told(client, f"{root}{end}") for end in ("", ".json", "/origins", "/origins.json", "/origins/art-4")
    ]


def record(client: FlaskClient, story: Any, eid: str) -> Any:
    answer = client.get(f"/documents/{story.address}/origins/{eid}.json")
    assert answer.status_code == 200
    return answer.get_json()


@pytest.fixture
def answered(story: Any) -> Any:
    """Two comments on the third article of the draft, one taken up and one not."""
    one, other = story.say("art-3-p2", LONGER), story.say("art-3", SHORTER)
    story.answer((*ANSWERED, ("art-3",), (one,)), (*REFUSED, ("art-3",), (other,)))
    return story


def test_an_article_is_told_from_the_draft_to_the_last_amendment(answered: Any, client: FlaskClient) -> None:
    page = article(client, answered, "art-4")
    course = ("2026年11月23日至2026年12月23日", "意见与答复", "较征求意见稿有修改", "<h2>修改</h2>")
    places = [page.index(words) for words in course]
    assert places == sorted(places)
    assert "届满<ins>六</ins>十日" in page
    assert "届满<ins>九</ins>十日" in page
    assert "关于修改〈澄江省排污许可管理规定〉的决定" in page
    assert ANSWERED[2] in page
    assert LONGER in page


def test_an_article_without_ancestor_in_the_draft_is_new(answered: Any, client: FlaskClient) -> None:
    page = article(client, answered, "art-2")
    assert "征求意见稿中没有这一条" in page
    assert "新增" in page


def test_the_whole_text_stands_beside_the_draft(answered: Any, client: FlaskClient) -> None:
    page = whole(client, answered)
    assert "征求意见收到 2 条，采纳 1 条、未采纳 1 条，后来修改" in page
    assert "仅条号变动" in page
    assert "征求意见稿中未保留的条款" in page
    assert page.index("未保留的条款") < page.index("污染物排放口数量增加的")


def test_the_document_tells_at_each_article_where_it_came_from(answered: Any, client: FlaskClient) -> None:
    page = told(client, f"/documents/{answered.address}")
    assert page.count('class="origin"') == 5
    assert f'href="/documents/{answered.address}/origins/art-4"' in page
    assert "征求意见收到 2 条，采纳 1 条、未采纳 1 条，后来修改" in page
    assert f'<a href="/documents/{answered.address}/origins">' in page


def test_a_program_reads_the_origins_of_a_document(answered: Any, client: FlaskClient) -> None:
    found = client.get(f"/documents/{answered.address}.json").get_json()["origins"]
    assert [each["eid"] for each in found["provisions"]] == [f"art-{number}" for number in range(1, 6)]
    fourth = found["provisions"][3]
    assert (fourth["draft_eid"], fourth["descent"]) == ("art-3", "changed")
    assert fourth["comments"] == {"received": 2, "adopted": 1, "partly": 0, "not_adopted": 1}
    whole = client.get(f"/documents/{answered.address}/origins.json").get_json()
    assert [each["eid"] for each in whole["not_kept"]] == ["art-4"]
    drafted = record(client, answered, "art-4")["stages"][0]["drafts"][0]
    assert [each["verdict"]["value"] for each in drafted["answers"]] == ["adopted", "not_adopted"]


def test_a_document_that_nobody_was_asked_about_has_no_origins(forum: Any, client: FlaskClient) -> None:
    address = "normative-document/2024/900001"
    assert 'class="origin"' not in told(client, f"/documents/{address}")
    assert client.get(f"/documents/{address}.json").get_json()["origins"] is None
    assert client.get(f"/documents/{address}/origins").status_code == 404
    assert client.get(f"/documents/{address}/origins/art-1").status_code == 404


def test_what_the_text_has_not_is_not_found(story: Any, client: FlaskClient) -> None:
    for eid in ("art-99", "art-4.json.json", "第四条", "x" * 300):
        assert client.get(f"/documents/{story.address}/origins/{eid}").status_code == 404, eid


def test_a_paragraph_leads_to_its_article(answered: Any, client: FlaskClient) -> None:
    assert "<h1>第四条怎么来的</h1>" in article(client, answered, "art-4-p2")


def test_a_former_day_asks_for_the_text_of_that_day(answered: Any, client: FlaskClient) -> None:
    page = article(client, answered, "art-4", "?on=2027-06-01")
    assert "<h2>修改" not in page
    assert "这里说的不是今天的文本" in page
    day = told(client, f"/documents/{answered.address}/2027-06-01")
    assert f"/documents/{answered.address}/origins/art-4?on=2027-06-01" in day


def test_before_it_is_in_force_the_new_text_is_told_of(story: Any, client: FlaskClient) -> None:
    story.set(Consultation, story.key, text_id=story.second)
    page = whole(client, story, "?on=2027-06-01")
    assert "自2028年1月1日起施行，现在还没有施行" in page
    assert 'class="origin"' not in told(client, f"/documents/{story.address}/2027-06-01")


def test_a_comment_on_the_whole_belongs_to_what_its_answer_is_about(story: Any, client: FlaskClient) -> None:
    comment = story.say("", "全文没有说延续的时间够不够")
    assert "收到意见" not in article(client, story, "art-4")
    story.answer((*ANSWERED, ("art-3",), (comment,)))
    assert "收到意见 1 条" in article(client, story, "art-4")


def test_a_comment_on_an_earlier_draft_goes_where_the_article_went(story: Any, client: FlaskClient) -> None:
    first = story.forum.draft_of(story.key)
    with story.forum.database.transaction() as session:
        term = "第二条　排污许可证有效期为五年。\n\n期满需要延续的，应当在届满三十日前提出申请。"
        draft = f"第一条　总则另定。\n\n{term}"
        edition = story.forum.paper(session, story.key, TextRole.DRAFT, draft, 2)
        session.add(
            ConsultationEvent(
                consultation_id=story.key, deed="replace_text", at=clock.now(), by="tests", text_id=edition
            )
        )
    story.say("art-3-p2", LONGER, text=first)
    assert "收到意见 1 条" in article(client, story, "art-4")


def test_a_person_s_ruling_stands(story: Any, client: FlaskClient) -> None:
    story.rule("art-2", "art-4", reason="由第四条改写")
    assert record(client, story, "art-2")["stages"][0]["drafts"][0]["ruled"] is True
    assert "征求意见稿中没有这一条" not in article(client, story, "art-2")
    assert "未保留的条款" not in whole(client, story)


def test_a_ruling_on_a_text_that_was_not_the_adopted_one_stands_no_more(
    story: Any, client: FlaskClient, hold_clock: Callable[[date], None]
) -> None:
    story.rule("art-2", "art-4")
    hold_clock(date(2028, 3, 2))
    with story.forum.database.transaction() as session:
        session.add(ConsultationEvent(consultation_id=story.key, deed="adopt", at=clock.now(), by="tests"))
        outbox.grow(session)
    assert "征求意见稿中没有这一条" in article(client, story, "art-2")


# What may not be known


def test_no_answer_is_told_before_the_outcome_is_published(story: Any, client: FlaskClient) -> None:
    comment = story.say("art-3", LONGER)
    story.answer((*ANSWERED, ("art-3",), (comment,)), public=False)
    for page in surfaces(client, story):
        assert ANSWERED[2] not in page
        assert "采纳 1 条" not in page
    assert "采纳情况尚未公布" in article(client, story, "art-4")


@pytest.mark.parametrize("state", ["received", "held"])
def test_a_comment_that_is_not_shown_is_neither_told_nor_counted(
    story: Any, client: FlaskClient, state: str
) -> None:
    story.say("art-3", "秘密的话", state=state)
    for page in surfaces(client, story):
        assert "秘密的话" not in page
        assert "收到意见" not in page


def test_a_comment_that_was_answered_but_is_not_shown_is_counted_without_its_words(
    story: Any, client: FlaskClient
) -> None:
    comment = story.say("art-3", "秘密的话", state="held")
    story.answer((*ANSWERED, ("art-3",), (comment,)))
    page = article(client, story, "art-4")
    assert "收到意见 1 条" in page
    assert "秘密的话" not in page


def test_what_was_taken_back_leaves_with_its_answer(answered: Any, client: FlaskClient) -> None:
    answered.change(1, "taken_back")
    page = article(client, answered, "art-4")
    assert LONGER not in page
    assert ANSWERED[0] not in page
    assert "收到意见 1 条" in page


@pytest.mark.parametrize("progress", sorted(set(NoticeProgress) - {NoticeProgress.PUBLISHED}))
def test_a_consultation_that_is_not_public_leaves_no_trace(
    answered: Any, client: FlaskClient, progress: NoticeProgress
) -> None:
    answered.set(Consultation, answered.key, progress=progress.value, withdrawn_at=clock.now())
    assert client.get(f"/documents/{answered.address}/origins").status_code == 404
    assert client.get(f"/documents/{answered.address}/origins/art-4.json").status_code == 404
    page = told(client, f"/documents/{answered.address}")
    assert "征求意见收到" not in page
    assert "/origins" not in page


@pytest.mark.parametrize(("publication", "status"), [("draft", 404), ("withdrawn", 410)])
def test_a_hidden_document_shows_no_origins(
    answered: Any, client: FlaskClient, publication: str, status: int
) -> None:
    answered.set(Document, answered.document, publication=publication)
    for end in ("origins", "origins.json", "origins/art-4", "origins/art-4.json"):
        assert client.get(f"/documents/{answered.address}/{end}").status_code == status


def test_words_from_outside_cannot_become_markup(story: Any, client: FlaskClient) -> None:
    comment = story.say("art-3", "<script>alert(1)</script>")
    story.answer(("<b>意见</b>", "partly", "<i>理由</i>", ("art-3",), (comment,)))
    for page in (whole(client, story), article(client, story, "art-4")):
        assert "<script>alert" not in page
        assert "&lt;b&gt;意见" in page


def test_a_comment_counts_from_the_moment_it_is_shown(story: Any, client: FlaskClient) -> None:
    comment = story.say("art-3", LONGER, state="received")
    assert "收到意见" not in article(client, story, "art-4")
    story.change(comment, "shown")
    assert "收到意见 1 条" in article(client, story, "art-4")
    assert date(2028, 3, 1) == clock.today()


def test_every_name_in_an_answer_is_documented(answered: Any, client: FlaskClient) -> None:
    paper = (Path(__file__).parents[4] / "docs" / "api.md").read_text("utf-8")
    documented = set(re.findall(r"[`\"]([@a-z_]{2,30})[`\"]", paper))
    for end in ("origins.json", "origins/art-4.json"):
        assert names(client.get(f"/documents/{answered.address}/{end}").get_json()) - documented == set()


def names(value: Any) -> set[str]:
    held = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    own = set(value) if isinstance(value, dict) else set()
    return own.union(*(names(each) for each in held))
