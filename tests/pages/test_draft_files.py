"""Files of drafts: read for correction, kept by their bytes, checked for what they hide, harmless to all."""

import io
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import pytest
from docx import Document as Word
from docx.shared import Pt
from flask import Flask
from sqlalchemy import select

from base.staff.roles import Role
from base.staff.tables import Account, Unit
from registry.drafting.tables import Draft, DraftFile

ORGAN = "澄江省生态环境厅"
RECORDED = datetime(2026, 11, 20, 2, 5, tzinfo=UTC)
LINES = (
    "第一条 为规范电磁监测，制定本办法。",
    "第二条 本办法自2027年3月1日起施行。",
    ORGAN,
    "2026年11月20日",
)
TITLE = "澄江省电磁监测管理办法"


@pytest.fixture
def unit(registry: Flask) -> int:
    stamp = {
        "password_set_at": RECORDED,
        "recorded_at": RECORDED,
        "recorded_by": "tests",
        "password_hash": "",
    }
    with registry.extensions["database"].transaction() as session:
        made = Unit(organ=ORGAN, name="辐射处")
        session.add(made)
        session.add(Account(id=11, name="人11", full_name="人11", **stamp))
        session.flush()
        return made.id


@pytest.fixture(autouse=True)
def drafter(act_as: Callable[..., Any], unit: int) -> None:
    act_as(Role.DRAFTER, unit_id=unit, unit="辐射处", organ=ORGAN, account_id=11)


def word(*, hidden: str = "") -> bytes:
    made = Word()
    title = made.add_paragraph()
    title.add_run(TITLE).font.size = Pt(22)
    made.add_paragraph("澄环发〔2026〕71号")
    for line in LINES:
        made.add_paragraph(line)
    if hidden:
        made.add_paragraph().add_run(hidden).font.hidden = True
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def begin(pages: Any, content: bytes, name: str) -> Any:
    sent = {"source": (io.BytesIO(content), name), "token": sha256(content).hexdigest()[:32]}
    return pages.post("/desk/drafts/from-file", data=sent, content_type="multipart/form-data")


def add(pages: Any, content: bytes, name: str, role: str = "attachment", **more: str) -> Any:
    sent = {"file": (io.BytesIO(content), name), "role": role, "version": "1", **more}
    return pages.post(
        "/desk/drafts/1/files", data=sent, content_type="multipart/form-data", follow_redirects=True
    )


def held(app: Flask) -> Draft:
    with app.extensions["database"].reading() as session:
        found = session.scalars(select(Draft)).one()
        session.expunge(found)
    return found


PARAGRAPHS = "".join(f"<p>{line}</p>" for line in ("澄环发〔2026〕71号", *LINES))
HEAD = f"<!doctype html><html><head><title>{TITLE}</title></head>"
HTML = f"{HEAD}<body><h1>{TITLE}</h1>{PARAGRAPHS}</body></html>"
MARKDOWN = "\n\n".join((f"# {TITLE}", "澄环发〔2026〕71号", *LINES))


@pytest.mark.parametrize(
    ("name", "content"),
    [("办法.docx", word()), ("办法.html", HTML.encode()), ("办法.md", MARKDOWN.encode())],
)
def test_text_and_fields_are_read_from_it_for_correction(
    pages: Any, registry: Flask, name: str, content: bytes
) -> None:
    assert begin(pages, content, name).location == "/desk/drafts/1/edit"
    found = held(registry)
    assert found.fields["title"] == TITLE
    assert found.fields["document_number"] == "澄环发〔2026〕71号"
    assert found.fields["signed_on"] == "2026-11-20"
    assert LINES[0] in found.text
    page = pages.get("/desk/drafts/1/edit").get_data(as_text=True)
    assert page.count(LINES[0]) == 2


def test_the_same_file_sent_twice_makes_one_draft(pages: Any, registry: Flask) -> None:
    content = word()
    for _ in range(2):
        assert begin(pages, content, "办法.docx").location == "/desk/drafts/1/edit"
    assert held(registry).version == 1


def test_hidden_words_are_never_in_the_text_and_must_be_answered(pages: Any, registry: Flask) -> None:
    begin(pages, word(hidden="内部意见：此条暂缓"), "办法.docx")
    assert "内部意见" not in held(registry).text
    page = pages.get("/desk/drafts/1").get_data(as_text=True)
    assert "隐藏文字" in page
    assert "内部意见：此条暂缓" in page


