"""Handling: routed, transferred, answered, checked by other eyes, handed off; one deed at a time."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from base import clock, holidays
from base.errors import BadInput, WrongStage
from base.holidays import Announced
from base.staff import accounts, audit, rights
from base.staff.accounts import Person
from base.staff.audit import AuditRow
from base.staff.roles import Role, at_the_console
from interpretations.enquiries import forgetting, letters, replying, routing, watching
from interpretations.enquiries.channels import CHANNELS
from interpretations.enquiries.rates import report
from interpretations.enquiries.steps import counted, steps
from interpretations.enquiries.tables import Enquiry, EnquiryPerson
from interpretations.enquiries.terms import EnquiryDeed, EnquiryState, HandOff
from interpretations.following.tables import Mail
from interpretations.publishing.faults import FourEyes, Stale
from interpretations.publishing.offices import office_unit
from interpretations.rules.clocks import ClockState, Rate
from registry.watch.rounds import go_round
from registry.watch.tables import LIVE, Task


def live(desk: Any) -> list[Task]:
    with desk.home.database.reading() as session:
        found = session.scalars(select(Task).where(Task.state.in_(LIVE)).order_by(Task.id)).all()
        session.expunge_all()
        return list(found)


def test_the_office_routes_and_a_unit_transfers_with_a_reason(desk: Any) -> None:
    key = desk.asked(document_id=None)
    desk.do(routing.route, key, desk.home.water, by=desk.office)
    desk.do(routing.transfer, key, desk.home.legal, "所问为行政处罚程序", by=desk.unit)
    row = desk.row(key)
    assert (row.unit_id, row.state) == (desk.home.legal, EnquiryState.ASSIGNED)
    with desk.home.database.reading() as session:
        last = steps(session, key)[-1]
        assert (last.deed, last.words, last.from_unit_id, last.to_unit_id) == (
            EnquiryDeed.TRANSFER,
            "所问为行政处罚程序",
            desk.home.water,
            desk.home.legal,
        )
    assert [task.unit_id for task in live(desk)] == [desk.home.legal]
    # The term does not begin anew.
    assert live(desk)[0].due_on == date(2026, 11, 26)


def test_a_unit_gives_back_to_the_office_and_gets_it_again(desk: Any) -> None:
    key = desk.asked()
    desk.do(routing.transfer, key, None, "不清楚", by=desk.unit)
    assert desk.row(key).state == EnquiryState.RECEIVED
    desk.do(routing.route, key, desk.home.water, by=desk.office)
    assert [(task.unit_id, task.title[:2]) for task in live(desk)] == [(desk.home.water, "答复")]


def test_a_transfer_without_a_reason_or_to_itself_or_to_nobody_is_refused(desk: Any) -> None:
    key = desk.asked()
    for words in ((desk.home.legal, " "), (desk.home.water, "理由"), (9_999, "理由")):
        with pytest.raises(BadInput):
            desk.do(routing.transfer, key, *words, by=desk.unit)


def test_what_waits_for_the_office_is_its_own_task(desk: Any) -> None:
    with desk.home.database.transaction() as session:
        audit.turn(session)
        person = Person("白文", desk.home.office)
        row, _ = accounts.create(session, "baiwen", person, desk.config.entry, by=at_the_console())
        rights.grant(session, row, Role.PUBLISHER, "测试", by=at_the_console())
        assert office_unit(session) == desk.home.office
    desk.asked(document_id=None)
    assert [(task.unit_id, task.title[:2]) for task in live(desk)] == [(desk.home.office, "分办")]


def test_of_two_officers_who_answer_at_once_the_second_is_told(desk: Any) -> None:
    key = desk.asked()
    seen = desk.seen(key)
    with desk.home.database.transaction() as session:
        replying.reply(session, seen, "六十日前。", desk.config, by=desk.unit)
    with desk.home.database.transaction() as session, pytest.raises(Stale, match="刚刚已由他人办理"):
        replying.reply(session, seen, "三十日前。", desk.config, by=desk.other())
    assert desk.row(key).reply == "六十日前。"


def test_the_reply_is_safe_html_and_stops_the_clock(desk: Any) -> None:
    key = desk.asked()
    clock.set_moment(datetime(2026, 11, 24, 9, tzinfo=UTC))
    desk.do(replying.reply, key, "**六十日**<script>alert(1)</script>[x](javascript:alert(1))", by=desk.unit)
    row = desk.row(key)
    assert (row.state, row.answered_at) == (EnquiryState.ANSWERED, clock.now())
    assert "<strong>六十日</strong>" in row.reply_html
    assert "<script" not in row.reply_html
    assert "javascript:" not in row.reply_html
    with desk.home.database.reading() as session:
        held = counted(session, desk.config.explaining).clock(row, date(2026, 12, 1))
        assert held.state is ClockState.MET_FIRST
    assert live(desk) == []


def test_an_answer_at_night_is_of_that_day_in_hangzhou(desk: Any) -> None:
    key = desk.asked()
    # 16:30 UTC on the 24th is the 25th in Hangzhou.
    clock.set_moment(datetime(2026, 11, 24, 16, 30, tzinfo=UTC))
    desk.do(replying.reply, key, "六十日前。", by=desk.unit)
    with desk.home.database.reading() as session:
        held = counted(session, desk.config.explaining).clock(desk.row(key), date(2026, 12, 1))
        assert held.state is ClockState.MET_LAST


def test_a_kept_draft_is_not_sent(desk: Any) -> None:
    key = desk.asked()
    desk.do(replying.draft, key, "先写一半", by=desk.unit, config=False)
    version = desk.row(key).version
    desk.do(replying.draft, key, "先写一半", by=desk.unit, config=False)
    row = desk.row(key)
    assert (row.reply, row.answered_at, row.version) == ("先写一半", None, version)


def test_where_replies_are_checked_the_asker_reads_nothing_before(desk: Any) -> None:
    checking = desk.setting(check_replies=True)
    key = checking.asked()
    checking.do(replying.reply, key, "六十日前。", by=desk.unit)
    assert (desk.row(key).state, desk.row(key).answered_at) == (EnquiryState.CHECKING, None)
    assert [(task.unit_id, task.title[:4]) for task in live(desk)] == [(None, "审核答复")]
    checking.do(replying.send_back, key, "请引条文", by=desk.legal)
    checking.do(replying.reply, key, "依第三条，六十日前。", by=desk.unit)
    checking.do(replying.check, key, "同意", by=desk.legal)
    assert desk.row(key).state == EnquiryState.ANSWERED
    assert live(desk) == []


def test_nobody_checks_a_reply_that_they_wrote(desk: Any) -> None:
    checking = desk.setting(check_replies=True)
    key = checking.asked()
    # Drafted by one, submitted by another: neither may check.
    checking.do(replying.draft, key, "六十日前。", by=desk.legal, config=False)
    checking.do(replying.reply, key, "六十日前。", by=desk.unit)
    for writer in (desk.legal, desk.unit):
        for verb in (replying.check, replying.send_back):
            with pytest.raises(FourEyes):
                checking.do(verb, key, "同意", by=writer)


def test_sending_back_needs_a_reason(desk: Any) -> None:
    checking = desk.setting(check_replies=True)
    key = checking.asked()
    checking.do(replying.reply, key, "六十日前。", by=desk.unit)
    with pytest.raises(BadInput, match="须写明理由"):
        checking.do(replying.send_back, key, " ", by=desk.legal)


def test_a_petition_is_handed_off_with_the_terms_of_its_own_channel(desk: Any) -> None:
    key = desk.asked()
    words = CHANNELS[HandOff.PETITION].words
    assert "60日内办结" in words
    assert "15日内告知是否受理" in words
    desk.do(routing.hand_off, key, HandOff.PETITION, words, by=desk.office)
    row = desk.row(key)
    assert (row.state, row.hand_off) == (EnquiryState.HANDED_OFF, HandOff.PETITION)
    with desk.home.database.reading() as session:
        held = counted(session, desk.config.explaining).clock(row, date(2026, 12, 31))
        assert held.state is ClockState.STOPPED
    with pytest.raises(WrongStage):
        desk.do(replying.reply, key, "答复", by=desk.unit)


def test_every_other_channel_says_its_terms_and_their_source() -> None:
    assert set(CHANNELS) == set(HandOff)
    assert "20个工作日" in CHANNELS[HandOff.DISCLOSURE].words
    assert all(channel.terms and channel.source and channel.way for channel in CHANNELS.values())


def test_what_asks_nothing_is_refused_with_a_reason_the_sender_reads(desk: Any) -> None:
    key = desk.asked(question="加微信买发票")
    with pytest.raises(BadInput):
        desk.do(routing.refuse, key, "", by=desk.office)
    desk.do(routing.refuse, key, "广告信息", by=desk.office)
    assert desk.row(key).state == EnquiryState.REFUSED


def test_the_round_reminds_of_what_is_late_and_drops_what_is_over(desk: Any) -> None:
    key = desk.asked()
    watch = watching.watch(desk.config.explaining)
    for day, keys in ((date(2026, 11, 26), 1), (date(2026, 11, 27), 2)):
        clock.set_moment(datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=3))
        with desk.home.database.transaction() as session:
            go_round(session, day, (watch,))
        assert len([task for task in live(desk) if task.code == "enquiry"]) == keys
    assert live(desk)[-1].title.startswith("催办：")
    desk.do(replying.reply, key, "六十日前。", by=desk.unit)
    with desk.home.database.transaction() as session:
        go_round(session, clock.today(), (watch,))
    assert [task for task in live(desk) if task.code == "enquiry"] == []


def test_a_changed_calendar_gives_the_open_tasks_their_new_day(desk: Any) -> None:
    desk.asked()
    with desk.home.database.transaction() as session:
        held = holidays.announced(session, 2026)
        days = {**held.days, date(2026, 11, 25): (False, "特别放假")}
        made = Announced(2026, days, held.source)
        holidays.announce(session, made, held.mark, by=desk.office)
        go_round(session, clock.today(), (watching.watch(desk.config.explaining),))
    assert live(desk)[0].due_on == date(2026, 11, 27)


def test_rates_are_of_the_rows_by_unit_and_month(desk: Any) -> None:
    first, second, third = (desk.asked(sent, origin=str(sent)) for sent in (1, 2, 3))
    desk.do(replying.reply, first, "答", by=desk.unit)
    clock.set_moment(datetime(2026, 11, 26, 4, tzinfo=UTC))
    desk.do(replying.reply, second, "答", by=desk.unit)
    desk.do(routing.hand_off, third, HandOff.REPORT, "请拨打12345", by=desk.office)
    fourth = desk.asked(4, origin="4")
    clock.set_moment(datetime(2026, 12, 4, 4, tzinfo=UTC))
    with desk.home.database.reading() as session:
        found = report(session, 2026, clock.today(), desk.config.explaining)
    assert (found.whole.first, found.whole.last) == (Rate(1, 3), Rate(2, 3))
    assert (found.whole.received, found.whole.handed_off, found.whole.waiting, found.whole.late) == (
        4,
        1,
        1,
        1,
    )
    assert [line.name for line in found.units] == ["水生态环境处"]
    assert [line.name for line in found.months] == ["11月"]
    assert not found.whole.kept
    assert desk.row(fourth).state == EnquiryState.ASSIGNED


def test_the_year_of_an_enquiry_is_the_year_in_hangzhou(desk: Any) -> None:
    clock.set_moment(datetime(2026, 12, 31, 16, 30, tzinfo=UTC))
    desk.asked()
    with desk.home.database.reading() as session:
        totals = [
            report(session, year, clock.today(), desk.config.explaining).whole.received
            for year in (2026, 2027)
        ]
    assert totals == [0, 1]


def test_askers_are_forgotten_when_their_time_is_over_and_not_before(desk: Any) -> None:
    key = desk.asked(name="张三丰", contact="zhang@example.cn")
    still = desk.asked(2, name="李四")
    desk.do(replying.reply, key, "答", by=desk.unit)
    explaining = desk.config.explaining
    for days, gone in ((179, 0), (180, 1)):
        clock.set_moment(datetime(2026, 11, 23, 4, tzinfo=UTC) + timedelta(days=days))
        with desk.home.database.transaction() as session:
            assert forgetting.forget(session, explaining, by=desk.office) == gone
    with desk.home.database.reading() as session:
        assert session.get(EnquiryPerson, key) is None
        assert session.get_one(Enquiry, key).origin_hash == ""
        assert session.get(EnquiryPerson, still) is not None
        row = session.scalars(select(AuditRow).where(AuditRow.deed == "enquiry.forget")).one()
        assert row.after == {"enquiries": 1, "days": 180}


def test_a_letter_tells_of_an_answer_and_says_nothing_of_it(desk: Any) -> None:
    mailing = desk.setting()
    mailing.config = type(desk.config)(
        **{**vars(desk.config), "mailing": type(desk.config.mailing)(host="mail.example.cn")}
    )
    key = desk.asked(name="张三丰", contact="Zhang@Example.cn")
    mailing.do(replying.reply, key, "六十日前。", by=desk.unit)
    with desk.home.database.reading() as session:
        letter = session.scalars(select(Mail)).one()
        assert letter.recipient == "zhang@example.cn"
        assert "/enquiries/follow" in letter.words
        for word in ("六十日", "延续", "张三丰"):
            assert word not in letter.words + letter.subject
    clock.set_moment(datetime(2027, 12, 1, tzinfo=UTC))
    with desk.home.database.transaction() as session:
        forgetting.forget(session, desk.config.explaining, by=desk.office)
        assert session.scalars(select(Mail)).all() == []


@pytest.mark.parametrize("contact", ["", "13800138000", "zhang@localhost"])
def test_nobody_is_written_to_without_an_address_or_a_mail_server(desk: Any, contact: str) -> None:
    key = desk.asked(contact=contact)
    desk.do(replying.reply, key, "六十日前。", by=desk.unit)
    with desk.home.database.reading() as session:
        assert session.scalars(select(Mail)).all() == []


def test_templates_are_of_a_unit_or_of_all(desk: Any) -> None:
    with desk.home.database.transaction() as session:
        own = letters.add_template(session, desk.home.water, "延续", "{文件}{条款}", by=desk.unit)
        letters.add_template(session, desk.home.legal, "处罚", "……", by=desk.legal)
        letters.add_template(session, None, "感谢", "感谢来信。", by=desk.office)
        assert [one.title for one in letters.templates(session, desk.home.water)] == ["延续", "感谢"]
        letters.withdraw_template(session, own.id, by=desk.unit)
        assert [one.title for one in letters.templates(session, desk.home.water)] == ["感谢"]
        with pytest.raises(BadInput, match="“姓名”无法填充"):
            letters.add_template(session, None, "坏", "{姓名}您好", by=desk.office)
