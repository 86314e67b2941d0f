"""The desk of enquiries and of the calendar: one form, one deed, and nothing typed is lost."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from base import clock, holidays
from base.staff.audit import AuditRow
from base.staff.roles import Role
from interpretations.enquiries.tables import Enquiry, EnquiryPerson, ReplyTemplate
from interpretations.tables import Interpretation

ORGAN = "澄江省生态环境厅"
NOTICE = """一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（周五）至11日（周四）放假调休，共7天。2月14日（周日）上班。
三、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。5月8日（周六）上班。
四、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。10月9日（周六）上班。"""


@pytest.fixture(autouse=True)
def one_database(request: pytest.FixtureRequest) -> None:
    """Pages are the same on both databases; once is enough."""
    if "postgres" in request.node.name:
        pytest.skip("pages are tried on SQLite")


@pytest.fixture
def sit(home: Any, act_as: Callable[..., Any]) -> Callable[[Role, str], Any]:
    """Let somebody of a role sit at the desk, in the unit of that name."""

    def sitting(role: Role, unit: str = "water") -> Any:
        return act_as(role, account_id=None, unit_id=getattr(home, unit), unit=unit, organ=ORGAN)

    return sitting


def seen(client: FlaskClient, key: int) -> str:
    found = re.search(
        r'name="version" value="(\d+)"', client.get(f"/desk/enquiries/{key}").get_data(as_text=True)
    )
    assert found
    return found[1]


def do(client: FlaskClient, key: int, deed: str, **typed: str) -> Any:
    return client.post(f"/desk/enquiries/{key}/{deed}", data={"version": seen(client, key), **typed})


def state(app: Flask, key: int) -> str:
    with app.extensions["database"].reading() as session:
        return session.get_one(Enquiry, key).state


def test_an_enquiry_goes_its_way_over_the_desk(
    desk: Any, app: Flask, client: FlaskClient, sit: Callable[..., Any]
) -> None:
    key = desk.asked(document_id=None, name="李雷")
    sit(Role.PUBLISHER, "office")
    assert "未指明文件" in client.get("/desk/enquiries").get_data(as_text=True)
    assert do(client, key, "route", unit_id=str(desk.home.water)).status_code == 303
    sit(Role.DRAFTER)
    assert do(client, key, "draft", reply="先写一半").status_code == 303
    assert "先写一半" in client.get(f"/desk/enquiries/{key}").get_data(as_text=True)
    assert state(app, key) == "assigned"
    assert do(client, key, "reply", reply="六十日以前。").status_code == 303
    assert state(app, key) == "answered"
    assert do(client, key, "add", more="按日历日计算。").status_code == 303


def test_a_unit_that_transfers_is_led_to_its_list(
    desk: Any, app: Flask, client: FlaskClient, sit: Callable[..., Any]
) -> None:
    key = desk.asked()
    sit(Role.DRAFTER)
    answer = do(client, key, "transfer", unit_id=str(desk.home.legal), reason="属于处罚程序")
    assert (answer.status_code, answer.location) == (303, "/desk/enquiries")
    assert client.get(f"/desk/enquiries/{key}").status_code == 403


def test_of_two_officers_at_once_the_second_is_told_and_keeps_what_was_typed(
    desk: Any, client: FlaskClient, sit: Callable[..., Any]
) -> None:
    key = desk.asked()
    sit(Role.DRAFTER)
    version = seen(client, key)
    for words, status in (("六十日以前。", 303), ("三十日以前，我写了很久", 409)):
        form = {"version": version, "reply": words}
        answer = client.post(f"/desk/enquiries/{key}/reply", data=form)
        assert answer.status_code == status
    page = answer.get_data(as_text=True)
    assert "刚刚已由他人办理" in page
    assert "六十日以前。" in page


@pytest.mark.parametrize(
    "wrong",
    [
        ("reply", {"reply": ""}, "请填写答复"),
        ("reply", {"reply": "长" * 20_001}, "最多 20000 个字"),
        ("reply", {"reply": "\x00答"}, "控制字符"),
        ("transfer", {"reason": ""}, "请填写转办理由"),
        ("transfer", {"reason": "x", "unit_id": "9999"}, "没有编号为 9999 的单位"),
        ("reply", {"surprise": "1", "reply": "答"}, "不认识的字段"),
    ],
)
def test_what_is_wrong_with_a_deed_is_told(
    desk: Any,
    client: FlaskClient,
    sit: Callable[..., Any],
    wrong: tuple[str, dict[str, str], str],
) -> None:
    deed, typed, fault = wrong
    key = desk.asked()
    sit(Role.DRAFTER)
    answer = do(client, key, deed, **typed)
    assert answer.status_code in {400, 422}
    assert fault in answer.get_data(as_text=True)
    assert desk.row(key).state == "assigned"


def test_the_office_hands_off_with_standard_words(
    desk: Any, app: Flask, client: FlaskClient, sit: Callable[..., Any]
) -> None:
    key = desk.asked()
    sit(Role.PUBLISHER, "office")
    assert do(client, key, "hand_off", channel="petition").status_code == 303
    page = client.get(f"/desk/enquiries/{key}").get_data(as_text=True)
    assert "60日内办结" in page
    assert state(app, key) == "handed_off"
    other = desk.asked(2)
    assert do(client, other, "refuse", refusal="广告").status_code == 303


def test_a_template_is_filled_in(desk: Any, client: FlaskClient, sit: Callable[..., Any]) -> None:
    key = desk.asked()
    sit(Role.DRAFTER)
    words = "您好！{收到日期}的{编号}咨询收悉。依据{文件}{条款}，{单位}答复如下："
    assert client.post("/desk/enquiries/templates", data={"title": "延续", "words": words}).status_code == 303
    page = client.get(f"/desk/enquiries/{key}?template=1").get_data(as_text=True)
    assert (
        f"2026年11月23日的第{key}号咨询收悉。依据《澄江省排污许可管理办法》第三条，水生态环境处答复如下"
        in page
    )
    wrong = client.post("/desk/enquiries/templates", data={"title": "坏", "words": "{姓名}您好"})
    assert wrong.status_code == 422
    assert "无法填充" in wrong.get_data(as_text=True)
    assert client.post("/desk/enquiries/templates/1/withdraw").status_code == 303
    assert client.post("/desk/enquiries/templates/1/withdraw").status_code == 404


def test_templates_of_all_are_the_offices(
    desk: Any, app: Flask, client: FlaskClient, sit: Callable[..., Any]
) -> None:
    form = {"title": "感谢", "words": "感谢来信。"}
    sit(Role.DRAFTER)
    assert client.post("/desk/enquiries/templates/general", data=form).status_code == 403
    sit(Role.PUBLISHER, "office")
    assert client.post("/desk/enquiries/templates/general", data=form).status_code == 303
    with app.extensions["database"].reading() as session:
        number = session.scalars(select(ReplyTemplate)).one().id
    sit(Role.DRAFTER)
    assert client.post(f"/desk/enquiries/templates/general/{number}/withdraw").status_code == 403
    assert client.post(f"/desk/enquiries/templates/{number}/withdraw").status_code == 403
    sit(Role.PUBLISHER, "office")
    assert client.post(f"/desk/enquiries/templates/{number}/withdraw").status_code in {403, 404}
    assert client.post(f"/desk/enquiries/templates/general/{number}/withdraw").status_code == 303


def test_replies_are_checked_where_the_setting_says_so(
    desk: Any, app: Flask, client: FlaskClient, sit: Callable[..., Any]
) -> None:
    app.extensions["config"] = desk.setting(check_replies=True).config
    key = desk.asked()
    sit(Role.DRAFTER)
    do(client, key, "reply", reply="六十日以前。")
    sit(Role.LEGAL_OFFICER, "legal")
    assert do(client, key, "check", verdict="back", opinion="").status_code == 400
    assert do(client, key, "check", verdict="pass").status_code == 303
    assert state(app, key) == "answered"


def test_selecting_refuses_what_tells_of_a_person_and_makes_a_working_copy(
    desk: Any, app: Flask, client: FlaskClient, sit: Callable[..., Any]
) -> None:
    key = desk.asked(question="我叫张三丰，电话13800138000，怎么延续？", name="张三丰")
    sit(Role.DRAFTER)
    do(client, key, "reply", reply="六十日以前，到环城西路8号。")
    page = client.get(f"/desk/enquiries/{key}/select").get_data(as_text=True)
    assert "张三丰" not in page
    assert "13800138000" not in page
    form = {"question": "怎么延续？", "answer": "张三丰您好"}
    assert "咨询人的姓名或者联系方式" in do(client, key, "select", **form).get_data(as_text=True)
    form = {"question": "怎么延续？", "answer": "到环城西路8号。"}
    assert "勾选确认" in do(client, key, "select", **form).get_data(as_text=True)
    answer = do(client, key, "select", **form, confirmed="1")
    assert answer.status_code == 303
    with app.extensions["database"].reading() as session:
        made = session.scalars(select(Interpretation)).one()
        assert answer.location == f"/desk/interpretations/{made.id}/edit"
        assert made.origin == "enquiry"
    assert do(client, key, "select", **form, confirmed="1").status_code == 409


def test_the_list_forgets_whose_time_is_over(
    desk: Any, app: Flask, client: FlaskClient, sit: Callable[..., Any]
) -> None:
    key = desk.asked(name="张三丰", contact="13800138000")
    sit(Role.DRAFTER)
    do(client, key, "reply", reply="六十日以前。")
    clock.set_moment(datetime(2027, 6, 1, tzinfo=UTC))
    client.get("/desk/enquiries")
    with app.extensions["database"].reading() as session:
        assert session.get(EnquiryPerson, key) is None


def test_the_watch_list_is_of_all_for_the_office_and_of_ones_own_for_a_unit(
    desk: Any, client: FlaskClient, sit: Callable[..., Any]
) -> None:
    desk.asked()
    for role, unit, shown in (
        (Role.PUBLISHER, "office", True),
        (Role.DRAFTER, "water", True),
        (Role.DRAFTER, "bureau", False),
    ):
        sit(role, unit)
        page = client.get("/desk/enquiries/watch").get_data(as_text=True)
        assert ("水生态环境处" in page) is shown


# The calendar


def announce(client: FlaskClient, year: int, **typed: str) -> Any:
    page = client.get(f"/desk/holidays/{year}").get_data(as_text=True)
    mark = re.search(r'name="seen" value="([^"]*)"', page)
    assert mark
    return client.post(
        f"/desk/holidays/{year}", data={"seen": mark[1], "source": "国办发明电〔2026〕9号", **typed}
    )


def test_the_notice_is_pasted_and_every_term_is_counted_anew(
    desk: Any, app: Flask, client: FlaskClient, sit: Callable[..., Any]
) -> None:
    clock.set_moment(datetime(2026, 12, 30, 4, tzinfo=UTC))
    key = desk.asked()
    sit(Role.PUBLISHER, "office")
    assert "（预计）" in client.get(f"/desk/enquiries/{key}").get_data(as_text=True)
    assert announce(client, 2027, days=NOTICE).status_code == 303
    page = client.get(f"/desk/enquiries/{key}").get_data(as_text=True)
    assert "（预计）" not in page
    assert "2027-01-05" in page
    with app.extensions["database"].reading() as session:
        made = holidays.calendar(session)
        assert made.works(date(2027, 2, 14))
        assert not made.works(date(2027, 2, 8))
        row = session.scalars(select(AuditRow).where(AuditRow.deed == "holidays.announce")).one()
        assert row.before == {"source": "", "url": "", "days": [""]}
        assert row.after
        assert "2027-02-14 班 春节" in str(row.after["days"])


def test_all_faults_of_a_year_are_told_at_once_and_nothing_is_saved(
    desk: Any, app: Flask, client: FlaskClient, sit: Callable[..., Any]
) -> None:
    sit(Role.PUBLISHER, "office")
    words = "2026-12-31 休 元旦\n2027-03-08 班 春节\n2027-03-06 休 周末\n2027-03-06 休 周末\n胡写"
    answer = announce(client, 2027, days=words)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    for fault in ("不在2027年", "本来就上班", "本来就是周末", "重复", "无法识别"):
        assert fault in page
    assert "胡写" in page
    with app.extensions["database"].reading() as session:
        assert 2027 not in holidays.years(session)


def test_a_doubtful_year_is_saved_when_somebody_confirms_it(
    desk: Any, app: Flask, client: FlaskClient, sit: Callable[..., Any]
) -> None:
    sit(Role.PUBLISHER, "office")
    words = "2027-10-01 休 国庆节\n2027-10-04 至 2027-10-07 休 国庆节"
    answer = announce(client, 2027, days=words)
    assert answer.status_code == 422
    assert "中间缺了2027-10-02至2027-10-03" in answer.get_data(as_text=True)
    assert announce(client, 2027, days=words, confirmed="1").status_code == 303


def test_of_two_who_keep_the_calendar_at_once_the_second_is_told(
    desk: Any, client: FlaskClient, sit: Callable[..., Any]
) -> None:
    sit(Role.PUBLISHER, "office")
    form = {"seen": "", "days": NOTICE, "source": "通知", "confirmed": "1"}
    page = client.get("/desk/holidays/2027").get_data(as_text=True)
    form["seen"] = re.findall(r'name="seen" value="([^"]*)"', page)[0]
    assert client.post("/desk/holidays/2027", data=form).status_code == 303
    answer = client.post("/desk/holidays/2027", data={**form, "days": NOTICE + "\n2027-12-31 休 特别"})
    assert answer.status_code == 409
    assert "2027-12-31 休 特别" in answer.get_data(as_text=True)


def test_a_year_to_come_may_be_taken_back_and_the_present_one_not(
    desk: Any, app: Flask, client: FlaskClient, sit: Callable[..., Any]
) -> None:
    sit(Role.PUBLISHER, "office")
    announce(client, 2027, days=NOTICE, confirmed="1")
    assert client.post("/desk/holidays/2027/take-back").status_code == 303
    assert client.post("/desk/holidays/2027/take-back").status_code == 422
    assert client.post("/desk/holidays/2026/take-back").status_code == 422
    with app.extensions["database"].reading() as session:
        assert holidays.calendar(session).foreseen(date(2027, 5, 4))


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"days": ""}, "请填写放假和上班的日子"),
        ({"days": NOTICE, "source": ""}, "请填写依据的通知"),
        ({"days": NOTICE, "source_url": "javascript:alert(1)"}, "https://"),
        ({"days": "长" * 30_000}, "最多 20000 个字"),
    ],
)
def test_a_year_without_its_source_or_with_a_false_address_is_refused(
    desk: Any, client: FlaskClient, sit: Callable[..., Any], typed: dict[str, str], fault: str
) -> None:
    sit(Role.PUBLISHER, "office")
    answer = announce(client, 2027, **typed)
    assert answer.status_code == 422
    assert fault in answer.get_data(as_text=True)


def test_years_out_of_range_are_no_pages(desk: Any, client: FlaskClient, sit: Callable[..., Any]) -> None:
    sit(Role.PUBLISHER, "office")
    for year in (1999, 2101, 99999999999):
        assert client.get(f"/desk/holidays/{year}").status_code == 404


def test_the_seeded_festivals_have_their_chinese_names(
    desk: Any, client: FlaskClient, sit: Callable[..., Any]
) -> None:
    sit(Role.PUBLISHER, "office")
    page = client.get("/desk/holidays").get_data(as_text=True)
    assert "春节" in page
    assert "Spring Festival" not in page
