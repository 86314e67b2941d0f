"""Clauses (条文事项): the events and relations that a text states, each with its sentence."""

from registry.law import amending, basis, citations, effect, expiry, heading, repeals, suspending
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
    reader = Reader(manuscript)
    head = heading.read(manuscript)
    effective = effect.effective(reader, head)
    repealed = repeals.repealed(reader, head)
    amended = amending.amended(reader)
    suspended = suspending.suspended(reader)
    rests_on = basis.basis(reader)
    return Statements(
        issuer=head.issuer,
        number=head.number,
        adopted_on=head.adopted_on,
        approved_on=head.approved_on,
        published_on=head.published_on,
        signed_on=head.signed_on,
        effective=effective,
        expiry=expiry.expiry(reader, effective),
        history=head.history,
        repeals=repealed,
        amends=amended,
        suspends=suspended,
        basis=rests_on,
        cites=citations.cited(reader, (*repealed, *amended, *rests_on)),
    )
