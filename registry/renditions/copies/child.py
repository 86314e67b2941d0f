"""The child that marks copies: `python -m registry.renditions.copies.child` (see `base.limited`).

A job is one line of JSON (what is to be done, how long each part is), then the parts one after another.
"""

import json

from base.apart import serve
from base.errors import BadInput
from registry.renditions.copies import card, docx_mark, pdf_stamp


def answer(job: bytes) -> bytes:
    """The marked copy, or the picture of a card; raises BadInput when this file cannot be marked."""
    head, _, rest = job.partition(b"\n")
    order = json.loads(head)
    parts, start = [], 0
    for length in order["lengths"]:
        parts.append(rest[start : start + length])
        start += length
    if order["work"] == "pdf":
        return pdf_stamp.stamped(parts[0], parts[1], order["title"])
    if order["work"] == "cover":
        return pdf_stamp.cover(parts[0])
    if order["work"] == "docx":
        return docx_mark.marked(parts[0], tuple(order["lines"]), order["head"])
    if order["work"] == "card":
        return card.png(card.Card(**order["card"]))
    raise BadInput(f"不认识的工作：{order['work']}")


if __name__ == "__main__":
    serve(answer)
