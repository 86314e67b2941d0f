"""The page of a document (文件页), of today and of any day, and its forms for programs."""

from datetime import date

from flask import Response, jsonify, redirect, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from base import clock, web
from base.errors import NotFound
from registry.law.provisions import Provision
from registry.reads.dossier import address_of
from registry.reads.page import DocumentPage, document_page
from registry.renditions import jsonld, record, text
from registry.renditions.citation import citation
from registry.renditions.metadata import content_tags, posted
from registry.renditions.references import with_links
from registry.views import frame, printing, shelf


def page_of(address: str, day: date) -> DocumentPage:
    """What the document's page says of the day; raises NotFound or Withdrawn."""
    return document_page(shelf.dossier(address), day, clock.today(), shelf.catalogue())


@web.cached_page
def show(address: str) -> ResponseReturnValue:
    """The document as it stands today; a day asked for (`on`) leads to that day's address."""
    asked = web.asked_day()
    if asked != clock.today():
        return redirect(f"/documents/{address}/{asked.isoformat()}", 303)
    try:
        return rendered(page_of(address, asked), f"/documents/{address}")
    except NotFound as missing:
        return moved(address, missing)


@web.cached_page
def show_on(address: str, day: date) -> ResponseReturnValue:
    """The document as it stood, or will stand, on a day."""
    return rendered(page_of(address, day), f"/documents/{address}/{day.isoformat()}")


def moved(address: str, missing: NotFound) -> ResponseReturnValue:
    """To the present address of a document that once was here; raises `missing` when none was."""
    with web.reading() as session:
        found = address_of(session, address)
    if found == address:
        raise missing
    return redirect(f"/documents/{found}", 308)


def rendered(page: DocumentPage, path: str) -> str:
    """The page as HTML; a wording that is not today's is kept out of search engines."""
    dossier, version = page.dossier, page.version
    body = shelf.body(version.text_id, dict(page.struck)) if version else None
    root, current = frame.root(), f"/documents/{dossier.address}"
    return render_template(
        "document.html",
        section="documents",
        page=page,
        body=body,
        sentence=sentence(page),
        canonical=root + current,
        here_url=root + path,
        current_url=root + current,
        noindex=page.past_text,
        tags=content_tags(page, web.config().site, root + current),
        posted=posted(dossier.posted_at),
        script=jsonld.script(page, root),
        no_pdf=printing.why_not(),
        citation=citation(dossier.title, dossier.number, as_of=None if page.is_today else page.day),
    )


def sentence(page: DocumentPage) -> Markup:
    """The sentence of the standing, with links to the acts and successors it names."""
    named = {event.act.title: event.act.address for event in page.dossier.events if event.act}
    named |= {link.title: link.address for link in page.dossier.links if link.title not in named}
    return with_links(page.sentence, named)


def article(address: str, number: str) -> ResponseReturnValue:
    """A provision by its number (`article/10`, `article/10-1`), as a lasting link to the present text."""
    shelf.dossier(address)
    return redirect(f"/documents/{address}#art-{number}", 303)


@web.cached_page
def show_json(address: str) -> ResponseReturnValue:
    """The document for programs, with its whole text, as of `on`."""
    page = page_of(address, web.asked_day())
    return jsonify(record.record(page, provisions(page), frame.root()))


@web.cached_page
def show_text(address: str) -> ResponseReturnValue:
    """The document as plain text, as of `on`."""
    page = page_of(address, web.asked_day())
    words = text.plain_text(page, provisions(page), f"{frame.root()}/documents/{address}")
    return Response(words, mimetype="text/plain")


def provisions(page: DocumentPage) -> tuple[Provision, ...]:
    """The provisions of the version that the page shows."""
    return shelf.wording(page.version.text_id) if page.version else ()
