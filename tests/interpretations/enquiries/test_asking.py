"""Asking: received once, counted from its day, routed to who drafted, known by a code kept nowhere."""

import math
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from base import clock, guarding
from base.errors import NotFound, WrongStage
from base.guarding import TooMany, Tries
from base.staff.audit import AuditRow
from interpretations.enquiries import asking, replying
from interpretations.enquiries.steps import steps
from interpretations.enquiries.tables import Enquiry, EnquiryPerson
from interpretations.enquiries.terms import EnquiryDeed, EnquiryState
from registry.tables import Document
from registry.watch.tables import Task, TaskState


def test_a_question_on_a_document_goes_to_the_unit_that_drafted_it(desk: Any) -> None:
    row = desk.row(desk.asked())
    assert (row.state, row.unit_id) == (EnquiryState.ASSIGNED, desk.home.water)
    with desk.home.database.reading() as session:
        task = session.scalars(select(Task)).one()
        assert (task.unit_id, task.due_on, task.state) == (
            desk.home.water,
            date(2026, 11, 26),
            TaskState.OPEN,
        )
        assert task.title == f"答复第{row.id}号咨询（《澄江省排污许可管理办法》第三条）"


def test_a_question_on_nothing_waits_for_the_office(desk: Any) -> None:
    row = desk.row(desk.asked(document_id=None, eid="art-3"))
    assert (row.state, row.unit_id, row.eid) == (EnquiryState.RECEIVED, None, "")


def test_a_hidden_document_routes_nothing(desk: Any) -> None:
    with desk.home.database.transaction() as session:
        session.get_one(Document, desk.home.document).publication = "draft"
    assert desk.row(desk.asked()).unit_id is None


def test_the_same_form_sent_twice_asks_once_and_tells_the_same_code(desk: Any) -> None:
    with desk.home.database.transaction() as session:
        one, two = desk.ask(session), desk.ask(session)
        assert (one.enquiry.id, one.code) == (two.enquiry.id, two.code)
        assert session.scalar(select(func.count(Enquiry.id))) == 1


def test_the_code_has_sixty_bits_and_is_kept_nowhere(desk: Any) -> None:
    assert len(guarding.LETTERS) ** guarding.CODE_LENGTH > 2**60
    with desk.home.database.transaction() as session:
        code = desk.ask(session, name="张三丰").code
        row = session.scalars(select(Enquiry)).one()
        kept = "\n".join(str(value) for value in vars(row).values())
        assert code not in kept
        assert code.replace("-", "") not in kept
        # Nor the token, from which the code could be made with the installation's secret.
        assert f"{1:032x}" not in kept
        assert asking.found(session, code.lower().replace("-", " ")).id == row.id
        with pytest.raises(NotFound, match="没有这个查询码"):
            asking.found(session, "2222-2222-2222-2222")


def test_codes_are_spread_over_all_letters() -> None:
    codes = "".join(guarding.code_of(f"{n:032x}", "s").replace("-", "") for n in range(500))
    expected = len(codes) / len(guarding.LETTERS)
    assert all(abs(codes.count(letter) - expected) < 6 * math.sqrt(expected) for letter in guarding.LETTERS)


@given(st.text(max_size=200))
def test_no_typed_code_breaks_the_reading(typed: str) -> None:
    # One letter too many is kept, so that it is no code of ours.
    longest = guarding.CODE_LENGTH + 1
    assert len(guarding.plain_code(typed).replace("-", "")) <= longest


@given(st.integers(0, 2**128 - 1))
def test_a_code_is_read_as_it_was_shown(number: int) -> None:
    code = guarding.code_of(f"{number:032x}", "secret")
    assert guarding.plain_code(code) == code == guarding.plain_code(code.lower().replace("-", ""))


def test_one_address_asks_so_often_a_day_and_again_the_next(desk: Any) -> None:
    few = desk.setting(enquiry_rate=2)
    few.asked(1)
    few.asked(2)
    with pytest.raises(TooMany, match="明日再提交") as held:
        few.asked(3)
    assert clock.local(held.value.again_at).isoformat() == "2026-11-24T00:00:00+08:00"
    # The same form again is no other question, and another address is not held up.
    few.asked(2)
    few.asked(4, origin="elsewhere")


def test_of_an_address_only_a_hash_of_the_day_is_kept() -> None:
    one = guarding.origin("10.0.0.7", date(2026, 11, 23), "secret")
    assert one != guarding.origin("10.0.0.7", date(2026, 11, 24), "secret")
    assert one != guarding.origin("10.0.0.7", date(2026, 11, 23), "another")
    # One subscriber's whole network of IPv6 is one address.
    same = {guarding.origin(f"2001:db8::{n}", date(2026, 11, 23), "secret") for n in range(5)}
    assert len(same) == 1


