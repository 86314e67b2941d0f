"""Day snapshots over the web: chosen, made, shown, confirmed; what was withdrawn is kept back."""

import json
import re
from base64 import b64decode
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zipfile import ZipFile

import pytest
from flask import Flask
from sqlalchemy import func, select

from base import clock, typeset
from base.outbox import post
from base.staff.audit import AuditRow
from registry.attesting import asking, keys, making
from registry.attesting.checking import Holds, checked
from registry.attesting.rules.canonical import digest, parsed
from registry.attesting.rules.envelope import opened
from registry.attesting.tables import DaySnapshot
from registry.attesting.unpacking import unpacked
from registry.attesting.views import choosing, confirming
from registry.tables import Document, EventRow, ProvisionRow, Text

WATER, OLD, NOISE = "local-regulation/2012/1", "normative-document/2015/3", "local-government-rule/2010/6"
EXPIRED, WITHDRAWN, DRAFT = (
    "normative-document/2018/2",
    "normative-document/2019/4",
    "normative-document/2026/10",
)
CODE = re.compile(r"[2-9A-HJ-NP-RT-Y]{4}(?:-[2-9A-HJ-NP-RT-Y]{4}){3}")


@pytest.fixture
def reader(pages: Any, registry: Flask) -> Any:
    """A reader whose forms need no token: that they need one otherwise is held for all forms at once."""
    registry.config["WTF_CSRF_ENABLED"] = False
    return pages


def form(*documents: str, on: str = "2016-01-01", do: str = "make", **more: Any) -> dict[str, Any]:
    return {"on": on, "document": list(documents), "do": do, **more}


def made(reader: Any, *documents: str, **more: Any) -> str:
    answer = reader.post("/snapshots/new", data=form(*documents, **more))
    assert answer.status_code == 303, answer.get_data(as_text=True)[:2000]
    code = answer.location.rpartition("/")[2]
    assert CODE.fullmatch(code)
    return str(code)


def contents(reader: Any, code: str) -> Any:
    return reader.get(f"/snapshots/{code}.json").get_json()


def said(answer: Any) -> str:
    return re.sub(r"<[^>]*>|[ \u2009\n]", "", answer.get_data(as_text=True))


def change(registry: Flask, deed: Callable[[Any], None]) -> None:
    with registry.extensions["database"].transaction() as session:
        deed(session)
        post(session, "document", [1])


# Choosing


def test_the_document_page_leads_there_with_its_day(reader: Any) -> None:
    page = reader.get(f"/documents/{WATER}/2016-01-01").get_data(as_text=True)
    address = f"/snapshots/new?on=2016-01-01&amp;document={WATER}"
    assert address in page
    found = said(reader.get(address.replace("&amp;", "&")))
    assert "澄江省水环境保护条例" in found
    assert "已选文件（1份）" in found


def test_documents_are_added_moved_and_taken_away_without_scripts(reader: Any) -> None:
    def press(do: str, *documents: str, **more: Any) -> dict[str, list[str]]:
        answer = reader.post("/snapshots/new", data=form(*documents, do=do, **more))
        assert answer.status_code == 303
        return parse_qs(urlsplit(answer.location).query, keep_blank_values=True)

    assert press("add", WATER, words="澄环发〔2015〕3号")["document"] == [WATER, OLD]
    assert press("add", WATER, words="澄江省噪声污染防治办法")["document"] == [WATER, NOISE]
    assert press("add", WATER, words="排污权交易")["words"] == ["排污权交易"]
    assert press(f"pick:{OLD}", WATER, words="排污权交易") == {"on": ["2016-01-01"], "document": [WATER, OLD]}
    assert press("up:1", WATER, OLD)["document"] == [OLD, WATER]
    assert press("down:0", WATER, OLD, NOISE)["document"] == [OLD, WATER, NOISE]
    moved = press("down:0", WATER, OLD, articles=["第二条", ""])
    assert (moved["document"], moved["articles"]) == ([OLD, WATER], ["", "第二条"])
    assert press("remove:0", WATER, OLD)["document"] == [OLD]
    for nonsense in ("up:0", "down:1", "remove:9", "remove:x", "up:" + "9" * 400, "", "what:1"):
        assert press(nonsense, WATER, OLD)["document"] == [WATER, OLD]


