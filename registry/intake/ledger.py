"""A ledger (台账) beside the files: CSV or XLSX, one row a file; its columns win over the text."""

import csv
import io
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from base.errors import BadInput, reason
from base.unprintable import printable
from registry.intake.parsed import Doubt
from registry.law.docnumber import key as number_key

# Column, and the Chinese heads under which it is known too.
COLUMNS = {
    "path": ("路径", "文件"),
    "title": ("标题", "名称"),
    "kind": ("种类", "文件种类"),
    "region": ("地区", "地域"),
    "docno": ("文号", "发文字号"),
    "issuer": ("发文机关", "制定机关"),
    "status_in_source": ("来源标注", "时效性"),
    "file_date": ("文件日期", "日期"),
    "bytes": ("字节", "大小"),
    "sha256": ("校验值",),
    "source": ("来源",),
    "unified_number": ("统一编号",),
    "index_number": ("索引号",),
    "drafting_unit": ("起草单位",),
    "subject": ("主题分类",),
    "published_on": ("发布日期", "公布日期"),
    "signed_on": ("成文日期",),
}
HEADS = {name: column for column, names in COLUMNS.items() for name in (column, *names)}
LARGEST = 64 * 1024 * 1024
ROWS = 200_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a ledger: the columns that say something, by their lasting names."""

    line: int
    columns: Mapping[str, str] = field(default_factory=dict)

    def get(self, column: str) -> str:
        """The column's words, or "" when it says nothing."""
        return self.columns.get(column, "")


@dataclass(frozen=True, slots=True)
class Ledger:
    """The rows by path, and what is wrong with the ledger itself, each with the path it is about."""

    rows: Mapping[str, Row] = field(default_factory=dict)
    faults: tuple[tuple[str, Doubt], ...] = ()


def read_ledger(path: Path) -> Ledger:
    """Read a ledger; raises BadInput when it cannot be read or has columns that are not known."""
    table = list(_table(path))
    if not table:
        raise BadInput(f"台账 {path} 是空的：第一行应为列名，如 {'、'.join(list(COLUMNS)[:4])}")
    columns = _columns(path, table[0])
    rows = [
        Row(line, {column: printable(words) for column, words in zip(columns, cells, strict=False) if words})
        for line, cells in enumerate(table[1:], start=2)
        if any(cells)
    ]
    return Ledger(*_by_path(rows))


def _columns(path: Path, head: Sequence[str]) -> list[str]:
    unknown = [name for name in head if name and name not in HEADS]
    if unknown:
        raise BadInput(f"台账 {path} 有不认识的列：{'、'.join(unknown)}。可用的列：{'、'.join(COLUMNS)}")
    columns = [HEADS.get(name, "") for name in head]
    twice = [column for column, count in Counter(columns).items() if column and count > 1]
    if "path" not in columns or twice:
        fault = f"列重复：{'、'.join(twice)}" if twice else "缺少 path（路径）列"
        raise BadInput(f"台账 {path} {fault}，无法与文件对应")
    return columns


def _by_path(rows: Iterable[Row]) -> tuple[dict[str, Row], tuple[tuple[str, Doubt], ...]]:
    found: dict[str, Row] = {}
    faults: list[tuple[str, Doubt]] = []
    numbers: dict[str, str] = {}
    for row in rows:
        path = row.get("path").replace("\\", "/").removeprefix("./")
        if not path or path in found:
            wrong = f"第{row.line}行与第{found[path].line}行路径相同" if path else f"第{row.line}行没有路径"
            faults.append((path, Doubt("ledger-path", "path", wrong, "只用第一行" if path else "忽略此行")))
            continue
        found[path] = row
        number = number_key(row.get("docno")) if row.get("docno") else ""
        other = numbers.setdefault(number, path) if _particular(number) else path
        if other != path:
            wrong = f"文号 {row.get('docno')} 与 {other} 相同"
            faults.append((path, Doubt("ledger-number-twice", "docno", wrong, "两个文件都保留此文号")))
    return found, tuple(faults)


def _particular(number: str) -> bool:
    # 部令第28号 is counted by each ministry for itself: only a number with a year is one document's.
    return "〔" in number


def _table(path: Path) -> Iterator[list[str]]:
    raw = _bytes(path)
    if raw.startswith(b"PK"):
        yield from _sheet(path, raw)
        return
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _gb18030(path, raw)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        yield from ([cell.strip() for cell in cells] for cells in reader)
    except csv.Error as fault:
        raise BadInput(f"台账 {path} 第{reader.line_num}行不是有效的 CSV：{fault}") from fault


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise BadInput(f"台账 {path} 有 {size} 字节，超过上限 {LARGEST} 字节")
        return path.read_bytes()
    except OSError as fault:
        raise BadInput(f"台账 {path} 无法读取：{reason(fault)}") from fault


def _gb18030(path: Path, raw: bytes) -> str:
    try:
        return raw.decode("gb18030")
    except UnicodeDecodeError as fault:
        raise BadInput(f"台账 {path} 既不是 UTF-8 也不是 GB18030，请另存为 UTF-8 的 CSV 或 XLSX") from fault


def _sheet(path: Path, raw: bytes) -> Iterator[list[str]]:
    _bounded(path, raw)
    try:
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
    except (InvalidFileException, KeyError, ValueError, zipfile.BadZipFile) as fault:
        raise BadInput(f"台账 {path} 不是有效的 XLSX 文件：{fault}") from fault
    try:
        for cells in book.worksheets[0].iter_rows(max_row=ROWS, max_col=len(HEADS), values_only=True):
            yield [_cell(value) for value in cells]
    finally:
        book.close()


def _bounded(path: Path, raw: bytes) -> None:
    # A workbook is a zip: 300 KB can unpack to 300 MB. Sizes are declared before anything is unpacked.
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as parts:
            whole = sum(part.file_size for part in parts.infolist())
    except zipfile.BadZipFile as fault:
        raise BadInput(f"台账 {path} 不是有效的 XLSX 文件：{fault}") from fault
    if whole > LARGEST:
        raise BadInput(f"台账 {path} 解开后有 {whole} 字节，超过上限 {LARGEST} 字节")


def _cell(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()
