"""The desk of new media (新媒体素材): words, cards, pictures and codes of an interpretation, to take away."""

from dataclasses import dataclass

from flask import Blueprint, Response, render_template
from sqlalchemy.orm import Session

from base import clock, web
from base.errors import NotFound, Withdrawn
from base.headers import as_file
from base.staff.access import may
from base.staff.roles import Owner, Permission
from interpretations.publishing.editing import content_of
from interpretations.renditions import codes, drawing
from interpretations.renditions import picture as rendition
from interpretations.renditions.copy_facts import facts_of_copy
from interpretations.renditions.picture_facts import facts_of
from interpretations.rules.content import Content
from interpretations.rules.newmedia import posts
from interpretations.rules.pictures import Facts
from interpretations.rules.picturing import drawable, picture
from interpretations.tables import Interpretation
from interpretations.views import shelf
from interpretations.views.pictures import kept
from registry.desk import owners
from registry.renditions import qr
from registry.views import frame, printing

desk = Blueprint("media", __name__, url_prefix="/desk/media")


@dataclass(frozen=True, slots=True)
class Copy:
    """A working copy: its id and title, what it says, and what is known beside that."""

    id: int
    title: str
    content: Content
    facts: Facts


def of(session: Session, *, key: int, **_others: object) -> Owner | None:
    """Whose an interpretation is: the unit's under whose name it stands."""
    row = session.get(Interpretation, key)
    return owners.of_unit(session, row.unit_id) if row else None


@desk.get("/<int(max=2147483647):key>")
@may(Permission.READ_INTERPRETATION, of=of)
def show(key: int) -> str:
    """The words of what is public; of what is not, a preview that says so."""
    copy, public = working_copy(key), public_of(key)
    content, facts = public or (copy.content, copy.facts)
    able = drawable(copy.content)
    return render_template(
        "desk/media/show.html",
        place="interpretations",
        trail=(("/desk/interpretations", "解读"), (f"/desk/interpretations/{key}", copy.title)),
        copy=copy,
        public=bool(public),
        posts=posts(content, facts),
        facts=facts,
        qr=qr.data_uri(facts.link),
        advice=picture(copy.content, copy.facts).advice if able else (),
        drawable=able,
        no_picture=printing.why_not(),
    )


@desk.get("/<int(max=2147483647):key>/picture.png")
@may(Permission.READ_INTERPRETATION, of=of)
def show_png(key: int) -> Response:
    """The picture of the working copy, before anybody else may see it."""
    copy = working_copy(key)
    words = rendition.html(picture(copy.content, copy.facts), rendition.LONG)
    made = kept(words, lambda: drawing.png(words, rendition.WIDTH, ends=True))
    return as_file(made, "image/png", f"{copy.title[:60]}（预览）.png", in_page=True)


@desk.get("/<int(max=2147483647):key>/qr.png")
@may(Permission.READ_INTERPRETATION, of=of)
def show_code(key: int) -> Response:
    """The QR code of the interpretation's page."""
    copy = working_copy(key)
    return as_file(codes.png(copy.facts.link), "image/png", f"{copy.title[:60]}二维码.png")


@desk.get("/<int(max=2147483647):key>/qr.svg")
@may(Permission.READ_INTERPRETATION, of=of)
def show_code_svg(key: int) -> Response:
    """The QR code of the interpretation's page, for print."""
    copy = working_copy(key)
    return as_file(qr.svg(copy.facts.link), "image/svg+xml", f"{copy.title[:60]}二维码.svg")


def working_copy(key: int) -> Copy:
    """The working copy with its facts as of today; raises NotFound."""
    with web.reading() as session:
        row = session.get(Interpretation, key)
        if row is None:
            raise NotFound(f"没有编号为 {key} 的解读稿")
        facts = facts_of_copy(session, row, clock.today(), web.config().site.name, frame.root())
        return Copy(key, row.title, content_of(row), facts)


def public_of(key: int) -> tuple[Content, Facts] | None:
    """What the public reads of it; None where it reads nothing."""
    try:
        page = shelf.page_of(key)
    except (NotFound, Withdrawn):
        return None
    return page.content, facts_of(page, web.config().site.name, frame.root())
