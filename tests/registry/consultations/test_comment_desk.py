"""The desk of comments and meetings: lists, groups, deeds, export; the person only on demand."""

import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import openpyxl
import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, insert, select

from base import clock
from base.staff.audit import AuditRow
from base.staff.roles import Role
from registry.consultations import outcomes, waiting
from registry.consultations.reads import handling
from registry.consultations.rules.likeness import wording_hash
from registry.consultations.tables import Comment, CommentOutcome, CommentPerson, Meeting
from registry.watch import rounds
from registry.watch.tables import Task

Act = Callable[..., Any]
NAME, PHONE = "欧阳植树", "13912345678"
CAMPAIGN = "建议把第三条的三十日改为六十日，企业准备延续材料的时间太短，很多小企业办不完。"


@pytest.fixture(autouse=True)
def one_database(request: pytest.FixtureRequest) -> None:
    """Pages are the same on both databases; once is enough."""
    if "postgres" in request.node.name:
        pytest.skip("pages are tried on SQLite")


@pytest.fixture
def key(forum: Any) -> int:
    return int(forum.publish())


@pytest.fixture
def desk(key: int) -> str:
    return f"/desk/consultations/{key}/comments"


@pytest.fixture
def sit(forum: Any, act_as: Act) -> Callable[[Role, str], Any]:
    """Let somebody of a role sit at the desk, in the unit of that name."""
    return lambda role, unit: act_as(role, account_id=None, unit_id=getattr(forum, unit))


def send(forum: Any, key: int, *words: str, origin: str = "") -> list[int]:
    with forum.database.transaction() as session:
        made = []
        for said in words:
            count = session.scalar(select(func.count()).select_from(Comment)) or 0
            row = Comment(
                consultation_id=key,
                token=f"{count:032x}",
                state="received",
                channel="online",
                voice="public",
                words=said,
                eid="art-3",
                received_at=clock.now(),
                recorded_by="",
                origin_hash=origin or f"{count:x}",
                wording_hash=wording_hash(said),
            )
            session.add(row)
            session.flush()
            session.add(CommentPerson(comment_id=row.id, name=NAME, contact=PHONE))
            made.append(row.id)
        return made


