"""The columns of a list are known by their headings, else by what stands in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.cleanup.columns import Listed, ground_of, listed, recognised, taken_apart, verdict_of
from registry.cleanup.tables import Ground, Verdict

A, B = "《澄江省黄标车提前淘汰补助办法》", "《澄江省燃煤锅炉改造验收办法》"


def said(rows: tuple[Listed, ...]) -> list[tuple[str, str, str]]:
    return [(row.title, row.number, row.verdict.value if row.verdict else "") for row in rows]


BOTH = [
    ("澄江省黄标车提前淘汰补助办法", "澄环发〔2013〕30号", "lapse"),
    ("澄江省燃煤锅炉改造验收办法", "澄环发〔2015〕8号", "repeal"),
]


def test_headings_name_the_columns_in_any_order() -> None:
    rows = [
        ("行政规范性文件清理结果目录", "", "", ""),
        ("序号", "发文字号", "清理意见", "规范性文件名称"),
        ("1", "澄环发〔2013〕30号", "宣布失效", A),
        ("2", "澄环发〔2015〕8号", "废止", B),
    ]
    assert said(listed(rows)) == BOTH


def test_a_reason_is_no_verdict() -> None:
    rows = [
        ("文件名称", "文号", "清理结果", "理由"),
        (A, "澄环发〔2013〕30号", "废止", "任务已完成，不再修改"),
    ]
    (row,) = listed(rows)
    assert (row.verdict, row.reason) == (Verdict.REPEAL, "任务已完成，不再修改")


def test_without_headings_the_cells_tell() -> None:
    rows = [("1", A, "澄环发〔2013〕30号", "宣布失效"), ("2", B, "澄环发[2015]8号", "废止")]
    assert recognised(rows) == (0, {"position": 0, "number": 2, "verdict": 3, "title": 1})
    assert [row.title for row in listed(rows)] == [title for title, _, _ in BOTH]


def test_lines_under_headings_of_their_own_get_the_headings_verdict() -> None:
    rows = [
        ("一、宣布失效的文件（1件）",),
        ("1.《澄江省黄标车提前淘汰补助办法》（澄环发〔2013〕30号）",),
        ("二、废止的文件（1件）",),
        ("1．澄江省燃煤锅炉改造验收办法（澄环发〔2015〕8号）",),
    ]
    assert said(listed(rows)) == BOTH


def test_a_line_says_its_own_verdict_behind_the_name() -> None:
    rows = [("《澄江省黄标车提前淘汰补助办法》（澄环发〔2013〕30号），宣布失效",)]
    assert said(listed(rows)) == BOTH[:1]


def test_a_document_about_repealing_is_no_heading() -> None:
    rows = [("关于废止部分规范性文件的决定", "澄环发〔2015〕8号"), ("甲办法", "澄环发〔2015〕9号")]
    assert [(row.title, row.verdict) for row in listed(rows)] == [
        ("关于废止部分规范性文件的决定", None),
        ("甲办法", None),
    ]


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("继续有效", Verdict.KEEP),
        ("保留", Verdict.KEEP),
        ("拟修改", Verdict.AMEND),
        ("修订", Verdict.AMEND),
        ("废止", Verdict.REPEAL),
        ("失效", Verdict.LAPSE),
        ("宣布失效", Verdict.LAPSE),
        ("废止或者宣布失效", None),
        ("修改后保留", None),
        ("不予废止", None),
        ("待研究", None),
        ("", None),
    ],
)
def test_only_plain_words_are_a_verdict(words: str, verdict: Verdict | None) -> None:
    assert verdict_of(words) is verdict


@pytest.mark.parametrize(
    ("words", "ground"),
    [
        ("与上位法不一致", Ground.CONTRARY),
        ("已被新规定代替", Ground.COVERED),
        ("调整对象已消失", Ground.NO_OBJECT),
        ("工作任务已完成", Ground.DONE),
        ("有效期已过", Ground.TERM_OVER),
        ("仍需执行", Ground.NEEDED),
        ("领导要求", None),
    ],
)
def test_the_usual_grounds_are_known_by_their_words(words: str, ground: Ground | None) -> None:
    assert ground_of(words) is ground


def test_what_is_no_document_is_left_out() -> None:
    assert listed([]) == ()
    assert listed([("", "", ""), ("", "  ", "")]) == ()


@pytest.mark.parametrize(
    ("words", "apart"),
    [
        ("《关于修改〈甲办法〉的决定》", ("关于修改〈甲办法〉的决定", "", "")),
        ("国务院关于印发《国务院工作规则》的通知", ("国务院关于印发《国务院工作规则》的通知", "", "")),
        ("《甲条例》实施细则", ("《甲条例》实施细则", "", "")),
        ("《甲办法》", ("甲办法", "", "")),
        (
            "《关于印发《甲办法》的通知》（甲发〔2013〕3号）",
            ("关于印发《甲办法》的通知", "甲发〔2013〕3号", ""),
        ),
        ("甲发〔2013〕3号 关于甲的通知", ("关于甲的通知", "甲发〔2013〕3号", "")),
        ("关于甲的通知，继续有效", ("关于甲的通知", "", "继续有效")),
        ("《甲办法》（甲发〔2013〕3号）宣布失效", ("甲办法", "甲发〔2013〕3号", "宣布失效")),
        (
            "关于废止《甲办法》（甲发〔2013〕3号）等文件的通知",
            ("关于废止《甲办法》（甲发〔2013〕3号）等文件的通知", "", ""),
        ),
    ],
)
def test_marks_and_numbers_are_taken_off_only_at_the_ends(words: str, apart: tuple[str, str, str]) -> None:
    assert taken_apart(words) == apart


@given(
    st.text(st.sampled_from("甲乙办法关于《》〈〉（）〔〕[]0123456789号发令第，；废止失效有 "), max_size=60)
)
def test_any_line_is_taken_apart_without_a_fault(words: str) -> None:
    title, number, rest = taken_apart(words)
    assert len(title) + len(number) + len(rest) <= len(words) + 1
