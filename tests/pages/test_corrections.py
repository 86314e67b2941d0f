"""Rulings on corrections and withdrawals: appended, dated, public, and stronger than any new reading."""

import html
import io
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import docx
import pytest
from flask import Flask
from sqlalchemy import select

from base.staff.audit import AuditRow
from base.staff.roles import Actor, Role
from base.staff.tables import Account, Unit
from registry import books
from registry.drafting import correcting, editing, flow, uploading
from registry.drafting.editing import ORIGINAL, Manuscript
from registry.drafting.judging import Desk
from registry.drafting.publishing import House, publish
from registry.drafting.uploading import Incoming
from registry.intake.record import recall
from registry.intake.uploads import SOURCES, Upload, accept
from registry.law.entry import Entry
from registry.law.terms import Disclosure, Kind
from registry.proposals import verbs as proposals
from registry.proposals.tables import ProposalRow
from registry.tables import Correction, Document, Source

ORGAN = "澄江省生态环境厅"
RECORDED = datetime(2026, 11, 20, 2, 5, tzinfo=UTC)
NEW = "/documents/normative-document/2021/8"
TEXT = "第一条 为规范光污染监测，制定本办法。\n\n第二条 本办法自2027年3月1日起施行。"
WRITER, LAWYER = Actor(1, "writer", "拟稿人", None), Actor(2, "lawyer", "法制人员", None)


@pytest.fixture
def officer(act_as: Callable[..., Any]) -> None:
    act_as(Role.LEGAL_OFFICER, account_id=2)


@pytest.fixture
def published(registry: Flask) -> Document:
    """A document that was typed at the desk and published."""
    return bring(registry)


@pytest.fixture
def published_from_word(registry: Flask) -> Document:
    """The same document, whose text was read from a Word file and then reviewed."""
    made = docx.Document()
    made.add_paragraph("澄江省光污染监测办法")
    kept = io.BytesIO()
    made.save(kept)
    return bring(registry, accept(kept.getvalue(), "办法.docx", SOURCES))


def bring(registry: Flask, upload: Upload | None = None) -> Document:
    """Register, review and publish the document."""
    stamp = {
        "password_set_at": RECORDED,
        "recorded_at": RECORDED,
        "recorded_by": "tests",
        "password_hash": "",
    }
    entry = Entry(
        title="澄江省光污染监测办法",
        kind=Kind.NORMATIVE_DOCUMENT,
        issuers=(ORGAN,),
        unit_id=1,
        document_number="澄环发〔2026〕41号",
        subject=("城乡建设、环境保护",),
        summary="规范光污染监测。",
        disclosure=Disclosure.OPEN,
        signed_on=datetime(2026, 11, 20, tzinfo=UTC).date(),
    )
    with registry.extensions["database"].transaction() as session:
        session.add(Unit(id=1, organ=ORGAN, name="监测处"))
        for key in (1, 2):
            session.add(Account(id=key, name=f"人{key}", full_name=f"人{key}", **stamp))
        session.flush()
        draft = editing.begin(session, "0" * 32, Manuscript(entry, TEXT), by=WRITER)
        if upload is not None:
            store = registry.extensions["config"].files
            uploading.attach(session, draft.id, Incoming(ORIGINAL, upload), store, by=WRITER)
        flow.submit(session, draft.id, 1, Desk(), by=WRITER)
        for row in session.scalars(select(ProposalRow).where(ProposalRow.draft_id == draft.id)):
            proposals.confirm(session, row.id, by=LAWYER)
        flow.approve(session, draft.id, 1, "合法。", by=LAWYER)
        publish(session, draft.id, House(registry.extensions["config"].files, Desk()), by=LAWYER)
        found = session.get_one(Document, draft.document_id)
        session.expunge(found)
    return found


def key_of(app: Flask, address: str) -> int:
    with app.extensions["database"].reading() as session:
        return session.scalars(
            select(Document.id).where(Document.address == address.removeprefix("/documents/"))
        ).one()


