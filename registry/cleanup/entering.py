"""Entering the decision (登记清理决定) in the books, as a document with its lists for a text."""

from dataclasses import replace

from base import clock
from registry.cleanup.announcement import Announcement
from registry.cleanup.papers import source
from registry.intake.ledger import Row
from registry.intake.opening import Paper, open_paper
from registry.intake.parsed import Parsed
from registry.intake.uploads import safe_name
from registry.law.statements import Effective, EffectRule
from registry.law.terms import Kind


def reading(said: Announcement, campaign_id: int) -> Parsed:
    """The decision as if it had been read from a file, but that none of its deeds are taken from its words.

    The rows of the clean-up are its deeds, each recorded with its document: what the reader makes of the
    lists, by title, would do them again, or do them to a namesake.
    """
    wording = said.wording
    columns = {
        "title": wording.title,
        "issuer": wording.organ,
        "docno": wording.number,
        "kind": Kind.NORMATIVE_DOCUMENT.label,
        "signed_on": wording.signed_on.isoformat(),
        "file_date": wording.signed_on.isoformat(),
    }
    name = safe_name(f"{wording.title}.md")
    read = open_paper(Paper(f"cleanup/{campaign_id}/{name}", raw_source(said), Row(0, columns)))
    effective = Effective(wording.effective_on, EffectRule.FIXED, said.closing)
    stated = replace(
        read.statements, effective=effective, expiry=None, repeals=(), amends=(), suspends=(), cites=()
    )
    return replace(
        read, statements=stated, published_on=clock.today(), signed_on=wording.signed_on, doubts=()
    )


def raw_source(said: Announcement) -> bytes:
    """The text as it is kept."""
    return source(said).encode()
