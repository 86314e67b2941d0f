"""Prints to look at: sheets, and the PDFs that the real typesetter makes of them."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pdfplumber
import pytest

from base import typeset
from registry.law.provisions import Level, Provision
from registry.renditions import pdf
from registry.renditions.sheet import Sheet, Standing

TODAY = date(2026, 11, 23)
IN_FORCE = Standing(TODAY, "截至2026年11月23日：现行有效，自2019年10月1日起施行。", marked=False)


@pytest.fixture
def provision() -> Callable[..., Provision]:
    """One provision, its level and id first, the rest by name."""

    def make(level: str, eid: str, *children: Provision, **parts: str) -> Provision:
        return Provision(Level(level), eid, children=children, **parts)

    return make


@pytest.fixture
def article(provision: Callable[..., Provision]) -> Callable[..., Provision]:
    """An article with these paragraphs."""

    def make(number: int, *paragraphs: str, prefix: str = "") -> Provision:
        eid = f"{prefix}art-{number}"
        below = [
            provision("paragraph", f"{eid}-p{place}", body=words) for place, words in enumerate(paragraphs, 1)
        ]
        return provision("article", eid, *below, number=f"第{number}条")

    return make


@pytest.fixture
def make_sheet() -> Callable[..., Sheet]:
    """A sheet, in force and with nothing on it but what is named."""
    plain = Sheet(
        title="澄江省排污权交易管理办法",
        number="",
        issuers=("澄江省生态环境厅", "澄江省财政厅"),
        note=(),
        provisions=(),
        ended={},
        standings=(IN_FORCE,),
        stamp="",
        edition="",
        dated_on=date(2019, 9, 1),
        keywords=("行政规范性文件", "澄环发〔2019〕5号"),
        address="https://registry.example/documents/normative-document/2019/5",
        site="政策文件库",
    )

    def make(*provisions: Provision, **fields: Any) -> Sheet:
        return replace(plain, provisions=provisions, **fields)

    return make


Printed = Callable[[Sheet], Any]


@pytest.fixture
def printed() -> Iterator[Printed]:
    """The PDF of a sheet, opened; skipped where there is no typesetting."""
    if reason := typeset.available():
        pytest.skip(reason)
    opened: list[Any] = []

    def make(sheet: Sheet) -> Any:
        opened.append(pdfplumber.open(BytesIO(typeset.to_pdf(pdf.html(sheet)))))
        return opened[-1]

    yield make
    for document in opened:
        document.close()


@pytest.fixture
def bytes_of() -> Callable[[Sheet], bytes]:
    """The PDF of a sheet as bytes."""
    if reason := typeset.available():
        pytest.skip(reason)
    return lambda sheet: typeset.to_pdf(pdf.html(sheet))
