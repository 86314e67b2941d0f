"""Steps of an enquiry (办理环节): found, held against others, noted with who and when, its task moved on."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, load_only

from base import clock, holidays
from base.config import Explaining
from base.errors import NotFound, WrongStage
from base.staff import audit
from base.staff.roles import Actor
from base.workdays import Calendar
from interpretations.enquiries.tables import Enquiry, EnquiryStepRow
from interpretations.enquiries.terms import EnquiryDeed, EnquiryState
from interpretations.publishing.faults import Stale
from interpretations.publishing.offices import office_unit
from interpretations.rules.clocks import Clock, Course, Promise
from interpretations.rules.clocks import clock as clock_of
from registry.law.designations import designation
from registry.tables import Document
from registry.watch import tasks
from registry.watch.tables import TaskCode
from registry.watch.tasks import Duty

# Somebody still has to answer.
OPEN = (EnquiryState.RECEIVED, EnquiryState.ASSIGNED, EnquiryState.CHECKING)
# Fits what SQLite takes of values in one statement.
AT_ONCE = 5_000
# With these an enquiry comes to other hands: each opens a task of its own.
HANDED = (
    EnquiryDeed.RECEIVE,
    EnquiryDeed.ROUTE,
    EnquiryDeed.TRANSFER,
    EnquiryDeed.SUBMIT_REPLY,
    EnquiryDeed.SEND_BACK,
)


@dataclass(frozen=True, slots=True)
class Counted:
    """How the enquiries of a moment are counted: the promise, and the working days as they are known."""

    promise: Promise
    calendar: Calendar
    # Thousands came on few days: each course is counted through once.
    known: dict[tuple[Course, date], Clock] = field(default_factory=dict, compare=False, repr=False)

    def clock(self, row: Enquiry, on: date) -> Clock:
        """The clock of an enquiry on that day."""
        key = (course(row), on)
        if key not in self.known:
            add, between = self.calendar.add, self.calendar.between
            self.known[key] = clock_of(key[0], self.promise, on, add, between)
        return self.known[key]


@dataclass(frozen=True, slots=True)
class Seen:
    """An enquiry as somebody had it before them: whoever acts on an older version is told."""

    key: int
    version: int


def counted(session: Session, explaining: Explaining) -> Counted:
    """The promise of the settings with the working days of the table."""
    return Counted(Promise(*explaining.answer_days), holidays.calendar(session))


def without_words() -> Select[Enquiry]:
    """Enquiries with their days, state and unit only: to count them, nobody reads what was asked."""
    held = (
        Enquiry.id,
        Enquiry.state,
        Enquiry.unit_id,
        Enquiry.received_at,
        Enquiry.answered_at,
        Enquiry.closed_at,
    )
    return select(Enquiry).options(load_only(*held, raiseload=True))


def course(row: Enquiry) -> Course:
    """The days of an enquiry, as days are here."""
    answered = clock.local(row.answered_at).date() if row.answered_at else None
    closed = clock.local(row.closed_at).date() if row.closed_at and not row.answered_at else None
    return Course(clock.local(row.received_at).date(), answered, closed)


def get(session: Session, key: int) -> Enquiry:
    """The enquiry with this id, held against others while the transaction lasts; raises NotFound."""
    row = session.get(Enquiry, key, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound(f"没有编号为 {key} 的咨询")
    return row


def at(row: Enquiry, *states: EnquiryState, deed: str) -> Enquiry:
    """The enquiry, where it stands so; raises WrongStage that says how it stands."""
    if EnquiryState(row.state) not in states:
        raise WrongStage(f"咨询 {row.id} 现在是“{EnquiryState(row.state).label}”，不能{deed}")
    return row


def as_seen(session: Session, seen: Seen) -> Enquiry:
    """The enquiry, held against others; raises Stale where somebody was at it since it was seen."""
    row = get(session, seen.key)
    if row.version != seen.version:
        raise Stale(f"咨询 {row.id} 刚刚已由他人办理，您看到的不是最新情况，请核对后再办理")
    return row


def note(
    session: Session,
    row: Enquiry,
    deed: EnquiryDeed,
    words: str = "",
    *,
    by: Actor,
    units: tuple[int | None, int | None] = (None, None),
) -> EnquiryStepRow:
    """Note a deed, in the trail of the enquiry and in the audit; the audit never tells what was asked."""
    step = EnquiryStepRow(
        enquiry_id=row.id,
        deed=deed.value,
        words=words,
        from_unit_id=units[0],
        to_unit_id=units[1],
        at=clock.now(),
        by=by.name[:60],
    )
    session.add(step)
    row.version += 1
    session.flush()
    told = {"state": row.state, "from_unit": units[0], "to_unit": units[1], "length": len(words)}
    audit.record(session, by, f"enquiry.{deed.value}", subject(row), after=told)
    return step


def subject(row: Enquiry) -> str:
    """How the audit trail names an enquiry."""
    return f"enquiry:{row.id}"


def steps(session: Session, key: int) -> Sequence[EnquiryStepRow]:
    """What was done with an enquiry, in order."""
    query = select(EnquiryStepRow).where(EnquiryStepRow.enquiry_id == key).order_by(EnquiryStepRow.id)
    return session.scalars(query).all()


def names(session: Session, rows: Iterable[Enquiry]) -> dict[int, str]:
    """What enquiries are called where their words must not stand: number, document and provision."""
    held = list(rows)
    wanted = sorted({row.document_id for row in held if row.document_id})
    titles: dict[int, str] = {}
    for few in batched(wanted, AT_ONCE):
        query = select(Document.id, Document.title).where(Document.id.in_(few))
        titles |= {key: title for key, title in session.execute(query)}  # noqa: C416  # rows are no pairs to mypy
    return {row.id: _named(row, titles.get(row.document_id or 0, "")) for row in held}


def named(session: Session, row: Enquiry) -> str:
    """What one enquiry is called."""
    return names(session, [row])[row.id]


def _named(row: Enquiry, title: str) -> str:
    place = f"（《{title}》{designation(row.eid) if row.eid else ''}）" if title else ""
    return f"第{row.id}号咨询{place}"


def open_tasks(session: Session, rows: Iterable[Enquiry], how: Counted) -> list[Duty]:
    """What is to be done about these open enquiries, each under the key of the step that brought it there."""
    held = [row for row in rows if EnquiryState(row.state) in OPEN]
    last, called = _last_steps(session, [row.id for row in held]), names(session, held)
    office, today = office_unit(session), clock.today()
    return [
        _duty(row, f"enquiry:{row.id}:{last.get(row.id, 0)}", called[row.id], office, how.clock(row, today))
        for row in held
    ]


# What is to be done with an enquiry in each state.
TO_DO = {EnquiryState.RECEIVED: "分办", EnquiryState.ASSIGNED: "答复", EnquiryState.CHECKING: "审核答复："}


def _duty(row: Enquiry, key: str, called: str, office: int | None, held: Clock) -> Duty:
    state = EnquiryState(row.state)
    # The legal division's tasks have no unit.
    units = {EnquiryState.RECEIVED: office, EnquiryState.ASSIGNED: row.unit_id, EnquiryState.CHECKING: None}
    return Duty(
        key,
        TaskCode.ENQUIRY,
        f"{TO_DO[state]}{called}",
        f"/desk/enquiries/{row.id}",
        document_id=row.document_id,
        unit_id=units[state],
        due_on=held.last_due,
    )


def _last_steps(session: Session, keys: Sequence[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for few in batched(keys, AT_ONCE):
        query = select(EnquiryStepRow.enquiry_id, func.max(EnquiryStepRow.id)).where(
            EnquiryStepRow.enquiry_id.in_(few), EnquiryStepRow.deed.in_([deed.value for deed in HANDED])
        )
        found |= {key: step for key, step in session.execute(query.group_by(EnquiryStepRow.enquiry_id))}  # noqa: C416
    return found


def batched(keys: Sequence[int], most: int) -> Iterator[Sequence[int]]:
    """The keys in parts that fit into one statement."""
    return (keys[first : first + most] for first in range(0, len(keys), most))


def more_tasks(session: Session, how: Counted) -> list[Duty]:
    """The questions asked once more (追问) after an answer, and not answered yet."""
    query = (
        select(Enquiry, EnquiryStepRow)
        .join(EnquiryStepRow, EnquiryStepRow.enquiry_id == Enquiry.id)
        .where(
            Enquiry.state == EnquiryState.ANSWERED.value,
            Enquiry.closed_at.is_(None),
            EnquiryStepRow.deed == EnquiryDeed.ASK_MORE.value,
        )
    )
    found = session.execute(query).all()
    called = names(session, [row for row, _ in found])
    return [
        Duty(
            f"enquiry_more:{row.id}",
            TaskCode.ENQUIRY,
            f"答复追问：{called[row.id]}",
            f"/desk/enquiries/{row.id}",
            document_id=row.document_id,
            unit_id=row.unit_id,
            due_on=how.calendar.add(clock.local(step.at).date(), how.promise.last)[0],
        )
        for row, step in found
    ]


def move_task(session: Session, row: Enquiry, former: str, how: Counted, *, by: Actor) -> None:
    """End the task that was open before a deed, and open the one that follows from it."""
    tasks.close_task(session, former, by=by.name, outcome="done")
    for duty in open_tasks(session, [row], how):
        tasks.open_task(session, duty, by=by.name)


def task_key(session: Session, row: Enquiry) -> str:
    """The key of the task that is open for an enquiry now."""
    return f"enquiry:{row.id}:{_last_steps(session, [row.id]).get(row.id, 0)}"
