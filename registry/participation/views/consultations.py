"""The public pages of consultations (征求意见): each with its draft, its former editions, its files."""

from flask import Blueprint, Response, render_template, send_file
from flask.json import dumps
from markupsafe import Markup

from base import clock, files, web
from base.errors import NotFound
from base.staff.access import public
from registry.consultations.reads.page import ConsultationPage
from registry.consultations.renditions import metadata, record
from registry.consultations.renditions.draft import typeset_draft, typeset_note
from registry.consultations.renditions.progress import headline, steps
from registry.participation.views import consultation_comparison as comparison
from registry.participation.views import consultation_lists as lists
from registry.participation.views import consultation_shelf as kept
from registry.renditions.body import Margin, contents_html, laid_out
from registry.views import frame, shelf

pages = Blueprint("consultations", __name__)
KEY = "<int(max=2147483647):key>"
NUMBER = "<int(max=2147483647):number>"
UNKNOWN_FILE = "没有这个文件。请回到征求意见页重新下载。"
# Whatever the file is, it is offered for saving and can neither run nor embed anything.
SANDBOX = "sandbox; default-src 'none'"


@web.cached_page
def show(key: int) -> str:
    """The consultation as it stands today; its parts are made once a day."""
    root = frame.root()
    name = ("consultation", key, clock.today(), root)
    parts = shelf.shelf().parts.get(name, lambda: finished(kept.page_of(key), root))
    return render_template("consultations/kept.html", section="consultations", parts=parts)


def finished(page: ConsultationPage, root: str) -> kept.Parts:
    """The parts of the page."""
    url = f"{root}{page.address}"
    head = render_template(
        "consultations/page_head.html",
        page=page,
        url=url,
        tags=metadata.content_tags(page, url),
        card=metadata.properties(page, web.config().site.name, root),
        script=metadata.script(page, root),
    )
    draft = page.draft
    main = render_template(
        "consultations/page.html",
        page=page,
        url=url,
        headline=headline(page),
        steps=steps(page),
        body=typeset_draft(draft.provisions, page.address, page.papers.said, open_to_comments=page.open)
        if draft
        else None,
        note=typeset_note(page.papers.note, "note-") if page.papers.note else "",
        follows=bool(web.config().mailing.host),
        share=metadata.share(page, url),
    )
    # Both are whole templates, escaped by Jinja.
    return kept.Parts(f"{page.title}：征求意见", Markup(head), Markup(main))  # noqa: S704


@web.cached_page
def show_json(key: int) -> Response:
    """The consultation for programs; its words are made once a day."""
    root = frame.root()
    name = ("consultation for programs", key, clock.today(), root)
    words = shelf.shelf().parts.get(name, lambda: dumps(record.consultation(kept.page_of(key), root)))
    return Response(words, mimetype="application/json")


@web.cached_page
def edition(key: int, number: int) -> str:
    """An edition of the draft as it was published; a former one says so and leads to the present one."""
    page = kept.page_of(key)
    draft = page.edition(number)
    return render_template(
        "consultations/edition.html",
        section="consultations",
        page=page,
        draft=draft,
        html=laid_out(draft.provisions, Margin({}, {})),
        contents=contents_html(draft.provisions),
        tags=metadata.COLUMN,
    )


def download(key: int, number: int) -> Response:
    """A public file of a consultation; raises NotFound, or Withdrawn with the consultation."""
    page = kept.page_of(key)
    file = next((each for each in page.papers.files if each.id == number), None)
    shown = {each.id for each in page.notice_files} | {one.id for each in page.meetings for one in each.files}
    place = files.path_of(web.config().files, file.sha256) if file else None
    if file is None or number not in shown or place is None or not place.exists():
        raise NotFound(UNKNOWN_FILE)
    answer = send_file(
        place, file.media_type, as_attachment=True, download_name=file.filename, etag=file.sha256, max_age=0
    )
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["X-Content-Type-Options"] = "nosniff"
    # Kept by browsers, but asked about each time: the notice may have been withdrawn.
    answer.cache_control.clear()
    answer.cache_control.no_cache = True
    return answer


pages.add_url_rule("/consultations", view_func=public(lists.consultations))
pages.add_url_rule("/consultations.json", view_func=public(lists.consultations_json))
pages.add_url_rule("/consultations/data.feed", view_func=public(lists.feed), endpoint="feed")
pages.add_url_rule("/consultations/calendar.ics", view_func=public(lists.calendar_of_all))
pages.add_url_rule(f"/consultations/{KEY}", view_func=public(show))
pages.add_url_rule(f"/consultations/{KEY}.json", view_func=public(show_json))
pages.add_url_rule(f"/consultations/{KEY}.ics", view_func=public(lists.calendar_of_one))
pages.add_url_rule(f"/consultations/{KEY}/drafts/{NUMBER}", view_func=public(edition))
pages.add_url_rule(f"/consultations/{KEY}/files/{NUMBER}", view_func=public(download))
pages.add_url_rule(
    f"/consultations/{KEY}/compare/<int(max=9999):old>/<int(max=9999):new>",
    view_func=public(comparison.between_editions),
)
pages.add_url_rule(f"/consultations/{KEY}/compare/in-force", view_func=public(comparison.with_text_in_force))
