"""QR codes (二维码): the address of a page as a picture that a telephone reads off paper."""

import base64
from io import BytesIO

import segno

from base.errors import BadInput

# Version 40 at level M holds 2,331 bytes; a code that dense is not read off paper any more.
LONGEST = 300


def svg(address: str) -> bytes:
    """The QR code of an address as an SVG picture, 4 modules of quiet zone around it (ISO/IEC 18004).

    Raises BadInput for an address too long to be read off paper.
    """
    if len(address) > LONGEST:
        raise BadInput(f"网址过长（{len(address)}个字符，上限{LONGEST}），无法印成二维码：{address[:60]}…")
    picture = BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(picture, kind="svg", border=4, xmldecl=False, svgns=True, nl=False, omitsize=True)
    return picture.getvalue()


def data_uri(address: str) -> str:
    """The QR code as a data: address, for a page that may fetch nothing."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg(address)).decode("ascii")
