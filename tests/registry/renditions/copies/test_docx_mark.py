"""Rulings on the mark in a Word document, read back by python-docx."""

import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.enum.section import WD_SECTION
from lxml import etree

from base.errors import BadInput
from registry.renditions.copies import docx_mark

LINES = ("【已废止】澄江省排污权交易管理办法（试行）", "已于2021年8月1日废止。")
HEAD = "【已废止】已于2021年8月1日废止。"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def saved(document: "docx.document.Document") -> bytes:
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


@pytest.fixture
def two_sections() -> bytes:
    """A document whose second section has a head of its own, and another on its first page."""
    document = docx.Document()
    document.add_paragraph("第一条")
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.header.is_linked_to_previous = False
    section.header.paragraphs[0].text = "自己的页眉"
    section.different_first_page_header_footer = True
    document.add_table(1, 1).cell(0, 0).text = "表"
    return saved(document)


def rewritten(content: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """The same package with some of its parts changed."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    change(parts)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return made.getvalue()


def test_the_text_opens_with_the_mark_and_goes_on_unchanged(two_sections: bytes) -> None:
    before, after = (
        docx.Document(io.BytesIO(content))
        for content in (two_sections, docx_mark.marked(two_sections, LINES, HEAD))
    )
    assert after.paragraphs[0].text == "\n".join(LINES)
    assert [line.text for line in after.paragraphs[1:]] == [line.text for line in before.paragraphs]
    assert after.tables[0].cell(0, 0).text == "表"


def test_the_mark_is_bordered_bold_and_red_whatever_the_styles_say(two_sections: bytes) -> None:
    opening = docx.Document(io.BytesIO(docx_mark.marked(two_sections, LINES, HEAD))).paragraphs[0]
    assert opening._p.find(f"{W}pPr/{W}pBdr/{W}top") is not None
    for run in opening.runs:
        assert run.bold
        assert str(run.font.color.rgb) == "A3161F"
        assert run.font.hidden is False
        assert run.font.strike is False


def test_every_head_of_every_section_says_so(two_sections: bytes) -> None:
    sections = docx.Document(io.BytesIO(docx_mark.marked(two_sections, LINES, HEAD))).sections
    assert len(sections) == 2
    for section in sections:
        for head in (section.header, section.first_page_header, section.even_page_header):
            assert head.paragraphs[0].text == HEAD
    assert "自己的页眉" in [line.text for line in sections[1].header.paragraphs]


def test_a_document_without_sections_gets_one(two_sections: bytes) -> None:
    def strip(parts: dict[str, bytes]) -> None:
        tree = etree.fromstring(parts["word/document.xml"])
        for section in list(tree.iter(f"{W}sectPr")):
            section.getparent().remove(section)
        parts["word/document.xml"] = etree.tostring(tree)

    made = docx_mark.marked(rewritten(two_sections, strip), LINES, HEAD)
    (section,) = docx.Document(io.BytesIO(made)).sections
    assert section.header.paragraphs[0].text == HEAD


def test_signs_of_xml_in_the_words_are_only_words(two_sections: bytes) -> None:
    evil = "</w:t><w:br/>&amp;\x00\x0b<b>"
    opening = docx.Document(io.BytesIO(docx_mark.marked(two_sections, (evil,), HEAD))).paragraphs[0]
    assert opening.text == "</w:t><w:br/>&amp;<b>"


def test_the_same_notice_gives_the_same_bytes(two_sections: bytes) -> None:
    assert docx_mark.marked(two_sections, LINES, HEAD) == docx_mark.marked(two_sections, LINES, HEAD)


def change_part(name: str, old: bytes, new: bytes) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        assert old in parts[name]
        parts[name] = parts[name].replace(old, new)

    return change


ENTITY = b'<!DOCTYPE x [<!ENTITY a "b">]>'
MAIN = b"wordprocessingml.document.main+xml"


@pytest.mark.parametrize(
    "change",
    [
        lambda parts: parts.pop("word/document.xml"),
        lambda parts: parts.pop("word/_rels/document.xml.rels"),
        lambda parts: parts.update({"word/document.xml": b"<w:document"}),
        lambda parts: parts.update({"word/document.xml": b"<html/>"}),
        lambda parts: parts.update({"word/headerRegistryMark.xml": b"<x/>"}),
        change_part("[Content_Types].xml", MAIN, b"wordprocessingml.template.main+xml"),
        change_part("word/document.xml", b"<w:document", ENTITY + b"<w:document"),
        change_part("word/document.xml", b"wordprocessingml/2006/main", b"other/strict/main"),
        change_part("word/header1.xml", b"w:hdr", b"w:ftr"),
    ],
    ids=["no text", "no links", "torn", "html", "ours", "template", "entity", "strict", "no head"],
)
def test_what_is_built_otherwise_is_refused(
    two_sections: bytes, change: Callable[[dict[str, bytes]], None]
) -> None:
    with pytest.raises(BadInput):
        docx_mark.marked(rewritten(two_sections, change), LINES, HEAD)


@pytest.mark.parametrize("cut", [0, 10, 400, -30])
def test_a_torn_file_is_refused(two_sections: bytes, cut: int) -> None:
    with pytest.raises(BadInput):
        docx_mark.marked(two_sections[:cut], LINES, HEAD)
