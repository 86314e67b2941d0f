"""The table of tasks: everything that waits for somebody, with its owner and its day."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from base.db import Moment, Table
from base.term import Term


class TaskCode(Term):
    """What a task is about (任务类型)."""

    EXPIRY = "expiry", "有效期届满"
    UPPER_LAW = "upper_law", "上位法变动"
    PROPOSALS = "proposals", "条文事项待审定"
    DRAFT_REVIEW = "draft_review", "送审稿待审核"
    DRAFT_RETURNED = "draft_returned", "退回修改"
    PUBLICATION = "publication", "待发布"
    CLEANUP = "cleanup", "清理意见"
    MATCHING = "matching", "清单待核对"
    CONSOLIDATION = "consolidation", "修改文本待审定"
    INTERPRETATION_DUE = "interp_due", "解读待发布"
    INTERPRETATION_REVIEW = "interp_review", "解读待审核"
    INTERPRETATION_RETURNED = "interp_returned", "解读退回修改"
    STALE_ANCHOR = "stale_anchor", "解读针对旧版"
    ENQUIRY = "enquiry", "咨询待办理"
    DISPATCH = "dispatch", "传递待学习"
    ASKED_BACK = "asked_back", "基层反馈待答复"
    CONSULTATION_REVIEW = "consult_review", "征求意见待审核"
    CONSULTATION_RETURNED = "consult_returned", "征求意见退回修改"
    OUTCOME_DUE = "outcome_due", "采纳情况待公布"
    COMMENT = "comment", "意见待整理"
    CATALOGUE = "catalogue", "决策目录待审核"
    DECISION_STEP = "decision_step", "决策程序待办"
    SEARCH_GAP = "search_gap", "公众检索未查到"
    OTHER = "other", "其他"


class TaskState(Term):
    """How a task stands (任务状态)."""

    OPEN = "open", "待办"
    WAITING = "waiting", "等待中"
    DONE = "done", "已办结"
    DROPPED = "dropped", "不再办理"


# A task in one of these states still waits for somebody.
LIVE = (TaskState.OPEN.value, TaskState.WAITING.value)


class Task(Table):
    """One thing to do (任务): about what, whose, by when, and how it ended."""

    __tablename__ = "task"

    id: Mapped[int] = mapped_column(primary_key=True)
    # What makes it one task: the same finding twice is one task (`expiry:12:2026-08-01:90`).
    key: Mapped[str] = mapped_column(String(200), unique=True)
    code: Mapped[str] = mapped_column(String(20), index=True)
    title: Mapped[str] = mapped_column(String(400))
    # The sentence, the citing provision … what the person needs to see.
    details: Mapped[dict[str, object]] = mapped_column(JSON, default=dict)
    # Where it is done: a path of this site.
    path: Mapped[str] = mapped_column(String(400), default="")
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True)
    # The unit that owes it; None: the legal division.
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    state: Mapped[str] = mapped_column(String(12), index=True)
    due_on: Mapped[date | None] = mapped_column(index=True)
    outcome: Mapped[str] = mapped_column(String(20), default="")
    reason: Mapped[str] = mapped_column(String(500), default="")
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    recorded_by: Mapped[str] = mapped_column(String(60))
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_by: Mapped[str] = mapped_column(String(60), default="")


class OutsideChange(Table):
    """A change of a law outside the registry (登记以外的上位法变动), entered by its title."""

    __tablename__ = "outside_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(400))
    title_key: Mapped[str] = mapped_column(String(400), index=True)
    # `amended` or `ended`.
    change: Mapped[str] = mapped_column(String(12))
    on: Mapped[date | None] = mapped_column("effective_on")
    note: Mapped[str] = mapped_column(String(500), default="")
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    recorded_by: Mapped[str] = mapped_column(String(60))
