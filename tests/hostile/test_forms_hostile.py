"""No form gets anything out of the site but an answer in words: every POST route, with forms that are wrong.

The forms are those of the site's own pages, found by reading them; what is wrong is put into their fields.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import wraps
from html.parser import HTMLParser
from io import BytesIO
from time import thread_time
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from base import clock, guarding
from base.config import Mailing
from base.staff.access import required
from base.staff.audit import AuditRow
from base.staff.roles import Permission, Role
from base.staff.views import visiting

CHINESE = re.compile(r"[\u4e00-\u9fff]{4}")
# Refused, or back to a page that says why nothing was done.
ANSWERS = {200, 302, 303, 308, 400, 401, 403, 404, 405, 409, 410, 413, 422, 429, 503}
REFUSED, UNKNOWN_PERSON = frozenset(range(400, 500)), 401
# Of this thread's own work, in seconds: how busy the machine is says nothing of the site.
LONGEST_ANSWER = 5.0
WRONG = {
    "a word": "１２３'\"><",
    "below nought": "-1",
    "beyond 64 bits": str(2**63),
    "a number of nothing": "999999999",
    "no day": "2026-02-30 or 1=1",
    "a control": "甲\x00乙\x1b\ufffe",
    "a pick beyond 64 bits": f"{2**70}:{2**20}",
    "a long line": "长" * 5_000,
}
MARKED = {"on": "2026-12-01", "scope": "whole", "act_title": "关于废止的决定", "evidence": "予以废止"}
FORM_TOKEN = "7" * 32
# An interpretation as its form sends it, with blocks of two kinds, the first tied to a provision.
WRITTEN = {
    "token": FORM_TOKEN, "version": "1", "last": "2", "work": "document-1", "form": "text", "origin": "own",
    "title": "测试管理办法解读", "lead": "一句话说清。", "layout": "points",
    "paste": "一、背景\n\n过去没有办法。",
    "b-1-kind": "passage", "b-1-key": "b1", "b-1-heading": "为什么出台", "b-1-words": "过去**各地**不一。",
    "b-1-aspect": "background", "b-1-refs": "1:第一条", "b-2-kind": "question", "b-2-key": "b2",
    "b-2-heading": "谁来管？", "b-2-words": "生态环境部门。", "b-2-aside": "第一条",
}  # fmt: skip
# A dispatch with a check of one question, as its form sends it.
SENT_DOWN = {
    "token": FORM_TOKEN, "document": "1", "title": "学习测试办法", "note": "请于月底前学完。",
    "due_on": "2027-12-31",
    "count": "1", "needed": "1", "question-1": "谁来管？", "option-1-1": "生态环境部门", "option-1-2": "别人",
    "right-1-1": "1", "because-1": "第一条写明", "ref-1": "第一条", "unit": "3",
    "posts": "云州市生态环境局：执法岗、审批岗",
}  # fmt: skip
# A notice of a consultation, as its form sends it.
NOTICE = {
    "version": "1", "title": "测试办法（征求意见稿）", "matter": "rule", "deciding_body": "省人民政府",
    "revises": "测试办法", "from_on": "2026-12-01", "through_on": "2026-12-31", "short_reason": "",
    "words": "现征求意见。", "contact_person": "水处", "phone": "0571-1", "fax": "", "email": "a@b.example",
    "postal_address": "某路1号", "postcode": "310000", "draft": "第一条　测试。", "note": "一、背景",
}  # fmt: skip
# What the pages of this world do not offer, such as what follows a preview or a review.
UNSEEN: dict[str, dict[str, str]] = {
    "marks.again": {**MARKED, "token": "t" * 32, "known": "1"},
    "marks.confirm": {**MARKED, "token": "t" * 32, "known": "1", "event_id": "1", "reason": "误标"},
    "marks.preview": {**MARKED, "event_id": "1", "reason": "误标"},
    "drafts.create": {"version_of": "1", "why-C-5": "原文如此"},
    "drafts.save": {"version_of": "1", "why-C-5": "原文如此"},
    "drafts.review": {"version": "1", "verdict": "pass", "opinion": "合法。"},
    "drafts.schedule": {"publish_at": "2026-12-01T09:00"},
    "drafts.reopen": {"reason": "退回修改"},
    "drafts.confirm": {"finding": "old_name:1", "reason": "原文如此"},
    "drafts.merge": {"version": "1", "take": "title", "title": "办法", "text": "第一条"},
    "drafts.correct_text": {"text": "第一条 测试。", "note": "误植"},
    "cleanup.reopen": {"version": "1", "reason": "退回修改"},
    "cleanup.publish": {"version": "1", "token": "t" * 32, "checked": "1"},
    "accounts.reopen": {"reason": "恢复使用"},
    "roles.drop_factor": {"reason": "手机遗失"},
    "own.drop_factor": {"current": "口令"},
    "cleanup.adopt_list": {"verdict": "keep", "ground": "needed"},
    "enquiries.route": {"version": "1", "unit_id": "2"},
    "enquiries.hand_off": {"version": "1", "channel": "petition", "words": "请到信访接待场所。"},
    "enquiries.refuse": {"version": "1", "refusal": "广告信息"},
    "enquiries.add_general": {"title": "感谢", "words": "感谢来信。"},
    "enquiries.check": {"version": "1", "verdict": "pass", "opinion": "同意"},
    "enquiries.add": {"version": "1", "more": "按日历日计算。"},
    "enquiries.select": {"version": "1", "question": "怎么延续？", "answer": "六十日前。", "confirmed": "1"},
    "interpretations.create": WRITTEN,
    "interpretations.save": WRITTEN,
    "interpretations.preview": WRITTEN,
    "interpretations.merge": WRITTEN | {"take": "title"},
    "interpretations.confirm": {"finding": "blank:b1", "reason": "原文如此"},
    "interpretations.submit": {"version": "1"},
    "interpretations.check": {"version": "1", "verdict": "pass", "opinion": "同意"},
    "interpretations.review": {"version": "1", "verdict": "back", "opinion": "请改"},
    "interpretations.publish": {"version": "1"},
    "interpretations.together": {"version": "1"},
    "interpretations.schedule": {"version": "1", "publish_at": "2027-12-01T09:00"},
    "interpretations.reopen": {"reason": "退回修改"},
    "interpretations.abandon": {"reason": "不再需要"},
    "interpretations.detach": {"version": "1"},
    "dispatches.create": SENT_DOWN,
    "received.attempt": {"try": "0", "answer-1": "1"},
    "received.tell": {"told_on": "2026-11-20", "told_to": "12", "way": "meeting", "told_how": "集中学习"},
    "search.opened": {"words": "排污许可", "place": "1"},
    "following.ask": {"target": "unit-1", "email": "reader@example.cn"},
    "asking.more": {"code": "2222-2222-2222-2222", "question": "周末也算吗？"},
    "asking.take_back": {"code": "2222-2222-2222-2222"},
    "tasks.handle_many": {"task": "1", "code": "other", "state": "done", "outcome": "kept", "reason": "已办"},
    "duties.waive": {"reason": "只涉及本厅内部事务"},
    "duties.ask_again": {"again": "群众来电询问较多"},
    "checking.show": {"text": "依据《测试管理办法》第一条。", "on": "2026-12-01", "since": "2020-01-01"},
    "checking.show_pdf": {"text": "依据《测试管理办法》第一条。", "on": "2026-12-01", "since": ""},
    "checking.api": {"text": "依据《测试管理办法》第一条。", "on": "2026-12-01", "since": ""},
    "comments.send": {
        "words": "建议改为八年。", "eid": "art-1", "text": "1", "exact": "测试", "prefix": "", "suffix": "",
        "organisation": "1", "name": "张三", "contact": "reader@example.cn", "homepage": "",
    },
    "comment_following.take_back": {"code": "2222-2222-2222-2222"},
    "notices.save": NOTICE,
    "notices.merge": NOTICE | {"take": "title"},
    "notices.submit": {"version": "1"},
    "notices.abandon": {"reason": "不再需要"},
    "notices.publish": {"version": "1", "opinion": "同意发布。"},
    "notices.schedule": {"version": "1", "opinion": "同意发布。", "publish_at": "2027-12-01T09:00"},
    "notices.send_back": {"version": "1", "opinion": "请改"},
    "notices.extend": {"through_on": "2027-12-31", "reason": "应各方面请求"},
    "notices.replace": {"draft": "第一条　新的一稿。", "reason": "吸收意见"},
    "notices.adopt": {"document": "测试办法", "text": "1", "reason": "说明"},
    "notices.drop": {"reason": "上位法修订"},
    "notices.withdraw": {"reason": "公告有误"},
    "notices.attach": {"version": "1"},
    "notices.detach": {"version": "1"},
    "desk_comments.show": {"version": "1", "words": "测试意见"},
    "desk_comments.hold": {"version": "1", "reason": "含有辱骂内容"},
    "desk_comments.show_many": {"comments": "1"},
    "desk_comments.hold_many": {"comments": "1", "reason": "含有辱骂内容"},
    "desk_comments.show_group": {"representative": "1", "count": "1"},
    "desk_comments.hold_group": {"representative": "1", "count": "1", "reason": "含有辱骂内容"},
    "desk_comments.answer_group": {"representative": "1", "count": "1"},
    "desk_comments.save": {
        "token": FORM_TOKEN, "count": "1", "channel": "letter", "voice": "public", "said_on": "2026-11-20",
        "meeting": "", "words-0": "测试意见", "eid-0": "art-1", "organisation-0": "1", "name-0": "张三",
        "contact-0": "电话",
    },
    "desk_meetings.announce": {"version": "1", "reason-H01": "另有安排"},
    "desk_meetings.explain": {"version": "1", "reason-H01": "另有安排"},
    "desk_meetings.detach": {"version": "1"},
    "desk_outcomes.merge": {"rows": "1", "provision": "art-1"},
    "desk_outcomes.place": {"row": "1", "position": "1"},
    "desk_outcomes.ungroup": {"comments": "1"},
    "desk_outcomes.submit": {"reason": "补充"},
    "desk_outcomes.publish": {"edition": "1", "opinion": "同意"},
    "desk_outcomes.send_back": {"edition": "1", "opinion": "请改"},
    "desk_tracing.rule": {"draft": "art-1", "reason": "内容由此而来", "seen": "0"},
    "desk_tracing.take_back": {"seen": "1"},
    "decisions_desk.abandon": {"version": "1"},
    "decisions_desk.adjust": {"reason": "新增事项"},
    "decisions_desk.publish": {"version": "1"},
    "decisions_desk.send_back": {"version": "1", "reason": "请改"},
    "decisions_desk.withdraw_paper": {"version": "1"},
    "words.rule": {"pick": "1:1", "verdict": "reject", "reason": "不是同一回事"},
    "words.take_in": {"pasted": "词语,对应词语,类型\n年假,年休假,俗称", "seen": "0", "confirmed": "1"},
    "consolidations.confirm": {
        "effective_on": "2026-12-01", "line": "修正", "seen": "1-1", "settled": "1", "more": "art-1",
        "also": "第一条", "confirm": "1", "wording.art-1": "测试。",
    },
}  # fmt: skip
# Reads a file and nothing else: tried with files in tests/pages/test_day_snapshot_pages.py.
FILE_ALONE = "day_snapshot_confirming.check_file"
# Buttons without a field.
BUTTONS = {
    "accounts.reset_password",
    "cleanup.check",
    "cleanup.draw",
    "desk_comments.person",
    "desk_outcomes.recall",
    "notices.recall",
    "notices.unschedule",
    "dispatches.remind_all",
    "door.leave",
    "drafts.publish",
    "drafts.recall",
    "drafts.take_off",
    "drafts.unschedule",
    "duties.take_back",
    "enquiries.withdraw",
    "enquiries.withdraw_general",
    "following.confirm",
    "following.leave",
    "holidays.take_back",
    "interpretations.recall",
    "interpretations.unschedule",
    "marks.check_again",
    "proposals.confirm_sure_of_document",
    "proposals.confirm_sure_of_draft",
    "received.acknowledge",
    "words.learn",
    "roles.unlock",
}


@dataclass
class Form:
    """A form of a page: where it goes, and what it holds when nobody has touched it."""

    action: str
    values: dict[str, str] = field(default_factory=dict)


class Forms(HTMLParser):
    """Every form of a page that changes something."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path, self.found = path, []
        self.form: Form | None = None
        self.select = ""
        self.area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "form":
            posts = given.get("method", "").lower() == "post"
            self.form = Form(urlsplit(given.get("action", "")).path or self.path) if posts else None
            self.found += [self.form] if self.form else []
        elif self.form is None:
            return
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and (given.get("value") or "selected" in given):
            self.form.values[self.select] = given.get("value", "")
        elif tag == "textarea":
            self.area = name
            self.form.values.setdefault(name, "")
        elif "formaction" in given:
            # Another button of the same form, which goes elsewhere with the same fields.
            self.found.append(Form(urlsplit(given["formaction"]).path, self.form.values))
        elif tag in {"input", "button"} and name and given.get("type") != "file":
            self.form.values.setdefault(name, given.get("value") or "1")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.select = ""
        elif tag == "textarea":
            self.area = ""

    def handle_data(self, data: str) -> None:
        if self.form is not None and self.area:
            self.form.values[self.area] += data


