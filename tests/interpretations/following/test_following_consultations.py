"""Who follows a consultation is told of every step of it, of its end before it comes, and nothing hidden."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from base import clock, outbox
from base.config import Consulting
from interpretations.following.tables import Followed, Follower
from registry.consultations import changing, flow
from registry.consultations.rules.terms import ConsultationDeed, Matter, NoticeProgress, TextRole
from registry.consultations.tables import Consultation, ConsultationEvent, ConsultationText
from registry.consultations.texts import fingerprint, kept, read_draft

LI = "li@example.cn"
TITLE = "澄江省声环境功能区划分方案（征求意见稿）"
DRAFT = "第一条　交通干线两侧按四类区管理。\n\n第二条　其余另定。\n"
RULES = Consulting()


def words(letter: Any) -> str:
    return str(letter.get_body(("plain",)).get_content()).replace("\r\n", "\n")


@pytest.fixture
def asked(post: Any) -> Callable[..., int]:
    """A public notice of the water division, open through 23 December unless said otherwise; gives its id."""

    def ask(**more: Any) -> int:
        now = clock.now()
        columns = {
            "token": f"t{now.timestamp()}",
            "progress": NoticeProgress.PUBLISHED.value,
            "unit_id": post.home.water,
            "title": TITLE,
            "matter": Matter.PLAN.value,
            "from_on": date(2026, 11, 23),
            "through_on": date(2026, 12, 23),
            "author": "water",
            "published_at": now,
            "changed_at": now,
            "recorded_at": now,
            "recorded_by": "tests",
        }
        with post.home.database.transaction() as session:
            row = Consultation(**(columns | more))
            session.add(row)
            session.flush()
            provisions = read_draft(DRAFT)
            session.add(
                ConsultationText(
                    consultation_id=row.id,
                    role=TextRole.DRAFT.value,
                    edition=1,
                    source=DRAFT,
                    provisions=kept(provisions),
                    fingerprint=fingerprint(provisions),
                    recorded_at=now,
                    recorded_by="tests",
                )
            )
            session.add(
                ConsultationEvent(
                    consultation_id=row.id, deed=ConsultationDeed.PUBLISH.value, at=now, by="tests"
                )
            )
            outbox.grow(session)
            return row.id

    return ask


@pytest.fixture
def told(post: Any, letterbox: Any) -> Callable[[], list[Any]]:
    """One round of letters; gives those that arrived in it."""

    def round_() -> list[Any]:
        letterbox.arrived.clear()
        post.rounds.go()
        return [letter for letter in letterbox.to(LI) if letter["Subject"] != "请确认邮件订阅"]

    return round_


def test_what_held_at_the_confirmation_is_no_news(
    post: Any, asked: Callable[..., int], told: Callable[[], list[Any]]
) -> None:
    post.follow(LI, Followed.CONSULTATION, asked())
    assert told() == []
    assert told() == []


def test_every_step_is_told_once_with_its_reason(
    post: Any, asked: Callable[..., int], told: Callable[[], list[Any]]
) -> None:
    key = asked()
    post.follow(LI, Followed.CONSULTATION, key)
    told()
    with post.home.database.transaction() as session:
        changing.extend(session, key, date(2026, 12, 31), "公众要求", RULES, by=post.home.officer)
    (letter,) = told()
    assert letter["Subject"] == "征求意见期限延长：《澄江省声环境功能区划分方案（征求意见稿）》"
    assert "延长至2026年12月31日24时。理由：公众要求。" in words(letter)
    assert f"https://policy.example.cn/consultations/{key}\n" in words(letter)
    with post.home.database.transaction() as session:
        draft = changing.new_draft(DRAFT.replace("四类", "三类"))
        changing.replace_draft(session, key, draft, "吸收意见", RULES, by=post.home.officer)
    (letter,) = told()
    assert letter["Subject"].startswith("征求意见稿已更换：")
    assert "此前提出的意见仍然有效" in words(letter)
    assert told() == []


def test_the_outcome_and_the_adopted_document_are_told(
    post: Any, asked: Callable[..., int], told: Callable[[], list[Any]]
) -> None:
    key = asked()
    post.follow(LI, Followed.CONSULTATION, key)
    told()
    clock.set_moment(datetime(2027, 1, 5, 4, tzinfo=UTC))
    assert told() == []
    with post.home.database.transaction() as session:
        row = session.get_one(Consultation, key)
        row.outcome_published_at = clock.now()
        flow.happen(session, row, ConsultationDeed.PUBLISH_OUTCOME, by=post.home.officer)
        outbox.grow(session)
    (letter,) = told()
    assert letter["Subject"].startswith("意见采纳情况已公布：")
    assert f"/consultations/{key}/outcome" in words(letter)
    with post.home.database.transaction() as session:
        changing.adopt(session, key, (post.home.document, None), "", RULES, by=post.home.officer)
    (letter,) = told()
    assert letter["Subject"].startswith("征求过意见的文件已出台：")
    assert "出台的文件：《澄江省排污许可管理办法》" in words(letter)


def test_a_dropped_one_is_told_with_why(
    post: Any, asked: Callable[..., int], told: Callable[[], list[Any]]
) -> None:
    key = asked()
    post.follow(LI, Followed.CONSULTATION, key)
    told()
    with post.home.database.transaction() as session:
        changing.drop(session, key, "国家已有规定", RULES, by=post.home.officer)
    (letter,) = told()
    assert letter["Subject"] == "《澄江省声环境功能区划分方案（征求意见稿）》不再继续制定"
    assert "国家已有规定" in words(letter)


def test_the_opening_is_told_at_its_midnight(
    post: Any, asked: Callable[..., int], told: Callable[[], list[Any]]
) -> None:
    post.follow(LI, Followed.CONSULTATION, asked(from_on=date(2026, 12, 1)))
    told()
    clock.set_moment(datetime(2026, 11, 30, 15, 59, 59, tzinfo=UTC))
    assert told() == []
    clock.set_moment(datetime(2026, 11, 30, 16, 0, 1, tzinfo=UTC))
    (letter,) = told()
    assert letter["Subject"].startswith("开始征求意见：")
    assert "截止时间：2026年12月23日24时" in words(letter)
    assert told() == []


def test_the_end_is_told_three_days_before_it_and_once(
    post: Any, asked: Callable[..., int], told: Callable[[], list[Any]]
) -> None:
    post.follow(LI, Followed.CONSULTATION, asked())
    told()
    end = datetime(2026, 12, 23, 4, tzinfo=UTC)
    clock.set_moment(end - timedelta(days=4))
    assert told() == []
    clock.set_moment(end - timedelta(days=3))
    (letter,) = told()
    assert letter["Subject"].startswith("征求意见即将截止：")
    for days in (2, 1, 0, -1):
        clock.set_moment(end - timedelta(days=days))
        assert told() == []


def test_a_withdrawn_one_is_told_without_its_title_and_drops_what_waits(
    post: Any, asked: Callable[..., int], told: Callable[[], list[Any]]
) -> None:
    key = asked()
    post.follow(LI, Followed.CONSULTATION, key)
    told()
    with post.home.database.transaction() as session:
        flow.withdraw(session, key, "附件有误", by=post.home.officer)
    (letter,) = told()
    assert letter["Subject"] == "您订阅的征求意见已撤回"
    assert "声环境" not in words(letter)


def test_of_what_is_not_public_nobody_can_be_told(
    post: Any, asked: Callable[..., int], told: Callable[[], list[Any]]
) -> None:
    key = asked(progress=NoticeProgress.SCHEDULED.value, published_at=None, title="秘密的方案")
    post.follow(LI, Followed.CONSULTATION, key)
    assert told() == []
    assert not any("秘密" in str(vars(row)) for row in post.rows(Follower))


def test_the_page_leads_to_following_where_letters_can_be_sent(
    post: Any, asked: Callable[..., int], app: Flask
) -> None:
    key, client = asked(), app.test_client()
    app.config["WTF_CSRF_ENABLED"] = False
    way = f'href="/follow?consultation={key}"'
    assert way not in client.get(f"/consultations/{key}").get_data(as_text=True)
    app.extensions["config"] = replace(app.extensions["config"], mailing=post.head.mailing)
    with post.home.database.transaction() as session:
        outbox.grow(session)
    assert way in client.get(f"/consultations/{key}").get_data(as_text=True)
    page = client.get(f"/follow?consultation={key}").get_data(as_text=True)
    assert f"征求意见：《{TITLE}》" in page
    assert f'value="consultation-{key}"' in page
    answer = client.post("/follow", data={"target": f"consultation-{key}", "email": LI})
    assert answer.status_code == 303
    assert [(row.followed, row.key) for row in post.rows(Follower)] == [("consultation", key)]
    assert client.get("/follow?consultation=999").status_code == 404
