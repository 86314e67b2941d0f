"""Web pages read as a visitor sees them, without the site around the text."""

from collections.abc import Callable

import pytest

from base.errors import BadInput
from registry.intake.formats import page_fields
from registry.intake.formats.html_file import decoded, hidden_names
from registry.intake.reading import Reading

Read = Callable[[bytes, str], Reading]

PAGE = """<!DOCTYPE html>
<!-- saved from url=(0045)https://www.example.gov.cn/zc/2024-05/06/c_1.htm -->
<html><head><meta charset="gb2312"><meta name="ArticleTitle" content="澄江省湿地保护办法">
<meta name="PubDate" content="2024-05-06 10:30"><style>.tips, #ad {display:none}</style></head>
<body><div class="nav"><a href="/">首页</a><a href="/zc">政策</a><a href="/jd">解读</a>
<a href="/hd">互动</a></div>
<table><tr><td>索 引 号：</td><td>000014349/2024-00012</td>
<td>主题分类：</td><td>城乡建设、环境保护\\其他</td></tr>
<tr><td>发文机关：</td><td>澄江省人民政府</td><td>成文日期：</td><td>2024年04月30日</td></tr>
<tr><td>标　　题：</td><td colspan=3>澄江省湿地保护办法</td></tr>
<tr><td>发文字号：</td><td>澄政发〔2024〕8号</td><td>发布日期：</td><td>2024年05月06日</td></tr>
<tr><td>有 效 性：</td><td>有效</td><td>公开方式：</td><td>主动公开</td></tr></table>
<div class="share">分享到：</div>
<div id="UCAP-CONTENT"><p style="text-align:center"><strong>澄江省湿地保护办法</strong></p>
<p>　　第一条　为了保护湿地，根据<a href="javascript:alert(1)">《中华人民共和国湿地保护法》</a>，\
制定本办法。</p>
<p>&emsp;&emsp;第二条&emsp;本办法所称湿地，是指沼泽&nbsp;等。<span style="display:none">伪造的条款</span></p>
<p class="tips">转载请注明出处</p>
<table border=1><tr><th>序号</th><th>名录</th></tr><tr><td>1</td><td>甲<br>湖</td></tr></table>
<ol start="3"><li>三号</li><li>四号</li></ol>
<p style="text-align:right">澄江省人民政府</p><p style="text-align:right">2024年4月30日</p></div>
<div class="footer">主办单位：澄江省人民政府办公厅　网站标识码3300000000</div></body></html>"""


def body(found: Reading) -> list[str]:
    return [line for line in found.markdown.split("\n") if line]


def test_a_government_page_gives_its_text_and_its_fields(read: Read) -> None:
    found = read(PAGE.encode("gb18030"), "办法.html")
    assert body(found) == [
        "# 澄江省湿地保护办法",
        "澄政发〔2024〕8号",
        "<!-- INFO END -->",
        "第一条　为了保护湿地，根据《中华人民共和国湿地保护法》，制定本办法。",
        "第二条\u2003本办法所称湿地，是指沼泽 等。",
        "| 序号 | 名录 |",
        "| --- | --- |",
        "| 1 | 甲 湖 |",
        "3. 三号",
        "4. 四号",
        "澄江省人民政府",
        "2024年4月30日",
    ]
    assert found.fields == {
        "title": "澄江省湿地保护办法",
        "published_on": "2024-05-06",
        "source_url": "https://www.example.gov.cn/zc/2024-05/06/c_1.htm",
        "index_number": "000014349/2024-00012",
        "subject": "城乡建设、环境保护\\其他",
        "issuers": "澄江省人民政府",
        "signed_on": "2024-04-30",
        "document_number": "澄政发〔2024〕8号",
        "status_in_source": "有效",
        "disclosure": "open",
    }
    assert found.hidden == ("网页中不显示的文字：伪造的条款", "网页中不显示的文字：转载请注明出处")


@pytest.mark.parametrize(
    "style",
    [
        "display:none",
        "DISPLAY : none !important",
        "visibility:hidden",
        "font-size:0",
        "font-size: 1px;",
        "opacity:0",
        "text-indent:-9999px",
        "position:absolute;left:-10000px",
    ],
)
def test_words_that_a_style_hides_are_reported(read: Read, style: str) -> None:
    found = read(f'<html><p>看得见。</p><p style="{style}">看不见。</p>'.encode(), "页.html")
    assert body(found) == ["看得见。"]
    assert found.hidden == ("网页中不显示的文字：看不见。",)


