"""The stamp on every page of a PDF (逐页加盖): only called in the limited child (`copies.child`).

A page's own content is wrapped as it is, unread, into a form of its own: whatever it leaves open (a clipping
path, a scaled state, a hidden layer) ends with the form, and cannot hide or displace the stamp.
"""

import zlib
from io import BytesIO

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

from base.errors import BadInput
from registry.renditions.copies import boxes
from registry.renditions.copies.boxes import Box, Matrix

MOST_PAGES = 2000
LARGEST_COPY = 120 * 2**20
# What the reader is known to let through on damaged files, besides its own errors.
FAULTS = (
    *(PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, NotImplementedError),
    *(OverflowError, ZeroDivisionError, AssertionError, zlib.error, EOFError),
)
OWN, BAND, WORD = (NameObject(name) for name in ("/RgPage", "/RgBand", "/RgWord"))
CONTENTS, RESOURCES, ANNOTS = (NameObject(name) for name in ("/Contents", "/Resources", "/Annots"))
# Flags of an annotation (ISO 32000-1, table 165): print, read-only, locked, locked contents.
FIXED = 4 + 64 + 128 + 512


def stamped(content: bytes, sheets: bytes, title: str) -> bytes:
    """The PDF with the cover before it and the stamp on each of its pages.

    `sheets` is a PDF of three pages: cover, band, word. Raises BadInput when this file cannot be stamped.
    """
    try:
        return _stamped(_opened(content), PdfReader(BytesIO(sheets)), title)
    except FAULTS as fault:
        raise BadInput(f"PDF结构已损坏或不合规范，无法逐页加盖（{type(fault).__name__}）") from fault


def cover(sheets: bytes) -> bytes:
    """The first page of the sheets alone."""
    writer = PdfWriter()
    writer.add_page(PdfReader(BytesIO(sheets)).pages[0])
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def _opened(content: bytes) -> PdfReader:
    reader = PdfReader(BytesIO(content), strict=False)
    if reader.is_encrypted:
        raise BadInput("PDF已加密或限制修改，无法逐页加盖")
    if not 0 < len(reader.pages) <= MOST_PAGES:
        raise BadInput(f"PDF有{len(reader.pages)}页，不在1至{MOST_PAGES}页之内，无法逐页加盖")
    return reader


def _stamped(reader: PdfReader, sheets: PdfReader, title: str) -> bytes:
    writer = PdfWriter()
    writer.add_page(sheets.pages[0])
    count = len(reader.pages)
    writer.append(reader, import_outline=False)
    if len(writer.pages) != count + 1:
        raise BadInput("PDF的页面无法全部读出，无法逐页加盖")
    layers = _layers(reader)
    if layers is not None:
        writer.root_object[NameObject("/OCProperties")] = layers.clone(writer)
    stamper = Stamper(writer, sheets)
    for page in list(writer.pages)[1:]:
        stamper.stamp(page)
    writer.add_metadata({"/Title": title, "/Producer": "policy-registry"})
    made = BytesIO()
    writer.write(made)
    if made.tell() > LARGEST_COPY:
        raise BadInput("加盖后的PDF过大")
    return made.getvalue()


def _layers(reader: PdfReader) -> DictionaryObject | None:
    """Which layers are shown at first: without it those meant to be hidden would come to light."""
    found = reader.root_object.get("/OCProperties")
    found = found.get_object() if found is not None else None
    return found if isinstance(found, DictionaryObject) else None


