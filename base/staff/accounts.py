"""Accounts (账户): made, changed, closed and reopened by the system administrator; never deleted.

Whoever makes accounts grants no roles, and resets no password of another administrator: the three are kept
apart (GB/T 22239-2019 8.1.4). For those the server's own command line stands.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from base import clock
from base.config import Entry
from base.errors import NotFound, RegistryError
from base.forms import Faults
from base.staff import audit, locks, passwords, sign_ins
from base.staff.access import Forbidden
from base.staff.roles import Actor, Role
from base.staff.tables import Account

NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}", re.ASCII)
NAME_RULE = "账户名由 2 至 40 个小写字母、数字、点、横线组成，以字母或者数字开头"
ADMINISTRATORS = frozenset({Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDITOR})


class Impossible(RegistryError):
    """The account is not in the state for this."""

    code = "not-possible"
    status = 409


@dataclass(frozen=True, slots=True)
class Person:
    """What an account says of its person; the role is granted apart."""

    full_name: str
    unit_id: int | None = None
    email: str = ""


def find(session: Session, key: int) -> Account:
    """The account; raises NotFound."""
    row = session.get(Account, key)
    if row is None:
        raise NotFound(f"没有编号为 {key} 的账户")
    return row


def named(session: Session, name: str) -> Account | None:
    """The account of this name."""
    return session.scalars(select(Account).where(Account.name == locks.account_name(name))).first()


def find_named(session: Session, name: str) -> Account:
    """The account of this name; raises NotFound."""
    row = named(session, name)
    if row is None:
        raise NotFound(f"没有账户“{locks.account_name(name)}”")
    return row


def every(session: Session) -> Sequence[Account]:
    """All accounts, the living ones first."""
    order = (Account.closed_at.is_not(None), Account.name)
    return session.scalars(select(Account).options(joinedload(Account.unit)).order_by(*order)).all()


def exist(session: Session) -> bool:
    """Whether there is any account."""
    return session.scalars(select(Account.id).limit(1)).first() is not None


def create(
    session: Session, name: str, person: Person, rules: Entry, *, by: Actor, password: str = ""
) -> tuple[Account, str]:
    """Make an account without a role; gives it and its password, made up unless one is given.

    The person has to change it at the first sign-in. Raises Faults where the name is taken or unfit.
    """
    name = locks.account_name(name)
    if not NAME.fullmatch(name):
        raise Faults({"name": NAME_RULE})
    # Two at once: the second looks when it can see what the first one made.
    audit.turn(session)
    if named(session, name) is not None:
        raise Faults({"name": f"账户名“{name}”已被使用（停用的账户名也不再发给他人）"})
    chosen = password or passwords.one_time(rules)
    row = Account(
        name=name,
        full_name=person.full_name,
        unit_id=person.unit_id,
        email=person.email,
        password_hash=passwords.hashed(chosen),
        password_set_at=clock.now(),
        recorded_at=clock.now(),
        recorded_by=by.name[:60],
    )
    session.add(row)
    session.flush()
    audit.record(session, by, "account.create", _subject(row), after={"name": name, **_stated(row)})
    return row, chosen


def change(session: Session, row: Account, person: Person, *, by: Actor) -> None:
    """Correct the name, unit or mail address of a person; who loses a unit loses what belongs to it."""
    before = _stated(row)
    row.full_name, row.unit_id, row.email = person.full_name, person.unit_id, person.email
    audit.record(session, by, "account.change", _subject(row), before=before, after=_stated(row))


def close(session: Session, row: Account, reason: str, *, by: Actor) -> None:
    """Close an account at once, on every machine; raises Impossible or Forbidden where that must not be."""
    _refuse_oneself(row, by)
    if row.closed_at is not None:
        raise Impossible(f"账户“{row.name}”已经停用，不必再停用。")
    row.closed_at = clock.now()
    sign_ins.end_all(session, row.id)
    audit.record(session, by, "account.close", _subject(row), after={"reason": reason})


def reopen(session: Session, row: Account, reason: str, rules: Entry, *, by: Actor) -> str:
    """Open a closed account again, with a new password, which it gives, and without its former role."""
    if row.closed_at is None:
        raise Impossible(f"账户“{row.name}”没有停用，不必恢复。")
    before = {"role": row.role}
    row.closed_at, row.role = None, ""
    audit.record(session, by, "account.reopen", _subject(row), before=before, after={"reason": reason})
    return _set_anew(session, row, rules)


def reset_password(session: Session, row: Account, rules: Entry, *, by: Actor) -> str:
    """Set a made-up password and give it; every sign-in of the account ends.

    Raises Forbidden for the account of an administrator: who may set the passwords of all three is all three.
    """
    if by.account_id is not None and row.role in ADMINISTRATORS:
        raise Forbidden(
            f"管理员账户“{row.name}”的口令不能在此重置：请在服务器上执行 ./run reset-password {row.name}"
        )
    audit.record(session, by, "account.reset_password", _subject(row))
    return _set_anew(session, row, rules)


def change_password(session: Session, row: Account, new: str, token: str, *, by: Actor) -> None:
    """Set the password somebody chose himself; other sign-ins end. The caller looked at the old one."""
    row.password_hash, row.password_set_at, row.must_change = passwords.hashed(new), clock.now(), False
    sign_ins.end_all(session, row.id, but=token)
    audit.record(session, by, "account.change_password", _subject(row))


def _set_anew(session: Session, row: Account, rules: Entry) -> str:
    password = passwords.one_time(rules)
    row.password_hash, row.password_set_at, row.must_change = passwords.hashed(password), clock.now(), True
    sign_ins.end_all(session, row.id)
    locks.forgive(session, row.name)
    return password


def _refuse_oneself(row: Account, by: Actor) -> None:
    if row.id == by.account_id:
        raise Forbidden("不能停用自己的账户，请由另一位系统管理员办理。")


def _subject(row: Account) -> str:
    return f"account:{row.id}"


def _stated(row: Account) -> dict[str, object]:
    return {"full_name": row.full_name, "unit_id": row.unit_id, "email": row.email}