def read(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_data(as_text=True)


def state(forum: Any, number: int) -> str:
    with forum.database.reading() as session:
        return str(session.get_one(Comment, number).state)


def test_the_list_is_filtered_and_never_tells_who_sent_a_comment(
    forum: Any, key: int, desk: str, client: FlaskClient, sit: Any
) -> None:
    first, second = send(forum, key, "第一种意见", "第二种意见")
    sit(Role.DRAFTER, "water")
    page = read(client, desk)
    assert "第一种意见" in page
    assert NAME not in page
    assert PHONE not in page
    assert "第一种意见" not in read(client, f"{desk}?state=shown")
    assert "第二种意见" in read(client, f"{desk}?provision=art-3&unanswered=1&channel=online&voice=public")
    assert "第二种意见" not in read(client, f"{desk}?like={first}")
    assert NAME not in read(client, f"{desk}/{second}")


def test_who_sent_it_is_told_on_demand_and_that_is_noted(
    forum: Any, key: int, desk: str, client: FlaskClient, sit: Any
) -> None:
    (number,) = send(forum, key, "意见")
    sit(Role.DRAFTER, "water")
    answer = client.post(f"{desk}/{number}/person")
    assert NAME in answer.get_data(as_text=True)
    with forum.database.reading() as session:
        row = session.scalars(select(AuditRow).where(AuditRow.deed == "comment.person")).one()
        assert (row.subject, row.after) == (f"comment:{number}", None)
    sit(Role.PUBLISHER, "office")
    assert client.post(f"{desk}/{number}/person").status_code == 403


@pytest.mark.parametrize("deed", ["show", "hold"])
def test_who_drafts_does_not_moderate(
    forum: Any, key: int, desk: str, client: FlaskClient, sit: Any, deed: str
) -> None:
    (number,) = send(forum, key, "意见")
    form = {"version": "1", "words": "意见", "reason": "理由"}
    form.pop("reason" if deed == "show" else "words")
    sit(Role.DRAFTER, "water")
    assert "起草单位不参与" in read(client, f"{desk}/{number}")
    assert client.post(f"{desk}/{number}/{deed}", data=form).status_code == 403
    sit(Role.LEGAL_OFFICER, "water")
    assert client.post(f"{desk}/{number}/{deed}", data=form).status_code == 403
    sit(Role.PUBLISHER, "office")
    assert client.post(f"{desk}/{number}/{deed}", data=form).status_code == 303


def test_people_of_another_unit_see_nothing(
    forum: Any, key: int, desk: str, client: FlaskClient, sit: Any
) -> None:
    (number,) = send(forum, key, "意见")
    sit(Role.DRAFTER, "legal")
    for address in (desk, f"{desk}/groups", f"{desk}/export.xlsx", f"{desk}/{number}", f"{desk}/enter"):
        assert client.get(address).status_code == 403


def test_what_would_be_shown_is_proposed_without_the_person(
    forum: Any, key: int, desk: str, client: FlaskClient, sit: Any
) -> None:
    (number,) = send(forum, key, f"我叫{NAME}，电话{PHONE}，反对。")
    sit(Role.PUBLISHER, "office")
    assert "我叫欧**" in read(client, f"{desk}/{number}")
    told = client.post(f"{desk}/{number}/show", data={"version": "1", "words": "我支持。"})
    assert told.status_code == 400
    assert "不能改动" in told.get_data(as_text=True)


def test_ticked_ones_are_shown_or_held_at_once_and_doubtful_ones_are_left(
    forum: Any, key: int, desk: str, client: FlaskClient, sit: Any
) -> None:
    first, second, third = send(forum, key, "甲意见", "乙意见", f"请打{PHONE}")
    sit(Role.PUBLISHER, "office")
    assert client.post(f"{desk}/show_many", data={"comments": [first, third]}).status_code == 303
    assert (state(forum, first), state(forum, third)) == ("shown", "received")
    assert client.post(f"{desk}/hold_many", data={"comments": [second]}).status_code == 422
    form = {"comments": [second], "reason": "广告", "state": "received"}
    answer = client.post(f"{desk}/hold_many", data=form)
    assert answer.location.endswith("comments?state=received")
    assert state(forum, second) == "held"


def test_a_group_is_answered_and_moderated_together(
    forum: Any, key: int, desk: str, client: FlaskClient, sit: Any
) -> None:
    sent = send(forum, key, *(f"{greeting}{CAMPAIGN}" for greeting in ("", "您好。", "", "", "领导好。")))
    send(forum, key, "另一种完全不同的意见")
    sit(Role.DRAFTER, "water")
    page = read(client, f"{desk}/groups")
    assert "5 条，多人提交相同文本" in page
    assert "另有 1 条单独意见" in page
    form = {"representative": sent[0], "count": 5}
    assert client.post(f"{desk}/groups/answer_group", data=form).status_code == 303
    with forum.database.reading() as session:
        outcome = session.scalars(select(CommentOutcome)).one()
        query = select(Comment.id).where(Comment.outcome_id == outcome.id).order_by(Comment.id)
        assert list(session.scalars(query)) == sent
    sit(Role.PUBLISHER, "office")
    assert client.post(f"{desk}/groups/show_group", data=form).status_code == 303
    assert {state(forum, number) for number in sent} == {"shown"}


def test_a_group_that_grew_meanwhile_is_looked_at_again(
    forum: Any, key: int, desk: str, client: FlaskClient, sit: Any
) -> None:
    sent = send(forum, key, CAMPAIGN, CAMPAIGN)
    send(forum, key, CAMPAIGN)
    sit(Role.DRAFTER, "water")
    form = {"representative": sent[0], "count": 2}
    answer = client.post(f"{desk}/groups/answer_group", data=form)
    assert answer.status_code == 409
    assert "现在是 3 条" in answer.get_data(as_text=True)


def test_the_spreadsheet_computes_nothing_and_names_nobody(
    forum: Any, key: int, desk: str, client: FlaskClient, sit: Any
) -> None:
    send(forum, key, f'=HYPERLINK("http://x","{NAME}")', f"＋我叫{NAME}，电话{PHONE}", "@cmd", "普通意见")
    sit(Role.DRAFTER, "water")
    answer = client.get(f"{desk}/export.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert all(cell.data_type in {"s", "n"} for cell in cells)
    words = [str(cell.value) for cell in cells]
    assert not any(word.startswith(tuple("=+-@＝＋－＠")) for word in words)
    assert not any(NAME in word or PHONE in word for word in words)
    assert "普通意见" in words


def test_several_pasted_comments_are_each_shown_before_they_are_saved(
    forum: Any, key: int, desk: str, client: FlaskClient, sit: Any
) -> None:
    sit(Role.DRAFTER, "water")
    came = {"channel": "letter", "voice": "public", "said_on": "2026-11-20", "token": "a" * 32}
    shown = client.post(f"{desk}/enter/preview", data={**came, "pasted": "甲的意见\n\n乙的意见\n\n丙"})
    page = shown.get_data(as_text=True)
    assert "核对录入的意见（3 条）" in page
    with forum.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Comment)) == 0
    saved = {**came, "count": "3", "words-0": "甲的意见", "eid-0": "art-3", "organisation-0": "1"}
    saved |= {"name-0": NAME, "words-1": "", "words-2": "丙"}
    assert client.post(f"{desk}/enter", data=saved).status_code == 303
    with forum.database.reading() as session:
        rows = session.scalars(select(Comment).order_by(Comment.id)).all()
        assert [(row.words, row.eid, row.organisation) for row in rows] == [
            ("甲的意见", "art-3", True),
            ("丙", "", False),
        ]
        assert session.get_one(CommentPerson, rows[0].id).name == NAME


