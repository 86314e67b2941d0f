"""Pictures of public interpretations (一图读懂): the page, the long picture, the print, cards to share."""

from collections.abc import Callable

from flask import Blueprint, Response, current_app, render_template, request

from base import clock, typeset, web
from base.diskcache import DiskCache
from base.errors import BadInput, NotFound, Unavailable
from base.headers import as_file
from base.staff.access import public
from interpretations.reads.page import InterpretationPage
from interpretations.renditions import cards, drawing
from interpretations.renditions import picture as rendition
from interpretations.renditions.picture_facts import facts_of
from interpretations.rules.pictures import Picture
from interpretations.rules.picturing import drawable, picture
from interpretations.views import shelf
from interpretations.views.pages import labelled
from registry.views import badges, frame, printing

# About 700 long pictures with their prints.
ROOM = 512 * 2**20
NOTHING = "这份解读没有可以画成图的内容，请看解读全文。"

pages = Blueprint("pictures", __name__)


@web.cached_page
def show(key: int) -> Response:
    """The picture as a page: headings and lists, the same words; an uploaded one first."""
    page = shelf.page_of(key)
    drawn = picture_of(page)
    words = render_template(
        "interpretations/picture.html",
        section="interpretations",
        page=page,
        picture=drawn,
        drawn=rendition.body(drawn),
        no_picture=printing.why_not(),
    )
    return labelled(Response(words), page)


def show_png(key: int) -> Response:
    """The long picture, 1,080 pixels wide."""
    page = shelf.page_of(key)
    words = rendition.html(picture_of(page), rendition.LONG)
    made = kept(words, lambda: drawing.png(words, rendition.WIDTH, ends=True))
    return labelled(sent(made, words, "image/png", f"{page.title[:60]}.png"), page)


def show_pdf(key: int) -> Response:
    """The print, on A4 or A3 (`?paper=a3`)."""
    paper = asked_paper()
    page = shelf.page_of(key)
    words = rendition.html(picture_of(page), rendition.PAPERS[paper])
    made = kept(words, lambda: typeset.to_pdf(words))
    return labelled(sent(made, words, "application/pdf", f"{page.title[:60]}（{paper.upper()}）.pdf"), page)


def card(key: int) -> Response:
    """The card of a link in a chat, 1,200 × 630."""
    return shared(key, cards.CARD)


def square(key: int) -> Response:
    """The square picture for other media, 1,080 × 1,080, with the QR code."""
    return shared(key, cards.SQUARE)


def shared(key: int, shape: cards.Shape) -> Response:
    """A card: kept by others for a minute at most, and never past the midnight of a repeal."""
    page = shelf.page_of(key)
    words = cards.html(page.content, facts_of(page, web.config().site.name, frame.root()), shape)
    answer = labelled(sent(kept(words, lambda: drawing.png(words, shape.width)), words, "image/png"), page)
    answer.headers.update(badges.OPEN)
    answer.cache_control.no_cache = None
    answer.cache_control.public = True
    answer.cache_control.max_age = badges.lasting(clock.now())
    return answer


def picture_of(page: InterpretationPage) -> Picture:
    """What is drawn of an interpretation; raises NotFound where there is nothing to draw."""
    if not drawable(page.content):
        raise NotFound(NOTHING)
    return picture(page.content, facts_of(page, web.config().site.name, frame.root()))


def asked_paper() -> str:
    """The paper asked for; raises BadInput for any that there is not."""
    paper = request.args.get("paper", "").strip().lower() or "a4"
    if paper not in rendition.PAPERS:
        raise BadInput(f"参数 paper：没有“{paper[:20]}”这种纸张；可用 a4、a3。")
    return paper


def kept(words: str, make: Callable[[], bytes]) -> bytes:
    """The picture or print of this page, made once; raises Unavailable where there is no typesetting."""
    if reason := printing.why_not():
        raise Unavailable(reason)
    return pictures().get(rendition.key(words), make)


def sent(made: bytes, words: str, media_type: str, name: str = "") -> Response:
    """The file under its Chinese name, or 304 to a reader who has it."""
    answer = as_file(made, media_type, name, in_page=True) if name else Response(made, mimetype=media_type)
    answer.set_etag(rendition.key(words))
    # Kept by browsers, but asked about each time: a repeal may have come in between.
    answer.cache_control.no_cache = True
    answer.make_conditional(request)
    return answer


def pictures() -> DiskCache:
    """The pictures drawn before, of this application."""
    held: DiskCache = current_app.extensions.setdefault(
        "pictures", DiskCache(web.config().cache / "pictures", ROOM)
    )
    return held


KEY = "<int(max=2147483647):key>"
pages.add_url_rule(f"/interpretations/{KEY}/picture", view_func=public(show))
pages.add_url_rule(f"/interpretations/{KEY}/picture.png", view_func=public(show_png))
pages.add_url_rule(f"/interpretations/{KEY}/picture.pdf", view_func=public(show_pdf))
pages.add_url_rule(f"/interpretations/{KEY}/square.png", view_func=public(square))
pages.add_url_rule(f"/card/interpretations/{KEY}.png", view_func=public(card))
