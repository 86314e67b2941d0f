"""The flow (流转): submitted, checked by the legal division, reviewed by other eyes, sent back. Verbs."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from base import clock
from base.errors import BadInput
from base.staff import audit
from base.staff.roles import Actor
from interpretations.publishing.editing import at, content_of, get, returned, subject, writers
from interpretations.publishing.faults import FourEyes, NotDrafter, Stale
from interpretations.publishing.offices import office_of
from interpretations.publishing.works import drafters, works
from interpretations.rules.terms import Progress
from interpretations.tables import Interpretation
from registry.watch import tasks
from registry.watch.tables import LIVE, Task, TaskCode
from registry.watch.tasks import Duty

# The tasks of the way of one interpretation: to review it, to mend it, to publish it, to see why that failed.
ON_THE_WAY = (
    "interpretation_review",
    "interpretation_returned",
    "interpretation_publication",
    "interpretation_failed",
)


def submit(session: Session, key: int, version: int, *, by: Actor) -> Interpretation:
    """Submit (送审) a working copy as it was seen; whoever calls has held it against the check list.

    Raises NotDrafter with the reason where the unit may not explain the document.
    """
    row = as_seen(at(get(session, key), Progress.DRAFT, deed="送审"), version)
    refuse_others(session, row)
    row.progress, row.submitted_at, row.submitted_by = Progress.SUBMITTED.value, clock.now(), by.name
    row.checked_at, row.checked_by, row.check_opinion, row.failure = None, "", "", ""
    tasks.close_task(session, returned(row), by=by.name, outcome="submitted")
    _open_review(session, row, by)
    after = {"version": version, "title": row.title}
    audit.record(session, by, "interpretation.submit", subject(row), after=after)
    return row


def refuse_others(session: Session, row: Interpretation) -> None:
    """Raises NotDrafter where the unit under whose name it stands did not draft what it explains."""
    explained = works(session, row.id)
    if not explained:
        raise BadInput("请选定所解读的文件")
    for work in explained:
        who = drafters(session, work)
        if reason := who.refusal(row.unit_id):
            raise NotDrafter(f"“{row.title}”所在单位{reason}" if who.leading else f"“{row.title}”：{reason}")


def recall(session: Session, key: int, *, by: Actor) -> Interpretation:
    """Take back (撤回送审) what nobody has reviewed yet."""
    row = at(get(session, key), Progress.SUBMITTED, deed="撤回送审")
    row.progress = Progress.DRAFT.value
    tasks.drop_task(session, _review(row), by=by.name, reason="拟稿人撤回送审")
    audit.record(session, by, "interpretation.recall", subject(row))
    return row


def needs_check(row: Interpretation) -> bool:
    """Whether the legal division has to look at it before the office: it answers a misreading."""
    return content_of(row).answers_misreading


def check(session: Session, key: int, version: int, opinion: str, *, by: Actor) -> Interpretation:
    """Pass (法制审核) a response to a misreading, with a written opinion."""
    row = _for_review(session, key, version, opinion, by)
    if not needs_check(row):
        raise BadInput("只有澄清误读的解读（回应关切）须经法制机构审核")
    tasks.close_task(session, _review(row), by=by.name, outcome="checked", reason=opinion)
    row.checked_at, row.checked_by, row.check_opinion = clock.now(), by.name, opinion
    _open_review(session, row, by)
    audit.record(session, by, "interpretation.check", subject(row), after={"opinion": opinion})
    return row


def approve(session: Session, key: int, version: int, opinion: str, *, by: Actor) -> Interpretation:
    """Pass (审核通过) an interpretation that somebody else wrote, with a written opinion."""
    row = _for_review(session, key, version, opinion, by)
    if needs_check(row) and row.checked_at is None:
        raise BadInput("澄清误读的解读（回应关切）须先经法制机构审核，再由办公室审核")
    row.progress, row.opinion = Progress.REVIEWED.value, opinion
    row.reviewed_at, row.reviewed_by = clock.now(), by.name
    tasks.close_task(session, _review(row), by=by.name, outcome="approved", reason=opinion)
    tasks.open_task(session, _publication(session, row), by=by.name)
    audit.record(
        session, by, "interpretation.approve", subject(row), after={"version": version, "opinion": opinion}
    )
    return row


def send_back(session: Session, key: int, version: int, opinion: str, *, by: Actor) -> Interpretation:
    """Send back (退回) an interpretation with the reason; its unit mends it."""
    row = _for_review(session, key, version, opinion, by)
    tasks.close_task(session, _review(row), by=by.name, outcome="returned", reason=opinion)
    _return(session, row, opinion, by)
    return row


def object_to(session: Session, key: int, version: int, opinion: str, *, by: Actor) -> Interpretation:
    """Send back (法制退回) a response to a misreading; other interpretations are the office's to judge."""
    if not needs_check(get(session, key)):
        raise BadInput("只有澄清误读的解读（回应关切）须经法制机构审核")
    return send_back(session, key, version, opinion, by=by)


