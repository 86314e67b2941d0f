"""Explanations (解读) of a document as the registry's own pages show them.

They belong to a floor above; app.py hands down who finds them. Here are only their shapes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy.orm import Session

from registry.reads.dossier import Dossier, Version


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
    of the form to ask about the document, "" where nobody can be asked.
    """

    of: tuple[Explanation, ...] = ()
    notes: Mapping[str, tuple[Note, ...]] = field(default_factory=dict)
    duty: str = ""
    ask: str = ""


NONE = Explanations()
Finder = Callable[[Session, Dossier, Version | None, date], Explanations]
