"""Editions of the catalogue (目录版本): prepared, consented to, submitted, published by other eyes. Verbs.

An adjustment goes the same way as the first edition (重大行政决策程序暂行条例 art. 3); both stay readable.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from base import clock, outbox
from base.errors import BadInput, NotFound, WrongStage
from base.staff import audit
from base.staff.roles import Actor
from base.staff.tables import Unit
from registry.decisions import catalogues
from registry.decisions.rules.editions import Line, compared, line_of
from registry.decisions.rules.terms import EditionProgress, ItemChange
from registry.decisions.tables import CatalogueEdition, DecisionItem, DecisionStep
from registry.drafting.faults import FourEyes, NotReady, Stale
from registry.law.days import printed


@dataclass(frozen=True, slots=True)
class Seen:
    """An edition as somebody saw it: its id and the version that was on their screen."""

    id: int
    version: int


def prepare(session: Session, catalogue_id: int, reason: str, *, by: Actor) -> CatalogueEdition:
    """Begin an adjustment (调整目录) of a published catalogue, with the reason."""
    audit.turn(session)
    row = catalogues.get(session, catalogue_id)
    if catalogues.open_edition(session, catalogue_id) is not None:
        raise WrongStage("已有一版目录正在编制或者送审")
    if not reason.strip():
        raise BadInput("调整目录须写明理由")
    last = select(func.max(CatalogueEdition.edition)).where(CatalogueEdition.catalogue_id == catalogue_id)
    number = (session.scalar(last) or 0) + 1
    edition = catalogues.begin_edition(session, row, number, reason.strip(), by)
    after = {"edition": number, "reason": edition.reason}
    audit.record(session, by, "decision.prepare_edition", subject(edition), after=after)
    return edition


def consent(session: Session, seen: Seen, on: date, act: str, *, by: Actor) -> CatalogueEdition:
    """Record (登记同级党委同意) that the party committee of the same level agreed: the day, and by what."""
    edition = _held(session, seen, EditionProgress.DRAFT, EditionProgress.SUBMITTED)
    if on > clock.today():
        raise BadInput(f"同意的日期{printed(on)}还没有到")
    if not act.strip():
        raise BadInput("请填写同级党委同意的依据，例如会议或者批示的文号")
    edition.consented_on, edition.consent_act = on, act.strip()
    edition.version += 1
    after = {"consented_on": on, "consent_act": edition.consent_act}
    audit.record(session, by, "decision.consent", subject(edition), after=after)
    return edition


def submit(session: Session, seen: Seen, *, by: Actor) -> CatalogueEdition:
    """Submit (送审) the edition to the office, its list as it now stands."""
    edition = _held(session, seen, EditionProgress.DRAFT)
    lines = _lines(session, edition.catalogue_id)
    if not lines:
        raise NotReady("目录中还没有事项")
    before = published_lines(session, edition.catalogue_id)
    if before and {each.kind for each in compared(before, [line_of(line) for line in lines])} <= {
        ItemChange.SAME
    }:
        raise NotReady("与已公布的目录没有差别，不需要调整")
    edition.items, edition.progress, edition.opinion = lines, EditionProgress.SUBMITTED.value, ""
    edition.submitted_at, edition.submitted_by = clock.now(), by.name
    edition.version += 1
    after = {"edition": edition.edition, "items": len(lines)}
    audit.record(session, by, "decision.submit_edition", subject(edition), after=after)
    return edition


def send_back(session: Session, seen: Seen, opinion: str, *, by: Actor) -> CatalogueEdition:
    """Send back (退回) what was submitted, with the reason."""
    edition = _held(session, seen, EditionProgress.SUBMITTED)
    if not opinion.strip():
        raise BadInput("退回须写明理由")
    edition.progress, edition.opinion = EditionProgress.DRAFT.value, opinion.strip()
    edition.items, edition.version = [], edition.version + 1
    after = {"opinion": edition.opinion}
    audit.record(session, by, "decision.return_edition", subject(edition), after=after)
    return edition


def publish(session: Session, seen: Seen, *, by: Actor) -> CatalogueEdition:
    """Publish (公布) the edition: by other eyes, after the party committee's consent."""
    edition = _held(session, seen, EditionProgress.SUBMITTED)
    if by.name == edition.submitted_by:
        raise FourEyes("送审与公布不能是同一人，请由另一位有权限的人员公布")
    if edition.consented_on is None:
        raise NotReady("还没有登记同级党委同意；目录须经同级党委同意后公布（条例第三条第三款）")
    edition.progress = EditionProgress.PUBLISHED.value
    edition.published_at, edition.published_by = clock.now(), by.name
    edition.version += 1
    outbox.grow(session)
    after = {"edition": edition.edition, "items": len(edition.items), "consented_on": edition.consented_on}
    audit.record(session, by, "decision.publish_edition", subject(edition), after=after)
    return edition