def test_what_was_found_can_be_picked_and_nothing_hidden_is_found(reader: Any) -> None:
    found = reader.get("/snapshots/new?words=排污权交易").get_data(as_text=True)
    assert f'value="pick:{OLD}"' in found
    assert "没有标题或者文号是“不应出现”的文件" in said(reader.get("/snapshots/new?words=不应出现"))
    for words in ("不应出现的草稿", "澄环发〔2026〕10号", "误发的通知"):
        page = reader.get("/snapshots/new", query_string={"words": words}).get_data(as_text=True)
        assert "pick:" + DRAFT not in page
        assert "pick:" + WITHDRAWN not in page


def test_documents_are_named_by_id_by_address_or_by_a_former_address(reader: Any, registry: Flask) -> None:
    with registry.extensions["database"].reading() as session:
        ids = {row.address: row.id for row in session.execute(select(Document.address, Document.id))}
    page = reader.get(f"/snapshots/new?document={ids[WATER]}&document=/documents/{OLD}").get_data(
        as_text=True
    )
    assert f'name="document" value="{WATER}"' in page
    assert f'name="document" value="{OLD}"' in page
    # A hidden document is told no more than one that is not there.
    assert f'value="{ids[DRAFT]}"' in reader.get(f"/snapshots/new?document={ids[DRAFT]}").get_data(
        as_text=True
    )
    code = made(reader, "normative-document/2021/08", on="2022-01-01")
    assert contents(reader, code)["manifest"]["documents"][0]["address"] == "normative-document/2021/8"


# Making


def test_each_text_is_that_of_the_day_with_its_standing(reader: Any) -> None:
    held = contents(reader, made(reader, WATER, OLD, EXPIRED, on="2022-01-01"))
    water, old, expired = held["records"]
    words = {row["eid"]: row["words"] for row in water["provisions"]}
    assert words["art-2-p1"] == "排放水污染物的单位应当取得排污许可证。"
    assert water["text"]["dated_on"] == "2017-11-24"
    assert [event["on"] for event in water["events"]] == ["2012-09-01", "2018-01-01"]
    assert (old["standing"]["label"], old["standing"]["mark"]) == ("已废止", "已废止")
    assert "2021年8月1日" in old["standing"]["sentence"]
    assert expired["standing"]["label"] == "现行有效"
    assert (expired["text"], expired["provisions"]) == (None, [])


def test_what_came_after_the_day_is_not_in_it(reader: Any) -> None:
    water, old = contents(reader, made(reader, WATER, OLD, on="2016-01-01"))["records"]
    assert water["provisions"][-1]["words"] == "排放水污染物的单位应当记录运行情况。"
    assert [event["kind"] for event in old["events"]] == ["commencement"]
    assert old["standing"]["label"] == "现行有效"


def test_a_text_that_stands_in_for_the_days_own_says_so(reader: Any, write: Any) -> None:
    def younger(scribe: Any) -> None:
        document = scribe.document("normative-document/2014/7", "澄江省环境监测办法")
        rows = [(0, "article", "art-1", "第一条", "", "为了监测。")]
        scribe.text(document, rows, dated_on=date(2020, 1, 1), applies_from=date(2020, 2, 1))
        scribe.event(document, "commencement", date(2014, 3, 1))

    write(younger)
    code = made(reader, "normative-document/2014/7", on="2016-01-01")
    notice = "本库未收录2016年1月1日的文本，所列是自2020年2月1日起适用的文本"
    assert contents(reader, code)["records"][0]["text"]["notice"] == notice
    assert notice in said(reader.get(f"/snapshots/{code}"))


def test_single_articles_come_with_all_below_them(reader: Any) -> None:
    held = contents(reader, made(reader, WATER, OLD, articles=["第二条", ""]))
    assert [row["eid"] for row in held["records"][0]["provisions"]] == ["art-2", "art-2-p1"]
    assert held["manifest"]["documents"][0]["scope"] == ["art-2"]
    assert len(held["records"][1]["provisions"]) == 5


@pytest.mark.parametrize(
    ("documents", "more", "fault"),
    [
        ([], {}, "请至少选取一份文件"),
        ([WATER, WATER], {}, "选了两次"),
        ([WITHDRAWN], {}, "不能收入"),
        ([DRAFT], {}, "没有地址为"),
        (["law/1900/1"], {}, "没有地址为"),
        ([WATER], {"articles": ["第九条"]}, "当日的文本中没有第九条"),
        ([WATER], {"articles": ["随便"]}, "不是条款的称谓"),
        ([WATER], {"articles": ["、".join(f"第{n}条" for n in range(1, 60))]}, "最多选取40条"),
        ([WATER], {"on": "2026-02-30"}, "无法识别"),
        ([WATER], {"on": "0001-01-01"}, "无法识别"),
        ([f"law/2000/{n}" for n in range(51)], {}, "一份快照最多50份文件，现有51份"),
        (["x" * 5_000], {}, "没有地址为"),
        (["\x00\u202e"], {}, "没有地址为"),
    ],
)
def test_what_cannot_be_made_is_said_and_nothing_is_kept(
    reader: Any, registry: Flask, documents: list[str], more: dict[str, Any], fault: str
) -> None:
    answer = reader.post("/snapshots/new", data=form(*documents, **more))
    assert answer.status_code == 422
    assert fault in said(answer)
    with registry.extensions["database"].reading() as session:
        assert session.scalar(select(func.count(DaySnapshot.code))) == 0


