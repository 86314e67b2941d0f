"""Commenting on a draft (提意见): the form, what it promises, and the page with the code."""

from dataclasses import dataclass, field

from flask import Blueprint, Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from base import clock, guarding, web
from base.contacts import is_contact
from base.errors import WrongStage
from base.forms import Faults, FormReader, kept
from base.guarding import TooMany
from base.staff.access import public
from base.staff.views import visiting
from base.unprintable import printable, seen
from registry.consultations import commenting
from registry.consultations.commenting import LONGEST_WORDS, SHORTEST_WORDS, OtherWords, Said, Sender
from registry.consultations.reads.comments import Page, Shown, read_comments
from registry.consultations.reads.page import ConsultationPage
from registry.consultations.reads.papers import Edition
from registry.consultations.rules.layout import Layout
from registry.consultations.rules.quoting import LONGEST_SELECTED, Quote, taken
from registry.law.designations import designation
from registry.law.provisions import Level
from registry.participation.views import consultation_shelf, outcomes
from registry.views import frame

pages = Blueprint("comments", __name__)
KEY = "<int(max=2147483647):key>"
TYPED = ("words", "eid", "text", "exact", "prefix", "suffix", "organisation", "name", "contact")
FASTER = "这份表单交回得太快，像是程序填写的；请核对所填内容，再按一次“提交意见”"


@dataclass(frozen=True, slots=True)
class Filled:
    """The form as it is shown: of which draft, what was typed, what is wrong."""

    page: ConsultationPage
    typed: dict[str, str] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    token: str = ""


def new(key: int) -> ResponseReturnValue:
    """The empty form, with the passage that the page before names."""
    page = consultation_shelf.page_of(key)
    typed = {name: printable(words) for name, words in kept(request.args, TYPED).items()}
    return form_page(Filled(page, typed))


def send(key: int) -> ResponseReturnValue:
    """Comment; loses nothing that was typed, whatever stands in the way."""
    page = consultation_shelf.page_of(key)
    typed = {name: printable(words) for name, words in kept(request.form, TYPED).items()}
    token = guarding.token_in(request.form)
    try:
        said, sender = read(FormReader(request.form), token)
        return received(key, said, sender)
    except Faults as wrong:
        return form_page(Filled(page, typed, wrong.fields, token), wrong.status)
    except OtherWords as other:
        # With a token of its own it can be sent.
        return form_page(Filled(page, typed, {"form": other.sentence}), other.status)
    except WrongStage as closed:
        return form_page(Filled(page, typed, {"form": closed.sentence}, token), closed.status)
    except TooMany as held:
        answer = form_page(Filled(page, typed, {"form": held.sentence}, token), held.status)
        answer.headers["Retry-After"] = str(held.seconds)
        return answer


def read(form: FormReader, token: str) -> tuple[Said, Sender]:
    """The form; raises Faults with all that is wrong."""
    form.leave("token")
    # What turns or hides other signs has no place in a public opinion.
    words = seen(form.text("words", "意见", longest=LONGEST_WORDS, required=True))
    if "words" not in form.faults and len(words.strip()) < SHORTEST_WORDS:
        form.fault("words", f"意见至少 {SHORTEST_WORDS} 个字")
    name = seen(form.text("name", "姓名或者单位名称", longest=120))
    contact = form.text("contact", "联系方式", longest=200)
    if contact and not is_contact(contact):
        form.fault(
            "contact", "联系方式应为电话号码或者电子邮箱，如 0571-88880000、name@example.cn；也可以不填"
        )
    if form.text("homepage", "留空的一栏", longest=200):
        form.fault("form", "“请留空”的一栏填写了内容。它是用来识别自动程序的，请清空后再提交")
    if guarding.too_fast(token, form.text("begun", "表单时间", longest=60), visiting.secret_key()):
        form.fault("form", FASTER)
    quote = Quote(
        form.text("eid", "条款", longest=60),
        form.text("prefix", "引文前文", longest=LONGEST_SELECTED),
        form.text("exact", "引文", longest=LONGEST_SELECTED),
        form.text("suffix", "引文后文", longest=LONGEST_SELECTED),
    )
    text_id = form.whole("text", "征求意见稿版次") or None
    organisation = form.ticked("organisation")
    form.finish()
    origin = guarding.origin(visiting.address(), clock.today(), visiting.secret_key())
    return Said(words, quote, text_id, organisation, name, contact), Sender(token, origin)


