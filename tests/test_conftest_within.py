"""The limit of time that tests ask for: it fails what is slow, on any machine, and only that."""

from collections.abc import Callable, Iterator
from time import perf_counter, process_time, sleep, thread_time
from typing import Any

import pytest


def busy(seconds: float) -> None:
    """Work of so many seconds of the processor."""
    until = process_time() + seconds
    while process_time() < until:
        pass


def clock_of(*spans: float) -> Callable[[], float]:
    """A clock on which a lap, the block and the second lap take so long, one after the other."""

    def moments() -> Iterator[float]:
        now = 0.0
        for span in spans:
            yield now
            now += span
            yield now

    return moments().__next__


def test_a_quick_block_is_within(within: Callable[..., Any]) -> None:
    with within(0.5):
        busy(0.01)


def test_a_slow_block_fails(within: Callable[..., Any]) -> None:
    # Fifty times what is allowed: no processor is so uneven.
    with pytest.raises(AssertionError, match="took"), within(0.01):
        busy(0.5)


def test_waiting_is_counted_only_by_the_clock_on_the_wall(within: Callable[..., Any]) -> None:
    with within(0.4):
        sleep(0.5)
    with pytest.raises(AssertionError), within(0.01, clock=perf_counter):
        sleep(0.5)


def test_the_work_of_a_lap_is_counted_by_every_clock(within: Callable[..., Any]) -> None:
    for clock in (process_time, thread_time, perf_counter):
        # Of a lap that is said to take a tenth of a millisecond every machine is slower than expected.
        with within(0.01, clock=clock, lap=0.0001):
            busy(0.1)


@pytest.mark.parametrize(
    ("before", "after"), [(1.0, 1.0), (0.2, 0.2), (0.0, 0.0)], ids=["as fast", "faster", "much faster"]
)
def test_a_machine_as_fast_or_faster_is_given_what_is_written(
    within: Callable[..., Any], before: float, after: float
) -> None:
    with within(3, clock=clock_of(before, 3.0, after), lap=1.0):
        pass
    with pytest.raises(AssertionError), within(3, clock=clock_of(before, 3.1, after), lap=1.0):
        pass


@pytest.mark.parametrize(("before", "after"), [(4.0, 1.0), (1.0, 4.0), (4.0, 4.0), (0.5, 4.0)])
def test_a_slower_machine_is_given_as_much_more(
    within: Callable[..., Any], before: float, after: float
) -> None:
    with within(3, clock=clock_of(before, 12.0, after), lap=1.0):
        pass
    with pytest.raises(AssertionError), within(3, clock=clock_of(before, 12.1, after), lap=1.0):
        pass


def test_the_failure_says_what_was_taken_what_was_allowed_and_by_how_much_slower(
    within: Callable[..., Any],
) -> None:
    with pytest.raises(AssertionError) as failed, within(3, clock=clock_of(2.0, 8.0, 2.5), lap=1.0):
        pass
    assert str(failed.value).startswith("took 8.00 s of 7.50 s (3 s, 2.50 times)")


def test_another_failure_of_the_block_is_told_as_it_is(within: Callable[..., Any]) -> None:
    with pytest.raises(ZeroDivisionError), within(0.0):
        _ = 1 / 0
