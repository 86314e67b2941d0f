"""The first day of a text, by its own clause or its head."""

from collections.abc import Callable
from datetime import date

import pytest

from registry.law.clauses import EffectRule

ADOPTED = "1988年3月13日 某省第七届人民代表大会常务委员会第二次会议通过"
PUBLISHED = "2014年11月24日 中华人民共和国国务院令第656号公布"


@pytest.mark.parametrize(
    ("clause", "day"),
    [
        ("第九条　本条例自2015年3月1日起施行。", date(2015, 3, 1)),
        ("第九条 本条例自二〇一五年三月一日起实施。", date(2015, 3, 1)),
        ("第九条　本条例自2001年8月1日零时起施行。", date(2001, 8, 1)),
        ("第九条　本条例于2002年3月1日起施行。", date(2002, 3, 1)),
        ("第九条　本条例自1986年10月1日施行。", date(1986, 10, 1)),
        ("第九条　本条例自2015年 3月1 日起 施行。", date(2015, 3, 1)),
        ("第九条　本条例自2015年3月1日起开始施行。", date(2015, 3, 1)),
        ("第九条　自2007年1月1日起施行。", date(2007, 1, 1)),
        ("第九条【生效日期】本条例自2010年3月1日起施行。", date(2010, 3, 1)),
        ("第六章附则第九条本条例自2014年1月1日起施行。", date(2014, 1, 1)),
        ("第九条　本条例由省林业厅负责解释，自2019年1月1日起施行，有效期五年。", date(2019, 1, 1)),
        ("第九条　本条例自1995年8月l日起施行。", date(1995, 8, 1)),
        ("七、本规定自一九五七年六月一日起实行。", date(1957, 6, 1)),
        ("《某省湿地保护条例》已由会议通过，现予公布，自2019年12月1日起施行。", date(2019, 12, 1)),
    ],
)
def test_a_day_in_the_clause_is_fixed(stated: Callable, clause: str, day: date) -> None:
    effective = stated(clause).effective
    assert (effective.on, effective.rule, effective.evidence) == (day, EffectRule.FIXED, clause)


def test_the_place_of_the_clause_is_its_place_in_the_body(stated: Callable) -> None:
    assert stated("第一条　甲。", "第二条　本条例自2015年3月1日起施行。").effective.start == len(
        "第一条　甲。\n"
    )


@pytest.mark.parametrize(
    "clause",
    [
        "第九条　合同自成立时生效。",
        "第九条　企业最迟应当自1997年5月1日起施行。",
        "第九条　审计意见书自送达之日起生效。",
        "第九条　规划报市人民政府批准后公布实施。",
        "第九条　甲区自2019年5月1日起执行本条例。",
        "第九条　2001年公布的《甲条例》（自2001年9月1日起施行）继续有效。",
        "第九条　本条例施行后，尚未终审的案件适用本条例。",
        "第九条　本条例的实施细则由省人民政府制定并公布施行。",
        "一、将第九条修改为：“第九条　本条例自2021年1月1日起施行。”",
        "第九条　从2019年1月1日起，实施三年见习计划。",
    ],
)
def test_what_is_said_of_something_else_is_no_first_day(stated: Callable, clause: str) -> None:
    assert stated(clause).effective is None


def test_the_text_s_own_clause_wins_over_others(stated: Callable) -> None:
    read = stated("本规定自2001年1月1日起施行。", "第九条　本条例自2015年3月1日起施行。")
    assert read.effective.on == date(2015, 3, 1)


def test_a_notice_s_own_clause_wins_over_its_annex(stated: Callable) -> None:
    read = stated(
        "本通知自2020年1月1日起施行。",
        "附件：甲办法",
        "第九条　本办法自2021年3月1日起施行。",
        title="关于印发甲办法的通知",
    )
    assert read.effective.on == date(2020, 1, 1)


def test_what_the_text_carries_speaks_where_the_notice_is_silent(stated: Callable) -> None:
    read = stated(
        "现印发给你们。", "附件：", "第九条　本办法自2021年3月1日起施行。", title="关于印发甲办法的通知"
    )
    assert read.effective.on == date(2021, 3, 1)


def test_from_publication_counts_from_the_day_the_head_gives(stated: Callable) -> None:
    effective = stated("第九条　本条例自公布之日起施行。", head=(PUBLISHED,)).effective
    assert (effective.on, effective.rule) == (date(2014, 11, 24), EffectRule.PUBLICATION)


def test_from_publication_without_a_publication_names_no_day(stated: Callable) -> None:
    effective = stated("第九条　本条例自公布之日起施行。", head=(ADOPTED,)).effective
    assert (effective.on, effective.rule) == (None, EffectRule.PUBLICATION)


def test_an_amendment_does_not_move_the_day(stated: Callable) -> None:
    head = (PUBLISHED, "2019年3月24日 《国务院关于修改部分行政法规的决定》修订")
    assert stated("第九条　本条例自公布之日起施行。", head=head).effective.on == date(2014, 11, 24)


def test_a_wholesale_revision_moves_the_day(stated: Callable) -> None:
    head = (ADOPTED, "2000年5月27日 某省第九届人民代表大会常务委员会第十六次会议修订")
    effective = stated("第九条　本条例自通过之日起施行。", head=head).effective
    assert (effective.on, effective.rule) == (date(2000, 5, 27), EffectRule.ADOPTION)


def test_the_day_of_a_web_page_is_no_publication(stated: Callable) -> None:
    read = stated("本通知自印发之日起实施。", title="甲通知", 发布日期="2018年12月24日")
    assert (read.effective.on, read.effective.rule) == (None, EffectRule.ISSUE)


def test_a_term_after_publication_is_not_reckoned(stated: Callable) -> None:
    assert stated("第九条　本条例自公布之日起三十日后施行。", head=(PUBLISHED,)).effective.on is None


def test_published_by_the_department_means_in_force_when_published(stated: Callable) -> None:
    head = ("1957年9月7日 国务院批准", "1957年10月11日 交通部发布")
    clause = "第九条　本条例经国务院批准，由交通部发布施行。"
    assert stated(clause, head=head).effective.on == date(1957, 10, 11)


def test_the_head_speaks_only_where_the_body_is_silent(stated: Callable) -> None:
    head = ("2001年12月24日 最高人民法院公告公布", "2001年12月27日 施行")
    own = stated("第九条　本条例自公布之日起施行。", head=head).effective
    assert (own.on, own.rule) == (date(2001, 12, 24), EffectRule.PUBLICATION)
    silent = stated("第九条　甲。", head=head).effective
    assert (silent.on, silent.rule, silent.evidence) == (
        date(2001, 12, 27),
        EffectRule.HEADER,
        "2001年12月27日 施行",
    )


@pytest.mark.parametrize(
    "clause", ["第九条　本条例自2020年3月1月起施行。", "第九条　本条例自1985年度起施行。"]
)
def test_a_day_that_no_calendar_has_is_not_set_right(stated: Callable, clause: str) -> None:
    effective = stated(clause).effective
    assert (effective.on, effective.rule) == (None, EffectRule.FIXED)


def test_the_first_day_of_an_amendment_in_the_head_is_not_the_text_s(stated: Callable) -> None:
    head = (
        "2015年5月11日 会议通过",
        "2021年4月7日 会议《关于修改某解释的决定》修正，该修正自2021年4月15日施行",
    )
    assert stated("第一条　甲。", head=head).effective is None
