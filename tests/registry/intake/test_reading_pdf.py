"""PDF files read as they are printed: paragraphs, headings, what is hidden, what cannot be read."""

import html
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from base import typeset
from base.errors import BadInput
from registry.intake import uploads
from registry.intake.formats.extract import Extract
from registry.intake.formats.pen import UNIT, Matrix, matrix_of, times
from registry.intake.formats.printed_page import Fragment, Page, lines_of
from registry.intake.reading import Reading

Read = Callable[[bytes, str], Reading]
FONT = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
PAGE = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"


def pdf(content: str, resources: str = "", page: str = "", *others: str, catalog: str = "") -> bytes:
    """A PDF of one page: its operators, more of its resources, of its page, further objects from number 6."""
    stream = f"<</Length {len(content.encode())}>>\nstream\n{content}\nendstream"
    objects = [
        f"<</Type/Catalog/Pages 2 0 R{catalog}>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"{PAGE}/Resources<</Font<</F 5 0 R>>{resources}>>{page}>>",
        stream,
        FONT,
        *others,
    ]
    made, places = b"%PDF-1.7\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(made))
        made += f"{number} 0 obj\n{one}\nendobj\n".encode()
    start = len(made)
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    head = f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n{table}"
    end = f"trailer\n<</Size {len(places) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF"
    return made + (head + end).encode()


def words(text: str, x: float = 72, y: float = 700, before: str = "") -> str:
    return f"q BT /F 12 Tf {before} {x} {y} Td ({text}) Tj ET Q "


IMAGE = (
    "<</Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray/Length 1>>\n"
    "stream\n0\nendstream"
)
SEEN = words("Article 1 of the harmless rules of the province")


def body(found: Reading) -> list[str]:
    return [line for line in found.markdown.split("\n") if line]


@pytest.mark.parametrize(
    ("hidden", "why"),
    [
        (words("unseen", before="3 Tr"), "不可见的文字"),
        (words("unseen", before="1 1 1 rg"), "白色文字"),
        (words("unseen", before="1 g"), "白色文字"),
        (words("unseen", before="0 0 0 0 k"), "白色文字"),
        (words("unseen", x=900), "页面之外的文字"),
        (words("unseen", y=-50), "页面之外的文字"),
        (words("unseen", before="/F 0.5 Tf"), "极小的文字"),
        ("/OC /Layer BDC " + words("unseen") + "EMC ", "隐藏图层中的文字"),
    ],
)
def test_what_nobody_sees_is_reported_and_left_out(read: Read, hidden: str, why: str) -> None:
    layers = "/OCProperties<</OCGs[6 0 R]/D<</OFF[6 0 R]>>>>"
    content = pdf(SEEN + hidden, "/Properties<</Layer 6 0 R>>", "", "<</Type/OCG/Name(x)>>", catalog=layers)
    found = read(content, "a.pdf")
    assert body(found) == ["Article 1 of the harmless rules of the province"]
    assert found.hidden == (f"{why}：unseen",)


def test_the_mode_changes_within_one_line(read: Read) -> None:
    content = pdf("BT /F 12 Tf 72 700 Td (seen and harmless) Tj 3 Tr ( unseen) Tj 0 Tr ( again) Tj ET")
    found = read(content, "a.pdf")
    assert body(found)[0].startswith("seen and harmless")
    assert "unseen" not in found.markdown
    assert found.hidden == ("不可见的文字：unseen",)


def test_a_visible_layer_is_read(read: Read) -> None:
    layers = "/OCProperties<</OCGs[6 0 R]/D<</ON[6 0 R]>>>>"
    content = pdf(
        "/OC /Layer BDC " + SEEN + "EMC",
        "/Properties<</Layer 6 0 R>>",
        "",
        "<</Type/OCG/Name(x)>>",
        catalog=layers,
    )
    assert read(content, "a.pdf").hidden == ()


def test_a_watermark_is_no_text(read: Read) -> None:
    content = pdf(SEEN + "BT /F 60 Tf 0.7 0.7 -0.7 0.7 150 300 Tm (DRAFT) Tj ET")
    found = read(content, "a.pdf")
    assert body(found) == ["Article 1 of the harmless rules of the province"]
    assert "斜置的文字（水印）未读入。" in found.notices


