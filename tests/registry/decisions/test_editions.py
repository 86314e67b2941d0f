"""What an adjustment of the catalogue changed."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from registry.decisions.rules.editions import Line, compared, line_of
from registry.decisions.rules.terms import ItemCategory, ItemChange, StepKind

lines = st.builds(
    Line,
    item_id=st.integers(1, 6),
    name=st.text(max_size=8),
    basis=st.text(max_size=8),
    hearing=st.booleans(),
    market=st.booleans(),
    category=st.sampled_from(["", *(each.value for each in ItemCategory)]),
    steps=st.lists(st.sampled_from([k.value for k in StepKind]), unique=True, max_size=8).map(tuple),
    planned_through=st.none() | st.dates(),
)
editions = st.lists(lines, max_size=6, unique_by=lambda line: line.item_id)


def test_an_adjustment_tells_what_came_what_went_and_what_reads_otherwise() -> None:
    old = [Line(1, "碳普惠方案", planned="第二季度"), Line(2, "监测规划"), Line(3, "补偿办法")]
    new = [Line(4, "噪声方案"), Line(1, "碳普惠方案", planned="第四季度"), Line(3, "补偿办法")]
    found = compared(old, new)
    assert [(each.name, each.kind) for each in found] == [
        ("噪声方案", ItemChange.ADDED),
        ("碳普惠方案", ItemChange.CHANGED),
        ("补偿办法", ItemChange.SAME),
        ("监测规划", ItemChange.REMOVED),
    ]
    (planned,) = found[1].fields
    assert (planned.label, planned.before, planned.after) == ("计划决策时间", "第二季度", "第四季度")
    assert [(mark.op.value, mark.text) for mark in planned.marked] == [
        ("same", "第"),
        ("deleted", "二"),
        ("inserted", "四"),
        ("same", "季度"),
    ]


def test_a_change_of_the_procedure_names_the_steps() -> None:
    (change,) = compared([Line(1, "方案", steps=("risk",))], [Line(1, "方案", steps=("risk", "experts"))])
    assert [(f.before, f.after) for f in change.fields] == [("风险评估", "专家论证、风险评估")]


@given(editions)
def test_an_edition_does_not_differ_from_itself(edition: list[Line]) -> None:
    assert {each.kind for each in compared(edition, edition)} <= {ItemChange.SAME}


@given(editions, editions)
def test_every_item_of_both_editions_is_told_of_once(old: list[Line], new: list[Line]) -> None:
    found = compared(old, new)
    assert sorted(each.item_id for each in found) == sorted({line.item_id for line in (*old, *new)})
    assert {each.kind for each in found if each.before is None} <= {ItemChange.ADDED}
    assert {each.kind for each in found if each.after is None} <= {ItemChange.REMOVED}


@given(lines)
def test_a_line_is_read_as_it_was_kept(line: Line) -> None:
    assert line_of(line.record()) == line


def test_a_line_kept_without_later_fields_is_still_read() -> None:
    held = {"item_id": 1, "name": "方案", "planned_through": "2026-09-30"}
    assert line_of(held).planned_through == date(2026, 9, 30)
