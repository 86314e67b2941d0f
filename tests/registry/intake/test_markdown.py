"""Markdown sources taken apart."""

from registry.intake.markdown import manuscript

LEGISLATION = """# 某省湿地保护条例

2019年5月31日 某省第十三届人民代表大会常务委员会第十二次会议通过

<!-- INFO END -->

## 第一章　总则

　　第一条　为了保护湿地，制定本条例。
"""

PAGE = """# 国务院办公厅关于甲工作的通知

索 引 号：
000014349/2018-00222
发文机关：
国务院办公厅
成文日期：
2018年12月21日
标　　题：
国务院办公厅关于甲工作的通知
发文字号：
国办发〔2018〕43号
发布日期：
2018年12月29日
主 题 词：
国务院办公厅
关于甲工作的通知
国办发〔2018〕43号
各省、自治区人民政府：
现将有关事项通知如下。
国务院办公厅
2018年12月21日
扫一扫在手机打开当前页
-->
"""

SITE = """---
title: 某省湿地保护办法
date: 2020-03-01
author: 某省人民政府
tag:
  - 湿地
  - 省
---

::: tip 修订信息

（2015年4月16日甲部令第32号公布&emsp;自2015年6月5日起施行）

:::

::: details 目录

::: tabs

@tab 章节

[[toc]]

@tab 条例

- 第1~2条：

  [1](#t1)&emsp;[2](#t2)

:::

## 第一章&emsp;总则{align="center"}

<p id="t1">&emsp;&emsp;<b>第一条</b>&emsp;为了保护湿地，制定本办法。<br>
&emsp;&emsp;湿地，是指**沼泽**。</p>
<p id="t2">&emsp;&emsp;<b>第二条</b>&emsp;依照《甲法》<Badge text="已废止" />处罚。:mag:*[原文](/P2/#t21)*</p>

::: info 附件

- [甲表](/static/doc/a.doc){target="_blank"}

:::

---

::: warning 原文链接

<https://example.org/a.html>

:::
"""


def test_takes_title_head_and_body_apart() -> None:
    source = manuscript(LEGISLATION)
    assert source.titles == ("某省湿地保护条例",)
    assert source.head == ("2019年5月31日 某省第十三届人民代表大会常务委员会第十二次会议通过",)
    assert source.body == ("## 第一章　总则", "第一条　为了保护湿地，制定本条例。")


def test_a_page_s_fields_are_read_and_its_title_is_not_read_twice() -> None:
    source = manuscript(PAGE)
    assert source.title == "国务院办公厅关于甲工作的通知"
    assert source.fields["索引号"] == "000014349/2018-00222"
    assert source.fields["发文字号"] == "国办发〔2018〕43号"
    assert source.fields["成文日期"] == "2018年12月21日"
    assert source.head == ("国办发〔2018〕43号",)
    assert source.body[0] == "各省、自治区人民政府："
    assert source.body[-1] == "2018年12月21日"


def test_a_site_s_page_is_read_without_its_markup() -> None:
    source = manuscript(SITE)
    assert source.fields["author"] == "某省人民政府"
    assert source.fields["tag"] == "湿地、省"
    assert source.fields["来源"] == "https://example.org/a.html"
    assert source.head == ("（2015年4月16日甲部令第32号公布\u3000自2015年6月5日起施行）",)
    assert source.body == (
        "## 第一章　总则",
        "第一条　为了保护湿地，制定本办法。",
        "湿地，是指沼泽。",
        "第二条　依照《甲法》处罚。",
        "附件",
        "- 甲表",
    )


def test_front_matter_of_colons_in_chinese_or_quotes_is_read() -> None:
    source = manuscript(
        '---\n索引号: 1/2018-2\ntitle: "某法"\n---\n\n# 某法\n\n2026-03-12 公布\n\n第一条 甲。'
    )
    assert source.fields == {"索引号": "1/2018-2", "title": "某法"}
    assert (source.head, source.body) == (("2026-03-12 公布",), ("第一条 甲。",))


def test_an_unmarked_text_begins_with_its_title() -> None:
    source = manuscript(
        "甲厅办公室  文件\n 甲办发〔2019〕860号 \n关于加强甲工作的通知\n各市局：\n现通知如下。"
    )
    assert source.title == "关于加强甲工作的通知"
    assert source.head == ("甲厅办公室  文件", "甲办发〔2019〕860号")
    assert source.body == ("各市局：", "现通知如下。")


def test_a_text_that_begins_with_a_sentence_has_no_title() -> None:
    source = manuscript("各市局：\n现将有关事项通知如下。")
    assert source.titles == ()
    assert source.body == ("各市局：", "现将有关事项通知如下。")


def test_two_titles_are_both_kept() -> None:
    assert manuscript("# 甲法\n# 总则编\n\n<!-- INFO END -->\n\n第一条 甲。").titles == ("甲法", "总则编")


def test_a_heading_in_the_body_is_no_title() -> None:
    source = manuscript("# 甲法\n\n<!-- INFO END -->\n\n第一条 甲。\n\n# 附录\n")
    assert source.titles == ("甲法",)
    assert source.body == ("第一条 甲。", "# 附录")


def test_byte_order_mark_and_windows_lines_are_read() -> None:
    assert manuscript("\ufeff# 甲法\r\n\r\n<!-- INFO END -->\r\n\r\n第一条 甲。\r\n").body == ("第一条 甲。",)


def test_odd_characters_stay_as_they_are() -> None:
    assert manuscript("# 甲法\n\n<!-- INFO END -->\n\n第一条 2\ue0105米\u200b。").body == (
        "第一条 2\ue0105米\u200b。",
    )


def test_a_line_broken_inside_a_title_is_one_line() -> None:
    source = manuscript("# 甲法\n\n<!-- INFO END -->\n\n第二条 《某\n\n省乙条例》同时废止。")
    assert source.body == ("第二条 《某省乙条例》同时废止。",)


def test_a_sentence_that_begins_with_a_day_stays_in_the_body() -> None:
    source = manuscript("# 甲纪要\n\n2018年6月16日，国务院发布《乙意见》。\n\n一、甲。")
    assert (source.head, len(source.body)) == ((), 2)


def test_a_table_keeps_its_source() -> None:
    assert manuscript("# 甲法\n\n<!-- INFO END -->\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |").body == (
        "| 甲 | 乙 |",
        "|---|---|",
        "| 1 | 2 |",
    )


def test_an_empty_source_gives_an_empty_manuscript() -> None:
    source = manuscript("")
    assert (source.titles, source.head, source.body) == ((), (), ())