def test_remarks_are_reported(read: Read) -> None:
    note = "/Annots[<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/Contents(change this)>>]"
    assert read(pdf(SEEN, "", note), "a.pdf").hidden == ("批注：change this",)


def test_words_in_a_form_are_read_in_their_place(read: Read) -> None:
    form = "BT /F 12 Tf 0 0 Td (from the form) Tj ET"
    head = f"/Type/XObject/Subtype/Form/BBox[0 0 500 50]/Matrix[1 0 0 1 72 600]/Length {len(form)}"
    drawn = f"<<{head}>>\nstream\n{form}\nendstream"
    found = read(pdf(SEEN + "/X Do", "/XObject<</X 6 0 R>>", "", drawn), "a.pdf")
    assert body(found) == ["Article 1 of the harmless rules of the province", "from the form"]


def test_a_page_that_lies_on_its_side_is_read_upright(read: Read) -> None:
    content = pdf(
        "BT /F 12 Tf 0 1 -1 0 100 100 Tm (first line of the harmless page) Tj ET "
        "BT /F 12 Tf 0 1 -1 0 140 100 Tm (second line) Tj ET",
        "",
        "/Rotate 90",
    )
    assert body(read(content, "a.pdf"))[:2] == ["first line of the harmless page", "second line"]


def test_a_scan_without_words_asks_for_them(read: Read) -> None:
    found = read(pdf("/X Do", "/XObject<</X 6 0 R>>", "", IMAGE), "扫描.pdf")
    assert found.notices[0] == "未含文字，请录入正文（可能是扫描件）。"
    assert body(found) == []


def test_a_scan_read_by_a_machine_gives_its_words_with_a_warning(read: Read) -> None:
    content = pdf(
        "/X Do " + words("recognised words of the page", before="3 Tr"), "/XObject<</X 6 0 R>>", "", IMAGE
    )
    found = read(content, "扫描.pdf")
    assert body(found) == ["recognised words of the page"]
    assert "这是扫描件：文字由扫描软件识别，可能有错，请逐字核对。" in found.notices
    assert found.hidden == ()


def test_a_page_without_contents_is_empty(read: Read) -> None:
    assert read(pdf(""), "a.pdf").notices[0] == "未含文字，请录入正文（可能是扫描件）。"


def test_a_pdf_of_too_many_pages_is_refused(read: Read) -> None:
    content = pdf(SEEN).replace(b"/Kids[3 0 R]/Count 1", b"/Kids[" + b"3 0 R " * 1001 + b"]/Count 1001")
    with pytest.raises(BadInput, match=r"a\.pdf：PDF 有1001页，超过上限1000页"):
        read(content, "a.pdf")


SHEET = (
    "<style>@page{size:A4;margin:37mm 26mm 35mm 28mm;@bottom-center{content:'— ' counter(page) ' —'}"
    "@top-center{content:'澄江省规范性文件汇编'}}"
    "body{font-size:16pt;line-height:28pt}p{text-indent:2em;margin:0}.c{text-align:center;text-indent:0}"
    ".t{font-size:22pt;line-height:34pt}.r{text-align:right}</style>"
)


