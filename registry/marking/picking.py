"""Picking provisions (选取条款): the text as a tree whose articles, paragraphs and items can be ticked."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from registry.law.designations import designation
from registry.law.provisions import Level, Provision
from registry.reads.dossier import read_dossier
from registry.reads.page import struck
from registry.reads.wording import read_wording
from registry.tables import Document

# What a repeal may name; chapters are named by their articles, which go on being counted through them.
TICKED = frozenset({Level.ARTICLE, Level.PARAGRAPH, Level.ITEM, Level.POINT, Level.ANNEX, Level.HEADING})
SHOWN = 160


@dataclass(frozen=True, slots=True)
class Branch:
    """One provision of the tree: `name` as it is cited, `words` its beginning, `ended` the mark it bears."""

    eid: str
    depth: int
    name: str
    words: str
    ticked: bool
    ended: str
    heading: bool


def branches(session: Session, document: Document, day: date) -> tuple[Branch, ...]:
    """The text of the day, in reading order; () for a document without a text."""
    dossier = read_dossier(session, document.address)
    version = dossier.version_on(day)
    if version is None:
        return ()
    marks = struck(dossier.events, version, day)
    roots = read_wording(session, version.text_id)
    return tuple(branch for root in roots for branch in _branches(root, 0, marks))


def _branches(node: Provision, depth: int, marks: dict[str, str]) -> Iterator[Branch]:
    ended = marks.get(node.eid, "")
    heading = node.level not in TICKED
    words = "　".join(part for part in (node.heading, node.body) if part)
    name = node.number if heading else designation(node.eid) or node.number
    # A table's source is no sentence to tick by.
    if node.level is not Level.TABLE:
        yield Branch(node.eid, depth, name, _short(words), not heading and not ended, ended, heading)
    for child in node.children:
        yield from _branches(child, depth + 1, marks)


def _short(words: str) -> str:
    return words if len(words) <= SHOWN else f"{words[:SHOWN]}……"
