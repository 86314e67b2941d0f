"""The page of a consultation: how it stands, how long, its papers, its meetings, what happened."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

import pytest
from flask.testing import FlaskClient

from base import clock, files, outbox
from registry.consultations.rules.terms import ConsultationDeed, NoticeProgress, TextRole
from registry.consultations.tables import Comment, Consultation, ConsultationEvent, ConsultationFile, Meeting
from registry.tables import Document

SECOND = """第一条　为了规范排污许可管理，制定本办法。

第二条　本办法所称排污许可，是指依法核发的许可。

第三条　排污单位应当在排放污染物之前取得排污许可证，未取得的不得排放。

第四条　排污许可证有效期为五年。
"""


def told(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.get_data(as_text=True)


def happen(forum: Any, key: int, deed: ConsultationDeed, **more: Any) -> int:
    """Something happens to the consultation now."""
    with forum.database.transaction() as session:
        event = ConsultationEvent(
            consultation_id=key, deed=deed.value, at=more.pop("at", clock.now()), by="tests", **more
        )
        session.add(event)
        session.flush()
        outbox.grow(session)
        return event.id


def replace(forum: Any, key: int, draft: str = SECOND, reason: str = "吸收部门意见") -> int:
    """The draft is replaced now; gives the id of the new edition."""
    with forum.database.transaction() as session:
        text = forum.paper(session, key, TextRole.DRAFT, draft, 2)
    happen(forum, key, ConsultationDeed.REPLACE_TEXT, text_id=text, reason=reason)
    return int(text)


def say(forum: Any, key: int, text: int, eid: str, state: str = "shown") -> None:
    with forum.database.transaction() as session:
        number = session.query(Comment).count()
        session.add(
            Comment(
                consultation_id=key,
                token=f"said-{number}",
                state=state,
                channel="online",
                voice="public",
                text_id=text,
                eid=eid,
                words="应当放宽",
                received_at=clock.now(),
                recorded_by="tests",
            )
        )
        outbox.grow(session)


def test_says_how_many_days_are_left_and_both_lengths(forum: Any, client: FlaskClient) -> None:
    page = told(client, f"/consultations/{forum.publish()}")
    assert "<span>还有 30 天，</span><span>12月23日24时截止</span>" in page
    assert "<dt>公告载明</dt><dd>31 日</dd>" in page
    assert "<dt>实际期限</dt><dd>30 日" in page
    assert "期限较短" not in page
    assert "澄江省人民政府" in page


def test_closes_at_the_second_of_midnight_in_shanghai(forum: Any, client: FlaskClient) -> None:
    key = forum.publish()
    clock.set_moment(datetime(2026, 12, 23, 15, 59, 59, tzinfo=UTC))
    page = told(client, f"/consultations/{key}")
    assert "今天24时截止" in page
    assert f"/consultations/{key}/comments/new" in page
    clock.set_moment(datetime(2026, 12, 23, 16, 0, 0, tzinfo=UTC))
    page = told(client, f"/consultations/{key}")
    assert "已于12月23日24时截止" in page
    assert "采纳情况应当不晚于2027年1月22日公布" in page
    assert "comments/new" not in page


def test_an_outcome_that_is_late_is_public(
    forum: Any, client: FlaskClient, hold_clock: Callable[[date], None]
) -> None:
    key = forum.publish()
    hold_clock(date(2027, 1, 23))
    assert "<span>现已逾期，</span>" in told(client, f"/consultations/{key}")
    assert client.get(f"/consultations/{key}.json").get_json()["state"]["value"] == "outcome_due"


def test_a_short_period_shows_its_reason(forum: Any, client: FlaskClient) -> None:
    key = forum.publish(through_on=date(2026, 11, 30), short_reason="防汛应急需要")
    page = told(client, f"/consultations/{key}")
    assert "公告载明的期限为 8 日，少于 30 日" in page
    assert "理由：防汛应急需要" in page
    length = client.get(f"/consultations/{key}.json").get_json()["length"]
    assert length["short"] is True
    assert length["announced"]["days"] == 8
    assert length["real"]["days"] == 7


def test_an_extension_shows_both_ends_and_its_reason(forum: Any, client: FlaskClient) -> None:
    key = forum.publish()
    happen(forum, key, ConsultationDeed.EXTEND, through_on=date(2026, 12, 31), reason="公众要求")
    page = told(client, f"/consultations/{key}")
    assert "12月31日24时截止" in page
    assert '原定至<time datetime="2026-12-23">' in page
    assert "理由：公众要求" in page
    assert "38 日" in page


def test_every_way_to_answer_stands_there_and_none_that_is_not_offered(
    forum: Any, client: FlaskClient
) -> None:
    page = told(client, f"/consultations/{forum.publish(fax='')}")
    for words in ("在这里提意见", "澄江省云州市环保路1号", "310000", "water@example.test", "0571-00000000"):
        assert words in page
    assert "传真" not in page


def test_every_article_leads_to_a_comment_on_it(forum: Any, client: FlaskClient) -> None:
    key = forum.publish()
    page = told(client, f"/consultations/{key}")
    for place in range(1, 6):
        assert f'href="/consultations/{key}/comments/new?eid=art-{place}"' in page
        assert f'<a href="#art-{place}">' in page
    assert 'id="note-h-1"' in page


def test_counts_only_what_is_shown_and_rolls_it_up_to_the_article(forum: Any, client: FlaskClient) -> None:
    key = forum.publish()
    text = forum.draft_of(key)
    for eid, state in (("art-3", "shown"), ("art-3-p2", "shown"), ("art-3", "received"), ("art-2", "held")):
        say(forum, key, text, eid, state)
    page = told(client, f"/consultations/{key}")
    assert '2 条公众意见<span class="unseen">（第三条）' in page
    assert '条公众意见<span class="unseen">（第二条）' not in page
    assert "已公开的意见 2 条" in page


def test_what_was_said_on_a_former_edition_is_counted_at_the_article_it_became(
    forum: Any, client: FlaskClient
) -> None:
    key = forum.publish()
    say(forum, key, forum.draft_of(key), "art-2")
    say(forum, key, forum.draft_of(key), "art-5")
    say(forum, key, replace(forum, key), "art-3")
    page = told(client, f"/consultations/{key}")
    assert '2 条公众意见<span class="unseen">（第三条）' in page
    assert page.count("条公众意见") == 1
    assert "已公开的意见 3 条" in page


def test_a_replaced_draft_keeps_its_former_edition_and_the_difference(
    forum: Any, client: FlaskClient
) -> None:
    key = forum.publish()
    replace(forum, key)
    page = told(client, f"/consultations/{key}")
    assert "吸收部门意见" in page
    assert "本办法所称排污许可" in page
    former = told(client, f"/consultations/{key}/drafts/1")
    assert "已经更换的第 1 稿" in former
    assert "有下列情形之一的" in former
    assert "comments/new" not in former
    compared = told(client, f"/consultations/{key}/compare/1/2")
    assert "增加" in compared
    assert "本办法所称排污许可" in compared
    assert client.get(f"/consultations/{key}/drafts/3").status_code == 404
    assert client.get(f"/consultations/{key}/compare/1/9").status_code == 404


def test_an_edition_that_was_not_published_is_shown_nowhere(forum: Any, client: FlaskClient) -> None:
    key = forum.publish()
    clock.set_moment(datetime(2026, 11, 24, 4, tzinfo=UTC))
    with forum.database.transaction() as session:
        forum.paper(session, key, TextRole.DRAFT, SECOND, 2)
        forum.paper(session, key, TextRole.DRAFTING_NOTE, "一、没有公布的说明\n\n内容。", 2)
        outbox.grow(session)
    for path in ("", ".json"):
        words = told(client, f"/consultations/{key}{path}")
        assert "本办法所称排污许可" not in words
        assert "没有公布的说明" not in words
    assert client.get(f"/consultations/{key}/drafts/2").status_code == 404
    assert client.get(f"/consultations/{key}/compare/1/2").status_code == 404


def test_a_revision_is_shown_beside_the_text_in_force(forum: Any, client: FlaskClient) -> None:
    key = forum.publish(revises_id=forum.document)
    page = told(client, f"/consultations/{key}")
    assert f'href="/consultations/{key}/compare/in-force"' in page
    compared = told(client, f"/consultations/{key}/compare/in-force")
    assert "<del>三</del>" in compared
    assert "<ins>五</ins>" in compared
    assert client.get(f"/consultations/{forum.publish()}/compare/in-force").status_code == 404


def test_once_adopted_the_draft_stands_beside_what_was_in_force_when_the_public_was_asked(
    forum: Any, client: FlaskClient
) -> None:
    key = forum.publish(revises_id=forum.document)
    happen(forum, key, ConsultationDeed.ADOPT, document_id=forum.document)
    compared = told(client, f"/consultations/{key}/compare/in-force")
    assert "征求意见时现行的《澄江省排污许可管理办法》" in compared
    assert "/documents/normative-document/2024/900001/2026-11-23" in compared


def test_of_a_hidden_document_nothing_is_told(forum: Any, client: FlaskClient) -> None:
    key = forum.publish(revises_id=forum.document, title="另一个办法（征求意见稿）", draft="第一条 甲。")
    happen(forum, key, ConsultationDeed.ADOPT, document_id=forum.document)
    with forum.database.transaction() as session:
        session.get_one(Consultation, key).document_id = forum.document
        session.get_one(Document, forum.document).publication = "withdrawn"
        outbox.grow(session)
    for path in (
        f"/consultations/{key}",
        f"/consultations/{key}.json",
        "/consultations",
        "/consultations.json",
    ):
        assert "排污许可管理办法" not in told(client, path), path
        assert "900001" not in told(client, path), path
    assert client.get(f"/consultations/{key}/compare/in-force").status_code == 404


def test_an_adopted_one_leads_to_the_document(forum: Any, client: FlaskClient) -> None:
    key = forum.publish()
    with forum.database.transaction() as session:
        session.get_one(Consultation, key).document_id = forum.document
    happen(forum, key, ConsultationDeed.ADOPT, document_id=forum.document)
    page = told(client, f"/consultations/{key}")
    assert "已于11月23日出台" in page
    assert 'href="/documents/normative-document/2024/900001"' in page
    assert client.get(f"/consultations/{key}.json").get_json()["adopted"]["number"] == "澄环发〔2024〕9号"


def test_a_dropped_one_says_why(forum: Any, client: FlaskClient) -> None:
    key = forum.publish()
    happen(forum, key, ConsultationDeed.DROP, reason="国家已有规定")
    page = told(client, f"/consultations/{key}")
    assert "已于11月23日终止" in page
    assert "<b>终止理由：</b>国家已有规定" in page
    assert "comments/new" not in page


def test_an_outcome_is_led_to(forum: Any, client: FlaskClient, hold_clock: Callable[[date], None]) -> None:
    key = forum.publish()
    hold_clock(date(2027, 1, 5))
    with forum.database.transaction() as session:
        session.get_one(Consultation, key).outcome_published_at = clock.now()
    happen(forum, key, ConsultationDeed.PUBLISH_OUTCOME)
    page = told(client, f"/consultations/{key}")
    assert "公众意见的采纳情况及理由已于1月5日公布" in page
    assert f'href="/consultations/{key}/outcome"' in page
    found = client.get(f"/consultations/{key}.json").get_json()
    assert found["document_type"] == "consultation_outcome"
    assert found["final_outcome"]["publication_date"] == "2027-01-05"


def test_a_withdrawn_one_says_so_with_its_reason_on_every_address(forum: Any, client: FlaskClient) -> None:
    key = forum.publish()
    replace(forum, key)
    with forum.database.transaction() as session:
        row = session.get_one(Consultation, key)
        row.progress, row.withdrawn_at = NoticeProgress.WITHDRAWN.value, clock.now()
        row.withdrawal_reason = "附件有误"
        outbox.grow(session)
    for path in ("", ".json", ".ics", "/drafts/1", "/compare/1/2", "/compare/in-force", "/files/1"):
        answer = client.get(f"/consultations/{key}{path}")
        assert answer.status_code == 410, path
        assert "附件有误" in answer.get_data(as_text=True), path
        assert "排放污染物之前" not in answer.get_data(as_text=True), path


@pytest.fixture
def meeting(forum: Any) -> Callable[..., int]:
    """A hearing on a draft, announced now unless said otherwise."""

    def hold(key: int, **more: Any) -> int:
        columns = {
            "kind": "hearing",
            "title": "排污许可证有效期听证会",
            "held_at": datetime(2026, 12, 15, 1, 30, tzinfo=UTC),
            "place": "厅三楼会议室",
            "register_through": date(2026, 12, 5),
            "announced_at": clock.now(),
            "participants": [{"name": "陈某", "as": "企业代表"}],
            "recorded_at": clock.now(),
            "recorded_by": "tests",
        }
        with forum.database.transaction() as session:
            row = Meeting(consultation_id=key, **(columns | more))
            session.add(row)
            session.flush()
            outbox.grow(session)
            return row.id

    return hold


def test_an_announced_meeting_is_shown_and_another_is_not(
    forum: Any, client: FlaskClient, meeting: Callable[..., int]
) -> None:
    key = forum.publish()
    meeting(key)
    meeting(key, title="没有公告的会", announced_at=None)
    meeting(key, title="取消的会", withdrawn_at=clock.now())
    page = told(client, f"/consultations/{key}")
    assert "听证会：排污许可证有效期听证会" in page
    assert "陈某（企业代表）" in page
    assert "2026-12-15 09:30" in page
    assert "2026年12月5日24时前" in page
    assert "没有公告的会" not in page
    assert "取消的会" not in page
    calendar = told(client, f"/consultations/{key}.ics")
    assert "DTSTART:20261215T013000Z" in calendar
    assert "没有公告的会" not in calendar


def store(forum: Any, key: int, name: str, **more: Any) -> int:
    content = name.encode()
    with forum.database.transaction() as session:
        files.keep(forum.config.files, content)
        row = ConsultationFile(
            consultation_id=key,
            filename=name,
            media_type="application/pdf",
            size=len(content),
            sha256=sha256(content).hexdigest(),
            recorded_at=clock.now(),
            recorded_by="tests",
            **more,
        )
        session.add(row)
        session.flush()
        outbox.grow(session)
        return row.id


def test_attachments_are_had_and_what_is_not_public_is_not(
    forum: Any, client: FlaskClient, meeting: Callable[..., int]
) -> None:
    key = forum.publish()
    shown, hidden = store(forum, key, "附表.pdf"), store(forum, key, "签名笔录.pdf", public=False)
    gone = store(forum, key, "旧附表.pdf", withdrawn_at=clock.now())
    silent = store(forum, key, "会议材料.pdf", meeting_id=meeting(key, announced_at=None))
    page = told(client, f"/consultations/{key}")
    assert "附表.pdf" in page
    assert "签名笔录" not in page
    assert "旧附表" not in page
    assert "会议材料" not in page
    answer = client.get(f"/consultations/{key}/files/{shown}")
    assert answer.status_code == 200
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    for number in (hidden, gone, silent, 999):
        assert client.get(f"/consultations/{key}/files/{number}").status_code == 404
    assert client.get(f"/consultations/{forum.publish()}/files/{shown}").status_code == 404


def test_the_record_for_programs_has_the_shape_of_gov_uk(forum: Any, client: FlaskClient) -> None:
    key = forum.publish()
    say(forum, key, forum.draft_of(key), "art-2")
    found = client.get(f"/consultations/{key}.json").get_json()
    assert found["document_type"] == "open_consultation"
    assert (found["opening_date"], found["closing_date"]) == ("2026-11-23", "2026-12-23")
    assert found["days_left"] == 30
    ways = found["ways_to_respond"]
    assert ways["link_url"] == f"http://localhost/consultations/{key}/comments/new"
    assert ways["email"] == "water@example.test"
    (draft,) = found["drafts"]
    articles = {each["eid"]: each for each in draft["provisions"]}
    assert articles["art-2"]["comments_shown"] == 1
    assert [each["deed"]["value"] for each in found["change_history"]] == ["publish"]
    assert found["drafting_note"][0]["heading"] == "起草背景"


def test_hostile_words_in_a_draft_stay_words(forum: Any, client: FlaskClient) -> None:
    draft = '第一条　<script>alert(1)</script>\u202e</section>不得“"><img src=x onerror=alert(1)>”。'
    key = forum.publish(draft=draft, title="<b>办法</b>\"'（征求意见稿）")
    page = told(client, f"/consultations/{key}")
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "<b>办法</b>" not in page
    assert client.get(f"/consultations/{key}.ics").status_code == 200