def correct(pages: Any, key: int, field: str, value: str, note: str = "录入有误") -> Any:
    form = {"field": field, "value": value, "note": note}
    return pages.post(f"/desk/drafts/documents/{key}/correct", data=form)


@pytest.mark.usefixtures("officer")
def test_what_was_wrong_and_what_is_right_stand_on_the_page_with_the_reason(
    pages: Any, registry: Flask
) -> None:
    key = key_of(registry, NEW)
    assert correct(pages, key, "signed_on", "2021-06-30").status_code == 303
    words = re.sub(r"<[^>]{0,200}>|\s+", "", pages.get(NEW).get_data(as_text=True))
    assert "更正记录" in words
    assert "原为“2021-07-01”，更正为“2021-06-30”。录入有误" in words
    said = pages.get(f"{NEW}.json").get_json()
    assert said["signed_on"] == "2021-06-30"
    assert [each["note"] for each in said["change_history"]] == ["发布", "录入有误"]


@pytest.mark.usefixtures("officer")
def test_a_corrected_number_is_found_by_its_new_form(pages: Any, registry: Flask) -> None:
    correct(pages, key_of(registry, NEW), "document_number", "澄环发〔2021〕18号")
    assert pages.get("/id/澄环发〔2021〕18号").location.endswith(NEW)
    assert pages.get("/id/澄环发〔2021〕8号").status_code == 404


@pytest.mark.usefixtures("officer")
@pytest.mark.parametrize(
    ("field", "value", "note", "said"),
    [
        ("document_number", "澄环发[2021]8号", "有误", "六角括号"),
        ("document_number", "澄环发〔2015〕3号", "有误", "已由《"),
        ("signed_on", "2021-13-01", "有误", "应形如"),
        ("published_on", "2020-01-01", "有误", "不得晚于"),
        ("genre", "随笔", "有误", "不在可选范围内"),
        ("subject", "没有这类", "有误", "不在分类表内"),
        ("source_url", "javascript:alert(1)", "有误", "http"),
        ("signed_on", "2021-07-01", "有误", "没有变化"),
        ("signed_on", "2021-07-02", "", "原因"),
    ],
)
def test_a_correction_that_cannot_stand_is_refused_and_says_why(
    pages: Any, registry: Flask, field: str, value: str, note: str, said: str
) -> None:
    answer = correct(pages, key_of(registry, NEW), field, value, note)
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)
    with registry.extensions["database"].reading() as session:
        assert session.query(Correction).count() == 0


@pytest.mark.parametrize("field", ["title", "index_number", "published_at", "disclosure"])
def test_what_makes_a_document_what_it_is_cannot_be_corrected(
    pages: Any, registry: Flask, officer: None, field: str
) -> None:
    del officer
    assert correct(pages, key_of(registry, NEW), field, "别的").status_code == 400


def test_a_new_reading_of_its_file_does_not_undo_a_correction(registry: Flask, published: Document) -> None:
    with registry.extensions["database"].transaction() as session:
        correcting.correct(session, published.id, "document_number", "澄环发〔2026〕42号", "印错", by=LAWYER)
        correcting.correct(session, published.id, "genre", "通知", "漏填", by=LAWYER)
    with registry.extensions["database"].transaction() as session:
        source = session.scalars(select(Source).where(Source.path.startswith("desk/"))).one()
        books.update(session, recall(source.found), by="reader")
        session.expire_all()
        again = session.get_one(Document, published.id)
        assert (again.document_number, again.number_key) == ("澄环发〔2026〕42号",) * 2
        assert again.genre == "notice"
        assert again.drafting_unit_id == 1


