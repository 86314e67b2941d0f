"""Moderation: shown, held with a public reason, shown again; never by who drafts, never a changed word."""

import json
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from base import clock, outbox
from base.errors import BadInput, NotFound, WrongStage
from base.staff.audit import AuditRow
from base.staff.roles import Role
from registry.consultations import moderating
from registry.consultations.moderating import Seen
from registry.consultations.rules.likeness import wording_hash
from registry.consultations.rules.terms import CommentState
from registry.consultations.tables import Comment, CommentPerson
from registry.drafting.faults import FourEyes, Stale

WORDS = "我叫张三丰，电话13800138000，反对第三条把期限定为三十日。"
HIDDEN = "我叫张**，电话138****8000，反对第三条把期限定为三十日。"


def sent(session: Session, key: int, words: str = WORDS, number: int = 1, **more: Any) -> Comment:
    row = Comment(
        consultation_id=key,
        token=f"{number:032x}",
        state="received",
        channel="online",
        voice="public",
        words=words,
        received_at=clock.now(),
        recorded_by="",
        wording_hash=wording_hash(words),
        **more,
    )
    session.add(row)
    session.flush()
    session.add(CommentPerson(comment_id=row.id, name="张三丰", contact="13800138000"))
    session.flush()
    return row


@pytest.fixture
def key(forum: Any) -> int:
    return int(forum.publish())


def test_a_comment_is_shown_with_the_person_hidden_and_not_a_word_changed(forum: Any, key: int) -> None:
    with forum.database.reading() as session:
        before = outbox.generation(session)
    with forum.database.transaction() as session:
        row = sent(session, key)
        told = moderating.proposal(session, row)
        assert told == "我叫张**，电话〔已隐去〕，反对第三条把期限定为三十日。"
        moderating.show(session, key, Seen(row.id, 1), told, by=forum.publisher)
        assert (row.state, row.shown_words, row.words) == ("shown", told, WORDS)
    with forum.database.reading() as session:
        assert outbox.generation(session) > before


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        (WORDS, "请隐去"),
        (HIDDEN.replace("反对", "支持"), "不能改动"),
        (HIDDEN.replace("三十日", ""), "不能改动"),
        ("我叫张**，电话138****8000，****", ""),
    ],
)
def test_who_moderates_hides_and_never_rewrites(forum: Any, key: int, told: str, fault: str) -> None:
    with forum.database.transaction() as session:
        row = sent(session, key)
        if fault:
            with pytest.raises(BadInput, match=fault):
                moderating.show(session, key, Seen(row.id, 1), told, by=forum.publisher)
        else:
            moderating.show(session, key, Seen(row.id, 1), told, by=forum.publisher)


def test_what_is_held_back_has_its_reason_and_can_be_shown_again(forum: Any, key: int) -> None:
    with forum.database.transaction() as session:
        row = sent(session, key, "骂人的话")
        moderating.hold(session, key, Seen(row.id, 1), "含有人身攻击", by=forum.officer)
        assert (row.state, row.held_reason, row.words) == ("held", "含有人身攻击", "骂人的话")
        moderating.show(session, key, Seen(row.id, 2), "", by=forum.publisher)
        assert (row.state, row.held_reason, row.shown_words) == ("shown", "", "")


@pytest.mark.parametrize("reason", ["", "  ", "长" * 501, "请致电13800138000"])
def test_a_reason_is_public_and_therefore_asked_for(forum: Any, key: int, reason: str) -> None:
    with forum.database.transaction() as session:
        row = sent(session, key)
        with pytest.raises(BadInput):
            moderating.hold(session, key, Seen(row.id, 1), reason, by=forum.publisher)


def test_who_is_of_the_drafting_unit_decides_nothing_whatever_the_role(forum: Any, key: int) -> None:
    with forum.database.transaction() as session:
        row = sent(session, key)
        for role in (Role.LEGAL_OFFICER, Role.PUBLISHER):
            own = forum.actor(role, forum.water)
            with pytest.raises(FourEyes):
                moderating.show(session, key, Seen(row.id, 1), HIDDEN, by=own)
            with pytest.raises(FourEyes):
                moderating.hold_many(session, key, [row.id], "理由", by=own)


def test_of_two_at_once_the_second_is_told(forum: Any, key: int) -> None:
    with forum.database.transaction() as session:
        row = sent(session, key)
        moderating.hold(session, key, Seen(row.id, 1), "重复", by=forum.publisher)
        with pytest.raises(Stale, match="第 1 次"):
            moderating.show(session, key, Seen(row.id, 1), HIDDEN, by=forum.officer)


def test_what_was_taken_back_is_never_shown(forum: Any, key: int) -> None:
    with forum.database.transaction() as session:
        row = sent(session, key)
        row.state = CommentState.TAKEN_BACK.value
        with pytest.raises(WrongStage):
            moderating.show(session, key, Seen(row.id, 1), HIDDEN, by=forum.publisher)


def test_a_comment_of_another_consultation_is_not_found(forum: Any, key: int) -> None:
    other = forum.publish()
    with forum.database.transaction() as session:
        row = sent(session, key)
        with pytest.raises(NotFound):
            moderating.show(session, other, Seen(row.id, 1), "", by=forum.publisher)


def test_many_are_shown_at_once_except_those_that_tell_of_a_person(forum: Any, key: int) -> None:
    with forum.database.transaction() as session:
        rows = [sent(session, key, words, place) for place, words in enumerate(["支持", "支持！", WORDS])]
        found = moderating.show_many(session, key, [row.id for row in rows], by=forum.publisher)
        assert found.done == (rows[0].id, rows[1].id)
        assert found.left == (rows[2].id,)
        again = moderating.hold_many(session, key, [row.id for row in rows], "理由", by=forum.publisher)
        assert again.done == (rows[2].id,)


def test_the_audit_has_the_deed_and_not_a_word(forum: Any, key: int) -> None:
    with forum.database.transaction() as session:
        row = sent(session, key)
        moderating.show(session, key, Seen(row.id, 1), HIDDEN, by=forum.publisher)
        moderating.hold(session, key, Seen(row.id, 2), "含有个人信息", by=forum.publisher)
        rows = session.scalars(select(AuditRow)).all()
        told = json.dumps([[each.deed, each.subject, each.before, each.after] for each in rows])
    assert "comment.show" in told
    for secret in ("张三丰", "13800138000", "反对第三条", "含有个人信息"):
        assert secret not in told
        assert json.dumps(secret)[1:-1] not in told