@pytest.mark.pdf
def test_a_paper_of_several_pages_comes_back_in_paragraphs(read: Read) -> None:
    article = (
        "为了保护和改善生态环境，防治污染和其他公害，根据第二条、第（三）项以及有关法律的规定，制定本办法。"
        * 3
    )
    articles = [
        f"第{number}条　{article}" for number in ("一", "二", "三", "四", "五", "六", "七", "八", "九")
    ]
    page = (
        f"<html lang=zh><head><title>x</title>{SHEET}</head><body>"
        "<p class='c' style='color:#e00;font-size:36pt;line-height:60pt'>澄江省生态环境厅文件</p>"
        "<p class=c>澄环发〔2024〕12号</p>"
        "<p class='c t'>澄江省生态环境厅关于印发《澄江省重点流域水生态环境保护补偿办法》的通知</p>"
        "<p style='text-indent:0'>各设区市生态环境局：</p><p>现将《办法》印发给你们。</p>"
        + "".join(f"<p>{html.escape(one)}</p>" for one in articles)
        + "<p class=r>澄江省生态环境厅　　</p><p class=r>2024年5月6日　　</p>"
        "<p>（此件公开发布）</p></body></html>"
    )
    found = read(typeset.to_pdf(page), "通知.pdf")
    assert body(found) == [
        "# 澄江省生态环境厅关于印发《澄江省重点流域水生态环境保护补偿办法》的通知",
        "澄环发〔2024〕12号",
        "<!-- INFO END -->",
        "各设区市生态环境局：",
        "现将《办法》印发给你们。",
        *articles,
        "澄江省生态环境厅",
        "2024年5月6日",
    ]
    assert found.fields["issuers"] == "澄江省生态环境厅"
    assert (found.fields["signed_on"], found.fields["disclosure"]) == ("2024-05-06", "open")
    assert "每页重复的页眉页脚未读入：澄江省规范性文件汇编" in found.notices


def printed(*rows: tuple[float, str], size: float = 16) -> list[str]:
    """What becomes of printed lines: (how many characters in, words), one below the other."""
    page = Page(595, 842)
    for place, (start, text) in enumerate(rows):
        page.fragments.append(Fragment(80 + start * size, 750 - place * 28, size, len(text) * size, text))
    return [line.words for line in lines_of([page], Extract())]


FULL = "字" * 28


def test_a_line_that_ends_short_ends_its_paragraph() -> None:
    assert printed((2, FULL[2:]), (0, "甲" * 10), (2, FULL[2:]), (0, FULL), (0, "乙")) == [
        FULL[2:] + "甲" * 10,
        FULL[2:] + FULL + "乙",
    ]


def test_a_number_at_the_start_of_a_line_is_no_new_item_where_items_are_set_in() -> None:
    rows = [
        (2, FULL[2:]),
        (0, "（六）项规定的，处罚款。"),
        (2, FULL[2:]),
        (0, "乙"),
        (2, FULL[2:]),
        (0, "丙"),
    ]
    assert printed(*rows)[0] == FULL[2:] + "（六）项规定的，处罚款。"


def test_a_number_starts_an_item_where_nothing_is_set_in() -> None:
    assert (
        printed((0, FULL), (0, "（一）甲；"), (0, FULL), (0, "（二）乙。"), (0, FULL), (0, "三、丙"))[1]
        == "（一）甲；"
    )


@pytest.mark.parametrize("number", ["— 1 —", "-12-", "第3页", "第 3 页 共 10 页", "7", "3/10", "·5·"])
def test_page_numbers_are_no_text(number: str) -> None:
    page = Page(595, 842)
    page.fragments += [Fragment(80, 700, 16, 320, "正文第一行的文字。"), Fragment(290, 40, 14, 30, number)]
    assert [line.words for line in lines_of([page], Extract())] == ["正文第一行的文字。"]


NUMBERS = st.floats(-100, 100)
MATRICES = st.tuples(*[NUMBERS] * 6)


@given(MATRICES)
def test_the_unit_matrix_changes_nothing(matrix: Matrix) -> None:
    assert times(matrix, UNIT) == pytest.approx(matrix)
    assert times(UNIT, matrix) == pytest.approx(matrix)


@given(MATRICES, MATRICES, MATRICES)
def test_it_does_not_matter_which_matrices_are_joined_first(a: Matrix, b: Matrix, c: Matrix) -> None:
    assert times(times(a, b), c) == pytest.approx(times(a, times(b, c)), rel=1e-6, abs=1e-3)


def test_operands_that_make_no_matrix_change_nothing() -> None:
    assert matrix_of([1, 2]) == UNIT
    assert matrix_of([1, "x", 0, 1, 5, None]) == (1, 0, 0, 1, 5, 0)


def test_an_accepted_pdf_keeps_its_bytes() -> None:
    content = pdf(SEEN)
    assert uploads.accept(content, "a.pdf", uploads.SOURCES).content == content
