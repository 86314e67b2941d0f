"""What differs between two states, and what changed between two texts of a document."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from interpretations.rules.comparing import compared
from interpretations.rules.content import Block, Content, Ref
from interpretations.rules.differing import changes
from interpretations.rules.terms import Aspect, BlockKind, Form
from interpretations.rules.typed import number, typed_of
from registry.law.provisions import Level, Provision

BASE = Content(
    title="解读",
    blocks=(
        Block(
            "b1", BlockKind.PASSAGE, "背景", "做法不一。", aspect=Aspect.BACKGROUND, refs=(Ref(0, "art-1"),)
        ),
        Block("b2", BlockKind.QUESTION, "要证吗？", "要。"),
    ),
)


def names(before: Content, after: Content) -> list[str]:
    return [each.name for each in compared(before, after)]


def test_the_same_differs_in_nothing() -> None:
    assert names(BASE, BASE) == []


def test_a_field_a_block_and_the_order_are_told_apart() -> None:
    first, second = BASE.blocks
    assert names(BASE, replace(BASE, lead="一句")) == ["lead"]
    assert names(BASE, replace(BASE, blocks=(replace(first, words="各不相同。"), second))) == ["b1"]
    assert names(BASE, replace(BASE, blocks=(second, first))) == ["order"]
    assert names(BASE, replace(BASE, blocks=(first,))) == ["b2"]
    assert names(BASE, replace(BASE, blocks=(*BASE.blocks, Block("b3", BlockKind.POINT, "新")))) == ["b3"]


def test_a_form_is_shown_by_its_word_and_a_change_is_marked() -> None:
    (one,) = compared(BASE, replace(BASE, form=Form.FAQ))
    assert (one.before, one.after) == ("文字解读", "简明问答")
    assert "".join(run.text for run in one.segments if run.op.value != "deleted") == "简明问答"


@given(st.lists(st.sampled_from(["甲", "乙", ""]), max_size=5))
def test_what_is_in_the_form_is_what_was_kept(words: list[str]) -> None:
    blocks = tuple(Block(f"b{place}", BlockKind.PASSAGE, each, each) for place, each in enumerate(words, 1))
    typed = typed_of(replace(BASE, blocks=blocks))
    assert [block.words for block in typed.blocks] == words
    assert typed.last == len(words)
    assert number("b-1") == 0


def article(place: int, number_: str, words: str) -> Provision:
    return Provision(Level.ARTICLE, f"art-{place}", number_, "", words)


OLD = (
    article(1, "第一条", "为了规范管理，制定本办法。"),
    article(2, "第二条", "排污许可证有效期为三年。申请人应当按时申请。"),
    article(3, "第三条", "申请应当提交纸质材料一式三份，由窗口受理。"),
)
NEW = (
    article(1, "第一条", "为了规范管理，制定本办法。"),
    article(2, "第二条", "排污许可证有效期为五年。申请人应当按时申请。"),
    article(3, "第三条", "重点单位安装自动监测设备并联网。"),
)


def test_only_what_changed_is_drawn_and_only_its_sentence() -> None:
    found = {block.heading: block for block in changes(OLD, NEW)}
    changed = found["排污许可证有效期为五年"]
    assert (changed.aside, changed.words, changed.refs) == (
        "排污许可证有效期为三年。",
        "排污许可证有效期为五年。",
        "第二条",
    )
    assert found["重点单位安装自动监测设备并联网"].aside == ""
    assert found["申请应当提交纸质材料一式三份"].words == ""
    assert len(found) == 3


def test_the_same_text_has_no_changes_and_long_ones_are_cut() -> None:
    assert changes(OLD, OLD) == ()
    long = (article(1, "第一条", "很" * 3000),)
    assert len(changes((), long)[0].words) < 500
