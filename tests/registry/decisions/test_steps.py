"""What is recorded of the steps of a decision, and what is never let through unseen."""

import io
import zipfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from base.errors import BadInput, NotFound, WrongStage
from registry.consultations.rules.terms import MeetingKind, NoticeProgress
from registry.consultations.tables import Consultation, Meeting
from registry.decisions import papers, steps
from registry.decisions.papers import PaperOrder, Target
from registry.decisions.reads.years import public_paper, read_item
from registry.decisions.rules.terms import Holding, PaperRole, ReviewResult, StepKind, StepState
from registry.decisions.steps import StepOrder
from registry.decisions.tables import DecisionPaper
from registry.decisions.watching import watch
from registry.drafting.faults import NotReady, Stale
from registry.intake.uploads import ATTACHMENTS, Upload, accept
from registry.watch.tables import TaskCode

TODAY = date(2026, 3, 2)
ONE = timedelta(days=1)


def upload(words: str = "风险可控。", name: str = "风险评估报告.txt") -> Upload:
    return accept(words.encode(), name, ATTACHMENTS)


def test_a_step_is_recorded_as_it_happens(home: Any) -> None:
    (key,) = home.published()
    with home.database.transaction() as session:
        order = StepOrder(TODAY, TODAY - ONE, TODAY, carried_out_by="省环境规划院")
        steps.record(session, key, StepKind.EXPERTS, 1, order, by=home.drafter)
        _, item = read_item(session, 2026, key, TODAY)
    shown = next(each for each in item.steps if each.kind is StepKind.EXPERTS)
    assert (shown.state, shown.step.done_on) == (StepState.DONE, TODAY)
    assert item.progress == "专家论证已完成"


def test_two_who_record_the_same_step_do_not_overwrite_each_other(home: Any) -> None:
    (key,) = home.published()
    with home.database.transaction() as session:
        steps.record(session, key, StepKind.RISK, 1, StepOrder(TODAY), by=home.drafter)
        with pytest.raises(Stale, match="第 2 稿"):
            steps.record(session, key, StepKind.RISK, 1, StepOrder(TODAY + ONE), by=home.legal)


@pytest.mark.parametrize(
    ("kind", "order", "field"),
    [
        (StepKind.RISK, StepOrder(done_on=TODAY + ONE), "done_on"),
        (StepKind.RISK, StepOrder(began_on=TODAY, done_on=TODAY - ONE), "done_on"),
        (StepKind.RISK, StepOrder(omitted_ground="没有必要"), "omitted_ground"),
        (StepKind.RISK, StepOrder(began_on=TODAY, omitted_ground="依照第二十二条"), "omitted_ground"),
        (StepKind.LEGALITY, StepOrder(omitted_ground="依照第二十五条"), "omitted_ground"),
        (StepKind.DELIBERATION, StepOrder(omitted_ground="依照第三十条"), "omitted_ground"),
        (StepKind.LEGALITY, StepOrder(done_on=TODAY), "result"),
        (StepKind.RISK, StepOrder(done_on=TODAY, result=ReviewResult.LAWFUL), "result"),
        (StepKind.EVALUATION, StepOrder(began_on=TODAY), "carried_out_by"),
    ],
)
def test_what_cannot_be_so_is_refused(home: Any, kind: StepKind, order: StepOrder, field: str) -> None:
    assert field in order.faults(kind, TODAY)
    (key,) = home.published()
    with home.database.transaction() as session, pytest.raises(BadInput):
        steps.record(session, key, kind, 1, order, by=home.drafter)


def test_a_draft_is_never_discussed_before_a_lawful_review_unless_somebody_owns_to_it(home: Any) -> None:
    (key,) = home.published()
    discussed = StepOrder(began_on=TODAY)
    with pytest.raises(NotReady, match="合法性审查完成之前"), home.database.transaction() as session:
        steps.record(session, key, StepKind.DELIBERATION, 1, discussed, by=home.drafter)
    with home.database.transaction() as session:
        owned = StepOrder(began_on=TODAY, confirmed=True)
        steps.record(session, key, StepKind.DELIBERATION, 1, owned, by=home.drafter)
        _, item = read_item(session, 2026, key, TODAY)
    # It is recorded as it was, and said so.
    assert "K23" in {each.rule.id for each in item.breached}


def test_after_a_lawful_review_a_draft_may_be_discussed(home: Any) -> None:
    (key,) = home.published()
    with home.database.transaction() as session:
        review = StepOrder(None, date(2026, 2, 9), TODAY, ReviewResult.LAWFUL)
        steps.record(session, key, StepKind.LEGALITY, 1, review, by=home.drafter)
        steps.record(session, key, StepKind.DELIBERATION, 1, StepOrder(began_on=TODAY), by=home.drafter)


