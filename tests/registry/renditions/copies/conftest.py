"""Files as they come in, and notices to put on them; the sheets are set in real type, once."""

import hashlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject

from base import typeset
from base.diskcache import DiskCache
from registry.renditions.copies import notice as notices
from registry.renditions.copies.notice import Notice

SENTENCE = "已于2021年8月1日废止，依据《澄江省排污权交易管理办法》（澄环发〔2021〕8号）。"


def make_notice(content: bytes = b"", **fields: Any) -> Notice:
    said: dict[str, Any] = {
        "word": "已废止",
        "title": "澄江省排污权交易管理办法（试行）",
        "number": "澄环发〔2015〕3号",
        "sentence": SENTENCE,
        "ended": (),
        "as_of": None,
        "filename": "办法.pdf",
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "address": "https://registry.example/documents/normative-document/2015/3",
        "verify": "https://registry.example/verify-file?sha256=" + hashlib.sha256(content).hexdigest(),
        "site": "政策文件库",
    }
    return Notice(**said | fields)


@pytest.fixture
def notice() -> Callable[..., Notice]:
    """A notice on these bytes; what is named differs."""
    return make_notice


@pytest.fixture
def kept(tmp_path: Path) -> DiskCache:
    """An empty store of copies."""
    return DiskCache(tmp_path / "copies", 2**28)


@pytest.fixture(scope="session")
def sheets() -> bytes:
    """Cover, band and word of a notice as a PDF; skipped where there is no typesetting."""
    if reason := typeset.available():
        pytest.skip(reason)
    return typeset.to_pdf(notices.sheets(make_notice()))


def blank_pdf(*sizes: tuple[float, float], draw: bytes = b"", **changes: Any) -> bytes:
    """A PDF with a page of each size; `draw` is their content, `changes` are set on every page."""
    writer = PdfWriter()
    for width, height in sizes:
        page = writer.add_blank_page(width, height)
        if draw:
            stream = DecodedStreamObject()
            stream.set_data(draw)
            page[NameObject("/Contents")] = writer._add_object(stream)
        for name, value in changes.items():
            page[NameObject(f"/{name}")] = value
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


@pytest.fixture
def make_pdf() -> Callable[..., bytes]:
    """A PDF with pages of these sizes."""
    return blank_pdf


@pytest.fixture
def words_of() -> Callable[[bytes, int], str]:
    """What a page of a PDF says, without blanks."""

    def read(content: bytes, page: int) -> str:
        return "".join(PdfReader(BytesIO(content)).pages[page].extract_text().split())

    return read
