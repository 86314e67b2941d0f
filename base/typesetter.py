"""The child that sets type: `python -m base.typesetter`, jobs on standard input (see `base.limited`).

An empty job asks what there is to work with; any other is an HTML page to be made a PDF.
"""

import ctypes
import hashlib
import logging
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from functools import cache
from importlib import metadata

from base.apart import serve
from base.errors import Unavailable

# Without libharfbuzz-subset one page takes 13 s instead of 1.8 s: we ask for it too.
LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
    "libfontconfig.so.1": "fontconfig",
}
FONTS = "fonts-noto-cjk"
# Before 70 the fetcher's refusals could be walked around.
OLDEST = 70
NO_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)
INSTALL = "apt-get install --no-install-recommends"


def answer(job: bytes) -> bytes:
    """The PDF of a page, or for an empty job the fingerprint of version and fonts."""
    fingerprint = checked()
    return typeset(job.decode()) if job else fingerprint.encode()


@cache
def checked() -> str:
    """What there is to work with, as a fingerprint; raises Unavailable naming what is missing."""
    if missing := [package for library, package in LIBRARIES.items() if not loads(library)]:
        raise Unavailable(f"暂不提供PDF：缺少排版所需的系统组件，请管理员运行：{INSTALL} {' '.join(missing)}")
    version = metadata.version("weasyprint")
    if int(version.split(".")[0]) < OLDEST:
        raise Unavailable(f"暂不提供PDF：WeasyPrint {version} 过旧，请管理员升级到 {OLDEST}.0 或更高版本。")
    # With no font at all WeasyPrint ends in a segmentation fault: look before.
    fonts = chinese_fonts()
    if not fonts:
        raise Unavailable(f"暂不提供PDF：没有中文字体，请管理员运行：{INSTALL} {FONTS}")
    return hashlib.sha256("\n".join([version, *fonts]).encode()).hexdigest()[:16]


def loads(library: str) -> bool:
    """Whether a system library can be loaded; taken for granted where libraries bear other names."""
    if sys.platform != "linux":
        return True
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def chinese_fonts() -> list[str]:
    """The Chinese font families that fontconfig knows, sorted."""
    program = shutil.which("fc-list")
    if program is None:
        return []
    listing = subprocess.run(  # noqa: S603 - fontconfig's own program
        [program, ":lang=zh-cn", "family", "style"], capture_output=True, text=True, timeout=60, check=False
    )
    return sorted(set(listing.stdout.splitlines()))


def typeset(html: str) -> bytes:
    """The page as a tagged PDF, the same bytes for the same page."""
    # Here, because the import costs 0.5-1.2 s and fails where pango is missing.
    from weasyprint import HTML  # noqa: PLC0415
    from weasyprint.urls import URLFetcher  # noqa: PLC0415

    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    # Pictures come inside the page as data:. Everything else is refused before anything is opened.
    fetcher = URLFetcher(allowed_protocols=("data",), allow_redirects=False)
    page = HTML(string=html, url_fetcher=fetcher, base_url=None)
    options = {"pdf_variant": "pdf/ua-1", "pdf_identifier": hashlib.sha256(html.encode()).digest()[:16]}
    document = page.render(**options)
    for each in document.metadata.attachments:
        # A data: address has no name: the link's title is it. Moments would make other bytes each time.
        each.name, each.created, each.modified = each.description, NO_MOMENT, NO_MOMENT
    pdf: bytes = document.write_pdf(**options)
    return pdf


if __name__ == "__main__":
    serve(answer)
