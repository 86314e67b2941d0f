"""What the desk shows of interpretations (解读稿架): the list, and one with all that is to be said of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, defer

from base.staff.audit import AuditRow
from base.staff.roles import Actor, Owner, Permission, Reach
from base.staff.tables import Unit
from interpretations.publishing.attaching import files_of
from interpretations.publishing.editing import content_of, subject, versions, writers
from interpretations.publishing.flow import needs_check
from interpretations.publishing.judging import Verdict, judge
from interpretations.publishing.works import Work, title_of, works
from interpretations.reads.shown import ShownFile, ShownFiles
from interpretations.rules.content import Content
from interpretations.rules.terms import FileRole, Form, Origin, Progress
from interpretations.tables import ExplainedRow, Interpretation, InterpretationFile, InterpretationVersion
from registry.drafting.shelf import full_names

A_PAGE = 50
# How much of its history is shown; the rest stands in the audit trail.
MOST_DEEDS = 60
READ, WRITE = Permission.READ_INTERPRETATION, Permission.INTERPRET
REVIEW = Permission.REVIEW_INTERPRETATION
# What may be done with an interpretation at each stage, and what one must be allowed for it.
DEEDS: Mapping[Progress, tuple[tuple[str, Permission], ...]] = {
    Progress.DRAFT: (
        ("edit", WRITE),
        ("submit", WRITE),
        ("abandon", WRITE),
        ("confirm", WRITE),
        ("attach", WRITE),
    ),
    Progress.SUBMITTED: (
        ("check", Permission.CHECK_INTERPRETATION),
        ("review", REVIEW),
        ("recall", WRITE),
        ("confirm", WRITE),
    ),
    Progress.REVIEWED: (("publish", REVIEW), ("reopen", REVIEW)),
    Progress.SCHEDULED: (("unschedule", REVIEW),),
    Progress.PUBLISHED: (("edit", WRITE), ("attach", WRITE)),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One interpretation in the list."""

    id: int
    title: str
    form: Form
    origin: Origin
    progress: Progress
    unit: str
    author: str
    explains: str
    changed_at: datetime
    publish_at: datetime | None
    failure: str
    public: bool


@dataclass(frozen=True, slots=True)
class Shelf:
    """A page of the list: whose (`mine` or ""), of which stage ("" for all), and how many of each."""

    lines: tuple[Line, ...]
    whose: str
    progress: str
    page: int
    pages: int
    counts: Mapping[str, int]


