"""Deeds on a dispatch (下发办理): sent to more, withdrawn, reminded, answered; one form, one verb each."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from base import clock, web
from base.errors import BadInput, WrongStage
from base.forms import Faults, FormReader
from base.staff.access import actor, may
from base.staff.roles import Permission
from interpretations.desk.dispatch_forms import read_addressees, typed
from interpretations.desk.dispatch_pages import of, page_of, to
from interpretations.following.letterhead import letterhead
from interpretations.passing import asking, reminding, sending, shelf
from interpretations.passing.tables import Dispatch


def root() -> str:
    """The site's address for letters; "" where none leave."""
    return letterhead(web.config()).root if web.config().mailing.host else ""


@may(Permission.PASS_DOWN, of=of)
def add(key: int) -> ResponseReturnValue:
    """Send it to more."""
    reader = FormReader(request.form)
    try:
        with web.transaction() as session:
            sending.standing(sending.get(session, key))
            addressees = read_addressees(reader, session, actor())
            reader.finish()
            count = sending.add_recipients(session, key, addressees, by=actor())
    except Faults as wrong:
        with web.reading() as session:
            return page_of(session, key, faults=wrong.fields, typed=typed(request.form)), 422
    except WrongStage as late:
        return to(key, late.sentence, "warning")
    if not count:
        return to(key, "所选的单位和岗位都已经收到，没有补发", "warning")
    return to(key, f"已补发给 {count} 个单位或者岗位")


@may(Permission.PASS_DOWN, of=of)
def withdraw(key: int) -> ResponseReturnValue:
    """Withdraw it with the reason."""
    reader = FormReader(request.form)
    reason = reader.text("reason", "撤回的理由", longest=500, required=True)
    try:
        with web.transaction() as session:
            sending.standing(sending.get(session, key))
            reader.finish()
            sending.withdraw(session, key, reason, by=actor())
    except Faults as wrong:
        with web.reading() as session:
            return page_of(session, key, faults=wrong.fields), 422
    except (BadInput, WrongStage) as late:
        return to(key, late.sentence, "warning")
    return to(key, "已撤回")


@may(Permission.PASS_DOWN, of=of)
def remind(key: int) -> ResponseReturnValue:
    """Remind all who are late or, before the due day, all who have not finished."""
    reader = FormReader(request.form)
    early = reader.ticked("early")
    reader.finish()
    try:
        with web.transaction() as session:
            count = reminding.remind(session, key, root(), early=early, by=actor())
    except WrongStage as late:
        return to(key, late.sentence, "warning")
    if not count:
        return to(key, "没有需要催办的：都已学完，或者今天已经催办过", "warning")
    return to(key, f"已催办 {count} 个单位或者岗位")


@may(Permission.PASS_DOWN)
def remind_all() -> ResponseReturnValue:
    """Remind all who are late with anything that the person may see."""
    FormReader(request.form).finish()
    with web.transaction() as session:
        query = select(Dispatch.id).where(shelf.scope(actor()), Dispatch.withdrawn_at.is_(None))
        keys = session.scalars(query.where(Dispatch.due_on < clock.today()).order_by(Dispatch.id)).all()
        count = sum(reminding.remind(session, key, root(), early=False, by=actor()) for key in keys)
    if count:
        flash(f"已催办 {count} 个逾期的单位或者岗位")
    else:
        flash("没有需要催办的：没有逾期，或者今天已经催办过", "warning")
    return redirect("/desk/dispatches", 303)


@may(Permission.PASS_DOWN, of=of)
def answer(key: int, number: int) -> ResponseReturnValue:
    """Answer a question back."""
    reader = FormReader(request.form)
    words = reader.text("answer", "答复", longest=asking.LONGEST_ANSWER, required=True)
    try:
        with web.transaction() as session:
            asking.unanswered(session, key, number)
            reader.finish()
            asking.answer(session, key, number, words, by=actor())
    except Faults as wrong:
        with web.reading() as session:
            return page_of(session, key, faults=wrong.fields, answering=number, words=words), 422
    except WrongStage as late:
        return to(key, late.sentence, "warning")
    return to(key, "已答复，所有接收单位都能看到")