class Stamper:
    """Puts band and word on the pages of one copy."""

    def __init__(self, writer: PdfWriter, sheets: PdfReader) -> None:
        self.writer = writer
        self.band = self._add(_form_of(sheets.pages[1], writer))
        self.word = self._add(_form_of(sheets.pages[2], writer))
        # Pages that share their content share the form: it is written once.
        self._forms: dict[tuple[int, int, Box], IndirectObject] = {}

    def stamp(self, page: PageObject) -> None:
        """Put the stamp on the page, upright and across as it is seen, whatever its boxes and rotation."""
        media = boxes.box(_corners(page.mediabox))
        if media is None:
            raise BadInput("PDF中有尺寸异常的页面，无法逐页加盖")
        seen = boxes.shared(media, boxes.box(_corners(page.cropbox)))
        # A program that shows the page without its crop must find the stamp too.
        paint = b"\n".join(_painting(area, _turned(page)) for area in dict.fromkeys((media, seen)))
        shown = DictionaryObject({BAND: self.band, WORD: self.word})
        drawn = b""
        if (own := self._own(page, media)) is not None:
            shown[OWN] = own
            drawn = b"q /RgPage Do Q\n"
        # What a page does by itself when it is opened has no place in a copy.
        page.pop(NameObject("/AA"), None)
        page[RESOURCES] = DictionaryObject({NameObject("/XObject"): shown})
        page[CONTENTS] = self._add(_stream(drawn + paint))
        if _may_cover(page):
            self._annotate(page, seen, paint)

    def _own(self, page: PageObject, media: Box) -> IndirectObject | None:
        """The page's own content as a form; None for an empty page."""
        if isinstance(page.get(CONTENTS, NullObject()).get_object(), NullObject):
            return None
        contents = page.raw_get(CONTENTS)
        resources = page.raw_get(RESOURCES) if RESOURCES in page else DictionaryObject()
        same = (_identity(contents), _identity(resources), media)
        if same not in self._forms:
            form = _whole(contents.get_object())
            form.update(_form(media, resources))
            self._forms[same] = self._add(form)
        return self._forms[same]

    def _annotate(self, page: PageObject, seen: Box, paint: bytes) -> None:
        """Put the stamp over notes and fields too, which are drawn above a page's content."""
        look = _stream(paint)
        shown = DictionaryObject({BAND: self.band, WORD: self.word})
        look.update(_form(seen, DictionaryObject({NameObject("/XObject"): shown})))
        note = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Annot"),
                NameObject("/Subtype"): NameObject("/Stamp"),
                NameObject("/Rect"): _rectangle(seen),
                NameObject("/F"): NumberObject(FIXED),
                NameObject("/Contents"): TextStringObject("时效标注"),
                NameObject("/AP"): DictionaryObject({NameObject("/N"): self._add(look)}),
            }
        )
        notes = page[ANNOTS].get_object()
        if isinstance(notes, ArrayObject):
            page[ANNOTS] = ArrayObject([*notes, self._add(note)])

    def _add(self, thing: PdfObject) -> IndirectObject:
        return self.writer._add_object(thing)  # noqa: SLF001  # the library's only way to add an object


def _corners(rectangle: ArrayObject) -> boxes.Corners:
    left, bottom, right, top = (float(side) for side in rectangle)
    return left, bottom, right, top


def _turned(page: PageObject) -> int:
    turned = int(page.rotation)
    if turned % boxes.QUARTER:
        raise BadInput("PDF中有旋转角度异常的页面，无法逐页加盖")
    return turned


def _painting(seen: Box, turned: int) -> bytes:
    matrix, width, height = boxes.upright(seen, turned)
    band, words = boxes.placings(width, height)
    lines = [f"q {_numbers(matrix)} cm"]
    lines += [f"q {_numbers(placed)} cm {WORD} Do Q" for placed in words]
    lines += [f"q {_numbers(band)} cm {BAND} Do Q", "Q"]
    return "\n".join(lines).encode("ascii")


def _numbers(matrix: Matrix) -> str:
    return " ".join(f"{number:.5f}" for number in matrix)


def _may_cover(page: PageObject) -> bool:
    """Whether anything but links is drawn above the page's content."""
    notes = page.get(ANNOTS)
    notes = notes.get_object() if notes is not None else None
    if not isinstance(notes, ArrayObject):
        page.pop(ANNOTS, None)
        return False
    kinds = (note.get_object() for note in notes)
    return any(not isinstance(note, DictionaryObject) or note.get("/Subtype") != "/Link" for note in kinds)


def _form_of(page: PageObject, writer: PdfWriter) -> StreamObject:
    """A page of the sheets as a form that other pages can show."""
    contents = page.get_contents()
    made = _stream(contents.get_data() if contents is not None else b"")
    media = boxes.box(_corners(page.mediabox))
    if media is None:
        raise BadInput("盖章页的尺寸无法识别")
    made.update(_form(media, page[RESOURCES].clone(writer)))
    return made.flate_encode()


def _form(area: Box, resources: PdfObject) -> DictionaryObject:
    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): _rectangle(area),
            RESOURCES: resources,
        }
    )


def _rectangle(area: Box) -> ArrayObject:
    sides = (area.left, area.bottom, area.left + area.width, area.bottom + area.height)
    return ArrayObject([FloatObject(round(side, 4)) for side in sides])


def _whole(contents: PdfObject | None) -> StreamObject:
    """The content of a page as one stream of its own: as it stands, or its parts put together."""
    if isinstance(contents, ArrayObject):
        parts = [part.get_object() for part in contents]
        joined = b"\n".join(part.get_data() for part in parts if isinstance(part, StreamObject))
        return _stream(joined).flate_encode()
    if not isinstance(contents, StreamObject):
        raise BadInput("PDF中有内容无法识别的页面，无法逐页加盖")
    made = StreamObject()
    made._data = contents._data  # noqa: SLF001  # the bytes as they are, still packed
    made.update({name: value for name, value in contents.items() if name in {"/Filter", "/DecodeParms"}})
    return made


def _stream(content: bytes) -> StreamObject:
    made = DecodedStreamObject()
    made.set_data(content)
    return made


def _identity(thing: PdfObject) -> int:
    return thing.idnum if isinstance(thing, IndirectObject) else -id(thing)
