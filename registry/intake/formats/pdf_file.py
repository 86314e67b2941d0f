"""PDF files: the text as printed; what is hidden is reported; what a file does by itself is refused."""

import io
import logging
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from pypdf import Configuration, PageObject, PdfReader, apply_configuration
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, IndirectObject

from base.errors import BadInput
from registry.intake.formats.extract import Extract
from registry.intake.formats.pdf_words import PageWords
from registry.intake.formats.pen import UNIT, Matrix
from registry.intake.formats.printed_page import MOST_FRAGMENTS, Fragment, Page, legible, lines_of

MEGABYTE = 2**20
MOST_PAGES = 1000
LIMITS = replace(
    Configuration(),
    maximum_declared_stream_length=60 * MEGABYTE,
    array_based_stream_maximum_output_length=16 * MEGABYTE,
    array_maximum_element_count=50_000,
    lzw_maximum_output_length=16 * MEGABYTE,
    run_length_maximum_output_length=16 * MEGABYTE,
    zlib_maximum_output_length=32 * MEGABYTE,
    stream_decoding_work_maximum_length=64 * MEGABYTE,
    stream_parsing_work_maximum_count=200_000,
    page_tree_maximum_entries=4 * MOST_PAGES,
    page_tree_maximum_depth=40,
    jbig2dec_binary=None,
    disable_legacy_handling=True,
)
# What pypdf raises on damaged files besides its own errors: a fault of the file, whichever it is.
FAULTS = (
    PyPdfError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
LOCKED = "文件已加密或者限制了权限，不能从中读取文字；请去掉密码和限制后再上传。"
ACTIVE = frozenset({"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition", "/Movie", "/Sound"})
DOING = frozenset({"/JS", "/XFA", "/EF", "/EmbeddedFiles", "/JavaScript", "/RichMediaContent", "/3DD"})
# Where nothing can do anything: the words, fonts and pictures themselves, and the way back up.
PASSIVE = frozenset(
    {
        "/Parent",
        "/P",
        "/Resources",
        "/Contents",
        "/StructTreeRoot",
        "/Metadata",
        "/Thumb",
        "/Font",
        "/AP",
        "/Pg",
    }
)
MOST_OBJECTS = 40_000
# A page with a picture and nothing but invisible words was scanned and read by a machine.
QUARTER_TURNS = {90: (0, -1, 1, 0), 180: (-1, 0, 0, -1), 270: (0, 1, -1, 0)}

logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)


@contextmanager
def _blamed_on_the_file() -> Iterator[None]:
    try:
        with apply_configuration(LIMITS):
            yield
    except FAULTS as fault:
        raise BadInput("PDF 文件已损坏或者不符合标准，无法读取；请重新导出后再上传。") from fault


def opened(content: bytes) -> PdfReader:
    """The reader of a PDF within our limits; raises BadInput when it is damaged."""
    with _blamed_on_the_file():
        return PdfReader(io.BytesIO(content), strict=False)


def read(content: bytes) -> Extract:
    """The lines of a PDF; raises BadInput when it is locked, damaged, or has more than 1,000 pages."""
    reader = opened(content)
    if reader.is_encrypted:
        raise BadInput(LOCKED)
    with _blamed_on_the_file():
        return _Pages(reader).read()


def inspect(content: bytes) -> list[str]:
    """What to tell the person who keeps this PDF; raises BadInput when it does things by itself."""
    reader = opened(content)
    if reader.is_encrypted:
        return ["文件已加密，不能从中读取文字，只作为附件保存。"]
    with _blamed_on_the_file():
        if len(_pages(reader)) == 0:
            raise BadInput("PDF 没有可以显示的页，可能已损坏；请重新导出后再上传。")
        _inspect(reader)
    return []


def _inspect(reader: PdfReader) -> None:
    seen: set[int] = set()
    waiting: list[object] = [reader.root_object]
    while waiting:
        found = waiting.pop()
        if isinstance(found, IndirectObject):
            if found.idnum in seen:
                continue
            seen.add(found.idnum)
            found = found.get_object()
        if len(seen) > MOST_OBJECTS:
            raise BadInput("PDF 的结构异常复杂，不能上传；请重新导出后再上传。")
        if isinstance(found, DictionaryObject):
            if DOING & found.keys() or found.get("/S") in ACTIVE:
                raise BadInput(
                    "PDF 含有脚本、自动动作、动态表单或者内嵌文件，不能上传；请打印为普通 PDF 后再上传。"
                )
            waiting.extend(found.raw_get(key) for key in found if key not in PASSIVE)
        elif isinstance(found, ArrayObject):
            waiting.extend(list.__iter__(found))