def test_a_day_that_is_not_over_is_refused_and_nothing_typed_is_lost(
    desk: str, client: FlaskClient, sit: Any
) -> None:
    sit(Role.DRAFTER, "water")
    form = {"channel": "letter", "voice": "public", "said_on": "2026-11-24", "token": "a" * 32}
    answer = client.post(f"{desk}/enter/preview", data={**form, "pasted": "写了很久的意见"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "还没有到" in page
    assert "写了很久的意见" in page


def test_a_hearing_goes_its_way_over_the_desk(forum: Any, key: int, client: FlaskClient, sit: Any) -> None:
    sit(Role.DRAFTER, "water")
    base = f"/desk/consultations/{key}/meetings"
    form = {"token": "t" * 32, "kind": "hearing", "title": "罚款幅度听证会", "held_at": "2026-12-22T09:30"}
    form |= {"place": "省厅一楼", "content": "**罚款**"}
    made = client.post(f"{base}/new", data=form)
    assert made.status_code == 303
    one = made.location
    assert "现在不能公布" in read(client, one)
    assert client.post(f"{one}/announce", data={"version": "1"}).status_code == 409
    changed = form | {"held_at": "2026-12-24T09:30", "version": "1"}
    changed.pop("token")
    answer = client.post(f"{one}/edit", data=changed)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    assert client.post(f"{one}/announce", data={"version": "2"}).status_code == 303
    listed = {"version": "3", "participants": "李雷，居民代表"}
    assert client.post(f"{one}/participants", data=listed).status_code == 303
    upload = {"file": (io.BytesIO("签字".encode()), "签字.txt")}
    assert client.post(f"{one}/files", data=upload).status_code == 303
    page = read(client, one)
    assert "已公布" in page
    assert "不公开" in page
    assert "李雷" in page
    with forum.database.reading() as session:
        assert session.scalars(select(Meeting)).one().content_html.startswith("<p><strong>")
    assert read(client, base)
    sit(Role.PUBLISHER, "office")
    assert client.post(f"{one}/call_off", data={"version": "5", "reason": "x"}).status_code == 403
    assert read(client, one)


def test_one_task_for_each_consultation_lies_with_the_office(forum: Any, key: int) -> None:
    first, *others = send(forum, key, "甲", "乙")
    with forum.database.transaction() as session:
        rounds.go_round(session, clock.today(), (waiting.watch(),))
        rounds.go_round(session, clock.today(), (waiting.watch(),))
        task = session.scalars(select(Task).where(Task.code == "comment")).one()
        assert task.path.startswith(f"/desk/consultations/{key}/comments")
        assert "甲" not in task.title
        for number in (first, *others):
            session.get_one(Comment, number).state = "shown"
        session.flush()
        rounds.go_round(session, clock.today(), (waiting.watch(),))
        assert task.state == "dropped"


def test_five_thousand_comments_are_listed_and_grouped_within_bounds(
    forum: Any,
    key: int,
    desk: str,
    client: FlaskClient,
    sit: Any,
    within: Callable[[float], AbstractContextManager[None]],
) -> None:
    row = {"consultation_id": key, "state": "received", "channel": "online", "voice": "public"}
    row |= {"received_at": clock.now(), "recorded_by": "", "eid": "art-3"}
    with forum.database.transaction() as session:
        rows = [
            row | {"token": f"n{n}", "words": CAMPAIGN if n % 2 else f"{CAMPAIGN[:20]}第{n}位{n * 7919}"}
            for n in range(5_000)
        ]
        session.execute(insert(Comment), rows)
    sit(Role.DRAFTER, "water")
    with within(5):
        assert "共 5000 条" in read(client, desk)
    with within(15):
        assert "条，多人提交相同文本" in read(client, f"{desk}/groups")
    with forum.database.transaction() as session, within(25):
        found = handling.grouped(session, key)[0]
        made = outcomes.group(session, key, found.ids, by=forum.drafter)
        assert made.id
