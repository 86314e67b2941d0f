"""Rulings on the stamp on every page of a PDF; what is stamped is read again, and looked at as pixels."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pdfplumber
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText, Link
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from base.errors import BadInput
from registry.renditions.copies import pdf_stamp

pytestmark = pytest.mark.pdf
A4, LANDSCAPE = (595.28, 841.89), (841.89, 595.28)
MakePdf = Callable[..., bytes]
Words = Callable[[bytes, int], str]
BAND = "【已废止】已于2021年8月1日废止"


def stamped(content: bytes, sheets: bytes) -> bytes:
    return pdf_stamp.stamped(content, sheets, "【已废止】办法")


def red_share(content: bytes, page: int, *, top: float = 0.0, bottom: float = 1.0) -> float:
    """The share of reddish pixels in a horizontal slice of the page, as a viewer shows it."""
    with pdfplumber.open(BytesIO(content)) as document:
        picture = document.pages[page].to_image(resolution=36).original.convert("RGB")
    rows = range(int(picture.height * top), max(int(picture.height * bottom), int(picture.height * top) + 1))
    pixels = [picture.getpixel((x, y)) for y in rows for x in range(picture.width)]
    return sum(red - green > 20 and red - blue > 20 for red, green, blue in pixels) / len(pixels)


def test_a_cover_comes_first_and_every_page_bears_band_and_word(
    make_pdf: MakePdf, sheets: bytes, words_of: Words
) -> None:
    made = stamped(make_pdf(A4, LANDSCAPE, (2000, 300)), sheets)
    assert len(PdfReader(BytesIO(made)).pages) == 4
    assert "标注副本说明页" in words_of(made, 0)
    for page in (1, 2, 3):
        assert BAND in words_of(made, page)
        assert words_of(made, page).count("已废止") >= 2
    assert PdfReader(BytesIO(made)).metadata.title == "【已废止】办法"  # type: ignore[union-attr]


@pytest.mark.parametrize("turned", [0, 90, 180, 270, -90])
def test_the_band_is_at_the_head_as_the_reader_holds_the_page(
    make_pdf: MakePdf, sheets: bytes, turned: int
) -> None:
    made = stamped(make_pdf(A4, Rotate=NumberObject(turned)), sheets)
    assert red_share(made, 1, top=0.0, bottom=0.05) > 0.02
    assert red_share(made, 1, top=0.95, bottom=1.0) == 0
    assert red_share(made, 1, top=0.3, bottom=0.7) > 0.002


def test_a_dark_scanned_page_shows_the_mark(make_pdf: MakePdf, sheets: bytes) -> None:
    made = stamped(make_pdf(A4, draw=b"0.15 g 0 0 595.28 841.89 re f"), sheets)
    assert red_share(made, 1, top=0.0, bottom=0.03) > 0.02
    assert red_share(make_pdf(A4, draw=b"0.15 g 0 0 595.28 841.89 re f"), 0) == 0


@pytest.mark.parametrize(
    "left_open",
    [
        b"q 0.01 0 0 0.01 0 0 cm q q",
        b"0 0 1 1 re W n",
        b"/OC /Hidden BDC",
        b"BT /F1 1 Tf 1 0 0 1 -9999 -9999 Tm",
        b"Q Q Q Q",
        b"q 1 0 0 1 9000 9000 cm (",
    ],
)
def test_what_a_page_leaves_open_cannot_hide_or_move_the_stamp(
    make_pdf: MakePdf, sheets: bytes, left_open: bytes
) -> None:
    made = stamped(make_pdf(A4, draw=left_open), sheets)
    plain = stamped(make_pdf(A4), sheets)
    for part in ((0.0, 0.04), (0.3, 0.7)):
        shown = red_share(made, 1, top=part[0], bottom=part[1])
        assert shown == pytest.approx(red_share(plain, 1, top=part[0], bottom=part[1]), abs=0.002)


def test_a_note_over_the_whole_page_does_not_cover_the_stamp(make_pdf: MakePdf, sheets: bytes) -> None:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(make_pdf(A4))))
    note = FreeText(text="cover", rect=(0, 0, 595, 842), background_color="ffffff")
    look = DecodedStreamObject()
    look.set_data(b"1 g 0 0 595 842 re f")
    box = ArrayObject([FloatObject(side) for side in (0, 0, 595, 842)])
    look.update({NameObject("/Type"): NameObject("/XObject"), NameObject("/Subtype"): NameObject("/Form")})
    look[NameObject("/BBox")] = box
    note[NameObject("/AP")] = DictionaryObject({NameObject("/N"): writer._add_object(look)})
    writer.add_annotation(0, note)
    covered = BytesIO()
    writer.write(covered)
    made = stamped(covered.getvalue(), sheets)
    assert red_share(made, 1, top=0.3, bottom=0.7) > 0.002
    notes = PdfReader(BytesIO(made)).pages[1]["/Annots"]
    assert [note.get_object()["/Subtype"] for note in notes][-1] == "/Stamp"  # type: ignore[attr-defined]


def test_pages_that_link_to_one_another_stay_linked(make_pdf: MakePdf, sheets: bytes) -> None:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(make_pdf(*[A4] * 300))))
    for page in range(299):
        writer.add_annotation(page, Link(rect=(9, 9, 99, 99), target_page_index=page + 1))
    linked = BytesIO()
    writer.write(linked)
    pages = PdfReader(BytesIO(stamped(linked.getvalue(), sheets))).pages
    assert len(pages) == 301
    target = pages[1]["/Annots"][0].get_object()["/Dest"][0].get_object()  # type: ignore[index]
    assert target == pages[2].get_object()


def test_the_crop_is_what_the_stamp_fits(make_pdf: MakePdf, sheets: bytes) -> None:
    crop = ArrayObject([FloatObject(side) for side in (100, 300, 500, 700)])
    made = stamped(make_pdf(A4, CropBox=crop), sheets)
    assert red_share(made, 1, top=0.0, bottom=0.07) > 0.02


def test_the_page_keeps_its_own_words(sheets: bytes, words_of: Words) -> None:
    twice = stamped(sheets, sheets)
    assert "标注副本说明页" in words_of(twice, 1)
    assert BAND in words_of(twice, 1)


def test_scripts_actions_and_files_inside_do_not_come_along(make_pdf: MakePdf, sheets: bytes) -> None:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(make_pdf(A4))))
    action = {
        NameObject("/S"): NameObject("/JavaScript"),
        NameObject("/JS"): TextStringObject("app.alert(1)"),
    }
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)
    writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): DictionaryObject(action)})
    writer.add_attachment("hidden.exe", b"MZ")
    armed = BytesIO()
    writer.write(armed)
    made = stamped(armed.getvalue(), sheets)
    root: Any = PdfReader(BytesIO(made)).trailer["/Root"]
    assert not {"/OpenAction", "/AA", "/Names", "/AcroForm"} & set(root)
    assert b"app.alert" not in made
    assert b"hidden.exe" not in made


@pytest.mark.parametrize("password", ["", "secret"])
def test_an_encrypted_file_is_refused(make_pdf: MakePdf, sheets: bytes, password: str) -> None:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(make_pdf(A4))))
    writer.encrypt(password, "owner", algorithm="RC4-128")
    locked = BytesIO()
    writer.write(locked)
    with pytest.raises(BadInput, match="加密"):
        stamped(locked.getvalue(), sheets)


@pytest.mark.parametrize("junk", [b"", b"%PDF-1.7\n", b"%PDF-1.7\n%%EOF", b"%PDF-1.7" + b"\x00" * 5000])
def test_what_is_no_pdf_is_refused(junk: bytes, sheets: bytes) -> None:
    with pytest.raises(BadInput):
        stamped(junk, sheets)


@given(st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_file_with_bytes_gone_wrong_is_refused_or_stamped_whole(
    make_pdf: MakePdf, sheets: bytes, data: st.DataObject
) -> None:
    content = bytearray(make_pdf(A4, LANDSCAPE))
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place : place + data.draw(st.integers(0, 12))] = data.draw(st.binary(max_size=6))
    try:
        made = stamped(bytes(content), sheets)
    except BadInput:
        return
    pages = list(PdfReader(BytesIO(made)).pages)[1:]
    assert pages
    for page in pages:
        drawn = page["/Contents"].get_object().get_data()  # type: ignore[attr-defined]
        assert drawn.count(b"/RgBand Do") >= 1
        assert drawn.count(b"/RgWord Do") >= 1
