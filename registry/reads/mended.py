"""What the office did to its record (页面变更): corrections with their reason, a withdrawal, and when."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import RowMapping, select
from sqlalchemy.orm import Session

from base import clock
from registry.law.correctable import LABELS
from registry.tables import Correction


@dataclass(frozen=True, slots=True)
class Mended:
    """One correction (更正) of the record: which item, what it said, what it says, and why."""

    at: datetime
    label: str
    before: str
    after: str
    note: str


def corrections(session: Session, key: int) -> tuple[Mended, ...]:
    """The corrections of a document, oldest first."""
    columns = (Correction.recorded_at, Correction.field, Correction.before, Correction.after, Correction.note)
    rows = session.execute(select(*columns).where(Correction.document_id == key).order_by(Correction.id))
    return tuple(Mended(at, LABELS.get(field, field), *rest) for at, field, *rest in rows)


def withdrawal(row: RowMapping) -> str:
    """What stood at the address of a withdrawn document, from when to when, and why it went."""
    stood = f"{_minute(row['published_at'])}在此发布" if row["published_at"] else "曾在此发布"
    gone = f"{_minute(row['withdrawn_at'])}撤回" if row["withdrawn_at"] else "现已撤回"
    return f"《{row['title']}》{stood}，{gone}。撤回理由：{row['withdrawal_reason'] or '未说明理由'}。"


def _minute(moment: datetime) -> str:
    return f"{clock.local(moment):%Y-%m-%d %H:%M}"
