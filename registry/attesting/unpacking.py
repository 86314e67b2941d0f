"""Unpacking (取出) the signed file out of what somebody has: the JSON itself, the ZIP, or the PDF."""

import zlib
from io import BytesIO
from zipfile import BadZipFile, LargeZipFile, ZipFile

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from base.errors import BadInput

NAME = "snapshot.json"
MEGABYTE = 2**20
LARGEST_FILE, LARGEST = 64 * MEGABYTE, 12 * MEGABYTE
MOST_ENTRIES = 100
# A PDF may have a few bytes before its head.
HEAD = 1024
NO_FILE = "其中没有 snapshot.json：不是行为日快照，或者附件在转存时丢失；请改用快照的 JSON 或者 ZIP"


def unpacked(content: bytes) -> bytes:
    """The JSON in this file; raises BadInput, saying what the file is not."""
    if len(content) > LARGEST_FILE:
        raise BadInput(f"文件过大：最多 {LARGEST_FILE // MEGABYTE} MB")
    found = content
    if b"%PDF-" in content[:HEAD]:
        found = from_pdf(content)
    elif content.startswith(b"PK"):
        found = from_zip(content)
    if len(found) > LARGEST:
        raise BadInput(f"快照的 JSON 过大：最多 {LARGEST // MEGABYTE} MB")
    return found


def from_zip(content: bytes) -> bytes:
    """The JSON in a ZIP; what else is in it is not unpacked."""
    try:
        with ZipFile(BytesIO(content)) as packed:
            entry = next((each for each in packed.infolist()[:MOST_ENTRIES] if each.filename == NAME), None)
            if entry is None:
                raise BadInput(f"ZIP {NO_FILE}")
            with packed.open(entry) as file:
                return file.read(LARGEST + 1)
    except (BadZipFile, LargeZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error) as fault:
        raise BadInput("ZIP 已损坏或者已加密，不能打开") from fault


def from_pdf(content: bytes) -> bytes:
    """The JSON attached to a PDF."""
    try:
        reader = PdfReader(BytesIO(content))
        for each in reader.attachment_list:
            if each.name == NAME:
                return bytes(each.content)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, zlib.error) as fault:
        raise BadInput("PDF 已损坏或者已加密，不能取出其中的快照；请改用快照的 JSON 或者 ZIP") from fault
    raise BadInput(f"PDF {NO_FILE}")
