"""Rulings on confirming: a person says that an explanation fits the new words; nothing is overwritten."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from base.config import Explaining
from base.errors import BadInput, NotFound, WrongStage
from interpretations.anchoring import Anchored, anchored
from interpretations.publishing import confirming, editing, flow, release
from interpretations.publishing.confirming import Seen
from interpretations.publishing.faults import NotReady, Stale
from interpretations.publishing.promise import policy
from interpretations.reads import watching
from interpretations.reads.stale import comparisons
from interpretations.rules.content import recalled
from interpretations.rules.terms import AnchorState, Progress
from interpretations.tables import AnchorRow, Interpretation
from registry.law.differences import Op
from registry.law.terms import EventKind
from registry.watch import rounds
from registry.watch.tables import Task, TaskCode, TaskState

CHANGED = date(2027, 1, 4)
NEW = "排污许可证有效期为三年；期满需要延续的，应当在届满三十日前提出申请。"


@pytest.fixture
def changed(home: Any, hold_clock: Callable[[date], None]) -> tuple[int, int]:
    """An interpretation on the day on which article three reads otherwise, and the text of that day."""
    key = home.publish()
    text = home.reword("art-3", NEW, CHANGED)
    hold_clock(CHANGED)
    with home.database.transaction() as session:
        rounds.go_round(session, CHANGED, watching.watches(policy(Explaining())))
    return key, text


def anchors(home: Any, key: int) -> dict[str, Anchored]:
    with home.database.reading() as session:
        return {each.eid: each for each in anchored(session, CHANGED, [key])}


def stale(home: Any, key: int) -> Anchored:
    return anchors(home, key)["art-3"]


def confirm(home: Any, key: int, anchor: int, seen: Seen) -> None:
    with home.database.transaction() as session:
        confirming.confirm(session, key, anchor, seen, by=home.drafter)


def task(home: Any) -> Task:
    with home.database.reading() as session:
        found: Task = session.scalars(select(Task).where(Task.code == TaskCode.STALE_ANCHOR.value)).one()
        session.expunge(found)
    return found


def test_what_was_confirmed_explains_what_holds(home: Any, changed: tuple[int, int]) -> None:
    key, text = changed
    before = stale(home, key)
    assert before.standing.state is AnchorState.STALE
    confirm(home, key, before.id, Seen("art-3", text))
    after = stale(home, key)
    assert (after.standing.state, after.text_id) == (AnchorState.CURRENT, text)
    assert NEW in after.quoted


def test_the_former_anchor_is_withdrawn_and_kept(home: Any, changed: tuple[int, int]) -> None:
    key, text = changed
    before = stale(home, key)
    confirm(home, key, before.id, Seen("art-3", text))
    with home.database.reading() as session:
        kept = session.get_one(AnchorRow, before.id)
        assert (kept.withdrawn_by, kept.quoted) == (home.drafter.name, before.quoted)


def test_the_task_is_done_with_the_last_of_them(home: Any, changed: tuple[int, int]) -> None:
    key, text = changed
    assert task(home).state == TaskState.OPEN
    confirm(home, key, stale(home, key).id, Seen("art-3", text))
    done = task(home)
    assert (done.state, done.closed_by) == (TaskState.DONE, home.drafter.name)


def test_it_may_be_pointed_to_another_provision_and_the_next_version_follows(
    home: Any, changed: tuple[int, int]
) -> None:
    key, text = changed
    confirm(home, key, stale(home, key).id, Seen("art-1", text))
    assert set(anchors(home, key)) == {"art-1", "art-2"}
    with home.database.reading() as session:
        row = session.get_one(Interpretation, key)
        assert (row.progress, row.published_version, row.version) == (Progress.PUBLISHED, 2, 2)
        assert [str(ref) for block, ref in recalled(row.content).refs()] == ["0:art-2", "0:art-1"]
        rendered = [editing.version_of(session, key, number).rendered for number in (1, 2)]
        assert rendered[0] == rendered[1]


def test_while_a_revision_is_written_it_is_pointed_there_and_the_public_version_stays(
    home: Any, changed: tuple[int, int]
) -> None:
    key, text = changed
    with home.database.transaction() as session:
        editing.save(session, key, 1, home.content(lead="新的一句话。"), by=home.drafter)
    confirm(home, key, stale(home, key).id, Seen("art-1", text))
    with home.database.reading() as session:
        row = session.get_one(Interpretation, key)
        assert (row.progress, row.published_version, row.version) == (Progress.DRAFT, 1, 3)
        assert recalled(row.content).lead == "新的一句话。"


def test_what_is_with_a_reviewer_is_left_as_it_is(home: Any, changed: tuple[int, int]) -> None:
    key, text = changed
    with home.database.transaction() as session:
        editing.save(session, key, 1, home.content(lead="新的一句话。"), by=home.drafter)
        flow.submit(session, key, 2, by=home.drafter)
    confirm(home, key, stale(home, key).id, Seen("art-1", text))
    with home.database.reading() as session:
        assert session.get_one(Interpretation, key).version == 2


def test_the_text_that_was_seen_is_the_one_confirmed(home: Any, changed: tuple[int, int]) -> None:
    key, text = changed
    with pytest.raises(Stale, match="又有变动"):
        confirm(home, key, stale(home, key).id, Seen("art-3", text - 1))


def test_two_at_once_confirm_once_and_the_second_is_told_by_whom(home: Any, changed: tuple[int, int]) -> None:
    key, text = changed
    anchor = stale(home, key).id
    confirm(home, key, anchor, Seen("art-3", text))
    with pytest.raises(WrongStage, match=home.drafter.name):
        confirm(home, key, anchor, Seen("art-3", text))


def test_a_provision_that_is_not_there_is_refused_by_name(home: Any, changed: tuple[int, int]) -> None:
    key, text = changed
    with pytest.raises(NotReady, match="第九十九条"):
        confirm(home, key, stale(home, key).id, Seen("art-99", text))


def test_an_ended_provision_cannot_be_what_is_explained(home: Any, changed: tuple[int, int]) -> None:
    key, text = changed
    home.event(EventKind.PARTIAL_REPEAL, CHANGED, provisions=["art-1"])
    with pytest.raises(BadInput, match="第一条现已失效"):
        confirm(home, key, stale(home, key).id, Seen("art-1", text))


def test_what_holds_need_not_be_confirmed(home: Any, changed: tuple[int, int]) -> None:
    key, text = changed
    with pytest.raises(BadInput, match="不必核对"):
        confirm(home, key, anchors(home, key)["art-2"].id, Seen("art-2", text))


def test_an_anchor_of_another_interpretation_is_not_found(home: Any, changed: tuple[int, int]) -> None:
    key, text = changed
    other = home.publish(sent="t2")
    with pytest.raises(NotFound):
        confirm(home, other, stale(home, key).id, Seen("art-3", text))


def test_the_old_and_the_new_words_stand_side_by_side(home: Any, changed: tuple[int, int]) -> None:
    key, text = changed
    with home.database.reading() as session:
        (found,) = comparisons(session, [stale(home, key)], {"b4": "证到期了怎么办？"}, CHANGED)
    assert (found.block, found.document, found.text_id) == (
        "证到期了怎么办？",
        "澄江省排污许可管理办法",
        text,
    )
    assert {run.text for run in found.changes if run.op is Op.INSERTED} >= {"三"}
    assert [eid for eid, _words in found.places] == ["art-1", "art-2", "art-3"]


def test_withdrawing_and_revising_end_the_look_too(home: Any, changed: tuple[int, int]) -> None:
    key, _text = changed
    with home.database.transaction() as session:
        release.withdraw(session, key, "已过时", by=home.reviewer)
        rounds.go_round(session, CHANGED, watching.watches(policy(Explaining())))
    assert task(home).state == TaskState.DROPPED
