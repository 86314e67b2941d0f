"""Marking (标注) at the desk: the form of a deed, its preview, its confirmation."""

import secrets
from datetime import timedelta

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from base import clock, web
from base.errors import NotFound, RegistryError
from base.forms import Faults
from base.staff.access import actor
from base.unprintable import printable
from registry.books import AlreadyRepealed, NotPublished, NotSuspended, Objected, get
from registry.desk import mark_forms, mark_receipts
from registry.desk.mark_forms import OF_THE_TICKET, PROVISIONS, WHOLE, Reading
from registry.law.events import Act
from registry.law.markers import called, cited
from registry.law.objections import MarkRule
from registry.law.terms import EventKind
from registry.marking import outcome, receipts, record
from registry.marking.deeds import ENDING, IN_AREA, IN_PART, Deed, of_document
from registry.marking.outcome import Outcome
from registry.marking.picking import branches
from registry.marking.receipts import ChangedMeanwhile
from registry.tables import Document, EventRow

CONFLICTS = (AlreadyRepealed, NotPublished, NotSuspended)
# What a form holds beside what a person typed.
UNTYPED = frozenset({"csrf_token", *OF_THE_TICKET})


def form(key: int, deed: str) -> ResponseReturnValue:
    """The form of a deed, empty, or filled with the record that is to be corrected (`event`)."""
    chosen = known_deed(deed)
    number = web.whole_number("event", 0, range(1 << 31))
    with web.reading() as session:
        typed = _of_event(of_document(session, key, number)) if number else MultiDict()
        return page(session, key, chosen, typed)


def again(key: int, deed: str) -> ResponseReturnValue:
    """The form again, as it was typed before the preview."""
    with web.reading() as session:
        return page(session, key, known_deed(deed), request.form)


def preview(key: int, deed: str) -> ResponseReturnValue:
    """Everything that will change, before it is confirmed."""
    chosen = known_deed(deed)
    # Not web.transaction: nothing is changed that anybody would have to hear of.
    with web.database().transaction() as session:
        reading = mark_forms.reading(session, chosen, request.form)
        try:
            found = outcome.preview(session, key, reading.mark(), by=actor().name)
        except (Faults, Objected) as wrong:
            return page(session, key, chosen, request.form, wrong, reading), 422
        except CONFLICTS as wrong:
            return conflict(session, key, wrong.sentence), wrong.status
        return previewed(session, key, chosen, found)


def confirm(key: int, deed: str) -> ResponseReturnValue:
    """Mark; a form sent twice marks once, one whose preview is out of date is previewed again."""
    chosen = known_deed(deed)
    try:
        with web.transaction() as session:
            reading = mark_forms.reading(session, chosen, request.form)
            ticket = mark_forms.ticket(request.form)
            receipt = receipts.confirm(session, key, reading.mark(), ticket, by=actor())
            number, seen = receipt.id, any(row["seen_at"] for row in receipt.surfaces)
    except ChangedMeanwhile as wrong:
        return changed(key, chosen, wrong), wrong.status
    except (Faults, Objected, *CONFLICTS) as wrong:
        return refused(key, chosen, wrong)
    if not seen:
        mark_receipts.check(key, number)
    flash("已标注。以下是各处的核对结果。")
    return redirect(f"/desk/documents/{key}/receipts/{number}", 303)


def known_deed(deed: str) -> Deed:
    """The deed of an address; raises NotFound for one that is none."""
    if deed not in set(Deed):
        raise NotFound("没有这种标注事项，请从文件页选择")
    return Deed(deed)


def page(
    session: Session,
    key: int,
    deed: Deed,
    typed: MultiDict[str, str],
    wrong: Faults | Objected | None = None,
    reading: Reading | None = None,
) -> str:
    """The form as a page, with what was typed and what is wrong with it."""
    document = get(session, key)
    # What no page may contain was told as a fault, and is not shown again.
    typed = MultiDict([(name, printable(value)) for name, value in typed.items(multi=True)])
    return render_template(
        "desk/marks/form.html",
        place="marks",
        trail=way(document),
        document=document,
        deed=deed,
        typed=typed,
        faults=faults_of(wrong),
        choices=reading.choices if reading else {},
        corrected=corrected(session, key, typed.get("event_id", "")),
        asks_confirmation=_asks_confirmation(wrong) or bool(typed.get("never_commenced")),
        tree=branches(session, document, clock.today()) if deed in IN_PART else (),
        ticked=frozenset(typed.getlist("provisions")),
        in_part=deed in IN_PART,
        in_area=deed in IN_AREA,
        ending=deed in ENDING,
        local=clock.local,
    )


