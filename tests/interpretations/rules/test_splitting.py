"""A pasted text becomes blocks, and nothing of it is dropped; the form's buttons lose nothing either."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interpretations.rules import arranging
from interpretations.rules.skeleton import skeleton
from interpretations.rules.splitting import aspect_of, split
from interpretations.rules.terms import Aspect, BlockKind, Form
from interpretations.rules.typed import TypedBlock, TypedForm

ARTICLE = """# 看懂办法
开头一段。
## 一、为什么出台
做法不一。

第二段。
## 主要举措
先领证。
引条：第二条、第三条
### 要交钱吗？
不要。
"""


def kinds(markdown: str, form: Form = Form.TEXT) -> list[tuple[str, str, str]]:
    return [(block.kind, block.heading, block.words) for block in split(markdown, form).blocks]


def test_headings_begin_passages_and_tell_their_aspect() -> None:
    made = split(ARTICLE, Form.TEXT)
    assert made.title == "看懂办法"
    assert [(block.heading, block.aspect) for block in made.blocks] == [
        ("", ""),
        ("一、为什么出台", "background"),
        ("主要举措", "measures"),
        ("要交钱吗？", ""),
    ]
    assert made.blocks[1].words == "做法不一。\n\n第二段。"
    assert made.blocks[2].refs == "第二条、第三条"


def test_a_heading_that_asks_is_a_question() -> None:
    assert kinds(ARTICLE)[-1] == ("question", "要交钱吗？", "不要。")


@pytest.mark.parametrize(
    "written",
    [
        "问：要证吗？\n答：要。",
        "问: 要证吗？\n答: 要。",
        "**问：**要证吗？\n**答：**要。",
        "1. 问：要证吗？\n答：要。",
        "Q：要证吗？\nA：要。",
    ],
)
def test_questions_and_answers_are_told_however_they_are_written(written: str) -> None:
    assert kinds(written) == [("question", "要证吗？", "要。")]


def test_an_answer_goes_on_until_the_next_question() -> None:
    made = kinds("问：甲？\n答：一。\n二。\n\n- 三\n问：乙？\n答：四。")
    assert made == [("question", "甲？", "一。\n二。\n\n- 三"), ("question", "乙？", "四。")]


def test_lists_of_a_picture_are_points_and_steps() -> None:
    made = kinds(
        "## 主要举措\n- **一证管理**：一张证管到底\n1. 网上申请\n2、现场核查：五日内", Form.INFOGRAPHIC
    )
    assert made == [
        ("point", "主要举措", ""),
        ("point", "一证管理", "一张证管到底"),
        ("step", "网上申请", ""),
        ("step", "现场核查", "五日内"),
    ]


def test_misreadings_and_what_is_right() -> None:
    assert kinds("误读：到期要重新交钱\n正解：不收费。", Form.RESPONSE) == [
        ("misreading", "到期要重新交钱", "不收费。")
    ]


def test_cases_are_headed_as_such() -> None:
    assert kinds("## 案例一：云州某厂\n某厂未领证。", Form.CASE) == [
        ("case", "案例一：云州某厂", "某厂未领证。")
    ]


@pytest.mark.parametrize(
    ("heading", "aspect"), [("新旧政策差异", "differences"), ("咨询方式", "contact"), ("其他", "")]
)
def test_what_a_heading_tells_of(heading: str, aspect: str) -> None:
    assert aspect_of(heading) == aspect


@given(st.text(alphabet="问答：:#- 一1.\n甲？*引条误读正解", max_size=300), st.sampled_from(list(Form)))
def test_no_word_is_dropped(markdown: str, form: Form) -> None:
    made = split(markdown, form)
    kept = made.title + "".join(f"{block.heading}{block.words}{block.refs}" for block in made.blocks)
    assert kept.count("甲") == markdown.count("甲")


@given(
    st.lists(st.text(alphabet="甲乙丙", min_size=1, max_size=4), max_size=6),
    st.integers(-2, 8),
    st.integers(-2, 8),
)
def test_buttons_lose_no_block_but_the_one_removed(words: list[str], place: int, other: int) -> None:
    form = TypedForm({}, tuple(TypedBlock(words=each) for each in words)).keyed()
    assert sorted(b.words for b in arranging.moved(form, place, 1).blocks) == sorted(words)
    left = len(words) - (0 <= other < len(words))
    assert len(arranging.removed(form, other).blocks) == left
    more = arranging.added(arranging.removed(form, other), "question").blocks
    assert len({block.key for block in more}) == len(more)
    assert more[-1].key not in {block.key for block in form.blocks}


@pytest.mark.parametrize("form", list(Form))
def test_a_skeleton_asks_for_what_the_check_list_asks(form: Form) -> None:
    told = {block.aspect for block in skeleton(form, former=True)}
    if form not in {Form.CASE, Form.RESPONSE}:
        assert told >= {Aspect.BACKGROUND, Aspect.PURPOSE, Aspect.MEASURES, Aspect.SCOPE, Aspect.BENEFITS}
        assert Aspect.DIFFERENCES in told
        assert Aspect.DIFFERENCES not in {block.aspect for block in skeleton(form)}


def test_what_is_filled_in_is_not_overwritten_by_a_paste() -> None:
    blocks = (TypedBlock(heading="政策背景", words="我写的", aspect="background"),)
    made = arranging.pasted(TypedForm({"form": "text"}, blocks).keyed(), "## 政策背景\n别人写的")
    assert [block.words for block in made.blocks] == ["我写的", "别人写的"]


def test_an_unknown_kind_of_block_is_the_first_of_its_form() -> None:
    made = arranging.added(TypedForm({"form": "faq"}), "poem")
    assert made.blocks[0].kind == BlockKind.QUESTION
