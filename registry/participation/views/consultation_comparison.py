"""The draft side by side with an earlier edition, or with the text in force that it would change (对照)."""

from collections.abc import Sequence

from flask import render_template

from base import clock, web
from base.errors import NotFound
from registry.consultations.reads.page import ConsultationPage
from registry.consultations.renditions.metadata import COLUMN
from registry.law.compare import compare
from registry.law.provisions import Provision
from registry.participation.views import consultation_shelf as kept
from registry.renditions import sidebyside
from registry.views import shelf

# How the two sides are called, with where each stands.
Side = tuple[str, str]


@web.cached_page
def between_editions(key: int, old: int, new: int) -> str:
    """Two public editions of the draft, by article."""
    page = kept.page_of(key)
    before, after = page.edition(old), page.edition(new)
    sides = tuple((f"第 {each.edition} 稿", edition_path(page, each.edition)) for each in (before, after))
    return compared(page, sides, before.provisions, after.provisions)


@web.cached_page
def with_text_in_force(key: int) -> str:
    """For a revision: the text in force, and what the newest draft would make of it.

    Once something was adopted, the text that was in force when the public was asked.
    """
    page = kept.page_of(key)
    if page.revises is None or page.draft is None:
        raise NotFound("这项征求意见不是修订现有文件，没有可以对照的现行文本。")
    adopted = page.course.adopted_on is not None
    day = page.course.published_on if adopted else clock.today()
    version = shelf.dossier(page.revises.address).version_on(day)
    if version is None:
        raise NotFound(f"《{page.revises.title}》没有登记正文，无法对照。")
    present = f"/documents/{page.revises.address}"
    former = f"{present}/{day.isoformat()}"
    sides = (
        (f"{'征求意见时' if adopted else ''}现行的《{page.revises.title}》", former if adopted else present),
        ("征求意见稿", f"{page.address}#draft"),
    )
    return compared(page, sides, shelf.wording(version.text_id), page.draft.provisions)


def edition_path(page: ConsultationPage, number: int) -> str:
    """Where an edition is read: the newest on the page of the consultation itself."""
    current = page.draft is not None and page.draft.edition == number
    return f"{page.address}#draft" if current else f"{page.address}/drafts/{number}"


def compared(
    page: ConsultationPage, sides: Sequence[Side], old: Sequence[Provision], new: Sequence[Provision]
) -> str:
    """The page with both texts."""
    pairs = compare(old, new)
    return render_template(
        "consultations/comparison.html",
        section="consultations",
        page=page,
        sides=sides,
        same=old == new,
        runs=sidebyside.runs(pairs),
        counts=sidebyside.counts(pairs),
        tags=COLUMN,
    )
