"""The page of a document (文件页), of today and of any day, and its forms for programs."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from flask import Response, jsonify, redirect, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from base import clock, web
from base.errors import NotFound
from registry.law.provisions import Provision
from registry.reads.dossier import address_of
from registry.reads.origins import UNKNOWN
from registry.reads.page import DocumentPage, document_page
from registry.renditions import jsonld, record, sharing, text
from registry.renditions.body import Body
from registry.renditions.citation import citation
from registry.renditions.metadata import content_tags, posted
from registry.renditions.references import with_links
from registry.renditions.standing import file_word, mark_of
from registry.renditions.unbroken import unbroken
from registry.views import frame, origins, printing, shelf


def page_of(address: str, day: date) -> DocumentPage:
    """What the document's page says of the day; raises NotFound or Withdrawn."""
    return document_page(shelf.dossier(address), day, clock.today(), shelf.catalogue())


@dataclass(frozen=True, slots=True)
class Parts:
    """The finished parts of a document's page, which every frame (large type, high contrast) shares."""

    title: str
    head: Markup
    main: Markup
    # The value of the header `X-Validity`.
    validity: str

    def __len__(self) -> int:
        return len(self.head) + len(self.main)


@web.cached_page
def show(address: str) -> ResponseReturnValue:
    """The document as it stands today; a day asked for (`on`) leads to that day's address."""
    asked = web.asked_day()
    if asked != clock.today():
        return redirect(f"/documents/{address}/{asked.isoformat()}", 303)
    try:
        return framed(address, asked)
    except NotFound as missing:
        return moved(address, missing)


@web.cached_page
def show_on(address: str, day: date) -> ResponseReturnValue:
    """The document as it stood, or will stand, on a day."""
    return framed(address, day)


def moved(address: str, missing: NotFound) -> ResponseReturnValue:
    """To the present address of a document that once was here; raises `missing` when none was."""
    with web.reading() as session:
        found = address_of(session, address)
    if found == address:
        raise missing
    return redirect(f"/documents/{found}", 308)


def framed(address: str, day: date) -> Response:
    """The page with its header; its parts are made once a day (a page costs a third of making them)."""
    root, no_pdf = frame.root(), printing.why_not()
    key = ("document", address, day, clock.today(), root, no_pdf)
    parts = shelf.shelf().parts.get(key, lambda: finished(page_of(address, day), root, no_pdf))
    answer = Response(render_template("document.html", section="documents", parts=parts))
    answer.headers["X-Validity"] = parts.validity
    return answer


def finished(page: DocumentPage, root: str, no_pdf: str, body: Body | None = None) -> Parts:
    """The parts of the page; a wording that is not today's is kept out of search engines.

    `body` is the wording where it is not to be read from what is kept (a draft's preview).
    """
    dossier, version = page.dossier, page.version
    explained = shelf.explanations(dossier, page.day)
    came = UNKNOWN if body else origins.origins(dossier, version, page.day)
    current = f"{root}/documents/{dossier.address}"
    title = version.title if version else dossier.title
    marked = f"【{page.mark}】{title}" if page.mark else title
    head = render_template(
        "document/head.html",
        page=page,
        current_url=current,
        tags=content_tags(page, web.config().site, current),
        script=jsonld.script(page, root, explained),
        card=sharing.properties(page, web.config().site.name, root),
    )
    wording = (version.text_id, dict(page.struck), explained.notes, came.notes) if version else None
    main = render_template(
        "document/main.html",
        page=page,
        body=body or (shelf.body(*wording) if wording else None),
        explained=explained,
        origins=came,
        sentence=sentence(page),
        now=mark_of(dossier, page.today),
        words={file.id: file_word(dossier, file, page.today) for file in dossier.files},
        no_pdf=no_pdf,
        current_url=current,
        posted=posted(dossier.posted_at),
        citation=citation(dossier.title, dossier.number, as_of=None if page.is_today else page.day),
    )
    # Both are whole templates, escaped by Jinja.
    shown = marked if page.is_today else f"{marked}（{page.day}）"
    return Parts(shown, Markup(head), Markup(main), mark_of(dossier, page.day).header)  # noqa: S704


def sentence(page: DocumentPage) -> Markup:
    """The sentence of the standing, with links to the acts and successors it names."""
    named = {event.act.title: event.act.address for event in page.dossier.events if event.act}
    named |= {link.title: link.address for link in page.dossier.links if link.title not in named}
    return unbroken(with_links(page.sentence, named))


def article(address: str, number: str) -> ResponseReturnValue:
    """A provision by its number (`article/10`, `article/10-1`), as a lasting link to the present text."""
    shelf.dossier(address)
    return redirect(f"/documents/{address}#art-{quote(number, safe='')}", 303)


@web.cached_page
def show_json(address: str) -> ResponseReturnValue:
    """The document for programs, with its whole text, as of `on`."""
    page = page_of(address, web.asked_day())
    known = shelf.explanations(page.dossier, page.day)
    came = origins.origins(page.dossier, page.version, page.day)
    return labelled(jsonify(record.record(page, provisions(page), frame.root(), known, came)), page)


@web.cached_page
def show_text(address: str) -> ResponseReturnValue:
    """The document as plain text, as of `on`."""
    page = page_of(address, web.asked_day())
    known = shelf.explanations(page.dossier, page.day)
    words = text.plain_text(page, provisions(page), frame.root(), known)
    return labelled(Response(words, mimetype="text/plain"), page)


def labelled(answer: Response, page: DocumentPage) -> Response:
    """The answer with the header that tells programs how the document stands on the day asked for."""
    answer.headers["X-Validity"] = mark_of(page.dossier, page.day).header
    return answer


def provisions(page: DocumentPage) -> tuple[Provision, ...]:
    """The provisions of the version that the page shows."""
    return shelf.wording(page.version.text_id) if page.version else ()
