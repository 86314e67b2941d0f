"""Word documents read as a reader of Word sees them."""

from collections.abc import Callable
from typing import Any

import pytest

from base.errors import BadInput
from registry.intake.ledger import Row
from registry.intake.opening import Paper, open_paper
from registry.intake.reading import Reading

Read = Callable[[bytes, str], Reading]
Word = Callable[..., bytes]


def p(words: str, properties: str = "", run: str = "") -> str:
    run_properties = f"<w:rPr>{run}</w:rPr>" if run else ""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r>{run_properties}<w:t>{words}</w:t></w:r></w:p>"


def numbered(level: int = 0, number: int = 1) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def level(place: int, form: str, wording: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{wording}"/>{more}</w:lvl>'
    )


LAW = (
    '<w:abstractNum w:abstractNumId="7">'
    + level(0, "chineseCounting", "第%1章")
    + level(1, "chineseCountingThousand", "第%2条", '<w:lvlRestart w:val="0"/>')
    + level(2, "chineseCounting", "（%3）")
    + level(3, "decimal", "%4.")
    + level(4, "decimal", "%1.%2.%5", "<w:isLgl/>")
    + level(5, "bullet", "·")
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="7"/>'
    '<w:lvlOverride w:ilvl="3"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
)


def body(found: Reading) -> list[str]:
    return [line for line in found.markdown.split("\n") if line]


def test_automatic_numbers_are_printed_as_word_prints_them(read: Read, word: Word) -> None:
    content = word(
        p("总则", numbered(0))
        + p("为了保护湿地，制定本办法。", numbered(1))
        + p("本办法所称湿地，包括：", numbered(1))
        + p("沼泽；", numbered(2))
        + p("湖泊。", numbered(2))
        + p("监督", numbered(0))
        + p("建立制度：", numbered(1))
        + p("名录；", numbered(2))
        + p("甲", numbered(3))
        + p("乙", numbered(3, 2))
        + p("丙", numbered(4))
        + p("丁", numbered(5)),
        numbering=LAW,
    )
    assert body(read(content, "办法.docx")) == [
        "第一章　总则",
        "第一条　为了保护湿地，制定本办法。",
        "第二条　本办法所称湿地，包括：",
        "（一）沼泽；",
        "（二）湖泊。",
        "第二章　监督",
        "第三条　建立制度：",
        "（一）名录；",
        "1.甲",
        "5.乙",
        "2.3.1　丙",
        "丁",
    ]


def test_a_number_may_come_from_the_style(read: Read, word: Word) -> None:
    styles = (
        '<w:style w:styleId="article"><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="own"><w:basedOn w:val="article"/></w:style>'
    )
    numbering = (
        '<w:abstractNum w:abstractNumId="1">'
        + level(0, "chineseCounting", "第%1章")
        + level(1, "chineseCounting", "第%2条", '<w:pStyle w:val="own"/>')
        + '</w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num>'
    )
    content = word(
        p("甲。", '<w:pStyle w:val="own"/>')
        + p("乙。", '<w:pStyle w:val="own"/><w:numPr><w:numId w:val="0"/></w:numPr>')
        + p("丙。", '<w:pStyle w:val="own"/>'),
        styles=styles,
        numbering=numbering,
    )
    assert body(read(content, "办法.docx")) == ["第一条　甲。", "乙。", "第二条　丙。"]


def test_insertions_are_read_and_deletions_are_told(read: Read, word: Word) -> None:
    content = word(
        "<w:p><w:r><w:t>罚款</w:t></w:r><w:del><w:r><w:delText>一万元</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>二万元</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>旧位</w:t></w:r></w:moveFrom>"
        "<w:moveTo><w:r><w:t>。</w:t></w:r></w:moveTo></w:p>"
    )
    found = read(content, "办法.docx")
    assert body(found) == ["罚款二万元。"]
    assert "有1处修订为删除，未读入；修订中的插入已读入，请核对。" in found.notices


@pytest.mark.parametrize(
    ("run", "why"),
    [
        ("<w:vanish/>", "隐藏文字"),
        ('<w:color w:val="FFFFFF"/>', "白色文字"),
        ('<w:color w:val="FEFEFE"/>', "白色文字"),
        ('<w:sz w:val="2"/>', "极小的文字"),
        ('<w:rStyle w:val="unseen"/>', "隐藏文字"),
    ],
)
def test_what_nobody_sees_is_reported_and_left_out(read: Read, word: Word, run: str, why: str) -> None:
    styles = '<w:style w:styleId="unseen"><w:rPr><w:vanish/></w:rPr></w:style>'
    found = read(word(p("看得见。") + p("看不见。", run=run), styles=styles), "办法.docx")
    assert body(found) == ["看得见。"]
    assert found.hidden == (f"{why}：看不见。",)


