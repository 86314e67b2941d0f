"""The tables of the clean-up: campaigns, their rolls, and lists made elsewhere."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy import Text as LongText
from sqlalchemy.orm import Mapped, mapped_column

from base.db import Moment, Table
from base.term import Term


class Verdict(Term):
    """What a clean-up says of a document (清理意见)."""

    KEEP = "keep", "继续有效"
    AMEND = "amend", "拟修改"
    REPEAL = "repeal", "废止"
    LAPSE = "lapse", "宣布失效"


class Ground(Term):
    """Why (清理理由), as 国发〔2015〕68号 names them."""

    CONTRARY = "contrary", "与现行法律法规不一致"
    COVERED = "covered", "已被新规定涵盖或者替代"
    NO_OBJECT = "no_object", "调整对象已消失"
    DONE = "done", "工作任务已完成"
    TERM_OVER = "term_over", "适用期已过"
    NEEDED = "needed", "仍需执行"
    OTHER = "other", "其他理由"


class CampaignStage(Term):
    """How far a campaign has come (清理阶段)."""

    OPEN = "open", "征集意见"
    DECIDED = "decided", "拟定决定"
    PUBLISHED = "published", "已公布"
    ABANDONED = "abandoned", "已终止"


class RowStage(Term):
    """How far a row of the roll has come (清理进度)."""

    ASSIGNED = "assigned", "待提意见"
    PROPOSED = "proposed", "已提意见"
    SENT_BACK = "sent_back", "已退回"
    AGREED = "agreed", "已审定"


class Campaign(Table):
    """A clean-up (清理) of a scope of documents, with its roll and its decision."""

    __tablename__ = "campaign"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    stage: Mapped[str] = mapped_column(String(20), index=True)
    # Kinds, issuers, days, subjects, words: registry/cleanup/scope.py.
    scope: Mapped[dict[str, object]] = mapped_column(JSON)
    due_on: Mapped[date | None]
    # The decision: its head, its words, its days.
    decision: Mapped[dict[str, object]] = mapped_column(JSON, default=dict)
    effective_on: Mapped[date | None]
    decision_document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    version: Mapped[int] = mapped_column(default=1)
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    recorded_by: Mapped[str] = mapped_column(String(60))
    published_at: Mapped[datetime | None] = mapped_column(Moment)
    published_by: Mapped[str] = mapped_column(String(60), default="")


class RollRow(Table):
    """One document of a campaign's roll (清理名单)."""

    __tablename__ = "roll_row"
    __table_args__ = (UniqueConstraint("campaign_id", "document_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    stage: Mapped[str] = mapped_column(String(12), index=True)
    # [{"code", "sentence", "document_id"}]: what speaks for or against it.
    hints: Mapped[list[dict[str, object]]] = mapped_column(JSON, default=list)
    verdict: Mapped[str] = mapped_column(String(12), default="")
    ground: Mapped[str] = mapped_column(String(20), default="")
    note: Mapped[str] = mapped_column(LongText, default="")
    replaced_by: Mapped[str] = mapped_column(String(400), default="")
    proposed_at: Mapped[datetime | None] = mapped_column(Moment)
    proposed_by: Mapped[str] = mapped_column(String(60), default="")
    agreed_at: Mapped[datetime | None] = mapped_column(Moment)
    agreed_by: Mapped[str] = mapped_column(String(60), default="")
    opinion: Mapped[str] = mapped_column(String(500), default="")
    version: Mapped[int] = mapped_column(default=1)


class ListRow(Table):
    """One row of a list made elsewhere (外来清单), and the document it was found to mean."""

    __tablename__ = "list_row"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    # Which list of the campaign, by the SHA-256 of its file, and the row's place in it.
    list_sha256: Mapped[str] = mapped_column(String(64), index=True)
    list_name: Mapped[str] = mapped_column(String(255))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(400), default="")
    number: Mapped[str] = mapped_column(String(120), default="")
    verdict: Mapped[str] = mapped_column(String(12), default="")
    raw: Mapped[dict[str, object]] = mapped_column(JSON)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True)
    # `matched`, `doubtful`, `missing`, `chosen`, `dropped`.
    stage: Mapped[str] = mapped_column(String(12), index=True)
    candidates: Mapped[list[dict[str, object]]] = mapped_column(JSON, default=list)
    evidence: Mapped[str] = mapped_column(String(500), default="")
    ruled_by: Mapped[str] = mapped_column(String(60), default="")
    ruled_at: Mapped[datetime | None] = mapped_column(Moment)
