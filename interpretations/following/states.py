"""What holds of a followed thing (订阅对象现状): the state that is compared with what was told last.

Set-based: the reads do not grow with the number of followers. Nothing is in a state that is not public.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from interpretations.anchoring import anchored
from interpretations.following.consulted import Consulted, read_consulted
from interpretations.following.saved import Match, matches
from interpretations.following.tables import Followed
from interpretations.reads.visibility import as_published, public
from interpretations.rules.terms import Origin
from interpretations.tables import ExplainedRow, Interpretation, InterpretationVersion
from registry.law.events import Event
from registry.law.markers import standing_sentence
from registry.law.validity import ended_provisions, next_event_on, suspended_provisions, validity
from registry.law.wordings import tiles
from registry.reads.life import lives
from registry.reads.visibility import visible
from registry.tables import Document, Subject, Text

Key = tuple[Followed, int]
State = dict[str, Any]
# Fits what SQLite takes of values in one statement.
AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Paper:
    """A public document of the day."""

    id: int
    title: str
    number: str
    address: str
    subject_id: int | None
    events: tuple[Event, ...] = ()
    text_id: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """A public interpretation of the day; `answers` tells a published answer to an enquiry."""

    id: int
    title: str
    unit_id: int
    version: int
    answers: bool
    stale: bool
    documents: tuple[int, ...]
    # Of what is read now; the later a version was published, the larger.
    version_id: int = 0


@dataclass(slots=True)
class World:
    """What holds on the day of all that is followed."""

    day: date
    papers: dict[int, Paper] = field(default_factory=dict)
    told: dict[int, Told] = field(default_factory=dict)
    of_document: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    of_unit: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    of_subject: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    consulted: Mapping[int, Consulted] = field(default_factory=dict)
    # What saved searches find, and the last text and version of an interpretation that there were before.
    matches: Mapping[int, Sequence[Match]] = field(default_factory=dict)
    newest: tuple[int, int] = (0, 0)

    def state(self, followed: Followed, key: int) -> State:
        """What holds of this thing, as JSON keeps it."""
        if followed is Followed.DOCUMENT:
            return self._document(key)
        if followed is Followed.UNIT:
            return {"of": self._of(self.of_unit[key])}
        if followed is Followed.CONSULTATION:
            return self.consulted[key].state if key in self.consulted else {"gone": True}
        if followed is Followed.SEARCH:
            return self._search(key)
        papers = self.of_subject[key]
        explained = sorted({one for paper in papers for one in self.of_document[paper]})
        standings = {str(paper): validity(self.papers[paper].events, self.day).value for paper in papers}
        return {"documents": standings, "of": self._of(explained)}

    def _search(self, key: int) -> State:
        if key not in self.matches:
            return {}
        hits: State = {}
        for match in self.matches[key]:
            paper, told = self.papers.get(match.document), self.told.get(match.interpretation)
            if match.interpretation and told:
                hits[f"interpretation:{told.id}"] = [told.version, int(told.stale)]
            elif paper and not match.interpretation:
                standing = validity(paper.events, self.day).value
                hits[f"document:{paper.id}"] = [standing, paper.text_id]
        return {"newest": [*self.newest], "hits": hits}

    def _document(self, key: int) -> State:
        paper = self.papers.get(key)
        if paper is None:
            # Withdrawn from the site: its interpretations are not shown any more either.
            return {"gone": True, "of": {}}
        ahead = next_event_on(paper.events, self.day)
        return {
            "validity": validity(paper.events, self.day).value,
            "ended": sorted(ended_provisions(paper.events, self.day)),
            "halted": sorted(suspended_provisions(paper.events, self.day)),
            "ahead": ahead.isoformat() if ahead else "",
            "text": paper.text_id,
            "of": self._of(self.of_document[key]),
        }

    def _of(self, ids: Iterable[int]) -> dict[str, list[int]]:
        return {str(key): [self.told[key].version, int(self.told[key].stale)] for key in ids}

    def sentence(self, paper: Paper) -> str:
        """How a document stands, in one sentence."""
        return standing_sentence(paper.events, self.day)


def read_world(session: Session, wanted: set[Key], day: date) -> World:
    """What holds on the day of everything wanted."""
    consulted = {key for followed, key in wanted if followed is Followed.CONSULTATION}
    world = World(day, consulted=read_consulted(session, consulted, day))
    if searches := {key for followed, key in wanted if followed is Followed.SEARCH}:
        # First: what is registered while the index catches up is newer than this, and told.
        world.newest = newest(session)
        world.matches = matches(session, searches, day)
        found = {match.document for each in world.matches.values() for match in each}
        wanted = wanted | {(Followed.DOCUMENT, key) for key in found}
    for paper in _papers(session, wanted, day):
        world.papers[paper.id] = paper
    _sort_by_subject(session, world, {key for followed, key in wanted if followed is Followed.SUBJECT})
    units = {key for followed, key in wanted if followed is Followed.UNIT}
    for one in _interpretations(session, day, set(world.papers), units):
        world.told[one.id] = one
        world.of_unit[one.unit_id].append(one.id)
        for document in one.documents:
            world.of_document[document].append(one.id)
    # What a unit explains is told with how its documents stand.
    others = {key for one in world.told.values() for key in one.documents} - world.papers.keys()
    for paper in _papers(session, {(Followed.DOCUMENT, key) for key in others}, day):
        world.papers[paper.id] = paper
    return world


def newest(session: Session) -> tuple[int, int]:
    """The last text, and the last version of an interpretation, that there are."""
    last = select(func.max(Text.id)), select(func.max(InterpretationVersion.id))
    text, version = (session.scalar(query) or 0 for query in last)
    return text, version


def _papers(session: Session, wanted: set[Key], day: date) -> list[Paper]:
    documents = sorted({key for followed, key in wanted if followed is Followed.DOCUMENT})
    subjects = [key for followed, key in wanted if followed is Followed.SUBJECT]
    columns = select(
        Document.id,
        Document.title,
        Document.document_number,
        Document.order_number,
        Document.address,
        Document.subject_id,
    ).where(visible())
    rows = [row for part in parts(documents) for row in session.execute(columns.where(Document.id.in_(part)))]
    if subjects:
        below = select(Subject.id).where(or_(Subject.id.in_(subjects), Subject.parent_id.in_(subjects)))
        rows += session.execute(columns.where(Document.subject_id.in_(below))).all()
    found = {row[0]: row for row in rows}
    events, texts = _lives(session, sorted(found)), texts_on(session, sorted(documents), day)
    return [
        Paper(key, title, number or order, address, subject, events.get(key, ()), texts.get(key, 0))
        for key, title, number, order, address, subject in found.values()
    ]


def _lives(session: Session, keys: Sequence[int]) -> dict[int, tuple[Event, ...]]:
    return {key: events for part in parts(keys) for key, events in lives(session, part).items()}


def texts_on(session: Session, documents: Sequence[int], day: date) -> dict[int, int]:
    """The text of each document to be read on the day."""
    found: dict[int, list[tuple[int, date | None]]] = defaultdict(list)
    for part in parts(documents):
        query = select(Text.document_id, Text.id, Text.applies_from).where(
            Text.document_id.in_(part), Text.withdrawn_at.is_(None)
        )
        for document, text_id, since in session.execute(query.order_by(Text.document_id, Text.position)):
            found[document].append((text_id, since))
    made = {}
    for document, held in found.items():
        laid = tiles([since for _, since in held])
        for (text_id, _), tile in zip(held, laid, strict=True):
            if tile and tile.covers(day):
                made[document] = text_id
    return made


def _sort_by_subject(session: Session, world: World, subjects: set[int]) -> None:
    if not subjects:
        return
    above = {key: parent for key, parent in session.execute(select(Subject.id, Subject.parent_id))}  # noqa: C416  # rows are no pairs to mypy
    for paper in world.papers.values():
        if paper.subject_id is not None:
            for subject in {paper.subject_id, above.get(paper.subject_id)} & subjects:
                world.of_subject[subject or 0].append(paper.id)


def _interpretations(session: Session, day: date, documents: set[int], units: set[int]) -> list[Told]:
    """The public interpretations of these documents and units."""
    works: Mapping[int, list[int]] = defaultdict(list)
    for key, document in session.execute(
        select(ExplainedRow.interpretation_id, ExplainedRow.document_id)
        .where(ExplainedRow.document_id.is_not(None))
        .order_by(ExplainedRow.interpretation_id, ExplainedRow.position)
    ):
        # Of a document, and of a draft that became its next version: it is one work.
        if document not in works[key]:
            works[key].append(document or 0)
    rows = [
        row
        for row in session.execute(_public()).all()
        if row[1] in units or documents.intersection(works.get(row[0], ()))
    ]
    stale = _stale(session, day, [row[0] for row in rows])
    return [
        Told(
            key,
            title,
            unit,
            version,
            origin == Origin.ENQUIRY.value,
            key in stale,
            tuple(works.get(key, ())),
            version_id,
        )
        for key, unit, version, title, origin, version_id in rows
    ]


def _public() -> Select[Any]:
    return (
        select(
            Interpretation.id,
            Interpretation.unit_id,
            InterpretationVersion.version,
            InterpretationVersion.title,
            # Of what the public reads, not of the working copy.
            InterpretationVersion.content["origin"].as_string(),
            InterpretationVersion.id,
        )
        .join(InterpretationVersion, as_published())
        .where(public())
        .order_by(Interpretation.id)
    )


def _stale(session: Session, day: date, keys: Sequence[int]) -> set[int]:
    """Those of these interpretations that explain something which is no longer so worded."""
    laid = (one for part in parts(keys) for one in anchored(session, day, part))
    return {one.interpretation_id for one in laid if one.standing.outdated}


def parts(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    """The keys in parts that fit one statement."""
    return (keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE))
