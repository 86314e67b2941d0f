"""The first accounts (首批账户): three administrators, their one-time passwords in a file of mode 0600."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from base.config import Config, Entry
from base.db import Database
from base.staff import accounts, audit, rights
from base.staff.accounts import Person
from base.staff.roles import Actor, Role, at_the_console

FILE = "first-accounts.txt"
ADMINISTRATORS = (
    ("system", Role.SYSTEM_ADMINISTRATOR),
    ("security", Role.SECURITY_ADMINISTRATOR),
    ("audit", Role.AUDITOR),
)
HEAD = "首批账户的一次性口令：首次登录时须修改。交给本人后请删除这个文件。"
REASON = "首次启动"


@dataclass(frozen=True, slots=True)
class Issued:
    """An account that was made, and its password in the clear, for the one file or line that shows it."""

    name: str
    password: str
    words: str


def ensure(database: Database, config: Config) -> Path | None:
    """Make the three administrators where there is no account at all; gives the file of their passwords.

    The file is written before the accounts stand: a crash leaves passwords without accounts, never the
    other way round.
    """
    with database.transaction() as session:
        # Of two first starts the second waits here, and then finds accounts.
        audit.turn(session)
        if accounts.exist(session):
            return None
        issued = [_administrator(session, name, role, config.entry) for name, role in ADMINISTRATORS]
        return write(config.data, HEAD, issued)


def issue(session: Session, name: str, person: Person, role: Role, rules: Entry, *, by: Actor) -> Issued:
    """Make an account with its role at once: what only the server's own command line may do."""
    row, password = accounts.create(session, name, person, rules, by=by)
    rights.grant(session, row, role, REASON, by=by)
    return Issued(row.name, password, f"{role.label} {person.full_name}")


def write(data: Path, head: str, issued: Iterable[Issued]) -> Path:
    """Add accounts to the file of first passwords, which nobody but its owner may read."""
    place = data / FILE
    descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(f"{head}\n")
        file.writelines(f"{one.name}\t{one.password}\t{one.words}\n" for one in issued)
    return place


def _administrator(session: Session, name: str, role: Role, rules: Entry) -> Issued:
    return issue(session, name, Person(role.label), role, rules, by=at_the_console("首次启动"))
