"""The PDF (印本) of a document in the grid of GB/T 9704-2012, marked with how it stands.

A registry's print needs no red head: the head says what the registry knows, the rest is the text.
"""

import base64
import hashlib
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from base import typeset
from registry.renditions import qr
from registry.renditions.body import table_html
from registry.renditions.columns import with_columns
from registry.renditions.lines import sheet_lines
from registry.renditions.sheet import Sheet
from registry.renditions.titling import title_lines

try:
    import rjieba
except ImportError:  # no wheel for this processor
    rjieba = None  # type: ignore[assignment]

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "pdf"


@cache
def templates() -> Environment:
    """The templates of prints; what they are given is escaped."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def html(sheet: Sheet) -> str:
    """The whole page that the typesetter makes the PDF of."""
    css, page = templates().get_template("sheet.css"), templates().get_template("sheet.html")
    return page.render(
        sheet=sheet,
        css=css.render(),
        title=title_lines(title_words(sheet.title)),
        lines=sheet_lines(sheet.provisions, sheet.ended),
        table=lambda source: Markup(with_columns(table_html(source))),  # noqa: S704 - cleaned there
        qr=qr.data_uri(sheet.address),
        stamp=stamp_uri(sheet.stamp) if sheet.stamp else "",
    )


def title_words(title: str) -> list[str]:
    """The words of a title, between which its lines may break; single characters where no segmenter is."""
    return rjieba.cut(title) if rjieba else list(title)


def stamp_uri(words: str) -> str:
    """The stamp across a page (已废止), translucent and askew, as a data: address of an A4 picture."""
    picture = templates().get_template("stamp.svg").render(words=words)
    return "data:image/svg+xml;base64," + base64.b64encode(picture.encode()).decode("ascii")


def key(page: str) -> str:
    """What tells this print from every other: all it shows, the typesetter's version and its fonts.

    The page holds the text, the status with its marks and the day, so that no print outlives them.
    """
    return hashlib.sha256(f"{typeset.means().fingerprint}\n{page}".encode()).hexdigest()
