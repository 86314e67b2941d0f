"""The tables of consultations: the notice, its texts and events; comments apart from who sent them."""

import secrets
from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy import Text as LongText
from sqlalchemy.orm import Mapped, mapped_column

from base.db import Moment, Table


class Consultation(Table):
    """A consultation (征求意见): its notice. How it stands is computed from its days and events."""

    __tablename__ = "consultation"

    id: Mapped[int] = mapped_column(primary_key=True)
    # The form that made it: the same form sent twice makes one.
    token: Mapped[str] = mapped_column(String(64), unique=True)
    # A value of NoticeProgress.
    progress: Mapped[str] = mapped_column(String(12), index=True)
    # Grows with every save; who saves on an older one gets both (409).
    version: Mapped[int] = mapped_column(default=1)
    # The unit that drafts, collects the comments and owes the outcome.
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    title: Mapped[str] = mapped_column(String(400))
    # A value of Matter.
    matter: Mapped[str] = mapped_column(String(24))
    # Who decides on the draft (决定机关).
    deciding_body: Mapped[str] = mapped_column(String(120), default="")
    # The words of the notice (Markdown) with the HTML made of it at the save.
    words: Mapped[str] = mapped_column(LongText, default="")
    words_html: Mapped[str] = mapped_column(LongText, default="")
    # The period as first announced: its first day, and its last day as printed. An extension is an event.
    from_on: Mapped[date | None]
    through_on: Mapped[date | None] = mapped_column(index=True)
    # Why the period is shorter than the least (713号令 art. 15): it stands in the notice.
    short_reason: Mapped[str] = mapped_column(String(500), default="")
    contact_person: Mapped[str] = mapped_column(String(60), default="")
    phone: Mapped[str] = mapped_column(String(120), default="")
    fax: Mapped[str] = mapped_column(String(60), default="")
    email: Mapped[str] = mapped_column(String(120), default="")
    postal_address: Mapped[str] = mapped_column(String(200), default="")
    postcode: Mapped[str] = mapped_column(String(12), default="")
    # For a revision: the document in force that the draft would replace or amend.
    revises_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True)
    author: Mapped[str] = mapped_column(String(60))
    submitted_at: Mapped[datetime | None] = mapped_column(Moment)
    submitted_by: Mapped[str] = mapped_column(String(60), default="")
    reviewed_at: Mapped[datetime | None] = mapped_column(Moment)
    reviewed_by: Mapped[str] = mapped_column(String(60), default="")
    # The written opinion of the review, or why it was sent back.
    opinion: Mapped[str] = mapped_column(LongText, default="")
    publish_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
    # Set by the server at the moment of publication; the real length is counted from it.
    published_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawal_reason: Mapped[str] = mapped_column(String(500), default="")
    # The summary of the outcome (采纳情况概述) being written; the public reads that of the last edition.
    outcome_words: Mapped[str] = mapped_column(LongText, default="")
    outcome_html: Mapped[str] = mapped_column(LongText, default="")
    outcome_submitted_at: Mapped[datetime | None] = mapped_column(Moment)
    outcome_submitted_by: Mapped[str] = mapped_column(String(60), default="")
    outcome_published_at: Mapped[datetime | None] = mapped_column(Moment)
    # The document it led to, and the text of it that was adopted.
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True)
    text_id: Mapped[int | None] = mapped_column(ForeignKey("text.id"))
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    recorded_by: Mapped[str] = mapped_column(String(60))
    changed_at: Mapped[datetime] = mapped_column(Moment)


class ConsultationEvent(Table):
    """A dated event of a consultation (征求意见事件), with its reason; appended, public from `at` on."""

    __tablename__ = "consultation_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    # A value of ConsultationDeed.
    deed: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[str] = mapped_column(String(60))
    # The day on which it counts, where that is not the day of `at`.
    on: Mapped[date | None] = mapped_column("effective_on")
    reason: Mapped[str] = mapped_column(String(500), default="")
    # For an extension: the new last day, as printed.
    through_on: Mapped[date | None]
    # For a replaced draft: the new text. For an adoption: the document.
    text_id: Mapped[int | None] = mapped_column(ForeignKey("consultation_text.id"))
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))


