"""What the sending unit sees (传递情况): its dispatches, the matrix of who came how far, what is hard."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session

from base import clock
from base.staff.roles import Actor, Permission, Reach
from base.staff.tables import Account, Unit, UnitKind
from interpretations.anchoring import wordings
from interpretations.passing.matter import DocumentToday, Told, document_today, told
from interpretations.passing.receiving import progress_of
from interpretations.passing.sending import questions_of, recipients_of
from interpretations.passing.tables import AskedBack, Dispatch, Recipient
from interpretations.rules.anchors import Anchor, standing
from interpretations.rules.passing import (
    LearningState,
    Mastery,
    Missed,
    Progress,
    Question,
    Rates,
    missed,
    rates,
    state,
)
from interpretations.rules.terms import AnchorState
from registry.law.designations import designation

PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the matrix: a unit or post, how far it came, how it stands."""

    recipient: Recipient
    unit: str
    kind: UnitKind
    progress: Progress
    state: LearningState

    @property
    def name(self) -> str:
        """The unit with its post."""
        return f"{self.unit}：{self.recipient.post}" if self.recipient.post else self.unit


@dataclass(frozen=True, slots=True)
class Asked:
    """A question back with who asked, and the answer."""

    id: int
    unit: str
    question: str
    asked_at: datetime
    answer: str
    answered_at: datetime | None
    mine: bool = False


@dataclass(frozen=True, slots=True)
class Posed:
    """A question of the check as pages show it: its number, its provision, whether that still reads so.

    `eid` is the provision's id in the text of today; `stale` says in words that the wording it rests on has
    changed, "" while it has not.
    """

    number: int
    question: Question
    ref: str
    eid: str
    address: str
    stale: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A dispatch in a list: how it stands, at a glance."""

    row: Dispatch
    unit: str
    document: str
    rates: Rates
    open_questions: int


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything about one dispatch for the unit that sent it."""

    row: Dispatch
    unit: str
    author: str
    document: DocumentToday
    interpretation: Told | None
    lines: tuple[Line, ...]
    rates: Rates
    posed: tuple[Posed, ...]
    missed: tuple[Missed, ...]
    asked: tuple[Asked, ...]
    tried: bool


def scope(by: Actor) -> ColumnElement[bool]:
    """The dispatches that somebody may see as sender: the unit's own, the organ's, or all."""
    reach = by.reach(Permission.PASS_DOWN)
    if reach is Reach.ALL:
        return true()
    if reach is Reach.ORGAN:
        return Dispatch.unit_id.in_(select(Unit.id).where(Unit.organ == by.organ))
    return Dispatch.unit_id == by.unit_id


def cards(session: Session, by: Actor, page: int) -> tuple[tuple[Card, ...], bool]:
    """A page of the dispatches somebody may see, the latest first, and whether there are more."""
    query = select(Dispatch).where(scope(by)).order_by(Dispatch.recorded_at.desc(), Dispatch.id.desc())
    rows = session.scalars(query.offset((page - 1) * PAGE).limit(PAGE + 1)).all()
    return tuple(card(session, row) for row in rows[:PAGE]), len(rows) > PAGE


def card(session: Session, row: Dispatch) -> Card:
    """One dispatch at a glance."""
    today = clock.today()
    held = [progress_of(each, row) for each in recipients_of(session, row.id)]
    return Card(
        row,
        session.get_one(Unit, row.unit_id).name,
        document_of(session, row, today).marked_title,
        rates(held, row.due_on, today, withdrawn=row.withdrawn_at is not None),
        sum(each.answered_at is None for each in asked_back(session, row.id)),
    )


def sent_on(row: Dispatch) -> date:
    """The day on which a dispatch was sent."""
    return clock.local(row.recorded_at).date()


def document_of(session: Session, row: Dispatch, today: date) -> DocumentToday:
    """The document of a dispatch as it stands today."""
    return document_today(session, row.document_id, today, sent_on(row), row.due_on)


