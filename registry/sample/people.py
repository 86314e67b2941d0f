"""Sample accounts (示例账户): one for each role, in the fictional department of the sample documents."""

from pathlib import Path

from base.config import Config
from base.db import Database
from base.staff import accounts, audit, first, sign_ins, units
from base.staff.accounts import Person
from base.staff.first import Issued
from base.staff.roles import Role, at_the_console
from base.staff.tables import UnitKind
from base.staff.units import UnitOrder

DEPARTMENT = "澄江省生态环境厅"
LEGAL = UnitOrder(DEPARTMENT, "法规与标准处")
WATER = UnitOrder(DEPARTMENT, "水生态环境处")
OFFICE = UnitOrder(DEPARTMENT, "办公室")
BUREAU = UnitOrder("云州市生态环境局", "云州市生态环境局", UnitKind.BUREAU)
STAFF = (
    ("drafter", "苏水清", Role.DRAFTER, WATER),
    ("legal", "方正", Role.LEGAL_OFFICER, LEGAL),
    ("publisher", "白文", Role.PUBLISHER, OFFICE),
    ("bureau", "云帆", Role.DRAFTER, BUREAU),
)
HEAD = "示例账户的口令（仅在本机演示时可以登录，不必修改）。"


def load(database: Database, config: Config) -> Path | None:
    """Make the sample accounts on a site that only this machine reaches; gives the file of passwords."""
    if not sign_ins.demonstrating(config):
        return None
    by = at_the_console(sign_ins.SAMPLE)
    issued: list[Issued] = []
    with database.transaction() as session:
        audit.turn(session)
        for name, full_name, role, order in STAFF:
            if accounts.named(session, name) is not None:
                continue
            home = units.named(session, order.organ, order.name) or units.create(session, order, by=by)
            one = first.issue(session, name, Person(full_name, home.id), role, config.entry, by=by)
            accounts.find_named(session, name).must_change = False
            issued.append(one)
        return first.write(config.data, HEAD, issued) if issued else None