def test_all_addresses_together_are_braked_and_released(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "BRAKE", 3)
    for sent in range(3):
        desk.asked(sent, origin=f"o{sent}")
    with pytest.raises(TooMany, match="以后再按提交"):
        desk.asked(9, origin="o9")
    clock.set_moment(datetime(2026, 11, 23, 4, 11, tzinfo=UTC))
    assert desk.asked(9, origin="o9")


def test_a_form_that_comes_back_at_once_was_filled_in_by_a_program(desk: Any) -> None:
    token = guarding.fresh_token()
    stamped = guarding.stamp(token, "secret")
    assert guarding.too_fast(token, stamped, "secret")
    clock.set_moment(clock.now() + timedelta(seconds=4))
    assert not guarding.too_fast(token, stamped, "secret")
    assert guarding.too_fast(guarding.fresh_token(), stamped, "secret")
    for forged in ("", "1.abc", f"{'9' * 30}.x", stamped.replace(".", "")):
        assert guarding.too_fast(token, forged, "secret")


def test_wrong_codes_are_limited_and_right_ones_are_not(desk: Any) -> None:
    tries = Tries(most=3)
    for _ in range(20):
        tries.charge("a")
        tries.forgive("a")
    for _ in range(3):
        tries.charge("a")
    with pytest.raises(TooMany, match="查询码没有失效"):
        tries.charge("a")
    tries.charge("b")
    clock.set_moment(clock.now() + timedelta(minutes=16))
    tries.charge("a")


def test_the_memory_of_tries_is_bounded() -> None:
    tries = Tries(addresses=100)
    for n in range(1_000):
        tries.charge(str(n))
    assert len(tries._held) <= 100


def test_what_is_taken_back_is_closed_and_its_asker_forgotten(desk: Any) -> None:
    key = desk.asked(name="张三丰", contact="13800138000")
    with desk.home.database.transaction() as session:
        asking.take_back(session, key, desk.config)
    with desk.home.database.reading() as session:
        assert session.get(EnquiryPerson, key) is None
        assert session.get_one(Enquiry, key).state == EnquiryState.TAKEN_BACK
        assert session.scalars(select(Task)).one().state == TaskState.DONE
    with desk.home.database.transaction() as session, pytest.raises(WrongStage, match="咨询人已撤回"):
        asking.take_back(session, key, desk.config)


def test_one_more_question_may_be_asked_and_is_a_duty_of_its_own(desk: Any) -> None:
    key = desk.asked()
    desk.do(replying.reply, key, "期满六十日前。", by=desk.unit)
    clock.set_moment(datetime(2026, 11, 25, 4, tzinfo=UTC))
    with desk.home.database.transaction() as session:
        asking.ask_more(session, key, "周末也算吗？", desk.config)
    with desk.home.database.transaction() as session, pytest.raises(WrongStage, match="已经追问过一次"):
        asking.ask_more(session, key, "还有……", desk.config)
    with desk.home.database.reading() as session:
        task = session.scalars(select(Task).where(Task.key == f"enquiry_more:{key}")).one()
        assert (task.state, task.due_on, task.unit_id) == (
            TaskState.OPEN,
            date(2026, 11, 30),
            desk.home.water,
        )
    desk.do(replying.add, key, "按日历日计算。", by=desk.unit)
    with desk.home.database.reading() as session:
        assert session.scalars(select(Task).where(Task.key == f"enquiry_more:{key}")).one().state == "done"
        assert [step.deed for step in steps(session, key)][-2:] == [EnquiryDeed.ASK_MORE, EnquiryDeed.ADD]
    # The first answer stopped the clock; what follows does not move it.
    assert desk.row(key).answered_at == datetime(2026, 11, 23, 4, tzinfo=UTC)


def test_the_audit_tells_that_it_came_and_not_a_word_of_it(desk: Any) -> None:
    key = desk.asked(title="我的事", name="张三丰", contact="13800138000")
    with desk.home.database.reading() as session:
        row = session.scalars(select(AuditRow).where(AuditRow.deed == "enquiry.receive")).one()
        assert (row.name, row.address, row.subject) == ("公众", "", f"enquiry:{key}")
        told = f"{row.before}{row.after}"
        assert not any(word in told for word in ("张三丰", "13800138000", "我的事", "延续"))
