"""Rulings on public downloads of stored files: as they came while the document holds, marked when not."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from typing import Any
from urllib.parse import unquote

import docx
import pytest
from flask import Flask
from pypdf import PdfReader, PdfWriter

from base import files, typeset
from base.staff.audit import AuditRow
from base.staff.roles import Role
from registry.tables import Attachment

OLD, NEW = "normative-document/2015/3", "normative-document/2021/8"
NOISE, COMING, WATER = "local-government-rule/2010/6", "normative-document/2026/9", "local-regulation/2012/1"
TODAY = date(2026, 11, 23)
Attach = Callable[..., str]


def a_pdf(pages: int = 2) -> bytes:
    writer, made = PdfWriter(), io.BytesIO()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    writer.write(made)
    return made.getvalue()


def a_docx() -> bytes:
    document, made = docx.Document(), io.BytesIO()
    document.add_paragraph("第一条")
    document.save(made)
    return made.getvalue()


@pytest.fixture
def attach(registry: Flask, write: Callable[[Any], None]) -> Attach:
    """Give a document a file; its address."""

    def make(address: str, name: str, content: bytes, text: int | None = None) -> str:
        digest = files.keep(registry.extensions["config"].files, content)
        made: list[int] = []

        def put(scribe: Any) -> None:
            document = scribe.find(address)
            row = Attachment(
                document_id=document.id,
                text_id=text,
                role="原件",
                filename=name,
                media_type="application/octet-stream",
                size=len(content),
                sha256=digest,
                recorded_at=document.recorded_at,
            )
            scribe.add(row)
            made.append(row.id)

        write(put)
        return f"/files/{made[0]}"

    return make


def name_of(answer: Any) -> str:
    return unquote(answer.headers["Content-Disposition"].partition("filename*=UTF-8''")[2])


def test_a_document_in_force_gives_its_file_as_it_came(pages: Any, attach: Attach) -> None:
    content = a_pdf()
    answer = pages.get(attach(NEW, "办法.pdf", content))
    assert answer.data == content
    assert name_of(answer) == "办法.pdf"
    assert answer.headers["X-Validity"].startswith("in_force; on=2026-11-23; label*=UTF-8''%E7%8E%B0")
    assert "no-cache" in answer.headers["Cache-Control"]
    assert "max-age" not in answer.headers["Cache-Control"]


@pytest.mark.pdf
def test_a_repealed_pdf_has_a_cover_and_a_stamp_on_every_page(pages: Any, attach: Attach) -> None:
    if reason := typeset.available():
        pytest.skip(reason)
    content = a_pdf(3)
    answer = pages.get(attach(OLD, "办法.pdf", content))
    sheets = [page.extract_text().replace("\n", "") for page in PdfReader(io.BytesIO(answer.data)).pages]
    assert len(sheets) == 4
    assert all("已废止" in sheet for sheet in sheets)
    assert sha256(content).hexdigest() in sheets[0]
    assert "澄江省排污权交易管理办法（试行）" in sheets[0]
    assert "依据《澄江省排污权交易管理办法》（澄环发〔2021〕8号）" in sheets[0].replace(" ", "")
    assert name_of(answer) == "【已废止】办法.pdf"
    assert answer.headers["X-Validity"].startswith("repealed; ")
    assert f'/documents/{OLD}>; rel="describedby"' in answer.headers["Link"]


def test_a_repealed_word_document_is_marked_in_text_and_heads(pages: Any, attach: Attach) -> None:
    answer = pages.get(attach(OLD, "办法.docx", a_docx()))
    found = docx.Document(io.BytesIO(answer.data))
    assert found.paragraphs[0].text.startswith("【已废止】澄江省排污权交易管理办法（试行）")
    assert found.sections[0].header.paragraphs[0].text.startswith("【已废止】")


@pytest.mark.parametrize(
    ("address", "word"),
    [(OLD, "已废止"), (NOISE, "部分废止"), (COMING, "尚未施行"), ("normative-document/2018/2", "已失效")],
)
def test_each_standing_marks_with_its_own_word(pages: Any, attach: Attach, address: str, word: str) -> None:
    answer = pages.get(attach(address, "办法.md", "# 办法".encode()))
    assert answer.get_data(as_text=True).startswith(f"【{word}】")
    assert name_of(answer) == f"【{word}】办法.md"


def test_a_suspension_in_an_area_marks_too(pages: Any, attach: Attach, write: Any) -> None:
    write(lambda scribe: scribe.event(scribe.find(NEW), "suspension", date(2026, 1, 1), area="云岭市"))
    said = pages.get(attach(NEW, "办法.md", "# 办法".encode())).get_data(as_text=True)
    assert said.startswith("【部分停止执行】")
    assert "在云岭市停止执行" in said


def test_the_file_of_a_former_text_is_marked_though_the_document_holds(
    pages: Any, attach: Attach, registry: Flask
) -> None:
    versions = pages.get(f"/documents/{WATER}.json").get_json()["versions"]
    assert len(versions) == 2
    former, present = attach(WATER, "2012.md", b"old", text=1), attach(WATER, "2017.md", b"new", text=2)
    answer = pages.get(former)
    assert answer.get_data(as_text=True).startswith("【历史文本】")
    assert answer.headers["X-Validity"].endswith("; text=former")
    assert pages.get(present).data == b"new"


def test_anything_else_comes_packed_with_a_notice(pages: Any, attach: Attach) -> None:
    answer = pages.get(attach(OLD, "办法.ofd", b"PK\x05\x06" + b"\x00" * 18))
    assert answer.mimetype == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert "【已废止】办法.ofd" in archive.namelist()
        assert "已于2021年8月1日废止" in archive.read("00-时效说明.txt").decode()


@pytest.mark.parametrize("address", [OLD, NEW])
def test_head_says_what_get_says_and_sends_nothing(pages: Any, attach: Attach, address: str) -> None:
    place = attach(address, "办法.md", b"text")
    get, head = pages.get(place), pages.head(place)
    assert head.data == b""
    for name in ("X-Validity", "Content-Length", "ETag", "Content-Disposition", "Content-Security-Policy"):
        assert head.headers[name] == get.headers[name]


def test_a_reader_who_kept_the_file_gets_the_marked_one_after_the_repeal(
    pages: Any, attach: Attach, write: Any
) -> None:
    place = attach(NEW, "办法.md", b"text")
    etag = pages.get(place).headers["ETag"]
    assert pages.get(place, headers={"If-None-Match": etag}).status_code == 304
    write(lambda scribe: scribe.event(scribe.find(NEW), "repeal", TODAY))
    again = pages.get(place, headers={"If-None-Match": etag})
    assert again.status_code == 200
    assert "【已废止】" in again.get_data(as_text=True)
    assert pages.get(place, headers={"If-None-Match": again.headers["ETag"]}).status_code == 304


def test_a_mended_mistake_gives_the_file_back(pages: Any, attach: Attach, write: Any) -> None:
    place, rows = attach(NEW, "办法.md", b"text"), []
    write(lambda scribe: rows.append(scribe.event(scribe.find(NEW), "repeal", TODAY).id))
    assert pages.get(place).data != b"text"

    def mend(scribe: Any) -> None:
        row = scribe.session.get(type(scribe.event(scribe.find(OLD), "correction", None)), rows[0])
        row.withdrawn_at = row.recorded_at

    write(mend)
    assert pages.get(place).data == b"text"


def test_a_damaged_store_gives_nothing_out(pages: Any, attach: Attach, registry: Flask) -> None:
    place = attach(OLD, "办法.md", b"text")
    kept = files.path_of(registry.extensions["config"].files, sha256(b"text").hexdigest())
    kept.write_bytes(b"other")
    assert pages.get(place).status_code == 503
    kept.unlink()
    assert pages.get(place).status_code == 404


def test_the_page_tells_what_its_files_will_bear(pages: Any, attach: Attach) -> None:
    attach(OLD, "办法.pdf", a_pdf())
    attach(NEW, "新办法.pdf", a_pdf())
    assert "下载的副本标注“已废止”" in pages.get(f"/documents/{OLD}").get_data(as_text=True)
    assert "下载的副本标注" not in pages.get(f"/documents/{NEW}").get_data(as_text=True)


def test_staff_get_the_untouched_original_and_it_is_written_down(
    pages: Any, attach: Attach, registry: Flask, act_as: Any
) -> None:
    content = a_pdf()
    number = attach(OLD, "办法.pdf", content).rpartition("/")[2]
    assert pages.get(f"/desk/files/{number}").status_code == 303
    act_as(Role.LEGAL_OFFICER)
    answer = pages.get(f"/desk/files/{number}")
    assert answer.data == content
    assert answer.headers["Cache-Control"] == "no-store"
    with registry.extensions["database"].reading() as session:
        (row,) = session.query(AuditRow).filter_by(deed="file.read_original")
        assert row.after == {"file": int(number), "sha256": sha256(content).hexdigest()}
    assert pages.get("/desk/files/99999").status_code == 404


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.SYSTEM_ADMINISTRATOR, Role.DRAFTER])
def test_who_has_no_business_with_a_document_has_none_with_its_originals(
    pages: Any, attach: Attach, act_as: Any, role: Role
) -> None:
    number = attach(OLD, "办法.pdf", a_pdf()).rpartition("/")[2]
    act_as(role, unit_id=77)
    assert pages.get(f"/desk/files/{number}").status_code == 403
