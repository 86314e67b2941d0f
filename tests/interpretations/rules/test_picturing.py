"""What is drawn of a drafter's blocks: sections by passages, layouts, limits, what is new in a change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.errors import BadInput
from interpretations.rules.content import Block, Content, Ref
from interpretations.rules.pictures import Facts, Named, Shape
from interpretations.rules.picturing import (
    MOST_BLOCKS,
    MOST_CHARACTERS,
    PASSAGE,
    WORDS,
    drawable,
    emphasised,
    picture,
)
from interpretations.rules.terms import Aspect, BlockKind, Layout

FACTS = Facts((Named("办法"),), "水生态环境处", "政策文件库", "https://policy.example/documents/a")
KINDS = st.sampled_from(BlockKind)
BLOCKS = st.lists(
    st.builds(
        Block,
        st.text("abc0123", min_size=1, max_size=5),
        KINDS,
        st.text(max_size=60),
        st.text(max_size=300),
        st.text(max_size=120),
        st.none() | st.sampled_from(Aspect),
    ),
    max_size=90,
)


def drawn(*blocks: Block, layout: Layout = Layout.POINTS) -> tuple[tuple[str, tuple[str, ...]], ...]:
    made = picture(Content(title="解读", layout=layout, blocks=blocks), FACTS)
    return tuple((each.heading, tuple(band.shape.value for band in each.bands)) for each in made.sections)


def test_a_passage_heads_what_stands_below_it() -> None:
    assert drawn(
        Block("a", BlockKind.PASSAGE, "企业得到什么"),
        Block("b", BlockKind.POINT, "少跑一趟"),
        Block("c", BlockKind.FIGURE, "3天"),
    ) == (("企业得到什么", ("points", "figures")),)


def test_a_passage_alone_is_a_section_of_its_words() -> None:
    assert drawn(
        Block("a", BlockKind.PASSAGE, "为什么", "做法不一。"), Block("b", BlockKind.PASSAGE, "目的")
    ) == (
        ("为什么", ()),
        ("目的", ()),
    )


def test_without_passages_points_are_headed_by_what_they_tell_of() -> None:
    assert drawn(
        Block("a", BlockKind.FIGURE, "24小时"),
        Block("b", BlockKind.POINT, "谁负责", aspect=Aspect.MEASURES),
        Block("c", BlockKind.POINT, "谁来干", aspect=Aspect.MEASURES),
        Block("d", BlockKind.POINT, "找谁", aspect=Aspect.BENEFITS),
    ) == (("关键数字", ("figures",)), ("主要举措", ("points",)), ("惠民利企", ("points",)))


def test_a_point_does_not_say_again_what_stands_over_it() -> None:
    blocks = (
        Block("a", BlockKind.POINT, "适用范围", "江河湖库都管。", aspect=Aspect.SCOPE),
        Block("b", BlockKind.POINT, "惠民利企点", "少跑一趟。", aspect=Aspect.BENEFITS),
        Block("c", BlockKind.POINT, "主要举措", "", aspect=Aspect.MEASURES),
        Block("d", BlockKind.PASSAGE, "出台目的", "说清。", aspect=Aspect.PURPOSE),
        Block("e", BlockKind.POINT, "说清", "一证管理。", aspect=Aspect.PURPOSE),
    )
    made = picture(Content(title="解读", blocks=blocks), FACTS)
    said = [
        (entry.name, entry.words) for each in made.sections for band in each.bands for entry in band.entries
    ]
    assert said == [("", "江河湖库都管。"), ("", "少跑一趟。"), ("主要举措", ""), ("说清", "一证管理。")]


def test_questions_stand_in_their_own_section() -> None:
    assert drawn(
        Block("a", BlockKind.PASSAGE, "管哪些单位", "固定污染源。"),
        Block("b", BlockKind.QUESTION, "到期呢？"),
    ) == (("管哪些单位", ()), ("一问一答", ("questions",)))


def test_a_process_without_steps_takes_its_points_for_stations() -> None:
    found = drawn(
        Block("a", BlockKind.POINT, "申请"), Block("b", BlockKind.POINT, "受理"), layout=Layout.PROCESS
    )
    assert found == ((Shape.STEPS.label, ("steps",)),)


@pytest.mark.parametrize(("layout", "word"), [(Layout.CHANGES, "新旧对照式"), (Layout.PROCESS, "流程式")])
def test_a_layout_that_cannot_be_gives_way_and_says_so(layout: Layout, word: str) -> None:
    made = picture(Content(layout=layout, blocks=(Block("a", BlockKind.PASSAGE, "目的"),)), FACTS)
    assert made.layout is Layout.POINTS
    assert word in made.advice[0]


def test_nothing_to_draw_is_refused() -> None:
    assert not drawable(Content())
    with pytest.raises(BadInput, match="请至少写一项要点"):
        picture(Content(title="解读"), FACTS)


def test_long_words_end_with_a_sentence_and_the_block_is_named() -> None:
    sentence = "排污单位应当按照许可证的规定排放污染物。"
    block = Block("a", BlockKind.POINT, "按证排污", sentence * 20)
    made = picture(Content(blocks=(block,)), FACTS)
    entry = made.sections[0].bands[0].entries[0]
    assert entry.words == sentence * (WORDS // len(sentence))
    assert "要点“按证排污”的文字有400字" in made.advice[0]


def test_five_hundred_points_leave_a_picture_and_a_count() -> None:
    blocks = tuple(Block(f"b{place}", BlockKind.POINT, f"要点{place}") for place in range(500))
    made = picture(Content(blocks=blocks), FACTS)
    assert len(made.sections[0].bands[0].entries) == MOST_BLOCKS
    assert made.omitted == 500 - MOST_BLOCKS
    assert f"末尾{made.omitted}项" in made.advice[-1]


def test_one_block_of_20000_characters_takes_no_room_from_the_others() -> None:
    long = Block("a", BlockKind.POINT, "超" * 20_000, "超" * 20_000, "超" * 20_000)
    made = picture(Content(blocks=(long, Block("b", BlockKind.POINT, "二"))), FACTS)
    assert (len(made.sections[0].bands[0].entries), made.omitted) == (2, 0)


def test_provisions_are_named_as_quoted_else_by_their_ids() -> None:
    refs = (Ref(0, "art-3"), Ref(0, "art-10-p2"))
    blocks = (Block("a", BlockKind.POINT, "一", refs=refs), Block("b", BlockKind.POINT, "二", refs=refs))
    facts = Facts(FACTS.documents, "", "", "", provisions={"a": ("第三条（解读针对旧版）",)})
    made = picture(Content(blocks=blocks), facts).sections[0].bands[0].entries
    assert [entry.provisions for entry in made] == [("第三条（解读针对旧版）",), ("第三条", "第十条第二款")]


@pytest.mark.parametrize(
    ("value", "parts"),
    [
        ("3个工作日", ("", "3", "个工作日")),
        ("95%", ("", "95%", "")),
        ("≥90%", ("≥", "90%", "")),
        ("1.8万元", ("", "1.8", "万元")),
        ("3—5日", ("", "3—5", "日")),
        ("最高1,200元", ("最高", "1,200", "元")),
        ("五年", ("", "五年", "")),
    ],
)
def test_a_figure_is_parted_for_its_size(value: str, parts: tuple[str, str, str]) -> None:
    made = picture(Content(blocks=(Block("a", BlockKind.FIGURE, value),)), FACTS)
    entry = made.sections[0].bands[0].entries[0]
    assert (entry.before, entry.number, entry.unit) == parts


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        ("补助一万二千元", "补助一万五千元", ["一万五千元"]),
        ("三十个工作日内办结", "十个工作日内办结", ["十个工作日"]),
        ("", "新的规定", []),
        ("提交五份材料", "全部改在网上办理，凭身份证即可", []),
        ("到窗口申请。", "到窗口申请。", []),
    ],
)
def test_what_is_new_is_marked_and_a_number_as_a_whole(old: str, new: str, marked: list[str]) -> None:
    assert [part.words for part in emphasised(old, new) if part.new] == marked


@given(st.text(max_size=80), st.text(max_size=80))
def test_the_parts_of_a_change_are_its_words(old: str, new: str) -> None:
    assert "".join(part.words for part in emphasised(old, new)) == new


@given(BLOCKS, st.sampled_from(Layout))
def test_a_picture_stays_within_its_limits(blocks: list[Block], layout: Layout) -> None:
    content = Content(title="解读", layout=layout, blocks=tuple(blocks))
    try:
        made = picture(content, FACTS)
    except BadInput:
        return
    entries = [entry for section in made.sections for band in section.bands for entry in band.entries]
    assert len(entries) + len(made.sections) <= 2 * MOST_BLOCKS
    assert all(len(section.words) <= PASSAGE for section in made.sections)
    assert all(len(entry.words) <= WORDS for entry in entries)
    said = "".join(f"{entry.name}{entry.words}{entry.aside}" for entry in entries)
    assert len(said) <= MOST_CHARACTERS + 4 * WORDS
    assert [section.ordinal for section in made.sections] == [
        f"{place:02}" for place in range(1, len(made.sections) + 1)
    ]
    assert picture(content, FACTS) == made
