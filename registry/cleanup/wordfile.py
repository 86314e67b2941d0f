"""The announcement as a word processor's file (DOCX), in the grid and the faces of GB/T 9704-2012."""

from io import BytesIO

import docx
from docx.document import Document as Paper
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from base.unprintable import printable
from registry.cleanup.announcement import COLUMNS, Annex, Announcement
from registry.cleanup.redhead import DRAFT, mark_of, mark_size, sign_indent, title_parts
from registry.law.days import printed
from registry.renditions.titling import title_lines

SONG, TITLE, BOLD, PLAIN = "宋体", "方正小标宋简体", "黑体", "仿宋_GB2312"
RED = RGBColor(0xE6, 0x00, 0x12)
BODY = 16.0
# 22 lines on 225 mm.
LINE = Pt(225 / 25.4 * 72 / 22)
WIDTHS = (Mm(14), Mm(63), Mm(41), Mm(38))
# What the schema wants behind the elements that are put in by hand: Word refuses a file out of order.
AFTER = (
    "w:bidi",
    "w:snapToGrid",
    "w:spacing",
    "w:ind",
    "w:contextualSpacing",
    "w:jc",
    "w:outlineLvl",
    "w:rPr",
)


def docx_bytes(said: Announcement, *, draft: bool) -> bytes:
    """The file; a draft says so in the head of every page."""
    paper = docx.Document()
    _set_up(paper, said, draft=draft)
    _head(paper, said)
    for words in said.paragraphs:
        _paragraph(paper, words, indent=2)
    _annex_notes(paper, said)
    _signature(paper, said)
    for annex in said.annexes:
        _annex(paper, annex, alone=len(said.annexes) == 1)
    made = BytesIO()
    paper.save(made)
    return made.getvalue()


def _set_up(paper: Paper, said: Announcement, *, draft: bool) -> None:
    section = paper.sections[0]
    section.start_type = WD_SECTION.NEW_PAGE
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(25)
    zoom = paper.settings.element.find(qn("w:zoom"))
    paper.settings.element.insert(0 if zoom is None else 1, OxmlElement("w:mirrorMargins"))
    paper.settings.odd_and_even_pages_header_footer = True
    normal = paper.styles["Normal"]
    normal.font.size, normal.font.name = Pt(BODY), PLAIN
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), PLAIN)
    _page_number(section.footer.paragraphs[0], WD_ALIGN_PARAGRAPH.RIGHT)
    _page_number(section.even_page_footer.paragraphs[0], WD_ALIGN_PARAGRAPH.LEFT)
    if draft:
        for header in (section.header, section.even_page_header):
            _write(header.paragraphs[0], f"【{DRAFT}】", BOLD, 10.5).font.color.rgb = RED
    core = paper.core_properties
    core.title, core.author = printable(said.wording.title), printable(said.wording.organ)
    core.language = "zh-CN"


def _head(paper: Paper, said: Announcement) -> None:
    mark = mark_of(said.wording.organ)
    top = _paragraph(paper, mark, TITLE, mark_size(mark), align=WD_ALIGN_PARAGRAPH.CENTER)
    # 35 mm from the text's upper edge to the mark's: Word drops space before at a page's head unless it is
    # the document's first paragraph.
    top.paragraph_format.space_before = Mm(35)
    top.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    for run in top.runs:
        run.font.color.rgb, run.font.bold = RED, True
    for _line in range(2):
        _paragraph(paper, "")
    number = said.wording.number or "（文号待定）"
    _rule(_paragraph(paper, number, align=WD_ALIGN_PARAGRAPH.CENTER))
    for _line in range(2):
        _paragraph(paper, "")
    for words in title_lines(title_parts(said.wording.title)):
        _paragraph(paper, words, TITLE, 22.0, align=WD_ALIGN_PARAGRAPH.CENTER).runs[0].font.bold = True
    _paragraph(paper, "")


def _annex_notes(paper: Paper, said: Announcement) -> None:
    if not said.annexes:
        return
    _paragraph(paper, "")
    for annex in said.annexes:
        number = f"{annex.place}." if len(said.annexes) > 1 else ""
        words = f"{'附件：' if annex.place == 1 else ''}{number}{annex.name}"
        _paragraph(paper, words, indent=2 if annex.place == 1 else 5)


