"""Properties of comparison: nothing lost, nothing invented, the same in both directions."""

from collections import Counter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from registry.law.compare import Change, Pair, compare, words
from registry.law.differences import Op, Segment, differences, folded
from registry.law.provisions import Provision
from registry.law.reading import read_provisions

SENTENCES = st.text(alphabet="甲乙丙丁戊己，。：；\n(（", max_size=60)
BODIES = st.lists(
    st.sampled_from(
        (
            "为了保护环境，制定本办法。",
            "为了保护和改善环境，制定本条例。",
            "排污单位应当建立台账。",
            "排污单位应当建立并保存台账，期限五年。",
            "违反规定的，处二万元以下罚款。",
            "本办法自公布之日起施行。",
            "（略）",
        )
    ),
    max_size=8,
)
NUMERALS = "一二三四五六七八"
MIRRORED = {Change.ADDED: Change.REMOVED, Change.REMOVED: Change.ADDED}


def articles(bodies: list[str]) -> tuple[Provision, ...]:
    return read_provisions([f"第{NUMERALS[at]}条　{body}" for at, body in enumerate(bodies)])


def joined(segments: tuple[Segment, ...], dropped: Op) -> str:
    return "".join(segment.text for segment in segments if segment.op is not dropped)


def sides(pairs: tuple[Pair, ...]) -> tuple[list[str], list[str]]:
    return [p.old.eid for p in pairs if p.old], [p.new.eid for p in pairs if p.new]


@given(SENTENCES, SENTENCES)
def test_the_runs_give_both_wordings_back(old: str, new: str) -> None:
    segments = differences(old, new)
    assert joined(segments, Op.DELETED) == new
    assert folded(joined(segments, Op.INSERTED)) == folded(old)


@given(SENTENCES, SENTENCES)
def test_no_run_is_empty_and_no_two_neighbours_are_alike(old: str, new: str) -> None:
    segments = differences(old, new)
    assert all(segment.text for segment in segments)
    assert all(one.op is not other.op for one, other in pairwise(segments))


@given(BODIES)
def test_a_text_compared_with_itself_is_unchanged(bodies: list[str]) -> None:
    assert all(pair.change is Change.UNCHANGED for pair in compare(articles(bodies), articles(bodies)))


@given(BODIES, BODIES)
def test_every_provision_of_both_texts_comes_exactly_once(old: list[str], new: list[str]) -> None:
    before, after = articles(old), articles(new)
    olds, news = sides(compare(before, after))
    assert sorted(olds) == sorted(provision.eid for provision in before)
    assert news == [provision.eid for provision in after]


@given(BODIES, BODIES)
def test_the_segments_of_every_pair_give_its_words(old: list[str], new: list[str]) -> None:
    for pair in compare(articles(old), articles(new)):
        if pair.new:
            assert joined(pair.segments, Op.DELETED) == words(pair.new)
        if pair.old:
            assert folded(joined(pair.segments, Op.INSERTED)) == folded(words(pair.old))


@given(BODIES, BODIES)
def test_the_changes_mirror_when_the_texts_change_places(old: list[str], new: list[str]) -> None:
    forth = Counter(pair.change for pair in compare(articles(old), articles(new)))
    back = Counter(MIRRORED.get(p.change, p.change) for p in compare(articles(new), articles(old)))
    assert forth == back
