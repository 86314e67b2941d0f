"""The audit trail (审计): every deed in the transaction that did it, each row chained to the one before.

A row's `link` is an HMAC over its contents and the link before it, with a key that is not in the database:
who can write the database can neither change, take out, nor add a row without `base.staff.trail` saying so.
Triggers forbid UPDATE and DELETE (migrations); that the last rows are there is told by a sealed count.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import JSON, Integer, String, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from base import clock
from base.db import Moment, Table
from base.errors import Unavailable
from base.staff.roles import Actor

SEAL = 1
TURN = "audit_turn"
KEYLESS = "审计密钥没有交给数据库（base.db.opened 会从数据文件夹读取），不能记录审计，因此不能改动"


class AuditRow(Table):
    """One deed (审计记录): who, when, from where, what before, what after."""

    __tablename__ = "audit"

    # Counted from 1 without a gap: the place in the chain.
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
    # Empty once it was found broken: it is never mended by writing on.
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
    """Write one deed down, in the transaction that does it; values must be what JSON can hold, or days.

    Raises Unavailable where the database was opened without the key of the trail: what cannot be
    recorded must not be done.
    """
    held = turn(session)
    row = AuditRow(
        at=clock.now(),
        account_id=actor.account_id,
        name=actor.name[:60],
        role=actor.role.value if actor.role else "",
        address=actor.address[:60],
        deed=deed[:60],
        subject=subject[:120],
        before=_plain(before),
        after=_plain(after),
        link="",
    )
    _chain(session, held, row)
    session.add(row)
    session.flush()
    return row


def turn(session: Session) -> AuditSeal:
    """Wait for one's turn to write: until this transaction ends, nobody else records a deed.

    SQLite lets one transaction write at a time anyway; on PostgreSQL the row of the seal is locked.
    """
    mine: AuditSeal | None = session.info.get(TURN)
    if mine is not None:
        # A session lives for one transaction: the row stays ours, and is not read again for every deed.
        return mine
    held = _locked(session)
    if held is None:
        _begin(session)
        held = _locked(session)
    if held is None:
        raise Unavailable("审计记录的封条无法建立，请检查数据库")
    session.info[TURN] = held
    return held


def _begin(session: Session) -> None:
    """Lay down the seal of a trail without rows; one laid over rows that stand is broken from the start."""
    begun = session.execute(select(AuditRow.id).limit(1)).first() is not None
    first = {"id": SEAL, "count": 0, "link": "", "seal": "" if begun else sealed(key(session), 0, "")}
    insert = (
        "INSERT INTO audit_seal (id, count, link, seal) VALUES (:id, :count, :link, :seal) "
        "ON CONFLICT DO NOTHING"
    )
    session.execute(text(insert), first)


def _locked(session: Session) -> AuditSeal | None:
    return session.get(AuditSeal, SEAL, with_for_update=True, populate_existing=True)


def _chain(session: Session, held: AuditSeal, row: AuditRow) -> None:
    intact = hmac.compare_digest(held.seal, sealed(key(session), held.count, held.link))
    if not intact:
        # Somebody was at it. Deeds go on being recorded, but the seal stays broken, for `check` to find.
        last = session.scalars(select(AuditRow).order_by(AuditRow.id.desc()).limit(1)).first()
        held.count, held.link = (last.id, last.link) if last else (0, "")
    row.id = held.count + 1
    row.link = linked(key(session), row, held.link)
    held.count, held.link = row.id, row.link
    held.seal = sealed(key(session), held.count, held.link) if intact else ""


def key(session: Session) -> bytes:
    """The key of the trail, as the database was opened with it; raises Unavailable without one."""
    found: bytes = session.info.get("audit_key", b"")
    if not found:
        raise Unavailable(KEYLESS)
    return found


def linked(key: bytes, row: AuditRow, before: str) -> str:
    """The link of a row that stands after the row with the link `before`."""
    stated = [
        row.at.isoformat(),
        row.account_id,
        row.name,
        row.role,
        row.address,
        row.deed,
        row.subject,
        row.before,
        row.after,
        before,
    ]
    words = json.dumps(stated, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hmac.new(key, b"row\n" + words.encode(), hashlib.sha256).hexdigest()


def sealed(key: bytes, count: int, link: str) -> str:
    """The seal over the number of rows and the last of their links."""
    return hmac.new(key, f"seal\n{count}\n{link}".encode(), hashlib.sha256).hexdigest()


def _plain(values: Mapping[str, object] | None) -> dict[str, object] | None:
    """What the database will give back, so that the link over it can be made again."""
    if values is None:
        return None
    plain: dict[str, object] = json.loads(json.dumps(values, default=_as_written))
    return plain


def _as_written(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, set | frozenset | tuple):
        return sorted(map(str, value))
    raise TypeError(f"an audit row cannot hold {type(value).__name__}")
