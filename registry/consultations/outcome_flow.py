"""The way of an outcome (采纳情况送审、公布): submitted, sent back or published by the office. Verbs.

What the office reads is a copy made at the submission, and exactly that copy becomes public. A later change
is a further edition with its own day and reason; the former ones stay.
"""

from collections.abc import Collection
from typing import cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from base import clock, outbox
from base.errors import BadInput, WrongStage
from base.staff import audit
from base.staff.offices import office_of
from base.staff.roles import Actor
from registry.consultations import notices
from registry.consultations.outcome_work import held, in_the_way, last_published, members, pending, rows_of
from registry.consultations.rules.terms import ConsultationDeed, NoticeProgress
from registry.consultations.tables import CommentOutcome, Consultation, ConsultationEvent, OutcomeEdition
from registry.drafting.faults import FourEyes, NotReady
from registry.watch import tasks
from registry.watch.tables import LIVE, Task, TaskCode
from registry.watch.tasks import Duty

LONGEST_REASON, LONGEST_OPINION = 500, 2_000


def submit(session: Session, key: int, reason: str, outcome_days: int, *, by: Actor) -> OutcomeEdition:
    """Submit (送审) the outcome as it stands; `reason` says why one that is public is revised.

    Raises NotReady with everything that stands in the way, BadInput where nothing has changed.
    """
    row = held(session, key)
    _refuse(session, row, outcome_days)
    rows, before = snapshot(session, key), last_published(session, key)
    if before is not None:
        if (before.rows, before.words) == (rows, row.outcome_words):
            raise BadInput("与已公布的采纳情况相比没有改动，不必送审")
        if not reason.strip():
            raise BadInput("修订已公布的采纳情况须写明理由，理由会一并公布")
    made = OutcomeEdition(
        consultation_id=key,
        edition=_next(session, key),
        words=row.outcome_words,
        words_html=row.outcome_html,
        rows=rows,
        reason=reason.strip()[:LONGEST_REASON] if before else "",
        submitted_at=clock.now(),
        submitted_by=by.name,
    )
    session.add(made)
    session.flush()
    row.outcome_submitted_at, row.outcome_submitted_by = made.submitted_at, by.name
    tasks.close_task(session, _returned(row), by=by.name, outcome="submitted")
    tasks.open_task(session, _to_review(session, row, made), by=by.name)
    after = {"edition": made.edition, "rows": len(rows)}
    audit.record(session, by, "outcome.submit", notices.subject(row), after=after)
    return made


def recall(session: Session, key: int, *, by: Actor) -> Consultation:
    """Take back (撤回送审) what the office has not decided yet."""
    row, edition = _submitted(session, key, None)
    _end(row, edition, "")
    tasks.drop_task(session, _review(row, edition), by=by.name, reason="起草单位撤回送审")
    audit.record(session, by, "outcome.recall", notices.subject(row), after={"edition": edition.edition})
    return row


def send_back(session: Session, key: int, edition: int, opinion: str, *, by: Actor) -> Consultation:
    """Send back (退回) an edition with what has to be mended."""
    row, found = _submitted(session, key, edition)
    if not opinion.strip():
        raise BadInput("退回须写明意见")
    _end(row, found, opinion.strip()[:LONGEST_OPINION])
    tasks.close_task(session, _review(row, found), by=by.name, outcome="returned", reason=opinion)
    duty = Duty(
        _returned(row),
        TaskCode.CONSULTATION_RETURNED,
        f"修改被退回的采纳情况：{row.title}",
        f"/desk/consultations/{row.id}/outcome",
        unit_id=row.unit_id,
        details={"opinion": found.opinion},
    )
    tasks.revive_tasks(session, [duty], by=by.name)
    after = {"edition": edition, "opinion": found.opinion}
    audit.record(session, by, "outcome.send_back", notices.subject(row), after=after)
    return row


