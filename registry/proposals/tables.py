"""The table of proposals: nothing in it is law until a person says so."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy import Text as LongText
from sqlalchemy.orm import Mapped, mapped_column

from base.db import Moment, Table
from base.term import Term


class Matter(Term):
    """What a text states (条文事项), as classes that are accepted or reviewed apart."""

    EFFECTIVE = "effective", "施行日期"
    EXPIRY = "expiry", "有效期"
    REPEAL = "repeal", "废止"
    PARTIAL_REPEAL = "partial_repeal", "部分废止"
    AMENDMENT = "amendment", "修改"
    SUSPENSION = "suspension", "暂停实施"
    BASIS = "basis", "依据"
    CITATION = "citation", "引用"
    NUMBER = "number", "文号"
    ISSUER = "issuer", "发文机关"


class Ruling(Term):
    """What became of a proposal (审定结果)."""

    OPEN = "open", "待审定"
    CONFIRMED = "confirmed", "已确认"
    CORRECTED = "corrected", "已改正"
    REJECTED = "rejected", "不予采纳"
    # Read again from a changed text: another proposal stands in its place.
    SUPERSEDED = "superseded", "已被替代"


class Sureness(Term):
    """How sure the reading is (把握程度)."""

    SURE = "sure", "明确"
    LIKELY = "likely", "较明确"
    DOUBTFUL = "doubtful", "存疑"


class ProposalRow(Table):
    """One thing a text states, with its sentence and place, waiting for a person."""

    __tablename__ = "proposal"

    id: Mapped[int] = mapped_column(primary_key=True)
    # Of a draft that is not published, or of a document that stands in the registry: one of them.
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("draft.id"), index=True)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True)
    text_id: Mapped[int | None] = mapped_column(ForeignKey("text.id"))
    # The path of the intake whose reading it is.
    path: Mapped[str] = mapped_column(String(400), default="", index=True)
    matter: Mapped[str] = mapped_column(String(20), index=True)
    # What was read: title, number, articles, day, area … (registry/proposals/shapes.py).
    stated: Mapped[dict[str, object]] = mapped_column(JSON)
    sentence: Mapped[str] = mapped_column(LongText, default="")
    # Where the sentence stands in the text as it was read, in characters.
    start: Mapped[int] = mapped_column(default=0)
    end: Mapped[int] = mapped_column("stop", default=0)
    sureness: Mapped[str] = mapped_column(String(12))
    # Why it is as sure as that, in words.
    grounds: Mapped[str] = mapped_column(String(500), default="")
    # What could be meant, best first: [{"document_id", "title", "number", "why"}].
    candidates: Mapped[list[dict[str, object]]] = mapped_column(JSON, default=list)
    ruling: Mapped[str] = mapped_column(String(12), index=True)
    # What the person made of it; None while it stands as read.
    corrected: Mapped[dict[str, object] | None] = mapped_column(JSON(none_as_null=True))
    reason: Mapped[str] = mapped_column(String(500), default="")
    ruled_at: Mapped[datetime | None] = mapped_column(Moment)
    ruled_by: Mapped[str] = mapped_column(String(60), default="")
    recorded_at: Mapped[datetime] = mapped_column(Moment)
