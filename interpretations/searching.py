"""What search may know of interpretations (供检索): the public ones as values, their questions singly."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from markupsafe import Markup
from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from base import clock
from base.staff.tables import Unit
from interpretations.reads.shown import rendered_of
from interpretations.reads.visibility import as_published, public
from interpretations.rules.content import WRITTEN, Block, Content, Rendered, recalled
from interpretations.rules.terms import BlockKind, Origin
from interpretations.tables import ExplainedRow, Interpretation, InterpretationVersion
from registry.law.terms import Kind
from registry.reads.life import lives
from registry.reads.visibility import visible
from registry.searchable import Explained, Findable, Passage, Searchable, Standing, Wording
from registry.searching import issuers_of, standings_of
from registry.tables import Document

PAGE = 100
# A transcript is cut into pieces of so many characters: an hour of words is no one passage.
PIECE = 400
TRANSCRIPT = "文字稿"
# The id of the transcript on the page.
TRANSCRIPT_EID = "transcript"


@dataclass(frozen=True, slots=True)
class Shelf:
    """What is needed of the documents that a page of interpretations explains."""

    documents: Mapping[int, Any]
    issuers: Mapping[int, list[str]]
    standings: Mapping[int, tuple[Standing, ...]]


def searchable_interpretations(session: Session, ids: Sequence[int] | None = None) -> Iterator[Searchable]:
    """The public interpretations among `ids` (all of them, when None), each followed by its questions.

    What is not public, and what is not there, is left out: an index that finds it missing forgets it.
    """
    wanted = select(Interpretation.id).where(public()).order_by(Interpretation.id)
    for page in _pages(sorted(set(ids))) if ids is not None else [None]:
        chosen = wanted if page is None else wanted.where(Interpretation.id.in_(page))
        for keys in _pages(list(session.scalars(chosen))):
            yield from _page(session, keys)


def explaining(session: Session, documents: Sequence[int]) -> list[int]:
    """The interpretations, public or not, that explain any of these documents."""
    query = select(ExplainedRow.interpretation_id).distinct()
    return sorted(
        key
        for page in _pages(documents)
        for key in session.scalars(query.where(ExplainedRow.document_id.in_(page)))
    )


def _page(session: Session, keys: Sequence[int]) -> Iterator[Searchable]:
    explained = _explained(session, keys)
    shelf = _shelf(session, {key for works in explained.values() for key in works.values()})
    for row in session.execute(_published().where(Interpretation.id.in_(keys))):
        shown = {place: key for place, key in explained[row.id].items() if key in shelf.documents}
        # Hidden in the meantime, in a transaction that began later than the list of ids was read.
        if shown:
            yield from _values(row, shown, shelf)


def _published() -> Any:  # noqa: ANN401 - a select of six columns
    """What the public reads: the version published last, not the working copy."""
    query = select(
        Interpretation.id,
        Interpretation.published_at,
        Interpretation.renewed_at,
        InterpretationVersion.content,
        InterpretationVersion.rendered,
        Unit.name.label("unit"),
    )
    query = query.join(InterpretationVersion, as_published()).join(Unit, Unit.id == Interpretation.unit_id)
    return query.order_by(Interpretation.id)


def _explained(session: Session, keys: Sequence[int]) -> dict[int, dict[int, int]]:
    """The documents of each interpretation by their place among what it explains."""
    found: dict[int, dict[int, int]] = defaultdict(dict)
    query = select(ExplainedRow.interpretation_id, ExplainedRow.position, ExplainedRow.document_id)
    query = query.where(ExplainedRow.interpretation_id.in_(keys), ExplainedRow.document_id.is_not(None))
    for row in session.execute(query.order_by(ExplainedRow.position)):
        found[row.interpretation_id][row.position] = row.document_id
    return found


def _shelf(session: Session, keys: set[int]) -> Shelf:
    ids = sorted(keys)
    rows = session.execute(select(Document.__table__).where(Document.id.in_(ids), visible()))
    events = lives(session, ids)
    return Shelf(
        {row.id: row for row in rows},
        issuers_of(session, ids),
        {key: standings_of(events.get(key, ())) for key in ids},
    )


def _values(row: Row[Any], shown: Mapping[int, int], shelf: Shelf) -> Iterator[Searchable]:
    """The interpretation, then its questions; each follows the document that it is about."""
    content, rendered = recalled(row.content), rendered_of(row.rendered)
    leading = next(iter(shown.values()))
    passages = tuple(_passages(content, rendered))
    yield _value(row, content, leading, shelf, Wording(0, content.title, None, None, passages))
    for block in content.blocks:
        if block.kind is BlockKind.QUESTION:
            about = next((shown[ref.work] for ref in block.refs if ref.work in shown), leading)
            answer = Passage(block.key, "", "", _words(block, rendered))
            wording = Wording(0, _line(block.heading), None, None, (answer,))
            made = _value(row, content, about, shelf, wording)
            yield replace(made, content=Findable.QUESTION, address=f"{row.id}#{block.key}")


def _value(row: Row[Any], content: Content, about: int, shelf: Shelf, wording: Wording) -> Searchable:
    document = shelf.documents[about]
    published, renewed = _day(row.published_at), _day(row.renewed_at or row.published_at)
    return Searchable(
        id=row.id,
        address=str(row.id),
        title=wording.title,
        kind=document.kind,
        rank=Kind(document.kind).rank,
        region=document.region,
        year=document.year,
        issuers=tuple(shelf.issuers.get(about, ())),
        subject="",
        numbers=(),
        dated_on=published,
        standings=shelf.standings[about],
        wordings=(replace(wording, text_from=renewed if renewed > published else None),),
        made_on=published,
        content=Findable.INTERPRETATION,
        explains=Explained(about, document.title, document.address),
        form=_form(content),
        unit=row.unit,
    )


def _day(moment: datetime) -> date:
    return clock.local(moment).date()


def _form(content: Content) -> str:
    if content.origin is Origin.OWN:
        return content.form.label
    return f"{content.origin.label}·{content.form.label}"


def _passages(content: Content, rendered: Rendered) -> Iterator[Passage]:
    """What the interpretation says beside its questions, which are found by themselves."""
    for words in (content.lead, content.picture_text):
        if words.strip():
            yield Passage("", "", "", words.strip())
    for block in content.blocks:
        if block.kind is not BlockKind.QUESTION and (words := _words(block, rendered)):
            yield Passage(block.key, "", _heading(block), words)
    spoken = _plain(rendered.transcript) or content.transcript
    for start in range(0, len(spoken), PIECE):
        yield Passage(TRANSCRIPT_EID, "", TRANSCRIPT, spoken[start : start + PIECE])


def _heading(block: Block) -> str:
    # A link that repeats the misreading alone would spread it.
    said = "误读：" if block.kind is BlockKind.MISREADING else ""
    return said + _line(block.heading)


def _words(block: Block, rendered: Rendered) -> str:
    written = block.kind in WRITTEN
    words = _plain(rendered.words.get(block.key, "")) if written else block.words
    aside = _plain(rendered.asides.get(block.key, "")) if written else block.aside
    return "\n".join(filter(None, (words.strip() or block.words, aside.strip()))) or block.heading


def _plain(html: str) -> str:
    return str(Markup(html).striptags())  # noqa: S704 - it is read, never shown


def _line(words: str) -> str:
    # The index keeps headings in one line, with tabs between them.
    return " ".join(words.split())


def _pages(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    return (keys[start : start + PAGE] for start in range(0, len(keys), PAGE))
