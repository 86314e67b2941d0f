"""Grouping of comments: a partition that no order changes, and that hostile input does not slow down."""

import random
from collections.abc import Callable
from contextlib import AbstractContextManager
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.consultations.rules.likeness import (
    CAMPAIGN,
    LIKE,
    Group,
    GroupKind,
    Said,
    alike,
    group,
    sketch,
    wording,
    wording_hash,
)

CAMPAIGN_TEXT = (
    "我是周边小区的居民，强烈建议在第三条中增加夜间施工的限制，"
    "晚上十点以后不得产生噪声，并请公布举报电话，接受群众监督。"
)

texts = st.text("建议将期限由三六十日改为不同意，。 ", max_size=24)
said = st.lists(
    st.tuples(texts, st.sampled_from(["", "art-1", "art-2"]), st.sampled_from(["", "a", "b"])),
    max_size=30,
).map(lambda rows: [Said(place, *row) for place, row in enumerate(rows)])


@given(said)
def test_every_comment_is_in_exactly_one_group(comments: list[Said]) -> None:
    found = [key for each in group(comments) for key in each.ids]
    assert sorted(found) == [each.id for each in comments]


@given(said, st.randoms(use_true_random=False))
def test_the_order_of_the_comments_changes_nothing(comments: list[Said], chance: random.Random) -> None:
    shuffled = comments[:]
    chance.shuffle(shuffled)
    assert group(shuffled) == group(comments)


@given(said)
def test_the_same_wording_of_the_same_provision_is_never_parted(comments: list[Said]) -> None:
    home = {key: place for place, each in enumerate(group(comments)) for key in each.ids}
    seen: dict[tuple[str, str], int] = {}
    for each in comments:
        assert home[each.id] == seen.setdefault((each.eid, wording(each.words)), home[each.id])


@given(said)
def test_a_member_is_like_the_representative_and_of_the_same_provision(comments: list[Said]) -> None:
    held = {each.id: each for each in comments}
    for each in group(comments):
        assert each.representative in each.ids
        assert {held[key].eid for key in each.ids} == {each.eid}
        assert each.least >= round(100 * LIKE)
        head = wording(held[each.representative].words)
        for member in each.members:
            assert (member.percent == 100) == (wording(held[member.id].words) == head)


@given(st.text(max_size=60))
def test_signs_and_width_do_not_make_another_wording(words: str) -> None:
    assert wording_hash(f"  {words}\n") == wording_hash(words)


@given(st.text("甲乙丙丁", max_size=40), st.text("甲乙丙丁", max_size=40))
def test_short_texts_are_likened_exactly(one: str, other: str) -> None:
    pairs, others = set(pairwise(one)), set(pairwise(other))
    exact = len(pairs & others) / len(pairs | others) if pairs | others else 0.0
    assert alike(sketch(one), sketch(other)) == pytest.approx(exact)


def test_the_part_in_common_of_long_texts_is_told_to_within_a_few_percent() -> None:
    chance = random.Random(7)  # noqa: S311  # the same texts every time
    letters = [chr(code) for code in range(0x4E00, 0x4E00 + 3_000)]
    one = "".join(chance.choices(letters, k=1_800))
    other = one[:1_600] + "".join(chance.choices(letters, k=200))
    pairs, others = set(pairwise(one)), set(pairwise(other))
    assert alike(sketch(one), sketch(other)) == pytest.approx(
        len(pairs & others) / len(pairs | others), abs=0.1
    )


def test_many_from_many_origins_with_one_text_are_a_campaign() -> None:
    found = group(Said(place, CAMPAIGN_TEXT, "", str(place)) for place in range(CAMPAIGN))
    assert [(each.kind, each.origins, each.identical) for each in found] == [
        (GroupKind.CAMPAIGN, CAMPAIGN, CAMPAIGN)
    ]


def test_one_origin_that_sends_the_same_again_and_again_is_no_campaign() -> None:
    found = group(Said(place, CAMPAIGN_TEXT, "", "here") for place in range(40))
    assert [each.kind for each in found] == [GroupKind.REPEATS]


def test_another_greeting_and_name_do_not_hide_a_campaign() -> None:
    greetings = ["您好！", "领导好，", "", "尊敬的领导：", "我住三号楼。"]
    found = group(
        Said(place, greeting + CAMPAIGN_TEXT, "", str(place)) for place, greeting in enumerate(greetings)
    )
    assert [each.kind for each in found] == [GroupKind.CAMPAIGN]
    assert 80 <= found[0].least < 100


def test_an_objection_is_never_grouped_with_the_consent_it_copies() -> None:
    consent = f"我同意。{CAMPAIGN_TEXT}"
    found = group([Said(1, consent), Said(2, consent.replace("同意", "不同意"))])
    assert len(found) == 2


def test_other_figures_are_pointed_out() -> None:
    (found,) = group([Said(1, CAMPAIGN_TEXT), Said(2, CAMPAIGN_TEXT.replace("十点", "八点"))])
    assert [member.figures for member in found.members] == [False, True]


def test_the_same_words_on_two_articles_are_two_opinions() -> None:
    assert len(group([Said(1, "建议删去本条", "art-3"), Said(2, "建议删去本条", "art-7")])) == 2


def test_a_chain_of_small_changes_does_not_lead_from_one_opinion_to_another() -> None:
    words = list(CAMPAIGN_TEXT)
    chain = []
    for place in range(0, len(words), 2):
        words[place : place + 2] = ["改", chr(0x5000 + place)]
        chain.append(Said(place, "".join(words)))
    for each in group(chain):
        head = sketch(wording(next(one.words for one in chain if one.id == each.representative)))
        assert all(alike(head, sketch(wording(chain[key // 2].words))) >= LIKE for key in each.ids)


HOSTILE = {
    "the same five thousand times": lambda _chance: CAMPAIGN_TEXT * 20,
    "half in common": lambda chance: CAMPAIGN_TEXT * 2 + chosen(chance, 130),
    "three quarters in common": lambda chance: CAMPAIGN_TEXT * 6 + chosen(chance, 18),
    "twenty letters only": lambda chance: "".join(chance.choices("abcdefghijklmnopqrst", k=400)),
    "nothing in common": lambda chance: chosen(chance, 400),
}


def chosen(chance: random.Random, many: int) -> str:
    return "".join(map(chr, chance.choices(range(0x4E00, 0x5800), k=many)))


@pytest.mark.parametrize("kind", HOSTILE)
def test_five_thousand_comments_are_grouped_in_seconds(
    kind: str, within: Callable[[float], AbstractContextManager[None]]
) -> None:
    chance = random.Random(3)  # noqa: S311  # the same texts every time
    comments = [Said(place, HOSTILE[kind](chance), "", str(place)) for place in range(5_000)]
    with within(20):
        found: tuple[Group, ...] = group(comments)
    assert sum(len(each.members) for each in found) == 5_000
