"""Comments as the public reads them (已公开的意见): shown words, their passage, what became of them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from base import clock
from registry.consultations.commenting import layout_of
from registry.consultations.reads.outcomes import OutcomeRow
from registry.consultations.rules.quoting import Place, Quote, again
from registry.consultations.rules.terms import Channel, CommentState, TextRole, Voice
from registry.consultations.tables import Comment, ConsultationText
from registry.consultations.texts import latest_text
from registry.law.designations import designation

PAGE_SIZE = 50
COUNTED = re.compile(r"([^0-9]{1,60})([0-9]{0,9})")


@dataclass(frozen=True, slots=True)
class Shown:
    """One comment as the public reads it; `words` are "" for what is held or was taken back."""

    id: int
    state: CommentState
    channel: Channel
    voice: Voice
    organisation: bool
    on: date
    eid: str
    exact: str
    words: str
    held_reason: str
    edition: int
    outcome: OutcomeRow | None

    @property
    def place(self) -> str:
        """The provision it is on, as it is cited; 全文 for the whole."""
        return (designation(self.eid) or self.eid) if self.eid else "全文"


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the comments: those of it, how many there are in all, and what waits to be looked at."""

    rows: tuple[Shown, ...]
    total: int
    number: int
    waiting: int
    by_place: tuple[tuple[str, int], ...]

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // PAGE_SIZE))


@dataclass(frozen=True, slots=True)
class Followed:
    """One comment as whoever sent it sees it; `place` says where its quote stands in the newest draft."""

    row: Comment
    state: CommentState
    quote: Quote
    place: Place
    edition: int
    newest: int
    outcome: OutcomeRow | None


def read_comments(
    session: Session, key: int, eid: str, number: int, outcomes: Mapping[int, OutcomeRow]
) -> Page:
    """The comments of a public consultation, the newest first; `outcomes` by the id of the comment."""
    mine = (Comment.consultation_id == key) & known()
    wanted = mine & below(eid) if eid else mine
    total = session.scalar(select(func.count(Comment.id)).where(wanted)) or 0
    query = select(Comment, ConsultationText.edition).outerjoin(
        ConsultationText, ConsultationText.id == Comment.text_id
    )
    query = query.where(wanted).order_by(Comment.received_at.desc(), Comment.id.desc())
    rows = session.execute(query.limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)).all()
    waits = (Comment.consultation_id == key) & (Comment.state == CommentState.RECEIVED.value)
    return Page(
        tuple(_shown(row, edition or 0, outcomes.get(row.id)) for row, edition in rows),
        total,
        number,
        session.scalar(select(func.count(Comment.id)).where(waits)) or 0,
        _by_place(session, mine),
    )


def known() -> ColumnElement[bool]:
    """The comments that the public knows of: not what waits, nor what was taken back while it waited."""
    told = Comment.state.in_([CommentState.SHOWN.value, CommentState.HELD.value])
    return told | ((Comment.state == CommentState.TAKEN_BACK.value) & Comment.moderated_at.is_not(None))


def below(eid: str) -> ColumnElement[bool]:
    """The comments on a provision and on those below it."""
    return or_(Comment.eid == eid, Comment.eid.startswith(f"{eid}-", autoescape=True))


def _by_place(session: Session, mine: ColumnElement[bool]) -> tuple[tuple[str, int], ...]:
    query = select(Comment.eid, func.count(Comment.id)).where(mine, Comment.eid != "")
    counted = [(eid, count) for eid, count in session.execute(query.group_by(Comment.eid))]
    return tuple(sorted(counted, key=lambda each: in_order(each[0])))


def in_order(eid: str) -> tuple[tuple[str, int], ...]:
    """Ids of provisions as they are counted, not as they are spelled.

    >>> sorted(["art-10", "art-2", "art-2-p10", "art-2-p9"], key=in_order)
    ['art-2', 'art-2-p9', 'art-2-p10', 'art-10']
    """
    return tuple((name, int(number or 0)) for name, number in COUNTED.findall(eid))


def _shown(row: Comment, edition: int, outcome: OutcomeRow | None) -> Shown:
    state = CommentState(row.state)
    told = state is CommentState.SHOWN
    return Shown(
        row.id,
        state,
        Channel(row.channel),
        Voice(row.voice),
        row.organisation,
        row.said_on or clock.local(row.received_at).date(),
        row.eid,
        row.exact if told else "",
        (row.shown_words or row.words) if told else "",
        row.held_reason if state is CommentState.HELD else "",
        edition,
        outcome if state is not CommentState.TAKEN_BACK else None,
    )


def read_followed(session: Session, row: Comment, outcomes: Mapping[int, OutcomeRow]) -> Followed:
    """One comment for whoever holds its code."""
    text = session.get(ConsultationText, row.text_id) if row.text_id else None
    newest = latest_text(session, row.consultation_id, TextRole.DRAFT)
    quote = Quote(row.eid, row.prefix, row.exact, row.suffix)
    return Followed(
        row,
        CommentState(row.state),
        quote,
        again(quote, layout_of(newest), layout_of(text)),
        text.edition if text else 0,
        newest.edition if newest else 0,
        outcomes.get(row.id),
    )
