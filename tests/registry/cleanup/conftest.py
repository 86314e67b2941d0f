"""Rows of a small registry, and lists as offices make them, for the tests of the clean-up."""

from collections.abc import Callable
from datetime import date
from io import BytesIO

import openpyxl
import pytest

from registry.law.docnumber import key
from registry.law.terms import Kind, Validity
from registry.law.validity import Span
from registry.reads.catalogue import Catalogue, Entry


def entry(number: int, title: str, printed: str = "", **more: object) -> Entry:
    """A document in force since 2001, unless more is said."""
    values: dict[str, object] = {
        "id": number,
        "address": f"normative-document/2020/{number}",
        "title": title,
        "kind": Kind.NORMATIVE_DOCUMENT,
        "region": "澄江",
        "year": 2013,
        "subject": "",
        "issuers": ("澄江省生态环境厅",),
        "number": printed,
        "keys": (key(printed),) if printed else (),
        "made_on": date(2013, 1, 1),
        "dated_on": date(2013, 1, 1),
        "drafting_unit_id": None,
        "spans": (Span(Validity.IN_FORCE, None, None),),
    }
    return Entry(**(values | more))  # type: ignore[arg-type]


@pytest.fixture
def make_entry() -> Callable[..., Entry]:
    """Makes a document of the catalogue: id, title, printed number, and any other of its fields."""
    return entry


@pytest.fixture
def catalogue_of() -> Callable[..., Catalogue]:
    """Makes a catalogue of (title, number) pairs, their ids counted from 1."""

    def made(*named: tuple[str, str]) -> Catalogue:
        return Catalogue([entry(place, title, number) for place, (title, number) in enumerate(named, 1)])

    return made


@pytest.fixture
def workbook() -> Callable[..., bytes]:
    """A spreadsheet of these rows, as an office would save it."""

    def made(*rows: tuple[object, ...]) -> bytes:
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        saved = BytesIO()
        book.save(saved)
        return saved.getvalue()

    return made