@dataclass
class House:
    """The site with one of everything, every route that changes something, and the form for each."""

    app: Flask
    world: Any
    forms: dict[str, dict[str, str]]

    def rules(self, method: str) -> Iterator[Rule]:
        """The routes that take this method and are not static files."""
        for rule in self.app.url_map.iter_rules():
            if method in (rule.methods or ()) and rule.endpoint != "static":
                yield rule

    def role(self, rule: Rule) -> Role | None:
        """A role that may call the route; None where it is for everybody."""
        need = required(self.app.view_functions[rule.endpoint])
        assert need, rule.rule
        if need[0] is Permission.PUBLIC:
            return None
        # The legal division sees the most forms.
        return max(Role, key=lambda role: (self.world.actor(role).reach(need[0]), role is Role.LEGAL_OFFICER))

    def address(self, rule: Rule) -> str:
        return str(self.world.address(self.app, rule)) if rule.arguments else rule.rule

    def ask(self, rule: Rule, method: str, **more: Any) -> TestResponse:
        role = self.role(rule)
        who = self.world.actor(role) if role else None
        self.app.extensions["visitor"] = lambda: who
        return FlaskClient(self.app).open(self.address(rule), method=method, buffered=True, **more)

    def look(self) -> None:
        """Read every page of the desk and keep its forms by the route they go to."""
        routes = self.app.url_map.bind("localhost")
        for rule in self.rules("GET"):
            need = required(self.app.view_functions[rule.endpoint])
            public = need is None or need[0] is Permission.PUBLIC
            if public and rule.arguments:
                continue
            page = self.ask(rule, "GET")
            if page.mimetype != "text/html" or page.status_code != 200:
                continue
            forms = Forms(self.address(rule))
            forms.feed(page.text)
            for form in forms.found:
                endpoint, _ = routes.match(form.action, method="POST")
                known = self.forms.get(endpoint, {})
                self.forms[endpoint] = max(known, form.values, key=len)

    def form(self, rule: Rule) -> dict[str, str]:
        """The form of a route as a page shows it, without its token."""
        known = UNSEEN.get(rule.endpoint, {}) | self.forms.get(rule.endpoint, {}) | self.fresh(rule)
        # The button that only shows the form again would keep everything else from being read.
        return {name: value for name, value in known.items() if name != "csrf_token" and value != "again"}

    def fresh(self, rule: Rule) -> dict[str, str]:
        """What a form holds of this site alone: the code of the enquiry here, a stamp a minute old."""
        blueprint, _, name = rule.endpoint.partition(".")
        if rule.endpoint == "comments.send":
            return self.stamped()
        if blueprint != "asking":
            return {}
        if name != "send":
            return {"code": self.world.seeds["enquiry_code"]}
        filled = {"question": "到期怎么办？", "concern": "", "homepage": "", "contact": "reader@example.cn"}
        return filled | self.stamped()

    def stamped(self) -> dict[str, str]:
        """The token of a public form and its stamp, a minute old."""
        with self.app.app_context():
            secret = visiting.secret_key()
        second = str(int(clock.now().timestamp()) - 60)
        seal = guarding.keyed(secret, "stamp", FORM_TOKEN, second).hex()[:32]
        return {"token": FORM_TOKEN, "begun": f"{second}.{seal}"}

    def deeds(self) -> int:
        with self.app.extensions["database"].reading() as session:
            return session.scalar(select(func.count(AuditRow.id))) or 0

    def faults(self, rule: Rule, form: Mapping[str, Any] | bytes, **more: Any) -> list[str]:
        """What is wrong with the answer to a form that is wrong."""
        before, begun = self.deeds(), thread_time()
        answer = self.ask(rule, "POST", data=form, **more)
        took = thread_time() - begun
        found = []
        if answer.status_code not in ANSWERS:
            found.append(f"status {answer.status_code}")
        if answer.status_code in REFUSED and answer.mimetype == "text/html":
            found += [] if CHINESE.search(answer.text) else ["says nothing in Chinese"]
        # A failed sign-in is written down; nothing else that was refused is.
        if answer.status_code in REFUSED - {UNKNOWN_PERSON} and self.deeds() != before:
            found.append(f"refused with {answer.status_code}, but something was written")
        if took > LONGEST_ANSWER:
            found.append(f"took {took:.1f} s")
        return [f"{rule.endpoint}: {fault}" for fault in found]


