"""What a text repeals by name, and what only looks like it."""

from collections.abc import Callable
from datetime import date

import pytest

from registry.law.statements import Named


def titles(named: tuple[Named, ...]) -> list[str]:
    return [one.title for one in named]


@pytest.mark.parametrize(
    "sentence",
    [
        "第九条　本条例自2021年1月1日起施行，《甲办法》同时废止。",
        "2001年5月1日省人民政府发布的《甲办法》即行废止。",
        "原《甲办法》废止。",
        "自本条例施行之日起，《甲办法》停止执行。",
        "《甲办法》（省政府令第5号）自本条例公布之日起不再执行。",
        "本条例施行后，《甲办法》不再适用。",
        "本条例自2021年1月1日起施行，同时废止《甲办法》。",
        "一、废止《甲办法》（1992年9月19日某省人民代表大会常务委员会会议通过）",
        "《甲办法》，同时废止；此前发布的规定与本条例不一致的，以本条例为准。",
        "宣布失效《甲办法》。",
        "决定废止《甲办法》一件规章。",
        "《甲办法》自2021年8月1日起即予废止。",
    ],
)
def test_the_named_instrument_is_repealed(stated: Callable, sentence: str) -> None:
    (named,) = stated(sentence).repeals
    assert (named.title, named.whole, named.evidence) == ("甲办法", True, sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "《甲办法》（自1998年11月29日起施行，2017年10月1日废止）第二十八条规定如下。",
        "《甲办法》与本条例不一致的，以本条例为准。",
        "本省有关规定凡与本条例不一致的同时废止。",
        "食品安全国家标准公布后，该地方标准即行废止。",
        "制定、修改和废止地方性法规，依照《甲条例》执行。",
        "《采矿许可证》有效期满未延续的，自行废止。",
        "依照《甲条例》领取的证件，自2013年1月1日起停止执行。",
        "已废止的《甲办法》不得作为依据。",
        "需要修改或者废止《甲办法》的，应当提出议案。",
        "在《甲安排》、《乙安排》下，对区内企业，不再执行《丙规定》中关于范围的限制。",
        "一、将第九条修改为：“第九条　《甲办法》同时废止。”",
        "支付令自行失效。",
    ],
)
def test_what_only_speaks_of_repeal_repeals_nothing(stated: Callable, sentence: str) -> None:
    assert stated(sentence).repeals == ()


def test_several_names_end_together(stated: Callable) -> None:
    sentence = (
        "1998年3月28日会议通过的《甲条例》、2002年6月7日会议通过的《乙条例》"
        "以及《丙办法》《丁办法》同时废止。"
    )
    named = stated(sentence).repeals
    assert titles(named) == ["甲条例", "乙条例", "丙办法", "丁办法"]
    assert [one.qualifier for one in named] == ["1998年3月28日会议通过的", "2002年6月7日会议通过的", "", ""]


def test_the_history_of_the_repealed_one_is_not_repealed_with_it(stated: Callable) -> None:
    sentence = (
        "1993年12月15日会议通过、根据1997年8月13日会议"
        "《关于修改〈甲条例〉的决定》第一次修正的《甲条例》同时废止。"
    )
    (named,) = stated(sentence).repeals
    assert named.title == "甲条例"
    assert named.qualifier.startswith("1993年12月15日会议通过")


def test_an_older_namesake_is_told_apart_by_its_day(stated: Callable) -> None:
    (named,) = stated("1978年8月国防部颁布的《民兵工作条例》即行废止。", title="民兵工作条例").repeals
    assert named.qualifier == "1978年8月国防部颁布的"


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        ("《甲解释》（法释〔2013〕15号）同时废止。", "法释〔2013〕15号"),
        ("《甲解释》（法（研）发〔1987〕32号）同时废止。", "法（研）发〔1987〕32号"),
        ("2014年7月30日原国家甲总局令第4号公布的《甲办法》同时废止。", "原国家甲总局令第4号"),
        ("《甲办法》(公安部令第35号)和《乙办法》同时废止。", "公安部令第35号"),
        ("《甲办法》同时废止。", ""),
    ],
)
def test_the_number_is_the_repealed_one_s_own(stated: Callable, sentence: str, number: str) -> None:
    assert stated(sentence, head=("法释〔2016〕29号",)).repeals[0].number == number


@pytest.mark.parametrize(
    ("sentence", "articles", "part"),
    [
        ("《甲条例》中有关看守所的规定即行废止。", (), "中有关看守所的规定"),
        ("《甲条例》第三条、第五条同时废止。", ("第三条", "第五条"), ""),
        ("《甲解释》（法释〔2015〕11号）第一条第一款规定的数额标准不再适用。", ("第一条",), ""),
    ],
)
def test_some_provisions_end_and_the_rest_stays(
    stated: Callable, sentence: str, articles: tuple[str, ...], part: str
) -> None:
    (named,) = stated(sentence).repeals
    assert (named.articles, named.part, named.whole) == (articles, part, False)


def test_a_list_is_repealed_line_by_line(stated: Callable) -> None:
    named = stated(
        "下列文件自本决定公布之日起予以废止：",
        "1．《甲办法》（省政府令第5号）",
        "2．关于乙工作的补充规定",
        "3．滥用职权的；",
        "第二条　其他文件继续有效。",
    ).repeals
    assert titles(named) == ["甲办法", "关于乙工作的补充规定"]
    assert [one.marked for one in named] == [True, False]


def test_a_list_of_circumstances_is_no_list_of_documents(stated: Callable) -> None:
    assert stated("有下列情形之一的，支付令失效：", "（一）当事人不服法院决定；").repeals == ()


def test_a_day_of_its_own_is_kept(stated: Callable) -> None:
    head = ("2011年3月17日 最高人民法院公告公布", "2011年3月22日 施行")
    (named,) = stated("自本规定公布之日起，《甲规定》即行废止。", head=head).repeals
    assert named.on == date(2011, 3, 17)
    (later,) = stated("自2021年8月1日起，《甲规定》废止。").repeals
    assert later.on == date(2021, 8, 1)


def test_the_day_the_old_text_took_effect_is_not_the_day_it_ends(stated: Callable) -> None:
    assert stated("自1997年2月5日起施行的《甲规定》同时废止。").repeals[0].on is None
