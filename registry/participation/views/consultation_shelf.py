"""What the public pages of consultations keep in memory (征求意见常备数据), for a generation and day."""

from dataclasses import dataclass

from markupsafe import Markup

from base import clock, web
from registry.consultations.reads.listing import Listed, read_listed, read_withdrawn
from registry.consultations.reads.page import ConsultationPage, read_page
from registry.views import shelf

# A page's values beside the words of its papers, and a row of the list with its events, in characters.
AROUND, ROW = 8_000, 1_000


@dataclass(frozen=True, slots=True)
class Parts:
    """The finished parts of a page, which every frame (large type, high contrast) shares."""

    title: str
    head: Markup
    main: Markup

    def __len__(self) -> int:
        return len(self.head) + len(self.main)


@dataclass(frozen=True, slots=True)
class Read:
    """A page's values as they are kept, with what they weigh in characters."""

    page: ConsultationPage

    def __len__(self) -> int:
        papers = (*(one for draft in self.page.drafts for one in draft.provisions), *self.page.papers.note)
        return AROUND + sum(len(node.body) + 100 for one in papers for node in one.walk())


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of all lists as they are kept."""

    rows: tuple[Listed, ...]

    def __len__(self) -> int:
        return ROW * (1 + len(self.rows))


def page_of(key: int) -> ConsultationPage:
    """The public consultation as of today; raises NotFound or Withdrawn."""
    day = clock.today()

    def read() -> Read:
        with web.reading() as session:
            return Read(read_page(session, key, day, web.config().consulting))

    held: Read = shelf.shelf().parts.get(("consultation read", key, day), read)
    return held.page


def listed() -> tuple[Listed, ...]:
    """Every public consultation, the newest first."""

    def read() -> Rows:
        with web.reading() as session:
            return Rows(read_listed(session, web.config().consulting.outcome_days))

    held: Rows = shelf.shelf().parts.get(("consultations",), read)
    return held.rows


def withdrawn() -> tuple[Listed, ...]:
    """Every consultation of which it may be said that it was withdrawn."""
    with web.reading() as session:
        return read_withdrawn(session, web.config().consulting.outcome_days)


def row_of(key: int) -> Listed:
    """The public consultation as lists have it; raises NotFound or Withdrawn."""
    page_of(key)
    return next(row for row in listed() if row.id == key)
