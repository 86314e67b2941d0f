"""Lists of enquiries (咨询清单): what somebody may see, without a word of what was asked or by whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from base import clock
from base.config import Explaining
from base.staff.roles import Actor, Permission, Reach
from base.staff.tables import Unit
from interpretations.enquiries.steps import OPEN, counted, without_words
from interpretations.enquiries.tables import Enquiry, EnquiryPerson, EnquiryStepRow
from interpretations.enquiries.terms import EnquiryDeed, EnquiryState, HandOff
from interpretations.rules.clocks import Clock
from registry.law.designations import designation
from registry.tables import Document

PAGE_SIZE = 30
OPEN_VALUES = tuple(state.value for state in OPEN)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is asked for: `open`, a state, or `all`; `more` are answers with a question added."""

    state: str = "open"
    unit_id: int | None = None
    page: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """One enquiry as lists and tables show it."""

    id: int
    received_at: Any
    document: str
    provision: str
    unit: str
    state: EnquiryState
    hand_off: str
    answered_at: Any
    clock: Clock
    more: bool


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the list, and how many there are in all."""

    lines: tuple[Line, ...]
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return -(-self.total // PAGE_SIZE)


def seen_by(actor: Actor) -> ColumnElement[bool]:
    """The enquiries that somebody may see: their unit's, their organ's, or all."""
    reach = actor.reach(Permission.READ_ENQUIRY)
    if reach is Reach.ALL:
        return Enquiry.id.is_not(None)
    if reach is Reach.ORGAN:
        return Enquiry.unit_id.in_(select(Unit.id).where(Unit.organ == actor.organ))
    return Enquiry.unit_id == actor.unit_id if reach is Reach.UNIT else Enquiry.id.is_(None)


def enquiries(session: Session, actor: Actor, wanted: Wanted, today: date, explaining: Explaining) -> Page:
    """One page of the enquiries that the actor may see; the open ones with the nearest day first."""
    chosen = _filtered(select(Enquiry.id), actor, wanted)
    total = session.execute(select(func.count()).select_from(chosen.subquery())).scalar_one()
    # The order of receipt is the order of the due days.
    newest = wanted.state not in {"open", "more", *OPEN_VALUES}
    order = (Enquiry.id.desc(),) if newest else (Enquiry.received_at, Enquiry.id)
    query = _filtered(_columns(), actor, wanted).order_by(*order)
    query = query.limit(PAGE_SIZE).offset((wanted.page - 1) * PAGE_SIZE)
    return Page(_lines(session, query, today, explaining), total)


def everything(
    session: Session, actor: Actor, wanted: Wanted, today: date, explaining: Explaining
) -> tuple[Line, ...]:
    """All that the list shows, for a spreadsheet."""
    return _lines(session, _filtered(_columns(), actor, wanted).order_by(Enquiry.id), today, explaining)


def counts(session: Session, actor: Actor, today: date, explaining: Explaining) -> dict[str, int]:
    """How many the actor sees in each state, how many are open, late, due today, or asked once more."""
    query = select(Enquiry.state, func.count()).where(seen_by(actor)).group_by(Enquiry.state)
    found: dict[str, int] = dict(session.execute(query).all())
    how = counted(session, explaining)
    running = session.scalars(without_words().where(seen_by(actor), Enquiry.state.in_(OPEN_VALUES)))
    states = [how.clock(row, today).state.value for row in running]
    more = select(func.count(Enquiry.id)).where(seen_by(actor), asked_more())
    return {
        **found,
        **{state: states.count(state) for state in set(states)},
        "open": len(states),
        "more": session.execute(more).scalar_one(),
    }


def asked_more() -> ColumnElement[bool]:
    """The answered enquiries to which a question was added that waits for its answer."""
    return (Enquiry.state == EnquiryState.ANSWERED.value) & Enquiry.closed_at.is_(None)


def _columns() -> Any:  # noqa: ANN401  # a select of these columns
    return (
        select(Enquiry, Document.title, Unit.name)
        .outerjoin(Document, Document.id == Enquiry.document_id)
        .outerjoin(Unit, Unit.id == Enquiry.unit_id)
    )


def _filtered(query: Any, actor: Actor, wanted: Wanted) -> Any:  # noqa: ANN401  # a select of anything
    query = query.where(seen_by(actor))
    if wanted.state == "open":
        query = query.where(Enquiry.state.in_(OPEN_VALUES))
    elif wanted.state == "more":
        query = query.where(asked_more())
    elif wanted.state != "all":
        query = query.where(Enquiry.state == wanted.state)
    return query if wanted.unit_id is None else query.where(Enquiry.unit_id == wanted.unit_id)


def _lines(session: Session, query: Any, today: date, explaining: Explaining) -> tuple[Line, ...]:  # noqa: ANN401
    how = counted(session, explaining)
    return tuple(
        Line(
            row.id,
            row.received_at,
            title or "",
            designation(row.eid) if row.eid else "",
            unit or "",
            EnquiryState(row.state),
            HandOff(row.hand_off).label if row.hand_off else "",
            row.answered_at,
            how.clock(row, today),
            row.state == EnquiryState.ANSWERED.value and row.closed_at is None,
        )
        for row, title, unit in session.execute(query)
    )


@dataclass(frozen=True, slots=True)
class Step:
    """One deed on an enquiry, with the names of its units."""

    deed: EnquiryDeed
    words: str
    at: Any
    by: str
    units: str


def told_steps(
    session: Session, rows: Sequence[EnquiryStepRow], people: Mapping[str, str]
) -> tuple[Step, ...]:
    """The deeds as the desk tells them, with the full names of the people."""
    names = dict(session.execute(select(Unit.id, Unit.name)).all())
    return tuple(
        Step(
            EnquiryDeed(row.deed),
            row.words,
            row.at,
            people.get(row.by, row.by),
            " → ".join(names.get(key, "") for key in (row.from_unit_id, row.to_unit_id) if key),
        )
        for row in rows
    )


def person(session: Session, row: Enquiry, actor: Actor) -> EnquiryPerson | None:
    """Who asked, for those alone who need it: the unit that answers, and the office that routes."""
    answers = actor.unit_id is not None and actor.unit_id == row.unit_id
    allowed = actor.may(Permission.ROUTE_ENQUIRY) or (answers and actor.may(Permission.ANSWER_ENQUIRY))
    return session.get(EnquiryPerson, row.id) if allowed else None


def local_day(moment: Any) -> str:  # noqa: ANN401  # a moment or nothing
    """The day of a moment here, as tables write it; "" where there is none."""
    return clock.local(moment).date().isoformat() if moment else ""
