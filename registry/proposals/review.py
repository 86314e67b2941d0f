"""One text under review (逐项审定): the proposal beside the text, its sentence lit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session

from base.errors import NotFound
from registry.proposals.corrections import Correction, as_correction
from registry.proposals.keeping import standing
from registry.proposals.stating import said_in_short
from registry.proposals.subjects import Subject, drafted, text_of_document, title_of
from registry.proposals.tables import Matter, ProposalRow, Ruling, Sureness
from registry.proposals.verbs import DEEDS, HARMLESS, made_of, read_of
from registry.tables import Document, Text

# A stretch of a line: its words, and whether they are of the sentence.
Stretch = tuple[str, bool]


@dataclass(frozen=True, slots=True)
class Choice:
    """A document that may be meant, as it is offered."""

    address: str
    title: str
    number: str
    why: str


@dataclass(frozen=True, slots=True)
class Item:
    """One proposal in the list of its text."""

    id: int
    matter: Matter
    said: str
    sureness: Sureness
    ruling: Ruling

    @property
    def waits(self) -> bool:
        """Whether nobody has ruled on it."""
        return self.ruling is Ruling.OPEN


@dataclass(frozen=True, slots=True)
class Review:
    """A text with its proposals and the one that is looked at; `shown` is None where there is none."""

    subject: Subject
    title: str
    lines: tuple[tuple[Stretch, ...], ...]
    items: tuple[Item, ...]
    row: ProposalRow | None
    choices: tuple[Choice, ...] = ()
    address: str = ""

    @property
    def place(self) -> int:
        """The place of the proposal that is looked at among all, from 0."""
        return next((at for at, item in enumerate(self.items) if self.row and item.id == self.row.id), 0)

    @property
    def before(self) -> int | None:
        """The proposal before this one."""
        return self.items[self.place - 1].id if self.place else None

    @property
    def behind(self) -> int | None:
        """The proposal after this one."""
        return self.items[self.place + 1].id if self.place + 1 < len(self.items) else None

    @property
    def waiting(self) -> int:
        """How many wait for a ruling."""
        return sum(item.waits for item in self.items)

    @property
    def together(self) -> int:
        """How many may be confirmed at once: sure readings that only connect."""
        return sum(
            item.waits and item.matter in HARMLESS and item.sureness is Sureness.SURE for item in self.items
        )

    @property
    def item(self) -> Item | None:
        """The proposal that is looked at, in the list."""
        return self.items[self.place] if self.items else None

    @property
    def in_title(self) -> bool:
        """Whether the sentence is the title."""
        return self.row is not None and not self.row.end and self.row.sentence == self.title

    @property
    def read(self) -> Correction:
        """What was read, or what a person made of it, in the fields of the form."""
        return as_correction(made_of(self.row)) if self.row else Correction()

    @property
    def original(self) -> Correction:
        """What was read."""
        return as_correction(read_of(self.row)) if self.row else Correction()

    @property
    def is_deed(self) -> bool:
        """Whether it changes another document."""
        return self.item is not None and self.item.matter in DEEDS


def review(session: Session, subject: Subject, wanted: int | None) -> Review:
    """The text with one of its proposals: the one that is wanted, else the first that waits, else the first.

    Raises NotFound for a draft or document that does not exist, or a proposal of another text.
    """
    title = title_of(session, subject)
    rows = standing(session, subject)
    row = _chosen(rows, wanted)
    return Review(
        subject=subject,
        title=title,
        lines=tuple(lit(_text(session, subject, row), row.start if row else 0, row.end if row else 0)),
        items=tuple(map(_item, rows)),
        row=row,
        choices=_choices(session, row),
        address=_address(session, subject),
    )


def lit(text: str, start: int, end: int) -> list[tuple[Stretch, ...]]:
    r"""The lines of a text that hold words, each cut where the sentence begins and ends.

    >>> lit("一、二\n三", 2, 3)
    [(('一、', False), ('二', True)), (('三', False),)]
    """
    found, place = [], 0
    for line in text.split("\n"):
        cuts = sorted({0, len(line), *(min(max(at - place, 0), len(line)) for at in (start, end))})
        parts = [(line[here:there], start <= place + here < end) for here, there in pairwise(cuts)]
        if line.strip():
            found.append(tuple(parts))
        place += len(line) + 1
    return found


def next_waiting(session: Session, subject: Subject, after: int) -> int | None:
    """The proposal to look at when this one is ruled on: the next that waits, round the end; else this."""
    ids = [row.id for row in standing(session, subject)]
    at = ids.index(after) if after in ids else 0
    waits = {row.id for row in standing(session, subject) if row.ruling == Ruling.OPEN}
    return next((key for key in ids[at:] + ids[:at] if key in waits), after)


def _chosen(rows: Sequence[ProposalRow], wanted: int | None) -> ProposalRow | None:
    if wanted is not None:
        found = next((row for row in rows if row.id == wanted), None)
        if found is None:
            raise NotFound(f"这份文件没有编号为 {wanted} 的条文事项建议；正文改过后，原来的建议可能已被替代")
        return found
    waiting = (row for row in rows if row.ruling == Ruling.OPEN)
    return next(waiting, rows[0] if rows else None)


def _text(session: Session, subject: Subject, row: ProposalRow | None) -> str:
    if row is not None and row.text_id is not None:
        return text_of_document(session, row.text_id)
    if subject.draft_id:
        return drafted(session, subject.draft_id).text
    newest = select(Text.id).where(Text.document_id == subject.document_id, Text.withdrawn_at.is_(None))
    text_id = session.execute(newest.order_by(Text.position.desc())).scalars().first()
    return text_of_document(session, text_id) if text_id else ""


def _item(row: ProposalRow) -> Item:
    made = made_of(row)
    said = said_in_short(made.matter, made.stated)
    return Item(row.id, made.matter, said, Sureness(row.sureness), Ruling(row.ruling))


def _choices(session: Session, row: ProposalRow | None) -> tuple[Choice, ...]:
    offered: list[Mapping[str, object]] = list(row.candidates) if row else []
    ids = [one["document_id"] for one in offered]
    rows = session.execute(select(Document.id, Document.address).where(Document.id.in_(ids)))
    addresses: dict[object, str] = {key: address for key, address in rows}  # noqa: C416  # rows are no pairs to mypy
    return tuple(
        Choice(addresses[one["document_id"]], str(one["title"]), str(one["number"]), str(one["why"]))
        for one in offered
        if one["document_id"] in addresses
    )


def _address(session: Session, subject: Subject) -> str:
    if subject.draft_id:
        return f"/desk/drafts/{subject.draft_id}"
    query = select(Document.address).where(Document.id == subject.document_id)
    return f"/documents/{session.execute(query).scalar_one()}"
