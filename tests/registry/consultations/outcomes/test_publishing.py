"""An outcome is submitted, looked at by other eyes, published; a later change is another edition."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from base import outbox
from base.errors import BadInput, WrongStage
from base.staff.roles import Role
from registry.consultations import notices, outcome_flow, outcomes
from registry.consultations.rules.standing import state
from registry.consultations.rules.terms import (
    CommentState,
    ConsultationDeed,
    ConsultationState,
    Verdict,
    Voice,
)
from registry.consultations.tables import Consultation, ConsultationEvent
from registry.drafting.faults import FourEyes, NotReady
from registry.watch import tasks
from registry.watch.tables import Task, TaskCode
from registry.watch.tasks import Duty
from tests.registry.consultations.outcomes.conftest import OUTCOME_DAYS, REASON, Answering


def standing(answering: Answering, on: date) -> ConsultationState:
    with answering.forum.database.reading() as session:
        row = notices.get(session, answering.key)
        return state(notices.course_of(session, row, OUTCOME_DAYS), on)


def deeds(answering: Answering) -> list[tuple[str, str]]:
    with answering.forum.database.reading() as session:
        return [(row.deed, row.reason) for row in notices.events_of(session, [answering.key])]


def open_tasks(answering: Answering) -> dict[str, str]:
    with answering.forum.database.reading() as session:
        return {task.key: task.state for task in session.scalars(select(Task))}


def test_answered_submitted_and_published_it_is_public(answering: Answering) -> None:
    answering.answer(answering.comment(), answering.comment())
    edition = answering.edition(answering.published())
    assert edition.published_by == answering.forum.publisher.name
    assert edition.rows[0]["reason"] == REASON
    assert deeds(answering)[-1] == ("publish_outcome", "")
    assert standing(answering, date(2026, 12, 28)) is ConsultationState.OUTCOME_PUBLISHED


def test_no_comments_at_all_are_reported_too(answering: Answering) -> None:
    assert answering.edition(answering.published()).rows == []
    assert standing(answering, date(2026, 12, 28)) is ConsultationState.OUTCOME_PUBLISHED


@pytest.mark.parametrize("voice", list(Voice))
def test_one_comment_without_an_answer_keeps_it_back(answering: Answering, voice: Voice) -> None:
    answering.answer(answering.comment())
    answering.comment(voice=voice.value)
    with pytest.raises(NotReady, match=f"1 条{voice.label}未答复"):
        answering.submit()


def test_a_comment_held_from_the_public_is_answered_too(answering: Answering) -> None:
    answering.comment(state=CommentState.HELD.value)
    with pytest.raises(NotReady, match="1 条公众意见未答复"):
        answering.submit()


def test_a_comment_taken_back_needs_no_answer(answering: Answering) -> None:
    one, two = answering.comment(), answering.comment()
    answering.answer(one)
    answering.take_back(two)
    assert answering.edition(answering.published()).rows[0]["comments"] == [one]


def test_a_row_whose_comments_were_all_taken_back_is_left_out(answering: Answering) -> None:
    gone = answering.comment()
    answering.group(gone)
    answering.take_back(gone)
    assert answering.edition(answering.published()).rows == []


def test_it_is_not_published_before_the_period_is_over(
    answering: Answering, hold_clock: Callable[[date], None]
) -> None:
    hold_clock(date(2026, 12, 23))
    with pytest.raises(NotReady, match="尚未截止"):
        answering.submit()
    hold_clock(date(2026, 12, 24))
    answering.submit()


def test_who_made_it_does_not_publish_it(answering: Answering) -> None:
    answering.answer(answering.comment())
    edition = answering.submit(by=answering.forum.colleague)
    for name in (answering.forum.drafter.name, answering.forum.colleague.name):
        who = answering.forum.actor(Role.PUBLISHER, answering.forum.office, name)
        with pytest.raises(FourEyes):
            answering.publish(edition, by=who)


def test_what_waits_for_the_office_is_not_changed(answering: Answering) -> None:
    made = answering.answer(answering.comment())
    answering.submit()
    with pytest.raises(WrongStage, match="已送审"):
        answering.decide(made, Verdict.NOT_ADOPTED)
    with pytest.raises(WrongStage):
        answering.submit()


def test_taken_back_from_the_office_it_is_changed_and_submitted_again(answering: Answering) -> None:
    made = answering.answer(answering.comment())
    first = answering.submit()
    with answering.forum.database.transaction() as session:
        outcome_flow.recall(session, answering.key, by=answering.forum.drafter)
    answering.decide(made, Verdict.NOT_ADOPTED)
    second = answering.submit()
    assert second == first + 1
    with pytest.raises(WrongStage, match=f"第 {second} 稿"):
        answering.publish(first)
    answering.publish(second)


def test_sent_back_it_goes_to_the_unit_with_what_is_to_be_mended(answering: Answering) -> None:
    answering.answer(answering.comment())
    edition = answering.submit()
    with answering.forum.database.transaction() as session:
        outcome_flow.send_back(
            session, answering.key, edition, "第1条理由请写得更清楚", by=answering.forum.publisher
        )
    assert open_tasks(answering)[f"outcome_returned:{answering.key}"] == "open"
    answering.submit()
    assert open_tasks(answering)[f"outcome_returned:{answering.key}"] == "done"


def test_sending_back_asks_for_an_opinion(answering: Answering) -> None:
    edition = answering.submit()
    with pytest.raises(BadInput), answering.forum.database.transaction() as session:
        outcome_flow.send_back(session, answering.key, edition, " ", by=answering.forum.publisher)


def test_a_comment_that_comes_while_the_office_reads_keeps_it_back(answering: Answering) -> None:
    answering.answer(answering.comment())
    edition = answering.submit()
    answering.comment("来信补登", channel="letter")
    with pytest.raises(NotReady, match="1 条公众意见未答复"):
        answering.publish(edition)


def test_a_revision_needs_its_reason_and_is_a_new_dated_event(
    answering: Answering, hold_clock: Callable[[date], None]
) -> None:
    made = answering.answer(answering.comment())
    first = answering.published()
    hold_clock(date(2027, 1, 8))
    answering.decide(made, Verdict.NOT_ADOPTED)
    with pytest.raises(BadInput, match="理由"):
        answering.submit()
    second = answering.published("第1条的采纳情况填写有误")
    assert answering.edition(first).rows[0]["verdict"] == "adopted"
    assert answering.edition(second).rows[0]["verdict"] == "not_adopted"
    assert [deed for deed in deeds(answering) if deed[0] == ConsultationDeed.PUBLISH_OUTCOME.value] == [
        ("publish_outcome", ""),
        ("publish_outcome", "第1条的采纳情况填写有误"),
    ]


def test_the_day_of_the_first_publication_stays(
    answering: Answering, hold_clock: Callable[[date], None]
) -> None:
    made = answering.answer(answering.comment())
    answering.published()
    with answering.forum.database.reading() as session:
        before = session.get_one(Consultation, answering.key).outcome_published_at
    hold_clock(date(2027, 1, 8))
    answering.decide(made, Verdict.NOT_ADOPTED)
    answering.published("更正")
    with answering.forum.database.reading() as session:
        assert session.get_one(Consultation, answering.key).outcome_published_at == before


def test_nothing_changed_is_not_submitted_again(answering: Answering) -> None:
    answering.answer(answering.comment())
    answering.published()
    with pytest.raises(BadInput, match="没有改动"):
        answering.submit("再来一次")


def test_what_is_worked_on_after_publication_is_not_public(answering: Answering) -> None:
    made = answering.answer(answering.comment())
    edition = answering.published()
    answering.decide(made, Verdict.NOT_ADOPTED)
    assert answering.edition(edition).rows[0]["verdict"] == "adopted"


def test_publishing_ends_what_was_owed_and_lets_pages_be_made_anew(answering: Answering) -> None:
    duty = Duty(
        f"outcome_due:{answering.key}", TaskCode.OUTCOME_DUE, "公布采纳情况", unit_id=answering.forum.water
    )
    with answering.forum.database.transaction() as session:
        tasks.open_task(session, duty, by="tests")
    edition = answering.submit()
    with answering.forum.database.reading() as session:
        before = outbox.generation(session)
    answering.publish(edition)
    with answering.forum.database.reading() as session:
        assert outbox.generation(session) > before
    assert set(open_tasks(answering).values()) == {"done"}


def test_the_summary_is_of_the_edition_it_was_submitted_with(answering: Answering) -> None:
    def write(version: int, words: str) -> None:
        with answering.forum.database.transaction() as session:
            outcomes.write_overview(
                session, answering.key, version, words, f"<p>{words}</p>", by=answering.forum.drafter
            )

    write(1, "总的情况良好")
    edition = answering.published()
    write(2, "另一种说法")
    assert answering.edition(edition).words_html == "<p>总的情况良好</p>"


def test_one_publication_is_one_event(answering: Answering) -> None:
    edition = answering.submit()
    answering.publish(edition)
    with pytest.raises(WrongStage):
        answering.publish(edition)
    with answering.forum.database.reading() as session:
        wanted = ConsultationEvent.deed == ConsultationDeed.PUBLISH_OUTCOME.value
        assert len(session.scalars(select(ConsultationEvent).where(wanted)).all()) == 1
