"""`read-clauses`: one line of JSON for each file."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from base.errors import BadInput
from registry.intake.reading_command import read_clauses, record

TEXT = """# 某省湿地保护办法

2014年11月24日 某省人民政府令第56号公布

<!-- INFO END -->

第一条　为了保护湿地，根据《甲法》，制定本办法。

第二条　依照《乙法》第三条、第四条处罚。

第三条　本办法自2015年3月1日起施行，有效期五年。《丙办法》（省政府令第5号）同时废止。
"""


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "某省湿地保护办法(2014-11-24).md"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_a_record_says_all_that_the_text_states(paper: Path) -> None:
    read = record(paper)
    assert read["id"] == "某省湿地保护办法(2014-11-24)"
    assert read["issuer"] == "某省人民政府"
    assert read["doc_number"] == {"value": "某省人民政府令第56号"}
    assert (read["effective_date"]["value"], read["effective_date"]["rule"]) == ("2015-03-01", "fixed")
    assert read["expiry"]["value"] == "P5Y"
    assert read["publication_date"] == {"value": "2014-11-24"}
    assert [(one["title"], one["doc_number"], one["scope"]) for one in read["repeals"]] == [
        ("丙办法", "省政府令第5号", "whole")
    ]
    assert [one["title"] for one in read["basis"]] == ["甲法"]
    assert [(one["title"], one["article"]) for one in read["cites"]] == [
        ("乙法", "第三条"),
        ("乙法", "第四条"),
    ]
    assert all(one["evidence"] in TEXT for one in (read["effective_date"], *read["repeals"], *read["basis"]))


def test_what_is_not_stated_is_null(tmp_path: Path) -> None:
    path = tmp_path / "甲.md"
    path.write_text("# 湿地保护办法\n\n第一条　甲。\n", encoding="utf-8")
    read = record(path)
    absent = ("issuer", "doc_number", "adopted_date", "publication_date", "effective_date", "expiry")
    assert [read[name] for name in absent] == [None] * len(absent)
    assert [read[name] for name in ("repeals", "amends", "basis", "cites")] == [[]] * 4


def test_writes_one_line_for_each_file(paper: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    result = CliRunner().invoke(read_clauses, [str(paper), str(paper), "--jsonl", str(target)])
    assert (result.exit_code, result.output) == (0, f"已读 2 个文件，未能读取 0 个，结果写入 {target}。\n")
    assert [json.loads(line)["id"] for line in target.read_text("utf-8").splitlines()] == [paper.stem] * 2


def test_prints_the_lines_when_no_target_is_named(paper: Path) -> None:
    result = CliRunner().invoke(read_clauses, [str(paper.parent)])
    assert json.loads(result.output)["title"] == "某省湿地保护办法"


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"没有这个文件\.md：无法读取"):
        record(tmp_path / "没有这个文件.md")


def test_a_target_that_cannot_be_written_is_named(paper: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(read_clauses, [str(paper), "--jsonl", str(tmp_path / "无" / "out.jsonl")])
    assert isinstance(result.exception, BadInput)
    assert "无法写入" in result.exception.sentence


def test_a_file_that_cannot_be_read_does_not_keep_the_others_from_being_read(paper: Path) -> None:
    paper.with_name("空.md").write_bytes(b"")
    result = CliRunner().invoke(read_clauses, [str(paper.parent)])
    assert result.exit_code == 0
    assert "空.md：内容为空" in result.stderr
    assert json.loads(result.stdout)["title"] == "某省湿地保护办法"


def test_nothing_readable_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "空.md").write_bytes(b"")
    result = CliRunner().invoke(read_clauses, [str(tmp_path)])
    assert isinstance(result.exception, BadInput)
    assert result.exit_code != 0
