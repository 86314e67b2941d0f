"""Rulings on commenting: to the second, once for a form, on its own edition, taken back at any time."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from base import clock
from base.config import Consulting
from base.errors import NotFound, WrongStage
from base.guarding import TooMany
from base.staff.audit import AuditRow
from registry.consultations import changing, commenting, forgetting
from registry.consultations.commenting import PUBLIC, Said, Sender, Sent
from registry.consultations.rules.quoting import Quote
from registry.consultations.rules.terms import ConsultationDeed, NoticeProgress, TextRole
from registry.consultations.tables import Comment, CommentPerson, Consultation, ConsultationEvent

WORDS = "有效期五年太短，建议改为八年。"
SECRET = "secret"  # of these tests
# The last second of 23 December in Shanghai.
LAST = datetime(2026, 12, 23, 15, 59, 59, tzinfo=UTC)


def say(forum: Any, key: int, sent: int = 1, said: Said = Said(WORDS), origin: str = "one") -> Sent:  # noqa: B008
    sender = Sender(f"{sent:032x}", origin)
    with forum.database.transaction() as session:
        return commenting.comment(session, key, said, sender, forum.config.consulting, SECRET)


def number(forum: Any, table: type[Any] = Comment) -> int:
    with forum.database.reading() as session:
        return int(session.scalar(select(func.count()).select_from(table)) or 0)


def test_the_last_second_is_taken_and_the_next_refused(
    forum: Any, hold_clock: Callable[[datetime], None]
) -> None:
    key = forum.publish()
    hold_clock(LAST)
    say(forum, key)
    hold_clock(LAST + timedelta(seconds=1))
    with pytest.raises(WrongStage, match="12月23日24时截止"):
        say(forum, key, 2)
    assert number(forum) == 1


def test_a_form_sent_before_the_end_may_be_sent_again_after_it(
    forum: Any, hold_clock: Callable[[datetime], None]
) -> None:
    key = forum.publish()
    hold_clock(LAST)
    first = say(forum, key)
    hold_clock(LAST + timedelta(seconds=1))
    assert say(forum, key).code == first.code
    assert number(forum) == 1


def test_an_extension_opens_the_form_that_lay_open(
    forum: Any, hold_clock: Callable[[datetime], None]
) -> None:
    key = forum.publish()
    with forum.database.transaction() as session:
        changing.extend(
            session, key, date(2026, 12, 31), "应各方面请求", forum.config.consulting, by=forum.publisher
        )
    hold_clock(LAST + timedelta(seconds=1))
    say(forum, key)


@pytest.mark.parametrize(
    "progress",
    [NoticeProgress.DRAFT, NoticeProgress.SUBMITTED, NoticeProgress.SCHEDULED, NoticeProgress.WITHDRAWN],
)
def test_what_is_not_public_cannot_be_commented_on(forum: Any, progress: NoticeProgress) -> None:
    key = forum.publish(progress=progress.value)
    with pytest.raises(NotFound):
        say(forum, key)


def test_before_its_first_day_nobody_comments(forum: Any) -> None:
    key = forum.publish(from_on=date(2026, 11, 30))
    with pytest.raises(WrongStage, match="11月30日开始"):
        say(forum, key)


def test_the_same_form_comments_once_and_is_told_the_same_code(forum: Any) -> None:
    key = forum.publish()
    assert say(forum, key).code == say(forum, key).code
    assert number(forum) == 1


def test_the_same_form_with_other_words_is_refused_and_replaces_nothing(forum: Any) -> None:
    key = forum.publish()
    say(forum, key)
    with pytest.raises(commenting.OtherWords, match="没有提交"):
        say(forum, key, said=Said("改为十年。"))
    with pytest.raises(commenting.OtherWords):
        say(forum, forum.publish())
    assert number(forum) == 1


def test_two_sends_of_one_form_at_once_are_one_comment(forum: Any) -> None:
    key = forum.publish()
    with ThreadPoolExecutor(4) as crowd:
        codes = {sent.code for sent in crowd.map(lambda _turn: say(forum, key), range(4))}
    assert len(codes) == 1
    assert number(forum) == 1


def test_a_comment_keeps_the_edition_that_lay_before_its_writer(forum: Any) -> None:
    key = forum.publish()
    first = forum.draft_of(key)
    with forum.database.transaction() as session:
        forum.paper(session, key, TextRole.DRAFT, "第一条　全新的一稿。", edition=2)
    sent = say(forum, key, said=Said(WORDS, Quote("art-3"), first))
    assert (sent.edition, sent.newest) == (1, False)
    assert say(forum, key, 2).newest


def test_a_quote_is_kept_in_the_words_of_the_draft(forum: Any) -> None:
    key = forum.publish()
    sent = say(forum, key, said=Said(WORDS, Quote("art-3", exact="有效期 为\n五年")))
    assert (sent.comment.eid, sent.comment.exact) == ("art-3", "有效期为五年")
    assert sent.comment.prefix.endswith("排污许可证")


def test_words_that_the_draft_does_not_have_are_not_put_into_its_mouth(forum: Any) -> None:
    sent = say(forum, forum.publish(), said=Said(WORDS, Quote("art-3", exact="罚款一百万元以上")))
    assert (sent.comment.eid, sent.comment.exact) == ("art-3", "")
    assert "不一致" in sent.advice


def test_a_selection_over_two_articles_is_filed_under_the_first(forum: Any) -> None:
    exact = "未取得的不得排放。第三条　排污许可证有效期为五年。"
    sent = say(forum, forum.publish(), said=Said(WORDS, Quote("art-2", exact=exact)))
    assert sent.comment.eid.startswith("art-2")
    assert "跨越多条" in sent.advice or "不一致" in sent.advice


def test_one_network_is_held_off_and_the_others_are_not(forum: Any) -> None:
    key = forum.publish()
    consulting = replace(forum.config.consulting, comment_rate=3)
    for turn in range(3):
        say(forum, key, turn)
    with forum.database.reading() as session, pytest.raises(TooMany) as held:
        commenting.hold_off(session, Sender("f" * 32, "one"), consulting)
    assert held.value.seconds > 0
    with forum.database.reading() as session:
        commenting.hold_off(session, Sender("f" * 32, "another"), consulting)


def test_the_same_words_from_many_are_as_many_comments(forum: Any) -> None:
    key = forum.publish()
    for turn in range(40):
        say(forum, key, turn, origin=f"network {turn}")
    with forum.database.reading() as session:
        hashes = set(session.scalars(select(Comment.wording_hash)))
    assert (number(forum), len(hashes)) == (40, 1)


def test_taken_back_it_forgets_who_sent_it(forum: Any) -> None:
    key = forum.publish()
    sent = say(forum, key, said=Said(WORDS, name="张三丰", contact="13800138000"))
    assert number(forum, CommentPerson) == 1
    with forum.database.transaction() as session:
        row = commenting.found(session, sent.code.lower().replace("-", " "))
        commenting.take_back(session, row.id)
    assert number(forum, CommentPerson) == 0
    with forum.database.transaction() as session, pytest.raises(WrongStage):
        commenting.take_back(session, row.id)


def test_taking_back_gives_no_allowance_back_until_the_day_is_over(
    forum: Any, hold_clock: Callable[[datetime], None]
) -> None:
    key, consulting = forum.publish(), replace(forum.config.consulting, comment_rate=1)
    sent = say(forum, key)
    with forum.database.transaction() as session:
        commenting.take_back(session, sent.comment.id)
        with pytest.raises(TooMany):
            commenting.hold_off(session, Sender("f" * 32, "one"), consulting)
        assert forgetting.forget(session, consulting, by=PUBLIC) == 0
    hold_clock(clock.now() + timedelta(days=1))
    with forum.database.transaction() as session:
        assert forgetting.forget(session, consulting, by=PUBLIC) == 1
        assert set(session.scalars(select(Comment.origin_hash))) == {""}


@pytest.mark.parametrize("deed", [ConsultationDeed.ADOPT, ConsultationDeed.DROP])
def test_the_time_runs_from_adoption_or_dropping_though_the_outcome_be_owed(
    forum: Any, hold_clock: Callable[[datetime], None], deed: ConsultationDeed
) -> None:
    key, keep = forum.publish(), Consulting(retention_days=10)
    say(forum, key, said=Said(WORDS, name="张三丰"))
    with forum.database.transaction() as session:
        session.add(ConsultationEvent(consultation_id=key, deed=deed.value, at=clock.now(), by="办公室"))
    hold_clock(clock.now() + timedelta(days=9))
    with forum.database.transaction() as session:
        assert forgetting.forget(session, keep, by=PUBLIC) == 0
    hold_clock(clock.now() + timedelta(days=2))
    with forum.database.transaction() as session:
        assert forgetting.forget(session, keep, by=PUBLIC) == 1
    assert number(forum, CommentPerson) == 0


def test_a_wrong_code_finds_nothing(forum: Any) -> None:
    say(forum, forum.publish())
    with forum.database.reading() as session, pytest.raises(NotFound):
        commenting.found(session, "AAAA-AAAA-AAAA-AAAA")


def test_who_commented_is_forgotten_when_the_time_is_over(
    forum: Any, hold_clock: Callable[[datetime], None]
) -> None:
    key = forum.publish()
    say(forum, key, said=Said(WORDS, name="张三丰"))
    with forum.database.transaction() as session:
        session.get_one(Consultation, key).outcome_published_at = clock.now()
    keep = Consulting(retention_days=10)
    hold_clock(clock.now() + timedelta(days=9))
    with forum.database.transaction() as session:
        assert forgetting.forget(session, keep, by=PUBLIC) == 0
    hold_clock(clock.now() + timedelta(days=2))
    with forum.database.transaction() as session:
        assert forgetting.forget(session, keep, by=PUBLIC) == 1
    assert (number(forum), number(forum, CommentPerson)) == (1, 0)
    with forum.database.reading() as session:
        assert set(session.scalars(select(Comment.origin_hash))) == {""}


def test_the_audit_never_tells_what_was_said_or_by_whom(forum: Any) -> None:
    say(forum, forum.publish(), said=Said(WORDS, name="张三丰", contact="13800138000"))
    with forum.database.reading() as session:
        told = " ".join(
            f"{deed.deed} {deed.subject} {deed.before} {deed.after} {deed.name} {deed.address}"
            for deed in session.scalars(select(AuditRow))
        )
    assert "comment.send" in told
    for secret in (WORDS, "张三丰", "13800138000"):
        assert secret not in told
