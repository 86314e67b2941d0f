"""What the public pages of interpretations keep in memory (解读常备数据), for a generation and day."""

from base import clock, web
from interpretations.reads.listing import Listed, read_listed, read_withdrawn
from interpretations.reads.page import InterpretationPage, read_page
from interpretations.reads.questions import Questions, read_questions
from registry.views import shelf


def page_of(key: int) -> InterpretationPage:
    """The public interpretation as of today; raises NotFound or Withdrawn."""
    with web.reading() as session:
        return read_page(session, key, clock.today(), shelf.dossier)


def listed() -> tuple[Listed, ...]:
    """Every public interpretation, the newest first."""
    held = shelf.shelf()

    def read() -> tuple[Listed, ...]:
        with web.reading() as session:
            return read_listed(session, shelf.catalogue())

    found: tuple[Listed, ...] = held.parts.get(("interpretations",), read)
    return found


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