def test_the_review_is_counted_in_working_days(home: Any) -> None:
    (key,) = home.published()
    with home.database.transaction() as session:
        # From Friday 13 to Friday 27 February 2026 lie the fourteenth, a make-up day, and four days after
        # the Spring Festival.
        review = StepOrder(None, date(2026, 2, 13), date(2026, 2, 27), ReviewResult.LAWFUL)
        steps.record(session, key, StepKind.LEGALITY, 1, review, by=home.drafter)
        _, item = read_item(session, 2026, key, TODAY)
    assert item.course.review_days == 5
    said = next(each for each in item.checks if each.rule.id == "K27")
    assert said.breaches[0].sentence == "审查时间为 5 个工作日，一般不少于 7 个工作日"


def test_a_step_left_out_names_its_ground_and_takes_no_papers(home: Any) -> None:
    (key,) = home.published()
    order = StepOrder(omitted_ground="依照条例第二十二条第二款，已按有关规定评估")
    with home.database.transaction() as session:
        steps.record(session, key, StepKind.RISK, 1, order, by=home.drafter)
        with pytest.raises(BadInput, match="不适用"):
            papers.link(
                session,
                key,
                PaperOrder(StepKind.RISK, PaperRole.RISK_REPORT, "报告"),
                Target(document_id=1),
                by=home.drafter,
            )
        _, item = read_item(session, 2026, key, TODAY)
    assert next(c for c in item.checks if c.rule.id == "K20").holding is Holding.NOT_ASKED


def test_nothing_is_recorded_of_an_item_taken_out(home: Any) -> None:
    first, second = home.published("碳普惠行动方案", "噪声方案")
    home.removed(second)
    with home.database.transaction() as session, pytest.raises(WrongStage, match="调出"):
        steps.record(session, second, StepKind.RISK, 1, StepOrder(TODAY), by=home.drafter)
    assert first


def test_a_paper_that_is_not_public_counts_and_is_not_shown(home: Any, tmp_path: Path) -> None:
    (key,) = home.published()
    with home.database.transaction() as session:
        steps.record(session, key, StepKind.RISK, 1, StepOrder(done_on=TODAY), by=home.drafter)
        order = PaperOrder(StepKind.RISK, PaperRole.RISK_REPORT, "内部报告", TODAY, public=False)
        row = papers.attach(session, key, order, upload(), tmp_path, by=home.drafter)
        _, item = read_item(session, 2026, key, TODAY)
        assert all(not shown.papers for shown in item.steps)
        assert next(c for c in item.checks if c.rule.id == "K21").holding is Holding.MET
        with pytest.raises(NotFound, match="不公开"):
            public_paper(session, row.id)


def test_a_public_paper_is_handed_out_until_it_is_taken_off(home: Any, tmp_path: Path) -> None:
    (key,) = home.published()
    with home.database.transaction() as session:
        order = PaperOrder(StepKind.RISK, PaperRole.RISK_REPORT, "风险评估报告", TODAY)
        row = papers.attach(session, key, order, upload(), tmp_path, by=home.drafter)
        assert public_paper(session, row.id).sha256 == row.sha256
        papers.withdraw(session, key, row.id, by=home.drafter)
        with pytest.raises(NotFound, match="不公开"):
            public_paper(session, row.id)


def test_a_paper_of_an_unpublished_item_is_nobodys(home: Any, tmp_path: Path) -> None:
    with home.database.transaction() as session:
        _, (key,) = home.begun(session)
        order = PaperOrder(StepKind.RISK, PaperRole.RISK_REPORT, "风险评估报告", TODAY)
        row = papers.attach(session, key, order, upload(), tmp_path, by=home.drafter)
        with pytest.raises(NotFound, match="不公开"):
            public_paper(session, row.id)


def test_the_whole_process_file_holds_every_paper_and_its_list(home: Any, tmp_path: Path) -> None:
    (key,) = home.published()
    with home.database.transaction() as session:
        hidden = PaperOrder(StepKind.RISK, PaperRole.RISK_REPORT, "=1+1", TODAY, public=False)
        papers.attach(session, key, hidden, upload(), tmp_path, by=home.drafter)
        made = papers.whole_file(session, key, tmp_path)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        listed, filed = sorted(archive.namelist(), key=len, reverse=True)[::-1]
        assert archive.read(filed).decode() == "风险可控。"
        book = load_workbook(io.BytesIO(archive.read(listed)))
    assert [cell.value for cell in next(iter(book))[2]][2] == "'=1+1"


