"""Issuer, own number and days from head, fields and signature."""

from collections.abc import Callable
from datetime import date

import pytest

from registry.law.organs import in_title, placed, signing


def test_a_city_s_congress_issues_what_the_province_approves(stated: Callable) -> None:
    head = (
        "2019年4月26日 某市第十五届人民代表大会常务委员会第二十次会议通过",
        "2019年5月31日 某省第十三届人民代表大会常务委员会第十二次会议批准",
    )
    read = stated("第一条　甲。", head=head)
    assert read.issuer == ("某市人民代表大会常务委员会",)
    assert (read.adopted_on, read.approved_on) == (date(2019, 4, 26), date(2019, 5, 31))


def test_the_department_that_published_issues_what_the_state_council_approved(stated: Callable) -> None:
    read = stated("第一条　甲。", head=("1966年3月15日 国务院批准", "1966年4月19日 交通部发布"))
    assert (read.issuer, read.published_on) == (("交通部",), date(1966, 4, 19))


def test_an_order_s_organ_and_number_are_the_text_s_own(stated: Callable) -> None:
    read = stated("第一条　甲。", head=("（2015年4月16日环境保护部令第32号公布　自2015年6月5日起施行）",))
    assert (read.issuer, read.number) == (("环境保护部",), "环境保护部令第32号")


def test_a_wholesale_revision_gives_the_text_its_new_order_number(stated: Callable) -> None:
    head = ("1999年5月25日 民政部令第14号发布", "2018年6月28日 民政部令第99号修订")
    assert stated("第一条　甲。", head=head).number == "民政部令第99号"


def test_the_order_that_publishes_a_revision_gives_its_number_and_day(stated: Callable) -> None:
    head = (
        "1996年1月29日 中华人民共和国国务院令第193号发布",
        "1997年1月14日 《国务院关于修改〈甲条例〉的决定》修订",
        "2008年8月1日 国务院第20次常务会议修订通过",
        "2008年8月5日 中华人民共和国国务院令第532号公布",
    )
    read = stated("第一条　甲。", head=head)
    assert (read.number, read.published_on) == ("中华人民共和国国务院令第532号", date(2008, 8, 5))


def test_an_order_that_only_amends_leaves_the_number(stated: Callable) -> None:
    head = (
        "2006年1月18日环境保护总局令第31号公布",
        "2008年12月6日环境保护部令第3号《关于修改甲办法的决定》修正",
    )
    assert stated("第一条　甲。", head=head).number == "环境保护总局令第31号"


def test_the_number_of_a_cited_document_is_not_the_text_s_own(stated: Callable) -> None:
    assert stated("依照《甲通知》（国办发〔2015〕3号）执行。").number == ""


def test_a_number_on_a_line_of_the_head_is_the_text_s_own(stated: Callable) -> None:
    assert stated("为了审理案件，作如下规定：", head=("法释〔2016〕29号",)).number == "法释〔2016〕29号"


def test_the_page_s_fields_win(stated: Callable) -> None:
    read = stated(
        "各市人民政府：", 发文机关="国务院办公厅", 发文字号="国办发〔2018〕128号", 成文日期="2018年12月29日"
    )
    assert (read.issuer, read.number) == (("国务院办公厅",), "国办发〔2018〕128号")
    assert read.signed_on == date(2018, 12, 29)


def test_a_joint_interpretation_is_adopted_when_the_later_court_has_adopted_it(stated: Callable) -> None:
    line = (
        "2016年11月7日 最高人民法院审判委员会第1698次会议、"
        "2016年12月8日最高人民检察院第十二届检察委员会第58次会议通过"
    )
    read = stated("第一条　甲。", head=(line,))
    assert read.adopted_on == date(2016, 12, 8)
    assert read.issuer == ("最高人民法院", "最高人民检察院")


def test_a_later_adoption_of_the_amended_text_does_not_move_the_first(stated: Callable) -> None:
    head = (
        "2001年12月25日 最高人民法院审判委员会第1203次会议通过",
        "2020年12月23日 最高人民法院审判委员会第1823次会议通过",
    )
    assert stated("第一条　甲。", head=head).adopted_on == date(2001, 12, 25)


def test_an_adoption_told_in_the_opening_counts(stated: Callable) -> None:
    read = stated("《某省湿地保护条例》已经2004年6月16日某省人民政府第54次常务会议通过，现予公布。")
    assert read.adopted_on == date(2004, 6, 16)


def test_the_adoption_of_another_text_does_not_count(stated: Callable) -> None:
    read = stated("《甲法》已经2004年6月16日全国人民代表大会常务委员会会议通过，现予公布。")
    assert read.adopted_on is None


def test_the_signature_tells_who_and_when(stated: Callable) -> None:
    read = stated("一、甲。", "生态环境部", "发展改革委", "2018年8月27日", title="关于甲问题的意见")
    assert (read.issuer, read.signed_on) == (("生态环境部", "发展改革委"), date(2018, 8, 27))


def test_without_a_word_about_it_there_is_no_issuer_number_or_day(stated: Callable) -> None:
    read = stated("第一条　甲。", title="湿地保护办法")
    assert (read.issuer, read.number, read.history) == ((), "", ())
    assert (read.adopted_on, read.approved_on, read.published_on, read.signed_on) == (None,) * 4


@pytest.mark.parametrize(
    ("title", "organs"),
    [
        ("广东省人民政府关于宣布失效一批文件的决定", ("广东省人民政府",)),
        ("国务院办公厅 中央军委办公厅关于甲工作的通知", ("国务院办公厅", "中央军委办公厅")),
        ("关于议案的若干规定", ()),
        ("某省湿地保护条例", ()),
    ],
)
def test_a_title_begins_with_its_issuer_or_not(title: str, organs: tuple[str, ...]) -> None:
    assert in_title(title) == organs


def test_a_sentence_is_no_signature() -> None:
    assert signing("生态环境部负责解释。") == ()


def test_a_level_without_a_place_takes_the_title_s_place() -> None:
    assert placed("市人民政府", "某某市湿地保护办法") == "某某市人民政府"
    assert placed("市人民政府", "湿地保护办法") == "市人民政府"
