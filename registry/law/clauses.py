"""Clauses (条文事项): the events and relations that a text states, each with its sentence."""

from dataclasses import replace

from registry.law import amending, basis, citations, effect, expiry, heading, repeals, since, suspending
from registry.law.manuscript import Manuscript
from registry.law.reader import Reader
from registry.law.statements import Amended, Effective, EffectRule, Expiry, Named, Statements

__all__ = [
    "Amended",
    "EffectRule",
    "Effective",
    "Expiry",
    "Named",
    "Statements",
    "read_statements",
]


def read_statements(manuscript: Manuscript) -> Statements:
    """All that the manuscript states; what it does not state is absent.

    Every evidence is a verbatim part of the manuscript's head or body.
    """
    reader, head = Reader(manuscript), heading.read(manuscript)
    effective = effect.effective(reader, head)
    stated = replace(
        head,
        effective=effective,
        expiry=expiry.expiry(reader, effective),
        repeals=since.dated_together(reader, repeals.repealed(reader, head)),
        amends=amending.amended(reader),
        suspends=suspending.suspended(reader),
        basis=basis.basis(reader),
    )
    return replace(stated, cites=citations.cited(reader, (*stated.repeals, *stated.amends, *stated.basis)))