def test_what_is_late_is_a_task_of_its_unit_until_it_is_done(home: Any, hold_clock: Any) -> None:
    (key,) = home.published()

    with home.database.transaction() as session:
        steps.record(session, key, StepKind.RISK, 1, StepOrder(planned_on=TODAY), by=home.drafter)
        assert list(watch().duties(session, TODAY)) == []
        (duty,) = watch().duties(session, TODAY + ONE)
        assert (duty.code, duty.unit_id, duty.due_on) == (TaskCode.DECISION_STEP, home.water, TODAY)
        steps.record(session, key, StepKind.RISK, 2, StepOrder(TODAY, None, TODAY), by=home.drafter)
        assert list(watch().duties(session, TODAY + ONE)) == []
        (duty,) = watch().duties(session, date(2026, 10, 1))
        assert duty.title == "“碳普惠行动方案”已过计划决策时间"


def test_papers_are_kept_under_their_own_item(home: Any, tmp_path: Path) -> None:
    first, second = home.published("碳普惠行动方案", "噪声方案")
    with home.database.transaction() as session:
        order = PaperOrder(StepKind.RISK, PaperRole.RISK_REPORT, "风险评估报告", TODAY)
        row = papers.attach(session, first, order, upload(), tmp_path, by=home.drafter)
        with pytest.raises(NotFound, match="没有编号"):
            papers.withdraw(session, second, row.id, by=home.drafter)
        assert session.get_one(DecisionPaper, row.id).withdrawn_at is None


def consulted(session: Any, home: Any, progress: NoticeProgress) -> int:
    """A consultation of forty days with a hearing whose papers went out six days before."""
    began = datetime(2026, 1, 10, 2, tzinfo=UTC)
    stamp = {"recorded_at": began, "recorded_by": "tests"}
    row = Consultation(
        token="seed",
        progress=progress.value,
        unit_id=home.water,
        title="碳普惠行动方案（征求意见稿）",
        matter="major_decision",
        from_on=date(2026, 1, 10),
        through_on=date(2026, 2, 18),
        author="tests",
        published_at=began,
        changed_at=began,
        **stamp,
    )
    session.add(row)
    session.flush()
    meeting = Meeting(
        consultation_id=row.id,
        kind=MeetingKind.HEARING.value,
        title="碳普惠听证会",
        held_at=datetime(2026, 2, 10, 2, tzinfo=UTC),
        place="厅一楼会议室",
        papers_sent_on=date(2026, 2, 4),
        announced_at=began,
        participants=[{"name": "张某", "as": "企业代表"}],
        **stamp,
    )
    session.add(meeting)
    session.flush()
    return int(row.id)


def test_a_consultation_that_a_step_leads_to_is_held_against_the_regulation(home: Any) -> None:
    (key,) = home.published()
    order = PaperOrder(StepKind.PARTICIPATION, PaperRole.CONSULTATION, "")
    with home.database.transaction() as session:
        number = consulted(session, home, NoticeProgress.PUBLISHED)
        papers.link(session, key, order, Target(consultation_id=number), by=home.drafter)
        _, item = read_item(session, 2026, key, TODAY)
    said = {each.rule.id: each for each in item.checks}
    assert said["K10"].holding is Holding.MET
    assert said["K14"].breaches[0].sentence.startswith("“碳普惠听证会”的材料在召开前 6 日才送达")
    assert item.course.hearings[0].path == f"/consultations/{number}#meeting-1"
    assert item.steps[0].papers[0].path == f"/consultations/{number}"


def test_a_consultation_that_is_not_public_is_nowhere_on_the_item(home: Any) -> None:
    (key,) = home.published()
    order = PaperOrder(StepKind.PARTICIPATION, PaperRole.CONSULTATION, "")
    with home.database.transaction() as session:
        number = consulted(session, home, NoticeProgress.DRAFT)
        papers.link(session, key, order, Target(consultation_id=number), by=home.drafter)
        _, item = read_item(session, 2026, key, TODAY)
    assert (item.course.notices, item.course.hearings) == ((), ())
    assert item.steps[0].papers == ()


def test_a_paper_leads_only_to_what_is_there(home: Any) -> None:
    (key,) = home.published()
    order = PaperOrder(StepKind.PUBLICATION, PaperRole.DECISION, "决定")
    with home.database.transaction() as session, pytest.raises(BadInput, match="没有找到"):
        papers.link(session, key, order, Target(document_id=999), by=home.drafter)
