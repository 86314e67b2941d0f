"""The wording (正文) of one version, as the tree it was read as."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.law.provisions import Level, Provision
from registry.tables import ProvisionRow


def read_wording(session: Session, text_id: int) -> tuple[Provision, ...]:
    """The provisions of a text, nested by their depth again."""
    return read_wordings(session, [text_id]).get(text_id, ())


def read_wordings(session: Session, ids: Collection[int]) -> Mapping[int, tuple[Provision, ...]]:
    """The provisions of each of these texts that has any: one statement for all of them."""
    query = (
        select(
            ProvisionRow.text_id,
            ProvisionRow.depth,
            ProvisionRow.level,
            ProvisionRow.eid,
            ProvisionRow.number,
            ProvisionRow.heading,
            ProvisionRow.body,
        )
        .where(ProvisionRow.text_id.in_(ids))
        .order_by(ProvisionRow.text_id, ProvisionRow.position)
    )
    rows: defaultdict[int, list[Flat]] = defaultdict(list)
    for text_id, depth, level, eid, number, heading, body in session.execute(query):
        rows[text_id].append((depth, level, eid, number, heading, body))
    return {text_id: nested(flat) for text_id, flat in rows.items()}


Flat = tuple[int, str, str, str, str, str]


def nested(rows: list[Flat]) -> tuple[Provision, ...]:
    """Rows in reading order (depth, level, eid, number, heading, body) as a tree.

    A row belongs to the nearest row before it that is less deep.
    """
    # Built from the end: when a row is reached, all that belongs to it is already complete.
    waiting: list[tuple[int, Provision]] = []
    for depth, level, eid, number, heading, body in reversed(rows):
        children = []
        while waiting and waiting[-1][0] > depth:
            children.append(waiting.pop()[1])
        waiting.append((depth, Provision(Level(level), eid, number, heading, body, tuple(children))))
    return tuple(provision for _, provision in reversed(waiting))
