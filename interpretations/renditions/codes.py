"""QR codes as PNG pictures (二维码图片), for editors that take no SVG."""

from io import BytesIO

import segno

from registry.renditions.qr import LONGEST, svg

# A code of 41 modules with its margin comes to 980 pixels: sharp on a poster.
SCALE = 20


def png(address: str) -> bytes:
    """The QR code of an address; raises BadInput for one too long to be read off paper."""
    if len(address) > LONGEST:
        svg(address)  # says why
    picture = BytesIO()
    segno.make(address, error="m", micro=False).save(picture, kind="png", scale=SCALE, border=4)
    return picture.getvalue()