class ConsultationText(Table):
    """A paper of a consultation as provisions: an edition of the draft, or the drafting note."""

    __tablename__ = "consultation_text"
    __table_args__ = (UniqueConstraint("consultation_id", "role", "edition"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    # A value of TextRole.
    role: Mapped[str] = mapped_column(String(16))
    # 1, 2, …: comments keep the edition they were written on.
    edition: Mapped[int]
    title: Mapped[str] = mapped_column(String(400), default="")
    # As typed (Markdown), and as read: one list [level, eid, depth, number, heading, body] per provision.
    source: Mapped[str] = mapped_column(LongText)
    provisions: Mapped[list[list[object]]] = mapped_column(JSON)
    # SHA-256 of the wording.
    fingerprint: Mapped[str] = mapped_column(String(64))
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    recorded_by: Mapped[str] = mapped_column(String(60))


class ConsultationFile(Table):
    """A file that belongs to a notice, to a meeting, or to the outcome; its bytes are in the store."""

    __tablename__ = "consultation_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("consultation_meeting.id"), index=True)
    filename: Mapped[str] = mapped_column(String(255))
    media_type: Mapped[str] = mapped_column(String(80))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    # A signed record or a letter with names in it is kept, and not shown.
    public: Mapped[bool] = mapped_column(default=True)
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    recorded_by: Mapped[str] = mapped_column(String(60))
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)


class Meeting(Table):
    """A seminar, hearing or meeting of experts on a draft (座谈会、听证会、论证会)."""

    __tablename__ = "consultation_meeting"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    # The form that made it: the same form sent twice makes one.
    token: Mapped[str] = mapped_column(String(64), unique=True, default=secrets.token_hex)
    # Grows with every save; who saves on an older one is told (409).
    version: Mapped[int] = mapped_column(default=1)
    # A value of MeetingKind.
    kind: Mapped[str] = mapped_column(String(12))
    title: Mapped[str] = mapped_column(String(200))
    # What it is about and how to attend (会议内容), as typed (Markdown) and as HTML.
    content: Mapped[str] = mapped_column(LongText, default="")
    content_html: Mapped[str] = mapped_column(LongText, default="")
    # How the participants are chosen (遴选办法), where they are (713号令 art. 16).
    selection: Mapped[str] = mapped_column(String(2000), default="")
    held_at: Mapped[datetime] = mapped_column(Moment)
    place: Mapped[str] = mapped_column(String(200))
    # Until when one may register, and on which day the papers went to the participants.
    register_through: Mapped[date | None]
    papers_sent_on: Mapped[date | None]
    # When its notice became public; the server's moment.
    announced_at: Mapped[datetime | None] = mapped_column(Moment)
    # [{"name", "as"}]: who takes part and as whom, published before (713号令 art. 16).
    participants: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    # When their list became public; the server's moment.
    participants_at: Mapped[datetime | None] = mapped_column(Moment)
    # Why a rule was not kept, by the id of the rule, where the law leaves a choice.
    reasons: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    # The record (笔录) as the public reads it, Markdown and HTML; the signed one is a file.
    record: Mapped[str] = mapped_column(LongText, default="")
    record_html: Mapped[str] = mapped_column(LongText, default="")
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    recorded_by: Mapped[str] = mapped_column(String(60))
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    # Why it does not take place; public where it had been announced.
    withdrawal_reason: Mapped[str] = mapped_column(String(500), default="")


class Comment(Table):
    """A comment (意见) on a draft, whole or on a passage; who sent it stands in `CommentPerson`."""

    __tablename__ = "comment"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    # The form that sent it: the same form sent twice comments once.
    token: Mapped[str] = mapped_column(String(64), unique=True)
    # SHA-256 of the code by which it is followed or taken back; None for what staff entered.
    code_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    # Values of CommentState, Channel and Voice.
    state: Mapped[str] = mapped_column(String(12), index=True)
    channel: Mapped[str] = mapped_column(String(12))
    voice: Mapped[str] = mapped_column(String(20))
    # Whether an organisation speaks; its name is with the person's.
    organisation: Mapped[bool] = mapped_column(default=False)
    # The edition it was written on, and the passage: provision and quoted words with their context.
    text_id: Mapped[int | None] = mapped_column(ForeignKey("consultation_text.id"), index=True)
    eid: Mapped[str] = mapped_column(String(60), default="")
    prefix: Mapped[str] = mapped_column(String(64), default="")
    exact: Mapped[str] = mapped_column(String(500), default="")
    suffix: Mapped[str] = mapped_column(String(64), default="")
    words: Mapped[str] = mapped_column(LongText)
    # What the public reads where personal data had to be masked; "" where it reads `words`.
    shown_words: Mapped[str] = mapped_column(LongText, default="")
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("consultation_meeting.id"), index=True)
    outcome_id: Mapped[int | None] = mapped_column(ForeignKey("comment_outcome.id"), index=True)
    received_at: Mapped[datetime] = mapped_column(Moment, index=True)
    # The day it was said or written, where staff entered it later.
    said_on: Mapped[date | None]
    recorded_by: Mapped[str] = mapped_column(String(60))
    # Why it is not shown (a public reason), by whom.
    held_reason: Mapped[str] = mapped_column(String(500), default="")
    moderated_at: Mapped[datetime | None] = mapped_column(Moment)
    moderated_by: Mapped[str] = mapped_column(String(60), default="")
    taken_back_at: Mapped[datetime | None] = mapped_column(Moment)
    version: Mapped[int] = mapped_column(default=1)
    # A keyed hash of the network address and day, to hold floods off; cleared with the person.
    origin_hash: Mapped[str] = mapped_column(String(64), default="", index=True)
    # SHA-256 of the words without spaces and marks: the same words again are found at once.
    wording_hash: Mapped[str] = mapped_column(String(64), default="", index=True)


