"""Sign-ins (登录会话): the browser holds a token, the database its SHA-256; who it is is asked every time."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from base import clock
from base.config import Config, Entry
from base.staff.roles import Actor, Role
from base.staff.tables import Account, SignIn, Unit, UnitKind

# Who uses the site is written down at most so often: a page must not cost a write.
SEEN_EVERY = timedelta(minutes=1)
# The accounts of the demonstration open nothing but a site on one's own machine.
SAMPLE = "sample"
CHANGE_FIRST = "这是他人为您设置的口令，请先修改后再使用。"
ADD_FACTOR = "本站要求使用动态口令，请先启用后再使用。"


@dataclass(frozen=True, slots=True)
class Held:
    """A living sign-in: who it is, and whether it is time to write down that they are here."""

    sign_in_id: int
    actor: Actor
    due: bool


def begin(session: Session, account: Account, address: str) -> str:
    """Begin a sign-in; gives the token, which is kept nowhere but in the browser."""
    token, now = secrets.token_urlsafe(32), clock.now()
    session.add(
        SignIn(
            token_hash=digest(token), account_id=account.id, begun_at=now, seen_at=now, address=address[:60]
        )
    )
    return token


def find(session: Session, token: str, config: Config, address: str) -> Held | None:
    """Who holds this token; None when it ended, timed out, or its account was closed. One indexed read."""
    asked = (
        select(SignIn, Account, Unit)
        .join(Account, Account.id == SignIn.account_id)
        .outerjoin(Unit, Unit.id == Account.unit_id)
        .where(SignIn.token_hash == digest(token))
    )
    found = session.execute(asked).first()
    if found is None:
        return None
    sign_in, account, unit = found
    now = clock.now()
    if not living(sign_in, now, config.entry) or not open_to(account, config):
        return None
    due = now - sign_in.seen_at >= min(SEEN_EVERY, timedelta(minutes=config.entry.idle_minutes) / 2)
    return Held(sign_in.id, who(account, unit, address, held(account, now, config.entry)), due)


def living(sign_in: SignIn, now: datetime, rules: Entry) -> bool:
    """Whether a sign-in still holds: not ended, not idle for too long, not older than a working day."""
    idle, whole = timedelta(minutes=rules.idle_minutes), timedelta(hours=rules.session_hours)
    return sign_in.ended_at is None and now - sign_in.seen_at < idle and now - sign_in.begun_at < whole


def open_to(account: Account, config: Config) -> bool:
    """Whether somebody may be signed in by this account at all."""
    sample = account.recorded_by == SAMPLE
    return account.closed_at is None and (not sample or demonstrating(config))


def demonstrating(config: Config) -> bool:
    """Whether nobody but who sits at this machine reaches the site."""
    return config.on_loopback and not config.entry.trusted_proxies


def who(account: Account, unit: Unit | None, address: str, holding: str = "") -> Actor:
    """The actor that an account is now."""
    return Actor(
        account.id,
        account.name,
        account.full_name,
        Role(account.role) if account.role else None,
        unit.id if unit else None,
        unit.name if unit else "",
        unit.organ if unit else "",
        lower=unit is not None and unit.kind == UnitKind.BUREAU,
        address=address,
        held=holding,
    )


def held(account: Account, now: datetime, rules: Entry) -> str:
    """What somebody has to do before anything else, in a sentence; empty when nothing."""
    if account.must_change:
        return CHANGE_FIRST
    if rules.password_days and now - account.password_set_at >= timedelta(days=rules.password_days):
        return f"口令已使用 {rules.password_days} 天，请先更换后再使用。"
    if rules.second_factor == "required" and not account.totp_secret:
        return ADD_FACTOR
    return ""


def seen(session: Session, sign_in_id: int) -> None:
    """Write down that somebody is still here."""
    session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(seen_at=clock.now()))


def end(session: Session, token: str) -> None:
    """End the sign-in of this token."""
    asked = update(SignIn).where(SignIn.token_hash == digest(token), SignIn.ended_at.is_(None))
    session.execute(asked.values(ended_at=clock.now()))


def end_all(session: Session, account_id: int, *, but: str = "") -> None:
    """End every sign-in of an account, except the one of the token `but`."""
    asked = update(SignIn).where(SignIn.account_id == account_id, SignIn.ended_at.is_(None))
    session.execute(asked.where(SignIn.token_hash != digest(but)).values(ended_at=clock.now()))


def digest(token: str) -> str:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
