"""Explanations (解读) of a document as the registry's own pages show them.

They belong to a floor above; app.py hands down who finds them. Here are only their shapes.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Explanation:
    """One interpretation of the document: its title, what it is (`form`, `origin`: Chinese words), by whom.

    `address` is its path on this site. `stale` when something that it explains is no longer so worded.
    """

    id: int
    title: str
    form: str
    origin: str
    unit: str
    address: str
    published_at: datetime
    lead: str = ""
    # Whether this document is the one that its page speaks of first, and whose mark it bears.
    leading: bool = True
    stale: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """What stands beside a provision: a passage or question that explains it, in one line, and where."""

    label: str
    words: str
    address: str
    stale: bool = False


@dataclass(frozen=True, slots=True)
class Explanations:
    """All that explains a document on a day; `notes` by the id of the provision in the text shown.

    `duty` says how the duty to explain stands, where there is one (起草单位将于…前解读). `ask` is the path
    of the form to ask about the document, "" where nobody can be asked; `follow` that of
    the form to be told of changes.
    """

    of: tuple[Explanation, ...] = ()
    notes: Mapping[str, tuple[Note, ...]] = field(default_factory=dict)
    duty: str = ""
    ask: str = ""
    follow: str = ""


NONE = Explanations()


class Explainers(Protocol):
    """Who knows of explanations: a floor above, named by app.py."""

    def of(self, session: Session, document_id: int, day: date) -> Explanations:
        """What explains this document on the day; notes stand at the provisions of its text of that day."""

    def listed(self, session: Session, ids: Collection[int]) -> Mapping[int, tuple[Explanation, ...]]:
        """What explains each of these documents, whatever the day: nothing is said of what is stale."""

    def newest(self, session: Session, most: int) -> tuple[tuple[Explanation, str], ...]:
        """The explanations published last, each with the address of the document it leads to."""


# Under this name a session knows who tells of explanations (`base.db.Database.hand_down`).
EXPLAINERS = "explainers"


def explainers(session: Session) -> Explainers | None:
    """Who tells of explanations, on a floor above; None where nobody does."""
    found: Explainers | None = session.info.get(EXPLAINERS)
    return found


def explained_by(session: Session, document_id: int) -> tuple[Explanation, ...]:
    """What explains one document, whatever the day; nothing where no floor above knows of explanations."""
    known = explainers(session)
    return known.listed(session, [document_id]).get(document_id, ()) if known else ()
