"""Choosing (选取文件): the day, the documents in their order, single articles; without scripts.

What is chosen stands in the address, so that the page can be kept, sent and left with the back button. Every
button posts the whole form; all but “make” lead back to the page with the next state in its address.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import urlencode

from flask import Blueprint, Response, current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from base import clock, guarding, web
from base.errors import BadInput, NotFound, Unavailable, Withdrawn
from base.guarding import TooMany, Tries
from base.staff.access import public
from base.staff.views import visiting
from base.unprintable import printable
from registry.attesting import asking, making
from registry.attesting.asking import Ask, Choice, TooMuch, scope_of
from registry.attesting.rules.envelope import MOST
from registry.law.designations import designation
from registry.law.titles import title_key
from registry.reads.catalogue import Entry
from registry.reads.dossier import Dossier, address_of
from registry.reads.page import text_notice
from registry.renditions.standing import Mark, mark_of
from registry.views import identifiers, shelf

pages = Blueprint("day_snapshots", __name__)
# What is looked at of a request that names more than a snapshot can hold.
MOST_READ = 4 * MOST
LONGEST_WORDS, LONGEST_ADDRESS, OFFERED = 200, 80, 10
# Of one network in a quarter of an hour; each costs a reading of all its documents.
RATE = 30
OFTEN = "同一网络制作快照过于频繁，请于{again}以后再试；所选的文件仍在页上。"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What stands in the form: the day as typed, the choices, and the words of a search for another."""

    day: str
    choices: tuple[Choice, ...] = ()
    words: str = ""

    @property
    def address(self) -> str:
        """The page with this state."""
        pairs = [("on", self.day)]
        pairs += [("document", each.address) for each in self.choices]
        if any(each.articles for each in self.choices):
            pairs += [("articles", each.articles) for each in self.choices]
        pairs += [("words", self.words)] if self.words else []
        return f"/snapshots/new?{urlencode(pairs)}"


@dataclass(frozen=True, slots=True)
class Line:
    """One chosen document as it is shown: how it stands on the day, or why it cannot be taken."""

    choice: Choice
    dossier: Dossier | None = None
    mark: Mark | None = None
    notice: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """The page: the state, its lines, what was found for the words, and what is wrong."""

    chosen: Chosen
    day: date | None
    lines: tuple[Line, ...]
    found: tuple[Entry, ...] = ()
    faults: dict[str, str] = field(default_factory=dict)


def new() -> ResponseReturnValue:
    """The page for what its address says."""
    return page(read(request.args))


def change() -> ResponseReturnValue:
    """One button of the form: add, take away, move, or make."""
    chosen = read(request.form)
    if request.form.get("do") == "make":
        return make(chosen)
    return redirect(changed(chosen, request.form).address, 303)


def make(chosen: Chosen) -> ResponseReturnValue:
    """Make the snapshot and lead to it; or the page again, with all that is wrong."""
    try:
        ask = Ask(web.day(chosen.day, "行为日"), chosen.choices)
        charge()
        with web.reading() as session:
            ready = making.unsigned(asking.taken(session, ask), ask.day, registry())
        # Nothing that pages show has changed: they stay as they are.
        with web.database().transaction() as session:
            code = making.make(session, ready, web.config().data).code
    except (BadInput, TooMany, Unavailable) as fault:
        answer = page(chosen, {"form": fault.sentence}, 422 if isinstance(fault, BadInput) else fault.status)
        if isinstance(fault, TooMany):
            answer.headers["Retry-After"] = str(fault.seconds)
        return answer
    return redirect(f"/snapshots/{code}", 303)


def charge() -> None:
    """Raises TooMany for a network that makes too many; counted in memory, forgotten with it."""
    made: Tries = current_app.extensions.setdefault("day_snapshots_made", Tries(most=RATE, sentence=OFTEN))
    made.charge(guarding.origin(visiting.address(), clock.today(), visiting.secret_key()))


def registry() -> making.Registry:
    """Whose record is signed; never the host of a request, which anybody can write."""
    config = web.config()
    return making.Registry(config.site.name, config.base_url)


def read(form: MultiDict[str, str]) -> Chosen:
    """The state in a query or a form; ids of documents become addresses."""
    documents = [clean(each, LONGEST_ADDRESS) for each in form.getlist("document")[:MOST_READ]]
    articles = [clean(each, asking.LONGEST_ARTICLES + 1) for each in form.getlist("articles")[:MOST_READ]]
    articles += [""] * (len(documents) - len(articles))
    pairs = zip(by_address(documents), articles, strict=False)
    choices = tuple(Choice(address, typed) for address, typed in pairs if address)
    day = clean(form.get("on", ""), 20) or clock.today().isoformat()
    return Chosen(day, choices, clean(form.get("words", ""), LONGEST_WORDS))


