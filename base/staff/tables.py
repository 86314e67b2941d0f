"""The tables of the staff: units, accounts, sign-ins and failed attempts."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from base.db import Moment, Table
from base.term import Term


class UnitKind(Term):
    """What a unit is to the department (单位性质)."""

    OFFICE = "office", "处室"
    INSTITUTE = "institute", "直属单位"
    BUREAU = "bureau", "下级局"


class Unit(Table):
    """A unit (处室、直属单位、下级局) of an organ, by the organ's name; it drafts, and therefore explains."""

    __tablename__ = "unit"
    __table_args__ = (UniqueConstraint("organ", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organ: Mapped[str] = mapped_column(String(120))
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(20), default=UnitKind.OFFICE.value)


class Account(Table):
    """An account (账户): one person; never deleted, only closed, so that the audit trail keeps its names."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    full_name: Mapped[str] = mapped_column(String(60))
    # "" until the security administrator grants one.
    role: Mapped[str] = mapped_column(String(30), default="")
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    email: Mapped[str] = mapped_column(String(200), default="")
    password_hash: Mapped[str] = mapped_column(String(200))
    password_set_at: Mapped[datetime] = mapped_column(Moment)
    # Set by somebody else: to be changed at the first sign-in.
    must_change: Mapped[bool] = mapped_column(default=True)
    # The second factor (TOTP, RFC 6238), sealed with the key of this installation; "" while there is none.
    totp_secret: Mapped[str] = mapped_column(String(200), default="")
    # The last time step accepted: a code works once.
    totp_step: Mapped[int] = mapped_column(default=0)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    recorded_by: Mapped[str] = mapped_column(String(60))

    unit: Mapped[Unit | None] = relationship()


class SignIn(Table):
    """A sign-in (登录会话): the browser holds the token, this row its SHA-256."""

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    begun_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)
    address: Mapped[str] = mapped_column(String(60), default="")
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class Attempt(Table):
    """A failed attempt to sign in, by the name that was typed and by the network address."""

    __tablename__ = "sign_in_attempt"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60), index=True)
    address: Mapped[str] = mapped_column(String(60), index=True)
    at: Mapped[datetime] = mapped_column(Moment, index=True)