def test_an_attachment_is_checked_as_the_text_is(pages: Any) -> None:
    begin(pages, word(), "办法.docx")
    page = add(pages, "# 名单\n\n张某，13800138000".encode(), "名单.md").get_data(as_text=True)
    assert "附件“名单.md”" in page
    assert "138****8000" in page


def test_what_was_taken_out_of_the_text_is_still_found_in_its_original(pages: Any, registry: Flask) -> None:
    begin(pages, MARKDOWN.replace("电磁监测，", "电磁监测（联系人13800138000），").encode(), "办法.md")
    text = held(registry).text.replace("（联系人13800138000）", "")
    with registry.extensions["database"].transaction() as session:
        session.scalars(select(Draft)).one().text = text
    page = pages.get("/desk/drafts/1").get_data(as_text=True)
    assert "原件“办法.md”" in page
    assert "138****8000" in page
    assert "13800138000" not in page


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("病毒.exe", b"MZ" + b"\0" * 100, "可以运行的程序"),
        ("图.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "SVG"),
        ("空.docx", b"", "空的"),
        ("假.docx", b"PK\x03\x04" + b"garbage" * 40, "重新导出"),
    ],
)
def test_what_may_not_come_in_is_refused_with_a_sentence(
    pages: Any, registry: Flask, name: str, content: bytes, said: str
) -> None:
    begin(pages, word(), "办法.docx")
    page = add(pages, content, name).get_data(as_text=True)
    assert said in page
    with registry.extensions["database"].reading() as session:
        assert session.query(DraftFile).count() == 1


def test_a_new_original_takes_the_place_of_the_former_and_its_text_if_asked(
    pages: Any, registry: Flask
) -> None:
    begin(pages, word(), "办法.docx")
    changed = MARKDOWN.replace("规范电磁监测", "加强电磁监测").encode()
    add(pages, changed, "办法二.md", "original", replace="1")
    assert "加强电磁监测" in held(registry).text
    with registry.extensions["database"].reading() as session:
        rows = session.execute(
            select(DraftFile.filename, DraftFile.withdrawn_at).order_by(DraftFile.id)
        ).all()
    assert [(name, at is None) for name, at in rows] == [("办法.docx", False), ("办法二.md", True)]


def test_a_file_of_another_draft_is_handed_to_nobody(pages: Any) -> None:
    begin(pages, word(), "办法.docx")
    assert pages.get("/desk/drafts/1/files/1").status_code == 200
    assert pages.get("/desk/drafts/2/files/1").status_code in {403, 404}
    assert pages.get("/desk/drafts/1/files/99").status_code == 404


def test_a_file_is_saved_and_can_do_nothing_in_a_browser(pages: Any) -> None:
    begin(pages, HTML.encode(), "办法.html")
    answer = pages.get("/desk/drafts/1/files/1")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


PAYLOAD = "<script>alert(1)</script><img src=x onerror=alert(1)>"


def test_scripts_in_every_field_are_only_words(pages: Any, unit: int) -> None:
    form = {
        "title": f"办法{PAYLOAD}",
        "kind": "normative_document",
        "issuers": f"厅{PAYLOAD}",
        "unit_id": str(unit),
        "summary": PAYLOAD,
        "disclosure": "open",
        "disclosure_reason": PAYLOAD,
        "text": f"第一条 {PAYLOAD}\n\n[点我](javascript:alert(1))",
        "token": "9" * 32,
    }
    place = pages.post("/desk/drafts", data=form).location
    for path in (place, f"{place}/edit", f"{place}/versions/1", f"{place}/preview", "/desk/drafts"):
        page = pages.get(path).get_data(as_text=True)
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert 'href="javascript:' not in page


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"evil": "1"}, "不认识的字段"),
        ({"title": "长" * 401}, "最多 400 个字"),
        ({"text": "长" * 800_000}, "最多 2 MB"),
        ({"kind": "constitutional_poem"}, "不在可选范围内"),
        ({"unit_id": "99999"}, "没有这个起草单位"),
        ({"unit_id": ""}, "请填写起草单位"),
        ({"signed_on": "2026-02-30"}, "成文日期"),
        ({"title": "甲\u0007乙"}, "控制字符"),
        ({"issuers": "甲厅、乙厅"}, "一行写一个"),
    ],
)
def test_forms_out_of_shape_are_refused_clearly(
    pages: Any, unit: int, more: dict[str, str], said: str
) -> None:
    form = {"title": TITLE, "unit_id": str(unit), "token": "8" * 32, "text": "第一条 甲。"} | more
    answer = pages.post("/desk/drafts", data=form)
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)
