"""The catalogue of the demonstration: one year, at different steps, adjusted once, honest about a breach."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from base import clock, holidays
from base.db import Database
from registry.decisions import sample
from registry.decisions.reads.years import read_year, years
from registry.decisions.rules.terms import ItemState
from registry.decisions.watching import watch

TODAY = date(2026, 12, 1)


def load(database: Database, store: Path) -> int:
    with database.transaction() as session:
        holidays.seed(session)
    return sample.load(database, store)


def test_the_sample_is_loaded_once(
    database: Database, tmp_path: Path, hold_clock: Callable[[date], None]
) -> None:
    hold_clock(TODAY)
    assert load(database, tmp_path) == 6
    assert sample.load(database, tmp_path) == 0


def test_the_sample_shows_every_state_and_an_adjustment(
    database: Database, tmp_path: Path, hold_clock: Callable[[date], None]
) -> None:
    hold_clock(TODAY)
    load(database, tmp_path)
    with database.reading() as session:
        held = read_year(session, 2026, clock.today())
        late = [duty.title for duty in watch().duties(session, TODAY)]
    assert len(held.editions) == 2
    assert {item.state for item in (*held.items, *held.removed)} == set(ItemState)
    assert late == ["“优化全省环境空气质量自动监测站网”的风险评估晚于计划"]
    assert held.items[1].breached


def test_the_sample_can_be_loaded_on_any_day(
    database: Database, tmp_path: Path, hold_clock: Callable[[date], None]
) -> None:
    hold_clock(date(2028, 2, 29))
    assert load(database, tmp_path) == 6
    with database.reading() as session:
        assert [each.year for each in years(session)] == [2027]
