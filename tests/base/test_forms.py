"""Forms: every fault at once, by field; nothing unknown, oversized or twofold gets through."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from base.forms import WHOLE, Faults, FormReader, kept
from base.term import Term


class Colour(Term):
    RED = "red", "红"
    BLUE = "blue", "蓝"


def reader(*pairs: tuple[str, str]) -> FormReader:
    return FormReader(MultiDict(pairs))


def faults(read: FormReader) -> dict[str, str]:
    with pytest.raises(Faults) as found:
        read.finish()
    return found.value.fields


def test_a_right_form_is_read_whole() -> None:
    read = reader(
        ("title", " 通知\r\n "),
        ("on", "2026-08-01"),
        ("colour", "red"),
        ("key", "12"),
        ("yes", "on"),
        ("csrf_token", "x"),
    )
    assert read.text("title", "标题", longest=9) == "通知"
    assert read.day("on", "日期") == date(2026, 8, 1)
    assert read.choice("colour", "颜色", Colour) is Colour.RED
    assert read.whole("key", "编号") == 12
    assert read.ticked("yes")
    assert not read.ticked("no")
    read.finish()


def test_every_fault_is_told_at_once() -> None:
    read = reader(("title", "长" * 12), ("on", "31/8"), ("colour", "green"), ("key", "-1"))
    read.text("title", "标题", longest=10)
    read.day("on", "日期")
    read.choice("colour", "颜色", Colour)
    read.whole("key", "编号")
    read.text("name", "姓名", longest=10, required=True)
    assert faults(read) == {
        "title": "标题最多 10 个字，现有 12 个",
        "on": faults_of_day("31/8"),
        "colour": "颜色“green”不在可选范围内",
        "key": "编号应为整数",
        "name": "请填写姓名",
    }


def faults_of_day(raw: str) -> str:
    return f"日期“日期={raw}”无法识别：请写成 2021-08-01 的形式，年份在 1900 至 2200 之间"


@pytest.mark.parametrize("raw", ["2026-02-30", "0000-00-00", "2026", "明天", "2201-01-01", "2026-8-1-1"])
def test_a_day_no_calendar_has_is_a_fault(raw: str) -> None:
    read = reader(("on", raw))
    assert read.day("on", "日期") is None
    assert "on" in faults(read)


@pytest.mark.parametrize("raw", ["1.5", "٨", "1e3", "9999999999", "+1", "0x1"])
def test_what_is_no_whole_number_is_a_fault(raw: str) -> None:
    read = reader(("key", raw))
    assert read.whole("key", "编号") is None
    assert faults(read) == {"key": "编号应为整数"}


def test_a_field_nobody_asked_for_is_a_fault() -> None:
    read = reader(("title", "通知"), ("published_at", "2020-01-01"), ("x" * 90, "1"))
    read.text("title", "标题", longest=10)
    found = faults(read)
    assert set(found) == {WHOLE}
    assert "published_at" in found[WHOLE]
    assert len(found[WHOLE]) < 90


def test_a_field_that_contradicts_itself_is_a_fault() -> None:
    read = reader(("on", "2026-08-01"), ("on", "2026-09-01"), ("title", "通知"), ("title", "通知"))
    read.day("on", "日期")
    read.text("title", "标题", longest=10)
    assert faults(read) == {"on": "日期填了不止一次，而且内容不同"}


@pytest.mark.parametrize("raw", ["a\x00b", "a\x1bb", "a\x7fb", "a\ufffeb"])
def test_a_sign_no_page_may_show_is_a_fault(raw: str) -> None:
    read = reader(("title", raw))
    assert read.text("title", "标题", longest=10) == ""
    assert "控制字符" in faults(read)["title"]


def test_a_password_keeps_its_spaces_and_must_be_there() -> None:
    read = reader(("password", " a b "))
    assert read.secret("password", "口令") == " a b "
    read.finish()
    read = reader(("password", "x" * 201))
    read.secret("password", "口令")
    read.secret("again", "再次输入的口令")
    assert faults(read) == {"password": "口令最多 200 个字符", "again": "请填写再次输入的口令"}


def test_many_values_are_counted_and_empty_ones_left_out() -> None:
    read = reader(("issuer", "甲"), ("issuer", ""), ("issuer", "乙"))
    assert read.many("issuer", "发文机关", most=2) == ("甲", "乙")
    read.finish()
    read = reader(*[("issuer", f"第{number}") for number in range(5)])
    assert len(read.many("issuer", "发文机关", most=2)) == 2
    assert faults(read) == {"issuer": "发文机关最多 2 项，现有 5 项"}


def test_the_first_fault_of_a_field_stays() -> None:
    read = reader()
    read.fault("a", "先")
    read.fault("a", "后")
    assert faults(read) == {"a": "先"}


def test_what_was_typed_is_kept_for_showing_again() -> None:
    assert kept({"a": "1", "b": "2"}, ("a", "c")) == {"a": "1", "c": ""}


@given(st.lists(st.tuples(st.text(max_size=20), st.text(max_size=60)), max_size=8))
def test_whatever_is_sent_is_read_or_refused_never_more(pairs: list[tuple[str, str]]) -> None:
    read = reader(*pairs)
    title, on = read.text("title", "标题", longest=10), read.day("on", "日期")
    assert len(title) <= 10
    known = {name for name, _ in pairs} <= {"title", "on", "csrf_token"}
    if read.faults or not known:
        assert faults(read)
    else:
        read.finish()
        assert on is None or on.year >= 1900
