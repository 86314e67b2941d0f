"""Addresses (网址) of documents, given once and kept for ever."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.tables import Alias, Document
from registry.works.key import serial
from registry.works.shapes import Description

# Of a million numbers a year a document's own is rarely taken; four in a row never are.
ATTEMPTS = 4


def new_addresses(session: Session, fresh: Sequence[Description]) -> dict[str, str]:
    """An address for each of these new works, by the key of the work; none that was ever another's."""
    taken: set[str] = set()
    given: dict[str, str] = {}
    wanted = [address(description, attempt) for description in fresh for attempt in range(ATTEMPTS)]
    for column in (Document.address, Alias.path):
        taken.update(session.execute(select(column).where(column.in_(wanted))).scalars())
    for description in fresh:
        attempt = 0
        while (found := address(description, attempt)) in taken:
            attempt += 1
        taken.add(found)
        given[description.work_key] = found
    return given


def address(description: Description, attempt: int = 0) -> str:
    """The lasting address of a document: kind, year, number (`local-regulation/2019/483920`)."""
    year = description.year or "undated"
    return f"{description.kind.slug}/{year}/{serial(description.work_key, attempt):06d}"