def test_a_draft_is_refused_in_the_words_of_one_that_never_was(reader: Any) -> None:
    hidden = said(reader.post("/snapshots/new", data=form(DRAFT))).replace(DRAFT, "X")
    absent = said(reader.post("/snapshots/new", data=form("law/1900/1"))).replace("law/1900/1", "X")
    assert hidden == absent


def test_more_text_than_a_snapshot_holds_is_refused(reader: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "LONGEST", 40)
    answer = reader.post("/snapshots/new", data=form(WATER, OLD))
    assert answer.status_code == 422
    assert "超过一份快照的上限（40字）" in said(answer)
    made(reader, WATER, articles=["第二条"])


def test_the_same_asked_for_again_is_the_same_snapshot(reader: Any, registry: Flask, hold_clock: Any) -> None:
    first = made(reader, WATER, OLD)
    hold_clock(datetime(2026, 11, 24, 4, tzinfo=UTC))
    assert made(reader, WATER, OLD) == first
    assert len({first, made(reader, OLD, WATER), made(reader, WATER, OLD, on="2016-01-02")}) == 3
    with registry.extensions["database"].reading() as session:
        assert (
            session.scalar(select(func.count(AuditRow.id)).where(AuditRow.deed == "day_snapshot.make")) == 3
        )


def test_nothing_of_who_made_it_is_kept(reader: Any, registry: Flask) -> None:
    code = made(reader, WATER)
    with registry.extensions["database"].reading() as session:
        row = session.get_one(DaySnapshot, code)
        deed = session.scalars(select(AuditRow).where(AuditRow.subject == f"day_snapshot:{code}")).one()
        assert "127.0.0.1" not in json.dumps(making.unpacked(row.content))
        assert (deed.name, deed.address, deed.account_id) == ("公众", "", None)


def test_one_network_is_held_off_and_others_are_not(reader: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choosing, "RATE", 2)
    days = iter(f"2016-01-{day:02}" for day in range(1, 20))
    made(reader, WATER, on=next(days))
    made(reader, WATER, on=next(days))
    answer = reader.post("/snapshots/new", data=form(WATER, on=next(days)))
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert "过于频繁" in said(answer)
    assert f'value="{WATER}"' in answer.get_data(as_text=True)
    elsewhere = {"environ_base": {"REMOTE_ADDR": "203.0.113.9"}}
    assert reader.post("/snapshots/new", data=form(WATER, on=next(days)), **elsewhere).status_code == 303


