"""Receipts (标注回执) at the desk: what a mark changed, checked by asking the site itself."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Thread
from urllib.parse import quote

from flask import Response, current_app, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.test import Client

from base import clock, typeset, web
from base.db import Database
from base.errors import NotFound, Withdrawn
from base.forms import FormReader
from base.staff import audit
from base.staff.access import actor
from registry.law.days import printed
from registry.law.events import Act
from registry.law.markers import called, cited
from registry.law.terms import EventKind
from registry.marking import receipts
from registry.marking.deeds import Deed
from registry.marking.looking import Answer, Fetch
from registry.marking.record import people
from registry.marking.sighting import sight
from registry.marking.tables import Receipt
from registry.reads.dossier import read_dossier
from registry.tables import Document, EventRow

# Of the two seconds in which a mark has to be everywhere, what is left for making prints.
PATIENCE = 1.0
# So long the page of a receipt says of what it has not seen that it is still being made.
YOUNG = timedelta(minutes=2)
# A record that is only taken back has no scope and day of its own.
DATED = frozenset({"范围", "生效日期"})


def receipt(key: int, number: int) -> str:
    """The receipt as a page."""
    return render_template("desk/marks/receipt.html", place="marks", trail=_trail(key), **_shown(key, number))


def receipt_pdf(key: int, number: int) -> Response:
    """The receipt as a sheet to be printed and filed; raises Unavailable where there is no typesetting."""
    made = typeset.to_pdf(render_template("desk/marks/receipt_sheet.html", **_shown(key, number)))
    response = Response(made, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(f'标注回执{number}')}.pdf"
    return response


def check_again(key: int, number: int) -> ResponseReturnValue:
    """Ask every surface anew, such as on the day from which a mark holds."""
    FormReader(request.form).finish()
    with web.database().transaction() as session:
        # What is seen of this document must never be written on the receipt of another.
        receipts.receipt(session, key, number)
        # First: no receipt changes by a person's hand without its row, whatever befalls the check.
        audit.record(session, actor(), "marking.check_receipt", f"document:{key}", after={"receipt": number})
    check(key, number)
    flash("已重新核对。")
    return redirect(f"/desk/documents/{key}/receipts/{number}", 303)


def check(key: int, number: int) -> None:
    """Ask every surface of the document as a reader would, and write down what each showed.

    What has to be made first (the print, marked copies of files) is waited for only a little: a thread
    goes on and completes the receipt.
    """
    task = Checking(web.database(), key, number, reader())
    task.write_down(slow=False)
    rest = Thread(target=task.write_down, kwargs={"slow": True}, name="receipt", daemon=True)
    rest.start()
    current_app.extensions["receipt"] = rest
    rest.join(PATIENCE)


@dataclass(frozen=True, slots=True)
class Checking:
    """One check of one receipt, apart from the request that asked for it."""

    database: Database
    key: int
    number: int
    fetch: Fetch

    def write_down(self, *, slow: bool) -> None:
        """Look and write down; a document that is gone from the public has no surfaces to be asked."""
        try:
            with self.database.reading() as session:
                dossier = read_dossier(session, session.get_one(Document, self.key).address)
        except (NotFound, Withdrawn):
            return
        seen = sight(dossier, clock.today(), self.fetch, slow=slow)
        with self.database.transaction() as session:
            receipts.attest(session, self.number, seen)


def reader() -> Fetch:
    """A reader of this site who is not signed in; may be asked from several threads."""
    site, root = current_app.wsgi_app, request.host_url

    def fetch(path: str) -> Answer:
        answer = Client(site).get(path, base_url=root, buffered=True)
        headers = {name.lower(): value for name, value in answer.headers}
        return Answer(answer.status_code, headers, answer.get_data())

    return fetch


def _trail(key: int) -> tuple[tuple[str, str], ...]:
    return (("/desk/documents", "时效标注"), (f"/desk/documents/{key}", "文件沿革"))


def _shown(key: int, number: int) -> dict[str, object]:
    with web.reading() as session:
        found = receipts.receipt(session, key, number)
        document = session.get_one(Document, key)
        officer = people(session, [found.recorded_by]).get(found.recorded_by, found.recorded_by)
        # Read to the end: they are shown after the session has ended.
        session.expunge_all()
    rows = found.surfaces
    today = clock.today().isoformat()
    due = [row for row in rows if row["since"] and str(row["since"]) <= today]
    return {
        "receipt": found,
        "document": document,
        "deed": Deed(found.deed),
        "facts": (*facts(found), *_corrected(session.get(EventRow, found.order.get("event_id") or 0))),
        "officer": officer,
        "changed": due,
        "coming": [row for row in rows if str(row["since"]) > today],
        "same": [row for row in rows if not row["since"]],
        "making": any(not row["seen_at"] for row in due) and clock.now() - found.recorded_at < YOUNG,
        "wrong": [row for row in rows if row["seen_at"] and not row["agrees"]],
        "moment": moment,
        "recorded": clock.local(found.recorded_at),
        "site": web.config().site,
    }


def moment(raw: str) -> str:
    """A moment of a receipt as it is printed, in Shanghai; "" for none.

    >>> moment("2026-11-23T04:00:01+00:00")
    '2026-11-23 12:00:01'
    """
    return clock.local(datetime.fromisoformat(raw)).strftime("%Y-%m-%d %H:%M:%S") if raw else ""


def facts(found: Receipt) -> tuple[tuple[str, str], ...]:
    """The order as the receipt tells it, empty rows left out."""
    order = found.order
    on, provisions = order.get("on"), order.get("provisions")
    rows = (
        ("事项", Deed(found.deed).label),
        ("范围", called(map(str, provisions)) if isinstance(provisions, list) and provisions else "全文"),
        ("生效日期", printed(datetime.fromisoformat(str(on)).date()) if on else "日期未定"),
        ("适用地区", str(order.get("area") or "")),
        ("依据文件", _cited(order.get("act"))),
        ("代替文件", _cited(order.get("successor"))),
        ("原文", str(order.get("evidence") or "")),
        ("更正理由", str(order.get("reason") or "")),
    )
    taken = found.deed == Deed.TAKE_BACK.value
    return tuple((label, value) for label, value in rows if value and not (taken and label in DATED))


def _corrected(row: EventRow | None) -> tuple[tuple[str, str], ...]:
    """The record that was taken back, in words; nothing where none was."""
    if row is None:
        return ()
    act = cited(Act(row.act_title, row.act_number))
    day = printed(row.on) if row.on else "日期未定，"
    words = f"{day}{called(row.provisions)}{EventKind(row.kind).label}"
    return (("所更正的记录", f"{words}，依据{act}" if act else words),)


def _cited(named: object) -> str:
    if not isinstance(named, dict):
        return ""
    return cited(Act(str(named["title"]), str(named["number"])))
