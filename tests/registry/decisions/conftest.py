"""A department that keeps a catalogue of its major decisions."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from base import clock, holidays
from base.db import Database
from base.staff.roles import Actor, Role
from base.staff.tables import Unit, UnitKind
from registry.decisions import catalogues, editions
from registry.decisions.catalogues import Entry
from registry.decisions.editions import Seen
from registry.decisions.rules.terms import ItemCategory
from registry.decisions.tables import CatalogueEdition, DecisionItem

DEPARTMENT = "澄江省生态环境厅"
NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)


@dataclass
class House:
    """The units and people of these tests."""

    database: Database
    water: int
    law: int
    office: int

    @property
    def legal(self) -> Actor:
        return self.person("fang", Role.LEGAL_OFFICER, self.law)

    @property
    def drafter(self) -> Actor:
        return self.person("su", Role.DRAFTER, self.water)

    @property
    def publisher(self) -> Actor:
        return self.person("bai", Role.PUBLISHER, self.office)

    def person(self, name: str, role: Role, unit: int) -> Actor:
        return Actor(1, name, name, role, unit, "", DEPARTMENT)

    def entry(self, name: str = "碳普惠行动方案", **more: Any) -> Entry:
        given: dict[str, Any] = {
            "basis": "《澄江省应对气候变化办法》",
            "category": ItemCategory.POLICY,
            "unit_id": self.water,
            "planned": "2026年第三季度",
            "planned_through": date(2026, 9, 30),
        }
        return Entry(name, **(given | more))

    def begun(self, session: Session, *names: str, year: int = 2026) -> tuple[CatalogueEdition, list[int]]:
        """A first edition in draft with these items."""
        edition = catalogues.open_year(session, year, by=self.legal)
        entries = [self.entry(name) for name in names or ("碳普惠行动方案",)]
        keys = [catalogues.add(session, edition.catalogue_id, each, by=self.legal).id for each in entries]
        return edition, keys

    def pass_on(self, session: Session, edition: CatalogueEdition) -> CatalogueEdition:
        """Consented to, submitted and published."""
        on, act = clock.today(), "厅党组会议纪要〔2026〕3号"
        edition = editions.consent(session, Seen(edition.id, edition.version), on, act, by=self.legal)
        edition = editions.submit(session, Seen(edition.id, edition.version), by=self.legal)
        return editions.publish(session, Seen(edition.id, edition.version), by=self.publisher)

    def published(self, *names: str) -> list[int]:
        """A published catalogue of 2026 with these items; gives their ids."""
        with self.database.transaction() as session:
            edition, keys = self.begun(session, *names)
            self.pass_on(session, edition)
            return keys

    def adjusted(self, change: Callable[[Session, CatalogueEdition], object]) -> None:
        """An adjustment, published."""
        with self.database.transaction() as session:
            row = catalogues.of_year(session, 2026)
            assert row is not None
            edition = editions.prepare(session, row.id, "工作调整", by=self.legal)
            change(session, edition)
            self.pass_on(session, edition)

    def removed(self, key: int, reason: str = "条件尚不成熟") -> None:
        """An adjustment that takes one item out."""
        self.adjusted(
            lambda session, _: catalogues.remove(
                session, key, session.get_one(DecisionItem, key).version, reason, by=self.legal
            )
        )


@pytest.fixture
def home(database: Database, hold_clock: Callable[[datetime], None]) -> Iterator[House]:
    """The department at noon of Monday 2 March 2026."""
    hold_clock(NOON)
    with database.transaction() as session:
        holidays.seed(session)
        units = [
            Unit(organ=DEPARTMENT, name=name, kind=UnitKind.OFFICE.value)
            for name in ("应对气候变化处", "法规与标准处", "办公室")
        ]
        session.add_all(units)
        session.flush()
        made = House(database, *(unit.id for unit in units))
    yield made
    clock.set_moment(None)
