"""The desk of duties (解读时限): what each unit has to explain, who else may, and what needs none."""

from collections.abc import Callable, Mapping

from flask import Blueprint, Response, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from base import clock, spreadsheet, web
from base.cells import Cell
from base.errors import NotFound
from base.forms import Faults, FormReader
from base.spreadsheet import Leaf
from base.staff.access import actor, may
from base.staff.roles import Permission, Reach
from base.staff.tables import Unit
from interpretations.publishing import delegating, plans
from interpretations.publishing.promise import policy
from interpretations.reads import duties
from interpretations.reads.duties import Line
from interpretations.reads.gaps import NOBODY, chosen, gaps, unit_name
from interpretations.reads.writing import written_for
from interpretations.rules.terms import Capacity, DutyState
from interpretations.views.gaps import address, wanted
from registry.desk import owners
from registry.law.days import printed
from registry.tables import Document

desk = Blueprint("duties", __name__, url_prefix="/desk/duties")
PLACE = "/desk/duties"
COLUMNS = ("文件", "文号", "种类", "起草单位", "发布日期", "解读期限", "状态", "首次解读", "无需解读的理由")
WIDTHS = (50, 24, 14, 24, 14, 18, 14, 40, 40)


def own() -> tuple[Line, ...]:
    """The duties that the person may watch: their unit's, their organ's, or all."""
    who = actor()
    with web.reading() as session:
        lines = duties.duties(session, policy(web.config().explaining), clock.today())
    reach = who.reach(Permission.WATCH_DUTIES)
    if reach is Reach.ALL:
        return lines
    if reach is Reach.ORGAN:
        return tuple(line for line in lines if line.organ == who.organ)
    return tuple(line for line in lines if line.unit_id is not None and line.unit_id == who.unit_id)


@desk.get("")
@may(Permission.WATCH_DUTIES)
def show_all() -> str:
    """The duties of one's unit, or of all, the most pressing states told first."""
    listing = gaps(own(), wanted())
    return render_template(
        "desk/duties/list.html",
        place="duties",
        listing=listing,
        asked=listing.wanted,
        unit=unit_name(listing.units, listing.wanted.unit),
        states=DutyState,
        nobody=NOBODY,
        address=address,
        home=PLACE,
        explains=_explains,
    )


def _explains(line: Line) -> bool:
    """Whether the person may begin an interpretation of it."""
    who = actor()
    return who.may(Permission.INTERPRET) and line.unit_id is not None and line.unit_id == who.unit_id


@desk.get("/export.xlsx")
@may(Permission.WATCH_DUTIES)
def export() -> Response:
    """The same list, all its pages, as a spreadsheet."""
    lines = chosen(own(), wanted())
    leaf = Leaf("解读时限", COLUMNS, [row(line) for line in lines], WIDTHS, f"解读时限（{clock.today()}）")
    answer = Response(spreadsheet.xlsx([leaf]), mimetype=spreadsheet.MIMETYPE)
    answer.headers["Content-Disposition"] = f'attachment; filename="duties-{clock.today()}.xlsx"'
    return answer


def row(line: Line) -> tuple[Cell, ...]:
    """A duty as a row of the spreadsheet."""
    due_on = line.duty.due_on
    foreseen = "（预计）" if line.duty.foreseen else ""
    return (
        line.title,
        line.number,
        line.kind.label,
        line.owner,
        line.published_on.isoformat(),
        f"{due_on.isoformat()}{foreseen}" if due_on else "",
        line.state.label,
        f"{line.first.on.isoformat()} {line.first.title}" if line.first else "",
        line.waived,
    )


@desk.get("/<int(max=2147483647):key>")
@may(Permission.WATCH_DUTIES, of=owners.document)
def show(key: int) -> str:
    """One document: how the duty stands, who may explain it, and what may be decided about it."""
    return page(key)


def page(key: int, faults: Mapping[str, str] | None = None, typed: Mapping[str, str] | None = None) -> str:
    """The page of a document's duty; raises NotFound."""
    promise, who = policy(web.config().explaining), actor()
    with web.reading() as session:
        document = session.get(Document, key)
        if document is None:
            raise NotFound(f"没有编号为 {key} 的文件")
        line = duties.duty_of(session, promise, key, clock.today())
        owner = owners.of_document(session, document)
        leads = who.may(Permission.INTERPRET, owner)
        units = select(Unit).where(Unit.id != (document.drafting_unit_id or 0))
        return render_template(
            "desk/duties/duty.html",
            place="duties",
            trail=((PLACE, "解读时限"),),
            document=document,
            line=line,
            explainers=delegating.explainers(session, key),
            capacity={each.value: each.label for each in Capacity},
            written=written_for(session, key),
            leads=leads,
            corrects=who.may(Permission.CORRECT, owner),
            waives=who.may(Permission.WAIVE_DUTY, owner),
            units=session.scalars(units.order_by(Unit.organ, Unit.name)).all() if leads else (),
            capacities=list(Capacity),
            faults=faults or {},
            typed=typed or {},
            printed=printed,
        )


def done(
    key: int, reader: FormReader, sentence: str, deed: Callable[[Session], object]
) -> ResponseReturnValue:
    """Do a deed and say so on the page of the duty; every fault of the form is told there."""
    try:
        reader.finish()
        with web.transaction() as session:
            deed(session)
    except Faults as wrong:
        return page(key, wrong.fields, request.form), 422
    flash(sentence)
    return redirect(f"{PLACE}/{key}", 303)


@desk.post("/<int(max=2147483647):key>/delegate")
@may(Permission.INTERPRET, of=owners.document)
def delegate(key: int) -> ResponseReturnValue:
    """Let another unit explain the document, by one's own unit's act."""
    reader = FormReader(request.form)
    unit = reader.whole("unit_id", "单位", required=True) or 0
    capacity = reader.choice("capacity", "解读资格", Capacity, required=True) or Capacity.DELEGATE
    act = reader.text("act", "依据的文书", longest=delegating.LONGEST_ACT, required=True)
    return done(
        key,
        reader,
        "已登记，该单位可以解读这份文件",
        lambda session: delegating.delegate(session, key, unit, capacity, act, by=actor()),
    )


@desk.post("/<int(max=2147483647):key>/explainers/<int(max=2147483647):number>/withdraw")
@may(Permission.INTERPRET, of=owners.document)
def take_back(key: int, number: int) -> ResponseReturnValue:
    """Take back what another unit was let do."""
    return done(
        key,
        FormReader(request.form),
        "已收回，该单位此前发布的解读不受影响",
        lambda session: delegating.take_back(session, key, number, by=actor()),
    )


@desk.post("/<int(max=2147483647):key>/waive")
@may(Permission.WAIVE_DUTY, of=owners.document)
def waive(key: int) -> ResponseReturnValue:
    """Record that the document needs no explanation, and why; the reason is public."""
    reader = FormReader(request.form)
    reason = reader.text("reason", "无需解读的理由", longest=plans.LONGEST_REASON, required=True)
    return done(
        key,
        reader,
        "已登记为无需解读，理由随解读情况公开",
        lambda session: plans.waive(session, key, reason, by=actor()),
    )


@desk.post("/<int(max=2147483647):key>/ask-again")
@may(Permission.WAIVE_DUTY, of=owners.document)
def ask_again(key: int) -> ResponseReturnValue:
    """Take back that the document needs no explanation."""
    reader = FormReader(request.form)
    reason = reader.text("again", "恢复的理由", longest=plans.LONGEST_REASON, required=True)
    return done(
        key,
        reader,
        "已恢复解读要求",
        lambda session: plans.ask_again(session, key, reason, by=actor()),
    )
