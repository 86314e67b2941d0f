"""The public pages of outcomes (采纳情况): the table in four forms, and what is overdue."""

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from base import clock, spreadsheet, typeset, web
from base.errors import BadInput, NotFound, Unavailable
from base.headers import as_file
from base.staff.access import public
from registry.consultations.reads.listing import Listed
from registry.consultations.reads.outcomes import OutcomeRow, OutcomeTable, published_outcome
from registry.consultations.reads.page import ConsultationPage
from registry.consultations.renditions import outcome_sheet, outcome_table, record
from registry.consultations.renditions.metadata import COLUMN
from registry.consultations.rules.outcome import NO_COMMENTS
from registry.consultations.rules.standing import overdue
from registry.law.designations import designation
from registry.participation.views import consultation_shelf as kept
from registry.renditions import pdf
from registry.views import frame, printing, shelf

pages = Blueprint("consultation_outcomes", __name__)
KEY = "<int(max=2147483647):key>"
PAGE_SIZE = 100
# More rows are a book (2,000 take 330 pages and 22 s of work); the spreadsheet holds them all.
MOST_PRINTED = 2_000


@dataclass(frozen=True, slots=True)
class Held:
    """An outcome as it is kept in memory, with what it weighs in characters."""

    table: OutcomeTable | None

    def __len__(self) -> int:
        rows = self.table.rows if self.table else ()
        return 1_000 + sum(len(row.summary) + len(row.reason) + 400 for row in rows)


def table_of(key: int) -> OutcomeTable | None:
    """The published outcome, or None while there is none."""

    def read() -> Held:
        with web.reading() as session:
            return Held(published_outcome(session, key))

    held: Held = shelf.shelf().parts.get(("outcome", key), read)
    return held.table


def published(key: int) -> tuple[ConsultationPage, OutcomeTable]:
    """The consultation with its outcome; raises NotFound, saying until when one is owed."""
    page, table = kept.page_of(key), table_of(key)
    if table is None:
        raise NotFound(f"“{page.title}”的意见采纳情况尚未公布。请看 {page.address}/outcome 的说明。")
    return page, table


@web.cached_page
def show(key: int) -> str:
    """The outcome as a page; without one, until when it is owed and how long it is overdue."""
    page, table, number = kept.page_of(key), table_of(key), web.page_number()
    eid = request.args.get("provision", "").strip()[:60]
    rows = chosen(table, eid)
    return render_template(
        "consultations/outcome.html",
        section="consultations",
        page=page,
        table=table,
        rows=rows[(number - 1) * PAGE_SIZE : number * PAGE_SIZE],
        total=len(rows),
        number=number,
        pages=max(1, -(-len(rows) // PAGE_SIZE)),
        eid=eid,
        provision=designation(eid) if eid and rows else "",
        places=outcome_table.places(page),
        label=designation,
        name=outcome_table.name_of(page),
        period=outcome_table.period(page),
        late=days_late(page),
        days=web.config().consulting.outcome_days,
        no_comments=NO_COMMENTS,
        url=f"{frame.root()}{page.address}",
        prints=table is not None and len(table.rows) <= MOST_PRINTED and not printing.why_not(),
        tags=COLUMN,
    )


def chosen(table: OutcomeTable | None, eid: str) -> tuple[OutcomeRow, ...]:
    """The rows asked for: all, or those about one provision (`?provision=art-3`)."""
    if table is None:
        return ()
    return table.by_place().get(eid, ()) if eid else table.rows


def days_late(page: ConsultationPage) -> int:
    """How many days the outcome is overdue; 0 where it is not."""
    return (page.day - page.due_on).days if page.overdue else 0


@web.cached_page
def show_json(key: int) -> ResponseReturnValue:
    """The outcome for programs; until it is published, when it is due."""
    return jsonify(outcome_table.record(kept.page_of(key), table_of(key), frame.root()))


@web.cached_page
def show_xlsx(key: int) -> Response:
    """The table as a spreadsheet that computes nothing."""
    page, table = published(key)
    made = spreadsheet.xlsx(outcome_table.leaves(page, table))
    return as_file(made, spreadsheet.MIMETYPE, f"{outcome_table.name_of(page)[:80]}.xlsx")


def show_pdf(key: int) -> Response:
    """The outcome in print, made when asked for and kept on disk; 304 to a reader who has it."""
    page, table = published(key)
    if reason := printing.why_not():
        raise Unavailable(reason)
    if len(table.rows) > MOST_PRINTED:
        raise BadInput(f"采纳情况共 {len(table.rows)} 条，超过印本的 {MOST_PRINTED} 条；请下载表格（XLSX）。")
    words = outcome_sheet.html(page, table, frame.root(), web.config().site.name)
    key_of = pdf.key(words)
    if request.if_none_match.contains(key_of):
        answer = Response(status=304)
    else:
        made = printing.prints().get(key_of, lambda: typeset.to_pdf(words))
        name = f"{outcome_table.name_of(page)[:80]}.pdf"
        answer = as_file(made, "application/pdf", name, in_page=True)
    answer.set_etag(key_of)
    # Kept by browsers, but asked about each time: a comment may have been taken back.
    answer.cache_control.no_cache = True
    return answer


@dataclass(frozen=True, slots=True)
class Late:
    """A consultation whose outcome is overdue, and by how many days."""

    row: Listed
    due_on: date
    days: int


def late() -> tuple[Late, ...]:
    """Every outcome that is overdue today, the longest overdue first."""
    today = clock.today()
    found = [
        Late(row, due, (today - due).days)
        for row in kept.listed()
        if overdue(row.course, today)
        for due in [row.course.due_on(today)]
    ]
    return tuple(sorted(found, key=lambda each: (-each.days, each.row.id)))


@web.cached_page
def overdue_list() -> str:
    """The outcomes that should have been published by now."""
    return render_template(
        "consultations/overdue.html",
        section="consultations",
        late=late(),
        days=web.config().consulting.outcome_days,
        day=clock.today(),
        tags=COLUMN,
    )


@web.cached_page
def overdue_json() -> ResponseReturnValue:
    """The same for programs."""
    root, today = frame.root(), clock.today()
    found = [{**record.listed(each.row, today, root), "days_overdue": each.days} for each in late()]
    return jsonify(
        {
            "@id": f"{root}/consultations/overdue.json",
            "@type": "hydra:Collection",
            "on": today.isoformat(),
            "totalItems": len(found),
            "member": found,
        }
    )


pages.add_url_rule("/consultations/overdue", view_func=public(overdue_list))
pages.add_url_rule("/consultations/overdue.json", view_func=public(overdue_json))
pages.add_url_rule(f"/consultations/{KEY}/outcome", view_func=public(show))
pages.add_url_rule(f"/consultations/{KEY}/outcome.json", view_func=public(show_json))
pages.add_url_rule(f"/consultations/{KEY}/outcome.xlsx", view_func=public(show_xlsx))
pages.add_url_rule(f"/consultations/{KEY}/outcome.pdf", view_func=public(show_pdf))