def test_white_words_on_a_dark_ground_are_seen(read: Read, word: Word) -> None:
    run = '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="1F3864"/>'
    assert body(read(word(p("表头", run=run)), "办法.docx")) == ["表头"]


def test_vanish_switched_off_is_seen(read: Read, word: Word) -> None:
    assert body(read(word(p("看得见。", run='<w:vanish w:val="0"/>')), "办法.docx")) == ["看得见。"]


def test_comments_are_reported_and_never_text(read: Read, word: Word) -> None:
    comments = f'<w:comment w:author="张三">{p("这里要改")}</w:comment>'
    found = read(word(p("正文。"), comments=comments), "办法.docx")
    assert body(found) == ["正文。"]
    assert found.hidden == ("批注（张三）：这里要改",)


def test_footnotes_stand_after_the_text_with_their_marks(read: Read, word: Word) -> None:
    notes = (
        f'<w:footnote w:type="separator" w:id="0">{p("")}</w:footnote>'
        f'<w:footnote w:id="2">{p("见附件。")}</w:footnote>'
    )
    content = word(
        '<w:p><w:r><w:t>名录</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>', footnotes=notes
    )
    assert body(read(content, "办法.docx")) == ["名录［注2］", "［注2］见附件。"]


def test_a_table_stays_a_table_with_its_merged_cells(read: Read, word: Word) -> None:
    def cell(words: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(words)}</w:tc>"

    content = word(
        "<w:tbl><w:tr>"
        + cell("项目", '<w:gridSpan w:val="2"/>')
        + cell("标准")
        + "</w:tr><w:tr>"
        + cell("水", '<w:vMerge w:val="restart"/>')
        + cell("pH")
        + cell("6|9")
        + "</w:tr><w:tr>"
        + cell("", "<w:vMerge/>")
        + cell("氨氮")
        + cell("1.0")
        + "</w:tr></w:tbl>"
    )
    assert body(read(content, "标准.docx")) == [
        "| 项目 |  | 标准 |",
        "| --- | --- | --- |",
        "| 水 | pH | 6｜9 |",
        "|  | 氨氮 | 1.0 |",
    ]


def test_a_frame_of_one_column_is_no_table(read: Read, word: Word) -> None:
    cell = f"<w:tbl><w:tr><w:tc>{p('第一条　甲。')}{p('第二条　乙。')}</w:tc></w:tr></w:tbl>"
    assert body(read(word(cell), "办法.docx")) == ["第一条　甲。", "第二条　乙。"]


