"""The tables of the registry: works, dated texts, dated events, relations; nothing is ever deleted."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy import Text as LongText
from sqlalchemy.orm import Mapped, mapped_column, relationship

from base.db import Moment, Table
from base.staff.tables import Unit


class Issuer(Table):
    """An issuing authority (发文机关), under the name its documents bear."""

    __tablename__ = "issuer"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    short_name: Mapped[str] = mapped_column(String(60), default="")
    region: Mapped[str] = mapped_column(String(30), default="")
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("issuer.id"))


class Subject(Table):
    """A subject (主题分类) of the State Council's two-level list; names may contain 、: never split them."""

    __tablename__ = "subject"

    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("subject.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    position: Mapped[int] = mapped_column(Integer)

    parent: Mapped["Subject | None"] = relationship(remote_side="Subject.id")


class Document(Table):
    """A document (文件): a work, whose texts are its dated versions and whose life is its events.

    Its validity is not here: it is computed from the events for any day.
    """

    __tablename__ = "document"

    id: Mapped[int] = mapped_column(primary_key=True)
    # Lasting: `local-regulation/2019/14`; given once, never changed, never given again.
    address: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(400))
    # The title as it is matched: see registry/law/titles.py.
    title_key: Mapped[str] = mapped_column(String(400), index=True)
    # What makes two files texts of one work: see registry/works/key.py.
    work_key: Mapped[str] = mapped_column(String(600), default="", index=True)
    kind: Mapped[str] = mapped_column(String(40), index=True)
    genre: Mapped[str] = mapped_column(String(40), default="")
    region: Mapped[str] = mapped_column(String(30), default="", index=True)
    year: Mapped[int | None] = mapped_column(Integer, index=True)
    # Numbers: as printed; `number_key` is the normal form for matching (registry/law/docnumber.py).
    document_number: Mapped[str] = mapped_column(String(120), default="")
    number_key: Mapped[str] = mapped_column(String(120), default="", index=True)
    order_number: Mapped[str] = mapped_column(String(120), default="")
    order_key: Mapped[str] = mapped_column(String(120), default="", index=True)
    unified_number: Mapped[str] = mapped_column(String(60), default="")
    index_number: Mapped[str | None] = mapped_column(String(80), unique=True)
    drafting_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    subject_id: Mapped[int | None] = mapped_column(ForeignKey("subject.id"), index=True)
    summary: Mapped[str] = mapped_column(String(1000), default="")
    disclosure: Mapped[str] = mapped_column(String(20), default="open")
    adopted_on: Mapped[date | None]
    approved_on: Mapped[date | None]
    signed_on: Mapped[date | None]
    # When the document was published by its issuer; the date of a web posting is another thing.
    published_on: Mapped[date | None]
    web_posted_on: Mapped[date | None]
    source_url: Mapped[str] = mapped_column(String(500), default="")
    # Somebody's claim about the validity; shown as such, never used.
    status_in_source: Mapped[str] = mapped_column(String(60), default="")
    # The office's record.
    publication: Mapped[str] = mapped_column(String(20), default="published", index=True)
    published_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawal_reason: Mapped[str] = mapped_column(String(500), default="")
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    recorded_by: Mapped[str] = mapped_column(String(60))

    issuers: Mapped[list["DocumentIssuer"]] = relationship(order_by="DocumentIssuer.position")
    texts: Mapped[list["Text"]] = relationship(order_by="Text.position", back_populates="document")
    subject: Mapped[Subject | None] = relationship()
    drafting_unit: Mapped[Unit | None] = relationship()


class DocumentIssuer(Table):
    """Who issued a document; of joint issuers the host (主办机关) stands first."""

    __tablename__ = "document_issuer"

    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    issuer_id: Mapped[int] = mapped_column(ForeignKey("issuer.id"), index=True)

    issuer: Mapped[Issuer] = relationship()


class Alias(Table):
    """A former address of a document: it must lead there for ever."""

    __tablename__ = "alias"

    path: Mapped[str] = mapped_column(String(400), primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)


