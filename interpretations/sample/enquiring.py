"""Loading the sample enquiries (装入示例咨询): asked and answered on the working days before the loading."""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from base import clock, holidays
from base.config import Config
from base.db import Database
from base.staff.roles import Actor, at_the_console
from base.workdays import Calendar
from interpretations.enquiries import asking, replying, routing, selecting
from interpretations.enquiries.asking import Question, Sender
from interpretations.enquiries.selecting import Chosen
from interpretations.enquiries.steps import Seen, get, steps
from interpretations.enquiries.tables import Enquiry
from interpretations.enquiries.terms import HandOff
from interpretations.publishing import editing, release
from interpretations.rules.terms import Progress
from interpretations.sample import FOLDER
from registry.law.designations import eid_of
from registry.tables import Document

ASKED, ANSWERED = time(10, 20), time(16, 5)
WRITER, REVIEWER = "drafter", "publisher"


def load(database: Database, config: Config, secret: str) -> int:
    """Ask and answer the sample enquiries unless there are any; gives how many."""
    held = tomllib.loads((FOLDER / "enquiries.toml").read_text("utf-8"))["enquiry"]
    with database.transaction() as session:
        if session.scalars(select(Enquiry.id).limit(1)).first():
            return 0
        working = holidays.calendar(session)
        for place, each in enumerate(held):
            _enquire(session, place, each, config, secret)
            _place_in_time(session, place + 1, each, working)
        return len(held)


def _enquire(session: Session, place: int, held: Mapping[str, object], config: Config, secret: str) -> None:
    asked = asking.ask(session, _question(session, held), Sender(f"sample-{place}", ""), config, secret)
    by, row = at_the_console(WRITER), asked.enquiry
    seen = Seen(row.id, row.version)
    if "reply" in held:
        replying.reply(session, seen, str(held["reply"]).strip(), config, by=by)
    if "hand_off" in held:
        routing.hand_off(
            session,
            seen,
            HandOff(str(held["hand_off"])),
            str(held["words"]),
            config,
            by=at_the_console(REVIEWER),
        )
    if "selected" in held:
        _select(session, row, held, by)


def _question(session: Session, held: Mapping[str, object]) -> Question:
    query = select(Document.id).where(Document.title == str(held.get("document", "")))
    document = session.scalars(query).first()
    eid = eid_of(str(held.get("provision", ""))) or ""
    return Question(str(held["question"]), str(held.get("title", "")), document, eid if document else "")


def _select(session: Session, row: Enquiry, held: Mapping[str, object], by: Actor) -> None:
    """Make the answer public, as its unit and the office would."""
    chosen = Chosen(str(held["selected"]), str(held["answer"]))
    made = selecting.select_answer(session, Seen(row.id, row.version), chosen, by=by)
    reviewer, now = at_the_console(REVIEWER), clock.now()
    held_now = editing.get(session, made.id)
    held_now.submitted_at, held_now.submitted_by = now, by.name
    held_now.reviewed_at, held_now.reviewed_by, held_now.opinion = now, reviewer.name, "同意选登。"
    held_now.progress = Progress.REVIEWED.value
    release.make_public(session, held_now, now, by=reviewer)


def _place_in_time(session: Session, key: int, held: Mapping[str, object], working: Calendar) -> None:
    """Move an enquiry to the days on which it is told to have been asked and answered."""
    row, today = get(session, key), clock.today()
    days = int(str(held["days"]))
    first = _back(today, days, working) if days else today
    asked = min(_moment(first, ASKED), clock.now())
    answered = (
        _moment(working.add(first, int(str(held["answered"])))[0], ANSWERED) if "answered" in held else None
    )
    row.received_at = asked
    if row.answered_at and answered:
        row.answered_at = row.closed_at = answered
    elif row.closed_at:
        row.closed_at = asked + timedelta(hours=3)
    for place, step in enumerate(steps(session, key)):
        step.at = asked if place == 0 else (answered or row.closed_at or asked)
    session.flush()


def _back(day: date, count: int, working: Calendar) -> date:
    """The working day so many working days before."""
    at = day
    while count:
        at -= timedelta(days=1)
        count -= working.works(at)
    return at


def _moment(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, clock.SHANGHAI)
