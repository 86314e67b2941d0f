"""What the search page tells the statistics (检索计数): what was asked, and where readers went on."""

from flask import Response, current_app, request

from base import pagecache
from base.errors import BadInput
from base.staff.access import visitor
from base.staff.views import visiting
from search.statistics.counts import FARTHEST
from search.statistics.shown import Shown
from search.statistics.tally import Tally
from search.statistics.wording import LONGEST, UNNAMED, counted
from search.views.asking import Asking

PLACES = range(1, FARTHEST + 1)


def tally() -> Tally:
    """The counts of this application."""
    kept: Tally = current_app.extensions["tally"]
    return kept


def note(asked: Asking, found: int) -> None:
    """Note of the page being made under which words it is counted, also when it is shown again.

    Only searches as they are typed count, not each narrowing of one; and the department's own do not.
    """
    if asked.plain:
        note_words(asked.question.text, found)


def note_words(typed: str, found: int) -> None:
    """Note under which words the page being made is counted, and how much was found; of a reader's only."""
    if visitor() is None:
        request.environ[pagecache.NOTE] = Shown(counted(typed), found)


def counted_as(asked: Asking) -> str:
    """The words under which an opened hit is counted; "" for words that are not recorded."""
    words = counted(asked.question.text)
    return "" if words in UNNAMED else words


def opened() -> Response:
    """Count a hit that was opened; raises BadInput for what no page of ours sends."""
    words, place = (request.form.get(name, "")[: LONGEST + 1] for name in ("words", "place"))
    if not (place.isascii() and place.isdigit() and len(place) < 5 and int(place) in PLACES):  # noqa: PLR2004  # FARTHEST
        raise BadInput(f"位置“{place[:20]}”应为 1 至 {FARTHEST} 之间的整数")
    if not words or counted(words) != words or words in UNNAMED:
        raise BadInput("检索词不是本站页面给出的计数用词")
    if visitor() is None:
        tally().open(words, int(place), visiting.address())
    return Response("这次打开已计入统计。", mimetype="text/plain", headers={"Cache-Control": "no-store"})
