"""Loading the sample consultations (装入示例征求意见): once, after the sample documents and people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from base import clock, outbox
from base.db import Database
from base.markup import to_html
from base.staff import audit, units
from base.staff.roles import at_the_console
from base.staff.tables import Unit
from base.staff.units import UnitOrder
from registry.consultations.outcome_flow import snapshot
from registry.consultations.rules.terms import (
    Channel,
    CommentState,
    ConsultationDeed,
    NoticeProgress,
    TextRole,
    Voice,
)
from registry.consultations.tables import (
    Comment,
    CommentOutcome,
    Consultation,
    ConsultationEvent,
    ConsultationText,
    Meeting,
    OutcomeEdition,
)
from registry.consultations.texts import fingerprint, kept, printed_title, read_draft
from registry.participation.sample import day, files, moment
from registry.sample.people import DEPARTMENT
from registry.tables import Document, Text

WRITER, REVIEWER = "drafter", "publisher"
SAME = ("deciding_body", "contact_person", "phone", "fax", "email", "postal_address", "postcode")


@dataclass(frozen=True, slots=True)
class Making:
    """One consultation while it is made: its row, what its file says, and the day of loading."""

    session: Session
    row: Consultation
    held: Mapping[str, Any]
    today: date
    html: Mapping[str, str]

    def stamp(self) -> dict[str, Any]:
        """When it was recorded, and by whom."""
        return {"recorded_at": self.row.published_at, "recorded_by": WRITER}


def load(database: Database) -> int:
    """Make the sample consultations unless there are any; gives how many."""
    held = files()
    # Rendered before the transaction: nobody waits for it.
    html = {words: to_html(words) for each in held for words in _markdown(each)}
    with database.transaction() as session:
        audit.turn(session)
        if session.scalars(select(Consultation.id).limit(1)).first():
            return 0
        for each in held:
            making = _notice(session, each, html)
            draft = _papers(making)
            meetings, outcomes = _meetings(making), _outcomes(making)
            _comments(making, draft, meetings, outcomes)
            _events(making)
        by = at_the_console(WRITER)
        audit.record(session, by, "consultation.sample", "consultations", after={"number": len(held)})
        outbox.grow(session)
        return len(held)


def _markdown(held: Mapping[str, Any]) -> list[str]:
    """Everything in a file that is written in Markdown."""
    records = [each.get("record", "") for each in held.get("meeting", ())]
    return [held["words"], held.get("outcome_words", ""), *records]


def _notice(session: Session, held: Mapping[str, Any], html: Mapping[str, str]) -> Making:
    today, title = clock.today(), str(held["title"])
    published = moment(held["published"], today)
    row = Consultation(
        token=f"sample-{title}"[:64],
        progress=NoticeProgress.PUBLISHED.value,
        unit_id=_unit(session, held["unit"]),
        title=title,
        matter=held["matter"],
        words=held["words"].strip(),
        words_html=html[held["words"]],
        from_on=day(held["published"], today),
        through_on=day(held["through"], today),
        author=WRITER,
        submitted_at=published,
        submitted_by=WRITER,
        reviewed_at=published,
        reviewed_by=REVIEWER,
        opinion="内容完整，期限符合规定，同意发布。",
        published_at=published,
        outcome_words=held.get("outcome_words", "").strip(),
        outcome_html=html[held.get("outcome_words", "")],
        recorded_at=published,
        recorded_by=WRITER,
        changed_at=published,
        **{name: held.get(name, "") for name in SAME},
    )
    session.add(row)
    session.flush()
    return Making(session, row, held, today, html)


def _unit(session: Session, name: str) -> int:
    known: Unit | None = units.named(session, DEPARTMENT, name)
    return (known or units.create(session, UnitOrder(DEPARTMENT, name), by=at_the_console(WRITER))).id


def _papers(making: Making) -> int:
    """The draft and its note; gives the id of the draft."""
    made = []
    for role, source in (
        (TextRole.DRAFT, making.held["draft"]),
        (TextRole.DRAFTING_NOTE, making.held["note"]),
    ):
        provisions = read_draft(source)
        text = ConsultationText(
            consultation_id=making.row.id,
            role=role.value,
            edition=1,
            title=printed_title(source),
            source=source.strip(),
            provisions=kept(provisions),
            fingerprint=fingerprint(provisions),
            **making.stamp(),
        )
        making.session.add(text)
        made.append(text)
    making.session.flush()
    return made[0].id


def _meetings(making: Making) -> list[int]:
    made = []
    for each in making.held.get("meeting", ()):
        through = each.get("register_through")
        meeting = Meeting(
            consultation_id=making.row.id,
            kind=each["kind"],
            title=each["title"],
            held_at=moment(each["held"], making.today),
            place=each["place"],
            register_through=None if through is None else day(through, making.today),
            papers_sent_on=day(each["papers_sent"], making.today),
            announced_at=moment(each["announced"], making.today),
            participants=each["participants"],
            record=each.get("record", "").strip(),
            record_html=making.html[each.get("record", "")],
            **making.stamp(),
        )
        making.session.add(meeting)
        made.append(meeting)
    making.session.flush()
    return [meeting.id for meeting in made]


def _outcomes(making: Making) -> list[int]:
    made = []
    for place, each in enumerate(making.held.get("outcome", ()), 1):
        outcome = CommentOutcome(
            consultation_id=making.row.id,
            position=place,
            decided_at=moment(making.held["outcome_published"], making.today),
            decided_by=WRITER,
            **each,
            **making.stamp(),
        )
        making.session.add(outcome)
        made.append(outcome)
    making.session.flush()
    return [outcome.id for outcome in made]


def _comments(making: Making, draft: int, meetings: list[int], outcomes: list[int]) -> None:
    for place, each in enumerate(making.held.get("comment", ()), 1):
        received = min(moment(each["day"], making.today), clock.now())
        making.session.add(
            Comment(
                consultation_id=making.row.id,
                token=f"sample-{making.row.id}-{place}",
                state=CommentState.SHOWN.value,
                channel=Channel(each["channel"]).value,
                voice=Voice(each.get("voice", "public")).value,
                organisation=each.get("organisation", False),
                text_id=draft,
                eid=each.get("eid", ""),
                exact=each.get("exact", ""),
                words=each["words"],
                meeting_id=meetings[each["meeting"] - 1] if "meeting" in each else None,
                outcome_id=outcomes[each["outcome"] - 1] if "outcome" in each else None,
                received_at=received,
                said_on=clock.local(received).date(),
                recorded_by="公众" if each["channel"] == "online" else WRITER,
                moderated_at=received,
                moderated_by=REVIEWER,
            )
        )
    making.session.flush()


def _events(making: Making) -> None:
    """What happened, in order; with the document that came of it, and its first text."""
    row, held, today = making.row, making.held, making.today
    _happened(making, ConsultationDeed.PUBLISH, held["published"])
    if "outcome_published" in held:
        _publish_outcome(making, moment(held["outcome_published"], today))
        _happened(making, ConsultationDeed.PUBLISH_OUTCOME, held["outcome_published"])
    if "adopted" in held:
        query = select(Document.id, Text.id).join(Text, Text.document_id == Document.id)
        query = query.where(Document.title == held["adopted"], Text.withdrawn_at.is_(None))
        row.document_id, row.text_id = making.session.execute(query.order_by(Text.position)).first() or (
            None,
            None,
        )
        _happened(making, ConsultationDeed.ADOPT, held["adopted_on"])
    if "dropped" in held:
        _happened(making, ConsultationDeed.DROP, held["dropped_on"])
    making.session.flush()


def _publish_outcome(making: Making, at: datetime) -> None:
    """The outcome as its one edition, which the office read and published."""
    row = making.row
    row.outcome_published_at = row.outcome_submitted_at = at
    row.outcome_submitted_by = WRITER
    edition = OutcomeEdition(
        consultation_id=row.id,
        edition=1,
        words=row.outcome_words,
        words_html=row.outcome_html,
        rows=snapshot(making.session, row.id),
        submitted_at=at,
        submitted_by=WRITER,
        published_at=at,
        published_by=REVIEWER,
    )
    making.session.add(edition)


def _happened(making: Making, deed: ConsultationDeed, when: int | str) -> None:
    making.session.add(
        ConsultationEvent(
            consultation_id=making.row.id,
            deed=deed.value,
            at=moment(when, making.today),
            by=REVIEWER,
            reason=making.held["dropped"] if deed is ConsultationDeed.DROP else "",
            document_id=making.row.document_id if deed is ConsultationDeed.ADOPT else None,
        )
    )
