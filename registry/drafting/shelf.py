"""What the desk shows of drafts (登记稿架): finished values for its pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, defer

from base.staff.roles import Actor, Permission, Reach
from base.staff.tables import Account, Unit
from registry.drafting.checking import Checked, checked
from registry.drafting.editing import ATTACHED, ORIGINAL, files_of, versions, writers
from registry.drafting.fields import recalled, typed
from registry.drafting.judging import Judgement, judge, manuscript
from registry.drafting.publishing import House, unruled
from registry.drafting.tables import Draft, DraftFile, DraftVersion, Stage
from registry.tables import Document

A_PAGE = 50


# What may be done with a draft at each stage, and what one must be allowed for it.
DEEDS = {
    Stage.DRAFT: (
        ("edit", Permission.DRAFT),
        ("submit", Permission.DRAFT),
        ("abandon", Permission.DRAFT),
        ("confirm", Permission.DRAFT),
    ),
    Stage.SUBMITTED: (
        ("review", Permission.REVIEW),
        ("recall", Permission.DRAFT),
        ("confirm", Permission.DRAFT),
    ),
    Stage.REVIEWED: (
        ("publish", Permission.PUBLISH),
        ("reopen", Permission.REVIEW),
        ("confirm", Permission.DRAFT),
    ),
    Stage.SCHEDULED: (("unschedule", Permission.PUBLISH),),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One draft in the list."""

    id: int
    title: str
    stage: Stage
    unit: str
    author: str
    number: str
    changed_at: datetime
    publish_at: datetime | None
    failure: str


@dataclass(frozen=True, slots=True)
class DraftList:
    """A page of the list, the stage asked for ("" for all), and how many there are of each."""

    lines: tuple[Line, ...]
    stage: str
    page: int
    pages: int
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class DraftPage:
    """One draft with everything the desk says of it, and what the person may do with it."""

    draft: Draft
    stage: Stage
    unit: str
    judgement: Judgement
    typed: Mapping[str, str]
    versions: Sequence[DraftVersion]
    originals: Sequence[DraftFile]
    attachments: Sequence[DraftFile]
    checked: Sequence[Checked]
    unruled: int
    address: str
    names: Mapping[str, str]
    may: frozenset[str]


def drafts(session: Session, who: Actor, stage: str, page: int) -> DraftList:
    """The drafts that this person may see, those changed last first; of one stage, if asked."""
    seen = _seen(who)
    query = select(Draft, Unit.name).options(defer(Draft.text)).outerjoin(Unit, Unit.id == Draft.unit_id)
    query = query.where(*seen)
    counted = select(Draft.stage, func.count()).outerjoin(Unit, Unit.id == Draft.unit_id).where(*seen)
    counts = dict(session.execute(counted.group_by(Draft.stage)).all())
    if stage:
        query = query.where(Draft.stage == stage)
    rows = session.execute(
        query.order_by(Draft.changed_at.desc(), Draft.id.desc()).limit(A_PAGE).offset((page - 1) * A_PAGE)
    )
    names = full_names(session)
    total = counts.get(stage, 0) if stage else sum(counts.values())
    lines = tuple(_line(draft, unit or "", names) for draft, unit in rows)
    return DraftList(lines, stage, page, max(1, -(-total // A_PAGE)), counts)


def _seen(who: Actor) -> list[ColumnElement[bool]]:
    reach = who.reach(Permission.READ_DRAFT)
    if reach is Reach.ALL:
        return []
    return [Unit.organ == who.organ] if reach is Reach.ORGAN else [Draft.unit_id == who.unit_id]


def _line(draft: Draft, unit: str, names: Mapping[str, str]) -> Line:
    entry = recalled(draft.fields)
    return Line(
        draft.id,
        entry.title,
        Stage(draft.stage),
        unit,
        names.get(draft.author, draft.author),
        entry.document_number or entry.order_number,
        draft.changed_at,
        draft.publish_at,
        draft.failure,
    )


def draft_page(session: Session, draft: Draft, house: House, who: Actor) -> DraftPage:
    """Everything that is to be said of a draft to this person."""
    held = manuscript(draft)
    unit = session.get(Unit, draft.unit_id) if draft.unit_id else None
    judgement = judge(session, held, house.desk, draft)
    document = session.get(Document, draft.document_id) if draft.document_id else None
    return DraftPage(
        draft=draft,
        stage=Stage(draft.stage),
        unit=f"{unit.organ}{unit.name}" if unit else "",
        judgement=judgement,
        typed=typed(held.entry, held.text),
        versions=versions(session, draft.id),
        originals=files_of(session, draft.id, ORIGINAL),
        attachments=files_of(session, draft.id, ATTACHED),
        checked=checked(session, draft, judgement.parsed),
        unruled=unruled(session, draft.id),
        address=document.address if document else "",
        names=full_names(session),
        may=frozenset(_deeds(session, draft, who)),
    )


def _deeds(session: Session, draft: Draft, who: Actor) -> set[str]:
    stage = Stage(draft.stage)
    found = {deed for deed, permission in DEEDS.get(stage, ()) if who.may(permission)}
    if "review" in found and who.name in writers(session, draft):
        found = found - {"review"} | {"own"}
    return found


def source(session: Session, key: int) -> DraftFile | None:
    """The file that a draft was read from, if it was."""
    found = files_of(session, key, ORIGINAL)
    return found[0] if found else None


def full_names(session: Session) -> dict[str, str]:
    """What people are called, by the name of their account."""
    return dict(session.execute(select(Account.name, Account.full_name)).all())
