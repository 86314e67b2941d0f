"""Hostile, damaged and huge files of a repealed document: stamped or packed with the notice, never unmarked.

Each is asked for over the web, as the public does, and must be answered within the time of its class.
"""

import io
import random
import zipfile
import zlib
from collections.abc import Callable
from time import perf_counter
from typing import Any

import docx
import pytest
from flask import Flask
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    StreamObject,
)
from sqlalchemy import select

from base import files, typeset
from registry.tables import Attachment, Document

pytestmark = pytest.mark.pdf
MARK, REPEALED = "【已废止】", "澄江省排污费征收使用管理办法"
# By the clock on the wall, for children do the work; a cold one is started once.
SOON, HUGE = 10.0, 25.0


def saved(writer: PdfWriter) -> bytes:
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def plain(
    pages: int = 2, size: tuple[float, float] = (595, 842), draw: bytes = b"0 g 50 50 99 9 re f"
) -> PdfWriter:
    writer = PdfWriter()
    for _ in range(pages):
        page = writer.add_blank_page(*size)
        stream = DecodedStreamObject()
        stream.set_data(draw)
        page[NameObject("/Contents")] = writer._add_object(stream)
    return writer


def encrypted(user: str) -> bytes:
    writer = plain()
    writer.encrypt(user, "owner", algorithm="RC4-128")
    return saved(writer)


def boxed(*corners: float) -> bytes:
    writer = plain(1)
    box = ArrayObject([FloatObject(corner) for corner in corners])
    writer.pages[0][NameObject("/MediaBox")] = box
    writer.pages[0][NameObject("/CropBox")] = box
    return saved(writer)


def changed(name: str, value: Any) -> bytes:
    writer = plain(2)
    for page in writer.pages:
        page[NameObject(name)] = value
    return saved(writer)


def scanned(pages: int) -> bytes:
    """Pages of one picture each, as a scanner makes them: 200 dpi, grey."""
    width, height = 1654, 2339
    rows = random.Random(7).randbytes(4096)  # noqa: S311  # no secret, a texture
    picture = StreamObject()
    picture._data = zlib.compress((rows * (width * height // 4096 + 1))[: width * height], 1)
    picture.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Image"),
            NameObject("/Width"): NumberObject(width),
            NameObject("/Height"): NumberObject(height),
            NameObject("/ColorSpace"): NameObject("/DeviceGray"),
            NameObject("/BitsPerComponent"): NumberObject(8),
            NameObject("/Filter"): NameObject("/FlateDecode"),
        }
    )
    writer = plain(pages, draw=b"q 595 0 0 842 0 0 cm /Im0 Do Q")
    held = DictionaryObject({NameObject("/Im0"): writer._add_object(picture)})
    for page in writer.pages:
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): held})
    return saved(writer)


def hand_written(*objects: bytes) -> bytes:
    """A PDF of these objects, the first its catalogue, with a true table of places."""
    body, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(body))
    return body + head + table + tail


CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"
LOOP = hand_written(CATALOGUE, b"<</Type/Pages/Count 2/Kids[2 0 R 2 0 R]>>")
LONG_LOOP = hand_written(
    CATALOGUE, b"<</Type/Pages/Count 1/Kids[3 0 R]>>", b"<</Type/Pages/Count 1/Kids[2 0 R]>>"
)
COUNTLESS = hand_written(CATALOGUE, b"<</Type/Pages/Count 2000000000/Kids[]>>")
NO_BOX = hand_written(CATALOGUE, b"<</Type/Pages/Count 1/Kids[3 0 R]>>", b"<</Type/Page/Parent 2 0 R>>")
SELF_CONTENT = hand_written(
    CATALOGUE,
    b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R>>",
)
SELF_LENGTH = hand_written(
    CATALOGUE,
    b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
    b"<</Length 4 0 R>>stream\n0 g\nendstream",
)
DEEP = hand_written(
    CATALOGUE,
    b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources " + b"[" * 50_000 + b"]" * 50_000 + b">>",
)
BOMB = hand_written(
    CATALOGUE,
    b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents[4 0 R 4 0 R 4 0 R]>>",
    b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream"
    % (len(small := zlib.compress(b" " * 400_000_000, 9)), small),
)


