"""The preview (预览) of a draft: its public page, made by publishing it and undoing that again."""

from flask import redirect, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from base import clock, web
from base.errors import RegistryError
from base.staff.access import actor, may
from base.staff.roles import Permission
from registry.desk.draft_forms import trail
from registry.desk.draft_pages import found, of
from registry.drafting import publishing
from registry.drafting.publishing import house_of
from registry.drafting.tables import Stage
from registry.reads.catalogue import read_catalogue
from registry.reads.dossier import read_dossier
from registry.reads.page import DocumentPage, document_page
from registry.reads.wording import read_wording
from registry.renditions.body import Body, typeset_body
from registry.tables import Document
from registry.views import frame
from registry.views.document import Parts, finished


class Undone(RegistryError):
    """Ends a rehearsal: whatever was done in its transaction is undone."""


@may(Permission.READ_DRAFT, of=of)
def preview(key: int) -> ResponseReturnValue:
    """What the public page would say, were the draft published today; the page itself once it is."""
    with web.reading() as session:
        draft = found(session, key)
        if draft.document_id:
            return redirect(f"/documents/{session.get_one(Document, draft.document_id).address}", 303)
        way = trail(draft)
        ruled = Stage(draft.stage) in {Stage.REVIEWED, Stage.SCHEDULED}
        waiting = publishing.unruled(session, key) if ruled else 0
    parts = rehearsed(key)
    return render_template(
        "desk/drafts/preview.html",
        place="drafts",
        trail=way,
        parts=parts,
        ruled=ruled,
        waiting=waiting,
    )


def rehearsed(key: int) -> Parts:
    """The parts of the page of a publication that is undone at once; no other reader ever sees it."""
    made: list[Parts] = []
    try:
        with web.database().transaction() as session:
            made.append(_page(session, key))
            raise Undone  # noqa: TRY301  # the one way to end a transaction without keeping its work
    except Undone:
        return made[0]


def _page(session: Session, key: int) -> Parts:
    document_id = publishing.rehearse(session, key, house_of(web.config()), by=actor())
    session.flush()
    address = session.get_one(Document, document_id).address
    today = clock.today()
    page = document_page(read_dossier(session, address), today, today, read_catalogue(session, 0))
    return finished(page, frame.root(), "发布后可下载 PDF", _body(session, page))


def _body(session: Session, page: DocumentPage) -> Body | None:
    if page.version is None:
        return None
    return typeset_body(read_wording(session, page.version.text_id), dict(page.struck))
