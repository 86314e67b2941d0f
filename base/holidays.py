"""The table of holidays (节假日表): seeded once, kept by the office, read as a `Calendar`."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from chinese_calendar import constants
from sqlalchemy import String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from base import clock, notices, outbox
from base.db import Moment, Table
from base.errors import BadInput, WrongStage
from base.staff import audit
from base.staff.roles import Actor
from base.workdays import Calendar

# The packaged notices begin in 2004.
YEARS = range(2004, 2101)
PACKAGED = "随软件提供"
FESTIVALS = {festival.value: festival.chinese for festival in constants.Holiday}


class HolidayYear(Table):
    """A year whose notice (放假安排通知) was entered: where it stands, and who entered it."""

    __tablename__ = "holiday_year"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    source: Mapped[str] = mapped_column(String(200), default="")
    source_url: Mapped[str] = mapped_column(String(500), default="")
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    recorded_by: Mapped[str] = mapped_column(String(60))


class Holiday(Table):
    """A day that is free though it is none of the weekend, or worked though it is (调休)."""

    __tablename__ = "holiday"

    day: Mapped[date] = mapped_column(primary_key=True)
    works: Mapped[bool]
    name: Mapped[str] = mapped_column(String(60), default="")


@dataclass(frozen=True, slots=True)
class Announced:
    """A year as the table has it: its days, and where its notice stands; `recorded_by` "" for none."""

    year: int
    days: Mapping[date, tuple[bool, str]] = field(default_factory=dict)
    source: str = ""
    source_url: str = ""
    recorded_at: datetime | None = None
    recorded_by: str = ""

    @property
    def mark(self) -> str:
        """What tells one state of the year from another: who saves over an older one is told."""
        stated = f"{self.source}\n{self.source_url}\n{self.recorded_by}\n{notices.written(self.days)}"
        return hashlib.sha256(stated.encode()).hexdigest()[:16]


def years(session: Session) -> tuple[int, ...]:
    """The years with a notice, the newest first."""
    return tuple(session.scalars(select(HolidayYear.year).order_by(HolidayYear.year.desc())))


def announced(session: Session, year: int) -> Announced:
    """The year as the table has it."""
    query = select(Holiday).where(Holiday.day.between(date(year, 1, 1), date(year, 12, 31)))
    days = {row.day: (row.works, row.name) for row in session.scalars(query.order_by(Holiday.day))}
    row = session.get(HolidayYear, year)
    if row is None:
        return Announced(year, days)
    return Announced(year, days, row.source, row.source_url, row.recorded_at, row.recorded_by)


def announce(session: Session, made: Announced, seen: str, *, by: Actor) -> None:
    """Enter (登记) the notice of a year, or correct it; whatever is counted through the year is counted anew.

    `seen` is the mark of the year as the person saw it; raises WrongStage where somebody was first.
    """
    audit.turn(session)
    before = announced(session, made.year)
    if before.mark != seen:
        raise WrongStage(f"{made.year}年的节假日表刚刚已由他人修改，请核对后再保存")
    _replace(session, made.year, made.days)
    session.merge(
        HolidayYear(
            year=made.year,
            source=made.source,
            source_url=made.source_url,
            recorded_at=clock.now(),
            recorded_by=by.name[:60],
        )
    )
    _tell(session, "holidays.announce", before, made, by)


def take_back(session: Session, year: int, *, by: Actor) -> None:
    """Take back (撤销) the notice of a year: its days are foreseen again. Raises BadInput for the past."""
    audit.turn(session)
    before = announced(session, year)
    if not before.recorded_by:
        raise BadInput(f"{year}年没有登记放假安排")
    if year <= clock.today().year:
        raise BadInput(f"{year}年的放假安排已经施行，不能撤销，只能更正")
    _replace(session, year, {})
    session.execute(delete(HolidayYear).where(HolidayYear.year == year))
    _tell(session, "holidays.take_back", before, Announced(year), by)


def _replace(session: Session, year: int, days: Mapping[date, tuple[bool, str]]) -> None:
    session.execute(delete(Holiday).where(Holiday.day.between(date(year, 1, 1), date(year, 12, 31))))
    session.add_all(Holiday(day=day, works=works, name=name[:60]) for day, (works, name) in days.items())
    session.flush()


def _tell(session: Session, deed: str, before: Announced, after: Announced, by: Actor) -> None:
    def stated(held: Announced) -> dict[str, object]:
        return {"source": held.source, "url": held.source_url, "days": notices.written(held.days).split("\n")}

    subject = f"holidays:{after.year}"
    audit.record(session, by, deed, subject, before=stated(before), after=stated(after))
    # Due days and rates stand on public pages.
    outbox.grow(session)


def calendar(session: Session) -> Calendar:
    """The working days as the table has them now."""
    days = dict(session.execute(select(Holiday.day, Holiday.works)).all())
    return Calendar(days, frozenset(session.scalars(select(HolidayYear.year))))


def seed(session: Session) -> None:
    """Fill an empty table with the years that the packaged notices know (2004 to the last announced)."""
    if session.execute(select(HolidayYear.year).limit(1)).first():
        return
    now = clock.now()
    known = {day: (False, FESTIVALS.get(name, name)) for day, name in constants.holidays.items()}
    known |= {day: (True, FESTIVALS.get(name, name)) for day, name in constants.workdays.items()}
    source = "国务院办公厅关于部分节假日安排的通知"
    for year in sorted({day.year for day in known}):
        session.add(
            HolidayYear(year=year, source=f"{source}（{year}年）", recorded_at=now, recorded_by=PACKAGED)
        )
    session.add_all(Holiday(day=day, works=works, name=name) for day, (works, name) in sorted(known.items()))
