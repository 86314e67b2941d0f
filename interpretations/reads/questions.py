"""Public questions and answers (政策问答): found singly, and only those that may be relied upon."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session

from base.errors import BadInput
from interpretations.anchoring import HALTED, Anchored, anchored
from interpretations.reads.listing import Listed
from interpretations.reads.quotes import Quote, holding
from interpretations.reads.shown import rendered_of
from interpretations.reads.visibility import as_published
from interpretations.rules.content import Block, recalled
from interpretations.rules.terms import AnchorState, BlockKind, Form, Origin
from interpretations.tables import Interpretation, InterpretationVersion
from registry.law.terms import Validity
from registry.reads.catalogue import Entry

# Expert's and other media's answers are not the department's.
ANSWERED = frozenset({Origin.OWN, Origin.ENQUIRY})
PAGE_SIZE = 30
MOST_WORDS, LONGEST_QUESTION = 8, 100
WHITE = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class Question:
    """One public question with its answer; `document` is the one it is about, `quotes` what it rests on.

    `words` is what a search looks through.
    """

    interpretation_id: int
    key: str
    question: str
    answer: Markup
    words: str
    quotes: tuple[Quote, ...]
    document: Entry
    unit: str
    form: Form
    origin: Origin
    published_at: datetime
    renewed_at: datetime

    @property
    def address(self) -> str:
        """Its own address: the block on its interpretation's page."""
        return f"/interpretations/{self.interpretation_id}#{self.key}"

    @property
    def id(self) -> str:
        """Its id on a page with others."""
        return f"q{self.interpretation_id}-{self.key}"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A question not to be relied upon today: what it explains changed, or holds no longer (`ended`)."""

    document: Entry
    ended: bool


@dataclass(frozen=True, slots=True)
class Questions:
    """All public questions of a day, and those left out until they are confirmed or for good."""

    held: tuple[Question, ...]
    left_out: tuple[LeftOut, ...]

    def __len__(self) -> int:
        return sum(len(each.words) for each in self.held) + len(self.left_out)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader asks the questions for: words that all must be there, a document, a subject."""

    words: tuple[str, ...] = ()
    document: str = ""
    subject: str = ""
    page: int = 1

    @classmethod
    def read(cls, q: str, document: str = "", subject: str = "", page: int = 1) -> "Asked":
        """What was typed; raises BadInput for more than a search bears."""
        if len(q) > LONGEST_QUESTION:
            raise BadInput(f"参数 q：最多 {LONGEST_QUESTION} 个字，现有 {len(q)} 个；请只留下关键的词语。")
        words = tuple(dict.fromkeys(q.casefold().split()))
        if len(words) > MOST_WORDS:
            raise BadInput(f"参数 q：最多 {MOST_WORDS} 个词语，现有 {len(words)} 个。")
        return cls(words, document, subject, page)


