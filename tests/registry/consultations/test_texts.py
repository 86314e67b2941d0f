"""The papers of a consultation: read into provisions, kept, recalled; what cannot be read is said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.errors import BadInput
from registry.consultations.rules.terms import TextRole
from registry.consultations.texts import (
    LARGEST_BYTES,
    fingerprint,
    kept,
    latest_text,
    printed_title,
    read_draft,
    recalled,
)
from tests.registry.consultations.conftest import DRAFT, NOTE, Forum


def test_reads_a_draft_into_its_articles() -> None:
    eids = [one.eid for root in read_draft(DRAFT) for one in root.walk()]
    assert {"art-1", "art-3-p2", "art-4-p1-i1", "art-5"} <= set(eids)
    assert printed_title(DRAFT) == "澄江省排污许可管理办法（征求意见稿）"


def test_reads_a_drafting_note_that_has_no_articles() -> None:
    assert "".join(one.text for one in read_draft(NOTE)).count("各地做法不一") == 1


@pytest.mark.parametrize("line", ["一、背景", "为统一各地做法而起草的规定", "第一条　甲。", "说明"])
def test_one_line_without_a_heading_is_a_text(line: str) -> None:
    read = "".join(one.text for one in read_draft(line))
    assert "".join(read.split()) == "".join(line.split())


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("", "没有文字"),
        (" \n\u3000", "没有文字"),
        ("# 只有标题", "没有正文"),
        ("第一条　" + "字" * (LARGEST_BYTES // 3), "过大"),
        ("段\n\n" * 30_000, "分成了"),
    ],
)
def test_refuses_what_it_cannot_read_with_the_reason(source: str, why: str) -> None:
    with pytest.raises(BadInput, match=why):
        read_draft(source)


@given(
    st.lists(st.sampled_from(["第一条　甲。", "第二条　乙：", "（一）丙；", "乙段。", "第一章　总则", ""]))
)
def test_what_is_kept_is_recalled_as_it_was(lines: list[str]) -> None:
    provisions = read_draft("\n\n".join([*lines, "末段。"]))
    assert recalled(kept(provisions)) == provisions
    assert fingerprint(recalled(kept(provisions))) == fingerprint(provisions)


def test_gives_the_newest_edition_of_a_paper(forum: Forum) -> None:
    key = forum.publish()
    with forum.database.transaction() as session:
        forum.paper(session, key, TextRole.DRAFT, DRAFT.replace("五年", "六年"), edition=2)
    with forum.database.reading() as session:
        found = latest_text(session, key, TextRole.DRAFT)
        assert found is not None
        assert found.edition == 2
        assert latest_text(session, key + 1, TextRole.DRAFT) is None
