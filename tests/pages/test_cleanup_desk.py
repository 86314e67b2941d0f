"""The desk of clean-ups: the roll drawn, opinions given and agreed, the decision published, its receipt."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

import docx
import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from base.staff.roles import Role
from base.staff.tables import Unit
from registry.cleanup.tables import Campaign, RollRow
from registry.law.terms import Kind
from registry.tables import Document, EventRow
from registry.watch.tables import Task

ORGAN = "澄江省生态环境厅"
HEAD = {
    "title": "澄江省生态环境厅关于公布2026年行政规范性文件清理结果的公告",
    "number": "澄环公告〔2026〕3号",
    "organ": ORGAN,
    "signed_on": "2026-11-20",
    "effective_on": "2026-12-23",
    "words": "按照“谁制定、谁清理”的要求，我厅进行了清理。现将清理结果公布如下：",
    "amend_by": "2027-06-30",
}


@dataclass
class Desk:
    """The clean-up as people work it: who acts, what they send, what the registry then holds."""

    app: Flask
    client: FlaskClient
    act_as: Callable[..., Any]

    def officer(self) -> None:
        self.act_as(Role.LEGAL_OFFICER, unit_id=3, unit="法规处", organ=ORGAN, account_id=1)

    def drafter(self, unit: int = 1) -> None:
        self.act_as(Role.DRAFTER, unit_id=unit, unit="水处", organ=ORGAN, account_id=2)

    def publisher(self) -> None:
        self.act_as(Role.PUBLISHER, unit_id=3, unit="办公室", organ=ORGAN, account_id=4)

    def get(self, path: str, status: int = 200) -> str:
        page = self.client.get(path)
        assert page.status_code == status, page.text
        return page.text

    def post(self, path: str, form: dict[str, Any], status: int = 303) -> str:
        page = self.client.post(path, data=form)
        assert page.status_code == status, page.text
        return page.text

    def rows(self) -> dict[str, RollRow]:
        """The rows of the only campaign, by the title of their documents."""
        with self.app.extensions["database"].reading() as session:
            found = session.execute(select(Document.title, RollRow).join(RollRow)).all()
            session.expunge_all()
            return {row.title: row[1] for row in found}

    def picks(self, *titles: str) -> list[str]:
        rows = self.rows()
        return [f"{rows[title].id}:{rows[title].version}" for title in titles or rows]

    def all(self, model: Any) -> list[Any]:
        with self.app.extensions["database"].reading() as session:
            found = list(session.scalars(select(model).order_by(model.id)))
            session.expunge_all()
            return found

    def campaign(self) -> Campaign:
        return self.all(Campaign)[-1]


OLD, NEW, COMING, NOISE = (
    "澄江省环境监测技术规程（试行）",
    "澄江省排污权交易管理办法",
    "澄江省碳普惠管理办法",
    "澄江省噪声污染防治办法",
)
WATER = "澄江省水环境保护条例"


@pytest.fixture
def desk(registry: Flask, pages: FlaskClient, act_as: Callable[..., Any], write: Callable[..., None]) -> Desk:
    """A clean-up of every rule and document that stands, opened by the legal division."""

    def fill(scribe: Any) -> None:
        for name in ("水生态环境处", "大气环境处", "法规处"):
            scribe.add(Unit(organ=ORGAN, name=name, kind="office"))
        old = scribe.document(
            "normative-document/2009/7",
            OLD,
            document_number="澄环发〔2009〕7号",
            published_on=date(2009, 5, 6),
            drafting_unit_id=2,
        )
        body = "向省环境保护厅备案。"
        scribe.text(old, [(0, "article", "art-1", "第一条", "", body)])
        scribe.event(old, "commencement", date(2009, 6, 1))
        scribe.find("normative-document/2021/8").drafting_unit_id = 1
        expired = scribe.find("normative-document/2018/2")
        scribe.relation("cites", old, expired, target_title=expired.title)

    write(fill)
    made = Desk(registry, pages, act_as)
    made.officer()
    plan = {
        "title": "2026年行政规范性文件清理",
        "due_on": "2026-12-01",
        "kinds": [Kind.NORMATIVE_DOCUMENT.value, Kind.LOCAL_GOVERNMENT_RULE.value],
    }
    made.post("/desk/cleanup/new", plan)
    return made


def verdict(picks: list[str], verdict: str, ground: str, **more: str) -> dict[str, Any]:
    return {"pick": picks, "verdict": verdict, "ground": ground, **more}


def settled(desk: Desk) -> None:
    """Every row has an opinion that is agreed, and the decision its words."""
    desk.officer()
    desk.post("/desk/cleanup/1/propose", verdict(desk.picks(NEW), "keep", "needed"))
    desk.post("/desk/cleanup/1/propose", verdict(desk.picks(OLD), "lapse", "no_object"))
    more = {"replaced_by": "《澄江省水环境保护条例》"}
    desk.post("/desk/cleanup/1/propose", verdict(desk.picks(NOISE), "repeal", "covered", **more))
    desk.post("/desk/cleanup/1/exclude", {"pick": desk.picks(COMING), "reason": "尚未施行，不在清理之列"})
    desk.post("/desk/cleanup/1/agree", {"pick": desk.picks()})
    desk.post("/desk/cleanup/1/decision", {**HEAD, "version": str(desk.campaign().version)})


def closed(desk: Desk) -> None:
    settled(desk)
    desk.post("/desk/cleanup/1/close", {"version": str(desk.campaign().version)})


def released(desk: Desk) -> None:
    closed(desk)
    desk.publisher()
    version = str(desk.campaign().version)
    desk.post("/desk/cleanup/1/publish", {"version": version, "token": "a" * 20, "checked": "1"})


def test_the_roll_holds_what_stands_with_what_speaks_against_it(desk: Desk) -> None:
    page = desk.get("/desk/cleanup/1")
    assert "共 4 件" in page
    assert "澄江省黄标车提前淘汰补助办法</a>" not in page
    assert "试行已满 17 年" in page
    assert "文中称“环境保护厅”" in page
    assert "引用的《澄江省黄标车提前淘汰补助办法》期满失效" in page


def test_the_scope_is_counted_before_anything_is_drawn(desk: Desk) -> None:
    form = {"title": "数一数", "due_on": "2026-12-01", "words": "碳普惠"}
    assert "现有 <b>1</b> 件" in desk.post("/desk/cleanup/new?count=1", form, 200)
    assert len(desk.all(Campaign)) == 1


def test_all_faults_of_a_new_clean_up_are_told_at_once(desk: Desk) -> None:
    form = {"due_on": "2026-11-01", "published_from": "2026-02-30", "kinds": "novel"}
    page = desk.post("/desk/cleanup/new", form, 422)
    assert "有 4 处需要改正" in page
    assert "请填写清理名称" in page


def test_the_roll_narrows_to_a_unit_a_hint_a_word(desk: Desk) -> None:
    assert "共 1 件" in desk.get("/desk/cleanup/1?unit=1")
    assert "共 2 件" in desk.get("/desk/cleanup/1?unit=0")
    assert "共 1 件" in desk.get("/desk/cleanup/1?hint=organ")
    assert "共 1 件" in desk.get("/desk/cleanup/1?words=碳普惠")
    assert "没有符合条件的文件" in desk.get("/desk/cleanup/1?words=%25")


def test_every_unit_owes_its_opinions_by_the_day(desk: Desk) -> None:
    tasks = [task for task in desk.all(Task) if task.code == "cleanup"]
    assert {task.unit_id for task in tasks} == {1, 2, None}
    assert {task.due_on for task in tasks} == {date(2026, 12, 1)}


def test_a_unit_that_has_spoken_owes_nothing_more(desk: Desk) -> None:
    desk.drafter(1)
    desk.post("/desk/cleanup/1/propose", verdict(desk.picks(NEW), "keep", "needed"))
    assert [task.state for task in desk.all(Task) if task.unit_id == 1] == ["done"]


def test_a_unit_speaks_of_its_own_documents_only(desk: Desk) -> None:
    desk.drafter(1)
    page = desk.post("/desk/cleanup/1/propose", verdict(desk.picks(OLD), "keep", "needed"), 403)
    assert "不属于您单位" in page
    row = desk.rows()[OLD]
    desk.post(f"/desk/cleanup/1/rows/{row.id}", verdict(desk.picks(OLD), "keep", "needed"), 403)
    assert desk.rows()[OLD].stage == "assigned"


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"verdict": "keep", "ground": "done"}, "继续有效的理由不能是"),
        ({"verdict": "repeal", "ground": "needed"}, "仍需执行的文件不能废止"),
        ({"verdict": "lapse", "ground": "other"}, "请在说明中写明理由"),
        ({"verdict": "keep", "ground": "needed", "replaced_by": "甲"}, "只有废止"),
        ({"verdict": "burn", "ground": "needed"}, "不在可选范围内"),
        ({"verdict": "keep"}, "请填写理由"),
    ],
)
def test_an_opinion_has_a_ground_that_fits_it(desk: Desk, sent: dict[str, str], told: str) -> None:
    page = desk.post("/desk/cleanup/1/propose", {"pick": desk.picks(OLD), **sent}, 422)
    assert told in page
    assert "checked" in page


def test_nothing_is_done_when_nothing_is_ticked(desk: Desk) -> None:
    assert "请先在名单中选择文件" in desk.post("/desk/cleanup/1/agree", {}, 422)


def test_an_opinion_sent_back_becomes_a_task_with_its_reason(desk: Desk) -> None:
    desk.post("/desk/cleanup/1/propose", verdict(desk.picks(OLD), "keep", "needed"))
    desk.post("/desk/cleanup/1/send-back", {"pick": desk.picks(OLD), "reason": "机构已撤销，请重新考虑"})
    task = next(task for task in desk.all(Task) if task.key.startswith("cleanup-back:"))
    assert (task.unit_id, task.state, task.details["reason"]) == (2, "open", "机构已撤销，请重新考虑")
    desk.drafter(2)
    assert "机构已撤销" in desk.get(f"/desk/cleanup/1/rows/{desk.rows()[OLD].id}")
    desk.post("/desk/cleanup/1/propose", verdict(desk.picks(OLD), "lapse", "no_object"))
    task = next(task for task in desk.all(Task) if task.key.startswith("cleanup-back:"))
    assert task.state == "done"


def test_an_agreed_opinion_is_not_changed_by_its_unit(desk: Desk) -> None:
    desk.post("/desk/cleanup/1/propose", verdict(desk.picks(OLD), "lapse", "no_object"))
    desk.post("/desk/cleanup/1/agree", {"pick": desk.picks(OLD)})
    desk.drafter(2)
    page = desk.post("/desk/cleanup/1/propose", verdict(desk.picks(OLD), "keep", "needed"), 409)
    assert "已审定的文件不能再改意见" in page


def test_the_slower_of_two_sees_both_opinions(desk: Desk) -> None:
    row, stale = desk.rows()[OLD], desk.picks(OLD)
    desk.post(f"/desk/cleanup/1/rows/{row.id}", verdict(stale, "lapse", "no_object"))
    page = desk.post(f"/desk/cleanup/1/rows/{row.id}", verdict(stale, "repeal", "contrary"), 409)
    assert "没有覆盖他人的意见" in page
    assert "<b>宣布失效</b>" in page
    assert '<option value="repeal" selected>' in page
    assert desk.rows()[OLD].verdict == "lapse"


def test_rows_are_handed_to_another_unit_with_its_own_day(desk: Desk) -> None:
    form = {"pick": desk.picks(NOISE), "unit_id": "3", "due_on": "2026-11-28"}
    desk.post("/desk/cleanup/1/assign", form)
    assert desk.rows()[NOISE].unit_id == 3
    assert date(2026, 11, 28) in {task.due_on for task in desk.all(Task) if task.unit_id == 3}


def test_who_is_late_is_told_with_what_they_owe(desk: Desk, hold_clock: Callable[..., None]) -> None:
    hold_clock(date(2026, 12, 2))
    page = desk.get("/desk/cleanup/1")
    assert "已逾期，欠 1 件" in page
    assert "已逾期" in desk.get("/desk/cleanup")


def test_the_decision_is_not_closed_while_anything_is_open(desk: Desk) -> None:
    page = desk.post("/desk/cleanup/1/close", {"version": str(desk.campaign().version)}, 409)
    assert "名单中还有 4 件没有审定" in page
    assert "尚未填写清理决定" in page


def test_all_faults_of_the_decision_are_told_at_once(desk: Desk) -> None:
    wrong = {**HEAD, "version": "1", "number": "第三号文件", "effective_on": "2026-01-01", "title": ""}
    page = desk.post("/desk/cleanup/1/decision", wrong, 422)
    assert "请填写标题" in page
    assert "文号“第三号文件”无法识别" in page
    assert "生效日期不能早于成文日期" in page


def test_the_slower_writer_of_the_decision_overwrites_nothing(desk: Desk) -> None:
    desk.post("/desk/cleanup/1/decision", {**HEAD, "version": "1"})
    page = desk.post(
        "/desk/cleanup/1/decision", {**HEAD, "version": "1", "number": "澄环公告〔2026〕9号"}, 409
    )
    assert "澄环公告〔2026〕9号" in page
    assert desk.campaign().decision["number"] == "澄环公告〔2026〕3号"


def test_a_draft_says_so_in_every_form(desk: Desk) -> None:
    settled(desk)
    paper = docx.Document(BytesIO(desk.client.get("/desk/cleanup/1/decision.docx").data))
    assert "草稿" in paper.sections[0].header.paragraphs[0].text
    words = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    assert "澄江省生态环境厅文件" in words
    assert "二、决定废止的文件1件，目录见附件2。" in words
    assert paper.tables[1].rows[1].cells[1].text == "《澄江省噪声污染防治办法》"
    book = openpyxl.load_workbook(BytesIO(desk.client.get("/desk/cleanup/1/decision.xlsx").data))
    assert book.sheetnames == ["继续有效", "废止", "宣布失效"]
    assert book["宣布失效"]["C3"].value == "澄环发〔2009〕7号"


@pytest.mark.pdf
def test_the_decision_is_printed_with_its_red_head(desk: Desk) -> None:
    settled(desk)
    answer = desk.client.get("/desk/cleanup/1/decision.pdf")
    assert answer.data.startswith(b"%PDF")
    assert (
        "草稿" in answer.headers["Content-Disposition"]
        or "%E8%8D%89" in answer.headers["Content-Disposition"]
    )


def test_publishing_does_everything_the_lists_say(desk: Desk) -> None:
    released(desk)
    events = [row for row in desk.all(EventRow) if row.recorded_by == "publisher"]
    assert sorted((row.kind, row.on) for row in events) == [
        ("commencement", date(2026, 12, 23)),
        ("lapse", date(2026, 12, 23)),
        ("repeal", date(2026, 12, 23)),
    ]
    acts = {row.act_document_id for row in events if row.kind != "commencement"}
    assert acts == {desk.campaign().decision_document_id}
    receipt = desk.get("/desk/cleanup/1/receipt")
    assert "写入沿革</dt><dd>2 条" in receipt
    assert "外站徽章" in receipt


def test_decision_and_documents_lead_to_each_other(desk: Desk) -> None:
    released(desk)
    receipt = desk.get("/desk/cleanup/1/receipt")
    address = re.search(r'决定</dt><dd><a href="([^"]+)"', receipt)[1]
    page = desk.get(address)
    assert "本公告自2026年12月23日起施行。" in page
    assert 'href="/documents/local-government-rule/2010/6"' in page
    assert "附件：澄江省生态环境厅关于公布2026年行政规范性文件清理结果的公告.docx" in page
    noise = desk.get("/documents/local-government-rule/2010/6")
    assert f'href="{address}"' in noise
    assert "附件2第1项" in noise


def test_the_marks_come_on_the_decisions_own_day(desk: Desk, hold_clock: Callable[..., None]) -> None:
    released(desk)
    desk.act_as(None)
    assert "【已废止】" not in desk.get("/documents/local-government-rule/2010/6")
    hold_clock(date(2026, 12, 23))
    assert "已废止" in desk.get("/documents/local-government-rule/2010/6")
    assert "宣布失效" in desk.get("/documents/normative-document/2009/7")
    assert "现行有效" in desk.get("/documents/normative-document/2021/8")


def test_the_same_form_publishes_once(desk: Desk) -> None:
    released(desk)
    count = len(desk.all(EventRow))
    form = {"version": "1", "token": "a" * 20, "checked": "1"}
    desk.post("/desk/cleanup/1/publish", form)
    assert len(desk.all(EventRow)) == count
    page = desk.post("/desk/cleanup/1/publish", {**form, "token": "b" * 20}, 409)
    assert "只有“拟定决定”阶段" in page or "已公布" in page


def test_only_the_publisher_publishes_and_not_who_closed_it(desk: Desk) -> None:
    closed(desk)
    desk.get("/desk/cleanup/1/publish", 403)
    desk.drafter()
    desk.get("/desk/cleanup/1/publish", 403)


def test_publication_asks_to_be_confirmed(desk: Desk) -> None:
    closed(desk)
    desk.publisher()
    form = {"version": str(desk.campaign().version), "token": "a" * 20}
    assert "请确认已核对" in desk.post("/desk/cleanup/1/publish", form, 422)


def test_a_document_that_ended_meanwhile_stops_everything(desk: Desk, write: Callable[..., None]) -> None:
    closed(desk)
    write(
        lambda scribe: scribe.event(
            scribe.find("normative-document/2009/7"), "repeal", date(2026, 11, 1), act_title="另一决定"
        )
    )
    desk.publisher()
    assert "现在不能公布" in desk.get("/desk/cleanup/1/publish")
    form = {"version": str(desk.campaign().version), "token": "a" * 20, "checked": "1"}
    page = desk.post("/desk/cleanup/1/publish", form, 409)
    assert "附件3第1项" in page
    assert "另一决定" in page
    assert desk.campaign().stage == "decided"
    assert not [row for row in desk.all(EventRow) if row.recorded_by == "publisher"]


def test_a_closed_decision_is_opened_again_with_a_reason(desk: Desk) -> None:
    closed(desk)
    version = str(desk.campaign().version)
    desk.post("/desk/cleanup/1/reopen", {"version": version, "reason": ""}, 422)
    desk.post("/desk/cleanup/1/reopen", {"version": version, "reason": "漏列一件"})
    assert desk.campaign().stage == "open"


def test_what_is_to_be_amended_becomes_a_task_with_its_day(desk: Desk) -> None:
    settled(desk)
    desk.post("/desk/cleanup/1/send-back", {"pick": desk.picks(NEW), "reason": "应修改"})
    desk.post("/desk/cleanup/1/propose", verdict(desk.picks(NEW), "amend", "contrary"))
    desk.post("/desk/cleanup/1/agree", {"pick": desk.picks(NEW)})
    desk.post("/desk/cleanup/1/close", {"version": str(desk.campaign().version)})
    desk.publisher()
    form = {"version": str(desk.campaign().version), "token": "c" * 20, "checked": "1"}
    desk.post("/desk/cleanup/1/publish", form)
    task = next(task for task in desk.all(Task) if task.key.startswith("cleanup-amend:"))
    assert (task.unit_id, task.due_on, task.state) == (1, date(2027, 6, 30), "open")


def test_a_clean_up_ends_without_a_result_for_a_reason(desk: Desk) -> None:
    desk.post("/desk/cleanup/1/abandon", {"reason": ""}, 422)
    desk.post("/desk/cleanup/1/abandon", {"reason": "并入明年的清理"})
    assert desk.campaign().stage == "abandoned"
    assert {task.state for task in desk.all(Task) if task.code == "cleanup"} == {"dropped"}
    page = desk.post("/desk/cleanup/1/propose", verdict(desk.picks(OLD), "keep", "needed"), 409)
    assert "已终止" in page


def test_a_clean_up_that_is_not_there_is_told(desk: Desk) -> None:
    desk.get("/desk/cleanup/99", 404)
    desk.get("/desk/cleanup/1/rows/99", 404)
    desk.get("/desk/cleanup/1/receipt", 404)
    desk.get("/desk/cleanup/1/decision.odt", 404)


HOSTILE = '"><script>alert(1)</script>'
POSTS = (
    "new",
    "1/propose",
    "1/agree",
    "1/send-back",
    "1/assign",
    "1/exclude",
    "1/decision",
    "1/close",
    "1/lists",
)


@pytest.mark.parametrize("path", POSTS)
def test_strange_forms_are_told_and_shown_as_words(desk: Desk, path: str) -> None:
    form = dict.fromkeys(
        ("title", "pick", "verdict", "ground", "reason", "unit_id", "version", "organ"), HOSTILE
    )
    page = desk.client.post(f"/desk/cleanup/{path}", data={**form, "evil": "1"})
    assert page.status_code in {400, 409, 422}
    assert "<script>alert" not in page.text


def test_hostile_words_of_an_opinion_stay_words(desk: Desk) -> None:
    row = desk.rows()[OLD]
    form = verdict(desk.picks(OLD), "lapse", "other", note=HOSTILE, replaced_by=HOSTILE)
    desk.post(f"/desk/cleanup/1/rows/{row.id}", form)
    for path in ("", f"/rows/{row.id}", "/decision"):
        assert "<script>alert" not in desk.get(f"/desk/cleanup/1{path}")


def test_the_receipt_is_held_against_what_the_site_shows(desk: Desk, hold_clock: Callable[..., None]) -> None:
    released(desk)
    hold_clock(date(2026, 12, 23))
    noise = desk.rows()[NOISE].document_id
    desk.post(f"/desk/cleanup/1/receipt/{noise}/check", {})
    page = desk.get("/desk/cleanup/1/receipt")
    assert "实见：" in page
    assert "已核对《澄江省噪声污染防治办法》" in page
    desk.post("/desk/cleanup/1/receipt/999/check", {}, 404)


def test_the_decision_opens_at_the_desk_of_marks_too(desk: Desk) -> None:
    released(desk)
    desk.officer()
    desk.get(f"/desk/documents/{desk.campaign().decision_document_id}")
    desk.get(f"/desk/documents/{desk.rows()[NOISE].document_id}")
