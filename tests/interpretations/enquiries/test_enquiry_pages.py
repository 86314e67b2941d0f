"""The pages of whoever asks: the form, the code, the way it goes; nothing personal in any public byte."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import func, select

from base import clock, guarding
from base.staff.audit import AuditRow
from base.staff.roles import Role
from interpretations.enquiries.tables import Enquiry, EnquiryPerson

DOCUMENT = "normative-document/2026/900001"
PLACE = f"/enquiries/new?document={DOCUMENT}&eid=art-3"
CODE = re.compile(r'id="code"[^>]*>([0-9A-Z-]{19})<')


@pytest.fixture(autouse=True)
def one_database(request: pytest.FixtureRequest) -> None:
    """Pages are the same on both databases; once is enough."""
    if "postgres" in request.node.name:
        pytest.skip("pages are tried on SQLite")


def field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def filled(client: FlaskClient, place: str = PLACE, **typed: str) -> dict[str, str]:
    """The form as it was opened, filled in by somebody who takes their time."""
    page = client.get(place).get_data(as_text=True)
    hidden = {name: field(page, name) for name in ("csrf_token", "token", "begun")}
    if "document=" in place:
        hidden |= {"document": DOCUMENT, "eid": "art-3"}
    clock.set_moment(clock.now() + timedelta(seconds=5))
    return {**hidden, "concern": "", "question": "到期以前多久申请延续？", **typed}


def ask(client: FlaskClient, **typed: str) -> str:
    answer = client.post("/enquiries/new", data=filled(client, **typed))
    assert answer.status_code == 200, answer.get_data(as_text=True)
    found = CODE.search(answer.get_data(as_text=True))
    assert found
    return found[1]


def count(app: Flask) -> int:
    with app.extensions["database"].reading() as session:
        return session.scalar(select(func.count(Enquiry.id))) or 0


def token(client: FlaskClient, place: str = "/enquiries/follow") -> str:
    return field(client.get(place).get_data(as_text=True), "csrf_token")


def follow(client: FlaskClient, code: str, deed: str = "", **typed: str) -> Any:
    data = {"csrf_token": token(client), "code": code, **typed}
    return client.post(f"/enquiries/follow{deed}", data=data)


def test_the_form_knows_what_it_is_about_and_says_why_it_asks(home: Any, client: FlaskClient) -> None:
    answer = client.get(PLACE)
    page = answer.get_data(as_text=True)
    assert "澄江省排污许可管理办法" in page
    assert "第三条" in page
    for told in ("办结180日后自动删除", "第十七条", "未满14周岁", "从不公开", "不需要注册"):
        assert told in page
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("document=normative-document/1999/1", "没有找到所指的文件"),
        (f"document={DOCUMENT}&eid=art-99", "没有所指的条款"),
        ("document=%3Cscript%3E", "没有找到所指的文件"),
        ("eid=art-3", "我要咨询"),
    ],
)
def test_what_is_not_there_is_left_out_with_a_word(
    home: Any, client: FlaskClient, query: str, told: str
) -> None:
    answer = client.get(f"/enquiries/new?{query}")
    assert answer.status_code == 200
    assert told in answer.get_data(as_text=True)


def test_the_document_can_be_taken_off_and_what_was_typed_stays(home: Any, client: FlaskClient) -> None:
    page = client.post("/enquiries/new", data=filled(client, without="1")).get_data(as_text=True)
    assert "所问的文件" not in page
    assert "到期以前多久申请延续？" in page


def test_a_question_is_received_with_its_code_and_days(home: Any, app: Flask, client: FlaskClient) -> None:
    answer = client.post("/enquiries/new", data=filled(client))
    page = answer.get_data(as_text=True)
    assert "2026年11月24日" in page
    assert "2026年11月26日" in page
    assert "预计" not in page
    assert answer.headers["Cache-Control"] == "no-store"
    assert count(app) == 1


def test_days_in_a_year_without_a_notice_are_foreseen(home: Any, client: FlaskClient) -> None:
    clock.set_moment(datetime(2026, 12, 30, 4, tzinfo=UTC))
    page = client.post("/enquiries/new", data=filled(client)).get_data(as_text=True)
    assert "2027年1月5日" in page
    assert "预计" in page


def test_sent_twice_it_is_asked_once(home: Any, app: Flask, client: FlaskClient) -> None:
    form = filled(client)
    pages = [client.post("/enquiries/new", data=form).get_data(as_text=True) for _ in range(2)]
    codes = {found[1] for page in pages if (found := CODE.search(page))}
    assert (len(codes), count(app)) == (1, 1)


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"question": ""}, "请填写问题"),
        ({"question": "一"}, "至少 2 个字，现有 1 个"),
        ({"question": "长" * 20_000}, "最多 5000 个字，现有 20000 个"),
        ({"question": "控制\x00字符，多写几个字"}, "控制字符"),
        ({"contact": "微信：abc"}, "电话号码或者电子邮箱"),
        ({"homepage": "https://spam.example"}, "请留空"),
        ({"begun": "1.x"}, "交回得太快"),
        ({"concern": "bribe"}, "不在可选范围内"),
        ({"surprise": "1"}, "不认识的字段"),
        ({"name": "名" * 61}, "最多 60 个字"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_is_kept(
    home: Any, app: Flask, client: FlaskClient, typed: dict[str, str], fault: str
) -> None:
    answer = client.post("/enquiries/new", data=filled(client, **{"name": "李雷", **typed}) | typed)
    page = answer.get_data(as_text=True)
    assert (answer.status_code, count(app)) == (422, 0)
    assert fault in page
    if "question" not in typed:
        assert "到期以前多久申请延续？" in page
    if len(typed.get("question", "")) > 5_000:
        assert "长" * 20_000 in page


def test_too_fast_is_told_and_the_same_form_goes_through_a_moment_later(
    home: Any, app: Flask, client: FlaskClient
) -> None:
    form = filled(client)
    page = client.get(PLACE).get_data(as_text=True)
    hurried = {**form, "token": field(page, "token"), "begun": field(page, "begun")}
    answer = client.post("/enquiries/new", data=hurried)
    assert "交回得太快" in answer.get_data(as_text=True)
    again = answer.get_data(as_text=True)
    clock.set_moment(clock.now() + timedelta(seconds=4))
    later = {**hurried, "token": field(again, "token"), "begun": field(again, "begun")}
    assert client.post("/enquiries/new", data=later).status_code == 200
    assert count(app) == 1


@pytest.mark.parametrize(
    ("concern", "term"),
    [("petition", "60日内办结"), ("disclosure", "20个工作日"), ("report", "12345")],
)
def test_what_is_no_enquiry_is_led_to_its_channel_and_not_taken_in(
    home: Any, app: Flask, client: FlaskClient, concern: str, term: str
) -> None:
    page = client.post("/enquiries/new", data=filled(client, concern=concern)).get_data(as_text=True)
    assert term in page
    assert "没有收下您所填的内容" in page
    assert "到期以前多久申请延续？" in page
    assert count(app) == 0


def test_a_form_without_its_token_is_refused_and_keeps_what_was_typed(
    home: Any, app: Flask, client: FlaskClient
) -> None:
    form = filled(client, question="一段写了很久的问题，有二十个字以上，不能丢。")
    del form["csrf_token"]
    answer = client.post("/enquiries/new", data=form)
    assert (answer.status_code, count(app)) == (400, 0)
    assert "一段写了很久的问题" in answer.get_data(as_text=True)


def test_over_the_limit_what_was_typed_is_kept_and_when_to_try_again_is_told(
    home: Any, app: Flask, client: FlaskClient
) -> None:
    limit = app.extensions["config"].explaining.enquiry_rate
    for _ in range(limit):
        ask(client)
    answer = client.post("/enquiries/new", data=filled(client, question="第二十一个问题，一个字也不能丢"))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 429
    assert "第二十一个问题，一个字也不能丢" in page
    assert "明日再提交" in page
    assert int(answer.headers["Retry-After"]) > 3_600
    assert count(app) == limit


def test_a_flood_harms_no_reader_and_no_other_asker(home: Any, app: Flask, client: FlaskClient) -> None:
    front = app.extensions["front"]
    client.get(f"/documents/{DOCUMENT}")
    reader = app.test_client()
    reader.get(f"/documents/{DOCUMENT}")
    kept = len(front.cache)
    form = filled(client, "/enquiries/new")
    statuses = []
    app.test_client_class = FlaskClient
    flooding = FlaskClient(app)
    flooding._cookies = client._cookies
    for number in range(5_000):
        sent = guarding.fresh_token()
        data = {**form, "token": sent, "begun": guarding.stamp(sent, app.config["SECRET_KEY"])}
        if number % 50 == 0:
            clock.set_moment(clock.now() + timedelta(seconds=4))
        statuses.append(flooding.post("/enquiries/new", data=data).status_code)
        if number % 1_000 == 0:
            assert reader.get(f"/documents/{DOCUMENT}").status_code == 200
    assert count(app) <= app.extensions["config"].explaining.enquiry_rate
    assert set(statuses) <= {200, 422, 429}
    # No page that was kept has become old.
    assert len(front.cache) >= kept
    other = app.test_client()
    form = filled(other)
    answer = other.post("/enquiries/new", data=form, environ_base={"REMOTE_ADDR": "192.0.2.9"})
    assert answer.status_code == 200


def test_followed_by_its_code_it_tells_how_it_stands(home: Any, client: FlaskClient) -> None:
    code = ask(client, name="李雷")
    answer = follow(client, code.lower().replace("-", " "))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "待答复" in page
    assert "2026年11月26日" in page
    assert "到期以前多久申请延续？" in page
    assert answer.headers["Cache-Control"] == "no-store"


def test_no_address_holds_a_code(home: Any, app: Flask) -> None:
    rules = [rule.rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/enquiries")]
    assert rules
    assert not [rule for rule in rules if "<" in rule]


def test_a_wrong_code_finds_nothing_and_too_many_have_to_wait(home: Any, client: FlaskClient) -> None:
    code = ask(client)
    for _ in range(10):
        assert follow(client, "2222-2222-2222-2222").status_code == 404
    answer = follow(client, code)
    assert answer.status_code == 429
    assert "查询码没有失效" in answer.get_data(as_text=True)
    assert "Retry-After" in answer.headers
    clock.set_moment(clock.now() + timedelta(minutes=16))
    assert follow(client, code).status_code == 200


@pytest.mark.parametrize("code", ["", "%00", "' OR 1=1 --", "<script>", "长" * 60, "３ＤＰＢ"])
def test_hostile_codes_find_nothing(home: Any, client: FlaskClient, code: str) -> None:
    assert follow(client, code).status_code in {404, 422}


def test_one_more_question_and_taking_back_are_by_the_code_alone(
    home: Any, app: Flask, client: FlaskClient
) -> None:
    code = ask(client)
    page = follow(client, code, "/more", question="周末也算吗？").get_data(as_text=True)
    assert "追问已经提交" in page
    assert "周末也算吗？" in page
    assert follow(client, code, "/more", question="还有一问").status_code == 409
    assert follow(client, code, "/more", question="一").status_code == 422
    assert "已经撤回" in follow(client, code, "/take-back").get_data(as_text=True)
    assert follow(client, code, "/take-back").status_code == 409
    assert follow(client, "2222-2222-2222-2222", "/take-back").status_code == 404


@pytest.fixture
def planted(home: Any, app: Flask, client: FlaskClient) -> list[str]:
    """Enquiries full of personal data: twenty names, telephones, identity cards and addresses."""
    words: list[str] = []
    for number in range(5):
        mine = [
            f"欧阳测{'甲乙丙丁戊'[number]}",
            f"1380013{number}{number}{number}{number}",
            f"11010519491231{number}02X",
            f"梧桐东路{number + 71}号{number + 3}幢",
        ]
        words += mine
        ask(
            client,
            title=f"{mine[0]}的事",
            question=f"我是{mine[0]}，身份证{mine[2]}，住{mine[3]}，电话{mine[1]}，请问怎么延续？",
            name=mine[0],
            contact=mine[1],
        )
    return words


def every_public_byte(app: Flask) -> Iterator[tuple[str, str]]:
    places = {
        app.url_map.bind("localhost").build(rule.endpoint)
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ())
        and not rule.arguments
        and not rule.rule.startswith(("/desk", "/admin"))
    }
    places |= {f"/documents/{DOCUMENT}", f"/documents/{DOCUMENT}.json", f"/documents/{DOCUMENT}.txt"}
    reader = FlaskClient(app)
    for place in sorted(places):
        yield place, reader.get(place, buffered=True).get_data().decode("utf-8", "replace")


def test_nothing_personal_is_in_any_public_byte(app: Flask, planted: list[str]) -> None:
    looked = 0
    for place, body in every_public_byte(app):
        looked += 1
        assert not [word for word in planted if word in body], place
    assert looked > 15


def test_nothing_personal_is_in_lists_tables_tasks_or_the_audit(
    home: Any, app: Flask, planted: list[str], act_as: Callable[..., Any]
) -> None:
    act_as(Role.PUBLISHER, unit_id=home.office, unit="办公室", organ="澄江省生态环境厅")
    desk = FlaskClient(app)
    for place in (
        "/desk",
        "/desk/tasks",
        "/desk/enquiries",
        "/desk/enquiries?state=all",
        "/desk/enquiries/watch",
    ):
        body = desk.get(place, buffered=True).get_data(as_text=True)
        assert not [word for word in planted if word in body], place
    table = desk.get("/desk/enquiries/export.xlsx?state=all", buffered=True).get_data()
    assert len(table) > 3_000
    cells = [str(cell.value) for row in load_workbook(BytesIO(table)).active for cell in row]
    assert not [word for word in planted if any(word in cell for cell in cells)]
    with app.extensions["database"].reading() as session:
        told = json.dumps(
            [[row.name, row.address, row.before, row.after] for row in session.scalars(select(AuditRow))],
            ensure_ascii=False,
        )
    assert not [word for word in planted if word in told]


def test_who_asked_is_shown_to_the_answering_unit_and_the_office_alone(
    home: Any, app: Flask, planted: list[str], act_as: Callable[..., Any]
) -> None:
    desk = FlaskClient(app)
    organ = "澄江省生态环境厅"
    seen = {}
    for role, unit in (
        (Role.DRAFTER, home.water),
        (Role.PUBLISHER, home.office),
        (Role.LEGAL_OFFICER, home.legal),
    ):
        act_as(role, unit_id=unit, unit="处", organ=organ)
        body = desk.get("/desk/enquiries/1", buffered=True).get_data(as_text=True)
        seen[role] = "联系方式" in body
    assert seen == {Role.DRAFTER: True, Role.PUBLISHER: True, Role.LEGAL_OFFICER: False}


def test_the_contact_stands_in_no_log(
    home: Any, client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(0):
        code = ask(client, name="欧阳测甲", contact="13800138000")
        follow(client, code)
    assert code not in caplog.text
    assert "13800138000" not in caplog.text


def test_names_that_would_be_markup_are_words(
    home: Any, app: Flask, client: FlaskClient, act_as: Callable[..., Any]
) -> None:
    hostile = "<img src=x onerror=alert(1)>{{7*7}}"
    code = ask(client, name=hostile, title=hostile, question=f"{hostile}怎么延续？")
    assert hostile not in follow(client, code).get_data(as_text=True)
    act_as(Role.DRAFTER, unit_id=home.water, unit="水", organ="澄江省生态环境厅")
    page = client.get("/desk/enquiries/1").get_data(as_text=True)
    assert hostile not in page
    assert "&lt;img" in page


def test_nobodys_name_is_needed_and_then_no_row_is_kept(home: Any, app: Flask, client: FlaskClient) -> None:
    ask(client)
    with app.extensions["database"].reading() as session:
        assert session.scalar(select(func.count(EnquiryPerson.enquiry_id))) == 0


def test_the_public_page_and_its_json_count_from_the_rows(home: Any, client: FlaskClient) -> None:
    assert "还没有收到咨询" in client.get("/enquiries").get_data(as_text=True)
    ask(client)
    told = client.get("/enquiries.json").get_json()
    assert (told["total"]["received"], told["total"]["within_last"]["counted"]) == (1, 0)
    clock.set_moment(datetime(2026, 11, 30, 4, tzinfo=UTC))
    told = client.get("/enquiries.json").get_json()
    assert told["total"]["within_last"] == {"met": 0, "counted": 1, "percent": 0.0}
    assert told["units"][0]["name"] == "水生态环境处"
    assert "question" not in json.dumps(told)
    page = client.get("/enquiries").get_data(as_text=True)
    assert "0%" in page
    assert client.get("/enquiries?year=abc").status_code == 400
    assert client.get("/enquiries.json?year=1999").status_code == 400
