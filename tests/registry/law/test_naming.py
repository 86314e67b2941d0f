"""How an instrument is named: number, qualifier, limits, short names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.law.aliases import aliases
from registry.law.manuscript import Manuscript
from registry.law.marks import Mark, marks
from registry.law.naming import limits, number_of, qualifier_of
from registry.law.reader import LONGEST, Reader, readable
from registry.law.sentences import Passage, Sentence


def reader(*body: str) -> Reader:
    return Reader(Manuscript(("某省湿地保护条例",), {}, (), body))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("《甲办法》（公安部令第123号）废止", "公安部令第123号"),
        ("《甲办法》 (国办发[2016]82号) 废止", "国办发[2016]82号"),
        ("《甲办法》（法释〔2009〕19号，以下简称《办法》）废止", "法释〔2009〕19号"),
        ("《甲办法》（试行）废止", ""),
        ("《甲办法》和《乙办法》（公安部令第5号）废止", ""),
    ],
)
def test_the_number_stands_in_the_bracket_right_behind_the_name(text: str, number: str) -> None:
    assert number_of(text, marks(text)[0], "") == number


def test_the_bracket_s_number_comes_before_that_of_the_words_in_front() -> None:
    text = "《甲办法》（公安部令第123号）废止"
    assert number_of(text, marks(text)[0], "公安部令第99号修改的") == "公安部令第123号"


def test_of_several_numbers_in_front_the_first_is_the_one_it_was_published_under() -> None:
    words = "1994年8月17日市人民政府第17号令发布、根据1997年12月31日市人民政府第12号令修改的"
    assert number_of("《甲办法》废止", Mark("甲办法", 0, 5), words) == "市人民政府第17号令"


@pytest.mark.parametrize(
    ("words", "qualifier"),
    [
        ("、2000年6月23日通过的", "2000年6月23日通过的"),
        ("以及省人民政府发布的", "省人民政府发布的"),
        ("第九条　1994年8月18日国务院发布的", "1994年8月18日国务院发布的"),
        ("本条例施行后，最高人民法院", "最高人民法院"),
        ("自本条例施行之日起，", ""),
        ("（法释〔2001〕19号），以及最高人民检察院", "最高人民检察院"),
        ("和", ""),
    ],
)
def test_a_qualifier_is_what_tells_a_name_apart(words: str, qualifier: str) -> None:
    assert qualifier_of(words) == qualifier


@pytest.mark.parametrize(
    ("behind", "articles"),
    [
        ("第三条", ("第三条",)),
        ("第七十条、第七十三条和第七十四条", ("第七十条", "第七十三条", "第七十四条")),
        ("第二百八十四条之一第四款", ("第二百八十四条之一",)),
        ("（公安部令第5号）第三条第一款第（一）项、第五条", ("第三条", "第五条")),
        ("第三条、第三条第二款", ("第三条",)),
        ("的规定", ()),
    ],
)
def test_the_articles_behind_a_name_are_its_own(behind: str, articles: tuple[str, ...]) -> None:
    assert limits("《甲》" + behind, 3)[0] == articles


@pytest.mark.parametrize(
    "behind", ["中有关总会计师的规定", "中关于反倾销的规定", "的有关规定", "有关公告期限的内容"]
)
def test_a_part_without_a_number_is_kept_in_its_words(behind: str) -> None:
    assert limits("《甲》" + behind + "同时废止", 3) == ((), behind)


@given(st.text(alphabet="第一二三十条款项之、和中有关的规定（）《》甲 ", max_size=80))
def test_limits_are_cut_from_the_words_behind(behind: str) -> None:
    articles, part = limits("《甲》" + behind, 3)
    assert all(article in behind for article in articles)
    assert part in behind


@pytest.mark.parametrize(
    ("body", "short"),
    [
        ("根据《中华人民共和国甲法》（以下简称《甲法》），制定本条例。", "甲法"),
        ("根据《中华人民共和国甲法》(以下简称甲法)，制定本条例。", "甲法"),
        ("对《最高人民法院关于甲的解释》（法释〔2009〕19号，以下简称《解释》）作如下修改：", "解释"),
        ("贯彻《甲区总体方案》（以下称“总体方案”）。", "总体方案"),
    ],
)
def test_a_text_says_what_it_calls_an_instrument_for_short(body: str, short: str) -> None:
    assert list(aliases(reader(body))) == [short]


def test_a_short_name_for_anything_else_is_none() -> None:
    assert aliases(reader("县级以上人民政府（以下简称政府）应当依照《甲法》处罚。")) == {}


def test_a_sentence_too_long_to_be_one_is_not_read() -> None:
    passage = Passage("甲", 0)
    assert readable(Sentence("甲" * LONGEST, 0, passage))
    assert not readable(Sentence("甲" * (LONGEST + 1), 0, passage))
