"""Moderating comments (审核意见公开): shown, held back with a public reason, shown again. Verbs.

Nothing is deleted: a comment that is held back is counted and answered like the others. Who drafts does not
decide which objections the public may read. No word of a comment goes into the audit trail.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from base import clock, outbox
from base.errors import BadInput, NotFound, WrongStage
from base.staff import audit
from base.staff.roles import Actor
from registry.consultations import notices
from registry.consultations.rules.hiding import only_hides
from registry.consultations.rules.terms import CommentState
from registry.consultations.tables import Comment, CommentPerson, Consultation
from registry.drafting.faults import FourEyes, Stale
from registry.law.masking import Trace, masked, traces

LONGEST_REASON = 500
# So many at once fit what SQLite takes in one statement.
MOST_AT_ONCE = 5_000
STANDING = (CommentState.RECEIVED.value, CommentState.SHOWN.value, CommentState.HELD.value)


@dataclass(frozen=True, slots=True)
class Seen:
    """A comment as somebody had it before them: whoever acts on an older version is told."""

    key: int
    version: int


@dataclass(frozen=True, slots=True)
class Bulk:
    """What became of many at once: those done, and those left to be looked at one by one."""

    done: tuple[int, ...]
    left: tuple[int, ...] = ()


def subject(row: Comment) -> str:
    """As the audit trail names it."""
    return f"comment:{row.id}"


def get(session: Session, consultation_id: int, key: int) -> Comment:
    """A comment on this consultation; raises NotFound."""
    row = session.get(Comment, key)
    if row is None or row.consultation_id != consultation_id:
        raise NotFound(f"这次征求意见没有编号为 {key} 的意见")
    return row


def proposal(session: Session, row: Comment) -> str:
    """What the public would read of it: what is shown now, or the words with personal data hidden."""
    return row.shown_words or masked(row.words, _known(session, row))


def left_in(session: Session, row: Comment, words: str) -> tuple[Trace, ...]:
    """What in these words would still tell of a person."""
    return traces(words, _known(session, row), whose="提意见的人")


def show(session: Session, consultation_id: int, seen: Seen, words: str, *, by: Actor) -> Comment:
    """Show a comment (公开意见) in these words: its own, with parts hidden where they tell of a person.

    Raises BadInput for words that say something else, or that certainly tell of a person.
    """
    row = _held(session, consultation_id, seen, by)
    told = words.strip() or row.words
    if not only_hides(row.words.strip(), told):
        raise BadInput("公开的内容只能用 * 或者“〔已隐去〕”隐去一部分，不能改动意见的其他文字")
    certain = dict.fromkeys(each.what for each in left_in(session, row, told) if each.certain)
    if certain:
        raise BadInput(f"公开的内容里还有{'、'.join(certain)}，请隐去后再公开")
    _settle(row, CommentState.SHOWN, by)
    row.shown_words = "" if told == row.words.strip() else told
    row.held_reason = ""
    _note(session, row, "comment.show", by, masked=bool(row.shown_words))
    return row


def hold(session: Session, consultation_id: int, seen: Seen, reason: str, *, by: Actor) -> Comment:
    """Hold a comment back (不予公开), with the reason that the public reads; it is counted and answered."""
    row = _held(session, consultation_id, seen, by)
    row.held_reason = _reason(reason)
    _settle(row, CommentState.HELD, by)
    _note(session, row, "comment.hold", by)
    return row


def show_many(session: Session, consultation_id: int, keys: Sequence[int], *, by: Actor) -> Bulk:
    """Show those of these that wait (批量公开); what may tell of a person is left to be looked at singly."""
    held = _waiting(session, consultation_id, keys, by)
    clean = [row for row in held if not left_in(session, row, row.words)]
    return _many(session, consultation_id, held, clean, CommentState.SHOWN, by)


def hold_many(session: Session, consultation_id: int, keys: Sequence[int], reason: str, *, by: Actor) -> Bulk:
    """Hold back those of these that wait (批量不予公开), all for one public reason."""
    told = _reason(reason)
    held = _waiting(session, consultation_id, keys, by)
    for row in held:
        row.held_reason = told
    return _many(session, consultation_id, held, held, CommentState.HELD, by)


def refuse_own(row: Consultation, by: Actor) -> None:
    """Raises FourEyes for whoever is of the drafting unit, whatever else they may do."""
    if by.unit_id is not None and by.unit_id == row.unit_id:
        raise FourEyes("起草单位的人员不能决定意见是否公开，请由办公室或者法制机构的其他人员办理")


def _held(session: Session, consultation_id: int, seen: Seen, by: Actor) -> Comment:
    audit.turn(session)
    refuse_own(notices.get(session, consultation_id), by)
    row = get(session, consultation_id, seen.key)
    session.refresh(row, with_for_update=True)
    if row.state not in STANDING:
        raise WrongStage(f"意见 {row.id} 已由提意见的人撤回，不再公开")
    if row.version != seen.version:
        raise Stale(
            f"意见 {row.id} 刚刚已由他人办理（您看到的是第 {seen.version} 次，"
            f"现在是第 {row.version} 次），请核对后再办理"
        )
    return row


def _waiting(session: Session, consultation_id: int, keys: Sequence[int], by: Actor) -> Sequence[Comment]:
    audit.turn(session)
    refuse_own(notices.get(session, consultation_id), by)
    if len(keys) > MOST_AT_ONCE:
        raise BadInput(f"一次最多办理 {MOST_AT_ONCE} 条意见，现在选了 {len(keys)} 条")
    query = select(Comment).where(
        Comment.id.in_(keys),
        Comment.consultation_id == consultation_id,
        Comment.state == CommentState.RECEIVED.value,
    )
    return session.scalars(query.order_by(Comment.id).with_for_update()).all()


def _many(
    session: Session,
    consultation_id: int,
    held: Sequence[Comment],
    chosen: Sequence[Comment],
    state: CommentState,
    by: Actor,
) -> Bulk:
    for row in chosen:
        _settle(row, state, by)
    done = tuple(row.id for row in chosen)
    if done:
        outbox.grow(session)
        after = {"state": state.value, "comments": list(done)}
        audit.record(session, by, "comment.moderate_many", f"consultation:{consultation_id}", after=after)
    return Bulk(done, tuple(row.id for row in held if row not in chosen))


def _settle(row: Comment, state: CommentState, by: Actor) -> None:
    row.state, row.moderated_at, row.moderated_by = state.value, clock.now(), by.name[:60]
    row.version += 1


def _note(session: Session, row: Comment, deed: str, by: Actor, **told: object) -> None:
    session.flush()
    outbox.grow(session)
    after = {"consultation": row.consultation_id, "state": row.state, **told}
    audit.record(session, by, deed, subject(row), after=after)


def _reason(reason: str) -> str:
    told = reason.strip()
    if not told:
        raise BadInput("请写明不予公开的理由，公众看得到")
    if len(told) > LONGEST_REASON:
        raise BadInput(f"理由最多 {LONGEST_REASON} 个字")
    if any(each.certain for each in traces(told)):
        raise BadInput("理由里不要写个人信息，公众看得到")
    return told


def _known(session: Session, row: Comment) -> tuple[str, ...]:
    person = session.get(CommentPerson, row.id)
    return (person.name, person.contact) if person else ()
