"""Markdown to allow-listed HTML, once, when a text is saved; in a limited child process.

Python-Markdown is quadratic on hostile input (20 KB of `[` take two minutes) and lets scripts through: it
runs apart, and what it gives passes our own list of tags and attributes (`base.allowed`).
"""

from functools import cache

from base.errors import BadInput
from base.limited import Limits, Worker

LARGEST_TEXT = 2 * 2**20
LIMITS = Limits(wall_seconds=15, cpu_seconds=6, memory=768 * 2**20, answer=16 * 2**20, jobs=2000, waiting=8)
CHILD = ("-m", "base.marker")
MARKDOWN, HTML = b"m", b"h"


@cache
def shared() -> Worker:
    """The marker of this process."""
    return Worker("转换文本格式", CHILD, LIMITS)


def to_html(markdown: str) -> str:
    """Markdown (with tables, and the HTML tables found in it) as HTML that cannot do anything.

    Raises BadInput for a text larger than 2 MB, Unavailable (TookTooLong) for one that cannot be converted
    in its time.
    """
    return _asked(MARKDOWN, markdown)


def safe_html(html: str) -> str:
    """Found HTML with only what is allowed left in it; errors as `to_html`."""
    return _asked(HTML, html)


def _asked(form: bytes, text: str) -> str:
    # A lone surrogate cannot be sent, and stands in no real text.
    job = text.encode("utf-8", "replace")
    if len(job) > LARGEST_TEXT:
        raise BadInput(f"文本过大（{len(job)}字节，上限{LARGEST_TEXT}字节）；请拆分后再保存。")
    return shared().ask(form + job).decode() if text.strip() else ""
