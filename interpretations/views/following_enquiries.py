"""Following an enquiry (查询咨询): by its code, which is typed and sent, and stands in no address."""

from flask import Response, current_app, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from base import clock, guarding, web
from base.errors import NotFound, WrongStage
from base.forms import Faults, FormReader
from base.guarding import TooMany, Tries
from base.staff.views import visiting
from base.unprintable import printable
from interpretations.enquiries import asking
from interpretations.enquiries.steps import OPEN, counted, named, steps
from interpretations.enquiries.tables import Enquiry
from interpretations.enquiries.terms import EnquiryDeed, EnquiryState
from interpretations.views.enquiries import LONGEST, SHORTEST

# What the asker is told of; drafts, checks and transfers between units are the department's own.
PUBLIC_STEPS = frozenset(
    {
        EnquiryDeed.RECEIVE,
        EnquiryDeed.ROUTE,
        EnquiryDeed.TRANSFER,
        EnquiryDeed.REPLY,
        EnquiryDeed.ADD,
        EnquiryDeed.ASK_MORE,
        EnquiryDeed.HAND_OFF,
        EnquiryDeed.REFUSE,
        EnquiryDeed.TAKE_BACK,
    }
)
# Of these the asker reads the words, too: they were written to them, or by them.
WITH_WORDS = frozenset({EnquiryDeed.ADD, EnquiryDeed.ASK_MORE, EnquiryDeed.HAND_OFF, EnquiryDeed.REFUSE})


def follow() -> ResponseReturnValue:
    """The form for the code."""
    return code_page()


def look() -> ResponseReturnValue:
    """How the enquiry stands."""
    try:
        form = FormReader(request.form)
        code = form.text("code", "查询码", longest=60, required=True)
        form.finish()
        return enquiry_page(code, try_code(code))
    except Faults as wrong:
        return code_page(wrong.sentence, wrong.status)
    except NotFound as unknown:
        return code_page(unknown.sentence, unknown.status)
    except TooMany as held:
        answer = code_page(held.sentence, held.status)
        answer.headers["Retry-After"] = str(held.seconds)
        return answer


def more() -> ResponseReturnValue:
    """Ask once more."""
    form = FormReader(request.form)
    code = form.text("code", "查询码", longest=60, required=True)
    words = form.text("question", "追问", longest=LONGEST, required=True)
    if 0 < len(words) < SHORTEST:
        form.fault("question", f"追问至少 {SHORTEST} 个字")
    key = try_code(code)
    try:
        form.finish()
        with web.database().transaction() as session:
            asking.ask_more(session, key, words, web.config())
    except Faults as wrong:
        return enquiry_page(code, key, faults=wrong.fields, typed=printable(words), status=wrong.status)
    except WrongStage as late:
        return enquiry_page(code, key, faults={"question": late.sentence}, typed=words, status=late.status)
    return enquiry_page(code, key, said="追问已经提交，答复后在这里查看。")


def take_back() -> ResponseReturnValue:
    """Take the question back."""
    form = FormReader(request.form)
    code = form.text("code", "查询码", longest=60, required=True)
    form.finish()
    key = try_code(code)
    try:
        with web.transaction() as session:
            asking.take_back(session, key, web.config())
    except WrongStage as late:
        return enquiry_page(code, key, faults={"form": late.sentence}, status=late.status)
    return enquiry_page(code, key, said="咨询已经撤回，您留下的称呼和联系方式已经删除。")


def try_code(code: str) -> int:
    """The id of the enquiry with this code; raises NotFound, and TooMany after too many wrong ones."""
    tries: Tries = current_app.extensions.setdefault("enquiry_tries", Tries())
    whose = guarding.origin(visiting.address(), clock.today(), visiting.secret_key())
    tries.charge(whose)
    with web.reading() as session:
        key = asking.found(session, code).id
    tries.forgive(whose)
    return key


def code_page(fault: str = "", status: int = 200) -> Response:
    """The form for the code, with what was wrong."""
    return web.private(render_template("enquiries/follow.html", section="enquiries", fault=fault), status)


def enquiry_page(
    code: str,
    key: int,
    *,
    said: str = "",
    faults: dict[str, str] | None = None,
    typed: str = "",
    status: int = 200,
) -> Response:
    """One enquiry as the asker sees it."""
    with web.reading() as session:
        row = session.get_one(Enquiry, key)
        return web.private(
            render_template(
                "enquiries/enquiry.html",
                section="enquiries",
                code=guarding.plain_code(code),
                said=said,
                faults=faults or {},
                typed=typed,
                **told(session, row),
            ),
            status,
        )


def told(session: Session, row: Enquiry) -> dict[str, object]:
    """What the page tells: the question and reply, the clock, the steps that are public."""
    done = [step for step in steps(session, row.id) if EnquiryDeed(step.deed) in PUBLIC_STEPS]
    # A word that is the department's own is not in the row of a public step's page.
    shown = [
        (EnquiryDeed(step.deed), step.at, step.words if EnquiryDeed(step.deed) in WITH_WORDS else "")
        for step in done
    ]
    return {
        "row": row,
        "state": EnquiryState(row.state),
        "name": named(session, row),
        "clock": counted(session, web.config().explaining).clock(row, clock.today()),
        "steps": shown,
        "may_ask_more": asking.may_ask_more(session, row),
        "may_take_back": EnquiryState(row.state) in OPEN,
    }
