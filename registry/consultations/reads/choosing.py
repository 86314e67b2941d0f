"""Which document is meant (选定文件): by title, number or address, among those the public may see."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from base.errors import BadInput
from registry.law import docnumber
from registry.law.titles import title_key
from registry.reads.visibility import visible
from registry.tables import Document

LONGEST = 500
OFFERED, SHOWN = 200, 5
PATH = "/documents/"


def chosen(session: Session, words: str) -> Document:
    """The public document that somebody names; raises BadInput where there is none, or more than one."""
    typed = words.strip().strip("《》 ")
    found = _by_address(session, typed) or _by_number(session, typed) or _by_title(session, typed)
    if not found:
        raise BadInput(f"没有找到已公开的文件“{typed[:60]}”：请填写完整的标题、文号，或者文件页的网址")
    if len(found) > 1:
        listed = "、".join(
            each.document_number or each.order_number or each.address for each in found[:SHOWN]
        )
        raise BadInput(f"“{typed[:60]}”有 {len(found)} 份同名文件，请改填文号或者网址：{listed}")
    return found[0]


def called(session: Session, document_id: int | None) -> str:
    """What one types for a document: its title, or what tells it from others of the same."""
    document = session.get(Document, document_id) if document_id else None
    if document is None:
        return ""
    if len(_by_title(session, document.title)) == 1:
        return document.title
    return document.document_number or document.order_number or f"{PATH}{document.address}"


def offered(session: Session, unit_id: int) -> list[str]:
    """The titles of what a unit drafted, to be offered while one types."""
    query = select(Document.title).where(visible(), Document.drafting_unit_id == unit_id)
    return list(session.scalars(query.order_by(Document.published_on.desc()).limit(OFFERED)))


def _by_address(session: Session, typed: str) -> list[Document]:
    _, path, address = typed.partition(PATH)
    if not path:
        return []
    address = address.split("?")[0].split("#")[0].strip("/")
    return list(session.scalars(select(Document).where(visible(), Document.address == address)))


def _by_number(session: Session, typed: str) -> list[Document]:
    key = docnumber.key(typed)
    if not key:
        return []
    bears = (Document.number_key == key) | (Document.order_key == key)
    return list(session.scalars(select(Document).where(visible(), bears).order_by(Document.id)))


def _by_title(session: Session, typed: str) -> list[Document]:
    query = select(Document).where(visible(), Document.title_key == title_key(typed))
    return list(session.scalars(query.order_by(Document.id)))
