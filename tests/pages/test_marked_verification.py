"""Rulings on telling whether a file is one that the registry keeps."""

import io
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from flask import Flask

from registry.tables import Attachment

TEST = sha256(b"test").hexdigest()
NEW, GONE, DRAFT = "normative-document/2021/8", "normative-document/2019/4", "normative-document/2026/10"


@pytest.fixture
def ask(registry: Flask) -> Callable[[bytes], str]:
    """Send a file to be verified; the page that answers."""
    registry.config["WTF_CSRF_ENABLED"] = False
    reader = registry.test_client()

    def send(content: bytes) -> str:
        given = {"file": (io.BytesIO(content), "手中的.docx")}
        answer = reader.post("/verify-file", data=given, content_type="multipart/form-data")
        assert answer.status_code == 200
        return str(answer.get_data(as_text=True))

    return send


def test_a_file_is_known_by_its_bytes_and_its_document_s_standing_is_told(
    ask: Callable[[bytes], str],
) -> None:
    said = ask(b"test")
    assert "内容完全相同" in said
    assert f'<a href="/documents/{NEW}">' in said
    assert "现行有效，自2021年8月1日起施行" in said
    assert TEST in said


def test_one_changed_byte_makes_another_file(ask: Callable[[bytes], str]) -> None:
    assert "没有内容完全相同的文件" in ask(b"Test")


def test_the_file_is_not_kept(ask: Callable[[bytes], str], registry: Flask) -> None:
    ask(b"a file of nobody")
    assert not list(registry.extensions["config"].files.glob("*/*"))


@pytest.mark.parametrize("typed", [TEST, TEST.upper(), f" {TEST} "])
def test_a_digest_may_be_typed(pages: Any, typed: str) -> None:
    said = pages.get("/verify-file", query_string={"sha256": typed}).get_data(as_text=True)
    assert f'<a href="/documents/{NEW}">' in said


@pytest.mark.parametrize("typed", ["abc", "z" * 64, "<script>", "1" * 65])
def test_what_is_no_digest_is_told_to_be_none(pages: Any, typed: str) -> None:
    answer = pages.get("/verify-file", query_string={"sha256": typed})
    assert answer.status_code == 422
    assert "64 位十六进制" in answer.get_data(as_text=True)
    assert pages.get("/verify-file.json", query_string={"sha256": typed}).status_code == 400


def test_nothing_given_is_told_to_be_nothing(registry: Flask, pages: Any) -> None:
    registry.config["WTF_CSRF_ENABLED"] = False
    assert pages.post("/verify-file", data={}).status_code == 422


def test_a_stranger_s_form_is_not_taken(pages: Any) -> None:
    assert pages.post("/verify-file", data={}).status_code == 400


@pytest.fixture
def elsewhere(write: Callable[[Any], None]) -> None:
    """The same file, also of a draft and of a withdrawn notice."""

    def put(scribe: Any) -> None:
        for address in (DRAFT, GONE):
            document = scribe.find(address)
            scribe.add(
                Attachment(
                    document_id=document.id,
                    role="附件",
                    filename="同一文件.docx",
                    media_type="application/msword",
                    size=4,
                    sha256=TEST,
                    recorded_at=document.recorded_at,
                )
            )

    write(put)


@pytest.mark.usefixtures("elsewhere")
def test_a_withdrawn_document_is_told_to_be_withdrawn_and_a_draft_is_not_told_of(pages: Any) -> None:
    said = pages.get(f"/verify-file?sha256={TEST}").get_data(as_text=True)
    assert "误发的通知" in said
    assert "已撤回" in said
    assert "不应出现的草稿" not in said
    told = pages.get(f"/verify-file.json?sha256={TEST}").get_json()["files"]
    assert [(one["title"], one["withdrawn"]) for one in told] == [
        ("澄江省排污权交易管理办法", False),
        ("误发的通知", True),
    ]
    assert told[0]["validity"] == {"value": "in_force", "label": "现行有效"}
    assert told[1]["validity"] is None