def _pages(reader: PdfReader) -> list[PageObject]:
    count = reader.get_num_pages()
    if count > MOST_PAGES:
        raise BadInput(f"PDF 有{count}页，超过上限{MOST_PAGES}页；请拆分后再上传。")
    return list(reader.pages)


class _Pages:
    def __init__(self, reader: PdfReader) -> None:
        self.reader = reader
        self.extract = Extract()
        self.layers = _hidden_layers(reader)
        self.fragments = 0
        self.slanted = False
        self.recognised: list[Page] = []

    def read(self) -> Extract:
        pages = [self._page(page) for page in _pages(self.reader)]
        lines = lines_of(pages, self.extract)
        if not legible(lines) and self.recognised:
            self.extract.notice("这是扫描件：文字由扫描软件识别，可能有错，请逐字核对。")
            lines = lines_of(self.recognised, self.extract)
            self.extract.hidden.clear()
        if legible(lines):
            self.extract.lines = lines
        elif lines:
            self.extract.notice("PDF 的字体没有文字编码，读不出文字，请录入正文。")
        else:
            self.extract.notice("未含文字，请录入正文（可能是扫描件）。")
        if self.slanted:
            self.extract.notice("斜置的文字（水印）未读入。")
        return self.extract

    def _page(self, page: PageObject) -> Page:
        box = page.cropbox
        start = _upright(page)
        width, height = float(box.width), float(box.height)
        if page.rotation % 180:
            width, height = height, width
        kept, unseen = Page(width, height), Page(width, height)

        def seen(fragment: Fragment, why: str) -> None:
            self.fragments += 1
            if self.fragments > MOST_FRAGMENTS:
                raise BadInput("PDF 的内容过多，无法读取；请拆分后再上传。")
            if not why and not _inside(fragment, kept):
                why = "页面之外的文字"
            self._sort(fragment, why, kept, unseen)

        words = PageWords(seen, self.layers, start)
        resources = page.get("/Resources", DictionaryObject()).get_object()
        if "/Contents" in page and isinstance(resources, DictionaryObject):
            # As bytes: a font, not a guess, says what its codes mean.
            words.read(ContentStream(page["/Contents"].get_object(), self.reader, "bytes"), resources)
        self._scanned(words, kept, unseen)
        self._remarks(page)
        return kept

    def _sort(self, fragment: Fragment, why: str, kept: Page, unseen: Page) -> None:
        if not why:
            kept.fragments.append(fragment)
        elif why == "斜置的文字":
            self.slanted = True
        else:
            unseen.fragments.append(fragment)
            self.extract.hide(why, fragment.words)

    def _scanned(self, words: PageWords, kept: Page, unseen: Page) -> None:
        if words.pictures and unseen.fragments and not kept.fragments:
            self.recognised.append(unseen)

    def _remarks(self, page: PageObject) -> None:
        remarks = page.get("/Annots", ArrayObject()).get_object()
        for remark in list(remarks)[:200] if isinstance(remarks, ArrayObject) else []:
            held = remark.get_object()
            if isinstance(held, DictionaryObject) and held.get("/Subtype") not in {
                "/Link",
                "/Widget",
                "/Popup",
            }:
                self.extract.hide("批注", str(held.get("/Contents", "")))


def _upright(page: PageObject) -> Matrix:
    """The matrix that sets a page upright, its lower left corner at 0, 0."""
    box = page.cropbox
    left, bottom = float(box.left), float(box.bottom)
    width, height = float(box.width), float(box.height)
    turn = QUARTER_TURNS.get(page.rotation % 360)
    if turn is None:
        return (1, 0, 0, 1, -left, -bottom)
    a, b, c, d = turn
    corners = [(a * x + c * y, b * x + d * y) for x in (0, width) for y in (0, height)]
    e, f = -min(x for x, _ in corners), -min(y for _, y in corners)
    return (a, b, c, d, e - a * left - c * bottom, f - b * left - d * bottom) if turn else UNIT


def _inside(fragment: Fragment, page: Page) -> bool:
    middle = fragment.x + fragment.width / 2
    return -1 <= middle <= page.width + 1 and -1 <= fragment.y <= page.height + 1


def _hidden_layers(reader: PdfReader) -> frozenset[int]:
    # Optional content that is off when the file is opened (ISO 32000-1, 8.11.4.3).
    with _blamed_on_the_file():
        properties = reader.root_object.get("/OCProperties", DictionaryObject()).get_object()
        usual = properties.get("/D", DictionaryObject()).get_object()
        off = usual.get("/OFF", ArrayObject()).get_object()
        return frozenset(one.idnum for one in list.__iter__(off) if isinstance(one, IndirectObject))
