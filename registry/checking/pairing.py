"""Whether title, number and year of a citation belong together (名称与文号核对)."""

import re
from collections.abc import Iterator, Sequence

from registry.checking.reads.cited import Instrument
from registry.checking.rules.citations import Citation
from registry.law.docnumber import find, keys
from registry.reads.catalogue import Entry
from registry.renditions.citation import citation as printed_citation

YEAR = re.compile(r"(\d{4})年")


def mismatches(citation: Citation, document: Instrument, owners: Sequence[Entry]) -> Iterator[str]:
    """What does not belong to the document that bears the title; `owners` bear the number."""
    if citation.year and citation.year not in _years(document):
        yield (f"文中写明是{citation.year}年的文件，{named(document)}没有这一年的文本，可能是以前的同名文件")
    if not citation.number or not citation.title or bears(document, citation.number):
        return
    own = f"，本库登记的文号是{document.entry.number}" if document.entry.number else ""
    if owners:
        yield f"文号{citation.number}属于{printed_citation(owners[0].title)}{own}"
    elif own:
        yield f"所写文号{citation.number}与本库不同{own}"
    elif (told := _told_years(citation.number)) and not told & _years(document):
        yield f"{named(document)}没有{min(told)}年的文本，所写文号{citation.number}可能是以前的同名文件的"


def unproven(citation: Citation, document: Instrument, owners: Sequence[Entry]) -> Iterator[str]:
    """What cannot be told: a number without a year where the registry knows none (公安部令第102号)."""
    known = document.entry.number or owners or bears(document, citation.number)
    if citation.number and citation.title and not known and not _told_years(citation.number):
        yield f"本库没有登记{named(document)}的文号，所写文号{citation.number}未能核对"


def bears(document: Instrument, number: str) -> bool:
    """Whether the document, or one of its amendments, bears the number."""
    wanted = set(keys(number))
    if wanted & set(document.entry.keys) or wanted & set(keys(document.entry.number)):
        return True
    noted = "\n".join(version.note for version in document.versions)
    acts = "\n".join(event.act.number for event in document.events if event.act)
    known = {found.number.print() for found in find(f"{noted}\n{acts}")}
    # 令第28号 without its issuer names the same order.
    return bool(wanted & known) or any(one.endswith(other) for one in known for other in wanted)


def named(document: Instrument) -> str:
    """The document's title in title marks."""
    return printed_citation(document.entry.title)


def _told_years(number: str) -> set[int]:
    return {found.number.year for found in find(number) if found.number.year}


def _years(document: Instrument) -> set[int]:
    """The years in which the document was made, began, was amended."""
    told = {int(year) for version in document.versions for year in YEAR.findall(version.note)}
    days = (event.on for event in document.events if event.on)
    dated = (version.dated_on for version in document.versions if version.dated_on)
    made = {document.entry.year} if document.entry.year else set()
    return told | made | {day.year for day in (*days, *dated)}
