"""The tables of enquiries: the question apart from the person, every step with who and when."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy import Text as LongText
from sqlalchemy.orm import Mapped, mapped_column

from base.db import Moment, Table


class Enquiry(Table):
    """An enquiry (政策咨询). Its clocks are computed from `received_at`, the steps and the working days."""

    __tablename__ = "enquiry"

    id: Mapped[int] = mapped_column(primary_key=True)
    # The form that sent it: the same form sent twice asks once.
    token: Mapped[str] = mapped_column(String(64), unique=True)
    # SHA-256 of the code by which the asker follows it; the code itself is kept nowhere.
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    # A value of EnquiryState.
    state: Mapped[str] = mapped_column(String(12), index=True)
    received_at: Mapped[datetime] = mapped_column(Moment, index=True)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True)
    eid: Mapped[str] = mapped_column(String(60), default="")
    title: Mapped[str] = mapped_column(String(200), default="")
    question: Mapped[str] = mapped_column(LongText)
    # The unit that answers; None until it is routed.
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    # The reply (Markdown), first as drafted, then as sent, with the HTML made of it.
    reply: Mapped[str] = mapped_column(LongText, default="")
    reply_html: Mapped[str] = mapped_column(LongText, default="")
    replied_by: Mapped[str] = mapped_column(String(60), default="")
    # The first answer the asker could read: it stops the clock.
    answered_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
    # A value of HandOff, when it belongs elsewhere.
    hand_off: Mapped[str] = mapped_column(String(12), default="")
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    # Grows with every deed; who acts on an older one is told.
    version: Mapped[int] = mapped_column(default=1)
    # The question and answer that was made public of it.
    interpretation_id: Mapped[int | None] = mapped_column(ForeignKey("interpretation.id"), index=True)
    # A keyed hash of the network address and day, to hold floods off; cleared with the person.
    origin_hash: Mapped[str] = mapped_column(String(64), default="", index=True)


class EnquiryPerson(Table):
    """Who asked (咨询人): apart from the question, never published, deleted when its time is over.

    The one row of the house that is deleted: 个人信息保护法 art. 19 and 47.
    """

    __tablename__ = "enquiry_person"

    enquiry_id: Mapped[int] = mapped_column(ForeignKey("enquiry.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(60), default="")
    contact: Mapped[str] = mapped_column(String(200), default="")


class EnquiryStepRow(Table):
    """One deed on an enquiry (办理环节), with the reason where one is asked for."""

    __tablename__ = "enquiry_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    enquiry_id: Mapped[int] = mapped_column(ForeignKey("enquiry.id"), index=True)
    # A value of EnquiryDeed.
    deed: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(LongText, default="")
    from_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    to_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[str] = mapped_column(String(60))


class ReplyTemplate(Table):
    """A template of replies (答复模板), of one unit or (None) of all."""

    __tablename__ = "reply_template"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    title: Mapped[str] = mapped_column(String(120))
    words: Mapped[str] = mapped_column(LongText)
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    recorded_by: Mapped[str] = mapped_column(String(60))
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