@dataclass(frozen=True, slots=True)
class Group:
    """The questions about one document, with how it stands."""

    document: Entry
    validity: Validity
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """One page of the questions found; `checking` and `ended` are how many were left out, and why."""

    groups: tuple[Group, ...]
    total: int
    page: int
    pages: int
    checking: int
    ended: int
    documents: tuple[tuple[Entry, int], ...]
    subjects: tuple[tuple[str, int], ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions of the page in the order in which they stand there."""
        return tuple(each for group in self.groups for each in group.questions)


def read_questions(session: Session, day: date, listed: Sequence[Listed]) -> Questions:
    """Every question of the public interpretations `listed`, as of the day."""
    by_id = {each.id: each for each in listed if each.origin in ANSWERED}
    asked = [(by_id[row.id], row) for row in session.execute(_versions()) if row.id in by_id]
    laid = _anchors(session, day, [own.id for own, _ in asked])
    held: list[Question] = []
    left_out: list[LeftOut] = []
    for own, row in asked:
        rendered = rendered_of(row.rendered)
        for block in recalled(row.content).blocks:
            if block.kind is not BlockKind.QUESTION:
                continue
            anchors = laid.get((own.id, block.key), ())
            about = _about(own, anchors)
            states = {each.standing.state for each in anchors}
            over = AnchorState.ENDED in states or about.standing(day).validity in HALTED
            if over or AnchorState.STALE in states:
                left_out.append(LeftOut(about, over))
            elif AnchorState.COMING in states:
                # Nobody has to look at it: it stands in the list from the day on which its text applies.
                continue
            else:
                held.append(_question(own, block, rendered.words.get(block.key, ""), anchors))
    return Questions(tuple(held), tuple(left_out))


def select_questions(questions: Questions, asked: Asked) -> tuple[Question, ...]:
    """The questions with all these words, about this document or subject, in the order of their posting."""
    return tuple(
        each
        for each in questions.held
        if _matches(each.document, asked) and all(word in each.words for word in asked.words)
    )


def find(questions: Questions, asked: Asked, day: date, size: int = PAGE_SIZE) -> Found:
    """A page of the questions asked for, grouped by document."""
    found = select_questions(questions, asked)
    gone = [each for each in questions.left_out if _matches(each.document, asked)]
    ordered = _grouped(found)
    pages = max(1, -(-len(ordered) // size))
    page = min(max(1, asked.page), pages)
    shown = ordered[(page - 1) * size : page * size]
    return Found(
        _groups(shown, day),
        len(found),
        page,
        pages,
        sum(not each.ended for each in gone),
        sum(each.ended for each in gone),
        _documents(questions.held, asked),
        _subjects(questions.held),
    )


def _versions() -> Any:  # noqa: ANN401  # a select of three columns
    columns = (Interpretation.id, InterpretationVersion.content, InterpretationVersion.rendered)
    query = select(*columns).join(InterpretationVersion, as_published())
    return query.order_by(Interpretation.published_at.desc(), Interpretation.id.desc())


def _anchors(
    session: Session, day: date, ids: Sequence[int]
) -> Mapping[tuple[int, str], tuple[Anchored, ...]]:
    found: dict[tuple[int, str], list[Anchored]] = defaultdict(list)
    for each in anchored(session, day, ids):
        found[each.interpretation_id, each.block].append(each)
    return {place: tuple(anchors) for place, anchors in found.items()}


def _about(own: Listed, anchors: Sequence[Anchored]) -> Entry:
    ids = [each.document_id for each in anchors]
    return next((entry for key in ids for entry in own.documents if entry.id == key), own.documents[0])


def _question(own: Listed, block: Block, html: str, anchors: Sequence[Anchored]) -> Question:
    entries = {entry.id: entry for entry in own.documents}
    known = [each for each in anchors if each.document_id in entries]
    several = len({each.document_id for each in known}) > 1
    return Question(
        own.id,
        block.key,
        block.heading,
        Markup(html),  # noqa: S704  # it passed base.markup when it was saved
        f"{block.heading}\n{block.words}".casefold(),
        tuple(
            holding(
                each, entries[each.document_id].address, f"《{entries[each.document_id].title}》" * several
            )
            for each in known
        ),
        _about(own, anchors),
        own.unit,
        own.form,
        own.origin,
        own.published_at,
        own.renewed_at,
    )


def _matches(document: Entry, asked: Asked) -> bool:
    return asked.document in {"", document.address} and asked.subject in {"", document.subject}


def _grouped(found: Sequence[Question]) -> list[Question]:
    """Those of one document together, the document asked about last first."""
    order = {key: place for place, key in enumerate(dict.fromkeys(each.document.id for each in found))}
    return sorted(found, key=lambda each: order[each.document.id])


def _groups(shown: Sequence[Question], day: date) -> tuple[Group, ...]:
    entries = {each.document.id: each.document for each in shown}
    return tuple(
        Group(
            entry,
            entry.standing(day).validity,
            tuple(each for each in shown if each.document.id == key),
        )
        for key, entry in entries.items()
    )


def _documents(held: Sequence[Question], asked: Asked) -> tuple[tuple[Entry, int], ...]:
    found: dict[int, list[Entry]] = defaultdict(list)
    for each in held:
        if asked.subject in {"", each.document.subject}:
            found[each.document.id].append(each.document)
    return tuple((entries[0], len(entries)) for entries in found.values())


def _subjects(held: Sequence[Question]) -> tuple[tuple[str, int], ...]:
    names = [each.document.subject for each in held if each.document.subject]
    return tuple((name, names.count(name)) for name in dict.fromkeys(names))
