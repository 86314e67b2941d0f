"""Comments are grouped, merged, put in order and decided; nobody overwrites what somebody else decided."""

from typing import Any

import pytest
from sqlalchemy import select

from base import clock
from base.errors import BadInput, NotFound
from base.staff.audit import AuditRow
from registry.consultations import outcome_work, outcomes
from registry.consultations.outcomes import Decision
from registry.consultations.rules.terms import CommentState, Verdict
from registry.consultations.tables import Comment, CommentOutcome
from registry.drafting.faults import NotReady, Stale
from tests.registry.consultations.outcomes.conftest import PLANTED, REASON, Answering


def ids(answering: Answering) -> list[int]:
    with answering.forum.database.reading() as session:
        return [row.id for row in outcome_work.rows_of(session, answering.key)]


def left(answering: Answering) -> int:
    with answering.forum.database.reading() as session:
        return outcome_work.progress(session, answering.key)[1]


def test_comments_are_answered_together(answering: Answering) -> None:
    first, second = answering.comment(), answering.comment()
    made = answering.group(first, second)
    with answering.forum.database.reading() as session:
        assert outcome_work.members(session, answering.key) == {made: (first, second)}
    assert left(answering) == 2
    answering.decide(made)
    assert left(answering) == 0


def test_a_group_begins_with_the_words_and_place_of_its_first_comment(answering: Answering) -> None:
    made = answering.group(answering.comment("请把第三条改为六十日，电话13800138000", eid="art-3"))
    assert answering.row(made).summary == "请把第三条改为六十日，电话138****8000"
    assert answering.row(made).eids == ["art-3"]


def test_words_held_back_are_not_proposed_for_publication(answering: Answering) -> None:
    made = answering.group(answering.comment("某处长收了钱", state=CommentState.HELD.value))
    assert answering.row(made).summary == ""


def test_a_comment_moves_to_another_group_and_an_empty_one_is_given_up(answering: Answering) -> None:
    one, two, three = (answering.comment() for _ in range(3))
    first, second = answering.group(one), answering.group(two, three)
    answering.group(one, into=second)
    assert ids(answering) == [second]
    assert answering.row(first).withdrawn_at is not None
    assert answering.row(second).position == 1


def test_a_comment_taken_out_waits_for_an_answer_again(answering: Answering) -> None:
    one, two = answering.comment(), answering.comment()
    made = answering.answer(one, two)
    with answering.forum.database.transaction() as session:
        outcomes.ungroup(session, answering.key, [two], by=answering.forum.drafter)
    assert left(answering) == 1
    assert ids(answering) == [made]


def test_rows_are_merged_and_keep_every_comment_and_place(answering: Answering) -> None:
    one, two = answering.comment(eid="art-1"), answering.comment(eid="art-3")
    first, second = answering.group(one), answering.group(two)
    with answering.forum.database.transaction() as session:
        outcomes.merge(session, first, [second], by=answering.forum.drafter)
    with answering.forum.database.reading() as session:
        assert outcome_work.members(session, answering.key) == {first: (one, two)}
    assert answering.row(first).eids == ["art-1", "art-3"]


def test_the_order_of_the_table_may_be_changed(answering: Answering) -> None:
    rows = [answering.group(answering.comment()) for _ in range(4)]
    with answering.forum.database.transaction() as session:
        outcomes.place(session, rows[3], 2, by=answering.forum.drafter)
    assert ids(answering) == [rows[0], rows[3], rows[1], rows[2]]
    assert [answering.row(key).position for key in ids(answering)] == [1, 2, 3, 4]


def test_who_decides_on_an_older_row_is_told_and_nothing_is_overwritten(answering: Answering) -> None:
    made = answering.answer(answering.comment())
    late = Decision("另一种概括", Verdict.NOT_ADOPTED, "上位法对此已有明确规定，不再重复。")
    with pytest.raises(Stale, match="第 2 稿"), answering.forum.database.transaction() as session:
        outcomes.decide(session, made, 1, late, by=answering.forum.colleague)
    assert answering.row(made).reason == REASON


def test_the_same_decision_twice_is_one(answering: Answering) -> None:
    made = answering.answer(answering.comment())
    version = answering.row(made).version
    answering.decide(made)
    assert answering.row(made).version == version


