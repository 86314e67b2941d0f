"""Pages of answering comments (采纳情况整理): the work table, one row to decide, the preview."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from base import clock, typeset, web
from base.errors import NotFound, Unavailable
from base.headers import as_file
from base.staff.access import actor, may
from base.staff.roles import Owner, Permission
from registry.consultations import notices
from registry.consultations.outcome_work import in_the_way, last_published, outcome, pending, progress
from registry.consultations.reads import answering, outcomes
from registry.consultations.reads.page import read_page
from registry.consultations.renditions import outcome_sheet, outcome_table
from registry.consultations.rules.standing import overdue, owes_outcome
from registry.consultations.rules.terms import NoticeProgress, Verdict
from registry.consultations.tables import Consultation
from registry.desk import owners
from registry.law.designations import designation
from registry.views import frame, printing

PLACE = "consultations"
NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed into a form that was refused, and its faults by field; empty at first."""

    words: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)
    eids: tuple[str, ...] = ()


def of(session: Session, *, key: int, **_others: object) -> Owner | None:
    """Whose the consultation is: the unit's that drafts."""
    row = session.get(Consultation, key)
    return owners.of_unit(session, row.unit_id) if row else None


def trail(row: Consultation, *, deep: bool = False) -> list[tuple[str, str]]:
    """The way here."""
    found = [("/desk/consultations", "征求意见"), (f"/desk/consultations/{row.id}", row.title)]
    return [*found, (f"/desk/consultations/{row.id}/outcome", "采纳情况")] if deep else found


@may(Permission.READ_CONSULTATION, of=of)
def table(key: int) -> str:
    """The comments in no row beside the rows of the table, and what may be done with them."""
    return work_page(key, Typed())


def work_page(key: int, typed: Typed) -> str:
    """The work table, with what was typed where a form was refused."""
    eid = request.args.get("provision", "").strip()[:60]
    number = web.page_number()
    with web.reading() as session:
        row = notices.get(session, key)
        days = web.config().consulting.outcome_days
        course = notices.course_of(session, row, days)
        made = outcomes.preview(session, row)
        edition, before = pending(session, key), last_published(session, key)
        total, left = progress(session, key)
        return render_template(
            "desk/consultations/outcome.html",
            place=PLACE,
            trail=trail(row),
            row=row,
            made=made,
            rows=[each for each in made.rows if not eid or eid in each.eids],
            waiting=answering.waiting(session, key, eid, number),
            eid=eid,
            label=designation,
            total=total,
            left=left,
            first=answering.next_open(session, key),
            hindrances=in_the_way(session, row, days) if row.published_at else (),
            edition=edition,
            before=before,
            due_on=course.due_on(clock.today()),
            owes=owes_outcome(course, clock.today()),
            late=overdue(course, clock.today()),
            **_allowed(session, row, open_=edition is None),
            typed=typed.words,
            faults=typed.faults,
        )


def _allowed(session: Session, row: Consultation, *, open_: bool) -> dict[str, bool]:
    owner, who = owners.of_unit(session, row.unit_id), actor()
    public = row.progress == NoticeProgress.PUBLISHED.value
    return {
        "handles": open_ and public and who.may(Permission.HANDLE_COMMENT, owner),
        "recalls": not open_ and who.may(Permission.HANDLE_COMMENT, owner),
        "publishes": not open_ and who.may(Permission.PUBLISH_CONSULTATION, owner),
    }


@may(Permission.READ_CONSULTATION, of=of)
def one(key: int, number: int) -> str:
    """One row to be decided, with the comments that it answers."""
    return row_page(key, number, Typed())


def row_page(key: int, number: int, typed: Typed) -> str:
    """The page of a row, with what was typed where the form was refused."""
    with web.reading() as session:
        row, found = notices.get(session, key), outcome(session, number)
        if found.consultation_id != key:
            raise NotFound("这一条答复不属于这次征求意见，请重新打开页面")
        total, left = progress(session, key)
        held = {"summary": found.summary, "verdict": found.verdict, "reason": found.reason}
        return render_template(
            "desk/consultations/outcome_row.html",
            place=PLACE,
            trail=trail(row, deep=True),
            row=row,
            one=found,
            members=answering.members_of(session, key, number, web.page_number()),
            places=answering.places_of_draft(session, key),
            chosen=typed.eids if typed.words else tuple(found.eids),
            label=designation,
            verdicts=list(Verdict),
            following=answering.next_open(session, key, found.position),
            total=total,
            left=left,
            **_allowed(session, row, open_=pending(session, key) is None),
            typed={**held, **typed.words},
            faults=typed.faults,
        )


@may(Permission.READ_CONSULTATION, of=of)
def preview(key: int) -> str:
    """The table as the public would read it: as it was submitted, or as it stands now."""
    with web.reading() as session:
        row = notices.get(session, key)
        page = read_page(session, key, clock.today(), web.config().consulting)
        edition = pending(session, key)
        return render_template(
            "desk/consultations/outcome_preview.html",
            place=PLACE,
            trail=trail(row, deep=True),
            row=row,
            edition=edition,
            made=outcomes.of_edition(session, edition) if edition else outcomes.preview(session, row),
            name=outcome_table.name_of(page),
            places=outcome_table.places(page),
            label=designation,
            prints=not printing.why_not(),
        )


@may(Permission.READ_CONSULTATION, of=of)
def preview_pdf(key: int) -> ResponseReturnValue:
    """The same in print, with 草稿 across every page."""
    if reason := printing.why_not():
        raise Unavailable(reason)
    with web.reading() as session:
        row = notices.get(session, key)
        page = read_page(session, key, clock.today(), web.config().consulting)
        edition = pending(session, key)
        made = outcomes.of_edition(session, edition) if edition else outcomes.preview(session, row)
    words = outcome_sheet.html(page, made, frame.root(), web.config().site.name, draft=True)
    # Not kept on disk: nobody but the staff may read it.
    answer: Response = as_file(typeset.to_pdf(words), "application/pdf", "采纳情况（草稿）.pdf", in_page=True)
    return answer
