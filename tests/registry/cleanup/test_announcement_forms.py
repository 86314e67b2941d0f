"""The announcement says the same in its text, its red-headed page, its DOCX and its XLSX."""

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import docx
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from base import typeset
from registry.cleanup import papers, redhead, wordfile
from registry.cleanup.announcement import Annex, Announcement, Item, reason
from registry.cleanup.decision import Wording, wording_of
from registry.cleanup.entering import reading
from registry.cleanup.successors import named
from registry.cleanup.tables import Verdict

WORDING = Wording(
    "澄江省生态环境厅关于公布2026年行政规范性文件清理结果的公告",
    "澄环公告〔2026〕3号",
    "澄江省生态环境厅",
    date(2026, 11, 20),
    date(2026, 12, 23),
    "我厅进行了清理。\n\n现公布如下：",
)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def item(position: int, title: str, number: str = "澄环发〔2013〕30号", said: str = "工作任务已完成") -> Item:
    return Item(position, position, f"other/2013/{position}", position, title, number, said, "", None)


@pytest.fixture
def said() -> Announcement:
    return Announcement(
        WORDING,
        (
            Annex(1, Verdict.REPEAL, (item(1, "甲办法"), item(2, "=1+1|乙规定", ""))),
            Annex(2, Verdict.LAPSE, (item(1, "关于印发《丙方案》的通知"),)),
        ),
    )


def test_results_are_counted_from_the_lists(said: Announcement) -> None:
    assert said.paragraphs == (
        "我厅进行了清理。",
        "现公布如下：",
        "一、决定废止的文件2件，目录见附件1。",
        "二、宣布失效的文件1件，目录见附件2。",
        "本公告自2026年12月23日起施行。上述废止、宣布失效的文件自该日起停止执行，不再作为行政管理的依据。",
    )


def test_a_list_of_what_stays_ends_nothing() -> None:
    kept = Announcement(WORDING, (Annex(1, Verdict.KEEP, (item(1, "甲办法"),)),))
    assert kept.closing == "本公告自2026年12月23日起施行。"


@pytest.mark.parametrize(
    ("title", "act"),
    [("关于公布清理结果的公告", "公告"), ("关于废止文件的决定", "决定"), ("清理结果", "决定")],
)
def test_the_decision_calls_itself_what_its_title_says(title: str, act: str) -> None:
    words = Wording(title, "甲发〔2026〕1号", "甲", date(2026, 1, 1), date(2026, 1, 1))
    assert words.act == act
    assert wording_of(words.record()) == words


def test_the_text_entered_has_its_lists_and_does_nothing_by_itself(said: Announcement) -> None:
    read = reading(said, 7)
    stated = read.statements
    assert (stated.repeals, stated.amends, stated.suspends, stated.cites) == ((), (), (), ())
    assert stated.effective is not None
    assert stated.effective.on == date(2026, 12, 23)
    nodes = [node for provision in read.provisions for node in provision.walk()]
    assert [node.number for node in nodes if node.level.value == "annex"] == ["附件：", "附件1", "附件2"]
    tables = [node.body for node in nodes if node.level.value == "table"]
    assert "《甲办法》" in tables[0]
    assert "《=1+1｜乙规定》" in tables[0]
    assert "《关于印发〈丙方案〉的通知》" in tables[1]


def test_the_spreadsheet_has_a_sheet_for_each_list(said: Announcement) -> None:
    book = openpyxl.load_workbook(BytesIO(papers.xlsx_bytes(said)))
    assert book.sheetnames == ["废止", "宣布失效"]
    rows = [[cell.value for cell in row] for row in book["废止"].rows]
    assert rows[0][0] == "附件1　废止的文件目录（澄环公告〔2026〕3号）"
    assert rows[2] == [1, "《甲办法》", "澄环发〔2013〕30号", "工作任务已完成"]
    assert all(cell.data_type != "f" for row in book["废止"].rows for cell in row)


def test_the_docx_keeps_the_order_that_word_asks_for(said: Announcement) -> None:
    with ZipFile(BytesIO(wordfile.docx_bytes(said, draft=False))) as packed:
        body = etree.fromstring(packed.read("word/document.xml"))
    order = ["pageBreakBefore", "keepNext", "pBdr", "autoSpaceDE", "autoSpaceDN", "spacing", "ind", "jc"]
    for properties in body.iter(f"{W}pPr"):
        names = [child.tag.removeprefix(W) for child in properties]
        known = [name for name in names if name in order[2:]]
        assert known == sorted(known, key=order.index), names
    for properties in body.iter(f"{W}trPr"):
        assert [child.tag.removeprefix(W) for child in properties] in (
            ["cantSplit"],
            ["cantSplit", "tblHeader"],
        )


def test_the_docx_stands_on_the_grid(said: Announcement) -> None:
    paper = docx.Document(BytesIO(wordfile.docx_bytes(said, draft=False)))
    section = paper.sections[0]
    edges = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
    assert [round(edge.mm) for edge in edges] == [37, 26, 35, 28]
    words = [paragraph.text for paragraph in paper.paragraphs]
    assert words[0] == "澄江省生态环境厅文件"
    assert words[3] == "澄环公告〔2026〕3号"
    assert "附件：1.废止的文件目录" in words
    assert section.header.paragraphs[0].text == ""
    assert [len(table.rows) for table in paper.tables] == [3, 2]


def test_the_red_head_escapes_what_it_is_given() -> None:
    hostile = Announcement(
        WORDING, (Annex(1, Verdict.REPEAL, (item(1, "<script>alert(1)</script>", "<b>", "<img src=x>"),)),)
    )
    page = redhead.html(hostile, draft=False)
    assert "<script>" not in page
    assert "<img src=x>" not in page


def test_a_year_stays_with_its_word() -> None:
    assert "2026年" in redhead.title_parts("关于公布2026年清理结果的公告")


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1, max_size=60))
def test_the_mark_fits_its_line_or_is_as_small_as_it_may_be(organ: str) -> None:
    mark = redhead.mark_of(organ)
    size = redhead.mark_size(mark)
    assert size * len(mark) <= redhead.WIDTH or size == redhead.SMALLEST_MARK


@pytest.mark.pdf
def test_the_pdf_begins_each_list_on_a_page_of_its_own(said: Announcement) -> None:
    pypdf = pytest.importorskip("pypdf")
    pages = pypdf.PdfReader(BytesIO(typeset.to_pdf(redhead.html(said, draft=False)))).pages
    words = ["".join(page.extract_text().split()) for page in pages]
    assert words[0].startswith("澄江省生态环境厅文件澄环公告〔2026〕3号")
    assert sum(text.startswith(("附件1", "附件2")) for text in words) == 2


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("《甲办法》（甲发〔2024〕3号）", ("甲办法", "甲发〔2024〕3号")),
        ("甲发〔2024〕3号", ("", "甲发〔2024〕3号")),
        ("甲办法", ("甲办法", "")),
    ],
)
def test_a_successor_is_named_by_title_number_or_both(words: str, expected: tuple[str, str]) -> None:
    assert named(words) == expected


def test_a_ground_is_printed_with_what_takes_the_place() -> None:
    assert reason("other", "机构已撤销", "") == "机构已撤销"
    assert reason("done", "内部说明不公布", "") == "工作任务已完成"
