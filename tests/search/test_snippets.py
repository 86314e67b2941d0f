"""Rulings on what is shown of a text around what was looked for."""

from hypothesis import given
from hypothesis import strategies as st

from search.snippets import pattern, snippet

TABLE = "附件 审批目录\n| 行业 | 项目 |\n|---|:--:|\n| 水利 | 库容一亿立方米以上的水库 |"


def test_a_table_is_shown_as_its_words() -> None:
    shown = "".join(piece.text for piece in snippet(TABLE, pattern(["水库"])))
    assert shown == "附件 审批目录 行业 项目 水利 库容一亿立方米以上的水库"


def test_what_was_looked_for_is_marked() -> None:
    pieces = snippet(TABLE, pattern(["水库"]))
    assert [piece.text for piece in pieces if piece.marked] == ["水库"]


@given(st.text(alphabet="水库 -。\n", max_size=300))
def test_without_tables_nothing_is_left_out(text: str) -> None:
    shown = "".join(piece.text for piece in snippet(text, pattern(["水库"]), width=400))
    assert shown == " ".join(text.split())