def reopen(session: Session, key: int, reason: str, *, by: Actor) -> Interpretation:
    """Send back (退回) what was passed but is not published."""
    row = at(get(session, key), Progress.REVIEWED, deed="退回")
    if not reason.strip():
        raise BadInput("退回须写明理由")
    row.with_document = False
    settle_tasks(session, row, by=by, outcome="returned")
    _return(session, row, reason, by)
    return row


def settle_tasks(session: Session, row: Interpretation, *, by: Actor, outcome: str) -> None:
    """End every task that its way opened (流转任务) and that still waits: it has come past them."""
    session.flush()
    mine = or_(*(Task.key.startswith(f"{what}:{row.id}:", autoescape=True) for what in ON_THE_WAY))
    for key in session.scalars(select(Task.key).where(Task.state.in_(LIVE), mine)).all():
        tasks.close_task(session, key, by=by.name, outcome=outcome)


def as_seen(row: Interpretation, version: int) -> Interpretation:
    """Raises Stale where the working copy is not any more what the person had before them."""
    if row.version != version:
        raise Stale(f"这份解读稿已变为第 {row.version} 稿，您看到的是第 {version} 稿，请重新打开")
    return row


def _for_review(session: Session, key: int, version: int, opinion: str, by: Actor) -> Interpretation:
    row = as_seen(at(get(session, key), Progress.SUBMITTED, deed="审核"), version)
    if not opinion.strip():
        raise BadInput("审核须写明意见（通过的写明审核意见，退回的写明理由）")
    if by.name in writers(session, row):
        raise FourEyes("拟写、修改或者送审过这份解读稿的人不能审核它，请由另一人审核")
    return row


def _return(session: Session, row: Interpretation, opinion: str, by: Actor) -> None:
    row.progress, row.opinion = Progress.DRAFT.value, opinion
    row.reviewed_at, row.reviewed_by = clock.now(), by.name
    duty = Duty(
        returned(row),
        TaskCode.INTERPRETATION_RETURNED,
        f"修改被退回的解读《{row.title}》",
        f"/desk/interpretations/{row.id}/edit",
        unit_id=row.unit_id,
        details={"opinion": opinion},
    )
    tasks.open_task(session, duty, by=by.name)
    audit.record(session, by, "interpretation.send_back", subject(row), after={"opinion": opinion})


def _review(row: Interpretation) -> str:
    # By its moment: the same version submitted a second time is another task. Checked, it is the office's.
    moment = int(row.submitted_at.timestamp()) if row.submitted_at else 0
    return f"interpretation_review:{row.id}:{moment}{'-checked' if row.checked_at else ''}"


def _open_review(session: Session, row: Interpretation, by: Actor) -> None:
    """Open the task of whoever has to look at it now: the legal division's (no unit), or the office's."""
    legal = needs_check(row) and row.checked_at is None
    duty = Duty(
        _review(row),
        TaskCode.INTERPRETATION_REVIEW,
        f"{'法制审核' if legal else '审核'}解读《{row.title}》",
        f"/desk/interpretations/{row.id}",
        unit_id=None if legal else office_of(session, row.unit_id),
    )
    tasks.open_task(session, duty, by=by.name)


def _publication(session: Session, row: Interpretation) -> Duty:
    moment = int(row.reviewed_at.timestamp()) if row.reviewed_at else 0
    return Duty(
        f"interpretation_publication:{row.id}:{moment}",
        TaskCode.PUBLICATION,
        f"发布解读《{row.title}》",
        f"/desk/interpretations/{row.id}",
        unit_id=office_of(session, row.unit_id),
    )
