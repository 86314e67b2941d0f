"""What programs are told in docs/api.md is what they get."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

PAPER = (Path(__file__).resolve().parents[2] / "docs" / "api.md").read_text("utf-8")
NAMES = set(re.findall(r"[`\"]([@a-z_A-Z0-9]{2,30})[`\"]", PAPER))
DOCUMENTS = (
    "/documents/local-regulation/2012/1",
    "/documents/normative-document/2015/3",
    "/documents/normative-document/2021/8",
    "/documents/local-government-rule/2010/6",
)


def names(value: Any) -> Iterator[str]:
    """Every name in an answer, at whatever depth; those of provisions struck are ids, not names."""
    if isinstance(value, dict):
        for name, held in value.items():
            yield name
            if name != "struck":
                yield from names(held)
    elif isinstance(value, list):
        for held in value:
            yield from names(held)


@pytest.mark.parametrize("address", [*(f"{one}.json" for one in DOCUMENTS), "/documents.json"])
def test_every_name_in_an_answer_is_documented(pages: Any, address: str) -> None:
    told = set(names(pages.get(address).get_json()))
    assert len(told) > 10
    assert told - NAMES == set()


def test_every_field_of_a_document_that_is_documented_is_given(pages: Any) -> None:
    section = PAPER.partition("## A document\n")[2].partition("\n## ")[0]
    first_columns = re.findall(r"^\| (`[^|]{1,120}) \|", section, re.MULTILINE)
    documented = {name for column in first_columns for name in re.findall(r"`([@a-z_]{2,30})`", column)}
    assert len(documented) > 20
    assert documented - set(pages.get(f"{DOCUMENTS[2]}.json").get_json()) == set()


def test_an_error_has_the_fields_that_are_documented(pages: Any) -> None:
    assert set(pages.get("/documents.json?on=2021-02-30").get_json()) == {"status", "code", "message"}


def test_chinese_stands_in_the_json_as_it_is_read(pages: Any) -> None:
    assert "现行有效" in pages.get("/documents.json").get_data(as_text=True)
