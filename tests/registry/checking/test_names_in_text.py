"""Rulings on names that stand in a text without title marks, or that only look like others."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.checking.report import made_on
from registry.checking.rules.choosing import choose
from registry.checking.rules.finding import find
from registry.checking.rules.names import Known, Names
from registry.checking.rules.tails import Tails
from registry.checking.rules.terms import Outcome, Way

LAWS = Names(
    [
        Known(0, ("中华人民共和国仲裁法",), (), 2),
        Known(1, ("中华人民共和国劳动争议调解仲裁法",), (), 2),
        Known(2, ("中华人民共和国医师法",), (), 2),
        Known(3, ("中华人民共和国民事诉讼法",), (), 2),
        Known(4, ("中华人民共和国公司法",), (), 2),
        Known(5, ("澄江省人民代表大会常务委员会关于废止部分地方性法规的决定",), (), 4),
        Known(6, ("中华人民共和国民法典 总则",), (), 2),
        Known(7, ("中华人民共和国民法典 合同编",), (), 2),
        Known(8, ("中华人民共和国农村土地承包经营纠纷调解仲裁法",), (), 2),
    ]
)
MARRIAGE = "《中华人民共和国执业医师法》"


def read(text: str) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(text[each.start : each.end], each.title, each.designations) for each in find(text, LAWS)]


def places(text: str) -> list[tuple[Outcome, tuple[int, ...]]]:
    chosen = [choose(each, LAWS, lambda _: True) for each in find(text, LAWS)]
    return [(each.outcome, tuple(sorted(each.places))) for each in chosen]


def test_the_end_of_a_longer_title_that_the_text_cites_means_that_one() -> None:
    text = "《中华人民共和国劳动争议调解仲裁法》施行。依据调解仲裁法第十六条处理。"
    assert read(text)[-1] == ("调解仲裁法第十六条", "劳动争议调解仲裁法", ("第十六条",))
    assert places(text)[-1] == (Outcome.FOUND, (1,))


def test_the_end_of_longer_titles_that_nobody_cited_is_not_the_shorter_law() -> None:
    assert read("依据调解仲裁法第十六条处理")[0][0] == "调解仲裁法第十六条"
    assert places("依据调解仲裁法第十六条处理") == [(Outcome.SEVERAL, (1, 8))]
    assert places("依据仲裁法第十六条处理") == [(Outcome.FOUND, (0,))]


def test_a_law_that_is_not_registered_is_not_the_one_whose_name_its_own_ends_with() -> None:
    text = f"{MARRIAGE}（以下称执业医师法）施行后，依照执业医师法第八条注册"
    assert [title for _, title, _ in read(text)] == ["中华人民共和国执业医师法", "执业医师法"]
    assert [each.outcome for each in (choose(one, LAWS, lambda _: True) for one in find(text, LAWS))] == [
        Outcome.MISSING,
        Outcome.MISSING,
    ]


def test_a_law_that_others_cite_is_known_by_its_name_alone() -> None:
    known = Names([Known(0, ("中华人民共和国医师法",), (), 2)], ["中华人民共和国执业医师法"])
    for text in ("依照执业医师法的规定", "依照执业医师法第八条"):
        (found,) = find(text, known)
        assert found.title == "执业医师法"
        assert choose(found, known, lambda _: True).outcome is Outcome.MISSING
    (other,) = find("依照医师法第八条", known)
    assert choose(other, known, lambda _: True).places == (0,)


@pytest.mark.parametrize("name", ["赔偿委员会", "“残疾人证”", "主管部门"])
def test_whoever_gets_a_short_name_behind_a_title_is_no_instrument(name: str) -> None:
    text = f"依照《国家赔偿法》，设立有关机构（以下简称{name}）。{name.strip('“”')}应当依法办理。"
    assert [title for _, title, _ in read(text)] == ["国家赔偿法"]


def test_contract_law_does_not_point_back_to_the_law_before_it() -> None:
    cited = "《中华人民共和国合同法》《中华人民共和国民事诉讼法》施行。应当根据合同法第五十二条认定"
    assert read(cited)[-1] == ("合同法第五十二条", "合同法", ("第五十二条",))
    unknown = find("依照民事诉讼法和合同法第五十二条认定", LAWS)
    assert [(each.way, each.title) for each in unknown] == [(Way.UNMARKED, "民事诉讼法"), (Way.OWN, "")]
    assert read("《水法》施行。违反同法第三条")[-1] == ("同法第三条", "水法", ("第三条",))


@pytest.mark.parametrize("words", ["公司法定代表人", "公司法学研究", "民事诉讼法委员会"])
def test_a_name_that_goes_on_is_none(words: str) -> None:
    assert read(f"由{words}处理") == []


@pytest.mark.parametrize(
    "own",
    ["本实施细则", "本补充安排", "本暂行规定", "本合同", "本自治条例", "本管理办法", "本指引", "本报告"],
)
def test_this_text_may_call_itself_by_a_longer_word(own: str) -> None:
    found = find(f"《水法》规定，依照{own}第三条办理", LAWS)
    assert [(each.way, each.title) for each in found] == [(Way.MARKED, "水法"), (Way.OWN, "")]


def test_this_province_s_regulation_is_another_text() -> None:
    assert read("依据《水法》和本省公司法第三条")[-1] == ("公司法第三条", "公司法", ("第三条",))


def test_an_article_named_in_a_title_is_part_of_the_title() -> None:
    assert read("《关于〈水法〉第三条有关问题的复函》") == [
        ("《关于〈水法〉第三条有关问题的复函》", "关于〈水法〉第三条有关问题的复函", ())
    ]


def test_a_province_s_decision_is_not_another_s_and_is_found_with_its_issuer_before_it() -> None:
    title = "《关于废止部分地方性法规的决定》"
    assert places(f"依照{title}") == [(Outcome.MISSING, ())]
    assert places(f"云岭省人大常委会{title}") == [(Outcome.MISSING, ())]
    for issuer in ("澄江省人大常委会", "根据澄江省人民代表大会常务委员会"):
        assert places(f"{issuer}{title}") == [(Outcome.FOUND, (5,))]


def test_to_amend_is_no_slip_of_the_pen_for_to_repeal() -> None:
    assert LAWS.alike("澄江省人民代表大会常务委员会关于修改部分地方性法规的决定") == ()


def test_a_code_kept_in_parts_is_cited_as_one() -> None:
    assert places("依据《民法典》办理") == [(Outcome.SEVERAL, (6, 7))]
    assert read("依据民法典第三条办理") == [("民法典第三条", "民法典", ("第三条",))]


def test_a_short_name_may_stand_behind_a_space() -> None:
    text = "为了实施 《职工带薪年休假条例》 （以下简称条例），出现条例第四条情形"
    assert read(text)[-1] == ("条例第四条", "职工带薪年休假条例", ("第四条",))


def test_the_year_before_a_title_is_told() -> None:
    found = find("1991年4月15日国务院发布的《禁止使用童工规定》同时废止，《水法》不变", LAWS)
    assert [each.year for each in found] == [1991, 0]


def test_the_own_number_in_the_head_may_be_labelled() -> None:
    assert read("发文字号: 国发〔1981〕88号\n按国发〔1982〕3号办理") == [("国发〔1982〕3号", "", ())]


def test_the_day_of_a_text_ends_its_line() -> None:
    on = date(2026, 1, 1)
    assert made_on("特此报告。\n澄江市生态环境局\n2019年3月1日\n（盖章）", on) == date(2019, 3, 1)
    assert made_on("澄江市生态环境局（章）　2019年3月1日（盖章）", on) == date(2019, 3, 1)
    assert made_on("本办法自2015年7月1日起施行。2012年9月12日发布的同时废止。", on) is None


@given(st.lists(st.text(alphabet="调解仲裁法", min_size=1, max_size=8)), st.text(alphabet="依据调解仲裁法"))
def test_the_longest_end_stands_there_and_ends_a_title(titles: list[str], text: str) -> None:
    tails = Tails(titles)
    word = tails.longest(text, len(text))
    assert text.endswith(word)
    if word:
        assert all(title.endswith(word) for title in tails.titles(word))
        longer = text[-len(word) - 1 :]
        assert longer == word or not any(title.endswith(longer) for title in titles)
