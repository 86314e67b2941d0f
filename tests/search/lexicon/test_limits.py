import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.lexicon.entries import Entry
from search.lexicon.limits import MOST_FORMAL, faults, formal_of, split_titles, split_words
from search.lexicon.terms import WordKind

ALIAS, STOP = WordKind.ALIAS, WordKind.STOP


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (Entry("假", ("年休假",)), "至少要有两个"),
        (Entry("……", ("年休假",)), "至少要有两个"),
        (Entry("年" * 41, ("年休假",)), "最多 40 个字，现有 41 个"),
        (Entry("年假"), "请填写对应的词语"),
        (Entry("环评法", (), ALIAS), "请填写文件的全称"),
        (Entry("年假", tuple(f"词{n}" for n in range(9))), "最多 8 个，现有 9 个"),
        (Entry("年假", ("休" * 61,)), "每个最多 60 个字"),
        (Entry("年假", ("……",)), "没有可以检索的字"),
        (Entry("年假", ("年休假", "年休假")), "有重复"),
        (Entry("年假", ("年假",)), "不能对应自己"),
        (Entry("年假", ("年休假",), STOP), "不填对应词语"),
    ],
)
def test_what_an_entry_may_not_be(entry: Entry, said: str) -> None:
    assert said in "；".join(faults(entry).values())


@pytest.mark.parametrize(
    "entry",
    [Entry("年假", ("年休假",)), Entry("开除公职", (), STOP), Entry("环评法", ("环境影响评价" * 20,), ALIAS)],
)
def test_what_an_entry_may_be(entry: Entry) -> None:
    assert faults(entry) == {}


def test_words_are_parted_by_signs_and_spaces() -> None:
    assert split_words("年休假、带薪年休假 ；休假\n假期") == ("年休假", "带薪年休假", "休假", "假期")


def test_titles_keep_their_own_signs() -> None:
    written = "《甲省大气、水污染防治条例》；乙办法"
    assert split_titles(written) == ("甲省大气、水污染防治条例", "乙办法")
    assert formal_of(ALIAS, written) == split_titles(written)
    assert formal_of(STOP, "") == ()


@given(st.text(max_size=60), st.lists(st.text(max_size=70), max_size=MOST_FORMAL + 2))
def test_whatever_is_written_gets_an_answer(word: str, formal: list[str]) -> None:
    for kind in WordKind:
        assert set(faults(Entry(word, tuple(formal), kind))) <= {"word", "formal"}
    assert all(not set(" 、，") & set(part) for part in split_words(word))
