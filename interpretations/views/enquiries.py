"""Asking (我要咨询): the form, what it promises, and the page with the code; no account, no puzzle."""

from dataclasses import dataclass, field

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from base import clock, guarding, web
from base.contacts import is_contact
from base.forms import Faults, FormReader, kept
from base.guarding import TooMany
from base.staff.views import visiting
from base.unprintable import printable
from interpretations.enquiries import asking
from interpretations.enquiries.asking import Asked, Question, Sender
from interpretations.enquiries.channels import CHANNELS
from interpretations.enquiries.terms import HandOff
from interpretations.views.enquiry_subject import About, about
from registry.renditions.metadata import column_tags

SHORTEST, LONGEST = 2, 5_000
# A question that the address brings along.
LONGEST_BROUGHT = 200
TYPED = ("concern", "title", "question", "name", "contact")
# What the form offers beside an enquiry; the rest is found out by the office.
OFFERED = (HandOff.PETITION, HandOff.DISCLOSURE, HandOff.REPORT)
FASTER = "这份表单交回得太快，像是程序填写的；请核对所填内容，再按一次“提交咨询”"


@dataclass(frozen=True, slots=True)
class Filled:
    """The form as it was filled in."""

    concern: HandOff | None
    question: Question
    sender: Sender


@dataclass(frozen=True, slots=True)
class Shown:
    """The form as it is shown: what it is about, what was typed, what is wrong."""

    about: About
    typed: dict[str, str] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    token: str = ""


def new() -> ResponseReturnValue:
    """The empty form, with the document and provision that the page before names."""
    meant = about(request.args.get("document", ""), request.args.get("eid", ""))
    # Whoever comes from a question that nothing here answers need not type it again.
    question = printable(request.args.get("question", ""))[:LONGEST_BROUGHT]
    return form_page(Shown(meant, {"question": question} if question else {}))


def send() -> ResponseReturnValue:
    """Ask; leads elsewhere what is no enquiry, and loses nothing that was typed."""
    meant = about(request.form.get("document", ""), request.form.get("eid", ""))
    typed = {name: printable(words) for name, words in kept(request.form, TYPED).items()}
    token = guarding.token_in(request.form)
    if request.form.get("without"):
        return form_page(Shown(About(), typed, token=token))
    try:
        filled = read(FormReader(request.form), meant, token)
        if filled.concern:
            return other_channel(filled.concern, typed["question"])
        return received(filled)
    except Faults as wrong:
        return form_page(Shown(meant, typed, wrong.fields, token), wrong.status)
    except TooMany as held:
        answer = form_page(Shown(meant, typed, {"form": held.sentence}, token), held.status)
        answer.headers["Retry-After"] = str(held.seconds)
        return answer


def read(form: FormReader, meant: About, token: str) -> Filled:
    """The form; raises Faults. What is no enquiry need not be filled in."""
    form.leave("document", "eid", "token", "without")
    concern = form.choice("concern", "事项类型", HandOff)
    title = form.text("title", "标题", longest=200)
    question = form.text("question", "问题", longest=LONGEST, required=concern is None)
    if concern is None and 0 < len(question) < SHORTEST:
        form.fault("question", f"问题至少 {SHORTEST} 个字，现有 {len(question)} 个")
    name = form.text("name", "称呼", longest=60)
    contact = form.text("contact", "联系方式", longest=200)
    if contact and not is_contact(contact):
        form.fault(
            "contact", "联系方式应为电话号码或者电子邮箱，如 0571-88880000、name@example.cn；也可以不填"
        )
    if form.text("homepage", "留空的一栏", longest=200):
        form.fault("form", "“请留空”的一栏填写了内容。它是用来识别自动程序的，请清空后再提交")
    stamped = form.text("begun", "表单时间", longest=60)
    if concern is None and guarding.too_fast(token, stamped, visiting.secret_key()):
        form.fault("form", FASTER)
    form.finish()
    origin = guarding.origin(visiting.address(), clock.today(), visiting.secret_key())
    asked = Question(question, title, meant.document_id, meant.eid, name, contact)
    return Filled(concern, asked, Sender(token, origin))


def received(filled: Filled) -> Response:
    """Take the question in, and show the code; raises TooMany before anything is written."""
    with web.reading() as session:
        asking.hold_off(session, filled.sender, web.config())
    with web.database().transaction() as session:
        # Nothing public has changed: pages stay as they are, whatever flood comes.
        asked = asking.ask(session, filled.question, filled.sender, web.config(), visiting.secret_key())
    return web.private(render_template("enquiries/received.html", section="enquiries", **told(asked)))


def told(asked: Asked) -> dict[str, object]:
    """What the page says of an enquiry that was received."""
    return {
        "number": asked.enquiry.id,
        "code": asked.code,
        "first_due": asked.first_due,
        "last_due": asked.last_due,
        "foreseen": asked.foreseen,
        "retention": web.config().explaining.retention_days,
    }


def form_page(shown: Shown, status: int = 200) -> Response:
    """The form, never kept by anybody: it has a token, and what was typed."""
    token = shown.token or guarding.fresh_token()
    page = render_template(
        "enquiries/new.html",
        section="enquiries",
        shown=shown,
        offered=OFFERED,
        token=token,
        begun=guarding.stamp(token, visiting.secret_key()),
        promise=web.config().explaining.answer_days,
        retention=web.config().explaining.retention_days,
        longest=LONGEST,
        tags=column_tags("我要咨询", "就政策文件提出咨询"),
    )
    return web.private(page, status)


def other_channel(concern: HandOff, question: str = "") -> Response:
    """Where it goes instead; nothing was taken in, what was typed can be copied."""
    return web.private(channels_page(concern, question))


@web.cached_page
def channels() -> str:
    """The channels for what is no enquiry, with their terms."""
    return channels_page(None)


def channels_page(chosen: HandOff | None, question: str = "") -> str:
    """The channels, the chosen one alone where one was chosen."""
    shown = [CHANNELS[chosen]] if chosen else list(CHANNELS.values())
    return render_template(
        "enquiries/channels.html", section="enquiries", channels=shown, chosen=chosen, question=question
    )
