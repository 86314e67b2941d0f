"""Answering comments (答复意见): grouped, merged, put in order, decided. Verbs, which never commit.

What is changed here is the working table; the public reads the last edition that was published
(`outcome_flow.publish`). No words of a comment, of a row or of a reason go into the audit trail.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from base import clock
from base.errors import BadInput
from base.staff import audit
from base.staff.roles import Actor
from registry.consultations import notices
from registry.consultations.outcome_work import answers, held, known_places, outcome, rows_of
from registry.consultations.rules.outcome import faults_of
from registry.consultations.rules.terms import CommentState, Verdict
from registry.consultations.tables import Comment, CommentOutcome, Consultation
from registry.drafting.faults import NotReady, Stale
from registry.law.personal import personal_data

# So many at once fit what SQLite takes in one statement, and one group.
MOST_COMMENTS = 5_000
LONGEST_SUMMARY, LONGEST_REASON, LONGEST_OVERVIEW, MOST_PLACES = 4_000, 4_000, 20_000, 50
PROPOSED = 200


@dataclass(frozen=True, slots=True)
class Decision:
    """What is decided about a row: its words, verdict, reason and provisions; no verdict leaves it open."""

    summary: str
    verdict: Verdict | None
    reason: str
    eids: tuple[str, ...] = ()


def group(
    session: Session,
    consultation_id: int,
    comment_ids: Iterable[int],
    *,
    by: Actor,
    into: int | None = None,
) -> CommentOutcome:
    """Answer these comments together (合并答复): in a new row, or in one that is there.

    They leave the rows they stood in; a row that nobody stands in any more is given up. Raises BadInput for
    comments that are not of this consultation, or were taken back.
    """
    row = held(session, consultation_id)
    comments = _comments(session, row.id, comment_ids)
    target = _of(session, row, into) if into is not None else _new(session, row, comments, by)
    left = _move(session, comments, target)
    target.version += into is not None
    _give_up_empty(session, row, left - {target.id})
    after = {"outcome": target.id, "comments": len(comments)}
    audit.record(session, by, "outcome.group", notices.subject(row), after=after)
    return target


def ungroup(session: Session, consultation_id: int, comment_ids: Iterable[int], *, by: Actor) -> None:
    """Take these comments out of their rows (移出): they wait for an answer again."""
    row = held(session, consultation_id)
    comments = _comments(session, row.id, comment_ids)
    left = _move(session, comments, None)
    _give_up_empty(session, row, left)
    audit.record(session, by, "outcome.ungroup", notices.subject(row), after={"comments": len(comments)})


def merge(session: Session, outcome_id: int, others: Iterable[int], *, by: Actor) -> CommentOutcome:
    """Answer with one row (合并) what several rows answered; words and verdict of the first stay."""
    row = held(session, outcome(session, outcome_id).consultation_id)
    target = _of(session, row, outcome_id)
    merged = [_of(session, row, each) for each in dict.fromkeys(others) if each != outcome_id]
    if not merged:
        raise BadInput("请选择要并入的其他答复")
    keys = [each.id for each in merged]
    comments = session.scalars(select(Comment).where(Comment.outcome_id.in_(keys[:MOST_COMMENTS]))).all()
    _move(session, comments, target)
    places = (eid for each in merged for eid in each.eids)
    target.eids = list(dict.fromkeys([*target.eids, *places]))[:MOST_PLACES]
    target.version += 1
    for each in merged:
        each.withdrawn_at = clock.now()
    _renumber(session, row)
    after = {"outcome": target.id, "merged": keys}
    audit.record(session, by, "outcome.merge", notices.subject(row), after=after)
    return target


def place(session: Session, outcome_id: int, position: int, *, by: Actor) -> CommentOutcome:
    """Put a row at a place of the table (调整序号), counted from 1; the others make room."""
    row = held(session, outcome(session, outcome_id).consultation_id)
    moved = _of(session, row, outcome_id)
    others = [each for each in rows_of(session, row.id) if each.id != outcome_id]
    at = min(max(position, 1), len(others) + 1) - 1
    for number, each in enumerate([*others[:at], moved, *others[at:]], 1):
        each.position = number
    after = {"outcome": outcome_id, "position": at + 1}
    audit.record(session, by, "outcome.place", notices.subject(row), after=after)
    return moved


def decide(
    session: Session, outcome_id: int, version: int, decision: Decision, *, by: Actor
) -> CommentOutcome:
    """Decide what becomes of a row (填写采纳情况) that was seen as `version`; the same again changes nothing.

    Without a verdict its words are kept and it stays open. Raises Stale when somebody changed it meanwhile,
    NotReady when a rule is not kept, with every sentence.
    """
    row = held(session, outcome(session, outcome_id).consultation_id)
    found = _of(session, row, outcome_id)
    if _said(found) == decision:
        return found
    if found.version != version:
        raise Stale(f"这一条答复已由他人改为第 {found.version} 稿，您打开的是第 {version} 稿，请核对后再保存")
    found.summary, found.reason = decision.summary, decision.reason
    found.verdict = decision.verdict.value if decision.verdict else ""
    found.eids = list(decision.eids)
    if decision.verdict:
        _refuse_faults(session, found)
    found.version += 1
    found.decided_at = clock.now() if decision.verdict else None
    found.decided_by = by.name if decision.verdict else ""
    after = {"outcome": outcome_id, "version": found.version, "verdict": found.verdict}
    audit.record(session, by, "outcome.decide", notices.subject(row), after=after)
    return found


def write_overview(
    session: Session, consultation_id: int, version: int, words: str, html: str, *, by: Actor
) -> Consultation:
    """Save the summary (采纳情况概述) with the HTML that was made of it before this transaction began."""
    row = held(session, consultation_id)
    if row.outcome_words == words:
        return row
    if row.version != version:
        raise Stale(
            f"这份征求意见已由他人保存为第 {row.version} 稿，您打开的是第 {version} 稿，请核对后再保存"
        )
    row.outcome_words, row.outcome_html = words, html
    row.version, row.changed_at = row.version + 1, clock.now()
    audit.record(session, by, "outcome.overview", notices.subject(row), after={"version": row.version})
    return row


def proposed(comments: Sequence[Comment]) -> str:
    """Words to begin the row with (意见内容): of the first comment that may be shown, numbers masked.

    Of one that is held back nothing is proposed: whoever answers it says in own words what it is about.
    """
    for comment in comments:
        if comment.state != CommentState.HELD.value:
            words = " ".join((comment.shown_words or comment.words).split())
            for datum in reversed(personal_data(words)):
                words = f"{words[: datum.start]}{datum.masked}{words[datum.end :]}"
            return words if len(words) <= PROPOSED else f"{words[:PROPOSED]}……"
    return ""


def _comments(session: Session, key: int, ids: Iterable[int]) -> Sequence[Comment]:
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        raise BadInput("请勾选意见")
    if len(wanted) > MOST_COMMENTS:
        raise BadInput(f"一次最多 {MOST_COMMENTS} 条意见，现有 {len(wanted)} 条")
    query = select(Comment).where(Comment.consultation_id == key, Comment.id.in_(wanted))
    found = session.scalars(query.order_by(Comment.received_at, Comment.id)).all()
    if len(found) < len(wanted):
        raise BadInput("所选意见中有不属于这次征求意见的，请重新打开页面")
    if any(each.state == CommentState.TAKEN_BACK.value for each in found):
        raise BadInput("所选意见中有意见人已经撤回的，请重新打开页面")
    return found


def _of(session: Session, row: Consultation, outcome_id: int) -> CommentOutcome:
    found = outcome(session, outcome_id)
    if found.consultation_id != row.id:
        raise BadInput("所选答复不属于这次征求意见，请重新打开页面")
    return found


def _new(session: Session, row: Consultation, comments: Sequence[Comment], by: Actor) -> CommentOutcome:
    made = CommentOutcome(
        consultation_id=row.id,
        position=len(rows_of(session, row.id)) + 1,
        summary=proposed(comments),
        eids=list(dict.fromkeys(each.eid for each in comments if each.eid))[:MOST_PLACES],
        version=1,
        recorded_at=clock.now(),
        recorded_by=by.name,
    )
    session.add(made)
    session.flush()
    return made


def _move(session: Session, comments: Sequence[Comment], target: CommentOutcome | None) -> set[int]:
    """Into another row, or into none; gives the rows they stood in."""
    left = {each.outcome_id for each in comments if each.outcome_id is not None}
    for each in comments:
        each.outcome_id = target.id if target else None
    session.flush()
    return left


def _give_up_empty(session: Session, row: Consultation, left: Iterable[int]) -> None:
    rows = {each.id: each for each in rows_of(session, row.id)}
    for key in sorted(set(left) & set(rows)):
        rows[key].version += 1
        if session.scalars(select(Comment.id).where(Comment.outcome_id == key).limit(1)).first() is None:
            rows[key].withdrawn_at = clock.now()
    _renumber(session, row)


def _renumber(session: Session, row: Consultation) -> None:
    session.flush()
    for number, each in enumerate(rows_of(session, row.id), 1):
        if each.position != number:
            each.position = number
    session.flush()


def _said(row: CommentOutcome) -> Decision:
    return Decision(row.summary, Verdict(row.verdict) if row.verdict else None, row.reason, tuple(row.eids))


def _refuse_faults(session: Session, row: CommentOutcome) -> None:
    found = faults_of(answers(session, [row])[0], known_places(session, row.consultation_id))
    if found:
        raise NotReady("；".join(each.sentence for each in found))
