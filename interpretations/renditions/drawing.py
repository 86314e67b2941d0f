"""Drawing (绘图): a page that was typeset as PDF becomes a PNG picture, in a limited warm child process.

The typesetter sets a page of fixed width and the greatest height there is; a bookmark at its end tells the
drawing child where to cut. So the page is laid out once, and no browser is needed.
"""

import json
from functools import cache

from base import typeset
from base.limited import Limits, Worker

MEGABYTE = 2**20
# Measured, in seconds of the processor: 1,080 × 5,000 pixels 0.4 s, 1,080 × 16,600 1.2 s and 166 MB resident.
LIMITS = Limits(
    wall_seconds=20, cpu_seconds=10, memory=1536 * MEGABYTE, answer=64 * MEGABYTE, jobs=200, waiting=3
)
CHILD = ("-m", "interpretations.renditions.drawing_child")


@cache
def worker() -> Worker:
    """The drawing child of this process."""
    return Worker("绘制图片", CHILD, LIMITS)


def png(page: str, width: int, *, ends: bool = False) -> bytes:
    """A typeset page of one sheet as a PNG picture so many pixels wide; `ends` cuts it at its bookmark.

    Raises BadInput for a page too long, Unavailable where there is no typesetting here and now.
    """
    order = json.dumps({"width": width, "ends": ends}).encode()
    return worker().ask(b"\n".join([order, typeset.to_pdf(page)]))
