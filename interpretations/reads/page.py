"""What the page of an interpretation says on a day (解读页): finished values, nothing left to compute."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from base import clock
from base.errors import NotFound, Withdrawn
from base.staff.tables import Unit
from interpretations.anchoring import anchored
from interpretations.reads.beside import beside, named
from interpretations.reads.files import files_of
from interpretations.reads.marking import mark_word, titled
from interpretations.reads.quotes import Quote, Quotes, quote
from interpretations.reads.shown import ShownFiles, ShownRefs, rendered_of
from interpretations.reads.visibility import as_published, gone, public
from interpretations.rules.content import Block, Content, Rendered, recalled
from interpretations.rules.terms import BlockKind, Form, Origin
from interpretations.tables import ExplainedRow, Interpretation, InterpretationVersion
from registry.law.terms import Validity
from registry.reads.dossier import Dossier
from registry.reads.visibility import visible
from registry.renditions.standing import Mark, mark_of
from registry.tables import Document

DossierOf = Callable[[str], Dossier]
UNKNOWN = "没有这份解读。请检查地址，或者从解读列表查找。"
# Beside the page, not instead of the list.
MOST_OTHERS = 12


@dataclass(frozen=True, slots=True)
class ExplainedDocument:
    """A document that is explained: `position` as a `Ref` of the content names it, and how it stands."""

    position: int
    dossier: Dossier
    mark: Mark


@dataclass(frozen=True, slots=True)
class Other:
    """Another public interpretation of the same document."""

    id: int
    title: str
    form: str
    published_at: datetime


@dataclass(frozen=True, slots=True)
class InterpretationPage:
    """Everything the page of an interpretation says of one day.

    `unit` is the drafting unit under whose name it stands, with its organ. `day` is the day it speaks of.
    """

    id: int
    day: date
    content: Content
    rendered: Rendered
    organ: str
    unit: str
    published_at: datetime
    renewed_at: datetime
    documents: tuple[ExplainedDocument, ...]
    quotes: Quotes
    files: ShownFiles
    others: tuple[Other, ...] = field(default=())

    @property
    def address(self) -> str:
        """Its path on this site."""
        return f"/interpretations/{self.id}"

    @property
    def mark(self) -> str:
        """The mark nobody may miss (已废止); "" where the documents may be relied upon."""
        return mark_word([each.mark.word for each in self.documents])

    @property
    def standing(self) -> Validity:
        """How the document stands whose mark it bears; of several the first that needs one."""
        marked = [each.mark.state for each in self.documents if each.mark.word]
        return (marked or [each.mark.state for each in self.documents])[0]

    @property
    def title(self) -> str:
        """The title, with the mark before it."""
        return titled(self.mark, self.content.title)

    @property
    def renewed(self) -> bool:
        """Whether it was revised since it was first published (修订)."""
        return self.renewed_at > self.published_at

    @property
    def doubtful(self) -> tuple[Quote, ...]:
        """The provisions that are no longer as they were explained, each once."""
        found = [each for quotes in self.quotes.values() for each in quotes if not each.reliable]
        return tuple(dict.fromkeys(found))

    @property
    def beside(self) -> Quotes:
        """The provisions beside its blocks, each text once."""
        return beside(self.content.runs, self.quotes)

    @property
    def named(self) -> ShownRefs:
        """The names of the provisions at blocks too small to have their words beside them."""
        return named(self.content.runs, self.quotes)

    @property
    def stale(self) -> bool:
        """Whether anything that it explains is no longer so worded, though the documents hold."""
        return bool(self.doubtful) and not self.mark

    @property
    def credit(self) -> str:
        """The line of what others wrote (转载、专家解读): who wrote it, and who answers for it here."""
        if self.content.origin in {Origin.OWN, Origin.ENQUIRY}:
            return ""
        author = f"，作者（来源）：{self.content.credit}" if self.content.credit else ""
        return f"{self.content.origin.label}{author}。由起草单位{self.unit}发布。"

    @property
    def questions(self) -> tuple[Block, ...]:
        """Its questions whose answers may be relied upon today."""
        return tuple(
            block
            for block in self.content.blocks
            if block.kind is BlockKind.QUESTION
            and all(each.reliable for each in self.quotes.get(block.key, ()))
        )


def read_page(session: Session, key: int, day: date, dossier_of: DossierOf) -> InterpretationPage:
    """The public interpretation with this id, as of the day.

    Raises NotFound when the public has none (nothing is told of what is not published), Withdrawn with the
    reason when it was withdrawn.
    """
    row = session.execute(_heads().where(Interpretation.id == key, public())).first()
    if row is None:
        raise _missing(session, key)
    content = recalled(row.content)
    documents = _documents(session, key, day, dossier_of)
    return InterpretationPage(
        id=key,
        day=day,
        content=content,
        rendered=rendered_of(row.rendered),
        organ=row.organ,
        unit=unit_name(row.organ, row.unit),
        published_at=row.published_at,
        renewed_at=row.renewed_at or row.published_at,
        documents=documents,
        quotes=_quotes(session, key, day, documents),
        files=files_of(session, key, content),
        others=_others(session, key, [each.dossier.id for each in documents]),
    )


def unit_name(organ: str, name: str) -> str:
    """How the public reads a unit: with its organ before it, unless it bears that name itself.

    >>> unit_name("澄江省生态环境厅", "水处"), unit_name("云州市生态环境局", "云州市生态环境局")
    ('澄江省生态环境厅水处', '云州市生态环境局')
    """
    return name if name.startswith(organ) else f"{organ}{name}"


def _heads() -> Any:  # noqa: ANN401  # a select of these columns
    return (
        select(
            Interpretation.published_at,
            Interpretation.renewed_at,
            InterpretationVersion.content,
            InterpretationVersion.rendered,
            Unit.organ,
            Unit.name.label("unit"),
        )
        .join(Unit, Unit.id == Interpretation.unit_id)
        .join(InterpretationVersion, as_published())
    )


def _missing(session: Session, key: int) -> NotFound | Withdrawn:
    query = _heads().add_columns(Interpretation.withdrawn_at, Interpretation.withdrawal_reason)
    row = session.execute(query.where(Interpretation.id == key, gone())).first()
    return NotFound(UNKNOWN) if row is None else Withdrawn(withdrawal(row))


def withdrawal(row: Row[Any]) -> str:
    """What stood there, from when to when, and why it went."""
    stood, left = (f"{clock.local(at):%Y-%m-%d %H:%M}" for at in (row.published_at, row.withdrawn_at))
    title = recalled(row.content).title
    return f"“{title}”{stood}在此发布，{left}撤回。撤回理由：{row.withdrawal_reason or '未说明理由'}。"


def _documents(session: Session, key: int, day: date, dossier_of: DossierOf) -> tuple[ExplainedDocument, ...]:
    """Those the public may see: an interpretation of several documents tells nothing of a hidden one."""
    query = select(ExplainedRow.position, Document.address)
    query = query.join(Document, Document.id == ExplainedRow.document_id)
    query = query.where(ExplainedRow.interpretation_id == key, visible()).order_by(ExplainedRow.position)
    first: dict[str, int] = {}
    for position, address in session.execute(query):
        # Of a document, and of a draft that became its next version: it is shown once.
        first.setdefault(address, position)
    found = [(position, dossier_of(address)) for address, position in first.items()]
    return tuple(ExplainedDocument(position, dossier, mark_of(dossier, day)) for position, dossier in found)


def _quotes(session: Session, key: int, day: date, documents: Sequence[ExplainedDocument]) -> Quotes:
    dossiers = {each.dossier.id: each.dossier for each in documents}
    several = len(dossiers) > 1
    found: dict[str, list[Quote]] = defaultdict(list)
    for each in anchored(session, day, [key]):
        dossier = dossiers.get(each.document_id)
        if dossier is not None:
            title = f"《{dossier.title}》" if several else ""
            found[each.block].append(quote(each, dossier, day, title))
    return _settled(found)


def _settled(found: Mapping[str, Sequence[Quote]]) -> Quotes:
    return {block: tuple(quotes) for block, quotes in found.items()}


def _others(session: Session, key: int, documents: Sequence[int]) -> tuple[Other, ...]:
    query = select(
        Interpretation.id,
        InterpretationVersion.title,
        InterpretationVersion.content,
        Interpretation.published_at,
    )
    query = query.join(InterpretationVersion, as_published())
    same = select(ExplainedRow.interpretation_id).where(ExplainedRow.document_id.in_(documents))
    query = query.where(public(), Interpretation.id != key, Interpretation.id.in_(same))
    query = query.order_by(Interpretation.published_at.desc(), Interpretation.id.desc()).limit(MOST_OTHERS)
    return tuple(
        Other(other, title, Form(str(content["form"])).label, at or clock.now())
        for other, title, content, at in session.execute(query)
    )
