"""The tables of passing down: what was sent, to whom, what they read, tried, told on and asked back."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy import Text as LongText
from sqlalchemy.orm import Mapped, mapped_column

from base.db import Moment, Table


class Dispatch(Table):
    """A dispatch (下发): a document, or an interpretation of it, to be read and mastered below by a day."""

    __tablename__ = "dispatch"

    id: Mapped[int] = mapped_column(primary_key=True)
    # The form that sent it: the same form sent twice sends once.
    token: Mapped[str] = mapped_column(String(64), unique=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    interpretation_id: Mapped[int | None] = mapped_column(ForeignKey("interpretation.id"), index=True)
    # The unit that sends.
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    title: Mapped[str] = mapped_column(String(400))
    note: Mapped[str] = mapped_column(String(1000), default="")
    due_on: Mapped[date]
    # The short check: [{"question", "options", "right", "because", "ref"}], written by the drafter.
    check: Mapped[list[dict[str, object]]] = mapped_column("questions", JSON, default=list)
    # How many of the questions must be right.
    needed: Mapped[int] = mapped_column(default=0)
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    recorded_by: Mapped[str] = mapped_column(String(60))
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawal_reason: Mapped[str] = mapped_column(String(500), default="")


class Recipient(Table):
    """A recipient (接收单位): a unit, or a post (岗位) of it; what is filled in shows how far it came."""

    __tablename__ = "recipient"
    __table_args__ = (UniqueConstraint("dispatch_id", "unit_id", "post"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dispatch_id: Mapped[int] = mapped_column(ForeignKey("dispatch.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    post: Mapped[str] = mapped_column(String(60), default="")
    # 看得到: acknowledged having read it.
    seen_at: Mapped[datetime | None] = mapped_column(Moment)
    seen_by: Mapped[str] = mapped_column(String(60), default="")
    # 会执行: passed the check, at which try.
    tries: Mapped[list[dict[str, object]]] = mapped_column(JSON, default=list)
    passed_at: Mapped[datetime | None] = mapped_column(Moment)
    passed_by: Mapped[str] = mapped_column(String(60), default="")
    # 讲得好: told it on to others: when, to how many, how.
    told_on: Mapped[date | None]
    told_to: Mapped[int] = mapped_column(default=0)
    told_how: Mapped[str] = mapped_column(String(500), default="")
    told_by: Mapped[str] = mapped_column(String(60), default="")
    reminded_at: Mapped[datetime | None] = mapped_column(Moment)


class AskedBack(Table):
    """A question back (基层反馈) from a recipient, and the drafter's answer."""

    __tablename__ = "asked_back"

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient_id: Mapped[int] = mapped_column(ForeignKey("recipient.id"), index=True)
    question: Mapped[str] = mapped_column(LongText)
    asked_at: Mapped[datetime] = mapped_column(Moment)
    asked_by: Mapped[str] = mapped_column(String(60))
    answer: Mapped[str] = mapped_column(LongText, default="")
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    answered_by: Mapped[str] = mapped_column(String(60), default="")
