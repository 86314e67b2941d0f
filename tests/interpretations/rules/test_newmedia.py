"""Words for new media: never over the limit, the mark first, whole sentences, the same every time."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interpretations.rules.content import Block, Content
from interpretations.rules.newmedia import MEDIUM, SHORT, Post, posts
from interpretations.rules.pictures import Facts, Named
from interpretations.rules.shortening import ELLIPSIS, clean
from interpretations.rules.terms import BlockKind

FACTS = Facts(
    (Named("澄江省排污许可管理办法", "澄环发〔2026〕9号", "自2026年12月1日起施行"),),
    "澄江省生态环境厅水生态环境处",
    "政策文件库",
    "https://policy.example/documents/a",
    link="https://policy.example/interpretations/12",
    dated="2026年11月23日",
)
ENDED = replace(
    FACTS, mark="已废止", sentence="《澄江省排污许可管理办法》自2026年12月1日起废止。", grave=True
)
PERMIT = Content(
    title="《澄江省排污许可管理办法》解读",
    lead="排污之前先领证，到期之前早延续。",
    contact="水生态环境处，0571-00000000",
    blocks=(
        Block("a", BlockKind.FIGURE, "3个工作日", "审批办结"),
        Block("b", BlockKind.PASSAGE, "企业得到什么"),
        Block("c", BlockKind.POINT, "一次说清", "要求都写在一张证上。"),
        Block("d", BlockKind.CHANGE, "延续", "届满六十日前提出。", "届满三十日前提出。"),
        Block("e", BlockKind.QUESTION, "到期了怎么办？", "到期前**两个月**申请。"),
    ),
)
CONTENTS = st.builds(
    Content,
    title=st.text("澄江省排污许可管理办法解读：，。ab1", min_size=1, max_size=400),
    lead=st.text("先领证，再排污。！", max_size=300),
    contact=st.text("水处0571-", max_size=60),
    blocks=st.lists(
        st.builds(
            Block,
            st.text("ab", min_size=1, max_size=3),
            st.sampled_from(BlockKind),
            st.text("要点、。", max_size=40),
            st.text("说明，文字。？", max_size=400),
            st.text("原来。", max_size=100),
        ),
        max_size=20,
    ).map(tuple),
)


def texts(content: Content, facts: Facts) -> tuple[str, str, str]:
    short, medium, full = (post.words for post in posts(content, facts))
    return short, medium, full


def test_the_short_one_says_what_it_is_and_where() -> None:
    assert texts(PERMIT, FACTS)[0].splitlines() == [
        "《澄江省排污许可管理办法》解读（澄环发〔2026〕9号）",
        "排污之前先领证，到期之前早延续。",
        "要点：一次说清、延续。",
        "https://policy.example/interpretations/12",
    ]


def test_a_title_of_its_own_is_followed_by_the_document() -> None:
    short = texts(replace(PERMIT, title="排污许可怎么办"), FACTS)[0]
    assert short.startswith("排污许可怎么办（《澄江省排污许可管理办法》澄环发〔2026〕9号）")


def test_the_middle_one_names_document_number_points_and_contact() -> None:
    assert texts(PERMIT, FACTS)[1].splitlines() == [
        "《澄江省排污许可管理办法》解读",
        "解读文件：《澄江省排污许可管理办法》（澄环发〔2026〕9号），自2026年12月1日起施行。",
        "排污之前先领证，到期之前早延续。",
        "一、3个工作日——审批办结",
        "二、一次说清：要求都写在一张证上。",
        "三、延续。原来：届满三十日前提出。现在：届满六十日前提出。",
        "四、到期了怎么办？到期前两个月申请。",
        "咨询：水生态环境处，0571-00000000",
        "https://policy.example/interpretations/12",
    ]


def test_the_full_one_keeps_every_word() -> None:
    long = "排污单位应当按照许可证的规定排放污染物。" * 40
    content = replace(PERMIT, blocks=(Block("a", BlockKind.POINT, "按证排污", long),))
    assert long in texts(content, FACTS)[2]
    assert "解读单位：澄江省生态环境厅水生态环境处" in texts(content, FACTS)[2]


def test_what_ended_is_told_with_the_first_words() -> None:
    for words in texts(PERMIT, ENDED):
        assert words.startswith("【已废止】《澄江省排污许可管理办法》解读")
        assert "自2026年12月1日起废止" in words


def test_a_title_that_fills_everything_leaves_the_mark() -> None:
    short = texts(replace(PERMIT, title="关于" * 200), ENDED)[0]
    assert short.startswith("【已废止】关于")
    assert len(short) == SHORT
    assert short.endswith(ELLIPSIS)


@pytest.mark.parametrize("length", range(SHORT - 3, SHORT + 3))
def test_a_title_that_takes_all_the_room_leaves_the_lead_out_or_nothing_to_leave(length: int) -> None:
    title = "关" * length
    for lead in ("", PERMIT.lead):
        assert texts(Content(title=title, lead=lead), FACTS)[0].startswith(title[: SHORT - 1])


@given(CONTENTS, st.booleans())
def test_never_over_the_limit_with_mark_and_title(content: Content, ended: bool) -> None:
    facts = ENDED if ended else FACTS
    short, medium, full = texts(content, facts)
    assert len(short) <= SHORT
    assert len(medium) <= MEDIUM
    opening = ("【已废止】" if ended else "") + clean(content.title)[:80]
    for words in (short, medium, full):
        assert words.startswith(opening)
    assert posts(content, facts) == posts(content, facts)


@given(CONTENTS)
def test_no_sentence_is_cut_but_with_an_ellipsis(content: Content) -> None:
    for line in texts(content, FACTS)[0].splitlines()[1:]:
        whole = line in clean(content.lead) or line == FACTS.link or line.startswith("要点：")
        assert whole or line.endswith(ELLIPSIS)


@pytest.mark.parametrize(("name", "limit"), [("百字短文", 100), ("五百字文案", 500), ("全文文案", 0)])
def test_each_text_tells_its_length(name: str, limit: int) -> None:
    post = next(each for each in posts(PERMIT, FACTS) if each.name == name)
    assert isinstance(post, Post)
    assert (post.limit, post.counted) == (limit, len(post.words))
