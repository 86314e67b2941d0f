"""The audit trail (审计): every deed in the transaction that did it, each row chained to the one before.

A row's `link` is an HMAC over its contents and the link before it, with a key that is not in the database:
who can write the database can neither change, take out, nor add a row without `check` saying so. Triggers
forbid UPDATE and DELETE (migrations); that the last rows are there is told by a sealed count.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import JSON, Integer, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from base import clock
from base.db import Moment, Table
from base.staff.roles import Actor


class AuditRow(Table):
    """One deed (审计记录): who, when, from where, what before, what after."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment, index=True)
    account_id: Mapped[int | None] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(String(60), index=True)
    role: Mapped[str] = mapped_column(String(30))
    address: Mapped[str] = mapped_column(String(60))
    # What was done (`marking.repeal`), and to what (`document:12`).
    deed: Mapped[str] = mapped_column(String(60), index=True)
    subject: Mapped[str] = mapped_column(String(120), index=True)
    before: Mapped[dict[str, object] | None] = mapped_column(JSON(none_as_null=True))
    after: Mapped[dict[str, object] | None] = mapped_column(JSON(none_as_null=True))
    link: Mapped[str] = mapped_column(String(64))


class AuditSeal(Table):
    """One row: how many deeds there are and the link of the last, sealed."""

    __tablename__ = "audit_seal"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    count: Mapped[int] = mapped_column(Integer)
    link: Mapped[str] = mapped_column(String(64))
    seal: Mapped[str] = mapped_column(String(64))


def record(
    session: Session,
    actor: Actor,
    deed: str,
    subject: str,
    *,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> AuditRow:
    """Write one deed down, in the transaction that does it; values must be what JSON can hold."""
    row = AuditRow(
        at=clock.now(),
        account_id=actor.account_id,
        name=actor.name,
        role=actor.role.value if actor.role else "",
        address=actor.address,
        deed=deed,
        subject=subject,
        before=dict(before) if before is not None else None,
        after=dict(after) if after is not None else None,
        link="",
    )
    session.add(row)
    session.flush()
    return row
