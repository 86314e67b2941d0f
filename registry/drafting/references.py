"""References (引用核对) of a draft: articles that are not there, documents that have ended."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.drafting.checklist import CheckCode, Finding
from registry.intake.parsed import Parsed
from registry.law.designations import eid_of
from registry.law.statements import Named
from registry.law.titles import title_key
from registry.law.validity import validity
from registry.reads.life import lives
from registry.reads.visibility import visible
from registry.tables import Document, ProvisionRow, Text


def references(session: Session, parsed: Parsed, on: date) -> Iterator[Finding]:
    """What the text cites of the registry that is not there, or no longer holds."""
    stated = parsed.statements
    ending = {title_key(named.title) for named in stated.repeals}
    named = [one for one in (*stated.basis, *stated.cites) if title_key(one.title) not in ending]
    known = _documents(session, {title_key(one.title) for one in named})
    standing = lives(session, [key for ids in known.values() for key in ids])
    for one in named:
        ids = known.get(title_key(one.title), [])
        ended = [validity(standing.get(key, ()), on) for key in ids]
        if ended and all(state.ended for state in ended):
            advice = f"《{one.title}》{ended[0].label}，请核对能否引用"
            yield Finding(CheckCode.ENDED, f"《{one.title}》"[:60], advice, one.evidence[:120])
        elif len(ids) == 1:
            yield from _articles(session, one, ids[0])


def _documents(session: Session, keys: set[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    query = select(Document.title_key, Document.id).where(Document.title_key.in_(keys), visible())
    for key, document_id in session.execute(query):
        found.setdefault(key, []).append(document_id)
    return found


def _articles(session: Session, one: Named, document_id: int) -> Iterator[Finding]:
    wanted = {eid: article for article in one.articles if (eid := eid_of(article))}
    if not wanted:
        return
    rows = (
        select(ProvisionRow.eid)
        .join(Text, Text.id == ProvisionRow.text_id)
        .where(Text.document_id == document_id, Text.withdrawn_at.is_(None), ProvisionRow.level == "article")
    )
    there = set(session.scalars(rows))
    for eid, article in wanted.items():
        if there and eid not in there:
            advice = f"《{one.title}》没有{article}，请核对"
            yield Finding(CheckCode.REFERENCE, f"《{one.title}》{article}"[:80], advice, one.evidence[:120])
