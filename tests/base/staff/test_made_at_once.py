"""Two who make the same thing at the same moment: one does, the other is told which field to change."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy.orm import Session

from base.config import Config
from base.db import Database
from base.forms import Faults
from base.staff import accounts, units
from base.staff.accounts import Person
from base.staff.roles import Actor, at_the_console
from base.staff.units import UnitOrder

HERE = at_the_console()


def make_unit(session: Session, _config: Config, by: Actor) -> None:
    units.create(session, UnitOrder("澄江省生态环境厅", "水生态环境处"), by=by)


def make_account(session: Session, config: Config, by: Actor) -> None:
    accounts.create(session, "zhang.san", Person("张三"), config.entry, by=by)


@pytest.mark.parametrize("make", [make_unit, make_account])
def test_of_two_at_once_one_is_told_that_the_name_is_taken(
    database: Database, config: Config, make: Callable[[Session, Config, Actor], None]
) -> None:
    start = Barrier(2)

    def attempt(_place: int) -> str:
        start.wait(timeout=30)
        try:
            with database.transaction() as session:
                make(session, config, HERE)
        except Faults as wrong:
            return ",".join(wrong.fields)
        return "made"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(attempt, range(2))) == ["made", "name"]