def publish(session: Session, key: int, edition: int, outcome_days: int, *, by: Actor) -> OutcomeEdition:
    """Publish (公布采纳情况) an edition that somebody else made; a further one is a revision.

    Raises FourEyes for who took part in it, NotReady where a comment has come that it does not answer.
    """
    row, found = _submitted(session, key, edition)
    if by.name in _writers(session, found):
        raise FourEyes("整理、答复或者送审过这份采纳情况的人不能公布它，请由另一人审核公布")
    _refuse(session, row, outcome_days)
    now = clock.now()
    found.published_at, found.published_by = now, by.name
    row.outcome_published_at = row.outcome_published_at or now
    row.changed_at = now
    told = ConsultationEvent(
        consultation_id=key,
        deed=ConsultationDeed.PUBLISH_OUTCOME.value,
        at=now,
        by=by.name,
        reason=found.reason,
    )
    session.add(told)
    tasks.close_task(session, _review(row, found), by=by.name, outcome="published")
    _close_due(session, row, by)
    session.flush()
    outbox.grow(session)
    after = {"edition": found.edition, "rows": len(found.rows)}
    audit.record(session, by, "outcome.publish", notices.subject(row), after=after)
    return found


def snapshot(session: Session, key: int) -> list[dict[str, object]]:
    """The rows as an edition keeps them; those whose comments were all taken back are left out.

    But what was published keeps its place in the table, with its comments: the numbers of the rows stay.
    """
    standing, before = members(session, key), last_published(session, key)
    live = {comment for comments in standing.values() for comment in comments}
    shown = before.rows if before else []
    gone = {row["outcome"]: set(cast("list[int]", row["comments"])) - live for row in shown}
    return [
        _kept(row, {*standing.get(row.id, ()), *gone.get(row.id, ())})
        for row in rows_of(session, key)
        if row.id in standing or row.id in gone
    ]


def _kept(row: CommentOutcome, comments: Collection[int]) -> dict[str, object]:
    return {
        "outcome": row.id,
        "summary": row.summary,
        "verdict": row.verdict,
        "reason": row.reason,
        "eids": list(row.eids),
        "comments": sorted(comments),
    }


def _submitted(session: Session, key: int, edition: int | None) -> tuple[Consultation, OutcomeEdition]:
    audit.turn(session)
    row = notices.at(notices.get(session, key), NoticeProgress.PUBLISHED, deed="公布采纳情况")
    found = pending(session, key)
    if found is None:
        raise WrongStage("采纳情况没有在送审中，可能已经公布、退回或者撤回")
    if edition is not None and found.edition != edition:
        raise WrongStage(f"采纳情况已重新送审为第 {found.edition} 稿，您看到的是第 {edition} 稿，请重新打开")
    return row, found


def _refuse(session: Session, row: Consultation, outcome_days: int) -> None:
    if found := in_the_way(session, row, outcome_days):
        raise NotReady("还不能公布：" + "；".join(each.sentence for each in found))


def _end(row: Consultation, edition: OutcomeEdition, opinion: str) -> None:
    edition.returned_at, edition.opinion = clock.now(), opinion
    row.outcome_submitted_at, row.outcome_submitted_by = None, ""


def _next(session: Session, key: int) -> int:
    query = select(func.max(OutcomeEdition.edition)).where(OutcomeEdition.consultation_id == key)
    return (session.scalar(query) or 0) + 1


def _writers(session: Session, edition: OutcomeEdition) -> set[str]:
    rows = rows_of(session, edition.consultation_id)
    return {edition.submitted_by, *(name for row in rows for name in (row.recorded_by, row.decided_by))} - {
        ""
    }


def _review(row: Consultation, edition: OutcomeEdition) -> str:
    return f"outcome_review:{row.id}:{edition.edition}"


def _returned(row: Consultation) -> str:
    return f"outcome_returned:{row.id}"


def _to_review(session: Session, row: Consultation, edition: OutcomeEdition) -> Duty:
    return Duty(
        _review(row, edition),
        TaskCode.CONSULTATION_REVIEW,
        f"审核并公布采纳情况：{row.title}",
        f"/desk/consultations/{row.id}/outcome",
        unit_id=office_of(session, row.unit_id),
    )


def _close_due(session: Session, row: Consultation, by: Actor) -> None:
    key = f"outcome_due:{row.id}"
    mine = (Task.key == key) | Task.key.startswith(f"{key}:", autoescape=True)
    for owed in session.scalars(select(Task.key).where(Task.state.in_(LIVE), mine)).all():
        tasks.close_task(session, owed, by=by.name, outcome="published")
