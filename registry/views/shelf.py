"""What is kept in memory between requests (常备数据), as long as the registry stays as it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import Any

from flask import current_app, request

from base import pagecache, web
from base.kept import Kept
from base.outbox import generation
from registry.law.provisions import Provision
from registry.reads.catalogue import Catalogue, read_catalogue
from registry.reads.dossier import Dossier, read_dossier
from registry.reads.explanations import NONE, Explanations, Note, explainers
from registry.reads.listing import Browser
from registry.reads.origins import Origin
from registry.reads.wording import read_wording
from registry.renditions.body import Body, typeset_body

DOSSIERS = 400
# Characters of HTML; the 3,564 documents of a full registry come to about 90 million.
BODIES = 12_000_000
PARTS = 16_000_000
CHANGING = Lock()
EMPTY: Mapping[str, tuple[Note, ...]] = {}
NOWHERE: Mapping[str, Origin] = {}


@dataclass(frozen=True)
class Shelf:
    """All that was read in one generation of the registry."""

    generation: int
    catalogues: Kept[Browser]
    dossiers: Kept[Dossier]
    bodies: Kept[Body]
    # Finished pieces of pages, under what they depend on.
    parts: Kept[Any]
    reading: Lock = field(default_factory=Lock)

    def browser(self) -> Browser:
        """The list of all visible documents, with its columns."""
        # After a change all readers want it at once: were each to read it, all of them would wait longer.
        with self.reading:
            return self.catalogues.get("all", self._read_catalogue)

    def _read_catalogue(self) -> Browser:
        with web.reading() as session:
            return Browser(read_catalogue(session, self.generation))


def shelf() -> Shelf:
    """The shelf of the present generation; the old one is let go when the registry has changed."""
    now = _generation()
    with CHANGING:
        held: Shelf | None = current_app.extensions.get("shelf")
        if held is None or held.generation != now:
            held = Shelf(
                now, Kept(1), Kept(DOSSIERS), Kept(BODIES, lambda body: len(body.html)), Kept(PARTS, len)
            )
            current_app.extensions["shelf"] = held
        return held


def _generation() -> int:
    # The page cache has just read it for this request; asking again would cost as much as the page.
    key = request.environ.get(pagecache.KEY)
    if key:
        found: int = key[-1]
        return found
    with web.reading() as session:
        return generation(session)


def catalogue() -> Catalogue:
    """All visible documents in compact columns."""
    return shelf().browser().catalogue


def dossier(address: str) -> Dossier:
    """The visible document at this address; raises NotFound or Withdrawn."""

    def read() -> Dossier:
        with web.reading() as session:
            return read_dossier(session, address)

    return shelf().dossiers.get(address, read)


def explanations(dossier: Dossier, day: date) -> Explanations:
    """What explains the document on the day; nothing where no floor above knows of explanations."""
    with web.reading() as session:
        known = explainers(session)
        return known.of(session, dossier.id, day) if known else NONE


def wording(text_id: int) -> tuple[Provision, ...]:
    """The provisions of a text."""
    with web.reading() as session:
        return read_wording(session, text_id)


def body(
    text_id: int,
    marks: dict[str, str],
    notes: Mapping[str, tuple[Note, ...]] = EMPTY,
    origins: Mapping[str, Origin] = NOWHERE,
) -> Body:
    """The text as HTML, made once for each text and what stands beside it: what has ended, notes, origins."""
    beside = (tuple(sorted(found.items(), key=lambda each: each[0])) for found in (notes, origins))
    key = (text_id, tuple(sorted(marks.items())), *beside)
    return shelf().bodies.get(key, lambda: typeset_body(wording(text_id), marks, notes, origins))
