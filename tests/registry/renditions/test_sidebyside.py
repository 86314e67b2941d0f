"""Rulings on two versions side by side."""

import re

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from registry.law.compare import compare
from registry.law.provisions import Level, Provision
from registry.renditions.sidebyside import Opposite, counts, runs


def text(*bodies: str) -> tuple[Provision, ...]:
    return tuple(
        Provision(
            Level.ARTICLE,
            f"art-{n}",
            f"第{n}条",
            "",
            "",
            (Provision(Level.PARAGRAPH, f"art-{n}-p1", body=body),),
        )
        for n, body in enumerate(bodies, 1)
    )


def sides(old: tuple[Provision, ...], new: tuple[Provision, ...]) -> list[Opposite]:
    return [row for run in runs(compare(old, new)) for row in run.rows]


def bare(words: Markup) -> str:
    return re.sub(r"</?(?:ins|del)>", "", str(words)).replace("<br>", "\n")


def test_each_side_shows_its_own_wording_whole() -> None:
    old, new = text("处一万元罚款。", "公开。"), text("处二万元罚款。", "公开。")
    rows = sides(old, new)
    assert [bare(row.old.words) for row in rows if row.old] == ["处一万元罚款。", "公开。"]
    assert [bare(row.new.words) for row in rows if row.new] == ["处二万元罚款。", "公开。"]


def test_unchanged_neighbours_are_folded_under_their_numbers() -> None:
    same = [f"第{n}项内容各不相同{n * 7}。" for n in range(5)]
    found = runs(compare(text(*same, "旧的规定甲乙丙。"), text(*same, "全新条文子丑寅。")))
    assert (found[0].folded, found[0].label) == (True, "第1条至第5条未变")
    assert not found[1].folded


def test_counts_agree_with_the_rows() -> None:
    pairs = compare(text("甲甲甲甲。", "乙乙乙乙。"), text("甲甲甲甲。"))
    assert sum(counts(pairs).values()) == len(pairs) == 2


@given(st.lists(st.text(alphabet="甲乙丙<&\n。", max_size=12), min_size=1, max_size=4), st.data())
def test_the_marks_never_cross_a_line_or_let_a_sign_through(old: list[str], data: st.DataObject) -> None:
    new = data.draw(st.lists(st.sampled_from([*old, "丁丁<丁。"]), min_size=1, max_size=4))
    for row in sides(text(*old), text(*new)):
        for side in (row.old, row.new):
            if side:
                assert re.fullmatch(r"(?:[^<>]|<br>|<(ins|del)>[^<>]+</\1>)*", str(side.words))
