"""Pages of enquiries (咨询页面): the list, the watch list, one enquiry with what may be done about it."""

from collections.abc import Mapping

from flask import Response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from base import clock, spreadsheet, web
from base.cells import Cell
from base.errors import NotFound
from base.headers import as_file
from base.spreadsheet import Leaf
from base.staff.access import actor, may
from base.staff.roles import Actor, Owner, Permission
from base.staff.tables import Unit
from interpretations.enquiries import letters, listing, rates
from interpretations.enquiries import selecting as selection
from interpretations.enquiries.channels import CHANNELS
from interpretations.enquiries.forgetting import forget, to_forget
from interpretations.enquiries.listing import Line, Wanted
from interpretations.enquiries.steps import counted, named, steps
from interpretations.enquiries.tables import Enquiry
from interpretations.enquiries.terms import EnquiryState
from interpretations.publishing.works import Work, title_of
from interpretations.rules.clocks import BARS
from registry.desk import owners
from registry.drafting.shelf import full_names
from registry.law.days import printed
from registry.law.designations import designation
from registry.tables import Document

# Nobody's hand: the desk forgets by itself what is to be forgotten.
ROUND = Actor(None, "巡查", "巡查", None)
STATES = ("open", "more", *(state.value for state in EnquiryState), "all")
COLUMNS = (
    "编号", "收到时间", "文件", "条款", "答复单位", "状态", "转往渠道",
    "争取答复日", "最迟答复日", "是否预计", "答复时间", "时限情况",
)  # fmt: skip
WIDTHS = (8, 18, 50, 16, 20, 14, 14, 14, 14, 10, 18, 14)


def of(session: Session, *, key: int, **_others: object) -> Owner | None:
    """Whose an enquiry is: of the unit that answers it."""
    row = session.get(Enquiry, key)
    return owners.of_unit(session, row.unit_id) if row else None


def found(session: Session, key: int) -> Enquiry:
    """The enquiry with this id; raises NotFound."""
    row = session.get(Enquiry, key)
    if row is None:
        raise NotFound(f"没有编号为 {key} 的咨询")
    return row


def go_round() -> None:
    """Forget whose time is over; writes only where there is something."""
    explaining = web.config().explaining
    with web.reading() as session:
        due = bool(to_forget(session, explaining))
    if due:
        with web.database().transaction() as session:
            forget(session, explaining, by=ROUND)


def wanted() -> Wanted:
    """What the query string asks for; unknown words ask for what is open."""
    state = request.args.get("state", "open")
    unit = web.whole_number("unit", 0, range(1 << 31))
    return Wanted(state if state in STATES else "open", unit or None, web.page_number())


@may(Permission.READ_ENQUIRY)
def index() -> str:
    """The enquiries that the person may see, those with the nearest day first."""
    go_round()
    asked, today, who, promises = wanted(), clock.today(), actor(), web.config().explaining
    with web.reading() as session:
        return render_template(
            "desk/enquiries/list.html",
            place="enquiries",
            asked=asked,
            page=listing.enquiries(session, who, asked, today, promises),
            numbers=listing.counts(session, who, today, promises),
            states=list(EnquiryState),
            units=session.scalars(select(Unit).order_by(Unit.organ, Unit.name)).all(),
        )


@may(Permission.WATCH_DUTIES)
def watch_list() -> str:
    """How the promises of this year are kept: by every unit for the office, by one's own for the unit."""
    today, who = clock.today(), actor()
    year = web.whole_number("year", today.year, range(2000, 2201))
    with web.reading() as session:
        found = rates.report(session, year, today, web.config().explaining, listing.seen_by(who))
        page = listing.enquiries(session, who, Wanted(), today, web.config().explaining)
    return render_template(
        "desk/enquiries/watch.html",
        place="enquiries",
        trail=[("/desk/enquiries", "咨询")],
        report=found,
        page=page,
        promise=web.config().explaining.answer_days,
        bars=BARS,
    )


@may(Permission.READ_ENQUIRY)
def export() -> Response:
    """The list as a spreadsheet: days and clocks, not a word of what was asked or by whom."""
    asked = wanted()
    with web.reading() as session:
        lines = listing.everything(session, actor(), asked, clock.today(), web.config().explaining)
    name = f"咨询办理情况（截至{printed(clock.today())}）"
    leaf = Leaf("咨询", COLUMNS, [cells(line) for line in lines], WIDTHS, heading=name)
    return as_file(spreadsheet.xlsx([leaf]), spreadsheet.MIMETYPE, f"{name}.xlsx")


