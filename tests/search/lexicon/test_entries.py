import time
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from search.lexicon.entries import Entry, folded_word, lexicon
from search.lexicon.limits import faults
from search.lexicon.shipped import entries, shipped
from search.lexicon.terms import WordKind

WORDS = st.text(alphabet="年假休带薪鞭炮放ab1", min_size=1, max_size=4)
SYNONYM, ALIAS, STOP = WordKind.SYNONYM, WordKind.ALIAS, WordKind.STOP


def test_lay_words_bring_the_words_of_the_law() -> None:
    assert "烟花爆竹" in shipped().formal_words("过年放鞭炮")
    assert "带薪年休假" in shipped().formal_words("年假几天")


def test_words_the_question_has_already_are_not_brought_again() -> None:
    assert "年休假" not in shipped().formal_words("年假和年休假")


def test_the_words_of_the_law_bring_nothing() -> None:
    assert shipped().formal_words("行政处罚的种类") == ()
    assert lexicon([Entry("年假", ("年休假",))]).formal_words("年休假") == ()


def test_each_word_of_a_synonym_brings_the_others() -> None:
    same = lexicon([Entry("电瓶车", ("电动自行车", "电动车"), SYNONYM)])
    assert same.formal_words("电瓶车") == ("电动自行车", "电动车")
    assert same.formal_words("电动自行车上牌") == ("电瓶车", "电动车")


def test_a_short_name_brings_the_title_it_stands_for() -> None:
    short = lexicon([Entry("环评法", ("中华人民共和国环境影响评价法",), ALIAS)])
    assert short.titles("环评法第三十一条") == ("中华人民共和国环境影响评价法",)
    assert short.formal_words("环评法") == ("中华人民共和国环境影响评价法",)
    assert lexicon([Entry("环评", ("环境影响评价",))]).titles("环评") == ()


def test_the_longest_word_is_meant() -> None:
    both = lexicon([Entry("开除", ("解除劳动合同",)), Entry("开除公职", ("处分",))])
    assert both.formal_words("开除公职") == ("处分",)


def test_what_shall_not_be_extended_hides_the_shorter_word_in_it() -> None:
    stopped = lexicon([Entry("开除", ("解除劳动合同",)), Entry("开除公职", (), STOP)])
    assert stopped.formal_words("开除公职") == ()
    assert stopped.formal_words("被开除了") == ("解除劳动合同",)


def test_two_entries_of_one_word_are_taken_together() -> None:
    assert lexicon([Entry("社保", ("社会保险",)), Entry("社保", ("医疗保险",))]).formal_words("社保") == (
        "社会保险",
        "医疗保险",
    )


def test_a_word_is_found_in_any_writing() -> None:
    assert folded_word(" 賠償金Ｎ＋１ ") == "赔偿金n+1"
    assert lexicon([Entry("賠償金Ｎ＋１", ("經濟補償",))]).formal_words("赔偿金n+1") == ("经济补偿",)


def test_no_latin_word_or_number_is_cut() -> None:
    latin = lexicon([Entry("etc", ("电子不停车收费",)), Entry("120", ("急救",))])
    assert latin.formal_words("sketch") == latin.formal_words("1200元") == ()
    assert latin.formal_words("拨打120电话") == ("急救",)


def test_where_a_word_stands_is_told() -> None:
    (found,) = lexicon([Entry("年假", ("年休假",))]).found("请年假")
    assert (found.start, found.end, found.word) == (1, 3, "年假")


def test_a_word_without_a_letter_is_no_entry() -> None:
    assert lexicon([Entry("……", ("省略",))]).table == {}


@given(st.lists(st.tuples(WORDS, st.lists(WORDS, max_size=3), st.sampled_from(WordKind)), max_size=8), WORDS)
def test_nothing_brought_stands_in_the_question(
    rows: list[tuple[str, list[str], WordKind]], question: str
) -> None:
    made = lexicon(Entry(word, tuple(formal), kind) for word, formal, kind in rows)
    brought = made.formal_words(question)
    assert not [word for word in brought if word in question]
    assert len(set(brought)) == len(brought)
    places = made.found(question)
    assert all(one.end <= other.start for one, other in pairwise(places))
    assert all(question[one.start : one.end] == one.word for one in places)


def test_five_thousand_entries_cost_no_more_than_a_few() -> None:
    large = lexicon(Entry(f"词{number:04}目录", (f"法言{number}",)) for number in range(5_000))
    question = "询问词4999目录" * 25
    since = time.thread_time()
    for _ in range(20):
        assert large.formal_words(question[:200]) == ("法言4999",)
    assert (time.thread_time() - since) / 20 < 0.01


def test_the_shipped_list_says_each_word_once() -> None:
    listed = [folded_word(entry.word) for entry in entries()]
    assert [word for word in listed if listed.count(word) > 1] == []


def test_every_shipped_word_keeps_to_the_limits() -> None:
    wrong = {entry.word: faults(entry) for entry in entries() if faults(entry)}
    assert wrong == {}


def test_the_shipped_list_has_kinds() -> None:
    assert shipped().titles("环评法第三十一条") == ("中华人民共和国环境影响评价法",)
    assert {WordKind.LAY, WordKind.ALIAS} <= {entry.kind for entry in entries()}
