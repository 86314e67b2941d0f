"""Widths of a table's columns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.renditions.body import table_html
from registry.renditions.columns import MOST_COLUMNS, NARROWEST, WIDEST, shares, with_columns

CELL = st.text(alphabet="甲乙1 ", max_size=60)


def table(*rows: list[str]) -> str:
    return "<table>" + "".join("<tr>" + "".join(row) + "</tr>" for row in rows) + "</table>"


def cell(words: str, spans: str = "") -> str:
    return f"<td{spans}>{words}</td>"


@given(
    st.integers(2, 8).flatmap(
        lambda n: st.lists(st.lists(CELL, min_size=n, max_size=n), min_size=1, max_size=6)
    )
)
def test_shares_come_to_the_whole_and_none_vanishes(rows: list[list[str]]) -> None:
    found = shares(table(*([cell(words) for words in row] for row in rows)))
    assert len(found) == len(rows[0])
    assert sum(found) == pytest.approx(100, abs=1)
    assert min(found) >= 100 * NARROWEST / (WIDEST * len(found))


def test_column_of_numbers_is_narrower_than_a_column_of_words() -> None:
    number, words = shares(table([cell("1"), cell("化学需氧量" * 6)], [cell("2"), cell("氨氮" * 9)]))
    assert number < words / 5


def test_cell_that_spans_columns_counts_for_none() -> None:
    assert shares(table([cell("很长的标题" * 9, " colspan=2")], [cell("甲"), cell("甲")])) == (50.0, 50.0)


def test_cell_that_spans_rows_pushes_the_next_row_aside() -> None:
    rows = table([cell("甲", " rowspan=2"), cell("乙")], [cell("丙" * 20)], [cell("丁"), cell("戊")])
    first, second = shares(rows)
    assert second > first * 2


@pytest.mark.parametrize(
    "unclear",
    ["", "<p>甲</p>", table([cell("甲")]), table([cell(table([cell("甲"), cell("乙")])), cell("丙")]),
     table([cell("甲")] * (MOST_COLUMNS + 1))],
    ids=["nothing", "no table", "one column", "nested", "too many"],
)  # fmt: skip
def test_unclear_table_is_left_to_the_page(unclear: str) -> None:
    assert shares(unclear) == ()
    assert "<colgroup>" not in with_columns(unclear)


def test_head_of_a_found_table_is_marked_to_be_repeated() -> None:
    html = with_columns(str(table_html("| 序号 | 项目 |\n|---|---|\n| 1 | 氨氮 |\n")))
    assert "<thead><tr><th>序号</th><th>项目</th></tr></thead><tbody><tr><td>1</td>" in html
    assert html.count("<col ") == 2


def test_table_without_a_head_gets_none() -> None:
    assert "<thead>" not in with_columns(str(table_html("| 1 | 氨氮 |\n| 2 | 总磷 |\n")))
