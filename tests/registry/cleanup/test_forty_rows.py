"""A list of forty rows of real documents, ten of them spoiled as offices spoil them: none wrong is matched.

Precision and recall are counted over the rows that name a document of the registry once.
"""

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from base import clock
from base.db import Database
from registry.cleanup.columns import listed
from registry.cleanup.matching import Match, Names, RowFate, match_all
from registry.importing.folder import Import, Order
from registry.importing.report import Report
from registry.intake.tables_of_files import read_table
from registry.intake.uploads import TABLES, accept
from registry.reads.catalogue import Catalogue, Entry, read_catalogue

pytestmark = pytest.mark.corpus
FOLDERS = ("规范性文件", "部门规章")
CLEAN = 30


@pytest.fixture
def real(corpus: Path, tmp_path: Path, migrated_sqlite: Path) -> Catalogue:
    """The real documents of two folders, as the registry reads them."""
    place = tmp_path / "registry.sqlite"
    place.write_bytes(migrated_sqlite.read_bytes())
    papers = tmp_path / "papers"
    for name in FOLDERS:
        shutil.copytree(corpus / "corpus" / "documents" / name, papers / name)
    database = Database(f"sqlite:///{place}")
    Import(Order(papers, database, tmp_path / "files"), Report(), lambda _count: None).run()
    with database.reading() as session:
        found = read_catalogue(session)
    database.close()
    return found


@pytest.fixture
def standing(real: Catalogue) -> list[Entry]:
    """The numbered documents that stand today, in a lasting order."""
    today = clock.today()
    chosen = [e for e in real.entries if e.number and not e.standing(today).validity.ended]
    return sorted(chosen, key=lambda entry: entry.address)


Row = tuple[str, str]
Expected = tuple[RowFate, int | None]


def spoiled(rest: Sequence[Entry], first: Entry) -> list[tuple[Row, Expected]]:
    """Ten rows as they should not be, each with what must become of it."""
    a, b, c, d, e, f, g = rest[:7]
    return [
        # One character wrong, the number right.
        ((f"《{misprinted(a.title)}》", a.number), (RowFate.MATCHED, a.id)),
        ((f"《{misprinted(b.title)}》", b.number), (RowFate.MATCHED, b.id)),
        # One character wrong, and nothing to bear it out.
        ((f"《{misprinted(c.title)}》", ""), (RowFate.DOUBTFUL, None)),
        # Brackets of the years before 2012; no marks; the number behind the title in one cell.
        ((f"《{d.title}》", d.number.replace("〔", "[").replace("〕", "]")), (RowFate.MATCHED, d.id)),
        ((e.title, e.number), (RowFate.MATCHED, e.id)),
        ((f"《{f.title}》（{f.number}）", ""), (RowFate.MATCHED, f.id)),
        # The year one off.
        ((f"《{g.title}》", other_year(g)), (RowFate.DOUBTFUL, None)),
        # Named a second time.
        ((f"《{first.title}》", first.number), (RowFate.DOUBTFUL, None)),
        # Not in the registry: one like nothing in it, one like one in it.
        (("《关于做好机关食堂用餐秩序管理工作的通知》", "某办发〔1999〕77号"), (RowFate.MISSING, None)),
        ((f"《{a.title}补充规定之三》", "某办发〔1999〕78号"), (RowFate.DOUBTFUL, None)),
    ]


def misprinted(title: str) -> str:
    """The title with the character in its middle struck wrongly."""
    middle = len(title) // 2
    return title[:middle] + ("犇" if title[middle] != "犇" else "骉") + title[middle + 1 :]


def other_year(entry: Entry) -> str:
    assert entry.year
    printed = str(entry.year)
    assert printed in entry.number
    return entry.number.replace(printed, str(entry.year - 1), 1)


def test_forty_rows_come_out_as_a_person_would_rule(
    standing: list[Entry],
    real: Catalogue,
    workbook: Callable[..., bytes],
    record_property: Callable[..., None],
) -> None:
    numbered = [e for e in standing if e.year and f"〔{e.year}〕" in e.number]
    clean, rest = numbered[:CLEAN], numbered[CLEAN:]
    wanted: list[tuple[Row, Expected]] = [
        ((f"《{e.title}》", e.number), (RowFate.MATCHED, e.id)) for e in clean
    ] + spoiled(rest, clean[0])
    made = workbook(
        ("序号", "文件名称", "文号"), *((place, *row) for place, (row, _) in enumerate(wanted, 1))
    )
    rows = listed(read_table(accept(made, "清单.xlsx", TABLES)))
    assert len(rows) == 40

    found: tuple[Match, ...] = match_all(rows, Names(real, clock.today()))
    for (row, (fate, key)), match in zip(wanted, found, strict=True):
        got = match.entry.id if match.entry else None
        assert (match.fate, got) == (fate, key), f"{row}: {match.evidence}"

    matched = [(m.entry.id, key) for m, (_, (_, key)) in zip(found, wanted, strict=True) if m.entry]
    right = sum(got == key for got, key in matched)
    named = len({key for _, (_, key) in wanted if key}) + 2  # the misprint and the wrong year name one too
    record_property("precision", right / len(matched))
    record_property("recall", right / named)
    assert right == len(matched)
    assert right / named >= 0.94


def test_what_a_person_must_rule_on_has_the_right_document_first(
    standing: list[Entry], real: Catalogue
) -> None:
    names = Names(real, clock.today())
    rows = listed(
        [("文件名称", "文号"), *((misprinted(e.title), "") for e in standing if len(e.title) >= 12)]
    )
    wanted = [e.id for e in standing if len(e.title) >= 12]
    found = match_all(rows, names)
    assert not any(match.entry for match in found)
    first = [match.candidates[0].entry.id if match.candidates else None for match in found]
    assert first == wanted
