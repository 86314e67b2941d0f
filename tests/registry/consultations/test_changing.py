"""What happens to a consultation while it runs and after: extended, its draft replaced, adopted, dropped."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from sqlalchemy import select

from base import clock
from base.config import Consulting
from base.errors import BadInput, RegistryError, WrongStage
from base.staff.audit import AuditRow
from registry.consultations import changing, notices
from registry.consultations.changing import new_draft
from registry.consultations.rules.standing import accepts_comments, state
from registry.consultations.rules.terms import ConsultationDeed, ConsultationState, TextRole
from registry.consultations.tables import ConsultationEvent
from registry.consultations.texts import editions
from registry.law.terms import Publication
from registry.tables import Document, Text
from tests.registry.consultations.conftest import DRAFT, THROUGH, Forum, in_force

RULES = Consulting()
Hold = Callable[[date | datetime], None]
AFTER = date(2026, 12, 24)


def standing(forum: Forum, key: int) -> ConsultationState:
    with forum.database.reading() as session:
        course = notices.course_of(session, notices.get(session, key), RULES.outcome_days)
        return state(course, clock.today())


def extend(forum: Forum, key: int, to: date, reason: str = "应企业要求延长") -> None:
    with forum.database.transaction() as session:
        changing.extend(session, key, to, reason, RULES, by=forum.publisher)


def test_the_period_may_be_extended_to_a_later_day(forum: Forum, hold_clock: Hold) -> None:
    key = forum.publish()
    extend(forum, key, date(2027, 1, 10))
    hold_clock(date(2027, 1, 10))
    assert standing(forum, key) is ConsultationState.OPEN
    with forum.database.reading() as session:
        row = notices.get(session, key)
        event = session.scalars(select(ConsultationEvent).order_by(ConsultationEvent.id.desc())).first()
        assert row.through_on == THROUGH
        assert event is not None
        assert (event.through_on, event.reason) == (date(2027, 1, 10), "应企业要求延长")


@pytest.mark.parametrize(
    ("to", "why"),
    [
        (date(2026, 12, 22), "期限不能缩短：公众是按2026年12月23日截止准备意见的"),
        (THROUGH, "没有延长"),
        (date(2030, 1, 1), "核对年份"),
    ],
)
def test_the_period_may_be_extended_but_never_shortened(forum: Forum, to: date, why: str) -> None:
    key = forum.publish()
    with pytest.raises(BadInput, match=why):
        extend(forum, key, to)


def test_an_extended_period_is_not_brought_back_to_its_first_day(forum: Forum) -> None:
    key = forum.publish()
    extend(forum, key, date(2027, 1, 10))
    with pytest.raises(BadInput, match="不能缩短"):
        extend(forum, key, date(2026, 12, 30))


def test_an_extension_needs_its_reason(forum: Forum) -> None:
    key = forum.publish()
    with pytest.raises(BadInput, match="理由"):
        extend(forum, key, date(2027, 1, 10), " ")


def test_may_be_extended_on_its_last_day_until_midnight(forum: Forum, hold_clock: Hold) -> None:
    key = forum.publish()
    hold_clock(datetime(2026, 12, 23, 23, 59, 59, tzinfo=clock.SHANGHAI))
    extend(forum, key, date(2027, 1, 10))
    hold_clock(AFTER)
    assert standing(forum, key) is ConsultationState.OPEN


def test_what_has_ended_is_not_opened_again(forum: Forum, hold_clock: Hold) -> None:
    key = forum.publish()
    hold_clock(datetime(2026, 12, 24, 0, 0, 0, tzinfo=clock.SHANGHAI))
    with pytest.raises(WrongStage, match="已于2026年12月23日截止"):
        extend(forum, key, date(2027, 1, 10))


def replace(forum: Forum, key: int, source: str, reason: str = "采纳座谈会意见") -> int:
    with forum.database.transaction() as session:
        made = changing.replace_draft(session, key, new_draft(source), reason, RULES, by=forum.publisher)
        return made.edition


def test_another_edition_of_the_draft_stands_beside_the_former(forum: Forum) -> None:
    key = forum.publish()
    first = forum.draft_of(key)
    assert replace(forum, key, DRAFT.replace("五年", "六年")) == 2
    with forum.database.reading() as session:
        held = editions(session, key, TextRole.DRAFT)
        assert [each.edition for each in held] == [2, 1]
        assert held[1].id == first
        event = session.scalars(select(ConsultationEvent).order_by(ConsultationEvent.id.desc())).first()
        assert event is not None
        assert (event.deed, event.text_id) == (ConsultationDeed.REPLACE_TEXT.value, held[0].id)


def test_the_same_words_are_no_other_edition(forum: Forum) -> None:
    key = forum.publish()
    with pytest.raises(BadInput, match="文字相同"):
        replace(forum, key, DRAFT.replace("第二条　", "第二条  "))


def test_another_edition_needs_its_reason_and_must_be_readable(forum: Forum) -> None:
    key = forum.publish()
    with pytest.raises(BadInput, match="理由"):
        replace(forum, key, DRAFT.replace("五年", "六年"), "")
    with pytest.raises(BadInput, match="没有文字"):
        new_draft(" ")


def test_the_draft_is_not_replaced_when_nobody_can_comment_on_it(forum: Forum, hold_clock: Hold) -> None:
    key = forum.publish()
    hold_clock(AFTER)
    with pytest.raises(WrongStage, match="截止"):
        replace(forum, key, DRAFT.replace("五年", "六年"))


def adopt(forum: Forum, key: int, document: int, text: int | None = None, reason: str = "") -> None:
    with forum.database.transaction() as session:
        changing.adopt(session, key, (document, text), reason, RULES, by=forum.drafter)


def test_is_tied_to_the_document_it_led_to_and_its_newest_text(forum: Forum, hold_clock: Hold) -> None:
    key = forum.publish()
    hold_clock(AFTER)
    adopt(forum, key, forum.document)
    assert standing(forum, key) is ConsultationState.ADOPTED
    with forum.database.reading() as session:
        row = notices.get(session, key)
        text = session.scalars(select(Text.id).where(Text.document_id == forum.document)).one()
        assert (row.document_id, row.text_id) == (forum.document, text)


def test_nothing_is_adopted_while_the_public_is_still_asked(forum: Forum) -> None:
    key = forum.publish()
    with pytest.raises(WrongStage, match="2026年12月23日才截止"):
        adopt(forum, key, forum.document)


def test_a_document_that_is_not_public_is_not_told_of(forum: Forum, hold_clock: Hold) -> None:
    key = forum.publish()
    hold_clock(AFTER)
    with forum.database.transaction() as session:
        session.get_one(Document, forum.document).publication = Publication.WITHDRAWN.value
    with pytest.raises(BadInput, match="已公开文件"):
        adopt(forum, key, forum.document)


def test_the_text_must_be_one_of_the_document(forum: Forum, hold_clock: Hold) -> None:
    key = forum.publish()
    hold_clock(AFTER)
    with pytest.raises(BadInput, match="不属于这份文件"):
        adopt(forum, key, forum.document, 999)


def test_a_wrong_tie_is_made_anew_with_its_reason(forum: Forum, hold_clock: Hold) -> None:
    key = forum.publish()
    hold_clock(AFTER)
    adopt(forum, key, forum.document)
    more = {"address": "normative-document/2026/900002", "document_number": "澄环发〔2026〕10号"}
    with forum.database.transaction() as session:
        other = in_force(session, forum.water, title="澄江省排污许可管理规定", **more)
    with pytest.raises(BadInput, match="理由"):
        adopt(forum, key, other)
    hold_clock(date(2026, 12, 30))
    adopt(forum, key, other, reason="此前选错了文件")
    with forum.database.reading() as session:
        course = notices.course_of(session, notices.get(session, key), RULES.outcome_days)
        assert notices.get(session, key).document_id == other
        assert course.adopted_on == AFTER


def test_the_same_tie_again_is_nothing(forum: Forum, hold_clock: Hold) -> None:
    key = forum.publish()
    hold_clock(AFTER)
    adopt(forum, key, forum.document)
    adopt(forum, key, forum.document)
    with forum.database.reading() as session:
        deeds = list(session.scalars(select(ConsultationEvent.deed)))
    assert deeds.count(ConsultationDeed.ADOPT.value) == 1


def test_what_is_dropped_takes_no_comments_and_says_why(forum: Forum) -> None:
    key = forum.publish()
    with pytest.raises(BadInput, match="理由"), forum.database.transaction() as session:
        changing.drop(session, key, "", RULES, by=forum.publisher)
    with forum.database.transaction() as session:
        changing.drop(session, key, "上位法已有规定", RULES, by=forum.publisher)
    assert standing(forum, key) is ConsultationState.DROPPED
    with forum.database.reading() as session:
        course = notices.course_of(session, notices.get(session, key), RULES.outcome_days)
        assert not accepts_comments(course, clock.today())


@pytest.mark.parametrize("deed", ["extend", "replace", "adopt", "drop"])
def test_what_was_dropped_stays_so(forum: Forum, deed: str) -> None:
    key = forum.publish()
    with forum.database.transaction() as session:
        changing.drop(session, key, "上位法已有规定", RULES, by=forum.publisher)
    with pytest.raises(WrongStage, match="已终止"):
        do(forum, key, deed)


@pytest.mark.parametrize("deed", ["extend", "replace", "adopt", "drop"])
def test_nothing_happens_to_what_is_not_published(forum: Forum, deed: str) -> None:
    key = forum.begin()
    with pytest.raises(RegistryError, match="草稿"):
        do(forum, key, deed)


def do(forum: Forum, key: int, deed: str) -> None:
    match deed:
        case "extend":
            extend(forum, key, date(2027, 1, 10))
        case "replace":
            replace(forum, key, DRAFT.replace("五年", "六年"))
        case "adopt":
            adopt(forum, key, forum.document)
        case _:
            with forum.database.transaction() as session:
                changing.drop(session, key, "不做了", RULES, by=forum.publisher)


def test_every_change_stands_in_the_audit_trail(forum: Forum, hold_clock: Hold) -> None:
    key = forum.publish()
    extend(forum, key, date(2026, 12, 30))
    replace(forum, key, DRAFT.replace("五年", "六年"))
    hold_clock(date(2026, 12, 31))
    adopt(forum, key, forum.document)
    with forum.database.reading() as session:
        deeds = list(session.scalars(select(AuditRow.deed).order_by(AuditRow.id)))
    assert deeds == ["consultation.extend", "consultation.replace_text", "consultation.adopt"]
