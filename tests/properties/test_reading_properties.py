"""Properties of reading: nothing lost, nothing twice, every provision with an id of its own."""

import re

from hypothesis import given
from hypothesis import strategies as st

from registry.law.designations import designation, eid_of
from registry.law.numerals import chinese
from registry.law.reading import find, flatten, gaps, read_provisions

WORDS = st.text(alphabet="甲乙丙丁，。：；（）“”一二第条附件 　\u200b1.#|年月日", max_size=30)
MARKS = st.sampled_from(
    (
        "第一条　",
        "第二条 ",
        "第三条之一　",
        "第10条",
        "第一章　",
        "## 第二节　",
        "第一编 ",
        "（一）",
        "(2)",
        "一、",
        "1.",
        "1.1 ",
        "①",
        "a）",
        "附件：",
        "附件1 ",
        "目录",
        "2021年8月1日",
        "| 表 |",
        "<table>",
        "</table>",
        "### ",
        "**第四条** ",
        "",
    )
)
LINES = st.lists(st.tuples(MARKS, WORDS).map("".join), max_size=40)
NUMBERS = st.integers(min_value=1, max_value=9999)
MARKUP = re.compile(r"[\s\u200b#*]")


def tight(text: str) -> str:
    """The text without spaces and Markdown's marks of headings and bold."""
    return MARKUP.sub("", text)


@given(LINES)
def test_every_character_is_in_exactly_one_provision_in_order(lines: list[str]) -> None:
    read = "".join(one.number + one.heading + one.body for _, one in flatten(read_provisions(lines)))
    assert tight(read) == tight("".join(lines))


@given(LINES)
def test_no_two_provisions_share_an_id(lines: list[str]) -> None:
    eids = [one.eid for _, one in flatten(read_provisions(lines))]
    assert len(eids) == len(set(eids))
    assert all(re.fullmatch(r"[a-z0-9_-]{1,60}", eid) for eid in eids)


@given(LINES)
def test_every_provision_is_found_by_its_id_and_can_be_said(lines: list[str]) -> None:
    provisions = read_provisions(lines)
    for _, one in flatten(provisions):
        assert find(provisions, one.eid) is one
        assert designation(one.eid)
    assert all(gap.rpartition("第")[2].endswith("条") for gap in gaps(provisions))


@given(st.sets(NUMBERS, min_size=2, max_size=30))
def test_articles_and_gaps_together_count_without_a_hole(numbers: set[int]) -> None:
    counted = sorted(numbers)
    provisions = read_provisions([f"第{chinese(number)}条　内容。" for number in counted])
    missing = 0
    for gap in gaps(provisions):
        first, _, last = gap.partition("至")
        ends = [int((eid_of(end) or "art-0").removeprefix("art-")) for end in (first, last or first)]
        missing += ends[1] - ends[0] + 1
    assert missing + len(counted) == counted[-1] - counted[0] + 1


@given(NUMBERS, NUMBERS, NUMBERS, NUMBERS, st.integers(min_value=0, max_value=4))
def test_designation_and_id_are_inverse(
    article: int, paragraph: int, item: int, point: int, depth: int
) -> None:
    eid = "-".join((f"art-{article}", f"p{paragraph}", f"i{item}", f"pt{point}", f"p{article}")[: depth + 1])
    assert eid_of(designation(eid)) == eid


@given(st.text(alphabet="第一二十百条款项目章节编附件部分点段（）之1 ", max_size=20))
def test_an_id_read_from_any_reference_can_be_said_and_read_again(reference: str) -> None:
    eid = eid_of(reference)
    if eid is not None:
        assert eid_of(designation(eid)) == eid
