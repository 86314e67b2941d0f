"""What is not published is seen on no surface; what was withdrawn says so on each, and gives nothing else."""

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from flask import Flask

from base import files
from registry.tables import Attachment

DRAFT = "/documents/normative-document/2026/10"
GONE = "/documents/normative-document/2019/4"
SEEN = "/documents/normative-document/2021/8"
FORMS = ("", ".json", ".txt", ".pdf", "/2026-11-23", "/2026-11-23.pdf", "/article/1")
COMPARED = "/compare/2020-01-01/2026-11-23"
SECRET = "不应出现的草稿"


def told(answer: Any) -> str:
    """What an answer says, JSON without its escapes."""
    return (
        json.dumps(answer.get_json(), ensure_ascii=False) if answer.is_json else answer.get_data(as_text=True)
    )


@pytest.mark.parametrize("form", [*FORMS, COMPARED])
def test_no_form_of_a_draft_is_there(pages: Any, form: str) -> None:
    answer = pages.get(DRAFT + form)
    assert answer.status_code == 404
    assert SECRET not in told(answer)


@pytest.mark.parametrize("form", [*FORMS, COMPARED])
def test_every_form_of_a_withdrawn_document_says_so_and_why(pages: Any, form: str) -> None:
    answer = pages.get(GONE + form)
    assert answer.status_code == 410
    assert "重复发布" in told(answer)


@pytest.mark.parametrize("address", ["/", "/documents", "/documents.json", "/documents/data.feed"])
def test_no_list_names_either(pages: Any, address: str) -> None:
    listed = told(pages.get(address))
    assert SECRET not in listed
    assert "误发的通知" not in listed


@pytest.mark.parametrize("number", ["澄环发〔2026〕10号", "不应出现的草稿", "误发的通知"])
def test_neither_number_nor_title_leads_to_them(pages: Any, number: str) -> None:
    answer = pages.get(f"/id/{number}")
    assert (answer.status_code, answer.location) == (404, None)


@pytest.fixture
def papers(registry: Flask, write: Callable[[Callable[[Any], None]], None]) -> list[int]:
    """The numbers of a file of a draft, of a withdrawn document, and of one that was taken back itself."""
    digest = files.keep(registry.extensions["config"].files, b"secret")
    assert digest == sha256(b"secret").hexdigest()
    made: list[int] = []

    def attach(scribe: Any) -> None:
        for address, withdrawn in ((DRAFT, False), (GONE, False), (SEEN, True)):
            document = scribe.find(address.removeprefix("/documents/"))
            row = Attachment(
                document_id=document.id,
                role="附件",
                filename="内部.docx",
                media_type="application/msword",
                size=6,
                sha256=digest,
                recorded_at=document.recorded_at,
                withdrawn_at=document.recorded_at if withdrawn else None,
            )
            scribe.add(row)
            made.append(row.id)

    write(attach)
    return made


def test_their_files_are_handed_to_nobody(pages: Any, papers: list[int]) -> None:
    draft, gone, taken_back = (pages.get(f"/files/{number}") for number in papers)
    assert [draft.status_code, gone.status_code, taken_back.status_code] == [404, 410, 410]
    assert "重复发布" in gone.get_data(as_text=True)
    assert "normative-document/2026/10" not in draft.get_data(as_text=True)
    assert "内部.docx" not in pages.get(SEEN).get_data(as_text=True)


def test_an_act_that_may_not_be_seen_is_named_as_it_was_recorded_and_not_linked(
    pages: Any, write: Callable[[Callable[[Any], None]], None]
) -> None:
    def act(scribe: Any) -> None:
        for address in (DRAFT, GONE):
            hidden, seen = scribe.find(address.removeprefix("/documents/")), scribe.find(SEEN[11:])
            scribe.event(seen, "amendment", None, act_document_id=hidden.id, act_title="关于修改的决定")
            scribe.relation("amends", hidden, seen, source_title="关于修改的决定", target_title=seen.title)

    write(act)
    for form in ("", ".json", ".txt"):
        said = told(pages.get(SEEN + form))
        assert "关于修改的决定" in said or form == ".txt"
        assert not any(hidden in said for hidden in (SECRET, "误发的通知", DRAFT, GONE))


def test_an_act_recorded_without_its_title_stays_unnamed_while_it_may_not_be_seen(
    pages: Any, write: Callable[[Callable[[Any], None]], None]
) -> None:
    def act(scribe: Any) -> None:
        hidden, seen = scribe.find(DRAFT[11:]), scribe.find(SEEN[11:])
        scribe.event(seen, "suspension", None, act_document_id=hidden.id)
        scribe.relation("suspends", hidden, seen, target_title=seen.title)

    write(act)
    assert SECRET not in pages.get(SEEN).get_data(as_text=True)
