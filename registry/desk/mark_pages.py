"""Documents at the desk of marks: the search, the record of one, and what it said at a past moment."""

import re
from datetime import UTC, date, datetime, timedelta

from flask import Response, jsonify, render_template, request
from sqlalchemy import select

from base import clock, web
from base.errors import BadInput, NotFound
from base.staff.access import actor
from base.staff.roles import Permission
from registry.cleanup.tables import Campaign
from registry.desk import owners
from registry.law.terms import Publication, RelationKind, Validity
from registry.law.validity import standing_sentence, validity
from registry.marking import finding, receipts, record
from registry.marking.deeds import Deed
from registry.marking.known import Known, known
from registry.reads.life import lives
from registry.reads.page import RELATION_LABELS
from registry.tables import Document, RelationRow

LONGEST_QUERY = 200
# A moment written to the minute, as forms send it and records are shown.
MINUTE = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")
SUGGESTED = 8
OFFERED = tuple(deed for deed in Deed if deed is not Deed.TAKE_BACK)


def documents() -> str:
    """The search for the document to be marked."""
    words = request.args.get("q", "").strip()[:LONGEST_QUERY]
    status = request.args.get("status", "").strip()
    if status and status not in set(Validity):
        raise BadInput(f"“status={status[:20]}”应为 {'、'.join(Validity)} 之一")
    standing = Validity(status) if status else None
    with web.reading() as session:
        found = finding.find(session, words, standing, web.page_number(), clock.today())
    return render_template(
        "desk/marks/list.html",
        place="marks",
        words=words,
        status=status,
        found=found,
        standings=list(Validity),
        published=Publication.PUBLISHED,
    )


def named_json() -> Response:
    """Documents whose title holds the words typed, or whose number they are, to complete a field."""
    words = request.args.get("q", "").strip()[:LONGEST_QUERY]
    with web.reading() as session:
        lines = finding.find(session, words, None, 1, clock.today()).lines if words else ()
    shown = [line for line in lines if line.publication is Publication.PUBLISHED][:SUGGESTED]
    return jsonify(
        [{"title": one.title, "number": one.number, "status": one.standing.label} for one in shown]
    )


def show(key: int) -> str:
    """A document with its whole record, and the deeds that can be done to it."""
    today = clock.today()
    with web.reading() as session:
        document = the(session.get(Document, key))
        events = lives(session, [key]).get(key, ())
        owner = owners.of_document(session, document)
        bonds = record.bonds(session, key)
        replaced = next((bond.title for bond in bonds if _replaces(bond)), "")
        return render_template(
            "desk/marks/document.html",
            place="marks",
            trail=(("/desk/documents", "时效标注"),),
            document=document,
            standing=validity(events, today),
            sentence=standing_sentence(events, today, replaced),
            entries=record.entries(session, key),
            bonds=bonds,
            texts=record.texts(session, key),
            files=record.files(session, key),
            receipts=receipts.receipts(session, key),
            campaigns=session.scalars(select(Campaign).where(Campaign.decision_document_id == key)).all(),
            deeds=OFFERED if actor().may(Permission.MARK, owner) else (),
            originals=actor().may(Permission.READ_ORIGINAL, owner),
            deed_names={deed.value: deed.label for deed in Deed},
            now=clock.local(clock.now()),
            local=clock.local,
            public=document.publication == Publication.PUBLISHED.value,
        )


def _replaces(bond: record.Bond) -> bool:
    return bond.kind is RelationKind.REPLACES and not bond.outward and bond.withdrawn_at is None


def the(document: Document | None) -> Document:
    """The document; raises NotFound where there is none."""
    if document is None:
        raise NotFound("没有这份文件，请从“时效标注”查找")
    return document


def as_known(key: int) -> str:
    """What the record said of the document at a past moment."""
    at = moment()
    with web.reading() as session:
        found = known(session, key, at, web.asked_day())
        return render_template(
            "desk/marks/as_known.html",
            place="marks",
            trail=(("/desk/documents", "时效标注"), (f"/desk/documents/{key}", found.document.title)),
            known=found,
            local=clock.local,
            relation_words=relation_words,
        )


def as_known_json(key: int) -> Response:
    """The same for programs."""
    at = moment()
    with web.reading() as session:
        return jsonify(plain(known(session, key, at, web.asked_day())))


def moment() -> datetime:
    """The moment asked for (`at=2026-11-20T10:00`, in Shanghai); now when none is; raises BadInput."""
    raw = request.args.get("at", "").strip()
    if not raw:
        return clock.now()
    try:
        local = datetime.fromisoformat(raw[:40])
    except ValueError:
        raise BadInput(f"时刻“at={raw[:40]}”无法识别：请写成 2026-11-20T10:00 的形式") from None
    if local.year not in web.YEARS:
        raise BadInput(f"时刻“at={raw[:40]}”的年份应在 {web.YEARS.start} 至 {web.YEARS.stop - 1} 之间")
    found = (local if local.tzinfo else local.replace(tzinfo=clock.SHANGHAI)).astimezone(UTC)
    if found > clock.now():
        raise BadInput(f"时刻“at={raw[:40]}”尚未到来：只能查过去的记录")
    return min(found + _rest_of_minute(raw), clock.now())


def _rest_of_minute(raw: str) -> timedelta:
    """What a moment written to the minute still holds of it.

    Records are shown to the minute: who asks for the minute they print has to find them.
    """
    return timedelta(minutes=1) - timedelta(microseconds=1) if MINUTE.fullmatch(raw) else timedelta(0)


def plain(found: Known) -> dict[str, object]:
    """What was known, as plain values."""
    return {
        "document": found.document.id,
        "address": found.document.address,
        "title": found.document.title,
        "at": found.at.isoformat(),
        "on": found.on.isoformat(),
        "public": found.shown,
        "validity": {"value": found.standing.value, "label": found.standing.label},
        "sentence": found.sentence,
        "version": None
        if found.version is None
        else {"title": found.version.title, "dated_on": _iso(found.version.dated_on)},
        "events": [
            {
                "kind": event.kind.value,
                "on": _iso(event.on),
                "provisions": list(event.provisions),
                "area": event.area,
                "act": {"title": event.act.title, "number": event.act.number} if event.act else None,
                "evidence": event.evidence,
            }
            for event in found.events
        ],
        "relations": [relation_words(found, row) for row in found.relations],
    }


def relation_words(found: Known, row: RelationRow) -> dict[str, object]:
    """A relation as it is told: by which word, with whom."""
    outward = row.source_id == found.document.id
    return {
        "label": RELATION_LABELS[RelationKind(row.kind), outward],
        "title": row.target_title if outward else row.source_title,
        "number": row.target_number if outward else row.source_number,
        "document": row.target_id if outward else row.source_id,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
