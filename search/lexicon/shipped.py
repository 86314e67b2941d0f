"""The list that comes with the program (随附词表): general knowledge of the language, as lines of text."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from search.lexicon.entries import Entry, Lexicon, lexicon


def entries() -> Iterator[Entry]:
    """The entries of the list, one for each lay word."""
    for line in files("search").joinpath("lay_terms.txt").read_text("utf-8").splitlines():
        if "=" in line and not line.startswith("#"):
            lay, formal = line.split("=")
            for word in lay.strip().split("|"):
                yield Entry(word, tuple(formal.split()))


@cache
def shipped() -> Lexicon:
    """The list, ready to be asked; for whoever has no database."""
    return lexicon(entries())
