"""Provisions as people write them: read, held against the text, and written again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interpretations.rules.citing import MOST_REFS, print_refs, read_refs
from interpretations.rules.content import Ref

TEXT = {
    "art-1",
    "art-2",
    "art-2-p1",
    "art-2-p2",
    "art-2-p2-i1",
    "art-2-p2-i2",
    "art-3",
    "art-4",
    "annex-1-art-1",
}
TEXT |= {f"art-{place}" for place in range(10, 60)}


def eids(written: str) -> list[str]:
    cited = read_refs(written, [TEXT])
    assert not cited.faults
    return [ref.eid for ref in cited.refs]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("第一条", ["art-1"]),
        ("第1条", ["art-1"]),
        ("第二条第二款、第三条", ["art-2-p2", "art-3"]),
        ("第二条第一款、第二款", ["art-2-p1", "art-2-p2"]),
        ("第二条第二款第（一）项、第（二）项", ["art-2-p2-i1", "art-2-p2-i2"]),
        ("第二条至第四条", ["art-2", "art-3", "art-4"]),
        ("第一条\n第三条；第四条，第十条", ["art-1", "art-3", "art-4", "art-10"]),
        ("第一条第一款", ["art-1"]),
        ("附件1第一条", ["annex-1-art-1"]),
        ("第一条、第一条", ["art-1"]),
        ("", []),
    ],
)
def test_what_people_write_is_read(written: str, expected: list[str]) -> None:
    assert eids(written) == expected


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("第九十九条", "没有第九十九条"),
        ("第二条第三款", "没有第二条第三款"),
        ("附则", "“附则”认不出是哪一条：应写成“第十条”或者“第十条第二款”"),
        ("第四条至第二条", "“第四条至第二条”认不出范围：从前到后，最多 30 条"),
        ("第二条至第九条", "没有第五条"),
        ("文件2第一条", "“文件2第一条”：没有第 2 份所解读的文件"),
    ],
)
def test_what_is_none_is_named(written: str, fault: str) -> None:
    assert fault in read_refs(written, [TEXT]).faults


def test_several_documents_are_told_apart() -> None:
    cited = read_refs("第一条、文件2：第三条、第四条", [TEXT, TEXT])
    assert cited.refs == (Ref(0, "art-1"), Ref(1, "art-3"), Ref(1, "art-4"))
    assert read_refs("文件2第九条", [TEXT, TEXT]).faults == ("文件2没有第九条",)


def test_a_document_without_articles_says_so() -> None:
    assert "没有可以引用的条文" in read_refs("第一条", [frozenset()]).faults[0]


def test_too_many_are_a_fault() -> None:
    written = "、".join(f"第{place}条" for place in range(10, 60))
    cited = read_refs(written, [TEXT])
    assert len(cited.refs) == MOST_REFS
    assert "最多引 40 条" in cited.faults[-1]


@given(st.lists(st.sampled_from(sorted(TEXT)), max_size=8), st.integers(0, 1))
def test_what_is_written_is_read_again(chosen: list[str], work: int) -> None:
    refs = tuple(dict.fromkeys(Ref(work, eid) for eid in chosen))
    again = read_refs(print_refs(refs), [TEXT, TEXT])
    assert (again.refs, again.faults) == (refs, ())


@given(st.text(max_size=200))
def test_whatever_is_typed_is_read_or_named(written: str) -> None:
    cited = read_refs(written, [TEXT])
    assert all(ref.eid in TEXT for ref in cited.refs)
