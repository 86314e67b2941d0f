"""HTML to PDF, in a limited warm child process that fetches nothing.

WeasyPrint brings its process down where there is no font, and hostile pages keep it busy for minutes: it
lives in `base.typesetter` only, and nothing of it is imported here.
"""

from dataclasses import dataclass
from functools import cache

from base.errors import BadInput, Unavailable
from base.limited import Limits, Worker

MEGABYTE = 2**20
LARGEST_PAGE = 12 * MEGABYTE
# Measured: 1-2 pages 1 s, 200 pages 10 s and 270 MB resident; twenty times a long law is refused.
LIMITS = Limits(wall_seconds=90, cpu_seconds=60, memory=2048 * MEGABYTE, answer=96 * MEGABYTE, jobs=100)
CHILD = ("-m", "base.typesetter")


@dataclass(frozen=True, slots=True)
class Means:
    """Whether there is typesetting here: `why_not` is "" when there is, else the sentence for the page.

    `fingerprint` changes with the typesetter's version and the Chinese fonts installed.
    """

    why_not: str
    fingerprint: str


class Typesetter:
    """One child that sets type."""

    def __init__(self, limits: Limits = LIMITS) -> None:
        self._worker = Worker("排版PDF", CHILD, limits)

    def pdf(self, html: str) -> bytes:
        """The PDF (tagged, PDF/UA-1) of a whole HTML page; only data: addresses in it are read.

        Raises BadInput for a page too large or too deeply nested, Unavailable when it cannot be set now.
        """
        job = html.encode()
        if not job or len(job) > LARGEST_PAGE:
            raise BadInput(f"文件过大（{len(job)}字节），无法生成PDF；请改用网页或文本格式。")
        return self._worker.ask(job)

    def means(self) -> Means:
        """What there is to set type with; asks the child, so it is slow once (about 0.1 s)."""
        try:
            return Means("", self._worker.ask(b"").decode())
        except Unavailable as reason:
            return Means(reason.sentence, "")

    def close(self) -> None:
        """End the child."""
        self._worker.close()


@cache
def shared() -> Typesetter:
    """The typesetter of this process."""
    return Typesetter()


@cache
def means() -> Means:
    """What this machine has to set type with; found once, a restart finds what was installed since."""
    return shared().means()


def available() -> str:
    """Why no PDF can be made here, as the sentence for the page; "" when there is nothing against it."""
    return means().why_not


def to_pdf(html: str) -> bytes:
    """The PDF of a whole HTML page, from the shared typesetter; errors as `Typesetter.pdf`."""
    if reason := available():
        raise Unavailable(reason)
    return shared().pdf(html)