@pytest.fixture(scope="module")
def seen() -> dict[str, dict[str, str]]:
    """The forms of the pages, once somebody has looked; every test's site has the same."""
    return {}


@pytest.fixture
def house(app: Flask, worlds: list[Any], seen: dict[str, dict[str, str]]) -> House:
    """The site as it serves: a mistake of ours is a page with 500, not an exception."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    # Nothing is sent: that is done beside the server only.
    letters = Mailing(host="127.0.0.1", port=1)
    app.extensions["config"] = replace(app.extensions["config"], mailing=letters)
    made = House(app, worlds[0], seen)
    if not seen:
        made.look()
    return made


def test_every_route_that_changes_something_has_a_form_to_be_tried(house: House) -> None:
    posting = {rule.endpoint for rule in house.rules("POST")}
    assert len(posting) >= 60
    bare = {rule.endpoint for rule in house.rules("POST") if not house.form(rule)}
    alone = {"drafts.load_words", "audit.check", "audit.export", "pages.verify", FILE_ALONE}
    assert bare - BUTTONS - alone == set()
    assert {"title", "text", "unit_id", "version_of"} <= set(house.forms["drafts.create"]) | {"version_of"}


@pytest.mark.parametrize("wrong", [name for name in WRONG if name != "a number of nothing"])
def test_a_wrong_value_in_every_field_is_answered_in_words(house: House, wrong: str) -> None:
    found = []
    for rule in house.rules("POST"):
        form = house.form(rule)
        found += house.faults(rule, dict.fromkeys(form, WRONG[wrong]))
    assert found == []


@pytest.mark.parametrize("wrong", ["a number of nothing", "a pick beyond 64 bits"])
def test_a_wrong_value_in_one_field_is_answered_in_words(house: House, wrong: str) -> None:
    found = []
    for rule in house.rules("POST"):
        form = house.form(rule)
        for name in form:
            found += [f"{name}: {fault}" for fault in house.faults(rule, form | {name: WRONG[wrong]})]
    assert found == []


def test_an_empty_form_is_answered_in_words(house: House) -> None:
    assert [fault for rule in house.rules("POST") for fault in house.faults(rule, {})] == []


def test_a_field_that_nobody_asked_for_is_refused_and_nothing_is_written(house: House) -> None:
    found = []
    for rule in house.rules("POST"):
        if rule.endpoint in {"pages.appearance", "pages.verify"}:
            continue
        before = house.deeds()
        form = house.form(rule) | {"is_admin": "1", "<script>alert(1)</script>": "1", "\x00": "1"}
        found += house.faults(rule, form)
        found += [f"{rule.endpoint}: something was written"] if house.deeds() != before else []
    assert found == []


def test_a_field_given_twice_is_answered_in_words(house: House) -> None:
    found = []
    for rule in house.rules("POST"):
        form = house.form(rule)
        found += house.faults(rule, MultiDict([*form.items(), *((name, "另一个") for name in form)]))
    assert found == []


def test_a_field_given_a_thousand_times_is_answered_in_words(house: House) -> None:
    found = []
    for rule in house.rules("POST"):
        form = house.form(rule)
        found += house.faults(rule, MultiDict((name, str(n)) for n in range(1_000) for name in form))
    assert found == []


def test_a_file_where_a_word_belongs_and_a_word_where_a_file_belongs(house: House) -> None:
    found = []
    for rule in house.rules("POST"):
        files = {name: (BytesIO(b"<script>"), "a.html") for name in house.form(rule)}
        words = {"file": "/etc/passwd", "source": "/etc/passwd"}
        found += house.faults(rule, files, content_type="multipart/form-data")
        found += house.faults(rule, house.form(rule) | words)
    assert found == []


@pytest.mark.parametrize(
    "kind", ["application/json", "text/plain", "multipart/form-data; boundary=x", "a/b/c", ""]
)
def test_a_body_that_is_no_form_is_answered_in_words(house: House, kind: str) -> None:
    body = b'{"title": {"$gt": ""}}--x\r\nContent-Disposition: form-data; name="a'
    found = [fault for rule in house.rules("POST") for fault in house.faults(rule, body, content_type=kind)]
    assert found == []


def test_a_form_of_ten_megabytes_is_answered_in_words(house: House) -> None:
    urlencoded = {"content_type": "application/x-www-form-urlencoded"}
    body = b"title=" + b"a" * 10 * 2**20
    assert [fault for rule in house.rules("POST") for fault in house.faults(rule, body, **urlencoded)] == []


def test_a_form_of_a_million_fields_is_refused_before_it_is_taken_apart(house: House) -> None:
    rule = next(rule for rule in house.rules("POST") if rule.endpoint == "door.enter")
    for body in (b"a&" * 2**20, b"a=1&" * 2**20, b"%61&" * 30_000):
        answer = house.ask(rule, "POST", data=body, content_type="application/x-www-form-urlencoded")
        assert answer.status_code == 413
        assert CHINESE.search(answer.text)


@pytest.mark.parametrize(
    ("endpoint", "name"),
    [
        ("drafts.create", "text"),
        ("drafts.save", "title"),
        ("cleanup.bring_list", "pasted"),
        ("cleanup.write_decision", "words"),
        ("marks.preview", "evidence"),
        ("tasks.handle", "reason"),
        ("plans.save", "points"),
        ("interpretations.save", "b-1-words"),
        ("interpretations.preview", "paste"),
        ("dispatches.create", "posts"),
        ("received.ask", "question"),
        ("asking.send", "question"),
        ("enquiries.reply", "reply"),
        ("holidays.announce", "days"),
        ("following.ask", "email"),
        ("comments.send", "words"),
        ("notices.save", "draft"),
        ("desk_outcomes.overview", "words"),
        ("desk_comments.preview", "pasted"),
    ],
)
def test_a_field_of_seven_megabytes_is_answered_in_words(house: House, endpoint: str, name: str) -> None:
    rule = next(rule for rule in house.rules("POST") if rule.endpoint == endpoint)
    # Written out beforehand: the time is the answer's.
    body = urlencode(house.form(rule) | {name: "长" * (7 * 2**20 // 9)}).encode()
    assert house.faults(rule, body, content_type="application/x-www-form-urlencoded") == []


# Whoever forges these gains nothing: the look of pages, a count of nobody, what is read and not kept.
TOKENLESS = {
    "pages.appearance",
    "search.opened",
    "checking.show",
    "checking.show_pdf",
    "checking.api",
    "day_snapshot_confirming.check_file",
}


def test_no_form_counts_without_its_token_or_from_another_site(house: House) -> None:
    house.app.config["WTF_CSRF_ENABLED"] = True
    before, found = house.deeds(), []
    for rule in house.rules("POST"):
        form = house.form(rule)
        foreign = house.ask(rule, "POST", data=form, headers={"Origin": "https://evil.example"})
        # Mail programs send no token: who knows that address holds the letter.
        if rule.endpoint == "following.leave":
            continue
        if foreign.status_code != 403:
            found.append(f"{rule.endpoint}: another site's form, {foreign.status_code}")
        forged = house.ask(rule, "POST", data=form | {"csrf_token": "Ij.x.y"})
        if forged.status_code != 400 and rule.endpoint not in TOKENLESS:
            found.append(f"{rule.endpoint}: a forged token, {forged.status_code}")
    assert found == []
    assert house.deeds() == before


# Planted


def test_a_mistake_of_ours_would_be_found(house: House) -> None:
    def broken(**_arguments: Any) -> str:
        raise KeyError("planted")

    rule = next(rule for rule in house.rules("POST") if rule.endpoint == "drafts.review")
    view = house.app.view_functions[rule.endpoint]
    house.app.view_functions[rule.endpoint] = wraps(view)(broken)
    assert house.faults(rule, {}) == ["drafts.review: status 500"]
