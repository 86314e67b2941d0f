"""Amendments, suspensions, basis and citations."""

from collections.abc import Callable

import pytest

from registry.law.statements import Named

DECISION = "关于修改《甲解释》等三件司法解释的决定"


def titles(named: tuple[Named, ...]) -> list[str]:
    return [one.title for one in named]


def test_a_decision_amends_what_it_introduces_and_each_item(stated: Callable) -> None:
    read = stated(
        "根据审判需要，决定对《甲解释》（法释〔2009〕19号）等三件司法解释作如下修改：",
        "一、修改《甲解释》",
        "将第二条修改为：",
        "“第二条　依照《民法典》处理。”",
        "二、修改《乙解释》",
        "三、《丙规定》",
        "根据本决定，《甲解释》作相应修改后重新公布。",
        title=DECISION,
    )
    assert titles(read.amends) == ["甲解释", "乙解释", "丙规定"]
    assert read.amends[0].number == "法释〔2009〕19号"


def test_a_decision_on_several_texts_amends_each_that_an_item_names(stated: Callable) -> None:
    read = stated(
        "为了推进改革，决定对部分行政法规的条款予以修改。",
        "一、将《甲条例》第十三条第一款中的“主管机关”修改为“主管部门”。",
        "二、删去《乙条例》第五条。",
        "三、对《丙条例》作如下修改：",
        "（一）将第三条中的“《丁法》”修改为“《戊法》”。",
        "四、《己办法》第六条修改为：“第六条　依照《庚法》处罚。”",
        title="国务院关于修改部分行政法规的决定",
    )
    assert titles(read.amends) == ["甲条例", "乙条例", "丙条例", "己办法"]


def test_an_amendment_is_named_after_what_it_amends(stated: Callable) -> None:
    (named,) = stated("一、将刑法第一条修改为：“甲”", title="中华人民共和国刑法修正案（七）").amends
    assert (named.title, named.marked) == ("中华人民共和国刑法", False)


def test_the_title_tells_what_a_decision_amends_when_the_body_does_not(stated: Callable) -> None:
    assert titles(stated("一、删去第三条。", title="关于修改《甲条例》的决定").amends) == ["甲条例"]


def test_the_short_name_of_the_amended_one_is_no_second_one(stated: Callable) -> None:
    read = stated(
        "决定对《甲解释》（以下简称《解释》）作如下修改：",
        "一、将《解释》第六条修改为：“乙。”",
        title="关于修改《甲解释》的决定",
    )
    assert titles(read.amends) == ["甲解释"]


def test_an_ordinary_text_amends_nothing(stated: Callable) -> None:
    assert stated("第三条　需要修改《甲规划》的，报原机关批准。").amends == ()


def test_a_suspension_names_provisions_and_area_and_is_no_repeal(stated: Callable) -> None:
    read = stated(
        "国务院决定在甲先行区暂时调整实施《乙条例》第三十六条的规定。", title="关于暂时调整实施乙条例的决定"
    )
    (named,) = read.suspends
    assert (named.title, named.articles, named.area) == ("乙条例", ("第三十六条",), "甲先行区")
    assert (read.repeals, read.amends) == ((), ())


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        (
            "第一条　为了保护湿地，根据《甲法》、《乙条例》等法律、法规，结合本省实际，制定本条例。",
            ["甲法", "乙条例"],
        ),
        ("为正确审理案件，依照《甲法》《乙法》的规定，现就有关问题解释如下：", ["甲法", "乙法"]),
        ("第一条　根据《甲法》，县级以上主管部门实施的处罚，适用本办法。", ["甲法"]),
        ("第一条　根据《甲法》（以下简称《乙》），制定本条例。", ["甲法"]),
        ("第一条　根据宪法和《甲法》，制定本条例。", ["甲法", "宪法"]),
        ("第一条　为了实施《甲法》，结合本省实际，制定本办法。", ["甲法"]),
        ("根据《甲修正案》，现对《乙规定》作如下补充：", ["甲修正案"]),
    ],
)
def test_the_enacting_sentence_names_the_basis(stated: Callable, sentence: str, named: list[str]) -> None:
    assert titles(stated(sentence).basis) == named


@pytest.mark.parametrize(
    "body",
    [
        ("第一条　为了保护湿地，制定本条例。", "第二条　依照《甲法》处罚，并制定本市规定。"),
        ("第一条　当事人根据《甲法》第三十三条申请的，应当受理。",),
        ("第一条　根据有关法律、法规，制定本条例。",),
    ],
)
def test_what_is_only_applied_is_no_basis(stated: Callable, body: tuple[str, ...]) -> None:
    assert stated(*body).basis == ()


def test_what_a_text_carries_out_is_marked_so(stated: Callable) -> None:
    (named,) = stated("第一条　为实施《甲法》，制定本办法。").basis
    assert named.implements


def test_a_citation_keeps_its_articles(stated: Callable) -> None:
    (named,) = stated("第五条　违反本条例的，依照《甲法》第七十条、第七十三条之一和第七十四条处罚。").cites
    assert (named.title, named.articles) == ("甲法", ("第七十条", "第七十三条之一", "第七十四条"))


def test_a_short_name_is_resolved_to_the_full_title(stated: Callable) -> None:
    read = stated(
        "第一条　根据《中华人民共和国甲法》（以下简称《甲》），制定本条例。",
        "第二条　《甲》第三条所称湿地，是指沼泽。",
    )
    assert [(named.title, named.articles) for named in read.cites] == [("中华人民共和国甲法", ("第三条",))]


@pytest.mark.parametrize(
    "name", ["采矿许可证", "林木采伐申请书", "浙江日报", "处罚决定书", "登记表（式样）", "人大常委会公报"]
)
def test_certificates_forms_and_newspapers_are_no_instruments(stated: Callable, name: str) -> None:
    assert stated(f"第五条　应当领取《{name}》。").cites == ()


def test_what_is_repealed_or_rested_on_is_not_cited_as_well(stated: Callable) -> None:
    read = stated(
        "第一条　根据《甲法》，制定本条例。", "第二条　本条例自2021年1月1日起施行，《乙条例》同时废止。"
    )
    assert read.cites == ()


def test_a_text_cites_neither_itself_nor_what_it_carries(stated: Callable) -> None:
    read = stated("《甲方案》已经同意，现印发给你们。", title="关于印发《甲方案》的通知")
    assert read.cites == ()
    assert stated("《某省湿地保护条例》由省林业厅解释。").cites == ()


def test_a_letter_that_is_answered_is_not_cited(stated: Callable) -> None:
    assert stated("你院《关于甲问题的请示》（某高法〔2021〕1号）收悉。", title="关于甲问题的批复").cites == ()
