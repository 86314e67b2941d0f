"""History lines (题注) read as steps."""

from datetime import date

import pytest

from registry.law.history import steps


def told(*head: str) -> list[tuple[str, str, str]]:
    return [(step.on.isoformat(), step.verb, step.body) for step in steps(head)]


@pytest.mark.parametrize(
    ("line", "verb", "body"),
    [
        (
            "2019年5月31日 某省第十三届人民代表大会常务委员会第十二次会议通过",
            "通过",
            "某省人民代表大会常务委员会",
        ),
        ("2019年5月31日 某市十四届人大常委会第十二次会议通过", "通过", "某市人民代表大会常务委员会"),
        ("2015年8月3日 最高人民法院审判委员会第1660次会议通过", "通过", "最高人民法院"),
        ("2011年7月11日 最高人民检察院第十一届检察委员会第63次会议通过", "通过", "最高人民检察院"),
        ("2014年11月24日 中华人民共和国国务院令第656号公布", "公布", "国务院"),
        ("1957年9月7日 国务院批准", "批准", "国务院"),
        ("1990年3月12日 国家教育委员会令第8号、卫生部令第11号发布", "发布", "国家教育委员会、卫生部"),
        ("2018年3月9日 第十三届全国人民代表大会第一次会议修订", "修订", "全国人民代表大会"),
    ],
)
def test_a_line_tells_the_deed_and_the_organ(line: str, verb: str, body: str) -> None:
    assert [(step.verb, step.body) for step in steps((line,))] == [(verb, body)]


def test_a_merged_line_is_several_steps() -> None:
    merged = (
        "2009年11月27日 某省第十一届人民代表大会常务委员会第十四次会议修订"
        "根据2021年9月29日某省第十三届人民代表大会常务委员会第三十一次会议《关于修改〈甲条例〉的决定》修正"
    )
    assert [(day, verb) for day, verb, _ in told(merged)] == [("2009-11-27", "修订"), ("2021-09-29", "修正")]


def test_adoption_by_a_city_and_approval_of_its_amendment_are_one_step_on_the_day_of_approval() -> None:
    line = (
        "2012年5月10日 某市第十五届人民代表大会常务委员会第二次会议通过并经2012年5月31日"
        "某省第十一届人民代表大会常务委员会第三十一次会议批准的《某市人民代表大会常务委员会关于修改〈甲办法〉的决定》修正"
    )
    (step,) = steps((line,))
    assert (step.on, step.verb) == (date(2012, 5, 31), "修正")
    assert step.act == "某市人民代表大会常务委员会关于修改〈甲办法〉的决定"


def test_a_day_inside_the_amending_decision_s_name_is_no_step() -> None:
    assert (
        len(steps(("2010年7月30日 某省人民代表大会常务委员会《关于修改2001年1月1日甲条例的决定》修正",))) == 1
    )


def test_two_courts_share_the_verb_of_the_second() -> None:
    line = (
        "2013年4月8日 最高人民法院审判委员会第1575次会议、"
        "2013年4月1日最高人民检察院第十二届检察委员会第2次会议通过"
    )
    assert [verb for _, verb, _ in told(line)] == ["通过", "通过"]


def test_a_line_broken_at_a_comma_goes_on_in_the_next() -> None:
    head = ("1984年4月4日 国务院", "中央军委发布")
    assert told(*head) == [("1984-04-04", "发布", "国务院、中央军委")]


def test_the_evidence_of_a_broken_line_is_what_the_head_prints() -> None:
    head = ("2016年5月27日 某省人民代表大会常务委员会《关于修改〈某省县", "乡两级选举细则〉的决定》修正")
    (step,) = steps(head)
    assert step.evidence == head[0]


def test_a_bare_order_number_is_a_publication() -> None:
    (step,) = steps(("2017年11月22日 中华人民共和国国务院令第692号",))
    assert (step.verb, step.number) == ("公布", "中华人民共和国国务院令第692号")


def test_published_and_in_force_at_once_are_two_steps() -> None:
    assert [verb for _, verb, _ in told("1982年12月4日 全国人民代表大会公告公布施行")] == ["公布", "施行"]


def test_an_impossible_or_cut_off_day_is_no_step() -> None:
    assert told("2014年2月30日 某省人民代表大会常务委员会会议通过", "2014年9月26") == []
