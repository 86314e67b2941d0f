"""The outcome as it is being worked on (采纳情况整理): rows, comments, and what the rules say of them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from base import clock
from base.errors import NotFound, WrongStage
from base.staff import audit
from registry.consultations import notices
from registry.consultations.rules.outcome import Answer, Hindrance, Said, Work, hindrances
from registry.consultations.rules.standing import ONE
from registry.consultations.rules.terms import CommentState, NoticeProgress, TextRole, Verdict, Voice
from registry.consultations.tables import (
    Comment,
    CommentOutcome,
    CommentPerson,
    Consultation,
    ConsultationText,
    OutcomeEdition,
)

# A name of one character stands in half of all sentences.
SHORTEST_NAME = 2
# Fits what SQLite takes of values in one statement.
AT_ONCE = 5_000


def held(session: Session, key: int) -> Consultation:
    """The consultation whose outcome is to be changed; raises WrongStage while the office has it.

    From here on nobody else changes it, until the transaction ends.
    """
    audit.turn(session)
    row = notices.at(notices.get(session, key), NoticeProgress.PUBLISHED, deed="整理采纳情况")
    if pending(session, key) is not None:
        raise WrongStage("采纳情况已送审，不能改动；需要修改的，请先撤回送审")
    return row


def pending(session: Session, key: int) -> OutcomeEdition | None:
    """The edition that waits for the office, or None."""
    query = select(OutcomeEdition).where(
        OutcomeEdition.consultation_id == key,
        OutcomeEdition.published_at.is_(None),
        OutcomeEdition.returned_at.is_(None),
    )
    return session.scalars(query.order_by(OutcomeEdition.edition.desc())).first()


def last_published(session: Session, key: int) -> OutcomeEdition | None:
    """The edition that the public reads, or None."""
    query = select(OutcomeEdition).where(
        OutcomeEdition.consultation_id == key, OutcomeEdition.published_at.is_not(None)
    )
    return session.scalars(query.order_by(OutcomeEdition.edition.desc())).first()


def rows_of(session: Session, key: int) -> Sequence[CommentOutcome]:
    """The rows of the table being worked on, in order."""
    query = select(CommentOutcome).where(
        CommentOutcome.consultation_id == key, CommentOutcome.withdrawn_at.is_(None)
    )
    return session.scalars(query.order_by(CommentOutcome.position, CommentOutcome.id)).all()


def outcome(session: Session, outcome_id: int) -> CommentOutcome:
    """The row with this id; raises NotFound for one that was merged or given up."""
    row = session.get(CommentOutcome, outcome_id, populate_existing=True)
    if row is None or row.withdrawn_at is not None:
        raise NotFound("这一条答复已不存在，可能已经合并，请重新打开页面")
    return row


def live_comments(session: Session, key: int) -> Sequence[Any]:
    """Id, voice and row of every comment that was not taken back, held ones among them."""
    query = select(Comment.id, Comment.voice, Comment.outcome_id).where(
        Comment.consultation_id == key, Comment.state != CommentState.TAKEN_BACK.value
    )
    return session.execute(query.order_by(Comment.received_at, Comment.id)).all()


def members(session: Session, key: int) -> Mapping[int, tuple[int, ...]]:
    """The comments of each row that were not taken back, by the row's id."""
    found: dict[int, list[int]] = defaultdict(list)
    for comment_id, _, outcome_id in live_comments(session, key):
        if outcome_id is not None:
            found[outcome_id].append(comment_id)
    return {row: tuple(ids) for row, ids in found.items()}


def progress(session: Session, key: int) -> tuple[int, int]:
    """How many comments there are to answer, and how many are not answered yet."""
    decided = select(CommentOutcome.id).where(
        CommentOutcome.consultation_id == key, CommentOutcome.verdict != ""
    )
    live = (Comment.consultation_id == key, Comment.state != CommentState.TAKEN_BACK.value)
    total = session.scalar(select(func.count()).select_from(Comment).where(*live)) or 0
    answered = session.scalar(
        select(func.count()).select_from(Comment).where(*live, Comment.outcome_id.in_(decided))
    )
    return total, total - (answered or 0)


def work_of(session: Session, row: Consultation, outcome_days: int) -> Work:
    """The outcome of a consultation as the rules see it today."""
    rows = rows_of(session, row.id)
    decided = {each.id for each in rows if each.verdict}
    comments = live_comments(session, row.id)
    today = clock.today()
    kept = {each.outcome_id for each in comments}
    return Work(
        comments=tuple(Said(each.id, Voice(each.voice), each.outcome_id in decided) for each in comments),
        # A row whose comments were all taken back answers nobody, and is not published.
        answers=answers(session, [each for each in rows if each.id in kept]),
        overview=row.outcome_words,
        known=known_places(session, row.id),
        ends_before=notices.course_of(session, row, outcome_days).last_day(today) + ONE,
        as_of=today,
    )


def in_the_way(session: Session, row: Consultation, outcome_days: int) -> tuple[Hindrance, ...]:
    """What keeps the outcome from being published (公布前检查)."""
    return hindrances(work_of(session, row, outcome_days))


def answers(session: Session, rows: Sequence[CommentOutcome]) -> tuple[Answer, ...]:
    """The rows as the rules see them, with whether they name who commented."""
    people = persons(session, [row.id for row in rows])
    return tuple(
        Answer(
            id=row.id,
            position=row.position,
            summary=row.summary,
            verdict=Verdict(row.verdict) if row.verdict else None,
            reason=row.reason,
            eids=tuple(row.eids),
            names_person=_tells(f"{row.summary}\n{row.reason}", people.get(row.id, ())),
        )
        for row in rows
    )


def persons(session: Session, outcome_ids: Sequence[int]) -> Mapping[int, tuple[str, ...]]:
    """Names and contacts of who sent the comments of each row; for comparing, never for showing."""
    found: dict[int, set[str]] = defaultdict(set)
    for first in range(0, len(outcome_ids), AT_ONCE):
        query = select(Comment.outcome_id, CommentPerson.name, CommentPerson.contact).join(
            CommentPerson, CommentPerson.comment_id == Comment.id
        )
        wanted = Comment.outcome_id.in_(outcome_ids[first : first + AT_ONCE])
        for row, *words in session.execute(query.where(wanted)):
            found[row or 0] |= {word.strip() for word in words if len(word.strip()) >= SHORTEST_NAME}
    return {row: tuple(words) for row, words in found.items()}


def known_places(session: Session, key: int) -> frozenset[str]:
    """The provisions of every edition of the draft: a comment keeps the edition it was written on."""
    query = select(ConsultationText.provisions).where(
        ConsultationText.consultation_id == key, ConsultationText.role == TextRole.DRAFT.value
    )
    return frozenset(str(each[1]) for provisions in session.scalars(query) for each in provisions)


def _tells(words: str, names: Sequence[str]) -> bool:
    return any(name in words for name in names)
