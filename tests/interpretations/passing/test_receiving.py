"""Read, tried, told on, asked back: what those below do, each once, and what it comes to."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from base import clock
from base.errors import BadInput, NotFound, WrongStage
from base.staff.tables import Account
from interpretations.following.tables import Mail
from interpretations.passing import asking, inbox, receiving, reminding, shelf
from interpretations.passing.receiving import Telling, TellingWay
from interpretations.passing.tables import AskedBack, Dispatch, Recipient
from interpretations.rules.passing import LearningState, Mastery
from registry.watch.tables import Task, TaskState

WRONG = (frozenset({0}), frozenset({2}), frozenset({1}))


@pytest.fixture
def sent(below: Any) -> int:
    """A dispatch to the bureau and to a post of the institute."""
    key: int = below.send()
    return key


def reading(below: Any, recipient: int) -> Any:
    with below.home.database.reading() as session:
        return inbox.reading(session, session.get_one(Recipient, recipient))


def states(below: Any, code: str) -> list[str]:
    with below.home.database.reading() as session:
        return list(session.scalars(select(Task.state).where(Task.code == code).order_by(Task.id)))


# 看得到


def test_reading_is_acknowledged_once(below: Any, sent: int) -> None:
    first = below.recipients(sent)[0]
    below.acknowledge(first)
    with pytest.raises(WrongStage, match="已于2026年11月23日"):
        below.acknowledge(first)
    assert reading(below, first).received.reached == {Mastery.SEEN}


def test_where_there_is_no_check_reading_is_enough(below: Any) -> None:
    key = below.send("plain", questions=(), needed=0)
    below.acknowledge(below.recipients(key)[0])
    assert states(below, "dispatch") == [TaskState.DONE, TaskState.OPEN]


# 会执行


def test_the_right_answers_are_not_on_the_page_before_answering(below: Any, sent: int) -> None:
    first = below.recipients(sent)[0]
    assert reading(below, first).asking == ()
    below.acknowledge(first)
    page = reading(below, first)
    assert page.answered == ()
    assert [sorted(each.options) for each in page.asking] == [
        sorted(each.options) for each in below.order().questions
    ]


def test_enough_right_answers_pass_and_end_the_task(below: Any, sent: int) -> None:
    first = below.recipients(sent)[0]
    below.acknowledge(first)
    assert states(below, "dispatch") == [TaskState.OPEN, TaskState.OPEN]
    judgement = below.attempt(first, *(each.right for each in below.order().questions[:2]), frozenset())
    assert (judgement.count, judgement.passed) == (2, True)
    assert states(below, "dispatch") == [TaskState.DONE, TaskState.OPEN]
    assert reading(below, first).received.state is LearningState.ON_TIME


def test_a_failed_try_is_kept_with_what_was_chosen(below: Any, sent: int) -> None:
    first = below.recipients(sent)[0]
    below.acknowledge(first)
    assert not below.attempt(first, *WRONG).passed
    page = reading(below, first)
    assert [each.chosen for each in page.answered] == list(WRONG)
    assert [each.right for each in page.answered] == [False, False, False]
    assert page.asking
    assert below.attempt(first).passed
    assert [each.count for each in reading(below, first).tries] == [0, 3]


def test_the_same_answers_sent_twice_are_one_try(below: Any, sent: int) -> None:
    first = below.recipients(sent)[0]
    below.acknowledge(first)
    places = below.places(first, WRONG)
    with below.home.database.transaction() as session:
        receiving.attempt(session, first, 1, places, by=below.clerk)
        with pytest.raises(WrongStage, match="已经提交过"):
            receiving.attempt(session, first, 1, places, by=below.clerk)


def test_nobody_tries_what_they_have_not_read(below: Any, sent: int) -> None:
    with pytest.raises(WrongStage, match="先确认已读"):
        below.attempt(below.recipients(sent)[0])


def test_who_has_passed_needs_no_further_try(below: Any, sent: int) -> None:
    first = below.recipients(sent)[0]
    below.acknowledge(first)
    below.attempt(first)
    with pytest.raises(WrongStage, match="已经通过"):
        below.attempt(first)


def test_tries_have_an_end(below: Any, sent: int) -> None:
    first = below.recipients(sent)[0]
    below.acknowledge(first)
    with below.home.database.transaction() as session:
        row = session.get_one(Recipient, first)
        row.tries = [{"at": "", "by": "", "answers": [], "right": []}] * receiving.MOST_TRIES
    with pytest.raises(WrongStage, match="当面讲解"):
        below.attempt(first)


def test_a_dispatch_without_a_check_is_not_tried(below: Any) -> None:
    key = below.send("plain", questions=(), needed=0)
    first = below.recipients(key)[0]
    below.acknowledge(first)
    with below.home.database.transaction() as session, pytest.raises(BadInput, match="没有小测"):
        receiving.attempt(session, first, 1, [], by=below.clerk)


def test_a_question_about_a_former_wording_says_so(below: Any, sent: int) -> None:
    first = below.recipients(sent)[0]
    below.acknowledge(first)
    below.home.reword("art-3", "排污许可证有效期为三年。", date(2026, 11, 30))
    assert reading(below, first).stale == ()
    clock.set_moment(datetime(2026, 11, 30, 4, tzinfo=UTC))
    assert [each.number for each in reading(below, first).stale] == [1, 2]


# 讲得好


def tell(below: Any, recipient: int, on: date = date(2026, 11, 23), **more: Any) -> None:
    telling = Telling(on, more.get("to", 30), (TellingWay.TRAINING, TellingWay.VISIT), "两个乡镇")
    with below.home.database.transaction() as session:
        receiving.tell_on(session, recipient, telling, by=below.clerk)


def test_who_learned_it_may_tell_it_on(below: Any, sent: int) -> None:
    first = below.recipients(sent)[0]
    with pytest.raises(WrongStage, match="自己读过"):
        tell(below, first)
    below.acknowledge(first)
    below.attempt(first)
    tell(below, first)
    tell(below, first, to=45)
    with below.home.database.reading() as session:
        row = session.get_one(Recipient, first)
        assert (row.told_to, row.told_how) == (45, "培训、上门讲解：两个乡镇")


@pytest.mark.parametrize("on", [date(2026, 11, 24), date(2026, 11, 22)])
def test_it_is_told_on_between_its_sending_and_today(below: Any, sent: int, on: date) -> None:
    first = below.recipients(sent)[0]
    below.acknowledge(first)
    below.attempt(first)
    with pytest.raises(BadInput):
        tell(below, first, on)


# Questions back


def ask(below: Any, recipient: int, words: str = "老证还能用吗？") -> int:
    with below.home.database.transaction() as session:
        return asking.ask_back(session, recipient, words, by=below.clerk).id


def test_a_question_back_is_a_task_of_the_sender_until_it_is_answered(below: Any, sent: int) -> None:
    first, second = below.recipients(sent)
    key = ask(below, first)
    assert ask(below, first) == key
    assert states(below, "asked_back") == [TaskState.OPEN]
    with below.home.database.transaction() as session:
        assert session.scalars(select(Task.unit_id).where(Task.code == "asked_back")).all() == [
            below.home.water
        ]
        asking.answer(session, sent, key, "到期前可以用。", by=below.home.drafter)
        with pytest.raises(WrongStage, match="答复"):
            asking.answer(session, sent, key, "再答", by=below.home.drafter)
    assert states(below, "asked_back") == [TaskState.DONE]
    # Everybody who was sent to reads it.
    assert [each.answer for each in reading(below, second).asked] == ["到期前可以用。"]
    assert [each.mine for each in reading(below, first).asked] == [True]


def test_a_question_of_another_dispatch_is_not_answered_here(below: Any, sent: int) -> None:
    other = below.send("second")
    key = ask(below, below.recipients(sent)[0])
    with below.home.database.transaction() as session, pytest.raises(NotFound):
        asking.answer(session, other, key, "答", by=below.home.drafter)


def test_questions_back_have_an_end(below: Any, sent: int) -> None:
    first = below.recipients(sent)[0]
    with below.home.database.transaction() as session:
        for number in range(asking.MOST_QUESTIONS):
            row = AskedBack(
                recipient_id=first, question=f"问{number}", asked_at=clock.now(), asked_by="clerk"
            )
            session.add(row)
    with pytest.raises(BadInput, match="最多"):
        ask(below, first)


# Reminding


def remind(below: Any, key: int, root: str = "", *, early: bool = False) -> int:
    with below.home.database.transaction() as session:
        return reminding.remind(session, key, root, early=early, by=below.home.drafter)


def test_those_who_are_late_are_reminded_once_a_day(below: Any, sent: int) -> None:
    first = below.recipients(sent)[0]
    below.acknowledge(first)
    below.attempt(first)
    assert remind(below, sent) == 0
    clock.set_moment(datetime(2026, 12, 8, 4, tzinfo=UTC))
    assert (remind(below, sent), remind(below, sent)) == (1, 0)
    clock.set_moment(datetime(2026, 12, 9, 4, tzinfo=UTC))
    assert remind(below, sent) == 1


def test_who_has_not_finished_can_be_reminded_early(below: Any, sent: int) -> None:
    assert remind(below, sent, early=True) == 2


def test_a_task_that_was_ended_by_hand_is_opened_again(below: Any, sent: int) -> None:
    with below.home.database.transaction() as session:
        for task in session.scalars(select(Task).where(Task.code == "dispatch")):
            task.state = TaskState.DONE.value
    clock.set_moment(datetime(2026, 12, 8, 4, tzinfo=UTC))
    remind(below, sent)
    assert states(below, "dispatch") == [TaskState.DONE, TaskState.DONE, TaskState.OPEN, TaskState.OPEN]
    first = below.recipients(sent)[0]
    below.acknowledge(first)
    below.attempt(first)
    assert states(below, "dispatch").count(TaskState.OPEN) == 1


def test_letters_go_to_people_of_the_unit_with_an_address(below: Any, sent: int) -> None:
    with below.home.database.transaction() as session:
        for name, email in (("a", "yun@bureau.example"), ("b", ""), ("c", "no address")):
            session.add(
                Account(
                    name=name,
                    full_name=name,
                    email=email,
                    unit_id=below.home.bureau,
                    password_hash="",
                    password_set_at=clock.now(),
                    recorded_at=clock.now(),
                    recorded_by="tests",
                )
            )
    clock.set_moment(datetime(2026, 12, 8, 4, tzinfo=UTC))
    assert remind(below, sent, "https://wenjian.example") == 2
    with below.home.database.reading() as session:
        letters = session.scalars(select(Mail)).all()
        assert [letter.recipient for letter in letters] == ["yun@bureau.example"]
        first = below.recipients(sent)[0]
        assert f"https://wenjian.example/desk/received/{first}" in letters[0].words
        assert "逾期" in letters[0].words


# What the sender and those below see


def test_the_overview_tells_who_came_how_far(below: Any, sent: int) -> None:
    first = below.recipients(sent)[0]
    below.acknowledge(first)
    below.attempt(first, *WRONG)
    below.attempt(first)
    tell(below, first)
    clock.set_moment(datetime(2026, 12, 8, 4, tzinfo=UTC))
    with below.home.database.reading() as session:
        page = shelf.overview(session, session.get_one(Dispatch, sent))
        assert [(line.name, line.state) for line in page.lines] == [
            ("云州市生态环境局", LearningState.ON_TIME),
            ("澄江省环境监测中心：监测岗", LearningState.OVERDUE),
        ]
        assert [(mastery, count, percent) for mastery, count, percent in shelf.percents(page.rates)] == [
            (Mastery.SEEN, 1, 50),
            (Mastery.ABLE, 1, 50),
            (Mastery.TELLING, 1, 50),
        ]
        assert page.rates.overdue == 1
        assert [each.wrong for each in shelf.hardest(page.missed)] == [1, 1, 1]


def test_everybody_sees_only_what_is_theirs(below: Any, sent: int) -> None:
    with below.home.database.reading() as session:
        assert [each.dispatch.id for each in inbox.received(session, below.clerk)] == [sent]
        assert inbox.received(session, below.home.drafter) == ()
        assert [each.row.id for each in shelf.cards(session, below.home.drafter, 1)[0]] == [sent]
        assert shelf.cards(session, below.home.officer, 1)[0] == ()
        assert [each.row.id for each in shelf.cards(session, below.home.reviewer, 1)[0]] == [sent]
        assert shelf.cards(session, below.clerk, 1)[0] == ()


def test_what_waits_longest_stands_first(below: Any, sent: int) -> None:
    sooner = below.send("second", due_on=date(2026, 11, 30))
    below.acknowledge(below.recipients(sent)[0])
    with below.home.database.reading() as session:
        assert [each.dispatch.id for each in inbox.received(session, below.clerk)] == [sooner, sent]
