"""Successors (替代文件): the document named as taking another's place, found by number or title."""

import re
from functools import cached_property

from sqlalchemy.orm import Session

from registry.law import docnumber
from registry.law.events import Act
from registry.law.titles import title_key
from registry.reads.catalogue import Catalogue, Entry, read_catalogue

TITLE = re.compile(r"《(.{1,380})》")
BRACKETS = "（）()《》 　，,"


class Successors:
    """Finds successors among the visible documents, which are read once and only when asked for."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @cached_property
    def _catalogue(self) -> Catalogue:
        return read_catalogue(self._session)

    def find(self, words: str) -> Act:
        """The document named, with its address where exactly one is meant; else a bare title."""
        title, number = named(words)
        wanted = docnumber.key(number) if number else ""
        found = [entry for entry in self._catalogue.entries if wanted and wanted in entry.keys]
        if not found:
            same = title_key(title)
            found = [entry for entry in self._catalogue.entries if same and title_key(entry.title) == same]
        return _act(found[0]) if len(found) == 1 else Act(title, number)


def named(words: str) -> tuple[str, str]:
    """Title and number, as somebody wrote them in one field.

    >>> named("《排污权交易管理办法》（澄环发〔2024〕3号）"), named("新办法")
    (('排污权交易管理办法', '澄环发〔2024〕3号'), ('新办法', ''))
    """
    marked = TITLE.search(words)
    rest = words.replace(marked[0], " ") if marked else words
    found = docnumber.find(rest)
    number = found[0].raw if found else ""
    title = marked[1] if marked else rest.replace(number, " ") if number else rest
    return title.strip(BRACKETS), number


def _act(entry: Entry) -> Act:
    return Act(entry.title, entry.number, entry.address)
