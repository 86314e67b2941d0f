"""Two versions of a document side by side (新旧对照)."""

from datetime import date

from flask import render_template

from base import clock, web
from base.errors import NotFound
from registry.law.compare import compare
from registry.law.days import printed
from registry.law.validity import validity
from registry.reads.dossier import Dossier, Version
from registry.reads.page import reading_day
from registry.renditions import sidebyside
from registry.renditions.metadata import column_tags
from registry.views import shelf


@web.cached_page
def comparison(address: str, old: date, new: date) -> str:
    """The text read on one day against the text read on another, by article."""
    dossier = shelf.dossier(address)
    before, after = _version(dossier, old), _version(dossier, new)
    pairs = compare(shelf.wording(before.text_id), shelf.wording(after.text_id))
    return render_template(
        "comparison.html",
        section="documents",
        dossier=dossier,
        standing=validity(dossier.events, clock.today()),
        old=before,
        new=after,
        old_on=old,
        new_on=new,
        runs=sidebyside.runs(pairs),
        counts=sidebyside.counts(pairs),
        choices=[(version, reading_day(dossier, version)) for version in dossier.versions],
        tags=column_tags(),
    )


def _version(dossier: Dossier, day: date) -> Version:
    version = dossier.version_on(day)
    if version is None:
        raise NotFound(f"《{dossier.title}》没有登记{printed(day)}的正文，无法对照。")
    return version
