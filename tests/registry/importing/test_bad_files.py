"""Bad input: every fault is named by file and field, and an import of nothing else was of no use."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from base.errors import BadInput
from registry.importing.report import Report
from registry.works.shapes import Fate

MADE = "2001年1月1日 全国人民代表大会常务委员会通过"
LAW = "法律/试验法(2001-01-01).md"
IN_MAY = "本法自2001年5月1日起施行。"
BODY = "<!-- INFO END -->\n\n第一条 为了试验，制定本法。\n\n第二条 本法自2001年5月1日起施行。\n"

UNREADABLE = {
    "empty": (b"", "内容为空"),
    "only spaces": (b" \r\n\t", "内容为空"),
    "only a byte order mark": (b"\xef\xbb\xbf \r\n", "内容为空"),
    "binary": (b"%PDF-1.7\x00\x00\xff", "二进制"),
    "UTF-16": ("第一条 为了试验。".encode("utf-16"), "二进制"),
    "Big5": ("濕地保護條例".encode("big5") * 20, "既不是 UTF-8 也不是 GB18030"),
    "50 MB": (b"\xe6\xb3\x95" * (50 * 1024 * 1024 // 3), "50 MB，超过单个文件的上限 20 MB"),
}
DOUBTFUL = {
    "GB18030": (f"# 试验法\n\n{MADE}\n\n{BODY}".encode("gb18030"), "文件编码", "GB18030"),
    "no title": (f"{MADE}\n\n{BODY}".encode(), "标题", "没有标题"),
    "two titles": (f"# 试验法\n\n# 检验法\n\n{MADE}\n\n{BODY}".encode(), "标题", "有2个标题：试验法；检验法"),
    "an impossible day": (
        f"# 试验法\n\n2001年2月30日 全国人民代表大会常务委员会通过\n\n{BODY}".encode(),
        "日期",
        "“2001年2月30日”不是可能的日期",
    ),
    "effect before publication": (
        f"# 试验法\n\n{MADE}\n\n{BODY.replace('2001年5月', '2000年5月')}".encode(),
        "施行日期",
        "施行日期2000年5月1日早于通过或公布日期2001年1月1日",
    ),
}


def told(report: Report, path: str = LAW) -> list[tuple[str, str]]:
    return [(doubt.field, doubt.wrong) for where, doubt in report.lines if where == path]


@pytest.mark.parametrize("fault", UNREADABLE)
def test_what_cannot_be_read_is_refused_by_name_and_was_of_no_use(bring_in: Callable, fault: str) -> None:
    raw, words = UNREADABLE[fault]
    report = bring_in({LAW: raw})
    ((field, wrong),) = told(report)
    assert field == "文件"
    assert words in wrong
    assert (report.fates, report.useful) == ({Fate.REFUSED: 1}, False)


@pytest.mark.parametrize("fault", DOUBTFUL)
def test_what_is_doubtful_is_taken_in_and_named_by_file_and_field(bring_in: Callable, fault: str) -> None:
    raw, field, words = DOUBTFUL[fault]
    report = bring_in({LAW: raw})
    assert any(named == field and words in wrong for named, wrong in told(report)), told(report)
    assert (report.fates, report.useful) == ({Fate.NEW: 1}, True)


def test_a_name_that_is_no_utf_8_is_refused_and_shown_as_it_was_meant(
    bring_in: Callable, write_law: Callable, folder: Path
) -> None:
    with open(os.path.join(os.fsencode(folder), "湿地.md".encode("gb18030")), "wb") as file:  # noqa: PTH118, PTH123  # Path knows no bytes
        file.write(write_law("湿地法", MADE).encode())
    report = bring_in({LAW: write_law("试验法", MADE, last=IN_MAY)})
    ((field, wrong),) = told(report, "湿地.md")
    assert field == "文件"
    assert "UTF-8" in wrong
    assert report.fates == {Fate.NEW: 1, Fate.REFUSED: 1}


def test_a_path_too_long_to_be_remembered_is_refused(bring_in: Callable, write_law: Callable) -> None:
    path = "/".join(["长" * 80] * 5) + "/法.md"
    report = bring_in({path: write_law("试验法", MADE)})
    assert told(report, path) == [("文件", "路径有 409 个字，超过上限 400 个字，请移到较浅的文件夹")]


def test_a_link_to_nowhere_is_named(bring_in: Callable, folder: Path) -> None:
    (folder / "断.md").symlink_to(folder / "没有.md")
    assert told(bring_in({}), "断.md") == [("文件", "无法读取：不存在")]


# ㍿ is one character that becomes four when titles and numbers are brought to their normal form.
@pytest.mark.parametrize(
    "source",
    [
        f"# {'㍿' * 390}\n\n{MADE}\n\n{BODY}",
        (
            f"---\n发文字号: {'㍿' * 100}〔2020〕1号\n索引号: {'㍿' * 90}\n统一编号: {'㍿' * 90}\n"
            f"发文机关: {'㍿' * 130}厅\n起草单位: {'㍿' * 130}\n有效性: {'㍿' * 90}\n---\n# 试验法\n\n{BODY}"
        ),
        (
            f"# 试验法\n\n{MADE}\n\n## {'长' * 500}\n\n"
            f"第一条 依照《{'㍿' * 300}》制定。\n\n第二条 《{'㍿' * 300}》同时废止。\n"
        ),
    ],
    ids=["title", "fields", "citations"],
)
def test_overlong_words_are_cut_to_what_the_database_holds(bring_in: Callable, source: str) -> None:
    assert bring_in({LAW: source}).fates == {Fate.NEW: 1}


LEDGERS = {
    "a missing file": (f"path\n{LAW}\n法律/没有.md\n", "法律/没有.md", "path", "台账第3行所列文件不存在"),
    "a wrong hash": (f"path,sha256\n{LAW},{'0' * 64}\n", LAW, "sha256", "台账为 0000000000000000…"),
    "a path twice": (f"path\n{LAW}\n{LAW}\n", LAW, "path", "第3行与第2行路径相同"),
    "an impossible day": (
        f"path,signed_on\n{LAW},2001-02-30\n",
        LAW,
        "signed_on",
        "“2001-02-30”不是一个日期",
    ),
    "an unknown kind": (f"path,kind\n{LAW},法则\n", LAW, "kind", "不认识的种类：法则"),
}


@pytest.mark.parametrize("fault", LEDGERS)
def test_a_fault_of_the_ledger_is_named_by_file_and_column(
    bring_in: Callable, write_law: Callable, fault: str
) -> None:
    ledger, path, column, words = LEDGERS[fault]
    report = bring_in({LAW: write_law("试验法", MADE, last=IN_MAY)}, ledger)
    assert any(named == column and words in wrong for named, wrong in told(report, path)), report.lines
    assert report.fates == {Fate.NEW: 1}


def test_a_number_borne_by_two_files_is_reported_and_both_keep_it(
    bring_in: Callable, write_law: Callable
) -> None:
    other = "法律/检验法(2001-01-01).md"
    ledger = f"path,docno\n{LAW},甲发〔2001〕1号\n{other},甲发[2001]1号\n"
    report = bring_in(
        {
            LAW: write_law("试验法", MADE, last=IN_MAY),
            other: write_law("检验法", MADE, articles="第一条 乙。"),
        },
        ledger,
    )
    assert ("docno", f"文号 甲发[2001]1号 与 {LAW} 相同") in told(report, other)
    assert report.fates == {Fate.NEW: 2}


def test_an_unknown_column_stops_the_import_before_anything_is_written(
    bring_in: Callable, write_law: Callable, registry_state: Callable
) -> None:
    with pytest.raises(BadInput, match=r"ledger\.csv 有不认识的列：颜色.*可用的列：path"):
        bring_in({LAW: write_law("试验法", MADE)}, f"path,颜色\n{LAW},红\n")
    assert registry_state()["documents"] == []
