"""The tables of the catalogue of major decisions: editions as published, items, steps, papers."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy import Text as LongText
from sqlalchemy.orm import Mapped, mapped_column

from base.db import Moment, Table


class DecisionCatalogue(Table):
    """The catalogue of a year (重大行政决策事项目录); what stood in it when is in its editions."""

    __tablename__ = "decision_catalogue"

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(unique=True)
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    recorded_by: Mapped[str] = mapped_column(String(60))


class CatalogueEdition(Table):
    """An edition of a year's catalogue (目录版本): the first, or an adjustment by the same procedure."""

    __tablename__ = "catalogue_edition"
    __table_args__ = (UniqueConstraint("catalogue_id", "edition"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    catalogue_id: Mapped[int] = mapped_column(ForeignKey("decision_catalogue.id"), index=True)
    edition: Mapped[int]
    # A value of EditionProgress.
    progress: Mapped[str] = mapped_column(String(12), index=True)
    version: Mapped[int] = mapped_column(default=1)
    # Consent of the party committee of the same level (条例 art. 3), before publication.
    consented_on: Mapped[date | None]
    consent_act: Mapped[str] = mapped_column(String(200), default="")
    # Why it was adjusted; "" for the first.
    reason: Mapped[str] = mapped_column(String(500), default="")
    # What it lists, in order, as it was published: item_id, name, basis, unit, planned, hearing of each.
    items: Mapped[list[dict[str, object]]] = mapped_column(JSON, default=list)
    submitted_at: Mapped[datetime | None] = mapped_column(Moment)
    submitted_by: Mapped[str] = mapped_column(String(60), default="")
    opinion: Mapped[str] = mapped_column(LongText, default="")
    published_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
    published_by: Mapped[str] = mapped_column(String(60), default="")
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    recorded_by: Mapped[str] = mapped_column(String(60))


class DecisionItem(Table):
    """A decision item (决策事项) of a year, as it is worked on; public as the newest edition lists it."""

    __tablename__ = "decision_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    catalogue_id: Mapped[int] = mapped_column(ForeignKey("decision_catalogue.id"), index=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(400))
    basis: Mapped[str] = mapped_column(String(500), default="")
    # A value of ItemCategory: as which of the matters of art. 3 it is decided.
    category: Mapped[str] = mapped_column(String(12), default="")
    # Whether it touches the economic activities of market participants (art. 29(1)).
    market: Mapped[bool] = mapped_column(default=False)
    # The unit that carries it out (承办单位).
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    # When the decision is planned, as printed (2026年第三季度), and its last day for the clock.
    planned: Mapped[str] = mapped_column(String(60), default="")
    planned_through: Mapped[date | None]
    hearing: Mapped[bool] = mapped_column(default=False)
    # What it led to.
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    recorded_by: Mapped[str] = mapped_column(String(60))
    # Taken out of the catalogue by an adjustment: why.
    removed_at: Mapped[datetime | None] = mapped_column(Moment)
    removal_reason: Mapped[str] = mapped_column(String(500), default="")


class DecisionStep(Table):
    """One step of an item (决策程序环节): planned, begun, done, or left out on a legal ground."""

    __tablename__ = "decision_step"
    __table_args__ = (UniqueConstraint("item_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("decision_item.id"), index=True)
    # A value of StepKind.
    kind: Mapped[str] = mapped_column(String(20))
    planned_on: Mapped[date | None]
    began_on: Mapped[date | None]
    done_on: Mapped[date | None]
    # For the review of legality a value of ReviewResult.
    result: Mapped[str] = mapped_column(String(12), default="")
    # Where the step is left out: the article that allows it, and why.
    omitted_ground: Mapped[str] = mapped_column(String(500), default="")
    # Who carried it out, when it matters that it is not the same as another (后评估 art. 36).
    carried_out_by: Mapped[str] = mapped_column(String(200), default="")
    note: Mapped[str] = mapped_column(String(1000), default="")
    version: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime] = mapped_column(Moment)
    changed_by: Mapped[str] = mapped_column(String(60))


class DecisionPaper(Table):
    """A paper of a step (程序材料): a file, or something in the registry it leads to."""

    __tablename__ = "decision_paper"

    id: Mapped[int] = mapped_column(primary_key=True)
    step_id: Mapped[int] = mapped_column(ForeignKey("decision_step.id"), index=True)
    # A value of PaperRole.
    role: Mapped[str] = mapped_column(String(20), default="")
    title: Mapped[str] = mapped_column(String(400))
    dated_on: Mapped[date | None]
    public: Mapped[bool] = mapped_column(default=True)
    # One of: a stored file, a consultation, a meeting of one, a document.
    filename: Mapped[str] = mapped_column(String(255), default="")
    media_type: Mapped[str] = mapped_column(String(80), default="")
    size: Mapped[int] = mapped_column(default=0)
    sha256: Mapped[str] = mapped_column(String(64), default="")
    consultation_id: Mapped[int | None] = mapped_column(ForeignKey("consultation.id"), index=True)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("consultation_meeting.id"), index=True)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True)
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    recorded_by: Mapped[str] = mapped_column(String(60))
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