def test_a_row_that_grew_meanwhile_is_another_one(answering: Answering) -> None:
    made = answering.group(answering.comment())
    answering.group(answering.comment(), into=made)
    decision = Decision("建议延长", Verdict.ADOPTED, REASON)
    with pytest.raises(Stale), answering.forum.database.transaction() as session:
        outcomes.decide(session, made, 1, decision, by=answering.forum.drafter)


@pytest.mark.parametrize("verdict", list(Verdict))
def test_an_empty_phrase_is_refused_for_every_verdict(answering: Answering, verdict: Verdict) -> None:
    made = answering.group(answering.comment())
    with pytest.raises(NotReady, match="套话"):
        answering.decide(made, verdict, reason="已采纳合理意见", eids=("art-3",))
    assert answering.row(made).verdict == ""


def test_who_commented_is_never_named_in_an_answer(answering: Answering) -> None:
    made = answering.group(answering.comment(person=PLANTED))
    with pytest.raises(NotReady, match="个人信息"):
        answering.decide(made, summary=f"{PLANTED[0]}建议延长续期的申请期限")
    with pytest.raises(NotReady, match="个人信息"):
        answering.decide(made, reason=f"{REASON}（来电 {PLANTED[1]}）")


def test_a_row_without_verdict_keeps_its_words_and_stays_open(answering: Answering) -> None:
    made = answering.group(answering.comment())
    answering.decide(made, None, reason="再想想", summary="关于续期")
    assert (answering.row(made).summary, answering.row(made).decided_at) == ("关于续期", None)
    assert left(answering) == 1


@pytest.mark.parametrize("which", ["none", "foreign", "taken back"])
def test_comments_that_cannot_be_answered_here_are_refused(answering: Answering, which: str) -> None:
    other = Answering(answering.forum, answering.forum.publish())
    comments = {
        "none": [],
        "foreign": [other.comment(token="of-another")],
        "taken back": [answering.comment()],
    }
    if which == "taken back":
        answering.take_back(comments[which][0])
    with pytest.raises(BadInput):
        answering.group(*comments[which])


def test_a_row_that_was_merged_is_not_found(answering: Answering) -> None:
    first, second = answering.group(answering.comment()), answering.group(answering.comment())
    with answering.forum.database.transaction() as session:
        outcomes.merge(session, first, [second], by=answering.forum.drafter)
    with pytest.raises(NotFound):
        answering.decide(second)


def test_the_trail_tells_of_every_deed_and_holds_no_words(answering: Answering) -> None:
    words = "建议把续期的申请期限延长到六十日"
    made = answering.answer(answering.comment(words, person=PLANTED))
    with answering.forum.database.transaction() as session:
        outcomes.write_overview(
            session, answering.key, 1, "共收到意见一条。", "<p>…</p>", by=answering.forum.drafter
        )
        outcomes.place(session, made, 1, by=answering.forum.drafter)
    with answering.forum.database.reading() as session:
        trail = session.execute(select(AuditRow.deed, AuditRow.before, AuditRow.after)).all()
    assert {row.deed for row in trail} == {
        "outcome.group",
        "outcome.decide",
        "outcome.overview",
        "outcome.place",
    }
    told = str([(row.before, row.after) for row in trail])
    assert not any(word in told for word in (words, REASON, *PLANTED, "共收到"))


def test_two_thousand_comments_are_grouped_at_once(answering: Answering, within: Any) -> None:
    with answering.forum.database.transaction() as session:
        rows: list[dict[str, object]] = [
            {
                "consultation_id": answering.key,
                "token": f"many-{number}",
                "state": "shown",
                "channel": "online",
                "voice": "public",
                "words": "同一句话",
                "received_at": clock.now(),
                "recorded_by": "tests",
            }
            for number in range(2_000)
        ]
        session.bulk_insert_mappings(Comment.__mapper__, rows)
    with answering.forum.database.reading() as session:
        keys = list(session.scalars(select(Comment.id)))
    with within(15):
        made = answering.group(*keys)
        answering.decide(made)
    assert left(answering) == 0
    with answering.forum.database.reading() as session:
        assert len(session.scalars(select(CommentOutcome)).all()) == 1
