"""Rights (授权): the security administrator grants roles, opens locks, takes lost factors off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from base.forms import Faults
from base.staff import audit, locks, sign_ins
from base.staff.access import Forbidden
from base.staff.accounts import Impossible
from base.staff.roles import Actor, Role
from base.staff.tables import Account, Attempt

SHOWN = 100


@dataclass(frozen=True, slots=True)
class Failure:
    """A failed attempt as the security administrator sees it; `known` is False where no account was meant."""

    name: str
    known: bool
    address: str
    at: datetime


def grant(session: Session, row: Account, role: Role | None, reason: str, *, by: Actor) -> None:
    """Give an account its one role, or take it away with None; every sign-in of it ends.

    Raises Forbidden for one's own account, Impossible for a closed one, Faults where it has this role.
    """
    if row.id == by.account_id:
        raise Forbidden("不能给自己授予或者收回角色，请由另一位安全管理员办理。")
    wished = role.value if role else ""
    if row.closed_at is not None:
        raise Impossible(f"账户“{row.name}”已经停用，不能授予角色；请先由系统管理员恢复。")
    if row.role == wished:
        raise Faults({"role": "这个账户现在就是这个角色"})
    before, row.role = {"role": row.role}, wished
    # What one may do is asked at every request; but nobody shall find himself somebody else in mid-work.
    sign_ins.end_all(session, row.id)
    deed = "role.grant" if role else "role.take"
    audit.record(
        session, by, deed, f"account:{row.id}", before=before, after={"role": wished, "reason": reason}
    )


def unlock(session: Session, row: Account, *, by: Actor) -> int:
    """Forget the failed attempts of an account; gives how many there were."""
    count = locks.forgive(session, row.name)
    audit.record(session, by, "account.unlock", f"account:{row.id}", after={"failures": count})
    return count


def add_factor(session: Session, row: Account, seal: str, step: int, *, by: Actor) -> None:
    """Give an account its second factor, sealed; its owner has just shown the code of `step`, now used."""
    row.totp_secret, row.totp_step = seal, step
    audit.record(session, by, "second_factor.add", f"account:{row.id}")


def drop_factor(session: Session, row: Account, reason: str, *, by: Actor) -> None:
    """Take the second factor off, where the phone is lost; raises Impossible where there is none."""
    if not row.totp_secret:
        raise Impossible(f"账户“{row.name}”没有启用动态口令，不必解除。")
    row.totp_secret = ""
    if by.account_id != row.id:
        sign_ins.end_all(session, row.id)
    audit.record(session, by, "second_factor.drop", f"account:{row.id}", after={"reason": reason})


def failures(session: Session, name: str = "") -> Sequence[Failure]:
    """The failed attempts of the last day, newest first; of one account, or of all."""
    asked = select(Attempt).order_by(Attempt.at.desc()).limit(SHOWN)
    if name:
        asked = asked.where(Attempt.name == name)
    return [
        Failure(row.name, not row.name.startswith(locks.NOT_AN_ACCOUNT), row.address, row.at)
        for row in session.scalars(asked)
    ]
