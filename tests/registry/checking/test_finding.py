"""Rulings on what a pasted text cites."""

import gc
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.checking.rules.finding import find
from registry.checking.rules.names import Known, Names, abbreviates
from registry.checking.rules.terms import Way

LAWS = Names(
    [
        Known(0, ("中华人民共和国环境保护法",), (), 2),
        Known(1, ("中华人民共和国环境影响评价法",), (), 2),
        Known(2, ("排污许可管理条例",), ("国务院令第736号",), 3),
        Known(3, ("国务院关于印发水污染防治行动计划的通知",), ("国发〔2015〕17号",), 6),
        Known(4, ("浙江省水污染防治条例",), (), 4),
        Known(5, ("中华人民共和国环境保护税法",), (), 2),
    ]
)


def read(text: str) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(text[each.start : each.end], each.title, each.designations) for each in find(text, LAWS)]


RULINGS = [
    (
        "依据《水法》第二十条第二款第（一）项、第三项。",
        "水法",
        ("第二十条第二款第（一）项", "第二十条第二款第（三）项"),
    ),
    ("依据《环评法》第31条处罚", "环评法", ("第三十一条",)),
    ("《水法》第三条至第五条、第八条", "水法", ("第三条", "第四条", "第五条", "第八条")),
    ("《水法》（2016年修正）第三条和第五条", "水法", ("第三条", "第五条")),
    ("《关于修改〈水法〉的决定》第二条", "关于修改〈水法〉的决定", ("第二条",)),
    ("《中华人民共和国水污\n染防治法》第八条", "中华人民共和国水污染防治法", ("第八条",)),
    ("违反环境保护法第十条之一的", "环境保护法", ("第十条之一",)),
    ("违反《水法》第二十条第（二）、（三）项规定", "水法", ("第二十条第（二）项", "第二十条第（三）项")),
    ("《水法》第十七条第二、三款", "水法", ("第十七条第二款", "第十七条第三款")),
    ("按环评法31条办理", "环评法", ("第三十一条",)),
]


@pytest.mark.parametrize(("text", "title", "designations"), RULINGS)
def test_gives_the_articles_to_the_name_before_them(
    text: str, title: str, designations: tuple[str, ...]
) -> None:
    assert [(name, points) for _, name, points in read(text)] == [(title, designations)]


@pytest.mark.parametrize("back", ["该法第三条", "同法第三条", "上述法第三条"])
def test_that_law_is_the_law_named_before_it(back: str) -> None:
    assert read(f"按《水法》办理。《办理条例》另有规定。{back}。")[-1] == (back, "水法", ("第三条",))


def test_this_law_is_the_text_itself_and_nothing_is_guessed() -> None:
    found = find("《水法》规定，依照本办法第三条、第四条办理", LAWS)
    assert [each.way for each in found] == [Way.MARKED, Way.OWN]
    assert found[1].title == ""
    assert found[1].designations == ("第三条", "第四条")


def test_a_short_name_means_what_the_text_defines() -> None:
    text = "《排污许可管理条例》（国务院令第736号，以下简称《条例》）施行。《条例》第二条、条例第三条。"
    assert [(title, points) for _, title, points in read(text)] == [
        ("排污许可管理条例", ()),
        ("排污许可管理条例", ("第二条",)),
        ("排污许可管理条例", ("第三条",)),
    ]


def test_two_short_names_belong_to_two_titles_in_order() -> None:
    text = "《甲管理条例》和《乙管理办法》（以下分别简称《条例》《办法》）施行。《办法》第一条。"
    assert read(text)[-1][1] == "乙管理办法"


def test_a_short_name_that_nobody_introduced_means_nothing() -> None:
    assert read("按《条例》第二条办理") == [("《条例》第二条", "", ("第二条",))]


def test_a_number_belongs_to_its_title_or_stands_alone() -> None:
    found = find("按《甲办法》（环发[2015]3号）、国务院令第736号《乙条例》和国发〔2015〕17号文件", LAWS)
    assert [(each.title, each.number) for each in found] == [
        ("甲办法", "环发[2015]3号"),
        ("乙条例", "国务院令第736号"),
        ("", "国发〔2015〕17号"),
    ]


def test_the_head_of_an_article_is_no_citation() -> None:
    assert read("第一条　为了测试，制定本办法。\n第二条 依照《水法》办理。") == [("《水法》", "水法", ())]


def test_the_next_article_in_the_sentence_belongs_to_the_same_law_and_no_further() -> None:
    found = find("《水法》第三条已有规定，第五条也有规定。第七条另有规定", LAWS)
    assert [each.title for each in found] == ["水法", "水法", ""]


def test_certificates_are_told_apart() -> None:
    assert [each.paper for each in find("凭《排污许可证》和《水法》办理", LAWS)] == [True, False]


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("环保法", (0,)),
        ("环评法", (1,)),
        ("水污染防治行动计划", (3,)),
        ("关于印发水污染防治行动计划的通知", (3,)),
        ("评价法", ()),
    ],
)
def test_a_name_in_use_is_resolved_where_it_can_mean_one_only(name: str, places: tuple[int, ...]) -> None:
    assert (LAWS.titled(name) or LAWS.abbreviated(name)) == places


def test_a_slip_of_the_pen_is_near_and_another_place_is_not() -> None:
    assert LAWS.alike("浙江省水污染防治管理条例") == (4,)
    assert LAWS.alike("江苏省水污染防治条例") == ()
    assert LAWS.alike("浙江省水污染防治办法") == ()


@given(
    st.text(alphabet="《》〈〉（）第三条款项法该同本条例、至和，。\n以下简称号令〔〕2015国发 ", max_size=300)
)
def test_every_citation_stands_where_it_says_in_order_and_apart(text: str) -> None:
    found = find(text, LAWS)
    for each in found:
        assert 0 <= each.start < each.end <= len(text)
        for point in each.pointed:
            assert each.start <= point.start < point.end <= each.end
    assert [each.start for each in found] == sorted(each.start for each in found)


@given(
    st.text(alphabet="环境影响评价保护", min_size=1, max_size=6),
    st.text(alphabet="环境影响评价保护", max_size=10),
)
def test_an_abbreviation_is_shorter_and_in_order(stem: str, full: str) -> None:
    if abbreviates(stem, full):
        rest = iter(full)
        assert all(sign in rest for sign in stem)
        assert len(stem) < len(full)


HOSTILE = [
    "《",
    "第",
    "一一一一条",
    "《甲",
    "（",
    "第三条至",
    "《甲》（",
    "该法第三条",
    "以下简称《甲》",
    "环境保护法",
    "《水法》水法第三条",
    "北京市人大常委会《关于修改的决定》",
    "第（一）、",
    "令第",
    "\n第三条 ",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_text_costs_no_more_than_its_length(piece: str) -> None:
    def spent(size: int) -> float:
        text = piece * (size // len(piece))
        # What other tests hold in memory is not looked through while this is measured.
        gc.freeze()
        begun = time.process_time()
        find(text, LAWS)
        took = time.process_time() - begun
        gc.unfreeze()
        return took

    spent(1_000)
    # A machine that is busy elsewhere makes single turns slow: the quickest of three tells.
    small, large = (min(spent(size) for _ in range(3)) for size in (30_000, 120_000))
    assert large < 0.5 + 8 * small


def test_the_own_title_and_number_of_a_text_are_no_citations() -> None:
    assert read("排污许可管理条例\n国发〔2015〕17号\n依照《水法》办理") == [("《水法》", "水法", ())]
