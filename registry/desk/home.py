"""The desk (工作台): what waits for whoever is signed in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, render_template
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from base import clock, web
from base.staff.access import actor, may
from base.staff.roles import Actor, Permission, Reach
from registry.cleanup.tables import Campaign, CampaignStage, RollRow, RowStage
from registry.desk.tasks import go_round
from registry.drafting.tables import Draft, Stage
from registry.marking.record import people
from registry.marking.tables import Receipt
from registry.proposals.tables import ProposalRow, Ruling
from registry.tables import Document
from registry.watch import expiring, queue

desk = Blueprint("home", __name__, url_prefix="/desk")
SHOWN = 8
AHEAD = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A number of things that wait for the person, and where they are."""

    number: int
    word: str
    address: str


@desk.get("")
@may(Permission.READ_DESK)
def show() -> str:
    """The first page of the desk: what waits, the most pressing tasks, what ends soon, what was marked."""
    go_round()
    who, today = actor(), clock.today()
    with web.reading() as session:
        lately = marked(session)
        return render_template(
            "desk/home.html",
            place="home",
            waiting=[one for one in waiting(session, who) if one.number],
            page=queue.tasks(session, who, queue.Wanted(), today),
            shown=SHOWN,
            ending=expiring.expiring(session, today + timedelta(days=1), today + AHEAD)[:SHOWN],
            marked=lately,
            people=people(session, [row.recorded_by for row, _title in lately]),
        )


def waiting(session: Session, who: Actor) -> Iterator[Waiting]:
    """Everything that waits for somebody of this role and unit."""
    yield Waiting(
        queue.tasks(session, who, queue.Wanted(late=True), clock.today()).total,
        "已逾期的任务",
        "/desk/tasks?late=1",
    )
    yield Waiting(queue.tasks(session, who, queue.Wanted(), clock.today()).total, "待办任务", "/desk/tasks")
    if who.may(Permission.DRAFT):
        yield Waiting(drafts(session, who, Stage.DRAFT), "草稿", "/desk/drafts?stage=draft")
    if who.may(Permission.REVIEW):
        yield Waiting(drafts(session, who, Stage.SUBMITTED), "送审稿", "/desk/drafts?stage=submitted")
    if who.may(Permission.PUBLISH):
        yield Waiting(drafts(session, who, Stage.REVIEWED), "待发布", "/desk/drafts?stage=reviewed")
        yield Waiting(drafts(session, who, Stage.SCHEDULED), "定时发布", "/desk/drafts?stage=scheduled")
    if who.may(Permission.PUBLISH_CLEANUP):
        yield Waiting(decided(session), "清理结果待公布", "/desk/cleanup")
    if who.may(Permission.CONFIRM_PROPOSALS):
        yield Waiting(open_proposals(session), "条文事项待审定", "/desk/proposals")
    if who.may(Permission.PROPOSE_VERDICT):
        yield Waiting(verdicts(session, who), "清理意见待提", "/desk/cleanup")


def drafts(session: Session, who: Actor, stage: Stage) -> int:
    """How many drafts of this stage concern the person."""
    query = select(func.count()).select_from(Draft).where(Draft.stage == stage.value)
    if who.reach(Permission.DRAFT) is Reach.UNIT:
        query = query.where(Draft.unit_id == who.unit_id)
    return session.execute(query).scalar_one()


def open_proposals(session: Session) -> int:
    """How many proposals nobody has ruled on."""
    query = select(func.count()).select_from(ProposalRow).where(ProposalRow.ruling == Ruling.OPEN.value)
    return session.execute(query).scalar_one()


def decided(session: Session) -> int:
    """How many clean-ups have a decision that waits for its publication."""
    query = select(func.count()).select_from(Campaign).where(Campaign.stage == CampaignStage.DECIDED.value)
    return session.execute(query).scalar_one()


def verdicts(session: Session, who: Actor) -> int:
    """How many documents of the person's unit lack a verdict in a clean-up."""
    stages = (RowStage.ASSIGNED.value, RowStage.SENT_BACK.value)
    query = select(func.count()).select_from(RollRow).where(RollRow.stage.in_(stages))
    if who.reach(Permission.PROPOSE_VERDICT) is not Reach.ALL:
        query = query.where(RollRow.unit_id == who.unit_id)
    return session.execute(query).scalar_one()


def marked(session: Session) -> list[tuple[Receipt, str]]:
    """What was marked last, with the titles."""
    query = select(Receipt, Document.title).join(Document, Document.id == Receipt.document_id)
    return [(row, title) for row, title in session.execute(query.order_by(Receipt.id.desc()).limit(SHOWN))]
