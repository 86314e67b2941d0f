"""HTML to PDF, in a limited warm child process that fetches nothing.

WeasyPrint brings its process down where there is no font, and hostile pages keep it busy for minutes: it
lives in `base.typesetter` only, and nothing of it is imported here.
"""

from dataclasses import dataclass
from functools import cache
from threading import Lock

from base.errors import BadInput, Unavailable
from base.limited import BrokeDown, Busy, Limits, TookTooLong, Worker

MEGABYTE = 2**20
LARGEST_PAGE = 12 * MEGABYTE
# Measured on 2 cores: 2 pages 0.2 s, 41 pages 0.9 s, 214 pages 5 s, 421 pages 14 s and 407 MB resident.
# One is served and one waits: two of the site's four threads are always left for pages.
LIMITS = Limits(
    wall_seconds=90, cpu_seconds=60, memory=2048 * MEGABYTE, answer=96 * MEGABYTE, jobs=100, waiting=2
)
CHILD = ("-m", "base.typesetter")


@dataclass(frozen=True, slots=True)
class Means:
    """Whether there is typesetting here: `why_not` is "" when there is, else the sentence for the page.

    `fingerprint` changes with the typesetter's version and the Chinese fonts installed; `passing` is a reason
    that may be gone at the next question (too many waiting, a child that broke down).
    """

    why_not: str
    fingerprint: str
    passing: bool = False


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
        except (Busy, BrokeDown, TookTooLong) as reason:
            return Means(reason.sentence, "", passing=True)
        except Unavailable as reason:
            return Means(reason.sentence, "")

    def close(self) -> None:
        """End the child."""
        self._worker.close()


_found: list[Means] = []
_asking = Lock()


@cache
def shared() -> Typesetter:
    """The typesetter of this process."""
    return Typesetter()


def means() -> Means:
    """What this machine has to set type with; found once, a restart finds what was installed since."""
    with _asking:
        if _found:
            return _found[0]
        answer = shared().means()
        if not answer.passing:
            _found.append(answer)
        return answer


def available() -> str:
    """Why no PDF can be made here, as the sentence for the page; "" when there is nothing against it."""
    return means().why_not


def to_pdf(html: str) -> bytes:
    """The PDF of a whole HTML page, from the shared typesetter; errors as `Typesetter.pdf`."""
    if reason := available():
        raise Unavailable(reason)
    return shared().pdf(html)
