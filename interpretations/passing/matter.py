"""What is passed down (传递内容): the document as it stands today, its interpretation, its provisions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from base.errors import RegistryError
from base.staff.tables import Unit
from interpretations.publishing.works import provisions_on
from interpretations.reads import visibility as explained
from interpretations.rules.content import Content, recalled
from interpretations.tables import ExplainedRow, Interpretation, InterpretationVersion
from registry.law.days import printed
from registry.law.designations import designation
from registry.law.provisions import Provision
from registry.reads.dossier import Dossier, read_dossier
from registry.reads.page import MARKED
from registry.reads.visibility import visible
from registry.renditions.standing import mark_of
from registry.tables import Document

SHOWN = 30


@dataclass(frozen=True, slots=True)
class Matter:
    """What is passed down: a document and, where there is one, an interpretation of it."""

    document_id: int
    interpretation_id: int | None = None


@dataclass(frozen=True, slots=True)
class DocumentToday:
    """A document as it stands today (文件今日状态): `word` its mark (已废止), "" while it may be relied upon.

    `warnings` say what happened to it since it was sent, and what will by the due day.
    """

    id: int
    title: str
    number: str = ""
    address: str = ""
    word: str = ""
    sentence: str = ""
    warnings: tuple[str, ...] = ()

    @property
    def marked_title(self) -> str:
        """The title with the mark before it."""
        return f"【{self.word}】{self.title}" if self.word else self.title


@dataclass(frozen=True, slots=True)
class Told:
    """An interpretation as those who are to learn it see it; `content` is what the public reads.

    `gone` says why it is not to be relied upon any more, "" while it is public.
    """

    id: int
    title: str
    unit: str
    content: Content
    gone: str = ""

    @property
    def address(self) -> str:
        """Its public page."""
        return f"/interpretations/{self.id}"

    @property
    def points(self) -> tuple[str, ...]:
        """What its blocks are about, in their order."""
        return tuple(block.heading for block in self.content.blocks if block.heading)


def public_document(session: Session, key: int) -> Document | None:
    """The document, where the public may read it."""
    return session.scalars(select(Document).where(Document.id == key, visible())).first()


def documents_to_send(session: Session, words: str, unit_id: int | None) -> Sequence[Document]:
    """Public documents whose title or number has these words; without words, those a unit drafted."""
    query = select(Document).where(visible())
    if words:
        found = (
            column.contains(words, autoescape=True) for column in (Document.title, Document.document_number)
        )
        query = query.where(or_(*found))
    else:
        query = query.where(Document.drafting_unit_id == unit_id)
    return session.scalars(query.order_by(Document.published_at.desc(), Document.id).limit(SHOWN)).all()


def public_interpretations(session: Session, document_id: int) -> Sequence[Interpretation]:
    """The public interpretations of a document, the latest first."""
    of_document = select(ExplainedRow.interpretation_id).where(ExplainedRow.document_id == document_id)
    query = select(Interpretation).where(explained.public(), Interpretation.id.in_(of_document))
    return session.scalars(query.order_by(Interpretation.published_at.desc(), Interpretation.id)).all()


def dossier_of(session: Session, document_id: int) -> Dossier | None:
    """All that is shown of the document; None once the public may not see it any more."""
    address = session.scalars(select(Document.address).where(Document.id == document_id)).first()
    try:
        return read_dossier(session, address or "")
    except RegistryError:
        return None


def document_today(
    session: Session, document_id: int, today: date, sent_on: date, due_on: date
) -> DocumentToday:
    """The document as it stands today, with what changed since it was sent, and will by the due day."""
    dossier = dossier_of(session, document_id)
    if dossier is None:
        title = session.scalars(select(Document.title).where(Document.id == document_id)).one()
        said = "这份文件已从文件库撤回，不能作为依据；请停止按此学习和执行，等候下发单位通知。"
        return DocumentToday(document_id, title, word="已撤回", sentence=said, warnings=(said,))
    mark = mark_of(dossier, today)
    return DocumentToday(
        dossier.id,
        dossier.title,
        dossier.number,
        f"/documents/{dossier.address}",
        mark.word,
        f"截至{printed(today)}：{mark.sentence}",
        tuple(_warnings(dossier, sent_on, today, due_on)),
    )


def _warnings(dossier: Dossier, sent_on: date, today: date, due_on: date) -> list[str]:
    then, now, later = (mark_of(dossier, day) for day in (sent_on, today, max(today, due_on)))
    found = []
    if now.state is not then.state and now.state in MARKED:
        found.append(f"下发之后，这份文件的时效已变为“{now.state.label}”：{now.sentence}")
    elif now.struck != then.struck:
        new = "、".join(designation(eid) for eid in now.struck if eid not in then.struck)
        found.append(f"下发之后，部分条文的效力有变化{f'：{new}' if new else ''}，请以今日文本为准。")
    if dossier.version_on(sent_on) != dossier.version_on(today):
        found.append("下发之后，这份文件已经修改；学习和执行请以今日适用的文本为准。")
    if now.changes_on is not None and now.changes_on <= due_on:
        found.append(f"在学习期限届满之前，自{printed(now.changes_on)}起将有变化：{later.sentence}")
    elif dossier.version_on(today) != dossier.version_on(later.day):
        found.append("在学习期限届满之前，这份文件将适用修改后的文本。")
    return found


def told(session: Session, key: int | None) -> Told | None:
    """The interpretation that was passed down, as the public reads it now."""
    row = session.get(Interpretation, key) if key else None
    if row is None:
        return None
    version = row.published_version or row.version
    held = session.scalars(
        select(InterpretationVersion.content).where(
            InterpretationVersion.interpretation_id == row.id, InterpretationVersion.version == version
        )
    ).first()
    content = recalled(held or row.content)
    return Told(row.id, content.title, session.get_one(Unit, row.unit_id).name, content, _gone(session, row))


def _gone(session: Session, row: Interpretation) -> str:
    if row.withdrawn_at is not None:
        return f"这份解读已撤回：{row.withdrawal_reason}"
    shown = session.scalars(select(Interpretation.id).where(Interpretation.id == row.id, explained.public()))
    return "" if shown.first() else "这份解读已不再公开"


def nodes_on(session: Session, document_id: int, day: date) -> dict[str, Provision]:
    """Every provision of the text of that day, by its id, in reading order."""
    found = provisions_on(session, document_id, day)
    return {node.eid: node for provision in found for node in provision.walk()}