def abandon(session: Session, seen: Seen, reason: str, *, by: Actor) -> None:
    """Give up (放弃调整) an adjustment: the items are again as the published catalogue lists them."""
    edition = _held(session, seen, EditionProgress.DRAFT)
    before = {line.item_id: line for line in published_lines(session, edition.catalogue_id)}
    if not before:
        raise WrongStage("首次编制的目录没有可以恢复的版本")
    if not reason.strip():
        raise BadInput("放弃调整须写明理由")
    held = {int(str(each["item_id"])): each for each in _published(session, edition.catalogue_id)[-1].items}
    for row in session.scalars(select(DecisionItem).where(DecisionItem.catalogue_id == edition.catalogue_id)):
        _restore(row, before.get(row.id), held.get(row.id), reason.strip())
    after = {"reason": reason.strip(), "edition": edition.edition}
    audit.record(session, by, "decision.abandon_edition", subject(edition), after=after)
    session.delete(edition)
    session.flush()


def get(session: Session, edition_id: int) -> CatalogueEdition:
    """The edition; raises NotFound."""
    row = session.get(CatalogueEdition, edition_id)
    if row is None:
        raise NotFound(f"没有编号为 {edition_id} 的目录版本")
    return row


def published_lines(session: Session, catalogue_id: int) -> tuple[Line, ...]:
    """What the newest published edition lists; nothing where there is none."""
    editions = _published(session, catalogue_id)
    return tuple(line_of(line) for line in editions[-1].items) if editions else ()


def drafted_lines(session: Session, catalogue_id: int) -> tuple[Line, ...]:
    """What an edition would list if it were submitted now."""
    return tuple(line_of(line) for line in _lines(session, catalogue_id))


def subject(edition: CatalogueEdition) -> str:
    """How the audit trail names an edition."""
    return f"catalogue_edition:{edition.id}"


def _held(session: Session, seen: Seen, *stages: EditionProgress) -> CatalogueEdition:
    audit.turn(session)
    row = session.get(CatalogueEdition, seen.id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound(f"没有编号为 {seen.id} 的目录版本")
    if row.version != seen.version:
        raise Stale(f"这一版目录已变为第 {row.version} 稿，您看到的是第 {seen.version} 稿，请重新打开后核对")
    if row.progress not in {stage.value for stage in stages}:
        raise WrongStage(f"这一版目录现为“{EditionProgress(row.progress).label}”，不能这样办理")
    return row


def _published(session: Session, catalogue_id: int) -> Sequence[CatalogueEdition]:
    query = select(CatalogueEdition).where(
        CatalogueEdition.catalogue_id == catalogue_id,
        CatalogueEdition.progress == EditionProgress.PUBLISHED.value,
    )
    return session.scalars(query.order_by(CatalogueEdition.edition)).all()


def _lines(session: Session, catalogue_id: int) -> list[dict[str, object]]:
    rows = catalogues.listed(session, catalogue_id)
    units = dict(
        session.execute(select(Unit.id, Unit.name).where(Unit.id.in_({r.unit_id for r in rows}))).all()
    )
    gone_through: dict[int, list[str]] = {row.id: [] for row in rows}
    query = select(DecisionStep).where(
        DecisionStep.item_id.in_(gone_through), DecisionStep.omitted_ground == ""
    )
    for step in session.scalars(query):
        gone_through[step.item_id].append(step.kind)
    # The unit's id is kept beside its name, so that an adjustment that is given up can be undone.
    return [
        _line(row, units[row.unit_id], sorted(gone_through[row.id])).record() | {"unit_id": row.unit_id}
        for row in rows
    ]


def _line(row: DecisionItem, unit: str, steps: Sequence[str]) -> Line:
    return Line(
        row.id,
        row.name,
        row.basis,
        unit,
        row.planned,
        row.hearing,
        row.category,
        row.market,
        tuple(steps),
        row.planned_through,
    )


def _restore(row: DecisionItem, line: Line | None, held: dict[str, object] | None, reason: str) -> None:
    row.version += 1
    if line is None or held is None:
        if row.removed_at is None:
            row.removed_at, row.removal_reason = clock.now(), f"放弃调整：{reason}"[:500]
        return
    row.removed_at, row.removal_reason = None, ""
    row.name, row.basis, row.planned, row.planned_through = (
        line.name,
        line.basis,
        line.planned,
        line.planned_through,
    )
    row.category, row.hearing, row.market = line.category, line.hearing, line.market
    row.unit_id = int(str(held["unit_id"]))
