"""Following by e-mail (邮件订阅): asking for it, confirming, seeing what one follows, leaving.

Mail scanners open every link of a letter: nothing is done by opening one, everything by a button.
"""

from flask import Blueprint, Response, current_app, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from base import clock, web
from base.contacts import BadAddress, address, masked
from base.errors import BadInput, NotFound, Unavailable
from base.forms import Faults, FormReader
from base.staff import locks
from base.staff.access import public
from base.staff.views import visiting
from base.unprintable import printable
from interpretations.following import subscribing
from interpretations.following.letterhead import Letterhead, letterhead
from interpretations.following.limits import Allowance
from interpretations.following.saved import query_of, wanted_search
from interpretations.following.tables import Followed
from interpretations.following.things import Thing, document_at, thing
from registry.tables import Subject

pages = Blueprint("following", __name__)
TOKEN = "<string(length=43):token>"  # noqa: S105  # a part of addresses
NUMBERS = range(1, 1 << 31)
# Of a search as its page's address has it.
LONGEST_QUERY = 4_000
OVER = "这个链接已经失效：可能已经退订，或者超过 7 天没有确认。可以重新订阅，并使用最新一封邮件里的链接。"
OFF = "本站没有开通邮件订阅，请使用 Atom 订阅源。"
OFTEN = "这个网络地址一小时内提交的订阅太多，请过一小时再试。"


def head() -> Letterhead:
    """The letterhead of this installation."""
    return letterhead(web.config())


def offered() -> bool:
    """Whether letters can be sent from here."""
    return bool(web.config().mailing.host)


def wanted(session: Session) -> Thing | None:
    """What the query string asks to follow; None where it names nothing. Raises NotFound and BadInput."""
    named = [each.value for each in Followed if request.args.get(each.value, "").strip()]
    if not named:
        return None
    if len(named) > 1:
        raise BadInput("一次只能订阅一项：document、unit、subject、consultation、search 中的一个")
    if named == ["search"]:
        found = wanted_search(session, request.args["search"][:LONGEST_QUERY])
    elif named == ["document"]:
        found = document_at(session, request.args["document"].strip()[:80])
    else:
        found = thing(session, Followed(named[0]), web.whole_number(named[0], 1, NUMBERS))
    if found is None:
        raise NotFound("要订阅的内容不存在，或者已从本站撤回")
    return found


def meant(session: Session, form: FormReader) -> Thing | None:
    """What the form asks to follow (`document-12`, `consultation-3`)."""
    name, _, number = form.text("target", "订阅内容", longest=30, required=True).partition("-")
    found = None
    if name == Followed.SEARCH:
        found = wanted_search(session, form.text("query", "检索", longest=LONGEST_QUERY))
    elif name in set(Followed) and number.isascii() and number.isdigit() and len(number) < 10:  # noqa: PLR2004  # fits 32 bits
        found = thing(session, Followed(name), int(number))
    if found is None:
        form.fault("target", "要订阅的内容不存在，或者已从本站撤回")
    return found


@pages.get("/follow")
@public
def show() -> ResponseReturnValue:
    """The form; without anything to follow, what can be followed and how."""
    with web.reading() as session:
        found = wanted(session)
        return form_page(session, found)


def form_page(session: Session, found: Thing | None, faults: dict[str, str] | None = None) -> str:
    """The page with the form, its faults, and what was typed."""
    query = select(Subject).where(Subject.parent_id.is_(None)).order_by(Subject.position)
    return render_template(
        "following/follow.html",
        thing=found,
        query=query_of(found) if found and found.followed is Followed.SEARCH else "",
        offered=offered(),
        subjects=session.scalars(query).all() if found is None else (),
        faults=faults or {},
        typed=printable(request.form.get("email", ""))[:300],
        days=subscribing.KEPT.days,
        letters=subscribing.MOST_LETTERS,
    )


@pages.post("/follow")
@public
def ask() -> ResponseReturnValue:
    """Ask for letters; the answer is the same whoever the address is of, and whatever it follows."""
    if not offered():
        raise Unavailable(OFF)
    form = FormReader(request.form)
    with web.reading() as session:
        found = meant(session, form)
        email = email_of(form)
        try:
            form.finish()
        except Faults as wrong:
            return form_page(session, found, wrong.fields), wrong.status
    if not allowance().take(locks.network(visiting.address()), clock.now()):
        raise subscribing.TooMany(OFTEN)
    if found is not None:
        with web.database().transaction() as session:
            subscribing.ask(session, head(), email, found)
    return redirect("/follow/sent", 303)


def email_of(form: FormReader) -> str:
    """The address of the form, as it is kept."""
    typed = form.text("email", "邮箱地址", longest=300, required=True)
    try:
        return address(typed) if typed and "email" not in form.faults else ""
    except BadAddress as wrong:
        form.fault("email", wrong.sentence)
        return ""


def allowance() -> Allowance:
    """How often networks asked this application."""
    kept: Allowance = current_app.extensions.setdefault("follow_allowance", Allowance())
    return kept


@pages.get("/follow/sent")
@public
def sent() -> str:
    """What happens next."""
    return render_template(
        "following/sent.html", days=subscribing.KEPT.days, letters=subscribing.MOST_LETTERS
    )


@pages.get(f"/follow/{TOKEN}")
@public
def held(token: str) -> Response:
    """A button to confirm with or, once confirmed, all that the address follows; raises NotFound."""
    with web.reading() as session:
        row = subscribing.find(session, token)
        if row is None:
            raise NotFound(OVER)
        shown = render_template(
            "following/held.html",
            token=token,
            thing=subscribing.thing_of(session, row),
            email=masked(row.email),
            confirmed=row.confirmed_at is not None,
            followings=subscribing.followings(session, head(), row),
            days=subscribing.KEPT.days,
        )
    return secret(shown)


@pages.post(f"/follow/{TOKEN}")
@public
def confirm(token: str) -> ResponseReturnValue:
    """Confirm; raises NotFound for a link that is over."""
    with web.database().transaction() as session:
        if subscribing.confirm(session, token) is None:
            raise NotFound(OVER)
    return redirect(f"/follow/{token}", 303)


@pages.get(f"/follow/{TOKEN}/leave")
@public
def leaving(token: str) -> Response:
    """One button to leave with."""
    with web.reading() as session:
        row = subscribing.find(session, token)
        found = subscribing.thing_of(session, row) if row else None
    return secret(
        render_template("following/leave.html", token=token, thing=found, known=row is not None, left=False)
    )


@pages.post(f"/follow/{TOKEN}/leave")
@public
def leave(token: str) -> Response:
    """Leave, with one click in the mail program (RFC 8058) or on the page; the same again says the same.

    Programs send no token against forged forms: who knows this address holds the letter.
    """
    with web.database().transaction() as session:
        subscribing.leave(session, token)
    return secret(render_template("following/leave.html", token=token, thing=None, known=False, left=True))


def secret(page: str) -> Response:
    """A page whose address is a secret: nothing keeps it, and no other site is told of it."""
    answer = make_response(page)
    answer.headers["Cache-Control"] = "no-store"
    # With "no-referrer" browsers would send the page's own forms without their origin: as another site's.
    answer.headers["Referrer-Policy"] = "same-origin"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
