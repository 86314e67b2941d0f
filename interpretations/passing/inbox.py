"""What those below see (接收情况): what was sent to their unit, one of it to read, the check, its result."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from base import clock
from base.staff.roles import Actor, Permission
from base.staff.tables import Account, Unit
from interpretations.passing.matter import DocumentToday, Told, told
from interpretations.passing.receiving import MOST_TRIES, dispatch_of, orders, progress_of
from interpretations.passing.sending import questions_of
from interpretations.passing.shelf import Asked, Posed, asked_back, document_of, posed
from interpretations.passing.tables import Dispatch, Recipient
from interpretations.rules.passing import LearningState, Mastery, Progress, state

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Received:
    """Something that was sent to a unit or a post, and how it stands."""

    row: Recipient
    dispatch: Dispatch
    sender: str
    unit: str
    document: DocumentToday
    progress: Progress
    state: LearningState

    @property
    def reached(self) -> frozenset[Mastery]:
        """What was reached by today."""
        return self.progress.reached(clock.today())


@dataclass(frozen=True, slots=True)
class Asking:
    """A question as it is put: its number, its words, its options as they are shown this time."""

    number: int
    words: str
    several: bool
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """A question after a try: what was chosen, what is right, why, and where it stands."""

    posed: Posed
    right: bool
    chosen: frozenset[int]


@dataclass(frozen=True, slots=True)
class Try:
    """A try at the check: when, by whom, how many were right, and whether that was enough."""

    number: int
    at: datetime
    by: str
    count: int
    passed: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """The page on which somebody below reads, answers, tells, asks.

    `asking` is the check as it is put now; empty once it is passed, or while the reading is not
    acknowledged. `answered` is the last try, with the right answers.
    """

    received: Received
    interpretation: Told | None
    articles: tuple[tuple[str, str, str], ...]
    asking: tuple[Asking, ...]
    answered: tuple[Answered, ...]
    tries: tuple[Try, ...]
    asked: tuple[Asked, ...]
    names: Mapping[str, str]
    stale: tuple[Posed, ...] = ()


def received(session: Session, by: Actor) -> tuple[Received, ...]:
    """What was sent to somebody's unit: what waits first, by its due day; what stands withdrawn last."""
    if by.unit_id is None or not by.may(Permission.RECEIVE_DISPATCH):
        return ()
    query = select(Recipient, Dispatch).join(Dispatch, Dispatch.id == Recipient.dispatch_id)
    query = query.where(Recipient.unit_id == by.unit_id).order_by(Dispatch.recorded_at.desc(), Recipient.id)
    found = [one(session, row, dispatch) for row, dispatch in session.execute(query.limit(SHOWN))]
    return tuple(sorted(found, key=_urgency))


def _urgency(each: Received) -> tuple[int, date, int]:
    return URGENCY.index(each.state), each.dispatch.due_on, each.row.id


URGENCY = (
    LearningState.OVERDUE,
    LearningState.OPEN,
    LearningState.LATE,
    LearningState.ON_TIME,
    LearningState.EXCUSED,
)


def one(session: Session, row: Recipient, dispatch: Dispatch) -> Received:
    """How one thing that was sent stands."""
    today, progress = clock.today(), progress_of(row, dispatch)
    return Received(
        row,
        dispatch,
        session.get_one(Unit, dispatch.unit_id).name,
        session.get_one(Unit, row.unit_id).name,
        document_of(session, dispatch, today),
        progress,
        state(progress, dispatch.due_on, today, withdrawn=dispatch.withdrawn_at is not None),
    )


def reading(session: Session, row: Recipient) -> Reading:
    """The page of one thing that was sent, for whom it was sent to."""
    dispatch = dispatch_of(session, row)
    held = one(session, row, dispatch)
    asked = posed(session, dispatch, held.document, clock.today())
    explained = told(session, dispatch.interpretation_id)
    return Reading(
        received=held,
        interpretation=explained,
        articles=tuple((each.ref, each.address, each.stale) for each in _once(asked)),
        asking=_asking(row, dispatch),
        answered=_answered(row, asked),
        tries=_tries(row),
        asked=asked_back(session, dispatch.id, row.id),
        names=dict(session.execute(select(Account.name, Account.full_name)).all()),
        stale=tuple(each for each in asked if each.stale),
    )


def _once(asked: Sequence[Posed]) -> list[Posed]:
    """Each provision once, in the order of the questions."""
    return list({each.ref: each for each in reversed(asked) if each.ref}.values())[::-1]


def _asking(row: Recipient, dispatch: Dispatch) -> tuple[Asking, ...]:
    done = row.seen_at is None or row.passed_at is not None or len(row.tries) >= MOST_TRIES
    if done or dispatch.withdrawn_at is not None:
        return ()
    shown = orders(row, dispatch, len(row.tries) + 1)
    return tuple(
        Asking(number, each.words, each.several, tuple(each.options[place] for place in order))
        for number, (each, order) in enumerate(zip(questions_of(dispatch), shown, strict=True), 1)
    )


def _answered(row: Recipient, asked: Sequence[Posed]) -> tuple[Answered, ...]:
    if not row.tries:
        return ()
    right, answers = _listed(row.tries[-1].get("right")), _listed(row.tries[-1].get("answers"))
    if not len(right) == len(answers) == len(asked):
        return ()
    return tuple(
        Answered(each, bool(well), frozenset(map(int, _listed(answer))))
        for each, well, answer in zip(asked, right, answers, strict=True)
    )


def _tries(row: Recipient) -> tuple[Try, ...]:
    return tuple(
        Try(
            number,
            datetime.fromisoformat(str(held["at"])),
            str(held["by"]),
            sum(map(bool, _listed(held.get("right")))),
            bool(held.get("passed")),
        )
        for number, held in enumerate(row.tries, 1)
    )


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
