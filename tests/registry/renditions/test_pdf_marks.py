"""What a print says of its standing, and what a machine finds in it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from pdfminer.pdftypes import resolve1
from PIL import Image

from registry.law.provisions import Provision
from registry.renditions import pdf
from registry.renditions.sheet import Sheet, Standing

pytestmark = pytest.mark.pdf
Printed = Callable[[Sheet], Any]
REPEALED = Standing(
    date(2026, 11, 23), "截至2026年11月23日：已于2021年8月1日废止，依据《某某决定》。", marked=True
)


@pytest.fixture
def law(
    make_sheet: Callable[..., Sheet], article: Callable[..., Provision], provision: Callable[..., Provision]
) -> Sheet:
    """Two chapters of six articles, three pages."""
    chapters = [
        provision(
            "chapter", f"chp-{number}",
            *(article(place, "为了规范排污权交易。" * 20) for place in range(number * 3 - 2, number * 3 + 1)),
            number=f"第{'一二'[number - 1]}章", heading="总则",
        )
        for number in (1, 2)
    ]  # fmt: skip
    return make_sheet(*chapters, number="澄环发〔2019〕5号")


def text_of(page: Any) -> str:
    return page.extract_text().replace("\n", "").replace(" ", "")


def stamp_places(page: Any) -> tuple[np.ndarray, np.ndarray]:
    """Where the pale red of the stamp lies (down, across), in millimetres."""
    r, g, b = np.asarray(page.to_image(resolution=36).original.convert("RGB")).astype(int).transpose(2, 0, 1)
    down, across = np.nonzero((r > 225) & (g > 180) & (g < 235) & (abs(g - b) < 12))
    return down / 36 * 25.4, across / 36 * 25.4


def stamped(page: Any) -> bool:
    return len(stamp_places(page)[0]) > 200


def test_print_in_force_bears_its_sentence_and_no_stamp(law: Sheet, printed: Printed) -> None:
    pages = printed(law).pages
    assert len(pages) >= 3
    assert "截至2026年11月23日：现行有效，自2019年10月1日起施行。" in text_of(pages[0])
    assert not any(stamped(page) for page in pages)
    assert "截至" not in "".join(text_of(page) for page in pages[1:])


def test_repealed_print_bears_the_stamp_and_the_sentence_on_every_page(law: Sheet, printed: Printed) -> None:
    document = printed(replace(law, stamp="已废止", standings=(REPEALED,)))
    assert len(document.pages) >= 3
    for page in document.pages:
        assert stamped(page)
        assert "已于2021年8月1日废止" in text_of(page)
    assert document.metadata["Title"].startswith("【已废止】")


def test_stamp_stands_in_the_middle_of_left_and_right_pages(law: Sheet, printed: Printed) -> None:
    pages = printed(replace(law, stamp="已废止", standings=(REPEALED,))).pages
    for page in pages[:3]:
        down, across = stamp_places(page)
        assert (across.min() + across.max()) / 2 == pytest.approx(105, abs=2)
        assert (down.min() + down.max()) / 2 == pytest.approx(148.5, abs=2)


def test_repealed_article_is_struck_and_says_so_in_words_and_in_its_bookmark(
    law: Sheet, printed: Printed
) -> None:
    document = printed(replace(law, ended={"art-2": "已废止"}))
    assert "【已废止】第2条" in text_of(document.pages[0])
    struck = [rect for rect in (*document.pages[0].rects, *document.pages[0].lines) if rect["width"] > 100]
    assert len(struck) >= 4
    assert "第2条（已废止）" in [title for _, title, *_ in document.doc.get_outlines()]
    assert "部分条文已废止" in text_of(document.pages[1])


def test_past_text_says_that_it_is_not_todays(law: Sheet, printed: Printed) -> None:
    then = Standing(date(2020, 1, 1), "截至2020年1月1日：现行有效。", marked=False)
    sheet = replace(
        law, standings=(then, REPEALED), edition="2019年9月1日文本（历史文本，不是今日适用的文本）"
    )
    pages = printed(sheet).pages
    assert "截至2020年1月1日：现行有效。" in text_of(pages[0])
    assert "已于2021年8月1日废止" in text_of(pages[0])
    assert "不是今日适用的文本" in text_of(pages[0])
    assert all("已于2021年8月1日废止" in text_of(page) for page in pages)


@pytest.mark.parametrize("times", [1, 4, 8, 14])
def test_sentence_of_any_length_is_whole_and_stays_above_the_text(
    law: Sheet, printed: Printed, times: int
) -> None:
    words = f"截至2026年11月23日：已于2021年8月1日废止，依据《{'关于废止和修改部分法规的决定' * times}》完。"
    address = law.address + "/2021-08-01/and-a-longer-one" * 2
    sheet = replace(
        law, standings=(replace(REPEALED, words=words),), edition="2019年9月1日文本", address=address
    )
    page = printed(sheet).pages[0]
    head = page.crop((0, 0, page.width, 33.5 / 25.4 * 72))
    assert words in text_of(head)
    assert "2019年9月1日文本" in text_of(head)


def test_outline_has_chapters_with_their_articles(law: Sheet, printed: Printed) -> None:
    outline = [(level, title) for level, title, *_ in printed(law).doc.get_outlines()]
    assert outline[:2] == [(1, "第一章\u3000总则"), (2, "第1条")]
    assert len(outline) == 8


def test_print_is_tagged_pdf_ua_in_chinese_with_its_metadata(law: Sheet, printed: Printed) -> None:
    document = printed(law)
    catalog = document.doc.catalog
    assert resolve1(catalog["Lang"]) == b"zh-CN"
    assert resolve1(catalog["MarkInfo"])["Marked"]
    assert resolve1(catalog["StructTreeRoot"])["K"]
    assert resolve1(catalog["ViewerPreferences"])["DisplayDocTitle"]
    assert b'pdfuaid:part="1"' in resolve1(catalog["Metadata"]).get_data()
    assert document.metadata["Title"] == law.title
    assert document.metadata["Author"] == "澄江省生态环境厅、澄江省财政厅"
    assert document.metadata["CreationDate"] == "D:20190901"
    assert "澄环发〔2019〕5号" in document.metadata["Keywords"]


def test_every_font_is_embedded(law: Sheet, printed: Printed) -> None:
    document, fonts = printed(replace(law, stamp="已废止", standings=(REPEALED,))), []
    for page in document.pages:
        for font in resolve1(resolve1(page.page_obj.resources)["Font"]).values():
            for part in resolve1(resolve1(font).get("DescendantFonts", [font])):
                descriptor = resolve1(resolve1(part)["FontDescriptor"])
                fonts.append({"FontFile", "FontFile2", "FontFile3"} & set(descriptor))
    assert fonts
    assert all(fonts)


def test_qr_code_on_paper_leads_to_the_page(law: Sheet, printed: Printed) -> None:
    reader = pytest.importorskip("zxingcpp", reason="pip install zxing-cpp reads QR codes off the picture")
    picture: Image.Image = printed(law).pages[0].to_image(resolution=200).original
    assert [code.text for code in reader.read_barcodes(picture)] == [law.address]


def test_same_sheet_is_the_same_bytes(law: Sheet, bytes_of: Callable[[Sheet], bytes]) -> None:
    assert bytes_of(law) == bytes_of(law)


def test_key_changes_with_status_day_and_text(law: Sheet) -> None:
    later = Standing(date(2026, 11, 24), law.standings[0].words.replace("23日", "24日"), marked=False)
    sheets = (
        law,
        replace(law, standings=(later,)),
        replace(law, stamp="已废止", standings=(REPEALED,)),
        replace(law, ended={"art-1": "已废止"}),
        replace(law, provisions=law.provisions[:1]),
    )
    keys = {pdf.key(pdf.html(sheet)) for sheet in sheets}
    assert len(keys) == len(sheets)
    assert pdf.key(pdf.html(replace(law))) in keys


def test_addressee_stands_flush_left_and_the_signature_right(
    make_sheet: Callable[..., Sheet], provision: Callable[..., Provision], printed: Printed
) -> None:
    page = printed(
        make_sheet(
            provision("paragraph", "para-1", body="各设区市生态环境局："),
            provision("paragraph", "para-2", body="现将有关事项通知如下。"),
            provision(
                "signature", "sig",
                provision("paragraph", "sig-p1", body="澄江省生态环境厅"),
                provision("paragraph", "sig-p2", body="2021年5月6日"),
            ),
        )
    ).pages[0]  # fmt: skip
    lines = {line["text"].replace(" ", ""): line for line in page.extract_text_lines()}
    assert lines["各设区市生态环境局："]["x0"] / 72 * 25.4 == pytest.approx(28, abs=0.5)
    assert lines["现将有关事项通知如下。"]["x0"] / 72 * 25.4 == pytest.approx(28 + 156 / 14, abs=0.5)
    name, day = lines["澄江省生态环境厅"], lines["2021年5月6日"]
    assert (name["x0"] + name["x1"]) / 2 == pytest.approx((day["x0"] + day["x1"]) / 2, abs=2)
    assert name["x1"] / 72 * 25.4 == pytest.approx(184 - 156 / 14, abs=1)


def test_annex_begins_a_page_and_its_table_keeps_within_the_margins(
    make_sheet: Callable[..., Sheet], provision: Callable[..., Provision], printed: Printed
) -> None:
    rows = "\n".join(f"| {number} | 化学需氧量 | {'排放限值说明' * 8} |" for number in range(80))
    document = printed(
        make_sheet(
            provision("paragraph", "para-1", body="见附件。"),
            provision(
                "annex", "annex-1",
                provision("table", "annex-1-tbl-1", body=f"| 序号 | 项目 | 说明 |\n|---|---|---|\n{rows}"),
                number="附件1", heading="排放限值",
            ),
        )
    )  # fmt: skip
    assert "附件1" not in text_of(document.pages[0])
    assert text_of(document.pages[1]).startswith("附件1排放限值")
    assert "序号项目说明" in text_of(document.pages[2])
    for page in document.pages[1:]:
        assert max(char["x1"] for char in page.chars) / 72 * 25.4 < 184.5


@pytest.mark.parametrize(
    "words", ["<script>alert(1)</script>", "<b>甲</b>&amp;", "{{ 7*7 }}{% raw %}", "\"'></p>"]
)
def test_words_of_a_document_are_printed_and_never_obeyed(
    law: Sheet, article: Callable[..., Provision], printed: Printed, words: str
) -> None:
    sheet = replace(
        law, provisions=(article(1, words),), title=words, number=words, note=(words,), stamp="已废止",
        standings=(replace(REPEALED, words=words),), edition=words,
    )  # fmt: skip
    found = printed(sheet).pages[0].extract_text().replace("\n", "").replace(" ", "")
    assert words.replace(" ", "") in found


def test_picture_of_a_code_is_an_image_with_its_words(law: Sheet) -> None:
    assert f'alt="二维码：{law.address}"' in pdf.html(law)
