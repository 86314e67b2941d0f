"""The period of a consultation: the least by matter, what a notice prints, what the public really has."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from base.config import Consulting
from base.workdays import Calendar
from registry.consultations.rules.period import Least, Length, Period, least, measured
from registry.consultations.rules.terms import Matter

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
between = Calendar().between
DECEMBER = Period(date(2026, 12, 1), date(2026, 12, 30))


def test_every_matter_has_a_least_length_in_the_settings_of_a_fresh_installation() -> None:
    assert all(least(Consulting.days, matter).count for matter in Matter)


def test_rules_and_major_decisions_take_thirty_days_and_other_papers_seven_working_days() -> None:
    assert least(Consulting.days, Matter.RULE) == Least(30)
    assert least(Consulting.days, Matter.MAJOR_DECISION) == Least(30)
    assert least(Consulting.days, Matter.NORMATIVE_DOCUMENT) == Least(7, working=True)


def test_the_announced_length_counts_the_first_and_the_last_printed_day() -> None:
    assert DECEMBER.announced(between) == Length(30, 22)


def test_the_day_of_publication_is_not_counted() -> None:
    assert DECEMBER.real(date(2026, 12, 1), between).days == 29
    assert DECEMBER.real(date(2026, 11, 30), between).days == 30


def test_days_before_the_first_printed_day_count_for_nothing() -> None:
    assert DECEMBER.real(date(2026, 10, 1), between) == DECEMBER.announced(between)


def test_a_notice_that_comes_out_late_says_both_lengths() -> None:
    told = measured(DECEMBER, date(2026, 12, 4), Least(30), between)
    assert told.sentence == "公告载明 30 日，自实际发布之日起 26 日（晚于所载起始日发布）"
    assert told.short
    assert told.shortfall == "自实际发布之日起的期限为 26 日，少于 30 日"


def test_a_notice_of_thirty_days_published_on_its_first_day_needs_no_reason() -> None:
    told = measured(DECEMBER, date(2026, 12, 1), Least(30), between)
    assert (told.short, told.shortfall) == (False, "")
    assert told.sentence == "公告载明 30 日，自实际发布之日起 29 日"


def test_a_notice_of_twenty_nine_days_needs_its_reason() -> None:
    short = Period(date(2026, 12, 1), date(2026, 12, 29))
    told = measured(short, date(2026, 11, 30), Least(30), between)
    assert told.shortfall == "公告载明的期限为 29 日，少于 30 日"


def test_working_days_are_counted_by_the_table_of_holidays() -> None:
    free = Calendar({date(2026, 12, 2): False}, frozenset({2026}))
    week = Period(date(2026, 12, 1), date(2026, 12, 9))
    assert not measured(week, date(2026, 11, 30), Least(7, working=True), free.between).announced.meets(
        Least(7, working=True)
    )
    assert week.announced(between).meets(Least(7, working=True))


def test_a_matter_that_the_setting_does_not_name_has_no_least_length() -> None:
    assert least("rule=30", Matter.OTHER) == Least(0)


@given(DAYS, st.integers(-5, 90), DAYS)
def test_the_public_never_has_longer_than_was_announced(first: date, more: int, published: date) -> None:
    period = Period(first, first + timedelta(days=more))
    announced, real = period.announced(between), period.real(published, between)
    assert 0 <= real.days <= announced.days
    assert 0 <= real.workdays <= real.days


@given(DAYS, st.integers(0, 90), st.integers(-5, 90), st.integers(1, 60), st.booleans())
def test_a_day_more_never_makes_a_period_too_short(
    first: date, more: int, after: int, count: int, working: bool
) -> None:
    wanted, out = Least(count, working), first + timedelta(days=after)
    shorter = measured(Period(first, first + timedelta(days=more)), out, wanted, between)
    longer = measured(Period(first, first + timedelta(days=more + 1)), out, wanted, between)
    assert shorter.short or not longer.short


@given(DAYS, st.integers(0, 90), st.integers(0, 90))
def test_coming_out_a_day_later_takes_a_day_at_most(first: date, more: int, after: int) -> None:
    period, out = Period(first, first + timedelta(days=more)), first + timedelta(days=after)
    now, later = (period.real(day, between).days for day in (out, out + timedelta(days=1)))
    assert now - 1 <= later <= now