def test_a_misprint_in_the_text_is_mended_and_told(
    pages: Any, registry: Flask, published: Document, officer: None
) -> None:
    del officer
    text = f"# {published.title}\n\n" + TEXT.replace("光污染监测，", "光污染的监测，")
    place = f"/desk/drafts/documents/{published.id}"
    answer = pages.post(f"{place}/correct-text", data={"text": text, "note": "漏字"})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    page = pages.get(f"/documents/{published.address}").get_data(as_text=True)
    assert "规范光污染的监测" in page
    assert "漏字" in page
    said = pages.get(f"/documents/{published.address}.json").get_json()
    assert len(said["versions"]) == 1
    assert said["in_force_from"] == "2027-03-01"
    assert [file["role"] for file in said["files"]] == ["原件"]


@pytest.mark.usefixtures("officer")
def test_a_text_read_from_a_word_file_is_mended_as_often_as_need_be_and_the_file_stays(
    pages: Any, published_from_word: Document
) -> None:
    place = f"/desk/drafts/documents/{published_from_word.id}"
    for former, better in (("光污染监测，", "光污染的监测，"), ("光污染的监测，", "光污染的日常监测，")):
        shown = pages.get(place).get_data(as_text=True)
        text = html.unescape(shown.split('<textarea id="text"')[1].split(">", 1)[1].split("</textarea>")[0])
        assert former in text
        answer = pages.post(
            f"{place}/correct-text", data={"text": text.replace(former, better).strip(), "note": "漏字"}
        )
        assert answer.status_code == 303, answer.get_data(as_text=True)
    address = f"/documents/{published_from_word.address}"
    assert "规范光污染的日常监测" in pages.get(address).get_data(as_text=True)
    files = pages.get(f"{address}.json").get_json()["files"]
    assert sorted(file["filename"] for file in files) == ["办法.docx", "办法.md"]


def test_the_text_of_an_imported_document_is_corrected_in_its_file(
    pages: Any, registry: Flask, officer: None
) -> None:
    del officer
    key = key_of(registry, NEW)
    answer = pages.post(f"/desk/drafts/documents/{key}/correct-text", data={"text": "改", "note": "错"})
    assert answer.status_code == 422
    assert "请更正原文件后重新导入" in answer.get_data(as_text=True)


@pytest.mark.usefixtures("officer")
def test_a_withdrawn_document_leaves_a_page_that_says_what_stood_there_when_and_why(
    pages: Any, registry: Flask
) -> None:
    key = key_of(registry, NEW)
    assert pages.post(f"/desk/drafts/documents/{key}/withdraw", data={"reason": "误发"}).status_code == 303
    answer = pages.get(NEW)
    assert answer.status_code == 410
    words = answer.get_data(as_text=True)
    assert (
        "《澄江省排污权交易管理办法》2026-11-20 10:05在此发布，2026-11-23 12:00撤回。撤回理由：误发。"
        in words
    )
    assert pages.post(f"/desk/drafts/documents/{key}/correct", data={}).status_code in {410, 422}


@pytest.mark.usefixtures("officer")
def test_every_correction_and_withdrawal_is_in_the_audit_trail(pages: Any, registry: Flask) -> None:
    key = key_of(registry, NEW)
    correct(pages, key, "summary", "规范排污权交易。")
    pages.post(f"/desk/drafts/documents/{key}/withdraw", data={"reason": "误发"})
    with registry.extensions["database"].reading() as session:
        rows = session.execute(select(AuditRow.deed, AuditRow.subject).order_by(AuditRow.id)).all()
    assert [tuple(row) for row in rows] == [
        ("document.correct", f"document:{key}"),
        ("document.withdraw", f"document:{key}"),
    ]


def test_a_drafter_corrects_and_withdraws_nothing(
    pages: Any, registry: Flask, act_as: Callable[..., Any]
) -> None:
    act_as(Role.DRAFTER, unit_id=1, account_id=1)
    key = key_of(registry, NEW)
    assert correct(pages, key, "summary", "改").status_code == 403
    assert pages.post(f"/desk/drafts/documents/{key}/withdraw", data={"reason": "x"}).status_code == 403