class Text(Table):
    """A text (正文): one dated version of a document."""

    __tablename__ = "text"
    __table_args__ = (UniqueConstraint("document_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    title: Mapped[str] = mapped_column(String(400))
    # The day the version bears in its address; the day of its adoption or publication.
    dated_on: Mapped[date | None]
    # The first day on which this wording counts; None: from the document's own commencement.
    applies_from: Mapped[date | None]
    # 题注: the history lines as printed, one a line.
    note: Mapped[str] = mapped_column(LongText, default="")
    # SHA-256 of the normalised wording: the same wording twice is one text.
    fingerprint: Mapped[str] = mapped_column(String(64), index=True)
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    recorded_by: Mapped[str] = mapped_column(String(60))
    # Kept, but not one of the versions to read: replaced by a newer reading of its file, or another
    # copy of a version that stands (then `copy_of_id` names it). Its position is below zero.
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    copy_of_id: Mapped[int | None] = mapped_column(ForeignKey("text.id"))

    document: Mapped[Document] = relationship(back_populates="texts")


class Source(Table):
    """A file that a text was read from, by its path in the imported folder."""

    __tablename__ = "source"

    path: Mapped[str] = mapped_column(String(400), primary_key=True)
    text_id: Mapped[int] = mapped_column(ForeignKey("text.id"), index=True)
    # The bytes as they came, in the content-addressed store.
    sha256: Mapped[str] = mapped_column(String(64))
    # What the import made of it: reader version and ledger row; when equal, there is nothing to do.
    reading: Mapped[str] = mapped_column(String(64))
    # All that was read from it but the provisions, so that a work can be composed anew when another
    # of its versions arrives, in whatever order they come.
    found: Mapped[dict[str, object]] = mapped_column(JSON)
    recorded_at: Mapped[datetime] = mapped_column(Moment)


class ProvisionRow(Table):
    """One provision (条款) of a text, flattened in reading order."""

    __tablename__ = "provision"

    id: Mapped[int] = mapped_column(primary_key=True)
    text_id: Mapped[int] = mapped_column(ForeignKey("text.id"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    depth: Mapped[int] = mapped_column(Integer)
    level: Mapped[str] = mapped_column(String(12))
    eid: Mapped[str] = mapped_column(String(60))
    number: Mapped[str] = mapped_column(String(40), default="")
    heading: Mapped[str] = mapped_column(String(400), default="")
    body: Mapped[str] = mapped_column(LongText, default="")


class EventRow(Table):
    """One dated event (沿革事件) in a document's life, with its act and its evidence."""

    __tablename__ = "event"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    on: Mapped[date | None] = mapped_column("effective_on", index=True)
    provisions: Mapped[list[str]] = mapped_column(JSON, default=list)
    area: Mapped[str] = mapped_column(String(120), default="")
    act_document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True)
    act_title: Mapped[str] = mapped_column(String(400), default="")
    act_number: Mapped[str] = mapped_column(String(120), default="")
    evidence: Mapped[str] = mapped_column(LongText, default="")
    rule: Mapped[str] = mapped_column(String(40), default="")
    # The text whose words say so; when that file is read again, what was read from it is replaced.
    text_id: Mapped[int | None] = mapped_column(ForeignKey("text.id"), index=True)
    # The relation it follows from, when another document's words cause it.
    relation_id: Mapped[int | None] = mapped_column(ForeignKey("relation.id"), index=True)
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    recorded_by: Mapped[str] = mapped_column(String(60))
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawn_by: Mapped[str] = mapped_column(String(60), default="")
    # Why an event that a person recorded was taken back (更正): the record shows both.
    withdrawal_reason: Mapped[str] = mapped_column(String(500), default="")


class RelationRow(Table):
    """How one document bears on another; either end may be a bare title until that document arrives."""

    __tablename__ = "relation"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), index=True)
    source_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True)
    source_title: Mapped[str] = mapped_column(String(400), default="")
    source_key: Mapped[str] = mapped_column(String(400), default="", index=True)
    source_number: Mapped[str] = mapped_column(String(120), default="")
    target_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True)
    target_title: Mapped[str] = mapped_column(String(400), default="")
    target_key: Mapped[str] = mapped_column(String(400), default="", index=True)
    target_number: Mapped[str] = mapped_column(String(120), default="")
    # What tells documents of one title apart (1994年6月4日国务院发布的), and where it applies.
    target_qualifier: Mapped[str] = mapped_column(String(200), default="")
    area: Mapped[str] = mapped_column(String(120), default="")
    # Where it is said, and which provisions of the target it touches.
    source_eid: Mapped[str] = mapped_column(String(60), default="")
    target_provisions: Mapped[list[str]] = mapped_column(JSON, default=list)
    # For a repeal: the day it takes effect, when the text gives it.
    on: Mapped[date | None] = mapped_column("effective_on")
    evidence: Mapped[str] = mapped_column(LongText, default="")
    # The address of the very document that a person said is meant; "" where the names alone tell.
    meant: Mapped[str] = mapped_column(String(80), default="")
    text_id: Mapped[int | None] = mapped_column(ForeignKey("text.id"), index=True)
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    recorded_by: Mapped[str] = mapped_column(String(60))
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawn_by: Mapped[str] = mapped_column(String(60), default="")


class Attachment(Table):
    """An attachment (附件): its bytes are in the content-addressed store, kept for ever."""

    __tablename__ = "attachment"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    text_id: Mapped[int | None] = mapped_column(ForeignKey("text.id"), index=True)
    # 原件 (the file as it came) or 附件.
    role: Mapped[str] = mapped_column(String(12))
    filename: Mapped[str] = mapped_column(String(255))
    media_type: Mapped[str] = mapped_column(String(80))
    size: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[str] = mapped_column(String(64))
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)


class Correction(Table):
    """A correction (更正) of what the record says of a published document; appended, public, never undone.

    `field` is a column of the document, or `text`; the former value stays to be seen.
    """

    __tablename__ = "correction"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    field: Mapped[str] = mapped_column(String(40))
    before: Mapped[str] = mapped_column(LongText)
    after: Mapped[str] = mapped_column(LongText)
    # What the public is told.
    note: Mapped[str] = mapped_column(String(500))
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    recorded_by: Mapped[str] = mapped_column(String(60))