def packed_objects() -> bytes:
    """Two pages whose objects are in streams, without a plain table of places (PDF 1.5)."""
    return typeset.to_pdf("<html lang=zh><title>样</title><p>第一条<p style='break-before:page'>第二条")


CASES: dict[str, Callable[[], bytes]] = {
    "encrypted with a user password": lambda: encrypted("secret"),
    "encrypted with an owner password only": lambda: encrypted(""),
    "cut in the middle": lambda: saved(plain(20))[:3000],
    "no table of places": lambda: saved(plain()).partition(b"xref")[0],
    "a wrong table of places": lambda: saved(plain()).replace(b"0000000", b"9999999"),
    "junk behind it": lambda: saved(plain()) + b"\x00" * 100_000,
    "junk before it": lambda: b"\r\n\r\n" + saved(plain()),
    "only the first line": lambda: b"%PDF-1.7\n",
    "noise": lambda: b"%PDF-1.7\n" + random.Random(1).randbytes(200_000),  # noqa: S311  # no secret
    "a page tree that holds itself": lambda: LOOP,
    "a page tree in a ring": lambda: LONG_LOOP,
    "two thousand million pages": lambda: COUNTLESS,
    "a page without a size": lambda: NO_BOX,
    "a page that is its own content": lambda: SELF_CONTENT,
    "a stream that is its own length": lambda: SELF_LENGTH,
    "fifty thousand brackets": lambda: DEEP,
    "a content that swells a thousandfold": lambda: BOMB,
    "objects packed in streams": packed_objects,
    "turned by 90": lambda: changed("/Rotate", NumberObject(90)),
    "turned by 45": lambda: changed("/Rotate", NumberObject(45)),
    "turned by a million": lambda: changed("/Rotate", NumberObject(1_000_080)),
    "a content that is a number": lambda: changed("/Contents", NumberObject(7)),
    "resources that are a number": lambda: changed("/Resources", NumberObject(7)),
    "notes that are a number": lambda: changed("/Annots", NumberObject(7)),
    "a huge page": lambda: boxed(0, 0, 14_400, 14_400),
    "a page beyond all measure": lambda: boxed(0, 0, 1e12, 1e12),
    "a page of no width": lambda: boxed(10, 10, 10, 842),
    "a page the other way round": lambda: boxed(595, 842, 0, 0),
    "a page far from nought": lambda: boxed(-9000, -9000, -8405, -8158),
    "scanned": lambda: scanned(3),
}


@pytest.fixture
def repealed(site: Any, reader: Any) -> Callable[[str, bytes], Any]:
    """Give a repealed document of the site this file, and ask for it as the public."""
    if reason := typeset.available():
        pytest.skip(reason)
    app: Flask = site.app

    def ask(name: str, content: bytes) -> Any:
        digest = files.keep(app.extensions["config"].files, content)
        with app.extensions["database"].transaction() as session:
            document = session.scalars(select(Document).where(Document.title == REPEALED)).one()
            row = Attachment(
                document_id=document.id, role="附件", filename=name, media_type="application/octet-stream",
                size=len(content), sha256=digest, recorded_at=document.recorded_at,
            )  # fmt: skip
            session.add(row)
            session.flush()
            number = row.id
        # Nobody told the shelf: the files of a dossier are read with its generation.
        app.extensions.pop("shelf", None)
        return reader.get(f"/files/{number}")

    return ask