def shelf(session: Session, who: Actor, whose: str, progress: str, page: int) -> Shelf:
    """The interpretations that this person may see, those changed last first."""
    seen = [*_seen(who), *([Interpretation.author_id == who.account_id] if whose == "mine" else [])]
    counts = _counts(session, seen)
    query = select(Interpretation, Unit.name).outerjoin(Unit, Unit.id == Interpretation.unit_id).where(*seen)
    query = query.options(defer(Interpretation.content), defer(Interpretation.confirmed))
    if progress:
        query = query.where(Interpretation.progress == progress)
    query = query.order_by(Interpretation.changed_at.desc(), Interpretation.id.desc())
    rows = session.execute(query.limit(A_PAGE).offset((page - 1) * A_PAGE)).all()
    names, titles = full_names(session), _titles(session, [row.id for row, _ in rows])
    total = counts.get(progress, 0) if progress else sum(counts.values())
    lines = tuple(_line(row, unit or "", names, titles.get(row.id, "")) for row, unit in rows)
    return Shelf(lines, whose, progress, page, max(1, -(-total // A_PAGE)), counts)


def _counts(session: Session, seen: Sequence[ColumnElement[bool]]) -> dict[str, int]:
    query = select(Interpretation.progress, func.count()).outerjoin(Unit, Unit.id == Interpretation.unit_id)
    rows = session.execute(query.where(*seen).group_by(Interpretation.progress)).all()
    return {row[0]: row[1] for row in rows}


def _seen(who: Actor) -> list[ColumnElement[bool]]:
    reach = who.reach(READ)
    if reach is Reach.ALL:
        return []
    return [Unit.organ == who.organ] if reach is Reach.ORGAN else [Interpretation.unit_id == who.unit_id]


def _titles(session: Session, keys: Sequence[int]) -> dict[int, str]:
    query = select(ExplainedRow).where(ExplainedRow.interpretation_id.in_(keys), ExplainedRow.position == 0)
    rows = session.scalars(query)
    return {row.interpretation_id: title_of(session, Work(row.document_id, row.draft_id)) for row in rows}


def _line(row: Interpretation, unit: str, names: Mapping[str, str], explains: str) -> Line:
    return Line(
        row.id,
        row.title,
        Form(row.form),
        Origin(row.origin),
        Progress(row.progress),
        unit,
        names.get(row.author, row.author),
        explains,
        row.changed_at,
        row.publish_at,
        row.failure,
        public=row.published_version is not None and row.withdrawn_at is None,
    )


@dataclass(frozen=True, slots=True)
class Detail:
    """One interpretation with everything the desk says of it, and what the person may do with it."""

    row: Interpretation
    content: Content
    progress: Progress
    unit: str
    explains: tuple[tuple[Work, str], ...]
    verdict: Verdict | None
    versions: Sequence[InterpretationVersion]
    files: Sequence[InterpretationFile]
    history: Sequence[AuditRow]
    names: Mapping[str, str]
    may: frozenset[str]

    @property
    def public(self) -> bool:
        """Whether the public reads it now."""
        return self.row.published_version is not None and self.row.withdrawn_at is None

    @property
    def revising(self) -> bool:
        """Whether the working copy is not yet what the public reads."""
        return self.public and self.progress is not Progress.PUBLISHED

    @property
    def sent_with(self) -> int | None:
        """The published document with which it may be sent down (向下传递)."""
        return next((work.document_id for work, _ in self.explains if work.document_id), None)

    @property
    def waits_for_document(self) -> bool:
        """Whether something that it explains is not published yet."""
        return any(work.draft_id for work, _ in self.explains)


def detail(session: Session, row: Interpretation, limit: int, who: Actor) -> Detail:
    """Everything that is to be said of an interpretation to this person."""
    unit, stage = session.get_one(Unit, row.unit_id), Progress(row.progress)
    open_to_check = stage in {Progress.DRAFT, Progress.SUBMITTED, Progress.REVIEWED}
    query = select(AuditRow).where(AuditRow.subject == subject(row)).order_by(AuditRow.id.desc())
    owner = Owner(unit.id, frozenset({unit.organ}))
    return Detail(
        row=row,
        content=content_of(row),
        progress=stage,
        unit=unit.name if unit.name.startswith(unit.organ) else f"{unit.organ}{unit.name}",
        explains=tuple((work, title_of(session, work)) for work in works(session, row.id)),
        verdict=judge(session, row, limit) if open_to_check else None,
        versions=versions(session, row.id),
        files=files_of(session, row.id),
        history=session.scalars(query.limit(MOST_DEEDS)).all(),
        names=full_names(session),
        may=frozenset(_deeds(session, row, who, owner)),
    )


def _deeds(session: Session, row: Interpretation, who: Actor, owner: Owner) -> set[str]:
    stage = Progress(row.progress)
    found = {deed for deed, permission in DEEDS.get(stage, ()) if who.may(permission, owner)}
    waiting = needs_check(row) and row.checked_at is None
    found -= {"review"} if waiting else {"check"}
    # Who may send back what the legal division has not seen? The legal division itself.
    if found & {"review", "check"} and who.name in writers(session, row):
        found = found - {"review", "check"} | {"own"}
    if row.published_version is not None and row.withdrawn_at is None:
        found |= {"withdraw"} if who.may(Permission.WITHDRAW_INTERPRETATION, owner) else set()
        # What is sent down is the sender's own, whoever wrote the explanation.
        found |= {"send"} if who.may(Permission.PASS_DOWN) else set()
    return found


def staff_files(key: int, content: Content, files: Sequence[InterpretationFile]) -> ShownFiles:
    """The files of a working copy as the staff's pages show them."""
    held = {
        row.id: ShownFile(
            f"/desk/interpretations/{key}/files/{row.id}",
            row.filename,
            row.media_type,
            row.size,
            row.seconds,
            row.width,
            row.height,
        )
        for row in files
    }
    wanted = {
        FileRole.MEDIA: content.media,
        FileRole.CAPTIONS: content.captions,
        FileRole.PICTURE: content.picture,
    }
    return ShownFiles(**{role.value: held.get(number or 0) for role, number in wanted.items()})
