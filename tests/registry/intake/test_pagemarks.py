"""What is only markup in a page is taken off; words stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.intake.pagemarks import cleaned, front_matter

PAGES = st.text(alphabet="-:：\n abc《》甲乙<>/p[]()#t1{}*&;\u3000", max_size=200)


def lines(source: str) -> list[str]:
    return cleaned(source, {})


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ('<p id="t1">&emsp;&emsp;<b>第一条</b>&emsp;甲。</p>', "第一条　甲。"),
        ('## 第一章&emsp;总则{align="center"}', "## 第一章　总则"),
        ('法释〔2016〕29号{style="text-align:center;"}', "法释〔2016〕29号"),
        ("**第一条** 甲", "第一条 甲"),
        ("[附件1](/static/a.doc){target=_blank}", "附件1"),
        ("《[[中华人民共和国甲法]]》、《[[乙法|乙]]》", "《中华人民共和国甲法》、《乙》"),
        ("　　甲。　", "甲。"),
        ("浓度 a < b，且 c > d", "浓度 a < b，且 c > d"),
        ("见第（一）[注]项", "见第（一）[注]项"),
        ("<!-- 注释 -->甲", "甲"),
    ],
)
def test_words_stay_and_markup_goes(source: str, words: str) -> None:
    assert lines(source) == [words]


@pytest.mark.parametrize(
    "source",
    [
        "[[toc]]",
        "@tab 章节",
        "- 第1~20条：",
        "[1](#t1)　[2](#t2)　[3](#t3)",
        "---",
        "[[Category:中华人民共和国法律|X]]",
        "扫一扫在手机打开当前页",
        "-->",
        "",
        "　",
    ],
)
def test_lines_that_only_lead_about_the_site_go(source: str) -> None:
    assert lines(source) == []


def test_a_site_s_contents_go_and_a_document_s_signature_stays() -> None:
    source = "::: details 目录\n\n::: tabs\n\n甲\n\n:::\n\n正文\n\n::: right\n\n某部\n\n:::"
    assert lines(source) == ["正文", "某部"]


def test_a_container_that_never_closes_hides_only_itself_to_the_end() -> None:
    assert lines("正文\n::: details 目录\n甲") == ["正文"]


def test_an_address_on_its_own_line_is_the_source() -> None:
    fields: dict[str, str] = {}
    assert cleaned("甲\n\n<https://example.org/a.html>\n", fields) == ["甲"]
    assert fields == {"来源": "https://example.org/a.html"}


def test_front_matter_gives_fields_and_the_rest() -> None:
    fields, rest = front_matter("---\n标题: 甲\nurl: http://a/b\ntags:\n  - 一\n  - 二\nempty:\n---\n正文")
    assert fields == {"标题": "甲", "url": "http://a/b", "tags": "一、二", "empty": ""}
    assert rest == "正文"


@pytest.mark.parametrize("source", ["正文\n---\na: b\n---\n", "---\n没有结束", ""])
def test_what_is_no_front_matter_stays(source: str) -> None:
    assert front_matter(source) == ({}, source)


@given(PAGES)
def test_no_line_is_blank_and_none_holds_a_line_feed(source: str) -> None:
    found = lines(source)
    assert all(line.strip() == line and line for line in found)
    assert not any("\n" in line for line in found)


@given(PAGES)
def test_front_matter_never_loses_a_source_without_it(source: str) -> None:
    fields, rest = front_matter(source)
    assert source.endswith(rest)
    assert fields == {} or source.startswith("---")
