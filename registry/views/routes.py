"""The addresses of the public pages (公开页面), in one table."""

from datetime import date, datetime

from flask import Blueprint
from flask.blueprints import BlueprintSetupState
from werkzeug.routing import BaseConverter, Map, ValidationError

from base import clock, web
from base.errors import BadInput
from base.staff.access import public
from registry.law.days import printed
from registry.law.markers import cited, quoted
from registry.renditions.unbroken import unbroken
from registry.views import (
    badges,
    comparison,
    document,
    embedding,
    expiries,
    exporting,
    files,
    frame,
    home,
    identifiers,
    listing,
    plans,
    printing,
    sharing,
    verifying,
)


class AddressConverter(BaseConverter):
    """The address of a document: kind, year, number (`local-regulation/2019/14`)."""

    regex = r"[a-z][a-z-]{1,40}/[0-9a-z-]{1,20}/[0-9a-z-]{1,20}"
    part_isolating = False


class DayConverter(BaseConverter):
    """A day in an address: 2021-08-01; one that no calendar has, or out of the years kept, is no address."""

    regex = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def __init__(self, rules: Map) -> None:
        super().__init__(rules)

    def to_python(self, value: str) -> date:
        """The day."""
        try:
            return web.day(value, "on")
        except BadInput as fault:
            raise ValidationError from fault

    def to_url(self, value: date) -> str:
        """The day as it is written."""
        return value.isoformat()


pages = Blueprint("pages", __name__)


def minute(moment: datetime) -> str:
    """A moment as clocks in Hangzhou show it, to the minute."""
    return f"{clock.local(moment):%Y-%m-%d %H:%M}"


@pages.record_once
def _name_converters(state: BlueprintSetupState) -> None:
    state.app.url_map.converters |= {"document": AddressConverter, "day": DayConverter}
    state.app.context_processor(frame.frame)
    words = {"printed": printed, "minute": minute, "cited": cited, "quoted": quoted, "unbroken": unbroken}
    state.app.jinja_env.filters.update(words)


pages.add_url_rule("/", view_func=public(home.home))
pages.add_url_rule("/sitemap", view_func=public(frame.sitemap))
pages.add_url_rule("/appearance", view_func=public(frame.appearance), methods=["POST"])
pages.add_url_rule("/documents", view_func=public(listing.documents))
pages.add_url_rule("/documents.json", view_func=public(listing.documents_json))
pages.add_url_rule("/documents/data.feed", view_func=public(listing.feed))
pages.add_url_rule("/documents.xlsx", view_func=public(exporting.documents_xlsx))
pages.add_url_rule("/documents.csv", view_func=public(exporting.documents_csv))
pages.add_url_rule("/documents/<document:address>", view_func=public(document.show))
pages.add_url_rule("/documents/<document:address>.json", view_func=public(document.show_json))
pages.add_url_rule("/documents/<document:address>.txt", view_func=public(document.show_text))
pages.add_url_rule("/documents/<document:address>.pdf", view_func=public(printing.show_pdf))
pages.add_url_rule("/documents/<document:address>/<day:day>.pdf", view_func=public(printing.show_pdf_on))
pages.add_url_rule("/documents/<document:address>/<day:day>", view_func=public(document.show_on))
pages.add_url_rule(
    "/documents/<document:address>/compare/<day:old>/<day:new>", view_func=public(comparison.comparison)
)
pages.add_url_rule("/documents/<document:address>/article/<number>", view_func=public(document.article))
pages.add_url_rule("/plans", view_func=public(plans.plans))
pages.add_url_rule("/plans.json", view_func=public(plans.plans_json))
pages.add_url_rule("/calendar/expiries", view_func=public(expiries.expiries))
pages.add_url_rule("/calendar/expiries.ics", view_func=public(expiries.expiries_calendar))
pages.add_url_rule("/id/<path:raw>", view_func=public(identifiers.identify))
pages.add_url_rule("/files/<int(max=2147483647):number>", view_func=public(files.download))
pages.add_url_rule("/verify-file", view_func=public(verifying.verify), methods=["GET", "POST"])
pages.add_url_rule("/verify-file.json", view_func=public(verifying.verify_json))
pages.add_url_rule("/badge/<document:address>.svg", view_func=public(badges.badge_picture))
pages.add_url_rule("/badge/<document:address>.json", view_func=public(badges.badge_json))
pages.add_url_rule("/badge/by-number/<path:number>.svg", view_func=public(badges.badge_picture_by_number))
pages.add_url_rule("/badge/by-number/<path:number>.json", view_func=public(badges.badge_json_by_number))
pages.add_url_rule("/card/<document:address>.png", view_func=public(sharing.card))
pages.add_url_rule("/embed.js", view_func=public(embedding.embed_script))
pages.add_url_rule("/embed", view_func=public(embedding.embed))
