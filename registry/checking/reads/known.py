"""The names of all instruments that may be shown (可核对的文件), made once in each generation."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.checking.rules.names import Known, Names, order_keys
from registry.law.docnumber import keys
from registry.reads.catalogue import Catalogue, Entry
from registry.reads.visibility import visible
from registry.tables import Document, RelationRow, Text


def read_names(session: Session, catalogue: Catalogue) -> Names:
    """The titles and numbers of every visible document, those of its former texts too."""
    former = _former_titles(session)
    return Names(
        [_known(entry, place, former.get(entry.id, ())) for place, entry in enumerate(catalogue.entries)],
        _unregistered(session),
    )


def _unregistered(session: Session) -> Iterable[str]:
    """The titles of instruments that visible documents cite and the registry does not have (执业医师法)."""
    query = (
        select(RelationRow.target_title)
        .join(Document, Document.id == RelationRow.source_id)
        .where(visible(), RelationRow.withdrawn_at.is_(None), RelationRow.target_id.is_(None))
        .distinct()
    )
    return session.scalars(query)


def _known(entry: Entry, place: int, former: tuple[str, ...]) -> Known:
    numbers = (*entry.keys, *order_keys(entry.keys), *keys(entry.number))
    return Known(place, (entry.title, *former), tuple(dict.fromkeys(numbers)), entry.kind.rank)


def _former_titles(session: Session) -> dict[int, tuple[str, ...]]:
    query = (
        select(Text.document_id, Text.title)
        .join(Document, Document.id == Text.document_id)
        .where(visible(), Text.withdrawn_at.is_(None), Text.title != Document.title)
    )
    found: defaultdict[int, tuple[str, ...]] = defaultdict(tuple)
    for key, title in session.execute(query):
        found[key] = (*found[key], title)
    return found
