"""Changing the wording of one provision by hand (人工改动), before a consolidated text is confirmed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from registry.law.consolidation_draft import Unapplied, read_article
from registry.law.consolidation_finish import closed, name_below
from registry.law.consolidation_layout import Number
from registry.law.consolidation_lines import lines_of
from registry.law.provisions import Level, Provision

EDITABLE = frozenset({Level.ARTICLE, Level.PREAMBLE, Level.PARAGRAPH})


def editable(provisions: Sequence[Provision]) -> dict[str, Provision]:
    """The provisions whose wording may be changed, by id: articles, the preamble, paragraphs of their own."""
    found: dict[str, Provision] = {}
    for provision in provisions:
        if provision.level in EDITABLE:
            found[provision.eid] = provision
        else:
            found |= editable(provision.children)
    return found


def wording(provision: Provision) -> str:
    """The words as they are offered for change: a line for each paragraph, the article's number left out."""
    lines = lines_of([provision])
    own = f"{provision.number}\u3000"
    return "\n".join([lines[0].removeprefix(own), *lines[1:]]) if lines else ""


def edited(provisions: Sequence[Provision], words: Mapping[str, str]) -> tuple[Provision, ...]:
    """The text with other words in these provisions; raises Unapplied naming what cannot be read so."""
    return tuple(_edited(provision, words) for provision in provisions)


def _edited(provision: Provision, words: Mapping[str, str]) -> Provision:
    if provision.eid not in words or provision.level not in EDITABLE:
        return replace(provision, children=edited(provision.children, words))
    lines = [line.strip() for line in words[provision.eid].split("\n") if line.strip()]
    if not lines:
        raise Unapplied(f"{provision.number or '这一处'}的文字不能是空的")
    if provision.level is Level.ARTICLE:
        return _article(provision, lines)
    if provision.level is Level.PARAGRAPH:
        return replace(provision, body="".join(lines))
    children = (
        Provision(Level.PARAGRAPH, f"{provision.eid}-p{at}", body=line) for at, line in enumerate(lines, 1)
    )
    return replace(provision, children=tuple(children))


def _article(provision: Provision, lines: Sequence[str]) -> Provision:
    number: Number = tuple(int(part) for part in provision.eid.rpartition("art-")[2].split("_")[0].split("-"))
    piece = read_article(lines, number)
    piece.number, piece.final = provision.number, provision.eid
    name_below(piece)
    return closed(piece)