def overview(session: Session, row: Dispatch) -> Overview:
    """The page of one dispatch."""
    today, gone = clock.today(), row.withdrawn_at is not None
    found = lines(session, row)
    document = document_of(session, row, today)
    tries = [_right(each) for line in found for each in line.recipient.tries]
    author = session.scalars(select(Account.full_name).where(Account.name == row.recorded_by)).first()
    return Overview(
        row=row,
        unit=session.get_one(Unit, row.unit_id).name,
        author=author or row.recorded_by,
        document=document,
        interpretation=told(session, row.interpretation_id),
        lines=found,
        rates=rates([line.progress for line in found], row.due_on, today, withdrawn=gone),
        posed=posed(session, row, document, today),
        missed=missed(len(row.check), tries),
        asked=asked_back(session, row.id),
        tried=bool(tries),
    )


def lines(session: Session, row: Dispatch) -> tuple[Line, ...]:
    """The matrix: every unit and post that a dispatch was sent to."""
    today, gone = clock.today(), row.withdrawn_at is not None
    units = _units(session)
    found = []
    for recipient in recipients_of(session, row.id):
        unit, progress = units[recipient.unit_id], progress_of(recipient, row)
        stands = state(progress, row.due_on, today, withdrawn=gone)
        found.append(Line(recipient, unit.name, UnitKind(unit.kind), progress, stands))
    return tuple(found)


def _units(session: Session) -> Mapping[int, Unit]:
    return {unit.id: unit for unit in session.scalars(select(Unit))}


def _right(held: Mapping[str, object]) -> Sequence[bool]:
    right = held.get("right")
    return [bool(each) for each in right] if isinstance(right, list) else []


def asked_back(session: Session, key: int, mine: int = 0) -> tuple[Asked, ...]:
    """The questions back of a dispatch, those without an answer first; `mine` marks one recipient's own."""
    query = select(AskedBack, Recipient, Unit.name).join(Recipient, Recipient.id == AskedBack.recipient_id)
    query = query.join(Unit, Unit.id == Recipient.unit_id).where(Recipient.dispatch_id == key)
    found = [
        Asked(
            row.id,
            f"{unit}：{recipient.post}" if recipient.post else unit,
            row.question,
            row.asked_at,
            row.answer,
            row.answered_at,
            mine=recipient.id == mine,
        )
        for row, recipient, unit in session.execute(query.order_by(AskedBack.asked_at, AskedBack.id))
    ]
    return tuple(sorted(found, key=lambda each: each.answered_at is not None))


def posed(session: Session, row: Dispatch, document: DocumentToday, today: date) -> tuple[Posed, ...]:
    """The questions of the check, each with its provision and whether that is worded as it was."""
    questions = questions_of(row)
    if not questions:
        return ()
    wording = wordings(session, [row.document_id], today)[row.document_id]
    found = []
    for number, question in enumerate(questions, 1):
        stale, eid = "", question.eid
        if question.fingerprint:
            stood = standing(Anchor(question.eid, question.text_id, question.fingerprint), wording)
            stale = "" if stood.state is AnchorState.CURRENT else STALE[stood.state]
            eid = stood.eid or question.eid
        address = f"{document.address}#{eid}" if document.address and eid else document.address
        ref = designation(question.eid) if question.eid else ""
        found.append(Posed(number, question, ref, eid, address, stale))
    return tuple(found)


STALE = {
    AnchorState.MOVED: "条文序号已变，内容未变",
    AnchorState.STALE: "这一条已经修改，题目针对的是下发时的文本",
    AnchorState.COMING: "题目针对的文本尚未施行",
    AnchorState.ENDED: "这一条今日已不再适用",
}


def hardest(found: Iterable[Missed]) -> tuple[Missed, ...]:
    """The questions that were answered wrongly at all."""
    return tuple(each for each in found if each.wrong)


def percents(found: Rates) -> tuple[tuple[Mastery, int, int], ...]:
    """The rates as pages show them: what, how many, how many percent."""
    return tuple((mastery, found.reached[mastery], found.percent(mastery)) for mastery in Mastery)
