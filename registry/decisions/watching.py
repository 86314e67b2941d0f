"""Watching (决策时限巡查): what the round finds owed of the catalogue, each by its day."""

from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.decisions.reads.courses import step_of
from registry.decisions.rules.course import Step
from registry.decisions.rules.progress import late, overdue
from registry.decisions.rules.terms import EditionProgress, StepKind
from registry.decisions.tables import CatalogueEdition, DecisionCatalogue, DecisionItem, DecisionStep
from registry.watch.rounds import Watch
from registry.watch.tables import TaskCode
from registry.watch.tasks import Duty

WHY = "已经办理、改期或者调出目录"
# A round looks at what is worked on; older catalogues are history.
YEARS_BACK = 2


def watch() -> Watch:
    """What the round asks: editions that wait for the office, steps and items later than planned."""
    return Watch((TaskCode.CATALOGUE, TaskCode.DECISION_STEP), _duties, WHY)


def _duties(session: Session, today: date) -> Iterable[Duty]:
    return [*_waiting(session), *_late(session, today)]


def _waiting(session: Session) -> Iterable[Duty]:
    query = select(CatalogueEdition, DecisionCatalogue.year).join(DecisionCatalogue)
    query = query.where(CatalogueEdition.progress == EditionProgress.SUBMITTED.value)
    for edition, year in session.execute(query).all():
        yield Duty(
            f"decision_edition:{edition.id}:{edition.version}",
            TaskCode.CATALOGUE,
            f"公布{year}年度重大行政决策事项目录（第 {edition.edition} 版）",
            f"/desk/decisions/{year}",
        )


def _late(session: Session, today: date) -> Iterable[Duty]:
    query = select(DecisionItem, DecisionCatalogue.year).join(DecisionCatalogue)
    query = query.where(DecisionItem.removed_at.is_(None), DecisionCatalogue.year >= today.year - YEARS_BACK)
    rows = session.execute(query.order_by(DecisionItem.id)).all()
    steps: dict[int, dict[StepKind, Step]] = {item.id: {} for item, _ in rows}
    for row in session.scalars(select(DecisionStep).where(DecisionStep.item_id.in_(steps))):
        steps[row.item_id][StepKind(row.kind)] = step_of(row, ())
    for item, year in rows:
        yield from _of_item(item, year, steps[item.id], today)


def _of_item(item: DecisionItem, year: int, steps: dict[StepKind, Step], today: date) -> Iterable[Duty]:
    path = f"/desk/decisions/{year}/{item.id}"
    for kind in late(steps, today):
        planned = steps[kind].planned_on or today
        yield Duty(
            f"decision_step:{item.id}:{kind.value}:{planned.isoformat()}",
            TaskCode.DECISION_STEP,
            f"“{item.name[:200]}”的{kind.label}晚于计划",
            f"{path}#step-{kind.value}",
            unit_id=item.unit_id,
            due_on=planned,
        )
    if overdue(steps, item.planned_through, today):
        through = item.planned_through or today - timedelta(days=1)
        yield Duty(
            f"decision_item:{item.id}:{through.isoformat()}",
            TaskCode.DECISION_STEP,
            f"“{item.name[:200]}”已过计划决策时间",
            path,
            document_id=item.document_id,
            unit_id=item.unit_id,
            due_on=through,
        )