def test_a_text_box_is_read_once(read: Read, word: Word) -> None:
    box = f"<w:txbxContent>{p('框中文字。')}</w:txbxContent>"
    space = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    content = word(
        f"<w:p><w:r><w:t>正文。</w:t><mc:AlternateContent {space}>"
        f"<mc:Choice><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert body(read(content, "办法.docx")) == ["正文。", "框中文字。"]


def test_headers_are_no_text_but_are_told_and_page_numbers_are_not(read: Read, word: Word) -> None:
    found = read(word(p("正文。"), header1=p("内部资料"), footer1=p("— 1 —")), "办法.docx")
    assert body(found) == ["正文。"]
    assert "页眉页脚未作为正文读入：内部资料" in found.notices


def test_hyperlinks_fields_and_controls_give_their_words(read: Read, word: Word) -> None:
    content = word(
        "<w:p><w:hyperlink><w:r><w:t>《甲</w:t></w:r></w:hyperlink>"
        "<w:sdt><w:sdtContent><w:r><w:t>法》</w:t></w:r></w:sdtContent></w:sdt>"
        "<w:r><w:instrText> PAGE </w:instrText></w:r>"
        "<w:r><w:tab/><w:t>第一款</w:t><w:br/><w:t>第二行</w:t></w:r></w:p>"
    )
    assert body(read(content, "办法.docx")) == ["《甲法》 第一款", "第二行"]


def test_markup_in_words_stays_words(read: Read, word: Word) -> None:
    content = word(p("&lt;b&gt;PM&lt;/b&gt; &amp;amp; a &lt; b") + p("# 号开头") + p("--- 分割"))
    assert body(read(content, "办法.docx")) == ["&lt;b>PM&lt;/b> &amp;amp; a < b", "号开头", "分割"]


def test_a_red_head_paper_is_taken_apart(read: Read, office: Any) -> None:
    office.lines("000012", "机密★1年", "特急")
    office.line("澄江省生态环境厅文件", size=40, centred=True, red=True)
    office.line("澄环发〔2024〕12号　　　签发人：李某", centred=True)
    office.line("澄江省生态环境厅关于印发", size=22, centred=True)
    office.line("《澄江省碳普惠管理办法", size=22, centred=True)
    office.line("（试行）》的通知", size=22, centred=True)
    office.lines(
        "各设区市生态环境局，厅机关各处室：",
        "现将《办法》印发给你们，请遵照执行。",
        "附件：澄江省碳普惠管理办法（试行）",
    )
    office.lines("澄江省生态环境厅", "2024年5月6日", "（此件公开发布）", "附件")
    office.line("澄江省碳普惠管理办法（试行）", size=22, centred=True)
    office.line("第一章　总　则", centred=True)
    office.lines("第一条　为了规范碳普惠，制定本办法。", "第二条　本办法自2024年6月1日起施行。")
    office.lines("抄送：省司法厅，省发展改革委。", "澄江省生态环境厅办公室　　　　2024年5月7日印发")
    found = read(office.bytes(), "通知.docx")
    assert found.fields == {
        "title": "澄江省生态环境厅关于印发《澄江省碳普惠管理办法（试行）》的通知",
        "document_number": "澄环发〔2024〕12号",
        "issuers": "澄江省生态环境厅",
        "addressees": "各设区市生态环境局，厅机关各处室",
        "signed_on": "2024-05-06",
        "disclosure": "open",
        "copied_to": "省司法厅，省发展改革委",
        "printed_on": "2024-05-07",
    }
    assert "标有密级“机密★1年”：请先核实能否公开。" in found.notices
    parsed = open_paper(Paper("草稿/正文.md", found.markdown.encode(), Row(1)))
    assert parsed.title == found.fields["title"]
    assert parsed.document_number == "澄环发〔2024〕12号"
    assert parsed.signed_on
    assert [
        one.eid for root in parsed.provisions for one in root.walk() if one.number.startswith("第一条")
    ] == ["annex-1-art-1"]


def test_joint_issuers_stand_in_their_order(read: Read, office: Any) -> None:
    office.line("澄江省财政厅", size=40, centred=True, red=True)
    office.line("澄江省生态环境厅　文件", size=40, centred=True, red=True)
    office.line("澄财资环〔2023〕8号", centred=True)
    office.line("关于下达专项资金的通知", size=22, centred=True)
    office.lines("各市、县财政局：", "现将资金下达你们。", "澄江省财政厅　澄江省生态环境厅", "2023年3月1日")
    found = read(office.bytes(), "通知.docx")
    assert found.fields["issuers"] == "澄江省财政厅、澄江省生态环境厅"
    assert found.fields["document_number"] == "澄财资环〔2023〕8号"


def test_an_order_gives_its_number_and_the_title_of_what_it_publishes(read: Read, office: Any) -> None:
    office.line("澄江省人民政府令", size=40, centred=True, red=True)
    office.line("第388号", centred=True)
    office.lines("《澄江省湿地保护办法》已经省人民政府常务会议审议通过，现予公布，自2024年1月1日起施行。")
    office.lines("省长　王某", "2023年11月20日")
    office.line("澄江省湿地保护办法", size=22, centred=True)
    office.line("第一章　总则", centred=True)
    office.lines("第一条　为了保护湿地，制定本办法。")
    found = read(office.bytes(), "令.docx")
    assert found.fields["title"] == "澄江省湿地保护办法"
    assert found.fields["order_number"] == "澄江省人民政府令第388号"
    assert found.fields["signed_on"] == "2023-11-20"
    assert found.markdown.startswith(
        "# 澄江省湿地保护办法\n\n澄江省人民政府令\n\n第388号\n\n《澄江省湿地保护办法》已经"
    )


def test_a_document_without_words_says_so(read: Read, word: Word) -> None:
    assert read(word("<w:p/>"), "空.docx").notices == ("没有认出标题，请填写。", "没有读到正文，请录入。")


def test_more_paragraphs_than_a_code_has_are_refused(read: Read, word: Word) -> None:
    paragraphs = "".join(
        f"<w:p><w:r><w:t>{number * 7919 % 99991}</w:t></w:r></w:p>" for number in range(60_001)
    )
    with pytest.raises(BadInput, match="文件超过60000段"):
        read(word(paragraphs), "长.docx")