def _signature(paper: Paper, said: Announcement) -> None:
    signed = printed(said.wording.signed_on)
    for _line in range(2):
        _paragraph(paper, "")
    # One right edge for both: the name is centred over the date by what it lacks or exceeds.
    excess = (len(said.wording.organ) - _length(signed)) / 2
    edge = sign_indent(said.wording.organ, signed)
    for words, more in ((said.wording.organ, max(0.0, -excess)), (signed, max(0.0, excess))):
        line = _paragraph(paper, words, align=WD_ALIGN_PARAGRAPH.RIGHT)
        line.paragraph_format.right_indent = Pt(BODY * (edge + more))
        line.paragraph_format.keep_with_next = words != signed


def _length(words: str) -> float:
    return sum(0.5 if character.isascii() else 1.0 for character in words)


def _annex(paper: Paper, annex: Annex, *, alone: bool) -> None:
    mark = _paragraph(paper, "附件" if alone else annex.label, BOLD)
    mark.paragraph_format.page_break_before = True
    _paragraph(paper, "")
    _paragraph(paper, annex.name, TITLE, 22.0, align=WD_ALIGN_PARAGRAPH.CENTER).runs[0].font.bold = True
    _paragraph(paper, "")
    table = paper.add_table(rows=1, cols=len(COLUMNS), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for cell, words in zip(table.rows[0].cells, COLUMNS, strict=True):
        _fill(cell, words, BOLD, centred=True)
    head = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(head)  # noqa: SLF001 - python-docx has no word for a repeated head
    for item in annex.items:
        for place, (cell, words) in enumerate(zip(table.add_row().cells, item.cells, strict=True)):
            _fill(cell, words, PLAIN, centred=place in {0, 2})
    for column, wide in zip(table.columns, WIDTHS, strict=True):
        column.width = wide
    for row in table.rows:
        row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))  # noqa: SLF001 - as above
        for cell, wide in zip(row.cells, WIDTHS, strict=True):
            cell.width = wide


def _fill(cell: _Cell, words: str, face: str, *, centred: bool) -> None:
    line = cell.paragraphs[0]
    line.paragraph_format.line_spacing = Pt(17)
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.LEFT
    _write(line, words, face, 12.0)


def _paragraph(
    paper: Paper,
    words: str,
    face: str = PLAIN,
    size: float = BODY,
    *,
    indent: float = 0,
    align: WD_ALIGN_PARAGRAPH | None = None,
) -> Paragraph:
    line = paper.add_paragraph()
    form = line.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, max(LINE, Pt(size * 1.6))
    if size == BODY:
        form.line_spacing = LINE
    if indent:
        form.first_line_indent = Pt(BODY * indent)
    if align is not None:
        line.alignment = align
    for name in ("autoSpaceDE", "autoSpaceDN"):
        # Word sets a space between 2026 and 年 by itself; a 公文 has none.
        line._p.get_or_add_pPr().insert_element_before(_off(name), *AFTER)  # noqa: SLF001 - no word for it
    _write(line, words, face, size)
    return line


def _off(name: str) -> BaseOxmlElement:
    element: BaseOxmlElement = OxmlElement(f"w:{name}")
    element.set(qn("w:val"), "0")
    return element


def _write(line: Paragraph, words: str, face: str, size: float) -> Run:
    run = line.add_run(printable(words))
    run.font.size, run.font.name = Pt(size), face
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)  # noqa: SLF001 - no word for the Chinese face
    return run


def _rule(line: Paragraph) -> None:
    """The red rule (7.2.7), 4 mm below the number."""
    edges, bottom = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "12"), ("space", "11"), ("color", "E60012")):
        bottom.set(qn(f"w:{name}"), value)
    edges.append(bottom)
    before = ("w:autoSpaceDE", "w:autoSpaceDN", *AFTER)
    line._p.get_or_add_pPr().insert_element_before(edges, *before)  # noqa: SLF001 - no word for a border


def _page_number(line: Paragraph, align: WD_ALIGN_PARAGRAPH) -> None:
    """— 1 — in 四号 宋体, one character from the outer edge (7.5)."""
    line.alignment = align
    inset = Pt(14)
    if align == WD_ALIGN_PARAGRAPH.RIGHT:
        line.paragraph_format.right_indent = inset
    else:
        line.paragraph_format.left_indent = inset
    _write(line, "— ", SONG, 14.0)
    for kind, words in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = _write(line, "", SONG, 14.0)
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = words
        run._element.append(part)  # noqa: SLF001 - python-docx has no word for a field
    _write(line, " —", SONG, 14.0)