def clean(typed: str, longest: int) -> str:
    """What was typed, without what cannot be shown."""
    return printable(typed[: longest + 1]).strip()[:longest]


def by_address(documents: list[str]) -> list[str]:
    """The addresses of what was named by address, by the address of its page, or by id."""
    named = [each.removeprefix("/documents/").strip("/") for each in documents]
    ids = [int(each) for each in named if each.isascii() and each.isdigit() and len(each) < 10]  # noqa: PLR2004  # fits 32 bits
    if not ids:
        return named
    with web.reading() as session:
        known = {str(key): address for key, address in asking.addresses_of(session, ids).items()}
    return [known.get(each, each) for each in named]


def changed(chosen: Chosen, form: MultiDict[str, str]) -> Chosen:
    """The state after a button was pressed."""
    choices = list(chosen.choices)
    deed, _, raw = form.get("do", "").partition(":")
    place = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 4 else -1  # noqa: PLR2004  # at most 200
    if deed == "pick":
        return replace(chosen, choices=joined(choices, clean(raw, LONGEST_ADDRESS)), words="")
    if deed == "remove" and place in range(len(choices)):
        del choices[place]
    elif deed == "up" and place in range(1, len(choices)):
        choices[place - 1 : place + 1] = reversed(choices[place - 1 : place + 1])
    elif deed == "down" and place in range(len(choices) - 1):
        choices[place : place + 2] = reversed(choices[place : place + 2])
    chosen = replace(chosen, choices=tuple(choices))
    found = offered(chosen.words)
    if deed == "add" and len(found) == 1:
        return replace(chosen, choices=joined(choices, found[0].address), words="")
    return chosen if deed == "add" else replace(chosen, words="")


def joined(choices: list[Choice], address: str) -> tuple[Choice, ...]:
    """The choices with one more at the end, if it is not there."""
    known = {choice.address for choice in choices}
    return (*choices, *([] if address in known or not address else [Choice(address)]))


def offered(words: str) -> tuple[Entry, ...]:
    """The documents of this number or title; else of these words, or of a near number."""
    if not words:
        return ()
    catalogue = shelf.catalogue()
    if found := identifiers.matching(catalogue, words):
        return tuple(found[:OFFERED])
    wanted = title_key(words)
    named = [entry for entry in catalogue.entries if wanted and wanted in title_key(entry.title)]
    named.sort(key=lambda entry: len(entry.title))
    return tuple(named[:OFFERED] or identifiers.nearly(catalogue, words))


def page(chosen: Chosen, faults: dict[str, str] | None = None, status: int = 200) -> Response:
    """The page, which nobody keeps: its form has a token."""
    faults = dict(faults or {})
    try:
        day = web.day(chosen.day, "行为日")
    except BadInput as fault:
        day = None
        faults.setdefault("on", fault.sentence)
    if len(chosen.choices) > MOST:
        faults.setdefault("form", f"一份快照最多 {MOST} 份文件，现有 {len(chosen.choices)} 份；请移去一些")
    lines = tuple(line(choice, day or clock.today()) for choice in chosen.choices)
    shown = Shown(chosen, day, lines, offered(chosen.words), faults)
    html = render_template(
        "snapshots/new.html",
        section="documents",
        shown=shown,
        today=clock.today(),
        most=MOST,
        longest=asking.LONGEST,
        designation=designation,
    )
    return web.private(html, status)


def line(choice: Choice, day: date) -> Line:
    """One chosen document, as it stands on the day."""
    try:
        dossier = dossier_of(choice.address)
        scope_of(choice.articles)
    except (NotFound, Withdrawn) as fault:
        return Line(choice, fault=fault.sentence)
    except (BadInput, TooMuch) as fault:
        return Line(choice, dossier, mark_of(dossier, day), fault=fault.sentence)
    version = dossier.version_on(day)
    notice = text_notice(version, day) if version else "这份文件没有登记正文"
    return Line(choice, dossier, mark_of(dossier, day), notice)


def dossier_of(address: str) -> Dossier:
    """The visible document at an address, present or former; raises NotFound, Withdrawn."""
    try:
        return shelf.dossier(address)
    except NotFound:
        with web.reading() as session:
            return shelf.dossier(address_of(session, address))


pages.add_url_rule("/snapshots/new", view_func=public(new))
pages.add_url_rule("/snapshots/new", view_func=public(change), methods=["POST"])
