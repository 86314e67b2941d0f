"""What search may know (供检索): published documents as plain values, read in bulk and streamed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session, aliased

from registry.law.events import Event
from registry.law.provisions import Level
from registry.law.terms import Kind
from registry.law.validity import spans
from registry.law.wordings import tiles
from registry.reads.life import lives
from registry.reads.visibility import visible
from registry.searchable import Passage, Searchable, Standing, Wording
from registry.tables import Document, DocumentIssuer, Issuer, ProvisionRow, Subject, Text

# Some 140 provisions a document: a page of this many keeps the memory of a full pass near 30 MB.
PAGE = 200
CONTAINERS = frozenset(
    {
        Level.PART.value,
        Level.SUBPART.value,
        Level.CHAPTER.value,
        Level.SECTION.value,
        Level.HEADING.value,
        Level.PREAMBLE.value,
        Level.ANNEX.value,
    }
)
UNSOUGHT = frozenset({Level.SIGNATURE.value})


def searchables(session: Session, ids: Sequence[int] | None = None) -> Iterator[Searchable]:
    """The published documents among `ids` (all of them, when None), in the order of their ids.

    What is not published, and what is not there, is left out: an index that finds a document missing
    here forgets it.
    """
    wanted = select(Document.id).where(visible()).order_by(Document.id)
    if ids is None:
        keys = list(session.execute(wanted).scalars())
    else:
        keys = [
            key
            for page in _pages(sorted(set(ids)))
            for key in session.execute(wanted.where(Document.id.in_(page))).scalars()
        ]
    for page in _pages(keys):
        yield from _page(session, page)


@dataclass(slots=True)
class Gathering:
    """Passages as they are gathered from provisions in reading order."""

    trail: list[tuple[int, str]] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    head: tuple[str, str, str] = ("", "", "")
    depth: int = -1
    words: list[str] = field(default_factory=list)

    def take(self, depth: int, level: str, eid: str, number: str, heading: str, body: str) -> None:
        """Take the next provision: a heading, the beginning of a passage, or more of the present one."""
        if self.depth >= 0 and depth > self.depth:
            self.words.append(_spaced(number, heading, body))
            return
        self.close()
        while self.trail and self.trail[-1][0] >= depth:
            self.trail.pop()
        above = " ".join(words for _, words in self.trail)
        if level in CONTAINERS:
            self.trail.append((depth, _spaced(number, heading)))
            if body:
                self.passages.append(Passage(eid, number, above, _spaced(heading, body)))
        elif level not in UNSOUGHT:
            self.head, self.depth, self.words = (eid, number, above), depth, [_spaced(heading, body)]

    def close(self) -> None:
        """End the present passage."""
        words = "\n".join(filter(None, self.words))
        if self.depth >= 0 and words:
            self.passages.append(Passage(*self.head, words))
        self.depth, self.words = -1, []


def passages(provisions: Iterable[tuple[int, str, str, str, str, str]]) -> tuple[Passage, ...]:
    """The passages of a text from (depth, level, eid, number, heading, body) in reading order."""
    gathering = Gathering()
    for provision in provisions:
        gathering.take(*provision)
    gathering.close()
    return tuple(gathering.passages)


def _page(session: Session, keys: Sequence[int]) -> Iterator[Searchable]:
    issuers = issuers_of(session, keys)
    wordings, days = _wordings(session, keys)
    events = lives(session, keys)
    parent = aliased(Subject)
    rows = session.execute(
        select(Document.__table__, Subject.name.label("subject"), parent.name.label("above"))
        .outerjoin(Subject, Subject.id == Document.subject_id)
        .outerjoin(parent, parent.id == Subject.parent_id)
        .where(Document.id.in_(keys))
        .order_by(Document.id)
    )
    for row in rows:
        yield _searchable(
            row, issuers[row.id], wordings[row.id], standings_of(events.get(row.id, ())), days.get(row.id)
        )


def _searchable(
    row: Row[Any],
    issuers: list[str],
    wordings: tuple[Wording, ...],
    standings: tuple[Standing, ...],
    dated_on: Any,  # noqa: ANN401
) -> Searchable:
    days = sorted(day for day in (row.published_on, row.signed_on, row.adopted_on, row.approved_on) if day)
    numbers = (row.document_number, row.order_number, row.unified_number, row.index_number)
    return Searchable(
        id=row.id,
        address=row.address,
        title=row.title,
        kind=row.kind,
        rank=Kind(row.kind).rank,
        region=row.region,
        year=row.year,
        issuers=tuple(issuers),
        subject=row.above or row.subject or "",
        numbers=tuple(number for number in numbers if number),
        # As the list has it: without a day in its text, that of its publication, else of its making.
        dated_on=dated_on or row.published_on or (days[-1] if days else None),
        standings=standings,
        wordings=wordings,
        made_on=days[0] if days else None,
    )


def standings_of(events: Iterable[Event]) -> tuple[Standing, ...]:
    """How a document of this life stands, from which day on each."""
    return tuple(Standing(span.since, span.validity) for span in spans(events))


def issuers_of(session: Session, keys: Sequence[int]) -> dict[int, list[str]]:
    """Who issued each of these documents, in the order in which they sign."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = session.execute(
        select(DocumentIssuer.document_id, Issuer.name)
        .join(Issuer, Issuer.id == DocumentIssuer.issuer_id)
        .where(DocumentIssuer.document_id.in_(keys))
        .order_by(DocumentIssuer.document_id, DocumentIssuer.position)
    )
    for key, name in rows:
        found[key].append(name)
    return found


def _wordings(session: Session, keys: Sequence[int]) -> tuple[dict[int, tuple[Wording, ...]], dict[int, Any]]:
    texts: dict[int, list[Any]] = defaultdict(list)
    rows = session.execute(
        select(Text.id, Text.document_id, Text.title, Text.dated_on, Text.applies_from)
        .where(Text.document_id.in_(keys), Text.withdrawn_at.is_(None))
        .order_by(Text.document_id, Text.position)
    )
    for row in rows:
        texts[row.document_id].append(row)
    provisions = _provisions(session, [row.id for versions in texts.values() for row in versions])
    made: dict[int, tuple[Wording, ...]] = defaultdict(tuple)
    made.update({key: _tiled(versions, provisions) for key, versions in texts.items()})
    return made, {key: versions[-1].dated_on for key, versions in texts.items()}


def _tiled(versions: Sequence[Any], provisions: dict[int, list[Any]]) -> tuple[Wording, ...]:
    placed = zip(versions, tiles([row.applies_from for row in versions]), strict=True)
    return tuple(
        Wording(row.id, row.title, tile.since, tile.until, passages(provisions[row.id]), row.applies_from)
        for row, tile in placed
        if tile
    )


def _provisions(session: Session, texts: Sequence[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    # Of the table, not of the mapped class, and unread by SQLAlchemy's session: 500,000 rows.
    columns = ProvisionRow.__table__.c
    rows = session.connection().execute(
        select(*(columns[name] for name in ("text_id", "depth", "level", "eid", "number", "heading", "body")))
        .where(columns.text_id.in_(texts))
        .order_by(columns.text_id, columns.position)
    )
    for text_id, *provision in rows:
        found[text_id].append(provision)
    return found


def _pages(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    return (keys[start : start + PAGE] for start in range(0, len(keys), PAGE))


def _spaced(*parts: str) -> str:
    return " ".join(part for part in parts if part)
