"""Failed attempts (登录失败): each makes the next wait longer, and too many close the door for a while.

Counted by the account's name and by the network address. Every attempt is charged before the password is
looked at, so that fifty at once are fifty attempts; a success gives the account's charges back.
"""

import hashlib
import ipaddress
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from base import clock
from base.config import Entry
from base.errors import RegistryError
from base.staff import audit
from base.staff.tables import Account, Attempt

KEPT = timedelta(days=1)
NOT_AN_ACCOUNT = "?"


class Locked(RegistryError):
    """Too many failures: nobody gets in by this name, or from this address, until some time has passed."""

    code = "locked"
    status = 429


@dataclass(frozen=True, slots=True)
class Knock:
    """One attempt: under which name it is counted, and from where it came."""

    name: str
    address: str


def knock(session: Session, typed: str, address: str) -> Knock:
    """How an attempt is counted; what was typed is kept only where it is an account's name.

    People type their password into the wrong field: it must not stand in a table.
    """
    name = account_name(typed)
    known = session.scalars(select(Account.id).where(Account.name == name)).first() is not None
    digest = hashlib.sha256(name.encode()).hexdigest()[:16]
    return Knock(name if known else NOT_AN_ACCOUNT + digest, network(address))


def account_name(typed: str) -> str:
    """The name of an account as it is kept.

    >>> account_name(" Zhang.San ")
    'zhang.san'
    """
    return typed.strip().casefold()[:60]


def network(address: str) -> str:
    """What one subscriber has: an address of IPv4, the 64-bit network of IPv6.

    >>> network("10.0.0.7"), network("2001:db8:1:2:3:4:5:6"), network("")
    ('10.0.0.7', '2001:db8:1:2::/64', '')
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address[:60]
    if isinstance(found, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)


def wait_after(failures: int, tries: int, lock: timedelta) -> timedelta:
    """How long to wait after so many failures in a row, the last included.

    >>> [wait_after(count, 5, timedelta(minutes=30)).total_seconds() for count in range(6)]
    [0.0, 0.0, 1.0, 2.0, 4.0, 1800.0]
    """
    if failures >= tries:
        return lock
    return min(timedelta(seconds=2 ** (failures - 2)), lock) if failures > 1 else timedelta()


def charge(session: Session, attempt: Knock, rules: Entry) -> None:
    """Count this attempt as failed until it succeeds; raises Locked while one has to wait."""
    # Of several at once each must see those before it.
    audit.turn(session)
    now = clock.now()
    until = max(held_until(session, attempt, rules), now)
    if until > now:
        raise Locked(f"尝试次数过多，请在 {_printed(until - now)}后再试。忘记口令请联系系统管理员重置。")
    kept = max(KEPT, timedelta(minutes=2 * rules.lock_minutes))
    session.execute(delete(Attempt).where(Attempt.at < now - kept))
    session.add(Attempt(name=attempt.name, address=attempt.address, at=now))


def held_until(session: Session, attempt: Knock, rules: Entry) -> datetime:
    """The moment from which an attempt is taken again; long ago where nothing stands in its way."""
    lock = timedelta(minutes=rules.lock_minutes)
    of_name = counting(_moments(session, Attempt.name == attempt.name, lock), clock.now(), lock)
    of_address = counting(_moments(session, Attempt.address == attempt.address, lock), clock.now(), lock)
    waits = [moments[-1] + wait_after(len(moments), rules.tries, lock) for moments in [of_name] if moments]
    if len(of_address) >= rules.address_tries:
        waits.append(of_address[-1] + lock)
    return max(waits, default=clock.now() - lock)


def counting(moments: Sequence[datetime], now: datetime, lock: timedelta) -> Sequence[datetime]:
    """The failures that count now: those within one lock's length before the last, while that is not over.

    Counted back from the last one: counted back from now, a lock would open as soon as its first failure
    is half an hour old.
    """
    if not moments or moments[-1] + lock <= now:
        return ()
    return [moment for moment in moments if moment > moments[-1] - lock]


def _moments(session: Session, whose: ColumnElement[bool], lock: timedelta) -> Sequence[datetime]:
    asked = select(Attempt.at).where(whose, Attempt.at > clock.now() - 2 * lock).order_by(Attempt.at)
    return session.scalars(asked).all()


def failures_of(session: Session, name: str, rules: Entry) -> int:
    """How many failures of this name count now."""
    lock = timedelta(minutes=rules.lock_minutes)
    return len(counting(_moments(session, Attempt.name == name, lock), clock.now(), lock))


def forgive(session: Session, name: str) -> int:
    """Forget the failures of this name; gives how many there were."""
    held = session.scalars(select(Attempt).where(Attempt.name == name)).all()
    for attempt in held:
        session.delete(attempt)
    return len(held)


def _printed(span: timedelta) -> str:
    seconds = math.ceil(span.total_seconds())
    return f"{seconds} 秒" if seconds < 60 else f"{-(-seconds // 60)} 分钟"  # noqa: PLR2004  # a minute
