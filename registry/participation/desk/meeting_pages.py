"""Pages of meetings (会议页面): the list, the form, one meeting with its rules and what may be done."""

import secrets
from collections.abc import Mapping

from flask import Response, render_template, send_file
from sqlalchemy.orm import Session

from base import clock, files, web
from base.errors import NotFound
from base.staff.access import actor, may
from base.staff.roles import Permission
from registry.consultations import meeting_papers, meetings, notices
from registry.consultations.rules.terms import MeetingKind
from registry.consultations.tables import Consultation, Meeting
from registry.desk import owners
from registry.participation.desk.comment_pages import PLACE, of, trail

SANDBOX = "sandbox; default-src 'none'"


def way(row: Consultation) -> list[tuple[str, str]]:
    """The way to a meeting."""
    return [*trail(row), (f"/desk/consultations/{row.id}/meetings", "会议")]


def handles(session: Session, row: Consultation) -> bool:
    """Whether the person may plan and announce meetings on this consultation."""
    return actor().may(Permission.CONSULT, owners.of_unit(session, row.unit_id))


@may(Permission.READ_CONSULTATION, of=of)
def index(key: int) -> str:
    """The meetings on a consultation."""
    with web.reading() as session:
        row = notices.get(session, key)
        found = meetings.meetings_of(session, key)
        return render_template(
            "desk/consultations/meetings.html",
            place=PLACE,
            trail=trail(row),
            row=row,
            meetings=[(each, MeetingKind(each.kind), _broken(session, row, each)) for each in found],
            handles=handles(session, row),
            now=clock.now(),
        )


def _broken(session: Session, row: Consultation, meeting: Meeting) -> int:
    if meeting.withdrawn_at is not None:
        return 0
    found = meetings.findings_of(session, row, meeting)
    return sum(each.broken and each.rule.id not in meeting.reasons for each in found)


@may(Permission.CONSULT, of=of)
def new(key: int) -> str:
    """The form of a meeting to be planned."""
    return form(key, None, {"token": secrets.token_hex(16), "kind": MeetingKind.SEMINAR.value}, {})


@may(Permission.CONSULT, of=of)
def edit(key: int, number: int) -> str:
    """The form of a meeting that is planned or announced."""
    with web.reading() as session:
        held = meetings.get(session, key, number)
        typed = {
            "kind": held.kind,
            "title": held.title,
            "held_at": f"{clock.local(held.held_at):%Y-%m-%dT%H:%M}",
            "place": held.place,
            "content": held.content,
            "selection": held.selection,
            "register_through": held.register_through.isoformat() if held.register_through else "",
            "papers_sent_on": held.papers_sent_on.isoformat() if held.papers_sent_on else "",
            "version": str(held.version),
        }
    return form(key, number, typed, {})


def form(key: int, number: int | None, typed: Mapping[str, str], faults: Mapping[str, str]) -> str:
    """The form of a meeting, with what was typed."""
    with web.reading() as session:
        row = notices.get(session, key)
        return render_template(
            "desk/consultations/meetings_form.html",
            place=PLACE,
            trail=way(row),
            row=row,
            number=number,
            kinds=list(MeetingKind),
            typed=typed,
            faults=faults,
        )


@may(Permission.READ_CONSULTATION, of=of)
def show(key: int, number: int) -> str:
    """One meeting: its notice, what the rules say of it, its list, record and files."""
    return page(key, number, {}, {})


def page(key: int, number: int, typed: Mapping[str, str], faults: Mapping[str, str]) -> str:
    """The page of a meeting, with what was typed where a form was refused."""
    with web.reading() as session:
        row, held = notices.get(session, key), meetings.get(session, key, number)
        listed = "\n".join("，".join(filter(None, (each["name"], each["as"]))) for each in held.participants)
        return render_template(
            "desk/consultations/meeting.html",
            place=PLACE,
            trail=way(row),
            row=row,
            meeting=held,
            kind=MeetingKind(held.kind),
            findings=meetings.findings_of(session, row, held) if held.withdrawn_at is None else (),
            files=meetings.files_of(session, number),
            handles=handles(session, row) and held.withdrawn_at is None,
            past=held.held_at <= clock.now(),
            typed={"participants": listed, "record": held.record, **typed},
            faults=faults,
        )


@may(Permission.READ_CONSULTATION, of=of)
def download(key: int, number: int, file: int) -> Response:
    """A file of a meeting, the signed record too, for the staff."""
    with web.reading() as session:
        meetings.get(session, key, number)
        row = meeting_papers.file_of(session, number, file)
        name, media_type, digest = row.filename, row.media_type, row.sha256
    place = files.path_of(web.config().files, digest)
    if not place.exists():
        raise NotFound(f"文件“{name}”不在文件库中，请从备份恢复")
    answer = send_file(place, media_type, as_attachment=True, download_name=name, etag=digest)
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
