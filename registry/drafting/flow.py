"""The flow (流转): submitted, taken back, reviewed by other eyes, sent back. Verbs, which never commit."""

from datetime import datetime

from sqlalchemy.orm import Session

from base import clock
from base.errors import BadInput
from base.staff import audit
from base.staff.roles import Actor
from registry.drafting.checking import refuse_unchecked
from registry.drafting.editing import at, get, returned, subject, writers
from registry.drafting.faults import FourEyes, Stale
from registry.drafting.judging import Desk, judge, manuscript, refuse_gated, refuse_unready
from registry.drafting.tables import Draft, Stage
from registry.proposals import verbs as proposals
from registry.watch import tasks
from registry.watch.tables import TaskCode
from registry.watch.tasks import Duty


def submit(session: Session, key: int, version: int, desk: Desk, *, by: Actor) -> Draft:
    """Submit (送审) a draft as it was seen.

    What its text states is proposed for ruling at the same time. Raises Faults for every rule it breaks,
    Stale when it was saved in the meantime, NotReady with what the check list or a gate has against it.
    """
    draft = at(get(session, key), Stage.DRAFT, deed="送审")
    as_seen(draft, version)
    judgement = judge(session, manuscript(draft), desk, draft)
    refuse_unready(judgement)
    refuse_unchecked(session, draft, judgement)
    refuse_gated(session, draft, judgement, desk)
    draft.stage, draft.submitted_at, draft.submitted_by = Stage.SUBMITTED.value, clock.now(), by.name
    draft.failure = ""
    session.flush()
    proposals.propose_for_draft(session, draft.id, judgement.parsed, by=by)
    tasks.close_task(session, returned(draft), by=by.name, outcome="submitted")
    title = judgement.entry.title
    duty = Duty(_review(draft), TaskCode.DRAFT_REVIEW, f"审核送审稿《{title}》", f"/desk/drafts/{draft.id}")
    tasks.open_task(session, duty, by=by.name)
    audit.record(
        session, by, "draft.submit", subject(draft), after={"version": draft.version, "title": title}
    )
    return draft


def recall(session: Session, key: int, *, by: Actor) -> Draft:
    """Take back (撤回送审) a draft nobody has reviewed yet."""
    draft = at(get(session, key), Stage.SUBMITTED, deed="撤回送审")
    draft.stage = Stage.DRAFT.value
    tasks.drop_task(session, _review(draft), by=by.name, reason="拟稿人撤回送审")
    audit.record(session, by, "draft.recall", subject(draft))
    return draft


def approve(session: Session, key: int, version: int, opinion: str, *, by: Actor) -> Draft:
    """Pass (审核通过) a draft that somebody else wrote, with a written opinion."""
    draft = _for_review(session, key, version, opinion, by)
    draft.stage, draft.opinion = Stage.REVIEWED.value, opinion
    draft.reviewed_at, draft.reviewed_by = clock.now(), by.name
    tasks.close_task(session, _review(draft), by=by.name, outcome="approved", reason=opinion)
    open_publication(session, draft, by)
    audit.record(session, by, "draft.approve", subject(draft), after={"version": version, "opinion": opinion})
    return draft


def send_back(session: Session, key: int, version: int, opinion: str, *, by: Actor) -> Draft:
    """Send back (退回) a draft with the reason; its unit mends it."""
    draft = _for_review(session, key, version, opinion, by)
    tasks.close_task(session, _review(draft), by=by.name, outcome="returned", reason=opinion)
    _return(session, draft, opinion, by)
    audit.record(
        session, by, "draft.send_back", subject(draft), after={"version": version, "opinion": opinion}
    )
    return draft


def reopen(session: Session, key: int, reason: str, *, by: Actor) -> Draft:
    """Send back (退回) a draft that was passed but is not published."""
    draft = at(get(session, key), Stage.REVIEWED, deed="退回")
    if not reason.strip():
        raise BadInput("退回须写明理由")
    close_publication(session, draft, by, "returned")
    _return(session, draft, reason, by)
    audit.record(session, by, "draft.reopen", subject(draft), after={"reason": reason})
    return draft


def open_publication(session: Session, draft: Draft, by: Actor) -> None:
    """Open the office's task to publish the draft."""
    title = manuscript(draft).entry.title
    duty = Duty(_publication(draft), TaskCode.PUBLICATION, f"发布《{title}》", f"/desk/drafts/{draft.id}")
    tasks.open_task(session, duty, by=by.name)


def close_publication(session: Session, draft: Draft, by: Actor, outcome: str) -> None:
    """End the task to publish the draft, and that to look at a publication that failed."""
    tasks.close_task(session, _publication(draft), by=by.name, outcome=outcome)
    tasks.close_task(session, failed(draft), by=by.name, outcome=outcome)


def _return(session: Session, draft: Draft, opinion: str, by: Actor) -> None:
    draft.stage, draft.opinion = Stage.DRAFT.value, opinion
    draft.reviewed_at, draft.reviewed_by = clock.now(), by.name
    title = manuscript(draft).entry.title
    duty = Duty(
        returned(draft),
        TaskCode.DRAFT_RETURNED,
        f"修改被退回的《{title}》",
        f"/desk/drafts/{draft.id}/edit",
        unit_id=draft.unit_id,
        details={"opinion": opinion},
    )
    tasks.open_task(session, duty, by=by.name)


def _for_review(session: Session, key: int, version: int, opinion: str, by: Actor) -> Draft:
    draft = at(get(session, key), Stage.SUBMITTED, deed="审核")
    as_seen(draft, version)
    if not opinion.strip():
        raise BadInput("审核须写明意见（通过的写明合法性审核意见，退回的写明理由）")
    if by.name in writers(session, draft):
        raise FourEyes("起草、修改或者送审过这份登记稿的人不能审核它，请由另一名法制人员审核")
    return draft


def as_seen(draft: Draft, version: int) -> None:
    """Raises Stale where the draft is not any more what the person had before them."""
    if draft.version != version:
        raise Stale(f"这份登记稿已变为第 {draft.version} 稿，您看到的是第 {version} 稿，请重新打开")


def _review(draft: Draft) -> str:
    # By its moment: the same version submitted a second time is another task.
    return f"draft_review:{draft.id}:{_second(draft.submitted_at)}"


def failed(draft: Draft) -> str:
    """The key of the task to look at a publication that failed at its minute."""
    return f"publication_failed:{draft.id}:{_second(draft.reviewed_at)}"


def _publication(draft: Draft) -> str:
    return f"publication:{draft.id}:{_second(draft.reviewed_at)}"


def _second(moment: datetime | None) -> int:
    return int(moment.timestamp()) if moment else 0
