"""The flow of drafts, on both databases: stages, tasks, four eyes, versions, publication once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from base import files
from base.errors import BadInput, NotFound, WrongStage
from base.forms import Faults
from base.staff.audit import AuditRow
from registry.drafting import checking, due, editing, flow, publishing
from registry.drafting.faults import FourEyes, NotReady, Stale
from registry.drafting.judging import Desk
from registry.drafting.publishing import House
from registry.drafting.tables import Draft, DraftVersion, Stage
from registry.law.terms import Disclosure
from registry.tables import Attachment, Document, Text
from registry.watch.tables import Task

MINUTE = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


def tasks(session: Any) -> list[tuple[str, str]]:
    return [(task.key.split(":")[0], task.state) for task in session.scalars(select(Task).order_by(Task.id))]


def test_each_step_opens_the_next_ones_task_and_ends_its_own(office: Any) -> None:
    with office.database.transaction() as session:
        draft = office.pass_review(session, office.begin(session))
        named = [found for found in tasks(session) if found[0] != "proposals"]
        assert named == [("draft_review", "done"), ("publication", "open")]
        publishing.publish(session, draft.id, office.house, by=office.publisher)
        assert ("publication", "done") in tasks(session)


def test_a_draft_that_is_sent_back_is_the_units_task_until_it_comes_again(office: Any) -> None:
    with office.database.transaction() as session:
        draft = office.begin(session)
        flow.submit(session, draft.id, 1, Desk(), by=office.writer)
        flow.send_back(session, draft.id, 1, "第三条缺依据", by=office.lawyer)
        (task,) = session.scalars(select(Task).where(Task.key.startswith("draft_returned"))).all()
        assert (task.unit_id, task.state, task.details) == (1, "open", {"opinion": "第三条缺依据"})
        assert (draft.stage, draft.opinion) == (Stage.DRAFT, "第三条缺依据")
        flow.submit(session, draft.id, 1, Desk(), by=office.writer)
        assert task.state == "done"


def test_the_same_version_submitted_twice_is_reviewed_twice(
    office: Any, hold_clock: Callable[[datetime], None]
) -> None:
    with office.database.transaction() as session:
        draft = office.begin(session)
        flow.submit(session, draft.id, 1, Desk(), by=office.writer)
        flow.recall(session, draft.id, by=office.writer)
        hold_clock(MINUTE)
        flow.submit(session, draft.id, 1, Desk(), by=office.writer)
        reviews = [state for key, state in tasks(session) if key == "draft_review"]
        assert reviews == ["dropped", "open"]


@pytest.mark.parametrize("who", ["writer", "helper"])
def test_whoever_wrote_or_mended_a_draft_does_not_review_it(office: Any, who: str) -> None:
    helper = replace(office.lawyer, name="helper")
    with office.database.transaction() as session:
        draft = office.begin(session)
        editing.save(session, draft.id, 1, office.typed(summary="改过的概述。"), by=helper)
        flow.submit(session, draft.id, 2, Desk(), by=office.writer)
        with pytest.raises(FourEyes, match="另一名法制人员"):
            flow.approve(session, draft.id, 2, "合法。", by=replace(office.lawyer, name=who))


def test_a_review_without_an_opinion_is_none(office: Any) -> None:
    with office.database.transaction() as session:
        draft = office.begin(session)
        flow.submit(session, draft.id, 1, Desk(), by=office.writer)
        with pytest.raises(BadInput, match="审核须写明意见"):
            flow.approve(session, draft.id, 1, "  ", by=office.lawyer)


def test_what_is_reviewed_is_what_was_seen(office: Any) -> None:
    with office.database.transaction() as session:
        draft = office.begin(session)
        editing.save(session, draft.id, 1, office.typed(summary="改过的概述。"), by=office.writer)
        with pytest.raises(Stale, match="第 2 稿"):
            flow.submit(session, draft.id, 1, Desk(), by=office.writer)


DEEDS: list[Callable[[Any, Any, int], Any]] = [
    lambda session, office, key: flow.recall(session, key, by=office.writer),
    lambda session, office, key: flow.approve(session, key, 1, "合法。", by=office.lawyer),
    lambda session, office, key: flow.reopen(session, key, "理由", by=office.lawyer),
    lambda session, office, key: publishing.publish(session, key, office.house, by=office.publisher),
    lambda session, office, key: publishing.schedule(session, key, MINUTE, office.house, by=office.publisher),
    lambda session, office, key: publishing.unschedule(session, key, by=office.publisher),
]


@pytest.mark.parametrize("deed", DEEDS)
def test_no_step_is_taken_before_its_stage(office: Any, deed: Callable[[Any, Any, int], Any]) -> None:
    with office.database.transaction() as session:
        draft = office.begin(session)
        with pytest.raises(WrongStage, match="现在是“草稿”"):
            deed(session, office, draft.id)


def test_a_published_draft_is_changed_no_more(office: Any) -> None:
    with office.database.transaction() as session:
        draft = office.pass_review(session, office.begin(session))
        publishing.publish(session, draft.id, office.house, by=office.publisher)
        with pytest.raises(WrongStage, match="现在是“已发布”"):
            editing.save(session, draft.id, 1, office.typed(summary="别的"), by=office.writer)
        with pytest.raises(WrongStage):
            publishing.publish(session, draft.id, office.house, by=office.publisher)
        assert session.query(Document).count() == 1


def test_every_version_is_kept_and_saving_the_same_again_makes_none(office: Any) -> None:
    with office.database.transaction() as session:
        draft = office.begin(session)
        for words in ("一", "二", "二"):
            editing.save(session, draft.id, draft.version, office.typed(summary=words), by=office.writer)
        kept = session.scalars(select(DraftVersion).order_by(DraftVersion.version)).all()
        assert [(row.version, row.fields["summary"]) for row in kept] == [
            (1, "规范湿地监测。"),
            (2, "一"),
            (3, "二"),
        ]


def test_a_draft_saved_on_an_older_version_is_refused_and_nothing_is_overwritten(office: Any) -> None:
    with office.database.transaction() as session:
        key = office.begin(session).id
        editing.save(session, key, 1, office.typed(summary="甲"), by=office.writer)
    with pytest.raises(Stale), office.database.transaction() as session:
        editing.save(session, key, 1, office.typed(summary="乙"), by=office.lawyer)
    with office.database.reading() as session:
        assert session.get_one(Draft, key).fields["summary"] == "甲"


def test_of_many_who_save_at_once_one_wins_and_the_others_are_told(office: Any) -> None:
    with office.database.transaction() as session:
        key = office.begin(session).id

    def save(turn: int) -> str:
        try:
            with office.database.transaction() as session:
                editing.save(session, key, 1, office.typed(summary=f"第{turn}人"), by=office.writer)
        except Stale:
            return "told"
        return "won"

    with ThreadPoolExecutor(8) as pool:
        results = sorted(pool.map(save, range(16)))
    assert results == ["told"] * 15 + ["won"]


def test_what_is_due_is_published_once_though_many_ask_at_once(
    office: Any, hold_clock: Callable[[datetime], None]
) -> None:
    with office.database.transaction() as session:
        draft = office.pass_review(session, office.begin(session))
        publishing.schedule(session, draft.id, MINUTE, office.house, by=office.publisher)
    hold_clock(MINUTE)
    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(lambda _turn: due.publish_due(office.database, office.house), range(8)))
    assert sum(done) == 1
    with office.database.reading() as session:
        assert session.query(Document).count() == 1
        deeds = session.scalars(select(AuditRow.deed).where(AuditRow.deed == "draft.publish")).all()
        assert len(deeds) == 1


def test_drafts_of_several_minutes_come_out_each_at_its_own(
    office: Any, hold_clock: Callable[[datetime], None]
) -> None:
    later = MINUTE + timedelta(minutes=1)
    second = office.typed(title="澄江省滩涂监测办法", document_number="澄环发〔2026〕52号")
    with office.database.transaction() as session:
        for typed, moment, token in ((office.typed(), later, "a" * 32), (second, MINUTE, "b" * 32)):
            draft = office.pass_review(session, office.begin(session, typed, token))
            publishing.schedule(session, draft.id, moment, office.house, by=office.publisher)
    counts = []
    for moment in (MINUTE - timedelta(seconds=1), MINUTE, later):
        hold_clock(moment)
        due.publish_due(office.database, office.house)
        with office.database.reading() as session:
            counts.append(session.query(Document).count())
    assert counts == [0, 1, 2]


def test_a_fault_nobody_foresaw_stops_one_request_only(
    office: Any, hold_clock: Callable[[datetime], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    with office.database.transaction() as session:
        draft = office.pass_review(session, office.begin(session))
        publishing.schedule(session, draft.id, MINUTE, office.house, by=office.publisher)
    hold_clock(MINUTE)

    def broken(*_all: object, **_named: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(publishing.books, "enter", broken)
    with pytest.raises(ZeroDivisionError):
        due.publish_due(office.database, office.house)
    assert due.publish_due(office.database, office.house) == 0
    with office.database.reading() as session:
        found = session.get_one(Draft, draft.id)
        assert (found.stage, "系统故障" in found.failure) == (Stage.REVIEWED, True)
        assert ("publication_failed", "open") in tasks(session)


def test_what_is_not_to_be_public_is_never_published_here(office: Any) -> None:
    closed = office.typed(
        disclosure=Disclosure.ON_REQUEST, disclosure_reason="内部管理", grounds=(("C-8", "已审查"),)
    )
    with office.database.transaction() as session:
        draft = office.pass_review(session, office.begin(session, closed))
        with pytest.raises(NotReady, match="不是主动公开"):
            publishing.publish(session, draft.id, office.house, by=office.publisher)


def test_a_day_of_publication_that_has_not_come_is_no_day_of_publication(office: Any) -> None:
    with office.database.transaction() as session:
        typed = office.typed(published_on=date(2026, 12, 1))
        draft = office.pass_review(session, office.begin(session, typed))
        with pytest.raises(NotReady, match="晚于本站发布之日"):
            publishing.publish(session, draft.id, office.house, by=office.publisher)


def test_index_numbers_are_given_in_turn_and_never_again(office: Any) -> None:
    house = House(office.house.store, Desk("113300007"))
    numbers = []
    with office.database.transaction() as session:
        for turn in (1, 2):
            typed = office.typed(
                title=f"澄江省湿地监测办法之{turn}", document_number=f"澄环发〔2026〕{turn}号"
            )
            draft = office.pass_review(session, office.begin(session, typed, str(turn) * 32))
            publishing.publish(session, draft.id, house, by=office.publisher)
            numbers.append(session.get_one(Document, draft.document_id).index_number)
    assert numbers == ["113300007/2026-00001", "113300007/2026-00002"]


def test_a_text_of_the_same_title_becomes_the_documents_next_version(office: Any) -> None:
    with office.database.transaction() as session:
        first = office.pass_review(session, office.begin(session))
        publishing.publish(session, first.id, office.house, by=office.publisher)
        later = {"document_number": "澄环发〔2026〕60号", "signed_on": date(2026, 11, 22)}
        text = "第一条 为加强湿地监测，制定本办法。\n\n第二条 本办法自2028年3月1日起施行。"
        again = office.typed(text=text, **later)
        second = office.begin(session, again, "c" * 32)
        with pytest.raises(Faults, match="已经登记"):
            flow.submit(session, second.id, 1, Desk(), by=office.writer)
        joined = office.typed(text=text, version_of=first.document_id, **later)
        second = office.pass_review(session, editing.save(session, second.id, 1, joined, by=office.writer))
        publishing.publish(session, second.id, office.house, by=office.publisher)
        assert second.document_id == first.document_id
        standing = select(Text).where(Text.document_id == first.document_id, Text.withdrawn_at.is_(None))
        assert len(session.scalars(standing).all()) == 2


def test_the_text_as_typed_is_kept_as_the_original(office: Any) -> None:
    with office.database.transaction() as session:
        draft = office.pass_review(session, office.begin(session))
        publishing.publish(session, draft.id, office.house, by=office.publisher)
        (kept,) = session.scalars(select(Attachment)).all()
        raw = files.read(office.house.store, kept.sha256)
    assert (kept.role, kept.size) == ("原件", len(raw))
    assert raw.decode().startswith("# 澄江省湿地监测办法\n\n第一条")


def test_a_confirmed_finding_says_who_and_why_and_a_mended_one_is_gone(office: Any) -> None:
    typed = office.typed(text="第一条 电话13800138000。\n\n第二条 本办法自2027年3月1日起施行。")
    with office.database.transaction() as session:
        draft = office.begin(session, typed)
        with pytest.raises(NotReady, match="138\\*\\*\\*\\*8000"):
            flow.submit(session, draft.id, 1, Desk(), by=office.writer)
        (one,) = checking.checked(session, draft, publishing.judge(session, typed, Desk(), draft).parsed)
        checking.confirm(session, draft.id, one.finding.key, "值班电话", by=office.writer)
        assert draft.confirmed[0]["reason"] == "值班电话"
        assert "13800138000" not in str(draft.confirmed)
        flow.submit(session, draft.id, 1, Desk(), by=office.writer)
        with pytest.raises(NotFound, match="已不存在"):
            checking.confirm(session, draft.id, "personal-0", "不在", by=office.writer)


def test_every_deed_leaves_its_row_in_the_audit_trail(office: Any) -> None:
    with office.database.transaction() as session:
        draft = office.begin(session)
        editing.save(session, draft.id, 1, office.typed(summary="改"), by=office.writer)
        flow.submit(session, draft.id, 2, Desk(), by=office.writer)
        flow.recall(session, draft.id, by=office.writer)
        office.pass_review(session, draft)
        publishing.schedule(session, draft.id, MINUTE, office.house, by=office.publisher)
        publishing.unschedule(session, draft.id, by=office.publisher)
        flow.reopen(session, draft.id, "再议", by=office.lawyer)
        editing.abandon(session, draft.id, "不再制定", by=office.writer)
        deeds = session.scalars(
            select(AuditRow.deed).where(AuditRow.deed.startswith("draft.")).order_by(AuditRow.id)
        ).all()
    names = "begin save submit recall submit approve schedule unschedule reopen abandon"
    assert deeds == [f"draft.{name}" for name in names.split()]
