"""Following a comment (查询意见): by its code, which is typed and sent, and stands in no address."""

from flask import Blueprint, Response, current_app, render_template, request
from flask.typing import ResponseReturnValue

from base import clock, guarding, web
from base.errors import NotFound, Withdrawn, WrongStage
from base.forms import Faults, FormReader
from base.guarding import TooMany, Tries
from base.staff.access import public
from base.staff.views import visiting
from registry.consultations import commenting
from registry.consultations.reads.comments import read_followed
from registry.consultations.tables import Comment, Consultation
from registry.law.designations import designation
from registry.participation.views import consultation_shelf, outcomes

pages = Blueprint("comment_following", __name__)


def follow() -> ResponseReturnValue:
    """The form for the code."""
    return code_page()


def look() -> ResponseReturnValue:
    """How the comment stands."""
    try:
        code, key = tried()
    except (Faults, NotFound, TooMany) as wrong:
        return not_found(wrong)
    return comment_page(code, key)


def take_back() -> ResponseReturnValue:
    """Take the comment back, before the outcome or after it."""
    try:
        code, key = tried()
    except (Faults, NotFound, TooMany) as wrong:
        return not_found(wrong)
    try:
        with web.transaction() as session:
            commenting.take_back(session, key)
    except WrongStage as late:
        return comment_page(code, key, fault=late.sentence, status=late.status)
    return comment_page(code, key, said="意见已经撤回，您留下的姓名和联系方式已经删除。")


def tried() -> tuple[str, int]:
    """The code that was typed, and its comment; raises Faults, NotFound, TooMany."""
    form = FormReader(request.form)
    code = form.text("code", "查询码", longest=60, required=True)
    form.finish()
    tries: Tries = current_app.extensions.setdefault("comment_tries", Tries())
    whose = guarding.origin(visiting.address(), clock.today(), visiting.secret_key())
    tries.charge(whose)
    with web.reading() as session:
        key = commenting.found(session, code).id
    tries.forgive(whose)
    return guarding.plain_code(code), key


def not_found(wrong: Faults | NotFound | TooMany) -> Response:
    """The form again: no code, a wrong one, or one too many."""
    answer = code_page(wrong.sentence, wrong.status)
    if isinstance(wrong, TooMany):
        answer.headers["Retry-After"] = str(wrong.seconds)
    return answer


def code_page(fault: str = "", status: int = 200) -> Response:
    """The form for the code, with what was wrong."""
    return web.private(
        render_template("consultations/comment_follow.html", section="consultations", fault=fault), status
    )


def comment_page(code: str, key: int, *, said: str = "", fault: str = "", status: int = 200) -> Response:
    """One comment as whoever sent it sees it; the notice it was on may be withdrawn meanwhile."""
    with web.reading() as session:
        row = session.get_one(Comment, key)
        title, consultation = session.get_one(Consultation, row.consultation_id).title, row.consultation_id
        try:
            consultation_shelf.page_of(consultation)
            table = outcomes.table_of(consultation)
            open_yet = True
        except (NotFound, Withdrawn):
            table, open_yet = None, False
        followed = read_followed(session, row, table.by_comment() if table else {})
        return web.private(
            render_template(
                "consultations/comment_followed.html",
                section="consultations",
                title=title,
                address=f"/consultations/{consultation}" if open_yet else "",
                followed=followed,
                designation=designation,
                code=code,
                said=said,
                faults={"form": fault} if fault else {},
            ),
            status,
        )


pages.add_url_rule("/consultations/comments/follow", view_func=public(follow))
pages.add_url_rule("/consultations/comments/follow", view_func=public(look), methods=["POST"])
pages.add_url_rule("/consultations/comments/take-back", view_func=public(take_back), methods=["POST"])
