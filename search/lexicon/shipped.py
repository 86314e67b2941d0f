"""The list that comes with the program (随附词表): general knowledge of the language, as lines of text."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from search.lexicon.entries import Entry, Lexicon, lexicon
from search.lexicon.terms import WordKind

# The signs between a word and what it brings.
SIGNS = {" = ": WordKind.LAY, " <=> ": WordKind.SYNONYM, " -> ": WordKind.ALIAS}


def entries() -> Iterator[Entry]:
    """The entries of the list, one for each lay word."""
    for line in files("search").joinpath("lay_terms.txt").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        for sign, kind in SIGNS.items():
            lay, found, formal = line.partition(sign)
            if found:
                yield from (Entry(word, tuple(formal.split()), kind) for word in lay.split("|"))


@cache
def shipped() -> Lexicon:
    """The list, ready to be asked; for whoever has no database."""
    return lexicon(entries())
