"""The child that draws pictures: `python -m interpretations.renditions.drawing_child` (see `base.limited`).

A job is one line of JSON (width in pixels, and whether the page ends at its bookmark), then a PDF.
"""

import json
from io import BytesIO

import pypdfium2
from PIL import Image

from base.apart import serve
from base.errors import BadInput

TALLEST = 20_000
WIDEST = 4_000
TOO_LONG = "内容过长，超出一张长图的高度（上限 2 万像素）；请精简要点，或者改用PDF。"


def answer(job: bytes) -> bytes:
    """The first page of the PDF as a PNG picture; raises BadInput for what does not fit on one."""
    head, _, pdf = job.partition(b"\n")
    order = json.loads(head)
    return png(drawn(pdf, int(order["width"]), ends=bool(order["ends"])))


def drawn(pdf: bytes, width: int, *, ends: bool) -> Image.Image:
    """The page so many pixels wide; `ends` cuts it off where its only bookmark is."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        if len(document) != 1:
            raise BadInput(TOO_LONG)
        page = document[0]
        across, down = page.get_size()
        scale = width / across
        below = _end(document) if ends else 0.0
        if not 0 < width <= WIDEST or (down - below) * scale > TALLEST:
            raise BadInput(TOO_LONG)
        picture: Image.Image = page.render(scale=scale, crop=(0, below, 0, 0)).to_pil()
        return picture.convert("RGB")
    finally:
        document.close()


def _end(document: pypdfium2.PdfDocument) -> float:
    """How far above the page's foot the bookmark stands, in points."""
    for bookmark in document.get_toc():
        place = bookmark.get_dest()
        if place is not None:
            return float(place.get_view()[1][1])
    raise BadInput(TOO_LONG)


def png(picture: Image.Image) -> bytes:
    """The picture as PNG."""
    made = BytesIO()
    # Level 9 takes 3 times as long for a twentieth less.
    picture.save(made, "PNG", compress_level=6)
    return made.getvalue()


if __name__ == "__main__":
    serve(answer)
