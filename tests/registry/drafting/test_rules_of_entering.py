"""Every rule of entering: an entry that breaks it is told so in its own words, the same one mended is not."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.law.entering import BY_ID, RULES, breaches, standing, unexplained
from registry.law.entry import Circumstances, Entry, Read, Taken
from registry.law.grammars import Grammar, NumberField
from registry.law.rules import Weight
from registry.law.terms import Disclosure, Genre, Kind

TODAY = date(2026, 11, 23)
OFFICE, JOINT = "澄江省生态环境厅", "澄江省财政厅"
CODE = "113300007"
GOOD = Entry(
    title="澄江省排污许可管理办法",
    kind=Kind.NORMATIVE_DOCUMENT,
    issuers=(OFFICE,),
    unit_id=1,
    document_number="澄环发〔2026〕8号",
    unified_number="CJSP16-2026-0003",
    index_number=f"{CODE}/2026-00012",
    subject=("城乡建设、环境保护", "环境监测、保护与治理"),
    summary="规范排污许可。",
    disclosure=Disclosure.OPEN,
    signed_on=date(2026, 11, 20),
)
READ = Read(empty=False, effective_on=date(2027, 3, 1))
GRAMMARS = (
    Grammar(OFFICE, NumberField.DOCUMENT, "澄环发〔{年}〕{号}号"),
    Grammar(OFFICE, NumberField.UNIFIED, "CJSP16-{年}-{号4}"),
    Grammar(JOINT, NumberField.DOCUMENT, "澄财发〔{年}〕{号}号"),
)
AROUND = Circumstances(TODAY, READ, grammars=GRAMMARS, organ_code=CODE)
RULE_OF_PROVINCE = {"kind": Kind.LOCAL_GOVERNMENT_RULE, "issuers": ("澄江省人民政府",)}
OTHER = Taken(7, "另一份文件")
ORDERED = {**RULE_OF_PROVINCE, "order_number": "省政府令第356号", "unified_number": ""}


def read(**more: Any) -> dict[str, Any]:
    return {"read": replace(READ, **more)}


# Of each rule: what breaks it in the entry, what in its circumstances, and words its sentence must hold.
BREAKING: list[tuple[str, dict[str, Any], dict[str, Any], str]] = [
    ("C-1", {"title": "《》"}, {}, "请填写标题"),
    ("C-2", {}, {"read": Read()}, "请填写正文"),
    ("C-3", {}, {"namesakes": (OTHER,)}, "《另一份文件》已经登记"),
    ("C-4", {"version_of": 9}, {}, "不能并为同一文件"),
    ("C-5", {}, read(title="澄江省排污收费办法"), "正文标题是“澄江省排污收费办法”"),
    ("C-6", {"disclosure": None}, {}, "请选择公开属性"),
    ("C-7", {"disclosure": Disclosure.ON_REQUEST}, {}, "须说明理由"),
    ("C-8", {"disclosure": Disclosure.CLOSED, "disclosure_reason": "涉密"}, {}, "先送政务公开机构"),
    ("C-9", {"subject": ()}, {}, "主题分类"),
    ("C-10", {"summary": ""}, {}, "内容概述"),
    ("M-1", {"issuers": ()}, {}, "请填写发文机关"),
    ("M-2", {"kind": None}, {}, "请选择文件种类"),
    ("M-3", {"issuers": ("澄江省大气污染防治领导小组办公室",)}, {}, "临时机构不得"),
    (
        "M-4",
        {"kind": Kind.LOCAL_GOVERNMENT_RULE, "order_number": "省政府令第1号"},
        {},
        "不能制定地方政府规章",
    ),
    ("M-5", {**ORDERED, "title": "澄江省排污许可条例"}, {}, "不得称“条例”"),
    ("M-6", {"title": "2026年生态环境工作要点"}, {}, "工作要点"),
    ("M-7", {"title": "关于排污许可的通知", "genre": Genre.OPINION}, {}, "标题以“通知”结尾"),
    ("N-1", {"document_number": "澄环发[2026]8号"}, {"grammars": ()}, "应写作“澄环发〔2026〕8号”"),
    ("N-2", {"document_number": "澄环函〔2026〕8号"}, {}, "编号格式"),
    (
        "N-3",
        {"issuers": (OFFICE, JOINT), "document_number": "澄财发〔2026〕8号"},
        {},
        "主办机关（澄江省生态环境厅）",
    ),
    ("N-4", {"order_number": "356"}, {}, "应形如"),
    ("N-5", RULE_OF_PROVINCE, {}, "请填写令号"),
    ("N-6", {"document_number": ""}, {}, "请填写发文字号"),
    ("N-7", {"unified_number": ""}, {}, "应有统一编号"),
    ("N-8", {"index_number": f"{CODE}/2026-12"}, {}, f"{CODE}/2021-00001"),
    ("N-9", {}, {"taken": {"index_number": OTHER}}, "已由《另一份文件》使用"),
    ("N-10", {}, {"taken": {"document_number": OTHER}}, "已由《另一份文件》使用"),
    ("N-11", {}, {"taken": {"unified_number": OTHER}}, "已由《另一份文件》使用"),
    ("N-12", {"document_number": "澄环发〔2025〕8号"}, {}, "年份是 2025"),
    ("N-13", {}, read(number="澄环发〔2026〕9号"), "正文中的文号"),
    ("D-1", {"signed_on": None}, {}, "请填写成文日期"),
    ("D-2", {"adopted_on": date(2026, 11, 21)}, {}, "不得晚于成文日期"),
    ("D-3", {"published_on": date(2026, 11, 19)}, {}, "不得晚于发布日期"),
    ("D-4", {"signed_on": date(2026, 11, 24)}, {}, "尚未到来"),
    ("D-5", {}, read(effective_on=date(2026, 11, 1)), "不溯及既往"),
    ("D-6", {}, read(effective_on=date(2026, 12, 1)), "不满三十日"),
    ("D-7", {}, read(effective_on=None), "没有载明施行日期"),
    ("D-8", {}, read(valid_through=date(2032, 3, 2)), "超过通常的 5 年"),
    ("D-9", {"signed_on": date(2026, 1, 5)}, {}, "将以本站发布之日为发布日期"),
    ("D-10", {}, read(signed_on=date(2026, 11, 19)), "落款日期是2026年11月19日"),
]


@pytest.mark.parametrize(("rule", "entry", "around", "said"), BREAKING, ids=[case[0] for case in BREAKING])
def test_a_breach_is_told_at_its_field(
    rule: str, entry: dict[str, Any], around: dict[str, Any], said: str
) -> None:
    found = {each.rule.id: each for each in breaches(replace(GOOD, **entry), replace(AROUND, **around))}
    assert rule in found
    assert said in found[rule].sentence
    assert found[rule].field == BY_ID[rule].field


def test_every_rule_has_its_case_its_words_and_its_source() -> None:
    assert [rule.id for rule in RULES] == list(dict.fromkeys(rule.id for rule in RULES))
    assert {rule.id for rule in RULES} == {case[0] for case in BREAKING}
    assert all(rule.words and rule.source for rule in RULES)


def test_a_proper_entry_breaks_none() -> None:
    assert breaches(GOOD, AROUND) == ()


KEPT: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("C-3", {"version_of": 7}, {"namesakes": (OTHER,)}),
    ("C-4", {"version_of": 7}, {"namesakes": (OTHER,)}),
    ("C-5", {}, read(title="《澄江省排污许可管理办法》")),
    ("M-3", {"issuers": ("澄江省人民政府办公厅",)}, {}),
    ("M-3", {"issuers": ("中央网络安全和信息化委员会办公室",)}, {}),
    (
        "M-4",
        {"kind": Kind.DEPARTMENTAL_RULE, "issuers": ("生态环境部",), "order_number": "生态环境部令第1号"},
        {},
    ),
    ("M-4", {"kind": Kind.DEPARTMENTAL_RULE, "issuers": ("国家市场监督管理总局",)}, {}),
    ("M-5", {"title": "澄江省排污许可条例", "kind": Kind.LOCAL_REGULATION}, {}),
    ("M-7", {"title": "关于排污许可的通知（试行）", "genre": Genre.NOTICE}, {}),
    ("N-1", {"document_number": "国办发〔2018〕37号"}, {"grammars": ()}),
    ("N-3", {"issuers": (OFFICE, JOINT)}, {}),
    ("N-8", {"index_number": "000014349/2014-777577"}, {}),
    ("N-9", {"version_of": 7}, {"taken": {"index_number": OTHER}}),
    ("N-13", {}, read(number="澄环发[2026]8号")),
    ("D-3", {"published_on": date(2026, 11, 20)}, {}),
    ("D-6", {}, read(effective_on=date(2026, 12, 23))),
    ("D-8", {}, read(valid_through=date(2032, 3, 1))),
    ("D-8", {"title": "澄江省排污许可管理办法（试行）"}, read(valid_through=date(2029, 3, 1))),
    ("D-9", {"signed_on": date(2026, 1, 5), "published_on": date(2026, 1, 6)}, {}),
]


@pytest.mark.parametrize(("rule", "entry", "around"), KEPT)
def test_what_the_rule_allows_is_left_alone(rule: str, entry: dict[str, Any], around: dict[str, Any]) -> None:
    found = {each.rule.id for each in breaches(replace(GOOD, **entry), replace(AROUND, **around))}
    assert rule not in found


def test_a_provincial_department_makes_no_rules() -> None:
    entry = replace(GOOD, kind=Kind.DEPARTMENTAL_RULE, order_number="厅令第1号")
    assert "不能制定部门规章" in standing(breaches(entry, AROUND), Weight.ALWAYS)["issuers"]


def test_a_trial_document_may_run_two_years() -> None:
    trial = replace(GOOD, title="澄江省排污许可管理办法（试行）")
    found = breaches(trial, replace(AROUND, **read(valid_through=date(2029, 3, 2))))
    assert [each.rule.id for each in found] == ["D-8"]


def test_a_joint_document_with_both_numbers_is_told_how_many_stand_there() -> None:
    both = replace(GOOD, issuers=(OFFICE, JOINT), document_number="澄环发〔2026〕8号、澄财发〔2026〕3号")
    assert "这里有 2 个" in standing(breaches(both, AROUND), Weight.ALWAYS)["document_number"]


def test_a_warning_is_silent_once_its_reason_is_given() -> None:
    odd = replace(GOOD, summary="")
    assert list(unexplained(odd, breaches(odd, AROUND))) == ["why-C-10"]
    explained = replace(odd, grounds=(("C-10", "随文公布解读"),))
    assert unexplained(explained, breaches(explained, AROUND)) == {}


def test_several_sentences_at_one_field_are_told_together() -> None:
    wrong = replace(GOOD, kind=Kind.LOCAL_GOVERNMENT_RULE, issuers=("法规处",), order_number="省政府令第3号")
    assert standing(breaches(wrong, AROUND), Weight.ALWAYS)["issuers"].count("；") == 1


@given(
    st.builds(
        Entry,
        title=st.text(max_size=30),
        kind=st.none() | st.sampled_from(Kind),
        issuers=st.tuples(st.text(max_size=12)),
        document_number=st.text(max_size=30),
        order_number=st.text(max_size=30),
        index_number=st.text(max_size=30),
        adopted_on=st.none() | st.dates(),
        signed_on=st.none() | st.dates(),
        published_on=st.none() | st.dates(),
    )
)
def test_no_entry_is_too_odd_to_be_judged(entry: Entry) -> None:
    for breach in breaches(entry, AROUND):
        assert breach.sentence


@given(st.dates(date(1949, 10, 1), TODAY), st.dates(date(1949, 10, 1), date(2100, 1, 1)))
def test_days_are_in_order_or_told(signed: date, published: date) -> None:
    entry = replace(GOOD, signed_on=signed, published_on=published)
    found = {each.rule.id for each in breaches(entry, AROUND)}
    assert ("D-3" in found) == (published < signed)