def test_all_together_are_held_off_at_their_limit(reader: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    first = made(reader, WATER)
    monkeypatch.setattr(making, "DAILY", 1)
    assert reader.post("/snapshots/new", data=form(OLD)).status_code == 429
    assert made(reader, WATER) == first
    clock.set_moment(clock.now() + timedelta(days=1, seconds=1))
    made(reader, OLD)
    monkeypatch.setattr(making, "MOST_KEPT", 1)
    assert reader.post("/snapshots/new", data=form(NOISE)).status_code in {429, 503}


# Files


def test_the_file_holds_by_the_published_key(reader: Any) -> None:
    code = made(reader, WATER, OLD)
    content = reader.get(f"/snapshots/{code}.json").data
    listed = reader.get("/.well-known/day-snapshot-keys.json").get_json()["keys"]
    public = {each["id"]: keys.PublicKey(each["id"], b64decode(each["public_key"])) for each in listed}
    found = checked(opened(parsed(content)), public)
    assert (found.holds, found.failed) == (Holds.YES, ())
    assert found.envelope.code == code
    assert reader.get(f"/snapshots/{code.replace('-', '').lower()}.json").status_code == 308


def test_the_package_is_verified_as_its_paper_says(reader: Any) -> None:
    code = made(reader, WATER)
    with ZipFile(BytesIO(reader.get(f"/snapshots/{code}.zip").data)) as archive:
        names = set(archive.namelist())
        assert names >= {"README.txt", "snapshot.json", "manifest.json", "signature.bin", "public-key.pem"}
        manifest, signature = archive.read("manifest.json"), archive.read("signature.bin")
        paper = archive.read("README.txt").decode("utf-8-sig")
        held = json.loads(archive.read("snapshot.json"))
    assert f"http://localhost/verify/{code}" in paper
    public = b64decode(held["key"]["public_key"])
    assert keys.PublicKey("", public).signed(signature, manifest)
    assert parsed(manifest) == held["manifest"]


@pytest.mark.pdf
def test_the_print_bears_every_mark_and_carries_the_signed_file(
    reader: Any, registry: Flask, write: Any
) -> None:
    if reason := typeset.available():
        pytest.skip(reason)

    def longer(scribe: Any) -> None:
        text = scribe.session.scalars(select(Text).where(Text.document_id == scribe.find(OLD).id)).one()
        rows = [(f"art-{n}", f"第{n}条", "交易应当公开、公平、公正。" * 20) for n in range(10, 24)]
        for place, (eid, number, body) in enumerate(rows, 10):
            fields = {"depth": 0, "level": "article", "eid": eid, "number": number, "body": body}
            scribe.add(ProvisionRow(text_id=text.id, position=place, **fields))

    write(longer)
    code = made(reader, WATER, OLD, on="2022-01-01")
    answer = reader.get(f"/snapshots/{code}.pdf")
    assert answer.mimetype == "application/pdf"
    assert unpacked(answer.data) == reader.get(f"/snapshots/{code}.json").data
    pages = words_of(answer.data)
    assert "行为日：2022年1月1日" in pages[0]
    assert code in pages[0]
    assert all(each["sha256"] in pages[0] for each in contents(reader, code)["manifest"]["documents"])
    old = next(place for place, page in enumerate(pages) if "第2份，共2份" in page)
    assert "2022年1月1日：已于2021年8月1日废止" in pages[old]
    assert len(pages[old + 1 :]) >= 2
    assert all(
        "【2022年1月1日：已废止】澄江省排污权交易管理办法（试行）" in page for page in pages[old + 1 :]
    )
    assert all(f"行为日快照{code}" in page for page in pages)
    # The client would leave the file open into which it writes a form this large.
    with registry.test_request_context():
        assert confirming.answered(answer.data, "快照.pdf").is_ours


def words_of(content: bytes) -> list[str]:
    pdfplumber = pytest.importorskip("pdfplumber")
    with pdfplumber.open(BytesIO(content)) as document:
        return [re.sub(r"\s", "", page.extract_text()) for page in document.pages]


# Confirming


def test_a_code_is_confirmed_however_it_is_typed(reader: Any) -> None:
    code = made(reader, WATER)
    answer = reader.get("/verify", query_string={"code": code.lower().replace("-", " ")})
    assert (answer.status_code, answer.location) == (303, f"/verify/{code}")
    page = said(reader.get(f"/verify/{code}"))
    assert "属实。" in page
    assert "没有更正。" in page
    told = reader.get(f"/verify/{code}.json").get_json()
    assert (told["valid"], told["same"]) == (True, True)
    assert told["digest"] == digest(contents(reader, code)["manifest"])


def test_a_slip_is_told_as_a_slip_and_an_unknown_code_as_unknown(reader: Any) -> None:
    code = made(reader, WATER)
    wrong = ("3" if code[0] != "3" else "4") + code[1:]
    slip = reader.get("/verify", query_string={"code": wrong})
    assert slip.status_code == 422
    assert "有一位抄错" in said(slip)
    assert "有一位抄错" in said(reader.get(f"/verify/{wrong}"))
    unknown = reader.get("/verify/2222-2222-2222-2222")
    assert unknown.status_code == 404
    assert "没有编号为2222-2222-2222-2222的行为日快照" in said(unknown)


@pytest.mark.parametrize("typed", ["%00", "..%2f..", "<script>", "甲" * 3_000, "%F0%9F%98%80", "-", "."])
def test_any_address_is_answered_in_words(reader: Any, typed: str) -> None:
    for path in (
        f"/verify/{typed}",
        f"/snapshots/{typed}",
        f"/snapshots/{typed}.json",
        f"/verify?code={typed}",
    ):
        assert reader.get(path).status_code in {200, 303, 308, 400, 404, 422}, path


def test_a_correction_since_is_named_with_its_document(reader: Any, registry: Flask) -> None:
    code = made(reader, WATER, OLD)

    def correct(session: Any) -> None:
        row = session.scalars(select(ProvisionRow).where(ProvisionRow.body.like("%记录运行情况%"))).one()
        row.body = "排放水污染物的单位应当如实记录运行情况。"

    change(registry, correct)
    page = said(reader.get(f"/verify/{code}"))
    assert "属实。" in page
    assert "此后有更正。" in page
    assert "正文有更正：第二条第一款" in page
    water, old = reader.get(f"/verify/{code}.json").get_json()["documents"]
    assert (water["since"], old["since"]) == ("corrected", "same")
    # What was signed stays as it was, and a new snapshot is another.
    assert (
        contents(reader, code)["records"][0]["provisions"][-1]["words"]
        == "排放水污染物的单位应当记录运行情况。"
    )
    assert made(reader, WATER, OLD) != code


def test_an_event_recorded_later_about_the_day_is_named(reader: Any, registry: Flask) -> None:
    code = made(reader, WATER, on="2020-01-01")

    def repeal(session: Any) -> None:
        key = session.scalar(select(Document.id).where(Document.address == WATER))
        moment = datetime(2026, 11, 22, tzinfo=UTC)
        session.add(
            EventRow(document_id=key, kind="repeal", on=date(2019, 1, 1), recorded_at=moment, recorded_by="x")
        )

    change(registry, repeal)
    reasons = reader.get(f"/verify/{code}.json").get_json()["documents"][0]["reasons"]
    assert reasons[0] == "当日的时效由“现行有效”更正为“已废止”"
    assert reasons[-1] == "当日以前的沿革有补记或者更正"


def withdraw(session: Any) -> None:
    row = session.scalars(select(Document).where(Document.address == OLD)).one()
    row.publication, row.withdrawal_reason = "withdrawn", "误发"
    row.withdrawn_at = datetime(2026, 11, 23, 3, tzinfo=UTC)


def test_a_withdrawn_document_is_confirmed_and_its_text_kept_back(reader: Any, registry: Flask) -> None:
    code, words = made(reader, WATER, OLD), "交易应当公开。"
    assert words in said(reader.get(f"/snapshots/{code}"))
    change(registry, withdraw)
    page = said(reader.get(f"/verify/{code}"))
    assert "属实。" in page
    assert "文件此后已撤回" in page
    assert "撤回理由：误发" in page
    for path in (f"/verify/{code}", f"/snapshots/{code}", f"/snapshots/{code}.json", f"/verify/{code}.json"):
        assert words not in reader.get(path).get_data(as_text=True), path
    content = reader.get(f"/snapshots/{code}.json").data
    assert parsed(content)["records"][1] is None  # type: ignore[call-overload,index]
    with registry.extensions["database"].reading() as session:
        verdict = checked(opened(parsed(content)), keys.by_id(keys.all_keys(session)))
    assert (verdict.holds, verdict.failed) == (Holds.YES, ())


def test_an_old_file_of_a_withdrawn_document_is_still_confirmed(reader: Any, registry: Flask) -> None:
    code = made(reader, WATER, OLD)
    content = reader.get(f"/snapshots/{code}.json").data
    change(registry, withdraw)
    assert "属实。" in upload(reader, content)


def upload(reader: Any, content: bytes, name: str = "s.json") -> str:
    given = {"file": (BytesIO(content), name)}
    return said(reader.post("/verify", data=given, content_type="multipart/form-data"))


def test_a_file_is_confirmed_and_a_changed_one_is_not(reader: Any) -> None:
    code = made(reader, WATER, OLD)
    for ending in (".json", ".zip"):
        assert "属实。这份快照由本库出具" in upload(reader, reader.get(f"/snapshots/{code}{ending}").data)
    held = contents(reader, code)
    held["records"][1]["provisions"][2]["words"] += "甲"
    found = upload(reader, json.dumps(held).encode())
    assert "不能确认。有1处不符" in found
    assert "第2份《澄江省排污权交易管理办法（试行）》：内容与校验值不符" in found


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"%PDF-1.4", b"PK\x03\x04", b"[" * 10_000, b"\x00" * 100, b'{"manifest":' * 50]
)
def test_any_other_file_is_refused_in_words(reader: Any, content: bytes) -> None:
    given = {"file": (BytesIO(content), "<b>x</b>.pdf")}
    answer = reader.post("/verify", data=given, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "file-fault" in answer.get_data(as_text=True)
    assert reader.post("/verify", data={}).status_code == 422


def test_the_page_for_originals_leads_here_and_back(reader: Any) -> None:
    assert 'href="/verify"' in reader.get("/verify-file").get_data(as_text=True)
    assert 'href="/verify-file"' in reader.get("/verify").get_data(as_text=True)
