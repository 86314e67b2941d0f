"""Tasks (任务) of the legal division: one for each draft or document with proposals that nobody ruled on."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registry.proposals.subjects import Subject, title_of
from registry.proposals.tables import ProposalRow, Ruling
from registry.watch.tables import LIVE, Task, TaskCode
from registry.watch.tasks import Duty, close_task, open_task


def open_count(session: Session, subject: Subject) -> int:
    """How many proposals of a draft or document wait for a ruling."""
    waiting = select(func.count()).where(subject.own, ProposalRow.ruling == Ruling.OPEN.value)
    if subject.draft_id:
        # Once it is published they wait as the document's.
        waiting = waiting.where(ProposalRow.document_id.is_(None))
    found: int = session.execute(waiting).scalar_one()
    return found


def settle(session: Session, subject: Subject, *, by: str) -> None:
    """Open the task while something waits, close it when nothing does any more."""
    count = open_count(session, subject)
    standing = _standing(session, subject)
    if count and standing is None:
        open_task(session, _duty(session, subject, count), by=by)
    elif not count and standing is not None:
        close_task(session, standing.key, by=by, outcome="ruled")


def _key(subject: Subject) -> str:
    return f"proposals:{subject.key}"


def _standing(session: Session, subject: Subject) -> Task | None:
    own = Task.key.startswith(f"{_key(subject)}:", autoescape=True)
    query = select(Task).where(own, Task.state.in_(LIVE)).order_by(Task.id)
    return session.execute(query).scalars().first()


def _duty(session: Session, subject: Subject, count: int) -> Duty:
    # A task that was ended stays ended: what waits anew is another one, told apart by its newest proposal.
    newest = session.execute(select(func.max(ProposalRow.id)).where(subject.own)).scalar_one()
    return Duty(
        key=f"{_key(subject)}:{newest}",
        code=TaskCode.PROPOSALS,
        title=f"审定《{title_of(session, subject)}》的条文事项（{count} 项）",
        path=subject.path,
        document_id=subject.document_id,
    )
