"""From working copy to what the public reads: four eyes, who drafts explains, anchors laid as of the day."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from base import clock
from base.errors import BadInput
from base.staff.roles import Role
from interpretations.publishing import due, editing, flow, release
from interpretations.publishing.faults import FourEyes, NotDrafter, NotReady, Stale
from interpretations.publishing.tying import standing_anchors
from interpretations.publishing.works import Work
from interpretations.rules.content import Block, Ref
from interpretations.rules.terms import BlockKind, Form, Progress
from interpretations.tables import Interpretation
from registry.tables import Document


def test_the_public_reads_the_version_that_was_reviewed(home: Any) -> None:
    key = home.publish()
    with home.database.transaction() as session:
        row = session.get_one(Interpretation, key)
        assert (row.progress, row.published_version) == (Progress.PUBLISHED, 1)
        revised = editing.content_of(row)
        editing.save(session, key, 1, home.content(title=f"{revised.title}（修订）"), by=home.drafter)
        assert (row.progress, row.version, row.published_version) == (Progress.DRAFT, 2, 1)
        anchors = standing_anchors(session, key)
        assert [(each.block, each.eid, each.number) for each in anchors] == [
            ("b3", "art-2", "第二条"),
            ("b4", "art-3", "第三条"),
        ]


def test_nobody_approves_what_they_wrote(home: Any) -> None:
    with home.database.transaction() as session:
        row = home.begin(session)
        flow.submit(session, row.id, 1, by=home.drafter)
        writer = home.actor(Role.PUBLISHER, home.office, name=home.drafter.name)
        with pytest.raises(FourEyes):
            flow.approve(session, row.id, 1, "同意", by=writer)


def test_of_two_reviewers_at_once_the_second_is_told(home: Any) -> None:
    with home.database.transaction() as session:
        row = home.begin(session)
        flow.submit(session, row.id, 1, by=home.drafter)
        flow.approve(session, row.id, 1, "同意", by=home.reviewer)
    with home.database.transaction() as session, pytest.raises(Exception, match="解读审核通过"):
        flow.send_back(session, row.id, 1, "不同意", by=home.actor(Role.PUBLISHER, home.office, "other"))


def test_another_unit_does_not_explain_what_it_did_not_draft(home: Any) -> None:
    with home.database.transaction() as session:
        other = home.officer
        explained = [Work(document_id=home.document)]
        row = editing.begin(session, "other", home.content(), explained, home.legal, by=other)
        with pytest.raises(NotDrafter, match="谁起草、谁解读"):
            flow.submit(session, row.id, 1, by=other)


MISREADING = Block("b9", BlockKind.MISREADING, "网传到期要重新交钱", "延续不收费。", refs=(Ref(0, "art-3"),))


@pytest.mark.parametrize("form", [Form.RESPONSE, Form.TEXT])
def test_what_answers_a_misreading_passes_the_legal_division_first_in_whatever_form(
    home: Any, form: Form
) -> None:
    with home.database.transaction() as session:
        held = home.content(form=form)
        row = home.begin(session, home.content(form=form, blocks=(*held.blocks, MISREADING)))
        flow.submit(session, row.id, 1, by=home.drafter)
        with pytest.raises(Exception, match="法制机构审核"):
            flow.approve(session, row.id, 1, "同意", by=home.reviewer)
        flow.check(session, row.id, 1, "与条文一致", by=home.officer)
        flow.approve(session, row.id, 1, "同意", by=home.reviewer)
        assert row.progress == Progress.REVIEWED


def test_an_anchor_to_an_article_that_does_not_exist_is_named(home: Any) -> None:
    content = home.content()
    blocks = (
        *content.blocks[:2],
        *(
            type(block)(
                **{**{n: getattr(block, n) for n in block.__dataclass_fields__}, "refs": (Ref(0, "art-30"),)}
            )
            for block in content.blocks[2:3]
        ),
    )
    with pytest.raises(NotReady, match="没有第三十条"):
        home.publish(home.content(blocks=blocks))


def test_an_explanation_never_precedes_its_document(home: Any) -> None:
    with home.database.transaction() as session:
        session.get_one(Document, home.document).publication = "draft"
    with pytest.raises(NotReady, match="尚未公开"):
        home.publish()


def test_at_its_minute_it_is_public_and_once(home: Any) -> None:
    minute = datetime(2026, 11, 24, 1, tzinfo=UTC)
    with home.database.transaction() as session:
        row = home.begin(session)
        flow.submit(session, row.id, 1, by=home.drafter)
        flow.approve(session, row.id, 1, "同意", by=home.reviewer)
        release.schedule(session, row.id, 1, minute, by=home.reviewer)
    assert due.publish_due(home.database) == 0
    clock.set_moment(minute)
    assert (due.publish_due(home.database), due.publish_due(home.database)) == (1, 0)
    with home.database.reading() as session:
        held = session.get_one(Interpretation, row.id)
        assert (held.published_at, held.published_version) == (minute, 1)


def test_a_working_copy_saved_by_somebody_else_is_not_overwritten(home: Any) -> None:
    with home.database.transaction() as session:
        row = home.begin(session)
        editing.save(session, row.id, 1, home.content(lead="另一句"), by=home.drafter)
        with pytest.raises(Stale):
            editing.save(session, row.id, 1, home.content(lead="第三句"), by=home.drafter)


def test_what_is_withdrawn_keeps_its_reason(home: Any) -> None:
    key = home.publish()
    with home.database.transaction() as session:
        release.withdraw(session, key, "引用数字有误", by=home.officer)
    with home.database.reading() as session:
        row = session.get_one(Interpretation, key)
        assert (row.progress, row.withdrawal_reason) == (Progress.WITHDRAWN, "引用数字有误")


def test_the_same_words_again_change_nothing(home: Any) -> None:
    with home.database.transaction() as session:
        row = home.begin(session)
        editing.save(session, row.id, 1, home.content(), by=home.drafter)
        assert row.version == 1
        assert date(2026, 11, 23) == clock.today()


def test_what_the_public_reads_cannot_be_made_to_explain_another_document(home: Any) -> None:
    key = home.publish()
    with home.database.transaction() as session, pytest.raises(BadInput, match="不能更换所解读的文件"):
        editing.save(session, key, 1, home.content(lead="另一句"), [Work(draft_id=1)], by=home.drafter)
