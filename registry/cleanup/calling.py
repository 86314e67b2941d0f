"""Calling upon the units (清理任务): what each owes of a roll, as tasks opened and ended with it."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from base.staff.roles import Actor
from registry.cleanup.tables import Campaign, RollRow, RowStage
from registry.watch.tables import LIVE, Task, TaskCode
from registry.watch.tasks import Duty, close_task, drop_task, open_task


def settle(session: Session, campaign_id: int, *, by: Actor) -> None:
    """Close the task of every unit that has spoken about all its rows."""
    waiting = {
        unit_id or 0
        for unit_id in session.scalars(
            select(RollRow.unit_id).where(
                RollRow.campaign_id == campaign_id,
                RollRow.stage.in_((RowStage.ASSIGNED, RowStage.SENT_BACK)),
            )
        )
    }
    for key in open_keys(session, campaign_id):
        if _unit_of(key) not in waiting:
            close_task(session, key, by=by.name, outcome="proposed")


def end_return(session: Session, row: RollRow, *, by: Actor, reason: str = "") -> None:
    """End the task that a sent-back row became: as done, or with a reason as not to be done any more."""
    running = Task.state.in_(LIVE)
    for key in session.scalars(select(Task.key).where(Task.key.like(f"cleanup-back:{row.id}:%"), running)):
        if reason:
            drop_task(session, key, by=by.name, reason=reason)
        else:
            close_task(session, key, by=by.name, outcome="proposed")


def call_upon(
    session: Session, campaign: Campaign, *, by: Actor, due: tuple[int, date | None] = (0, None)
) -> None:
    """One open task for every unit that owes opinions; what has no unit is the legal division's."""
    owing = session.execute(
        select(RollRow.unit_id, func.count())
        .where(RollRow.campaign_id == campaign.id, RollRow.stage == RowStage.ASSIGNED)
        .group_by(RollRow.unit_id)
    )
    running = {_unit_of(key): key for key in open_keys(session, campaign.id)}
    for unit_id, count in owing:
        own = due[1] if due[0] == unit_id else None
        if (unit_id or 0) in running:
            _renew(session, running[unit_id or 0], count, own)
            continue
        duty = Duty(
            key=_next_key(session, campaign.id, unit_id or 0),
            code=TaskCode.CLEANUP,
            title=f"对“{campaign.title}”名单中的文件提出清理意见",
            path=f"/desk/cleanup/{campaign.id}?unit={unit_id or 0}",
            unit_id=unit_id,
            due_on=own or campaign.due_on,
            details={"campaign_id": campaign.id, "rows": count},
        )
        open_task(session, duty, by=by.name)


def _renew(session: Session, key: str, count: int, due_on: date | None) -> None:
    task = session.scalars(select(Task).where(Task.key == key)).one()
    task.details = {**task.details, "rows": count}
    if due_on:
        task.due_on = due_on


def open_keys(session: Session, campaign_id: int) -> list[str]:
    """The keys of the units' open tasks of a campaign."""
    running = Task.state.in_(LIVE)
    query = select(Task.key).where(Task.key.like(f"cleanup:{campaign_id}:%"), running)
    return list(session.scalars(query.order_by(Task.id)))


def _next_key(session: Session, campaign_id: int, unit_id: int) -> str:
    # A unit that was done and is given more rows gets another task: one that is closed stays closed.
    known = select(func.count()).select_from(Task).where(Task.key.like(f"cleanup:{campaign_id}:{unit_id}:%"))
    return f"cleanup:{campaign_id}:{unit_id}:{session.scalar(known)}"


def _unit_of(key: str) -> int:
    return int(key.split(":")[2])
