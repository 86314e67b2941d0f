"""Comments that came otherwise: with their channel and day, late ones too, who said it apart."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from base import clock
from base.errors import BadInput, WrongStage
from base.staff.audit import AuditRow
from registry.consultations import entering, notices
from registry.consultations.entering import Came, Entry, paragraphs
from registry.consultations.rules.terms import Channel, ConsultationDeed, Voice
from registry.consultations.tables import Comment, CommentPerson, Consultation, ConsultationEvent, Meeting

LETTER = Came(Channel.LETTER, Voice.PUBLIC, date(2026, 11, 20))
ONE = Entry("建议把三十日改为六十日", "art-3", True, "云州市环保协会", "0571-88886666")


@pytest.fixture
def key(forum: Any) -> int:
    return int(forum.publish())


def enter(forum: Any, key: int, came: Came = LETTER, entries: tuple[Entry, ...] = (ONE,)) -> list[int]:
    with forum.database.transaction() as session:
        made = entering.enter(session, key, f"form-{key}", came, entries, by=forum.drafter)
        return [row.id for row in made]


def test_a_letter_is_entered_with_its_channel_day_and_provision_and_waits(forum: Any, key: int) -> None:
    (number,) = enter(forum, key)
    with forum.database.reading() as session:
        row = session.get_one(Comment, number)
        assert (row.channel, row.voice, row.said_on, row.eid) == ("letter", "public", LETTER.said_on, "art-3")
        assert (row.state, row.organisation, row.text_id) == ("received", True, forum.draft_of(key))
        assert row.code_hash is None
        assert row.wording_hash


def test_who_said_it_stands_apart(forum: Any, key: int) -> None:
    named, nameless = enter(forum, key, entries=(ONE, Entry("没有署名的意见")))
    with forum.database.reading() as session:
        assert session.get_one(CommentPerson, named).name == "云州市环保协会"
        assert session.get(CommentPerson, nameless) is None


def test_the_same_form_sent_twice_enters_once(forum: Any, key: int) -> None:
    entries = (ONE, Entry("另一条"))
    assert enter(forum, key, entries=entries) == enter(forum, key, entries=entries)


def test_a_letter_that_arrives_late_is_taken_and_said_to_be_late(
    forum: Any, key: int, hold_clock: Callable[[date], None]
) -> None:
    hold_clock(date(2026, 12, 28))
    enter(forum, key, Came(Channel.LETTER, Voice.PUBLIC, date(2026, 12, 24)))
    with forum.database.reading() as session:
        row = notices.get(session, key)
        assert entering.late(session, row, date(2026, 12, 24), 30)
        assert not entering.late(session, row, date(2026, 12, 23), 30)


def test_nothing_is_entered_once_the_outcome_is_published(forum: Any) -> None:
    key = forum.publish(outcome_published_at=clock.now())
    with pytest.raises(WrongStage, match="采纳情况已经公布"):
        enter(forum, key)


def test_nothing_is_entered_for_what_was_dropped_or_is_not_public(forum: Any, key: int) -> None:
    with forum.database.transaction() as session:
        session.add(
            ConsultationEvent(
                consultation_id=key, deed=ConsultationDeed.DROP.value, at=clock.now(), by="tests", reason="x"
            )
        )
    with pytest.raises(WrongStage, match="终止"):
        enter(forum, key)
    draft = forum.publish(progress="draft", published_at=None)
    with pytest.raises(WrongStage, match="草稿"):
        enter(forum, draft)


@pytest.mark.parametrize(
    ("came", "entries", "fault"),
    [
        (Came(Channel.LETTER, Voice.PUBLIC, date(2026, 11, 24)), (ONE,), "还没有到"),
        (Came(Channel.ONLINE, Voice.PUBLIC, date(2026, 11, 20)), (ONE,), "网上提交"),
        (LETTER, (), "请填写"),
        (LETTER, (Entry("x", "art-99"),), "不在现在的征求意见稿里"),
        (LETTER, (Entry(" "),), "1 至 20000 个字"),
        (LETTER, (Entry("长" * 20_001),), "20001"),
        (LETTER, (ONE,) * 101, "最多录入 100 条"),
        (Came(Channel.HEARING, Voice.PUBLIC, date(2026, 11, 20), 999), (ONE,), "不属于"),
    ],
)
def test_what_is_wrong_is_told(
    forum: Any, key: int, came: Came, entries: tuple[Entry, ...], fault: str
) -> None:
    with pytest.raises(BadInput, match=fault):
        enter(forum, key, came, entries)


def test_a_comment_of_a_meeting_is_linked_to_it(forum: Any, key: int) -> None:
    with forum.database.transaction() as session:
        meeting = Meeting(
            consultation_id=key,
            kind="seminar",
            title="座谈会",
            held_at=datetime(2026, 11, 20, 1, tzinfo=UTC),
            place="省厅",
            recorded_at=clock.now(),
            recorded_by="tests",
        )
        session.add(meeting)
        session.flush()
        number = meeting.id
    (made,) = enter(forum, key, Came(Channel.SEMINAR, Voice.EXPERT, date(2026, 11, 20), number))
    with forum.database.reading() as session:
        assert session.get_one(Comment, made).meeting_id == number


def test_the_audit_tells_how_many_and_how_and_nothing_of_what_or_who(forum: Any, key: int) -> None:
    enter(forum, key)
    with forum.database.reading() as session:
        row = session.scalars(select(AuditRow).where(AuditRow.deed == "comment.enter")).one()
        told = json.dumps([row.subject, row.before, row.after], ensure_ascii=False)
    assert '"channel": "letter"' in told
    assert not any(word in told for word in ("三十日", "协会", "88886666"))


@given(st.lists(st.text("甲乙 \t\n", min_size=1).filter(str.strip), max_size=8))
def test_pasted_paragraphs_lose_nothing_but_blank_lines(parts: list[str]) -> None:
    pasted = "\n\n".join(parts)
    found = paragraphs(pasted)
    assert "".join("".join(found).split()) == "".join(pasted.split())
    assert all(part == part.strip() for part in found)


def test_a_million_blank_lines_are_split_at_once(within: Callable[..., Any]) -> None:
    with within(6):
        paragraphs("甲\n \n" + "\n \t" * 300_000)


def test_the_day_counted_is_the_last_day_of_the_extended_period(forum: Any, key: int) -> None:
    with forum.database.transaction() as session:
        row = session.get_one(Consultation, key)
        extended = row.through_on + timedelta(days=10)
        deed = ConsultationDeed.EXTEND.value
        session.add(
            ConsultationEvent(consultation_id=key, deed=deed, at=clock.now(), by="tests", through_on=extended)
        )
        session.flush()
        assert not entering.late(session, row, extended, 30)
