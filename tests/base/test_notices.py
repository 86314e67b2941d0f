"""The notice of a year's holidays: pasted as it stands, or typed, with everything wrong told at once."""

from datetime import date, timedelta

import pytest
from chinese_calendar import constants
from hypothesis import given
from hypothesis import strategies as st

from base.notices import read, written

OF_2026 = """一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。"""


def test_the_notice_of_2026_is_read_as_it_was_published() -> None:
    found = read(OF_2026, 2026)
    expected = {day: False for day in constants.holidays if day.year == 2026}
    expected |= {day: True for day in constants.workdays if day.year == 2026}
    assert (found.faults, found.doubts) == ((), ())
    assert {day: works for day, (works, _) in found.days.items()} == expected
    assert found.days[date(2026, 2, 14)] == (True, "春节")


def test_what_is_written_is_read_again() -> None:
    days = read(OF_2026, 2026).days
    assert read(written(days), 2026).days == days


def test_a_span_of_days_is_one_line() -> None:
    found = read("2027-10-01 至 2027-10-07 休 国庆节", 2027)
    assert (len(found.days), found.faults) == (7, ())


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("2026-12-31 休 元旦", "不在2027年"),
        ("2027-03-08 班 春节", "是星期一，本来就上班"),
        ("2027-03-06 休 妇女节", "本来就是周末"),
        ("2027-02-30 休 春节", "历书上没有这一天"),
        ("2027-10-07 至 2027-10-01 休 国庆节", "起止日期颠倒"),
        ("2027-01-01 至 2027-12-31 休 全年", "超过 31 天"),
        ("2027年10月1日放假", ""),
        ("国庆节放假", "无法识别"),
        ("<script>alert(1)</script>", "无法识别"),
        ("2027-01-01休元旦", "无法识别"),
        ("长" * 401, "最多 400 个字"),
    ],
)
def test_every_fault_is_named_with_its_line(line: str, fault: str) -> None:
    found = read(f"2027-01-01 休 元旦\n{line}", 2027).faults
    assert (found == ()) if not fault else any(fault in sentence for sentence in found)


def test_the_same_day_twice_and_both_ways_are_told_apart() -> None:
    faults = read("2027-02-06 班 春节\n2027-02-06 班 春节\n2027-02-06 休 春节", 2027).faults
    assert any(sentence.startswith("第2行") and "重复" in sentence for sentence in faults)
    assert any(sentence.startswith("第3行") and "既列为放假，又列为上班" in sentence for sentence in faults)


def test_all_faults_are_told_at_once() -> None:
    assert len(read("2026-12-31 休 元旦\n2027-03-08 班 春节\n没有日子", 2027).faults) == 3


def test_an_empty_year_is_refused() -> None:
    assert "没有任何放假或者上班的日子" in read("\n \n", 2027).faults[0]


def test_a_gap_inside_a_holiday_is_doubted() -> None:
    doubts = read("2027-10-01 休 国庆节\n2027-10-04 至 2027-10-07 休 国庆节", 2027).doubts
    assert "“国庆节”的假期中间缺了2027-10-02至2027-10-03" in doubts


def test_a_year_without_the_days_of_the_regulation_is_doubted() -> None:
    assert any("2027-05-01" in doubt for doubt in read("2027-01-01 休 元旦", 2027).doubts)


def test_days_without_a_name_are_doubted() -> None:
    assert any("没有写明是什么节日" in doubt for doubt in read("2027-01-01 休", 2027).doubts)


def test_more_lines_than_any_notice_has_are_refused() -> None:
    assert read("2027-01-01 休 元旦\n" * 300, 2027).faults == ("最多 200 行，现有 301 行",)


@given(st.text(max_size=400), st.integers(2004, 2100))
def test_no_words_break_the_reading(words: str, year: int) -> None:
    found = read(words, year)
    assert found.faults or found.days


@given(st.sets(st.integers(0, 364), min_size=1, max_size=30))
def test_typed_days_come_back_as_typed(places: set[int]) -> None:
    days = {date(2027, 1, 1) + timedelta(days=n): (False, "节") for n in places}
    assert read(written(days), 2027).days == days
