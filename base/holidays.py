"""The table of holidays (节假日表): seeded once, kept by the office, read as a `Calendar`."""

from datetime import date, datetime

from chinese_calendar import constants
from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from base import clock
from base.db import Moment, Table
from base.workdays import Calendar


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


def calendar(session: Session) -> Calendar:
    """The working days as the table has them now."""
    days = dict(session.execute(select(Holiday.day, Holiday.works)).all())
    return Calendar(days, frozenset(session.scalars(select(HolidayYear.year))))


def seed(session: Session) -> None:
    """Fill an empty table with the years that the packaged notices know (2004 to the last announced)."""
    if session.execute(select(HolidayYear.year).limit(1)).first():
        return
    now = clock.now()
    known = {day: (False, name) for day, name in constants.holidays.items()}
    known |= {day: (True, name) for day, name in constants.workdays.items()}
    source = "国务院办公厅关于部分节假日安排的通知"
    for year in sorted({day.year for day in known}):
        session.add(
            HolidayYear(year=year, source=f"{source}（{year}年）", recorded_at=now, recorded_by="seed")
        )
    session.add_all(Holiday(day=day, works=works, name=name) for day, (works, name) in sorted(known.items()))
