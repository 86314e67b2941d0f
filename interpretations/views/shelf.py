"""What the public pages of interpretations keep in memory (解读常备数据), for a generation and day."""

from dataclasses import dataclass

from markupsafe import Markup

from base import clock, web
from interpretations.publishing.promise import policy
from interpretations.reads.duties import Line
from interpretations.reads.duties import duties as read_duties
from interpretations.reads.listing import Listed, read_listed, read_withdrawn
from interpretations.reads.page import InterpretationPage, read_page
from interpretations.reads.questions import Questions, read_questions
from registry.views import shelf

# A page's values beside its words: documents with their lives, quotes, files.
AROUND = 8_000
ROW = 600


@dataclass(frozen=True, slots=True)
class Parts:
    """The finished parts of a page, which every frame (large type, high contrast) shares."""

    title: str
    head: Markup
    main: Markup
    # The value of the header `X-Validity`, "" where the page is of no document.
    validity: str = ""

    def __len__(self) -> int:
        return len(self.head) + len(self.main)


@dataclass(frozen=True, slots=True)
class Read:
    """A page's values as they are kept, with what they weigh in characters."""

    page: InterpretationPage

    def __len__(self) -> int:
        return AROUND + sum(map(len, self.page.rendered.words.values())) * 3


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of all lists as they are kept."""

    rows: tuple[Listed, ...]

    def __len__(self) -> int:
        return ROW * len(self.rows)


def page_of(key: int) -> InterpretationPage:
    """The public interpretation as of today; raises NotFound or Withdrawn."""
    day = clock.today()

    def read() -> Read:
        with web.reading() as session:
            return Read(read_page(session, key, day, shelf.dossier))

    held: Read = shelf.shelf().parts.get(("interpretation read", key, day), read)
    return held.page


def listed() -> tuple[Listed, ...]:
    """Every public interpretation, the newest first."""

    def read() -> Rows:
        with web.reading() as session:
            return Rows(read_listed(session, shelf.catalogue()))

    held: Rows = shelf.shelf().parts.get(("interpretations",), read)
    return held.rows


@dataclass(frozen=True, slots=True)
class Lines:
    """How all duties stand on a day, as they are kept."""

    lines: tuple[Line, ...]

    def __len__(self) -> int:
        return ROW * len(self.lines)


def duties() -> tuple[Line, ...]:
    """How every duty stands today: read once, whatever unit, year or page is asked for."""
    day, promise = clock.today(), policy(web.config().explaining)

    def read() -> Lines:
        with web.reading() as session:
            return Lines(read_duties(session, promise, day))

    held: Lines = shelf.shelf().parts.get(("duties", day), read)
    return held.lines


def withdrawn() -> tuple[Listed, ...]:
    """Every interpretation of which it may be said that it was withdrawn."""
    with web.reading() as session:
        return read_withdrawn(session, shelf.catalogue())


def questions() -> Questions:
    """Every public question that may be relied upon today."""
    day, rows = clock.today(), listed()

    def read() -> Questions:
        with web.reading() as session:
            return read_questions(session, day, rows)

    found: Questions = shelf.shelf().parts.get(("questions", day), read)
    return found
