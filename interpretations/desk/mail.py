"""Letters on the desk (邮件发送): the queue, its faults, and what a person decides of a letter."""

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from base import web
from base.forms import WHOLE, Faults, FormReader
from base.staff.access import actor, may
from base.staff.roles import Permission
from interpretations.following import queue
from interpretations.following.queue import MailDeed
from interpretations.following.tables import MailState
from registry.desk import owners

desk = Blueprint("mail", __name__, url_prefix="/desk/mail")


@desk.get("")
@may(Permission.WATCH_MAIL, of=owners.of_the_department)
def show_all() -> str:
    """Letters by state, with their faults."""
    return page()


def page(faults: dict[str, str] | None = None) -> str:
    """The page of the queue."""
    asked = request.args.get("state", "")
    state = MailState(asked) if asked in set(MailState) else None
    with web.reading() as session:
        found = queue.page(session, state, web.page_number())
    return render_template(
        "following/queue.html",
        place="mail",
        page=found,
        state=state,
        states=list(MailState),
        number=web.page_number(),
        offered=bool(web.config().mailing.host),
        faults=faults or {},
    )


@desk.post("/<int(max=2147483647):key>")
@may(Permission.WATCH_MAIL, of=owners.of_the_department)
def decide(key: int) -> ResponseReturnValue:
    """Send a letter again, give it up, or say that it arrived."""
    form = FormReader(request.form)
    deed = form.choice("deed", "处理方式", MailDeed, required=True)
    try:
        form.finish()
    except Faults as wrong:
        # One row's buttons: the fault has no field of its own to stand at.
        return page({WHOLE: wrong.sentence}), wrong.status
    with web.transaction() as session:
        queue.decide(session, key, deed or MailDeed.GIVE_UP, by=actor())
    flash(f"第 {key} 号邮件：{(deed or MailDeed.GIVE_UP).label}，已记录。")
    return redirect("/desk/mail", 303)
