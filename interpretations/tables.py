"""The tables of interpretations: plans, interpretations with their versions, anchors and files."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy import Text as LongText
from sqlalchemy.orm import Mapped, mapped_column

from base.db import Moment, Table


class Plan(Table):
    """The plan (解读方案) that a draft is submitted with; it follows the draft into its document."""

    __tablename__ = "interpretation_plan"

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("draft.id"), unique=True)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True)
    # False: the document needs none, for the reason given.
    needed: Mapped[bool] = mapped_column(default=True)
    reason: Mapped[str] = mapped_column(String(500), default="")
    # Values of Form.
    forms: Mapped[list[str]] = mapped_column(JSON, default=list)
    # What has to be explained (解读重点).
    points: Mapped[str] = mapped_column(LongText, default="")
    due_on: Mapped[date | None]
    person: Mapped[str] = mapped_column(String(60), default="")
    # Joint drafters beside the leading unit; they become explainers with the publication.
    joint_units: Mapped[list[int]] = mapped_column(JSON, default=list)
    # Grows with every save; who saves on an older one is told.
    version: Mapped[int] = mapped_column(default=1)
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    recorded_by: Mapped[str] = mapped_column(String(60))
    changed_at: Mapped[datetime] = mapped_column(Moment)


class Explainer(Table):
    """A unit that may explain a document beside the one that leads it, by that unit's own act."""

    __tablename__ = "explainer"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    # A value of Capacity.
    capacity: Mapped[str] = mapped_column(String(12))
    # The act by which it is so (委托函、联合发文).
    act: Mapped[str] = mapped_column(String(500), default="")
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    recorded_by: Mapped[str] = mapped_column(String(60))
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawn_by: Mapped[str] = mapped_column(String(60), default="")


class Interpretation(Table):
    """An interpretation (解读): its working copy here, what the public reads in `published_version`.

    It is public while it has a published version, was not withdrawn, and a document that it explains is
    public (`reads.visibility`): a working copy may be revised while the public goes on reading.
    """

    __tablename__ = "interpretation"

    id: Mapped[int] = mapped_column(primary_key=True)
    # The form that began it: the same form sent twice begins one.
    token: Mapped[str] = mapped_column(String(64), unique=True)
    # A value of Progress, of the working copy.
    progress: Mapped[str] = mapped_column(String(12), index=True)
    # A value of Form and of Origin, as in the content; for lists.
    form: Mapped[str] = mapped_column(String(12), index=True)
    origin: Mapped[str] = mapped_column(String(12), default="own")
    title: Mapped[str] = mapped_column(String(400))
    # The unit under whose name it stands: that answers for it.
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    # `rules.content.kept` of the working copy.
    content: Mapped[dict[str, object]] = mapped_column(JSON)
    # Findings of the check list that a person let stand, each with its key, the reason and who.
    confirmed: Mapped[list[dict[str, object]]] = mapped_column(JSON, default=list)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    author: Mapped[str] = mapped_column(String(60))
    submitted_at: Mapped[datetime | None] = mapped_column(Moment)
    submitted_by: Mapped[str] = mapped_column(String(60), default="")
    # The legal division's word on what answers a misreading (回应关切).
    checked_at: Mapped[datetime | None] = mapped_column(Moment)
    checked_by: Mapped[str] = mapped_column(String(60), default="")
    check_opinion: Mapped[str] = mapped_column(LongText, default="")
    reviewed_at: Mapped[datetime | None] = mapped_column(Moment)
    reviewed_by: Mapped[str] = mapped_column(String(60), default="")
    opinion: Mapped[str] = mapped_column(LongText, default="")
    # When it becomes public: at a minute, or together with the document whose draft it explains.
    publish_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
    with_document: Mapped[bool] = mapped_column(default=False)
    scheduled_by: Mapped[str] = mapped_column(String(60), default="")
    failure: Mapped[str] = mapped_column(String(1000), default="")
    # What the public reads: the version, when it was first public, when this version became so.
    published_version: Mapped[int | None]
    published_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
    renewed_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawn_by: Mapped[str] = mapped_column(String(60), default="")
    withdrawal_reason: Mapped[str] = mapped_column(String(500), default="")
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    changed_at: Mapped[datetime] = mapped_column(Moment)


class InterpretationVersion(Table):
    """A state of an interpretation, kept at every save, with the HTML made of it."""

    __tablename__ = "interpretation_version"
    __table_args__ = (UniqueConstraint("interpretation_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    interpretation_id: Mapped[int] = mapped_column(ForeignKey("interpretation.id"), index=True)
    version: Mapped[int]
    title: Mapped[str] = mapped_column(String(400))
    content: Mapped[dict[str, object]] = mapped_column(JSON)
    # `rules.content.Rendered`.
    rendered: Mapped[dict[str, object]] = mapped_column(JSON)
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    recorded_by: Mapped[str] = mapped_column(String(60))


class ExplainedRow(Table):
    """What an interpretation explains: a document, or the draft that will become one; the first leads."""

    __tablename__ = "explained"

    interpretation_id: Mapped[int] = mapped_column(ForeignKey("interpretation.id"), primary_key=True)
    # What a `Ref` of the content calls `work`.
    position: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True)
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("draft.id"), index=True)
    # The text that the draft became: it is explained also while it applies only from a later day.
    text_id: Mapped[int | None] = mapped_column(ForeignKey("text.id"))


class AnchorRow(Table):
    """An anchor (引条) of the published version: the provision as it was worded when it was explained.

    Whether it is stale is computed (`rules.anchors`). Confirming it for another wording appends a row and
    withdraws this one.
    """

    __tablename__ = "anchor"

    id: Mapped[int] = mapped_column(primary_key=True)
    interpretation_id: Mapped[int] = mapped_column(ForeignKey("interpretation.id"), index=True)
    block: Mapped[str] = mapped_column(String(20))
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    text_id: Mapped[int] = mapped_column(ForeignKey("text.id"), index=True)
    eid: Mapped[str] = mapped_column(String(60))
    fingerprint: Mapped[str] = mapped_column(String(64))
    # The provision's designation and words, as quoted.
    number: Mapped[str] = mapped_column(String(60), default="")
    quoted: Mapped[str] = mapped_column(LongText, default="")
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    recorded_by: Mapped[str] = mapped_column(String(60))
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawn_by: Mapped[str] = mapped_column(String(60), default="")


class InterpretationFile(Table):
    """A file of an interpretation; its bytes are in the content-addressed store."""

    __tablename__ = "interpretation_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    interpretation_id: Mapped[int] = mapped_column(ForeignKey("interpretation.id"), index=True)
    # A value of FileRole.
    role: Mapped[str] = mapped_column(String(12))
    filename: Mapped[str] = mapped_column(String(255))
    media_type: Mapped[str] = mapped_column(String(80))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    # Of a recording: seconds; of a picture or film: pixels.
    seconds: Mapped[int | None]
    width: Mapped[int | None]
    height: Mapped[int | None]
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    recorded_by: Mapped[str] = mapped_column(String(60))
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
