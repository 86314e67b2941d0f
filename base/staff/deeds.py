"""Reading the audit trail (审计查询): by person, deed, subject and days; newest first."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from base import clock
from base.clock import SHANGHAI
from base.errors import NotFound
from base.staff.audit import AuditRow
from base.staff.roles import Role

PAGE = 50
# A table of more rows than this opens in no spreadsheet.
MOST_EXPORTED = 200_000
HEAD = ("序号", "时间", "账户", "角色", "网络地址", "操作", "操作代码", "对象", "操作前", "操作后", "链值")
CHECK = "audit.check"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which deeds are asked for; both days are included, an empty word asks for nothing.

    `called` are the deeds whose Chinese name has the word asked for: an auditor thinks in names, not codes.
    """

    name: str = ""
    deed: str = ""
    subject: str = ""
    since: date | None = None
    through: date | None = None
    called: tuple[str, ...] = ()


def page_of(session: Session, asked: Asked, number: int) -> tuple[Sequence[AuditRow], int]:
    """One page of the rows asked for, from page 1, and how many rows there are in all."""
    total = session.scalar(select(func.count()).select_from(_chosen(asked).subquery())) or 0
    rows = _chosen(asked).order_by(AuditRow.id.desc()).offset((number - 1) * PAGE).limit(PAGE)
    return session.scalars(rows).all(), total


def find(session: Session, key: int) -> AuditRow:
    """One row; raises NotFound."""
    row = session.get(AuditRow, key)
    if row is None:
        raise NotFound(f"没有第 {key} 条审计记录")
    return row


def kinds(session: Session) -> Sequence[str]:
    """Every kind of deed that was done."""
    return session.scalars(select(AuditRow.deed).distinct().order_by(AuditRow.deed)).all()


def last_check(session: Session) -> AuditRow | None:
    """The newest row that tells of a check."""
    asked = select(AuditRow).where(AuditRow.deed == CHECK).order_by(AuditRow.id.desc()).limit(1)
    return session.scalars(asked).first()


def table(session: Session, asked: Asked, names: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    """The rows asked for as a table with its head, oldest first."""
    yield HEAD
    rows = _chosen(asked).order_by(AuditRow.id).limit(MOST_EXPORTED).execution_options(yield_per=1_000)
    for row in session.scalars(rows):
        yield (
            str(row.id),
            clock.local(row.at).strftime("%Y-%m-%d %H:%M:%S"),
            row.name,
            Role(row.role).label if row.role else "",
            row.address,
            names.get(row.deed, ""),
            row.deed,
            row.subject,
            written(row.before),
            written(row.after),
            row.link,
        )


def written(values: dict[str, object] | None) -> str:
    """What stood before or after, on one line."""
    return "" if values is None else json.dumps(values, ensure_ascii=False, sort_keys=True)


def differences(row: AuditRow) -> list[tuple[str, str, str]]:
    """What a deed changed: the name of each value, what it was, what it is."""
    before, after = row.before or {}, row.after or {}
    names = [*before, *(name for name in after if name not in before)]
    return [(name, _value(before.get(name)), _value(after.get(name))) for name in names]


def _value(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)


def _chosen(asked: Asked) -> Select[AuditRow]:
    return select(AuditRow).where(*_wanted(asked))


def _wanted(asked: Asked) -> Iterator[ColumnElement[bool]]:
    if asked.name:
        yield AuditRow.name == asked.name
    if asked.deed:
        yield or_(AuditRow.deed.startswith(asked.deed, autoescape=True), AuditRow.deed.in_(asked.called))
    if asked.subject:
        yield AuditRow.subject.startswith(asked.subject, autoescape=True)
    if asked.since:
        yield AuditRow.at >= _midnight(asked.since)
    if asked.through:
        yield AuditRow.at < _midnight(asked.through + timedelta(days=1))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI).astimezone(UTC)
