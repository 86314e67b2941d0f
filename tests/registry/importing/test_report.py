"""The report is a spreadsheet that runs nothing and is written whole."""

import csv
from pathlib import Path

import pytest

from registry.importing.codes import LABELS
from registry.importing.report import Report
from registry.intake.parsed import Doubt
from registry.works.shapes import Fate


def test_it_is_read_back_line_by_line_in_order_of_the_paths(tmp_path: Path) -> None:
    report = Report()
    report.add("乙.md", Doubt("no-title", "标题", "=HYPERLINK(1)", "文件名"))
    report.add("甲.md", Doubt("refused", "文件", "内容为空\n第二行", "未导入"))
    report.write(tmp_path / "报告.csv")

    raw = (tmp_path / "报告.csv").read_bytes()
    rows = list(csv.reader(raw.decode("utf-8-sig").splitlines()))
    assert raw.startswith(b"\xef\xbb\xbf")
    assert rows == [
        ["路径", "类别", "字段", "问题", "处理"],
        ["乙.md", "没有标题", "标题", "'=HYPERLINK(1)", "文件名"],
        ["甲.md", "拒收", "文件", "内容为空 第二行", "未导入"],
    ]


@pytest.mark.parametrize(("fate", "useful"), [(fate, fate is not Fate.REFUSED) for fate in Fate])
def test_an_import_was_useful_when_anything_stands(fate: Fate, useful: bool) -> None:
    report = Report()
    report.fates[fate] += 1
    assert report.useful is useful


def test_every_kind_of_doubt_has_a_name_of_its_own() -> None:
    assert len(set(LABELS.values())) == len(LABELS)
