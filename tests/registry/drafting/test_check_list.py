"""The check list before publication: what it finds, what it leaves alone, and what it never shows."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.drafting.checklist import CheckCode, Finding, Lists, findings, hidden
from registry.drafting.words import ListName, Word, read_list, shipped
from registry.intake.markdown import manuscript
from registry.law.reading import read_provisions

TODAY = date(2026, 11, 23)
LISTS = Lists(shipped(ListName.OLD_NAMES), shipped(ListName.SECRET_MARKS), shipped(ListName.MAP_WORDS))


def found(text: str, *, attachments: int = 0, on: date = TODAY, lists: Lists = LISTS) -> tuple[Finding, ...]:
    provisions = read_provisions(manuscript(f"# 办法\n\n{text}").body)
    return findings(text, provisions, lists, on=on, attachments=attachments)


def told(text: str, **more: Any) -> list[tuple[CheckCode, str]]:
    return [(each.code, each.excerpt) for each in found(text, **more)]


def test_an_old_name_is_told_with_its_present_one() -> None:
    (one,) = found("报省环境保护厅备案。")
    assert (one.code, one.excerpt) == (CheckCode.OLD_NAME, "环境保护厅")
    assert "生态环境厅" in one.advice
    assert "报省环境保护厅备案" in one.context


@pytest.mark.parametrize(
    "text",
    [
        "依照《浙江省环境保护厅关于印发某办法的通知》执行。",
        "原环境保护厅发布的目录。",
        "生态环境保护部门应当公开。",
        "环境保护部门应当公开。",
        "农业部门和文化部门配合。",
        "生态环境厅、自然资源厅。",
    ],
)
def test_a_quoted_title_and_a_longer_word_are_no_old_name(text: str) -> None:
    assert told(text) == []


def test_a_document_from_before_the_reform_bears_the_names_of_its_day() -> None:
    assert told("报省环境保护厅备案。", on=date(2015, 6, 1)) == []


def test_an_old_name_beside_its_quotation_is_still_told() -> None:
    assert told("《环境保护厅办法》由环境保护厅解释。") == [(CheckCode.OLD_NAME, "环境保护厅")]


@pytest.mark.parametrize("mark", ["秘密★1年", "机密 ★ 长期", "绝密★"])
def test_a_secret_mark_is_never_overlooked(mark: str) -> None:
    assert CheckCode.SECRET in {code for code, _ in told(f"{mark}\n\n第一条 内容。")}


def test_a_map_asks_for_its_approval_number() -> None:
    assert told("附图为行政区划图。") == [(CheckCode.MAP, "行政区划图")]


ARTICLES = "第一条 甲。\n\n第二条 依照本办法第九条处罚。\n\n第三条 依照本办法第一条处罚。"


def test_an_article_of_its_own_that_is_not_there_is_told() -> None:
    assert told(ARTICLES) == [(CheckCode.OWN_REFERENCE, "本办法第九条")]


def test_an_annex_that_nobody_attached_is_told() -> None:
    assert told("第一条 样式见附件2。") == [(CheckCode.ANNEX, "见附件2")]
    assert told("第一条 样式见附件2。", attachments=2) == []


def test_an_annex_in_the_text_is_there() -> None:
    assert told("第一条 样式见附件1。\n\n附件1\n\n登记表\n\n名称：") == []


def test_personal_data_is_shown_masked_in_its_context_too() -> None:
    (one,) = found("联系人张某，13800138000，请来电。")
    assert one.excerpt == "138****8000"
    assert "13800138000" not in one.context + one.advice + one.key


def test_the_same_thing_twice_is_one_finding_and_keeps_its_key_when_it_moves() -> None:
    (one,) = found("电话13800138000。再写一遍13800138000。")
    (moved,) = found("前面加了一句。电话13800138000。")
    assert one.key == moved.key


def test_hidden_words_are_told() -> None:
    assert [each.code for each in hidden(["内部讨论：此条待定", "  "])] == [CheckCode.HIDDEN]


@pytest.mark.parametrize("name", list(ListName))
def test_the_lists_that_come_with_the_program_can_be_read(name: ListName) -> None:
    assert all(each.word and each.instead for each in shipped(name))


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("", "第一行应为列名"),
        ("甲,乙\n丙,丁", "第一行应为列名"),
        ("旧称,现称,自,说明\n,生态环境厅,,", "第 2 行"),
        ("旧称,现称,自,说明\n环境保护厅,生态环境厅,去年,", "不是日期"),
        ("旧称,现称,自,说明\n" + "甲" * 200 + ",乙,,", "最多 120 字"),
    ],
)
def test_a_list_that_cannot_be_used_is_refused_by_line(source: str, said: str) -> None:
    with pytest.raises(Exception, match=said):
        read_list(ListName.OLD_NAMES, source)


def test_a_number_form_is_read_with_its_field() -> None:
    (line,) = read_list(
        ListName.NUMBER_FORMS, "机关,编号格式,编号种类,说明\n甲厅,甲环发〔{年}〕{号}号,发文字号,"
    )
    assert line == Word("甲厅", "甲环发〔{年}〕{号}号", "发文字号", "")


@given(st.text(max_size=400))
def test_no_text_is_too_odd_to_be_checked(text: str) -> None:
    for each in findings(text, (), LISTS, on=TODAY, attachments=0):
        assert each.excerpt
        assert len(each.key) < 60


@pytest.mark.parametrize(
    "hostile", ["见附件" * 100_000, "本办法第九条" * 60_000, "《" * 200_000, "环境保护厅" * 80_000]
)
def test_hostile_text_is_checked_in_its_length(hostile: str, within: Callable[..., Any]) -> None:
    # Its square would take minutes.
    with within(10):
        findings(hostile, (), LISTS, on=TODAY, attachments=0)
