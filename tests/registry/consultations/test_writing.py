"""Writing a notice: begun once, saved by whoever saw the newest, its papers read."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from base.errors import BadInput, NotFound, WrongStage
from base.staff.audit import AuditRow
from registry.consultations import notices, writing
from registry.consultations.rules.terms import NoticeProgress, TextRole
from registry.consultations.tables import Consultation, ConsultationText
from registry.consultations.texts import editions, latest_text
from registry.drafting.faults import Stale
from registry.law.terms import Publication
from registry.tables import Document
from tests.registry.consultations.conftest import DRAFT, Forum


def test_a_notice_is_begun_with_both_papers_read(forum: Forum) -> None:
    key = forum.begin()
    with forum.database.reading() as session:
        row = notices.get(session, key)
        draft = latest_text(session, key, TextRole.DRAFT)
        assert (row.progress, row.version) == (NoticeProgress.DRAFT.value, 1)
        assert row.words_html == "<p>现向社会公开征求意见。</p>"
        assert draft is not None
        assert draft.edition == 1
        assert writing.notice_of(session, row) == forum.notice()


def test_the_same_form_sent_twice_begins_one(forum: Forum) -> None:
    assert forum.begin("t1") == forum.begin("t1") != forum.begin("t2")


def test_a_notice_may_be_begun_before_its_papers_are_there(forum: Forum) -> None:
    key = forum.begin(draft="", note="")
    with forum.database.reading() as session:
        assert latest_text(session, key, TextRole.DRAFT) is None


def test_saving_on_an_older_version_is_refused_and_nothing_is_lost(forum: Forum) -> None:
    key = forum.begin()
    with forum.database.transaction() as session:
        writing.save(session, key, 1, writing.prepared(forum.notice(phone="1")), by=forum.drafter)
    with pytest.raises(Stale, match="第 2 稿"), forum.database.transaction() as session:
        writing.save(session, key, 1, writing.prepared(forum.notice(phone="2")), by=forum.colleague)
    with forum.database.reading() as session:
        assert notices.get(session, key).phone == "1"


def test_the_same_again_changes_nothing(forum: Forum) -> None:
    key = forum.begin()
    with forum.database.transaction() as session:
        row = writing.save(session, key, 1, writing.prepared(forum.notice()), by=forum.colleague)
        assert row.version == 1


def test_before_publication_there_is_one_edition_of_each_paper(forum: Forum) -> None:
    key = forum.begin()
    later = forum.notice(draft=DRAFT.replace("五年", "六年"), note="")
    with forum.database.transaction() as session:
        writing.save(session, key, 1, writing.prepared(later), by=forum.drafter)
    with forum.database.reading() as session:
        (held,) = editions(session, key, TextRole.DRAFT)
        assert (held.edition, "六年" in held.source) == (1, True)
        assert latest_text(session, key, TextRole.DRAFTING_NOTE) is None


def test_a_paper_that_cannot_be_read_is_refused_by_name(forum: Forum) -> None:
    with pytest.raises(BadInput, match="起草说明只有标题"):
        writing.prepared(forum.notice(note="# 起草说明"))


def test_what_is_revised_must_be_public(forum: Forum) -> None:
    with forum.database.transaction() as session:
        session.get_one(Document, forum.document).publication = Publication.WITHDRAWN.value
    made = writing.prepared(forum.notice(revises_id=forum.document))
    with pytest.raises(BadInput, match="已公开文件"), forum.database.transaction() as session:
        writing.begin(session, "t1", made, by=forum.drafter)


def test_what_was_given_up_is_not_changed_any_more(forum: Forum) -> None:
    key = forum.begin()
    with pytest.raises(BadInput, match="理由"), forum.database.transaction() as session:
        writing.abandon(session, key, " ", by=forum.drafter)
    with forum.database.transaction() as session:
        writing.abandon(session, key, "不再起草", by=forum.drafter)
    with pytest.raises(WrongStage, match="已放弃"), forum.database.transaction() as session:
        writing.save(session, key, 1, writing.prepared(forum.notice(phone="9")), by=forum.drafter)


def test_what_is_published_is_not_saved_over(forum: Forum) -> None:
    key = forum.publish()
    with pytest.raises(WrongStage, match="已发布"), forum.database.transaction() as session:
        writing.save(session, key, 1, writing.prepared(forum.notice()), by=forum.drafter)


def test_every_save_stands_in_the_audit_trail(forum: Forum) -> None:
    key = forum.begin()
    made = writing.prepared(replace(forum.notice(), title="另一个标题"))
    with forum.database.transaction() as session:
        writing.save(session, key, 1, made, by=forum.colleague)
    with forum.database.reading() as session:
        rows = session.execute(select(AuditRow.deed, AuditRow.name).order_by(AuditRow.id)).all()
    assert [(*row,) for row in rows] == [
        ("consultation.begin", forum.drafter.name),
        ("consultation.save", "colleague"),
    ]


def test_a_notice_that_is_not_there_is_not_found(forum: Forum) -> None:
    with pytest.raises(NotFound), forum.database.reading() as session:
        notices.get(session, 99)


def test_nothing_is_kept_of_what_was_refused(forum: Forum) -> None:
    with pytest.raises(BadInput), forum.database.transaction() as session:
        writing.begin(session, "t1", writing.prepared(forum.notice(revises_id=999)), by=forum.drafter)
    with forum.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Consultation)) == 0
        assert session.scalar(select(func.count()).select_from(ConsultationText)) == 0
