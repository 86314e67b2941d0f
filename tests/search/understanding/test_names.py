"""Rulings on names: short forms, titles misheard or misread, pinyin, slips in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.understanding.naming import Name, Names, apart, likeliest
from search.understanding.readings import misheard, readings, sound_alike, sounding, syllables
from search.understanding.spelling import corrected

TITLES = [
    ("环境影响评价法", 2),
    ("环境保护税法", 2),
    ("环境保护法", 2),
    ("民事诉讼法", 2),
    ("排污许可管理条例", 3),
    ("云岭省水污染防治条例", 4),
    ("云岭省养犬管理条例", 4),
    ("云岭省水土保持条例", 4),
]
COUNTS = {
    "危险": 900,
    "险废": 300,
    "废物": 800,
    "险费": 500,
    "转移": 700,
    "移联": 90,
    "联单": 120,
    "物转": 60,
}


@pytest.fixture(scope="module")
def names() -> Names:
    return Names([Name(title, number, rank) for number, (title, rank) in enumerate(TITLES)])


@pytest.mark.parametrize(
    ("short", "full"), [("环评法", "环境影响评价法"), ("环保法", "环境保护法"), ("民诉法", "民事诉讼法")]
)
def test_a_law_is_known_by_its_short_form(names: Names, short: str, full: str) -> None:
    assert names.short(short)[0].key == full


@pytest.mark.parametrize("word", ["办法", "养犬法", "水法", "条例", "环评", "某某办法", "法"])
def test_what_is_no_short_form_of_a_law_means_none(names: Names, word: str) -> None:
    assert names.short(word) == ()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("云岭省水土保持条列", "云岭省水土保持条例"),
        ("排污许可管里条例", "排污许可管理条例"),
        ("云岭省养大管理条例", "云岭省养犬管理条例"),
        ("水污梁防治条例", "云岭省水污染防治条例"),
    ],
)
def test_a_title_is_found_by_sound_and_by_look(names: Names, typed: str, meant: str) -> None:
    assert names.near(typed)[0].key == meant


@pytest.mark.parametrize(
    "typed", ["水污染防治", "怎么处理垃圾", "养犬", "红烧肉的做法", "云岭省养猫管理条例"]
)
def test_what_is_right_or_something_else_is_nobodys_slip(names: Names, typed: str) -> None:
    near = names.near(typed)
    assert near == () or typed == "云岭省养猫管理条例"


def test_a_title_is_suggested_by_its_beginning_then_by_a_part_then_by_its_characters(names: Names) -> None:
    assert [(way, name.key) for way, name in names.beginning("环境保护")][:2] == [
        (0, "环境保护税法"),
        (0, "环境保护法"),
    ]
    assert next(iter(names.beginning("养犬")))[0] == 1
    assert next(iter(names.beginning("云岭养犬")))[0] == 2


@pytest.mark.parametrize(
    ("typed", "heard"),
    [("yangquan", "养犬"), ("yang quan", "养犬"), ("hjyxpj", "环境影响评价"), ("paiwuxu", "排污许")],
)
def test_letters_are_heard_whole_unfinished_or_as_initials(names: Names, typed: str, heard: str) -> None:
    assert next(iter(names.sounding(typed)))[1] == heard


def test_a_whole_title_is_heard_before_the_end_of_a_longer_one() -> None:
    titles = ("环境噪声污染防治法", "噪声污染防治法", "水污染防治法")
    found = Names([Name(key, number, 2) for number, key in enumerate(titles)]).sounding("swrfzf")
    assert likeliest(found) == ["水污染防治法", "声污染防治法"]


def test_letters_that_are_no_pinyin_are_heard_nowhere(names: Names) -> None:
    assert list(names.sounding("qqqqqqqq")) == []
    assert list(names.sounding("养犬")) == []


def test_a_slip_in_a_word_is_mended_and_what_stands_nowhere_is_told() -> None:
    found = corrected("危险费物转移联单", lambda pair: COUNTS.get(pair, 0))
    assert (found.words, found.unknown) == ("危险废物转移联单", True)


@pytest.mark.parametrize("typed", ["危险废物", "红烧肉", "危", "abc", "", "险" * 200])
def test_what_the_collection_writes_itself_and_what_it_cannot_know_is_left(typed: str) -> None:
    assert corrected(typed, lambda pair: COUNTS.get(pair, 0)).words == typed


def test_a_character_is_misheard_for_itself_by_nobody() -> None:
    assert "理" not in misheard("理")
    assert all(sound_alike("理", other) for other in misheard("理"))


@given(st.text(max_size=40))
def test_nothing_typed_raises(typed: str) -> None:
    names = Names([Name(title, number, rank) for number, (title, rank) in enumerate(TITLES)])
    names.short(typed)
    names.near(typed)
    list(names.beginning(typed))
    list(names.sounding(typed))
    assert corrected(typed, lambda _pair: 0).words == typed


@given(st.sampled_from([title for title, _ in TITLES]), st.data())
def test_a_part_of_a_title_is_no_fault_and_a_fault_costs_no_more_than_one(
    title: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(title) - 1))
    part = title[start:]
    assert apart(part, title) == 0
    place = data.draw(st.integers(0, len(part) - 1))
    assert apart(part[:place] + "囗" + part[place + 1 :], title) <= 1


@given(st.lists(st.sampled_from("危险废物排污许可养犬管理环境保护"), min_size=1, max_size=8))
def test_what_is_spelt_out_is_heard_again(characters: list[str]) -> None:
    spelt = "'".join(readings(character)[0] for character in characters)
    assert len(syllables(spelt)) == len(characters)
    pattern = sounding(spelt)
    assert pattern
    assert pattern.fullmatch("".join(characters))