def received(key: int, said: Said, sender: Sender) -> Response:
    """Take the comment in, and show the code; raises TooMany before anything is written."""
    consulting = web.config().consulting
    with web.reading() as session:
        commenting.open_row(session, key, consulting, known=commenting.sent_before(session, sender))
        commenting.hold_off(session, sender, consulting)
    with web.database().transaction() as session:
        # Nothing public has changed: pages stay as they are, whatever flood comes.
        sent = commenting.comment(session, key, said, sender, consulting, visiting.secret_key())
        told = {
            "number": sent.comment.id,
            "code": sent.code,
            "edition": sent.edition,
            "newest": sent.newest,
            "advice": sent.advice,
            "place": designation(sent.comment.eid) if sent.comment.eid else "",
            "exact": sent.comment.exact,
        }
    page = consultation_shelf.page_of(key)
    return web.private(
        render_template(
            "consultations/comment_received.html",
            section="consultations",
            page=page,
            retention=consulting.retention_days,
            **told,
        )
    )


def form_page(filled: Filled, status: int = 200) -> Response:
    """The form, never kept by anybody: it has a token, and what was typed."""
    token, page = filled.token or guarding.fresh_token(), filled.page
    edition = edition_meant(page, filled.typed.get("text", ""))
    asked = Quote(*(filled.typed.get(name, "") for name in ("eid", "prefix", "exact", "suffix")))
    found = taken(asked, Layout(edition.provisions)) if edition else None
    shown = render_template(
        "consultations/comment_new.html",
        section="consultations",
        page=page,
        edition=edition,
        articles=articles(edition) if edition else (),
        found=found,
        typed=filled.typed,
        faults=filled.faults,
        token=token,
        begun=guarding.stamp(token, visiting.secret_key()),
        retention=web.config().consulting.retention_days,
        longest=LONGEST_WORDS,
    )
    return web.private(shown, status)


def edition_meant(page: ConsultationPage, text_id: str) -> Edition | None:
    """The edition that lay before whoever comments; the newest where none is named."""
    return next((each for each in page.drafts if str(each.text_id) == text_id), page.draft)


def articles(edition: Edition) -> tuple[tuple[str, str], ...]:
    """The articles of a draft to choose from (or its paragraphs, where it has none), by id and name."""
    nodes = [node for root in edition.provisions for node in root.walk()]
    wanted = [node for node in nodes if node.level is Level.ARTICLE] or [node for node in nodes if node.body]
    return tuple((node.eid, f"{designation(node.eid) or node.eid}　{node.text[:24]}") for node in wanted)


@web.cached_page
def index(key: int) -> str:
    """The comments that are shown, with how many wait and which are held, and why."""
    page = consultation_shelf.page_of(key)
    eid = wanted()
    return render_template(
        "consultations/comments.html",
        section="consultations",
        page=page,
        found=found(key, eid),
        eid=eid,
        where=designation(eid) if eid else "",
        designation=designation,
    )


def wanted() -> str:
    """The provision whose comments are asked for; "" for all."""
    return printable(request.args.get("eid", "")).strip()[:60]


def found(key: int, eid: str) -> Page:
    """One page of the comments, with the published outcome of each."""
    table = outcomes.table_of(key)
    with web.reading() as session:
        return read_comments(session, key, eid, web.page_number(), table.by_comment() if table else {})


@web.cached_page
def index_json(key: int) -> Response:
    """The same for programs."""
    page = consultation_shelf.page_of(key)
    listed = found(key, wanted())
    return jsonify(
        consultation=f"{frame.root()}{page.address}",
        total=listed.total,
        page=listed.number,
        pages=listed.pages,
        waiting=listed.waiting,
        comments=[record(each) for each in listed.rows],
    )


def record(each: Shown) -> dict[str, object]:
    """One comment for programs (docs/api.md)."""
    return {
        "id": each.id,
        "state": each.state.value,
        "channel": each.channel.value,
        "voice": each.voice.value,
        "organisation": each.organisation,
        "said_on": each.on.isoformat(),
        "edition": each.edition,
        "provision": each.eid,
        "exact": each.exact,
        "words": each.words,
        "held_reason": each.held_reason,
        "verdict": each.outcome.verdict.value if each.outcome and each.outcome.verdict else None,
        "reason": each.outcome.reason if each.outcome else None,
    }


pages.add_url_rule(f"/consultations/{KEY}/comments", view_func=public(index))
pages.add_url_rule(f"/consultations/{KEY}/comments.json", view_func=public(index_json))
pages.add_url_rule(f"/consultations/{KEY}/comments/new", view_func=public(new))
pages.add_url_rule(f"/consultations/{KEY}/comments/new", view_func=public(send), methods=["POST"])
