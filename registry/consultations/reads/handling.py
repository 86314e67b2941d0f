"""Comments as the desk lists them (意见清单): filtered, paged, grouped by likeness; never who sent them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from base.errors import NotFound
from registry.consultations.rules.likeness import Group, Said, group
from registry.consultations.rules.terms import Channel, CommentState, Verdict, Voice
from registry.consultations.tables import Comment, CommentOutcome, CommentPerson
from registry.law.designations import designation
from registry.law.masking import masked

PAGE_SIZE = 50
GROUPS_ON_PAGE = 30
# What a list shows of the words; the whole stands on the comment's own page.
EXCERPT = 160
# Fits what SQLite takes of values in one statement.
AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is asked for; an empty word asks for all. `like` is the comment whose group is wanted."""

    state: str = ""
    channel: str = ""
    voice: str = ""
    provision: str = ""
    unanswered: bool = False
    like: int = 0
    page: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """One comment as lists show it."""

    id: int
    excerpt: str
    more: bool
    eid: str
    state: CommentState
    channel: Channel
    voice: Voice
    organisation: bool
    received_at: datetime
    said_on: date | None
    answered: bool

    @property
    def place(self) -> str:
        """The provision it is on, as it is cited; 全文 for the whole."""
        return (designation(self.eid) or self.eid) if self.eid else "全文"


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the list, and how many there are in all."""

    lines: tuple[Line, ...]
    total: int
    number: int

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // PAGE_SIZE))


@dataclass(frozen=True, slots=True)
class Alike:
    """A group with the words of its representative, and how its comments stand."""

    group: Group
    words: str
    waiting: int
    unanswered: int

    @property
    def place(self) -> str:
        """The provision that all of it is on."""
        return (designation(self.group.eid) or self.group.eid) if self.group.eid else "全文"


@dataclass(frozen=True, slots=True)
class Groups:
    """A page of groups of more than one comment; `single` comments stand alone."""

    lines: tuple[Alike, ...]
    total: int
    single: int
    number: int

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // GROUPS_ON_PAGE))


def comments(session: Session, key: int, wanted: Wanted) -> Page:
    """One page of the comments on a consultation, the newest first."""
    query = _chosen(select(Comment), session, key, wanted)
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    found = session.scalars(
        query.order_by(Comment.id.desc()).limit(PAGE_SIZE).offset((wanted.page - 1) * PAGE_SIZE)
    )
    return Page(tuple(_line(row) for row in found), total, wanted.page)


def counts(session: Session, key: int) -> dict[str, int]:
    """How many comments stand in each state, and how many are not answered yet."""
    query = select(Comment.state, func.count()).where(Comment.consultation_id == key).group_by(Comment.state)
    found: dict[str, int] = dict(session.execute(query).all())
    left = select(func.count()).select_from(Comment).where(*_live(key), Comment.outcome_id.is_(None))
    return {**found, "all": sum(found.values()), "unanswered": session.scalar(left) or 0}


def provisions(session: Session, key: int) -> tuple[tuple[str, str], ...]:
    """The provisions that somebody commented on, with how they are cited."""
    found = session.scalars(select(Comment.eid).where(Comment.consultation_id == key).distinct())
    return tuple((eid, designation(eid) or eid) for eid in sorted(found) if eid)


def grouped(session: Session, key: int) -> tuple[Group, ...]:
    """All comments on a consultation that were not taken back, by likeness."""
    query = select(Comment.id, Comment.words, Comment.eid, Comment.origin_hash).where(*_live(key))
    return group(Said(*row) for row in session.execute(query))


def group_of(session: Session, key: int, number: int) -> Group:
    """The group in which this comment is; raises NotFound."""
    for each in grouped(session, key):
        if number in each.ids:
            return each
    raise NotFound(f"这次征求意见没有编号为 {number} 的意见，或者它已经撤回")


def groups(session: Session, key: int, number: int) -> Groups:
    """A page of the groups of more than one comment, the largest first."""
    found = grouped(session, key)
    several = [each for each in found if len(each.members) > 1]
    first = (number - 1) * GROUPS_ON_PAGE
    query = select(Comment.id, Comment.state, Comment.outcome_id).where(*_live(key))
    standing = {each: (state, outcome) for each, state, outcome in session.execute(query)}
    lines = []
    for each in several[first : first + GROUPS_ON_PAGE]:
        states = [standing[one] for one in each.ids]
        waiting = sum(state == CommentState.RECEIVED.value for state, _ in states)
        unanswered = sum(outcome is None for _, outcome in states)
        words = session.get_one(Comment, each.representative).words
        lines.append(Alike(each, words, waiting, unanswered))
    return Groups(tuple(lines), len(several), len(found) - len(several), number)


def everything(session: Session, key: int, wanted: Wanted) -> Iterator[tuple[Comment, str, str]]:
    """All that the list is asked for: each comment, its words without persons, and what became of it."""
    query = _chosen(select(Comment, CommentPerson, CommentOutcome.verdict), session, key, wanted)
    query = query.outerjoin(CommentPerson, CommentPerson.comment_id == Comment.id)
    query = query.outerjoin(CommentOutcome, CommentOutcome.id == Comment.outcome_id).order_by(Comment.id)
    for row, person, verdict in session.execute(query):
        known = (person.name, person.contact) if person else ()
        words = row.shown_words or masked(row.words, known)
        yield row, words, Verdict(verdict).label if verdict else ""


def _live(key: int) -> tuple[ColumnElement[bool], ...]:
    return (Comment.consultation_id == key, Comment.state != CommentState.TAKEN_BACK.value)


def _chosen(query: Any, session: Session, key: int, wanted: Wanted) -> Any:  # noqa: ANN401  # a select of anything
    query = query.where(Comment.consultation_id == key)
    for column, word in (
        (Comment.state, wanted.state),
        (Comment.channel, wanted.channel),
        (Comment.voice, wanted.voice),
        (Comment.eid, wanted.provision),
    ):
        query = query.where(column == word) if word else query
    if wanted.unanswered:
        query = query.where(Comment.outcome_id.is_(None), Comment.state != CommentState.TAKEN_BACK.value)
    if wanted.like:
        query = query.where(Comment.id.in_(_few(group_of(session, key, wanted.like).ids)))
    return query


def _few(ids: Sequence[int]) -> Sequence[int]:
    return ids[:AT_ONCE]


def _line(row: Comment) -> Line:
    return Line(
        row.id,
        row.words[:EXCERPT],
        len(row.words) > EXCERPT,
        row.eid,
        CommentState(row.state),
        Channel(row.channel),
        Voice(row.voice),
        row.organisation,
        row.received_at,
        row.said_on,
        row.outcome_id is not None,
    )
