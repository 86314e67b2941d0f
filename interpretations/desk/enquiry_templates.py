"""Templates of replies (答复模板): a unit's own, and those of all, which the office keeps."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from base import web
from base.errors import BadInput, NotFound
from base.forms import Faults, FormReader, kept
from base.staff.access import actor, may
from base.staff.roles import Owner, Permission
from base.unprintable import printable
from interpretations.enquiries import letters
from interpretations.enquiries.tables import ReplyTemplate
from registry.desk import owners

LONGEST = 5_000
HOME = "/desk/enquiries/templates"


def template_owner(session: Session, *, number: int, **_others: object) -> Owner | None:
    """Whose a template is: its unit's; one of all is nobody's own."""
    row = session.get(ReplyTemplate, number)
    return owners.of_unit(session, row.unit_id) if row else None


@may(Permission.ANSWER_ENQUIRY)
def templates() -> str:
    """The templates that the person may use, and the form for another."""
    return page({}, {})


def page(typed: dict[str, str], faults: dict[str, str]) -> str:
    """The page, with what was typed and what is wrong."""
    with web.reading() as session:
        return render_template(
            "desk/enquiries/templates.html",
            place="enquiries",
            trail=[("/desk/enquiries", "咨询")],
            templates=letters.templates(session, actor().unit_id),
            places=letters.PLACES,
            general=actor().may(Permission.ROUTE_ENQUIRY, owners.of_the_department(session)),
            typed=typed,
            faults=faults,
        )


@may(Permission.ANSWER_ENQUIRY)
def add() -> ResponseReturnValue:
    """Add a template of one's own unit."""
    return added(actor().unit_id)


@may(Permission.ROUTE_ENQUIRY, of=owners.of_the_department)
def add_general() -> ResponseReturnValue:
    """Add a template of all."""
    return added(None, general=True)


def typed_in() -> dict[str, str]:
    """What was typed, as a page may show it again."""
    return {name: printable(words) for name, words in kept(request.form, ("title", "words")).items()}


def added(unit_id: int | None, *, general: bool = False) -> ResponseReturnValue:
    """Add a template, or show what is wrong with it."""
    reader = FormReader(request.form)
    title = reader.text("title", "名称", longest=120, required=True)
    words = reader.text("words", "内容", longest=LONGEST, required=True)
    try:
        if unit_id is None and not general:
            reader.fault("form", "您没有所在单位，不能新建本单位模板")
        reader.finish()
        with web.transaction() as session:
            letters.add_template(session, unit_id, title, words, by=actor())
    except Faults as wrong:
        return page(typed_in(), wrong.fields), wrong.status
    except BadInput as fault:
        return page(typed_in(), {"words": fault.sentence}), 422
    flash("已新建模板")
    return redirect(HOME, 303)


@may(Permission.ANSWER_ENQUIRY, of=template_owner)
def withdraw(number: int) -> ResponseReturnValue:
    """Withdraw a template of one's own unit."""
    return withdrawn(number, general=False)


@may(Permission.ROUTE_ENQUIRY, of=owners.of_the_department)
def withdraw_general(number: int) -> ResponseReturnValue:
    """Withdraw a template of all."""
    return withdrawn(number, general=True)


def withdrawn(number: int, *, general: bool) -> ResponseReturnValue:
    """Withdraw a template of the sort that the address names; raises NotFound."""
    FormReader(request.form).finish()
    with web.transaction() as session:
        row = session.get(ReplyTemplate, number)
        if row is None or (row.unit_id is None) is not general:
            raise NotFound(f"没有编号为 {number} 的答复模板")
        letters.withdraw_template(session, number, by=actor())
    flash("已停用模板")
    return redirect(HOME, 303)
