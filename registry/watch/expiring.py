"""Terms that run out (有效期届满): which documents end by their own words, and who must be told when."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from base.staff.tables import Unit
from registry.law.days import printed
from registry.law.markers import quoted
from registry.law.terms import EventKind
from registry.law.validity import validity
from registry.reads.life import lives
from registry.reads.visibility import visible
from registry.tables import Document, EventRow
from registry.watch.tables import TaskCode
from registry.watch.tasks import Duty

# Days ahead at which the drafting unit is asked: renew, revise, or let it end. A renewal has to be
# evaluated within the last six months of the term.
STEPS = (180, 90, 30)


@dataclass(frozen=True, slots=True)
class Expiring:
    """A document whose own term ends: `on` is the first day on which it no longer holds."""

    document_id: int
    address: str
    title: str
    number: str
    unit_id: int | None
    unit: str
    on: date
    evidence: str

    @property
    def through(self) -> date:
        """The last day, as the document prints it (有效期至)."""
        return self.on - timedelta(days=1)


def expiring(session: Session, first: date, until: date) -> tuple[Expiring, ...]:
    """Visible documents whose term ends on a day from `first` to before `until`, the earliest first.

    What ends before its term, by another act, is left out.
    """
    rows = session.execute(
        select(
            Document.id,
            Document.address,
            Document.title,
            Document.document_number,
            Document.drafting_unit_id,
            Unit.name,
            EventRow.on,
            EventRow.evidence,
        )
        .join(Document, Document.id == EventRow.document_id)
        .outerjoin(Unit, Unit.id == Document.drafting_unit_id)
        .where(
            EventRow.kind == EventKind.EXPIRY.value,
            EventRow.withdrawn_at.is_(None),
            EventRow.on >= first,
            EventRow.on < until,
            visible(),
        )
        .order_by(EventRow.on, Document.id)
    ).all()
    known = lives(session, [row[0] for row in rows])
    found = (Expiring(*row[:5], row[5] or "", row[6], row[7]) for row in rows if row[6])
    return tuple(one for one in found if not validity(known[one.document_id], one.through).ended)


def step_of(on: date, today: date) -> int | None:
    """The reminder that is due for a term ending on that day: 180, 90 or 30 days; None for none.

    >>> step_of(date(2027, 1, 1), date(2026, 11, 23)), step_of(date(2026, 12, 1), date(2026, 11, 23))
    (90, 30)
    >>> step_of(date(2028, 1, 1), date(2026, 11, 23)) is step_of(date(2026, 1, 1), date(2026, 11, 23)) is None
    True
    """
    left = (on - today).days
    reached = [step for step in STEPS if 0 < left <= step]
    return min(reached, default=None)


def due_day(on: date, step: int) -> date:
    """By when the reminder of this step must be answered: before the next one, the last before the end.

    >>> due_day(date(2027, 7, 1), 180).isoformat(), due_day(date(2027, 7, 1), 30).isoformat()
    ('2027-04-02', '2027-06-30')
    """
    later = [other for other in STEPS if other < step]
    return on - timedelta(days=max(later, default=1))


def duties(session: Session, today: date) -> tuple[Duty, ...]:
    """What the drafting units must be asked today about terms that run out."""
    soon = expiring(session, today + timedelta(days=1), today + timedelta(days=STEPS[0] + 1))
    return tuple(duty(one, step) for one in soon if (step := step_of(one.on, today)))


def duty(one: Expiring, step: int) -> Duty:
    """The question to the drafting unit: renew (延续), revise (修订), or let it end (任其失效)?"""
    return Duty(
        key=f"{prefix(one)}{step}",
        code=TaskCode.EXPIRY,
        title=f"{quoted(one.title)}有效期至{printed(one.through)}：延续、修订，还是任其失效",
        path=f"/desk/documents/{one.document_id}",
        document_id=one.document_id,
        unit_id=one.unit_id,
        due_on=due_day(one.on, step),
        details={"step": step, "on": one.on.isoformat(), "sentence": one.evidence},
    )


def prefix(one: Expiring) -> str:
    """What the keys of all reminders of one term begin with."""
    return f"expiry:{one.document_id}:{one.on.isoformat()}:"
