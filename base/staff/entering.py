"""Entering (登录): name, password and, where there is one, second factor; every failure looks the same."""

from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from base import clock
from base.config import Config, Entry
from base.db import Database
from base.errors import RegistryError
from base.forms import Faults
from base.staff import audit, factor, locks, passwords, sign_ins
from base.staff.locks import Knock
from base.staff.roles import Actor
from base.staff.tables import Account

UNKNOWN = "（没有这个账户）"


class Refused(RegistryError):
    """The name, the password or the code is wrong; which of them is not told."""

    code = "refused"
    status = 401


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed to get in, and from which address."""

    name: str
    password: str
    code: str
    address: str


@dataclass(frozen=True, slots=True)
class _Seen:
    """An account as it was when the password was looked at."""

    id: int
    password_hash: str
    totp_secret: str
    totp_step: int


def enter(database: Database, typed: Typed, config: Config, secret_key: str) -> tuple[str, Actor]:
    """Begin a sign-in and give its token and its person; raises Refused or Locked.

    Three steps, because a password takes 0.1 s to look at: charge the attempt, look, write the outcome.
    """
    with database.transaction() as session:
        attempt = locks.knock(session, typed.name, typed.address)
        locks.charge(session, attempt, config.entry)
        account = _account(session, attempt, config)
    right = passwords.matches(account.password_hash if account else "", typed.password)
    step = _step(account, typed.code, secret_key, config) if account else None
    outcome = None
    with database.transaction() as session:
        if account is not None and right and step is not None:
            outcome = _succeed(session, account, step, typed, config)
        if outcome is None:
            _fail(session, attempt, typed, config)
    if outcome is None:
        raise Refused("账户名、口令或者动态口令不正确。")
    return outcome


def prove(database: Database, who: Actor, password: str, rules: Entry) -> None:
    """Look at the password of somebody who is signed in; raises Faults where it is wrong, or Locked.

    Charged like a sign-in: a browser left open must not be a place to try passwords at.
    """
    with database.transaction() as session:
        locks.charge(session, locks.knock(session, who.name, who.address), rules)
        kept = session.get_one(Account, who.account_id).password_hash
    if not passwords.matches(kept, password):
        raise Faults({"current": "现在的口令不正确"})
    with database.transaction() as session:
        locks.forgive(session, who.name)


def _account(session: Session, attempt: Knock, config: Config) -> _Seen | None:
    row = session.scalars(select(Account).where(Account.name == attempt.name)).first()
    if row is None or not sign_ins.open_to(row, config):
        return None
    return _Seen(row.id, row.password_hash, row.totp_secret, row.totp_step)


def _step(account: _Seen, code: str, secret_key: str, config: Config) -> int | None:
    """The time step of the code; 0 where none is asked for."""
    if not account.totp_secret or config.entry.second_factor == "off":
        return 0
    secret = factor.opened(account.totp_secret, account.id, secret_key)
    return factor.step_of(secret, code, clock.now(), account.totp_step)


def _succeed(
    session: Session, seen: _Seen, step: int, typed: Typed, config: Config
) -> tuple[str, Actor] | None:
    audit.turn(session)
    account = session.get_one(Account, seen.id, with_for_update=True, populate_existing=True)
    changed = account.password_hash != seen.password_hash or not sign_ins.open_to(account, config)
    if changed or (step and not _use(session, account, step)):
        return None
    if passwords.outgrown(account.password_hash):
        account.password_hash = passwords.hashed(typed.password)
    locks.forgive(session, account.name)
    person = sign_ins.who(account, account.unit, typed.address)
    token = sign_ins.begin(session, account, typed.address)
    after = {"second_factor": bool(step)}
    audit.record(session, person, "sign_in.success", f"account:{account.id}", after=after)
    return token, person


def _use(session: Session, account: Account, step: int) -> bool:
    """Whether the code of this step was not used yet; of two at once one is told so."""
    unused = Account.id == account.id, Account.totp_step < step
    return bool(
        session.scalars(update(Account).where(*unused).values(totp_step=step).returning(Account.id)).all()
    )


def _fail(session: Session, attempt: Knock, typed: Typed, config: Config) -> None:
    known = not attempt.name.startswith(locks.NOT_AN_ACCOUNT)
    somebody = Actor(None, attempt.name if known else UNKNOWN, "", None, address=typed.address)
    failures = locks.failures_of(session, attempt.name, config.entry)
    subject = f"account:{attempt.name}"
    audit.record(session, somebody, "sign_in.failure", subject, after={"failures": failures})
    if failures >= config.entry.tries:
        after = {"minutes": config.entry.lock_minutes}
        audit.record(session, somebody, "sign_in.lock", subject, after=after)