class CommentPerson(Table):
    """Who sent a comment (意见人): apart from it, never published, deleted when its time is over.

    个人信息保护法 art. 19 and 47.
    """

    __tablename__ = "comment_person"

    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(120), default="")
    contact: Mapped[str] = mapped_column(String(200), default="")


class CommentOutcome(Table):
    """What became of a comment, or of a group of them (采纳情况): the verdict, always with its reason."""

    __tablename__ = "comment_outcome"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    # Its place in the table (序号).
    position: Mapped[int]
    # The comments it answers, in the words that are published (意见内容).
    summary: Mapped[str] = mapped_column(LongText)
    # A value of Verdict; "" until it is decided.
    verdict: Mapped[str] = mapped_column(String(12), default="")
    reason: Mapped[str] = mapped_column(LongText, default="")
    # The provisions of the draft it is about.
    eids: Mapped[list[str]] = mapped_column(JSON, default=list)
    version: Mapped[int] = mapped_column(default=1)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by: Mapped[str] = mapped_column(String(60), default="")
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    recorded_by: Mapped[str] = mapped_column(String(60))
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)


class OutcomeEdition(Table):
    """The outcome as it was submitted, and as the public reads it once it is published (采纳情况版本).

    The public reads the last published edition, never `comment_outcome`, which is what is being worked on.
    """

    __tablename__ = "outcome_edition"
    __table_args__ = (UniqueConstraint("consultation_id", "edition"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    # 1 is the first that was submitted; those that were sent back keep their number.
    edition: Mapped[int]
    # The summary (采纳情况概述) of this edition.
    words: Mapped[str] = mapped_column(LongText, default="")
    words_html: Mapped[str] = mapped_column(LongText, default="")
    # One {"outcome", "summary", "verdict", "reason", "eids", "comments"} a row, in the order of the table.
    rows: Mapped[list[dict[str, object]]] = mapped_column(JSON, default=list)
    # Why it was revised; "" for the first. It is public.
    reason: Mapped[str] = mapped_column(String(500), default="")
    submitted_at: Mapped[datetime] = mapped_column(Moment)
    submitted_by: Mapped[str] = mapped_column(String(60))
    # The opinion of the office; with `returned_at` it was sent back.
    opinion: Mapped[str] = mapped_column(LongText, default="")
    returned_at: Mapped[datetime | None] = mapped_column(Moment)
    published_at: Mapped[datetime | None] = mapped_column(Moment)
    published_by: Mapped[str] = mapped_column(String(60), default="")


class TraceLink(Table):
    """A person's ruling on which provision of the draft an adopted one came from (条文对应更正)."""

    __tablename__ = "trace_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    # The provision of the adopted text, and that of the last edition of the draft; "" for none.
    adopted_eid: Mapped[str] = mapped_column(String(60))
    draft_eid: Mapped[str] = mapped_column(String(60), default="")
    reason: Mapped[str] = mapped_column(String(500), default="")
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    recorded_by: Mapped[str] = mapped_column(String(60))
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