def cells(line: Line) -> tuple[Cell, ...]:
    """One line of the spreadsheet."""
    return (
        line.id,
        f"{clock.local(line.received_at):%Y-%m-%d %H:%M}",
        line.document,
        line.provision,
        line.unit,
        line.state.label,
        line.hand_off,
        line.clock.first_due.isoformat(),
        line.clock.last_due.isoformat(),
        "预计" if line.clock.foreseen else "",
        f"{clock.local(line.answered_at):%Y-%m-%d %H:%M}" if line.answered_at else "",
        line.clock.state.label,
    )


@may(Permission.READ_ENQUIRY, of=of)
def show(key: int) -> ResponseReturnValue:
    """One enquiry: what was asked, its clock, what was done, and what the person may do."""
    return page(key, {}, {}), 200


def page(key: int, typed: Mapping[str, str], faults: Mapping[str, str]) -> str:
    """The page of an enquiry, with a template filled in where one was chosen, or with what was typed."""
    who, today = actor(), clock.today()
    with web.reading() as session:
        row = found(session, key)
        kept, people = letters.templates(session, row.unit_id), full_names(session)
        owner = owners.of_unit(session, row.unit_id)
        chosen = web.whole_number("template", 0, range(1 << 31))
        template = next((one for one in kept if one.id == chosen), None)
        reply = letters.filled(template.words, places(session, row)) if template else row.reply
        return render_template(
            "desk/enquiries/enquiry.html",
            place="enquiries",
            trail=[("/desk/enquiries", "咨询")],
            row=row,
            name=named(session, row),
            state=EnquiryState(row.state),
            clock=counted(session, web.config().explaining).clock(row, today),
            document=session.get(Document, row.document_id) if row.document_id else None,
            provision=designation(row.eid) if row.eid else "",
            unit=session.get(Unit, row.unit_id) if row.unit_id else None,
            person=listing.person(session, row, who),
            steps=listing.told_steps(session, steps(session, key), people),
            people=people,
            units=session.scalars(select(Unit).order_by(Unit.organ, Unit.name)).all(),
            templates=kept,
            chosen=chosen,
            channels=list(CHANNELS.values()),
            answers=who.may(Permission.ANSWER_ENQUIRY, owner),
            selects=who.may(Permission.INTERPRET, owner),
            routes=who.may(Permission.ROUTE_ENQUIRY, owner),
            checks=who.may(Permission.CHECK_REPLY, owner),
            checked=web.config().explaining.check_replies,
            typed={"reply": reply, **typed},
            faults=faults,
        )


def places(session: Session, row: Enquiry) -> dict[str, str]:
    """What the places of a template stand for in this enquiry."""
    unit = session.get(Unit, row.unit_id) if row.unit_id else None
    title = title_of(session, Work(row.document_id)) if row.document_id else ""
    return {
        "编号": f"第{row.id}号",
        "收到日期": printed(clock.local(row.received_at).date()),
        "文件": f"《{title}》" if title else "",
        "条款": designation(row.eid) if row.eid else "",
        "单位": unit.name if unit else "",
        "今日": printed(clock.today()),
    }


# What is made of it is an interpretation: the office answers, but does not write them.
@may(Permission.INTERPRET, of=of)
def selecting(key: int) -> ResponseReturnValue:
    """The question and answer as they shall be public: proposed without personal data, to be edited."""
    with web.reading() as session:
        row = found(session, key)
        if row.state != EnquiryState.ANSWERED:
            return redirect(f"/desk/enquiries/{key}", 303)
        chosen = selection.proposal(session, row)
    return select_page(key, {"question": chosen.question, "answer": chosen.answer}, {})


def select_page(key: int, typed: Mapping[str, str], faults: Mapping[str, str]) -> str:
    """The form of what shall be public, with what still tells of a person."""
    with web.reading() as session:
        row = found(session, key)
        chosen = selection.Chosen(typed.get("question", ""), typed.get("answer", ""))
        return render_template(
            "desk/enquiries/select.html",
            place="enquiries",
            trail=[("/desk/enquiries", "咨询"), (f"/desk/enquiries/{key}", f"第{key}号")],
            row=row,
            name=named(session, row),
            left=selection.left(session, key, chosen),
            typed=typed,
            faults=faults,
        )
