"""A day is a day in Hangzhou, wherever the server runs."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from base import clock

PROJECT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-07-31T15:59:59", "2026-07-31"),
        ("2026-07-31T16:00:00", "2026-08-01"),
        ("2026-12-31T16:00:00", "2027-01-01"),
    ],
)
def test_the_day_begins_at_midnight_in_shanghai(moment: str, day: str) -> None:
    clock.set_moment(datetime.fromisoformat(moment).replace(tzinfo=UTC))
    assert clock.today().isoformat() == day


@pytest.mark.parametrize("zone", ["UTC", "America/Los_Angeles", "Asia/Shanghai"])
def test_the_zone_of_the_server_does_not_matter(zone: str) -> None:
    words = (
        "from base import clock; n = clock.now(); print(n.utcoffset(), clock.today() - clock.local(n).date())"
    )
    done = subprocess.run(
        [sys.executable, "-c", words],
        capture_output=True,
        text=True,
        check=True,
        cwd=PROJECT,
        env={"TZ": zone},
    )
    assert done.stdout.split() == ["0:00:00", "0:00:00"]


def test_a_held_clock_stands_still_and_runs_again() -> None:
    held = datetime(2021, 8, 1, tzinfo=timezone(timedelta(hours=8)))
    clock.set_moment(held)
    assert clock.now() == held
    assert clock.now().tzinfo is UTC
    clock.set_moment(None)
    assert clock.now() > held
