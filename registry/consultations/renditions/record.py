"""Consultations as JSON (数据接口): the values that the pages show, named as others name them (GOV.UK)."""

from collections.abc import Iterable
from datetime import date, datetime

from registry.consultations.reads.gatherings import Gathering
from registry.consultations.reads.life import Happened, Named
from registry.consultations.reads.listing import Listed
from registry.consultations.reads.page import ConsultationPage
from registry.consultations.reads.papers import Edition, PublicFile
from registry.consultations.rules.passages import homes, passages
from registry.consultations.rules.period import Length
from registry.consultations.rules.standing import Course
from registry.consultations.rules.terms import ConsultationDeed, ConsultationState
from registry.law.provisions import Provision
from registry.law.terms import Term

Json = dict[str, object]
# How GOV.UK calls the three ages of a consultation.
OPEN, CLOSED, OUTCOME = "open_consultation", "closed_consultation", "consultation_outcome"
TYPES = {
    ConsultationState.ANNOUNCED: OPEN,
    ConsultationState.OPEN: OPEN,
    ConsultationState.OUTCOME_PUBLISHED: OUTCOME,
    ConsultationState.ADOPTED: OUTCOME,
}


def consultation(page: ConsultationPage, root: str) -> Json:
    """The consultation as plain values; `on` is the day that its state speaks of."""
    return {
        "@id": f"{root}{page.address}",
        "id": page.id,
        "title": page.title,
        "on": page.day.isoformat(),
        **_standing(page.state, page.course, page.day),
        "matter": term(page.matter),
        "unit": page.unit,
        "deciding_body": page.deciding_body,
        "first_published_at": moment(page.published_at),
        "length": _lengths(page),
        "body": str(page.words),
        "ways_to_respond": _ways(page, root),
        "revises": named(page.revises, root),
        "drafts": [_draft(each, page, root) for each in page.drafts],
        "drafting_note": _provisions(page.papers.note),
        "documents": [_file(file, page, root) for file in page.notice_files],
        "meetings": [_meeting(each, page, root) for each in page.meetings],
        "comments_shown": page.papers.comments,
        "final_outcome": _outcome(page, root),
        "adopted": named(page.adopted, root),
        "change_history": [_event(each, page.drafts) for each in page.happened],
    }


def listed(row: Listed, day: date, root: str) -> Json:
    """One consultation of a list."""
    return {
        "@id": f"{root}{row.address}",
        "title": row.title,
        **_standing(row.state(day), row.course, day),
        "matter": term(row.matter),
        "unit": row.unit,
        "deciding_body": row.deciding_body,
        "first_published_at": moment(row.published_at),
        "adopted": named(row.adopted, root),
    }


def term(member: Term) -> Json:
    """A member of a closed list: its value for programs, its word for people."""
    return {"value": member.value, "label": member.label}


def moment(at: datetime) -> str:
    """A moment in UTC, to the second."""
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


def named(found: Named | None, root: str) -> Json | None:
    """A document of the registry."""
    if found is None:
        return None
    return {"@id": f"{root}/documents/{found.address}", "title": found.title, "number": found.number}


def _standing(state: ConsultationState, course: Course, day: date) -> Json:
    last = course.last_day(day)
    left = (last - day).days if state is ConsultationState.OPEN else None
    return {
        "document_type": TYPES.get(state, CLOSED),
        "state": term(state),
        "opening_date": course.opens_on.isoformat(),
        # The last day is in it: one can answer until its midnight in China.
        "closing_date": last.isoformat(),
        "days_left": left,
        "outcome_due": course.due_on(day).isoformat(),
    }


def _lengths(page: ConsultationPage) -> Json:
    found = page.lengths.measured
    return {
        "announced_from": page.course.from_on.isoformat(),
        "announced_through": page.course.through_on.isoformat(),
        "announced": _length(found.announced),
        "real": _length(page.lengths.extended or found.real),
        "least": {"count": found.least.count, "unit": "workdays" if found.least.working else "days"},
        "short": found.short,
        "short_reason": page.lengths.short_reason,
    }


def _length(found: Length) -> Json:
    return {"days": found.days, "workdays": found.workdays}


def _ways(page: ConsultationPage, root: str) -> Json:
    ways = page.ways
    return {
        "link_url": f"{root}{page.address}/comments/new" if page.open else "",
        "email": ways.email,
        "postal_address": ways.postal_address,
        "postcode": ways.postcode,
        "phone": ways.phone,
        "fax": ways.fax,
        "contact": ways.person,
    }


def _draft(draft: Edition, page: ConsultationPage, root: str) -> Json:
    here = f"{root}{page.address}"
    current = draft is page.drafts[0]
    home = homes(passages(draft.provisions)) if current else {}
    found: Json = {
        "edition": draft.edition,
        "title": draft.title,
        "current": current,
        "since": moment(draft.since),
        "reason": draft.reason,
        "url": f"{here}#draft" if current else f"{here}/drafts/{draft.edition}",
    }
    if current:
        said = page.papers.said
        found["provisions"] = [
            {**each, "comments_shown": said.get(str(each["eid"]), 0)} if each["eid"] in home else each
            for each in _provisions(draft.provisions)
        ]
    return found


def _provisions(found: Iterable[Provision]) -> list[Json]:
    names = ("eid", "number", "heading", "body")
    return [
        {"level": node.level.value, **{name: getattr(node, name) for name in names}}
        for provision in found
        for node in provision.walk()
    ]


def _file(file: PublicFile, page: ConsultationPage, root: str) -> Json:
    return {
        "filename": file.filename,
        "media_type": file.media_type,
        "size": file.size,
        "sha256": file.sha256,
        "url": f"{root}{page.address}/files/{file.id}",
    }


def _meeting(each: Gathering, page: ConsultationPage, root: str) -> Json:
    last = each.register_through
    return {
        "kind": term(each.kind),
        "title": each.title,
        "held_at": moment(each.held_at),
        "place": each.place,
        "announced_at": moment(each.announced_at),
        "register_through": last.isoformat() if last else None,
        "participants": [{"name": name, "as": role} for name, role in each.participants],
        "record": str(each.record),
        "called_off": each.called_off,
        "documents": [_file(file, page, root) for file in each.files],
    }


def _outcome(page: ConsultationPage, root: str) -> Json | None:
    dropped, outcome = page.last(ConsultationDeed.DROP), page.outcome
    if outcome is None:
        reason = dropped.reason if dropped else ""
        return {"publication_date": None, "url": "", "dropped_reason": reason} if dropped else None
    return {
        "publication_date": outcome.on.isoformat(),
        "url": f"{root}{page.address}/outcome",
        "dropped_reason": dropped.reason if dropped else "",
    }


def _event(each: Happened, drafts: Iterable[Edition]) -> Json:
    edition = next((draft.edition for draft in drafts if draft.text_id == each.text_id), None)
    return {
        "deed": term(each.deed),
        "public_timestamp": moment(each.at),
        "note": each.reason,
        "closing_date": each.through_on.isoformat() if each.through_on else None,
        "edition": edition if each.text_id else None,
    }
