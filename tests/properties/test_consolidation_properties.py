"""What holds of every consolidation, whatever the text and whatever is ordered."""

from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from registry.law.consolidation import consolidate
from registry.law.consolidation_layout import Entry, lay_out
from registry.law.consolidation_lines import lines_of
from registry.law.consolidation_words import put, spans, without
from registry.law.instructions import Alteration, Instruction, Place, article_number
from registry.law.instructions_places import places
from registry.law.instructions_reading import read_instructions
from registry.law.provisions import Level, Provision
from registry.law.reading import read_provisions

WORDS = st.text("试验制定条例应当支持罚款推广", min_size=2, max_size=12).map(lambda words: words + "。")
ARTICLES = st.lists(st.lists(WORDS, min_size=1, max_size=3), min_size=1, max_size=9)
NUMBERS = st.tuples(st.integers(1, 40)) | st.tuples(st.integers(1, 40), st.integers(1, 3))
SPOKEN = st.text("将删去增加修改为作第三条款项一二、，。：；“”‘’《》（）1. \n甲", max_size=60)


def text(articles: Sequence[Sequence[str]]) -> tuple[Provision, ...]:
    lines = []
    for number, (first, *rest) in enumerate(articles, 1):
        lines += [f"{article_number((number,))}\u3000{first}", *rest]
    return read_provisions(lines)


def replacing(number: int, lines: Sequence[str]) -> Instruction:
    return Instruction(Alteration.REPLACE, "", 0, 0, (Place((number,)),), new=(tuple(lines),))


def numbers(provisions: Sequence[Provision]) -> list[str]:
    found = (one for root in provisions for one in root.walk())
    return [one.number for one in found if one.level is Level.ARTICLE]


@given(ARTICLES)
def test_nothing_ordered_nothing_changed(articles: list[list[str]]) -> None:
    before = text(articles)
    made = consolidate("甲", before, [])
    assert made.provisions == before
    assert (made.title, made.outcomes, made.renumbered, made.references) == ("甲", (), (), ())


@given(ARTICLES, st.data())
def test_a_replacement_is_undone_by_its_opposite(articles: list[list[str]], data: st.DataObject) -> None:
    before = text(articles)
    number = data.draw(st.integers(1, len(articles)))
    after = consolidate("甲", before, [replacing(number, data.draw(st.lists(WORDS, min_size=1, max_size=3)))])
    back = consolidate("甲", after.provisions, [replacing(number, articles[number - 1])])
    assert after.unapplied == back.unapplied == ()
    assert back.provisions == before


@given(ARTICLES, st.data())
def test_only_the_article_that_is_ordered_changes(articles: list[list[str]], data: st.DataObject) -> None:
    before = text(articles)
    number = data.draw(st.integers(1, len(articles)))
    after = consolidate("甲", before, [replacing(number, ["另行规定。"])]).provisions
    assert [one for at, one in enumerate(after, 1) if at != number] == [
        one for at, one in enumerate(before, 1) if at != number
    ]


@given(ARTICLES, st.data())
def test_numbers_run_on_without_gap_after_an_adjustment(
    articles: list[list[str]], data: st.DataObject
) -> None:
    gone = data.draw(st.sets(st.integers(1, len(articles)), max_size=len(articles) - 1))
    left = len(articles) - len(gone)
    new = data.draw(st.integers(1, left + 1))
    orders = [
        Instruction(Alteration.REMOVE, "", 0, 0, tuple(Place((number,)) for number in sorted(gone))),
        Instruction(Alteration.ADD, "", 0, 0, (), (Place((new,)),), new=(("新增的一条。",),), unit="条"),
        Instruction(Alteration.SHIFT, "", 0, 0),
    ]
    made = consolidate("甲", text(articles), orders if gone else orders[1:])
    assert made.unapplied == ()
    assert numbers(made.provisions) == [article_number((number,)) for number in range(1, left + 2)]
    assert made.provisions[new - 1].children[0].body == "新增的一条。"


@given(ARTICLES, st.data())
def test_nothing_is_lost_but_what_the_decision_removes(
    articles: list[list[str]], data: st.DataObject
) -> None:
    number = data.draw(st.integers(1, len(articles)))
    order = Instruction(Alteration.REMOVE, "", 0, 0, (Place((number,)),))
    shift = Instruction(Alteration.SHIFT, "", 0, 0)
    made = consolidate("甲", text(articles), [order, shift])
    kept = [line for at, lines in enumerate(articles, 1) if at != number for line in lines]
    told = [line.split("\u3000")[-1] for line in lines_of(made.provisions)]
    assert told == kept


@given(ARTICLES, SPOKEN)
def test_whatever_is_said_the_text_stays_a_text(articles: list[list[str]], words: str) -> None:
    before = text(articles)
    for amending in read_instructions("关于修改《甲》的决定", words.split("\n")):
        made = consolidate("甲", before, amending.instructions)
        assert len(made.outcomes) == len(amending.instructions)
        assert all(outcome.applied or outcome.why for outcome in made.outcomes)
        found = [one.eid for root in made.provisions for one in root.walk()]
        assert len(set(found)) == len(found)
        if not any(outcome.applied for outcome in made.outcomes):
            assert made.provisions == before


@given(ARTICLES)
def test_lines_read_again_are_the_same_text(articles: list[list[str]]) -> None:
    before = text(articles)
    assert read_provisions(lines_of(before)) == before


@given(NUMBERS, st.integers(0, 9), st.integers(0, 9))
def test_a_place_is_read_back_from_its_print(article: tuple[int, ...], paragraph: int, item: int) -> None:
    place = Place(article, paragraph, item)
    assert places(place.printed) == (place,)


@given(st.lists(st.booleans(), min_size=1, max_size=12), st.data())
def test_every_provision_is_placed_once_or_refused(kept: list[bool], data: st.DataObject) -> None:
    given_numbers = [data.draw(st.none() | st.tuples(st.integers(1, 14))) for _ in kept]
    entries = [
        Entry(key, (key + 1,) if old else None, number if old or number else (1,))
        for key, (old, number) in enumerate(zip(kept, given_numbers, strict=True))
    ]
    for shift in (True, False):
        layout = lay_out(entries, shift=shift)
        placed = [key for key, _ in layout.order]
        assert len(set(placed)) == len(placed)
        assert not set(placed) & set(layout.refused)
        assert len({number for _, number in layout.order}) == len(placed)
        if not layout.refused:
            assert set(placed) == set(range(len(kept)))


@given(st.text("甲乙，。 （）()", max_size=30), st.text("甲乙（）", min_size=1, max_size=3))
def test_words_are_found_where_they_stand(whole: str, words: str) -> None:
    found = spans(words, whole)
    assert all(end <= start for (_, end), (start, _) in pairwise(found))
    assert len(put(whole, found, "丙")) == len(whole) - sum(end - start - 1 for start, end in found)
    assert len(without(whole, found)) <= len(whole) - sum(end - start for start, end in found)
