"""The ledger beside the files: read whole or refused with the column's name; its word stands."""

import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from base.errors import BadInput
from registry.intake.ledger import COLUMNS, LARGEST, read_ledger
from registry.law.terms import Kind
from registry.tables import Document

MADE = "2001年1月1日 全国人民代表大会常务委员会通过"


@pytest.fixture
def ledger_file(tmp_path: Path) -> Callable[[str | bytes], Path]:
    """Writes a ledger and gives its path."""

    def written(content: str | bytes) -> Path:
        place = tmp_path / "台账.csv"
        place.write_bytes(content if isinstance(content, bytes) else content.encode())
        return place

    return written


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_reads_the_encodings_that_spreadsheets_write(ledger_file: Callable, encoding: str) -> None:
    ledger = read_ledger(ledger_file("path,title\r\n甲.md,甲办法\r\n".encode(encoding)))
    assert ledger.rows["甲.md"].get("title") == "甲办法"


def test_knows_its_columns_by_their_chinese_heads(ledger_file: Callable) -> None:
    ledger = read_ledger(ledger_file("路径,标题,文号\n甲.md,甲办法,甲发〔2021〕1号\n"))
    assert ledger.rows["甲.md"].get("docno") == "甲发〔2021〕1号"


def test_reads_a_workbook_with_real_dates(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["path", "file_date", "bytes"])
    book.active.append(["甲.md", datetime(2021, 8, 1), 12])  # noqa: DTZ001  # as openpyxl takes it
    book.save(tmp_path / "台账.xlsx")

    row = read_ledger(tmp_path / "台账.xlsx").rows["甲.md"]
    assert (row.get("file_date"), row.get("bytes")) == ("2021-08-01", "12")


def test_unknown_columns_are_named_and_the_known_listed(ledger_file: Callable) -> None:
    with pytest.raises(BadInput) as fault:
        read_ledger(ledger_file("path,titel\n甲.md,甲\n"))
    assert "titel" in fault.value.sentence
    assert all(column in fault.value.sentence for column in COLUMNS)


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("", "空"),
        ("title\n甲\n", "path"),
        ("path,path\n甲.md,乙.md\n", "重复"),
        ('path,title\n"甲.md,甲\n', "CSV"),
        (b"\xff\xfe\x00p\x00a", "GB18030"),
        (b"PK\x03\x04 not a workbook", "XLSX"),
    ],
)
def test_what_cannot_be_a_ledger_is_refused_with_its_name(
    ledger_file: Callable, content: str | bytes, named: str
) -> None:
    with pytest.raises(BadInput, match="台账") as fault:
        read_ledger(ledger_file(content))
    assert named in fault.value.sentence


def test_a_ledger_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    place = tmp_path / "大.csv"
    with place.open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(BadInput, match=rf"大\.csv 有 {LARGEST + 1} 字节，超过上限"):
        read_ledger(place)


def test_a_small_workbook_that_unpacks_to_a_large_one_is_refused(tmp_path: Path) -> None:
    place = tmp_path / "炸.xlsx"
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", bytes(LARGEST + 1))
    assert place.stat().st_size < LARGEST // 100
    with pytest.raises(BadInput, match=r"炸\.xlsx 解开后有 \d+ 字节，超过上限"):
        read_ledger(place)


def test_missing_ledger_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"没有\.csv"):
        read_ledger(tmp_path / "没有.csv")


def test_a_path_given_twice_and_a_number_given_twice_are_reported(ledger_file: Callable) -> None:
    ledger = read_ledger(
        ledger_file(
            "path,docno\n甲.md,甲发〔2021〕1号\n甲.md,\n"
            "乙.md,甲发[2021]1号\n丙.md,部令 第1号\n丁.md,部令 第1号\n"
        )
    )
    assert [(path, doubt.code) for path, doubt in ledger.faults] == [
        ("甲.md", "ledger-path"),
        ("乙.md", "ledger-number-twice"),
    ]


def test_its_words_win_and_contradictions_are_reported(
    bring_in: Callable, write_law: Callable, document_of: Callable[[str], Document], codes: Callable
) -> None:
    report = bring_in(
        {"乱/a.md": write_law("中华人民共和国试验法", MADE, last="本法自2001年5月1日起施行。")},
        "path,title,kind,region,issuer\n乱/a.md,另一名称,法律,国家,国务院\n",
    )
    document = document_of("另一名称")
    assert (document.kind, document.region) == (Kind.LAW, "国家")
    assert codes(report) == ["issuer-contradicts", "title-contradicts"]


def test_a_shorter_name_of_the_same_thing_is_no_contradiction(
    bring_in: Callable, write_law: Callable, document_of: Callable[[str], Document], codes: Callable
) -> None:
    history = "2010年1月19日 环境保护部令第8号公布"
    report = bring_in(
        {"a.md": write_law("环境处罚办法", history, last="本办法自2010年3月1日起施行。")},
        "path,title,kind,region,docno,issuer\na.md,环境处罚办法,规章,国家,部令 第8号,原环境保护部等\n",
    )
    assert codes(report) == []
    assert document_of("环境处罚办法").order_number == "环境保护部令第8号"


def test_rows_without_a_file_and_files_that_differ_are_reported(
    bring_in: Callable, write_law: Callable, codes: Callable
) -> None:
    report = bring_in(
        {"法律/a.md": write_law("试验法", MADE, last="本法自2001年5月1日起施行。")},
        f"path,sha256,kind\n法律/a.md,{'0' * 64},法律\n法律/b.md,,法律\n",
    )
    assert codes(report) == ["ledger-missing-file", "sha256-differs"]


def test_a_status_in_it_is_a_claim_that_is_kept_and_compared(
    bring_in: Callable, write_law: Callable, document_of: Callable[[str], Document], codes: Callable
) -> None:
    report = bring_in(
        {"法律/a.md": write_law("试验法", MADE, last="本法自2001年5月1日起施行。")},
        "path,kind,status_in_source\n法律/a.md,法律,已废止\n",
    )
    assert document_of("试验法").status_in_source == "已废止"
    assert codes(report) == ["status-differs"]
