"""What the desk shows of comments that are to be answered (待答复意见): words, never who sent them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from registry.consultations.outcome_work import rows_of
from registry.consultations.rules.terms import Channel, CommentState, TextRole, Voice
from registry.consultations.tables import Comment
from registry.consultations.texts import latest_text
from registry.law.designations import designation

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class CommentLine:
    """One comment as whoever answers it reads it; `quote` are the words of the draft it was set to."""

    id: int
    words: str
    quote: str
    eid: str
    channel: Channel
    voice: Voice
    state: CommentState
    organisation: bool
    received_at: datetime

    @property
    def place(self) -> str:
        """The provision it is about, as it is cited; 全文 for the whole."""
        return designation(self.eid) if self.eid else "全文"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A page of comments that stand in no row yet, and how many there are at each provision."""

    lines: tuple[CommentLine, ...]
    total: int
    page: int
    places: Mapping[str, int]

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // PAGE_SIZE))


def waiting(session: Session, key: int, eid: str = "", page: int = 1) -> Waiting:
    """The comments in no row, in the order in which they came; those about one provision if asked."""
    here = (*_live(key), Comment.outcome_id.is_(None))
    counted = session.execute(select(Comment.eid, func.count()).where(*here).group_by(Comment.eid)).all()
    places = {place: count for place, count in counted if place}
    chosen = (*here, Comment.eid == eid) if eid else here
    total = session.scalar(select(func.count()).select_from(Comment).where(*chosen)) or 0
    query = select(Comment).where(*chosen).order_by(Comment.received_at, Comment.id)
    found = session.scalars(query.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)).all()
    return Waiting(tuple(_line(row) for row in found), total, page, places)


def members_of(session: Session, key: int, outcome_id: int, page: int = 1) -> Waiting:
    """The comments that a row answers, as they came."""
    chosen = (*_live(key), Comment.outcome_id == outcome_id)
    total = session.scalar(select(func.count()).select_from(Comment).where(*chosen)) or 0
    query = select(Comment).where(*chosen).order_by(Comment.received_at, Comment.id)
    found = session.scalars(query.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)).all()
    return Waiting(tuple(_line(row) for row in found), total, page, {})


def places_of_draft(session: Session, key: int) -> Sequence[tuple[str, str]]:
    """The articles of the newest draft, each with its id and how it is cited and begins."""
    text = latest_text(session, key, TextRole.DRAFT)
    rows = text.provisions if text else []
    return [
        (str(eid), f"{designation(str(eid))} {str(heading or body)[:24]}".strip())
        for level, eid, _depth, _number, heading, body in rows
        if level in {"article", "annex", "preamble"} or not _inside_article(str(eid))
    ]


def next_open(session: Session, key: int, after: int = 0) -> int | None:
    """The row to be decided next (下一条未答复): after a place of the table, or from its beginning."""
    left = [(row.position, row.id) for row in rows_of(session, key) if not row.verdict]
    behind = [found for found in left if found[0] > after]
    return next((row for _, row in behind or left), None)


def _live(key: int) -> tuple[ColumnElement[bool], ...]:
    return (Comment.consultation_id == key, Comment.state != CommentState.TAKEN_BACK.value)


def _inside_article(eid: str) -> bool:
    return eid.startswith("art-") and "-p" in eid


def _line(row: Comment) -> CommentLine:
    return CommentLine(
        id=row.id,
        words=row.words,
        quote=row.exact,
        eid=row.eid,
        channel=Channel(row.channel),
        voice=Voice(row.voice),
        state=CommentState(row.state),
        organisation=row.organisation,
        received_at=row.received_at,
    )