def never_unmarked(answer: Any, content: bytes, name: str) -> None:
    """Fails unless the answer is a copy stamped on every page, or a ZIP with the notice in it."""
    assert answer.status_code == 200
    assert answer.headers["X-Validity"].startswith("repealed; ")
    assert answer.data != content
    if answer.mimetype == "application/zip":
        with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
            assert archive.read(f"{MARK}{name}") == content
            assert "废止" in archive.read("00-时效说明.txt").decode()
            assert archive.read("00-时效说明.pdf").startswith(b"%PDF-")
        return
    assert answer.mimetype == "application/pdf"
    pages = PdfReader(io.BytesIO(answer.data)).pages
    assert len(pages) > 1
    for page in pages:
        assert "已废止" in page.extract_text()


@pytest.mark.parametrize("case", CASES)
def test_no_pdf_goes_out_unmarked(
    repealed: Callable[[str, bytes], Any], case: str, within: Callable[..., Any]
) -> None:
    content = CASES[case]()
    with within(SOON, clock=perf_counter):
        answer = repealed("办法.pdf", content)
    never_unmarked(answer, content, "办法.pdf")


STAMPED = ("junk behind it", "objects packed in streams", "turned by 90", "a huge page", "scanned")


@pytest.mark.parametrize("case", [*STAMPED, "a page the other way round", "a page far from nought"])
def test_what_any_viewer_shows_is_stamped_and_not_packed(
    repealed: Callable[[str, bytes], Any], case: str
) -> None:
    assert repealed("办法.pdf", CASES[case]()).mimetype == "application/pdf"


@pytest.mark.parametrize(
    ("make", "pages"),
    [(lambda: saved(plain(500)), 500), (lambda: scanned(120), 120), (lambda: saved(plain(1999)), 1999)],
    ids=["500 pages", "120 scans", "1999 pages"],
)
def test_a_huge_pdf_is_stamped_in_bounded_time(
    repealed: Callable[[str, bytes], Any], make: Callable[[], bytes], pages: int, within: Callable[..., Any]
) -> None:
    content = make()
    with within(HUGE, clock=perf_counter):
        answer = repealed("大.pdf", content)
    assert answer.mimetype == "application/pdf"
    assert len(PdfReader(io.BytesIO(answer.data)).pages) == pages + 1


def test_too_many_pages_are_packed(repealed: Callable[[str, bytes], Any]) -> None:
    content = saved(plain(2001))
    never_unmarked(repealed("太多页.pdf", content), content, "太多页.pdf")


def a_docx() -> bytes:
    document, made = docx.Document(), io.BytesIO()
    document.add_paragraph("第一条")
    document.save(made)
    return made.getvalue()


def swollen() -> bytes:
    """A Word document whose text unpacks to 300 MB."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(a_docx())) as package,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for name in package.namelist():
            copy.writestr(name, package.read(name))
        copy.writestr("word/media/image1.bmp", b" " * 300_000_000)
    return made.getvalue()


def lying() -> bytes:
    """A Word document whose directory says that nothing in it is large."""
    content = bytearray(a_docx())
    place = content.rfind(b"PK\x01\x02")
    content[place + 24 : place + 28] = (1).to_bytes(4, "little")
    return bytes(content)


WORD_CASES: dict[str, Callable[[], bytes]] = {
    "torn": lambda: a_docx()[:2000],
    "swollen": swollen,
    "lying about sizes": lying,
    "a password": lambda: (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 900
    ),
}


@pytest.mark.parametrize("case", WORD_CASES)
def test_no_word_document_goes_out_unmarked(
    repealed: Callable[[str, bytes], Any], case: str, within: Callable[..., Any]
) -> None:
    content = WORD_CASES[case]()
    with within(SOON, clock=perf_counter):
        answer = repealed("办法.docx", content)
    never_unmarked(answer, content, "办法.docx")


def test_the_site_answers_on_after_all_of_it(repealed: Callable[[str, bytes], Any]) -> None:
    for content in (DEEP, BOMB, LOOP):
        repealed("坏.pdf", content)
    assert repealed("好.pdf", saved(plain())).mimetype == "application/pdf"