def corrected(session: Session, key: int, event_id: str) -> record.Entry | None:
    """The record that a form corrects, by the number it names; None where it corrects none."""
    return next((one for one in record.entries(session, key) if str(one.id) == event_id), None)


def way(document: Document) -> tuple[tuple[str, str], ...]:
    """The way to the pages of a document."""
    return (("/desk/documents", "时效标注"), (f"/desk/documents/{document.id}", document.title))


def faults_of(wrong: Faults | Objected | None) -> dict[str, str]:
    """What is wrong, by field."""
    if wrong is None:
        return {}
    if isinstance(wrong, Faults):
        return mark_forms.placed(wrong.fields)
    return mark_forms.placed({one.field: one.sentence for one in reversed(wrong.objections)})


def _asks_confirmation(wrong: Faults | Objected | None) -> bool:
    return isinstance(wrong, Objected) and any(one.rule is MarkRule.UNCOMMENCED for one in wrong.objections)


def _of_event(row: EventRow) -> MultiDict[str, str]:
    """A record as the form that would have made it."""
    expiry = row.kind == EventKind.EXPIRY.value
    values = {
        "event_id": str(row.id),
        "on": row.on.isoformat() if row.on and not expiry else "",
        "through": (row.on - timedelta(days=1)).isoformat() if row.on and expiry else "",
        "undated": "" if row.on else "1",
        "scope": PROVISIONS if row.provisions else WHOLE,
        "area": row.area,
        "act_title": row.act_title,
        "act_number": row.act_number,
        "evidence": row.evidence,
    }
    typed = MultiDict(values)
    typed.setlist("provisions", list(row.provisions))
    return typed


def previewed(
    session: Session, key: int, deed: Deed, found: Outcome, differing: frozenset[int] = frozenset()
) -> str:
    """The preview as a page, with the token that marks once."""
    return render_template(
        "desk/marks/preview.html",
        place="marks",
        trail=way(found.document),
        document=found.document,
        deed=deed,
        outcome=found,
        touched=called(found.event.provisions) if found.event else "",
        act=cited(Act(found.event.act_title, found.event.act_number)) if found.event else "",
        corrected=corrected(session, key, request.form.get("event_id", "")),
        today=clock.today(),
        kept=[(name, value) for name, value in request.form.items(multi=True) if name not in UNTYPED],
        token=secrets.token_urlsafe(24),
        known=",".join(map(str, receipts.standing(session, key))),
        differing=[one for one in record.entries(session, key) if one.id in differing],
        local=clock.local,
    )


def changed(key: int, deed: Deed, wrong: ChangedMeanwhile) -> str:
    """The preview anew, with what another person changed in between."""
    with web.database().transaction() as session:
        reading = mark_forms.reading(session, deed, request.form)
        found = outcome.preview(session, key, reading.mark(), by=actor().name)
        return previewed(session, key, deed, found, wrong.events)


def refused(key: int, deed: Deed, wrong: RegistryError) -> ResponseReturnValue:
    """What stands against a confirmation: the form again, or what others did meanwhile."""
    with web.reading() as session:
        if isinstance(wrong, Faults | Objected):
            return page(session, key, deed, request.form, wrong), 422
        return conflict(session, key, wrong.sentence), wrong.status


def conflict(session: Session, key: int, sentence: str) -> str:
    """That the document cannot be marked so any more, with its record."""
    document = get(session, key)
    return render_template(
        "desk/marks/conflict.html",
        place="marks",
        trail=way(document),
        document=document,
        sentence=sentence,
        entries=[one for one in record.entries(session, key) if one.withdrawn_at is None],
        local=clock.local,
    )
