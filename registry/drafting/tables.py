"""The tables of drafting: what is not public yet stands here, and nowhere else."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy import Text as LongText
from sqlalchemy.orm import Mapped, mapped_column

from base.db import Moment, Table
from base.term import Term


class Stage(Term):
    """How far a draft has come (办理阶段)."""

    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "已送审"
    REVIEWED = "reviewed", "审核通过"
    SCHEDULED = "scheduled", "定时发布"
    PUBLISHED = "published", "已发布"
    ABANDONED = "abandoned", "已放弃"


class Draft(Table):
    """A document on its way (登记稿): its fields and text as typed, until it is published.

    The public surfaces never read this table: before its publication a document does not exist for them.
    """

    __tablename__ = "draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    # A path of the intake, unique for ever: the published document's source bears it.
    path: Mapped[str] = mapped_column(String(400), unique=True)
    stage: Mapped[str] = mapped_column(String(20), index=True)
    # Grows with every save; who saves on an older one gets both (409).
    version: Mapped[int] = mapped_column(default=1)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    # The form's fields, as registry/drafting/fields.py names them, and the text as Markdown.
    fields: Mapped[dict[str, object]] = mapped_column(JSON)
    text: Mapped[str] = mapped_column(LongText, default="")
    author_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    author: Mapped[str] = mapped_column(String(60))
    submitted_at: Mapped[datetime | None] = mapped_column(Moment)
    submitted_by: Mapped[str] = mapped_column(String(60), default="")
    reviewed_at: Mapped[datetime | None] = mapped_column(Moment)
    reviewed_by: Mapped[str] = mapped_column(String(60), default="")
    # The written opinion of the review, or why it was sent back.
    opinion: Mapped[str] = mapped_column(LongText, default="")
    # The minute from which it is public; only the server sets the moment of publication itself.
    publish_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
    scheduled_by: Mapped[str] = mapped_column(String(60), default="")
    # Why the publication at its minute failed; the desk shows it, and it is not tried again by itself.
    failure: Mapped[str] = mapped_column(String(1000), default="")
    # Findings of the check list that a person confirmed (code and excerpt), with who and why.
    confirmed: Mapped[list[dict[str, object]]] = mapped_column(JSON, default=list)
    # The document it became.
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True)
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    changed_at: Mapped[datetime] = mapped_column(Moment)


class DraftVersion(Table):
    """A former state of a draft, kept at every save."""

    __tablename__ = "draft_version"
    __table_args__ = (UniqueConstraint("draft_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id"), index=True)
    version: Mapped[int]
    fields: Mapped[dict[str, object]] = mapped_column(JSON)
    text: Mapped[str] = mapped_column(LongText)
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    recorded_by: Mapped[str] = mapped_column(String(60))


class DraftFile(Table):
    """A file uploaded to a draft: the source its text was read from (原件), or an attachment (附件)."""

    __tablename__ = "draft_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id"), index=True)
    role: Mapped[str] = mapped_column(String(12))
    filename: Mapped[str] = mapped_column(String(255))
    media_type: Mapped[str] = mapped_column(String(80))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    # What reading it found, to be shown beside the draft: passages with their pages, warnings, hidden text.
    found: Mapped[dict[str, object]] = mapped_column(JSON, default=dict)
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    recorded_by: Mapped[str] = mapped_column(String(60))
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)


class WordList(Table):
    """A loadable list of words for the check before publication (词表): old organ names, wordings."""

    __tablename__ = "word_list"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60), index=True)
    # [{"word", "instead", "since", "why", "allowed_in_titles"}], as the file gave them.
    words: Mapped[list[dict[str, object]]] = mapped_column(JSON)
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    recorded_by: Mapped[str] = mapped_column(String(60))
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