@pytest.mark.parametrize(
    "style", ["font-size:10.5pt", "opacity:0.5", "font-size:16px", "color:#ffffff;background:#003366"]
)
def test_words_that_are_small_or_light_but_seen_are_read(read: Read, style: str) -> None:
    found = read(f'<html><p style="{style}">看得见。</p>'.encode(), "页.html")
    assert body(found) == ["看得见。"]
    assert found.hidden == ()


def test_white_words_are_reported(read: Read) -> None:
    found = read(
        '<html><p>甲。</p><p style="color:#FFF">乙。</p><font color=white>丙。</font>'.encode(), "页.html"
    )
    assert found.hidden == ("白色文字：乙。", "白色文字：丙。")


def test_a_page_without_a_known_container_loses_its_menus_and_its_foot(read: Read) -> None:
    menu = "".join(
        f"<li><a href=/{name}>{name}</a></li>" for name in ("首页", "政策", "解读", "互动", "服务")
    )
    page = (
        f"<html><body><ul>{menu}</ul><p>您当前的位置：首页 &gt; 政策</p><h1>关于做好湿地保护工作的通知</h1>"
        "<p>各市生态环境局：</p><p>现将有关事项通知如下。</p><p>【打印】【关闭】</p>"
        "<p>主办单位：某省生态环境厅</p><p>京ICP备00000000号</p></body></html>"
    )
    assert body(read(page.encode(), "页.html")) == [
        "# 关于做好湿地保护工作的通知",
        "各市生态环境局：",
        "现将有关事项通知如下。",
    ]


def test_a_layout_table_is_no_table(read: Read) -> None:
    page = "<html><table><tr><td><p>第一条　甲。</p><p>第二条　乙。</p></td></tr></table>"
    assert body(read(page.encode(), "页.html")) == ["第一条　甲。", "第二条　乙。"]


def test_a_page_is_read_in_the_encoding_it_is_in() -> None:
    words = "<html><meta charset={}>第一条"
    assert "第一条" in decoded(words.format("gbk").encode("gb18030"))
    assert "第一条" in decoded(words.format("utf-8").encode("gb18030"))
    assert "第一条" in decoded(words.format("nonsense").encode())
    assert "第一条" in decoded(words.format("x").encode("utf-16"))


def test_the_style_sheet_says_what_is_hidden() -> None:
    assert hidden_names("<style>p.a{color:red}.b,.c > .d{visibility:hidden}</style>") == {"b", "c", "d"}


def test_a_huge_page_is_refused(read: Read) -> None:
    with pytest.raises(BadInput, match="网页超过12 MB"):
        read(b"<html><p>" + b"x" * (13 * 2**20), "页.html")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("发文字号：国办发〔2018〕43号", ("document_number", "国办发〔2018〕43号")),
        ("索 引 号: 000014349/2018-00222", ("index_number", "000014349/2018-00222")),
        ("第一条　本办法适用于：", ("", "")),
        ("现将有关事项通知如下：", ("", "")),
    ],
)
def test_a_line_is_a_field_only_by_a_known_name(words: str, found: tuple[str, str]) -> None:
    assert page_fields.in_line(words) == found


def test_what_says_nothing_is_no_value() -> None:
    found: dict[str, str] = {}
    for value in ("", "——", "无", "0000-00-00"):
        page_fields.settle(found, "valid_through", value)
    page_fields.settle(found, "genre", "通知")
    page_fields.settle(found, "genre", "决定")
    page_fields.settle(found, "signed_on", "二〇二一年八月一日")
    assert found == {"genre": "notice", "signed_on": "2021-08-01"}


def test_one_known_name_makes_no_block_of_fields() -> None:
    assert page_fields.in_cells(["名称", "甲办法", "数量", "3"]) == {}
    assert page_fields.in_cells(["文号", "甲发〔2020〕1号", "发文机关", "甲厅"]) == {
        "document_number": "甲发〔2020〕1号",
        "issuers": "甲厅",
    }
