"""What search is told of interpretations: the public ones as published, their questions singly."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from base import clock
from interpretations.publishing import due, editing, flow, release
from interpretations.publishing.works import Work
from interpretations.rules.content import Block, Ref
from interpretations.rules.terms import BlockKind, Form, Origin
from interpretations.searching import PIECE, TRANSCRIPT, explaining, searchable_interpretations
from registry.law.terms import EventKind, Publication, Validity
from registry.searchable import Findable, Searchable
from registry.tables import Document, EventRow, ProvisionRow, Text

PUBLISHED = date(2026, 11, 23)


def values(home: Any, ids: list[int] | None = None) -> list[Searchable]:
    with home.database.reading() as session:
        return list(searchable_interpretations(session, ids))


def second_document(home: Any, title: str = "澄江省排污权交易办法") -> int:
    """Another document of the same house, with one article."""
    stamp = {"recorded_at": datetime(2026, 11, 20, tzinfo=UTC), "recorded_by": "tests"}
    with home.database.transaction() as session:
        made = Document(
            address="normative-document/2026/900002",
            title=title,
            title_key=title,
            kind="normative_document",
            year=2026,
            drafting_unit_id=home.water,
            **stamp,
        )
        session.add(made)
        session.flush()
        text = Text(document_id=made.id, position=0, title=title, fingerprint="f", **stamp)
        session.add(text)
        session.flush()
        row = ProvisionRow(
            text_id=text.id, position=0, depth=0, level="article", eid="art-1", number="第一条", body="交易。"
        )
        session.add_all([row, EventRow(document_id=made.id, kind="commencement", on=PUBLISHED, **stamp)])
        return made.id


def publish_for_both(home: Any, other: int, content: Any = None) -> int:
    with home.database.transaction() as session:
        explained = [Work(document_id=home.document), Work(document_id=other)]
        row = editing.begin(
            session, "both", content or home.content(), explained, home.water, by=home.drafter
        )
        flow.submit(session, row.id, 1, by=home.drafter)
        flow.approve(session, row.id, 1, "同意", by=home.reviewer)
        release.publish(session, row.id, 1, by=home.reviewer)
        return row.id


def hide(home: Any, document: int) -> None:
    with home.database.transaction() as session:
        session.get_one(Document, document).publication = Publication.WITHDRAWN.value


def test_an_interpretation_is_followed_by_its_questions_each_by_itself(home: Any) -> None:
    key = home.publish()
    whole, question = values(home)
    assert (whole.content, whole.address, whole.title) == (
        Findable.INTERPRETATION,
        f"{key}",
        "《澄江省排污许可管理办法》解读",
    )
    assert (whole.form, whole.unit) == ("文字解读", "水生态环境处")
    assert whole.explains is not None
    assert whole.explains.title == "澄江省排污许可管理办法"
    (answer,) = question.wordings[0].passages
    assert (question.content, question.address, question.title) == (
        Findable.QUESTION,
        f"{key}#b4",
        "证到期了怎么办？",
    )
    assert (answer.eid, answer.words) == ("b4", "到期前两个月来申请延续就行。")
    assert whole.key == question.key == f"interpretation:{key}"


def test_its_blocks_are_passages_without_the_signs_of_markdown(home: Any) -> None:
    home.publish()
    (wording,) = values(home)[0].wordings
    found = {one.eid: (one.trail, one.words) for one in wording.passages}
    assert found[""] == ("", "排污之前先领证，到期之前早延续。")
    assert found["b1"] == ("为什么出台", "许可制度改革以来，各地做法不一。")
    assert "b4" not in found


def test_it_stands_as_its_document_stands(home: Any) -> None:
    home.publish()
    home.event(EventKind.REPEAL, date(2027, 6, 1))
    for found in values(home):
        assert [(one.since, one.validity) for one in found.standings][-1] == (
            date(2027, 6, 1),
            Validity.REPEALED,
        )
        assert (found.kind, found.region, found.issuers) == ("normative_document", "", ("澄江省生态环境厅",))


def test_it_exists_from_the_day_of_its_publication_in_china(home: Any) -> None:
    clock.set_moment(datetime(2026, 11, 23, 16, 30, tzinfo=UTC))
    home.publish()
    assert {found.made_on for found in values(home)} == {date(2026, 11, 24)}


def test_before_its_minute_search_is_told_nothing_and_then_all(home: Any) -> None:
    minute = datetime(2026, 11, 24, 1, tzinfo=UTC)
    with home.database.transaction() as session:
        row = home.begin(session)
        flow.submit(session, row.id, 1, by=home.drafter)
        flow.approve(session, row.id, 1, "同意", by=home.reviewer)
        release.schedule(session, row.id, 1, minute, by=home.reviewer)
        key = row.id
    due.publish_due(home.database)
    assert values(home) == values(home, [key]) == []
    clock.set_moment(minute)
    due.publish_due(home.database)
    assert len(values(home, [key])) == 2


def test_what_was_withdrawn_is_not_told(home: Any) -> None:
    key = home.publish()
    with home.database.transaction() as session:
        release.withdraw(session, key, "引用数字有误", by=home.officer)
    assert values(home) == values(home, [key]) == []


def test_what_explains_a_hidden_document_is_not_told(home: Any) -> None:
    home.publish()
    hide(home, home.document)
    assert values(home) == []


def test_the_public_version_is_told_while_the_working_copy_is_revised(home: Any) -> None:
    key = home.publish()
    with home.database.transaction() as session:
        revised = home.content(title="还没有审核的标题", form=Form.FAQ, blocks=home.content().blocks[:1])
        editing.save(session, key, 1, revised, by=home.drafter)
    assert [found.title for found in values(home)] == ["《澄江省排污许可管理办法》解读", "证到期了怎么办？"]
    assert values(home)[0].form == "文字解读"


def test_a_revised_version_says_from_when_it_is(home: Any) -> None:
    key = home.publish()
    clock.set_moment(datetime(2026, 12, 1, 4, tzinfo=UTC))
    with home.database.transaction() as session:
        row = editing.save(session, key, 1, home.content(lead="另一句"), by=home.drafter)
        flow.submit(session, key, row.version, by=home.drafter)
        flow.approve(session, key, row.version, "同意", by=home.reviewer)
        release.publish(session, key, row.version, by=home.reviewer)
    found = values(home)[0]
    assert (found.made_on, found.wordings[0].text_from) == (PUBLISHED, date(2026, 12, 1))


def test_of_several_documents_a_hidden_one_is_not_named(home: Any) -> None:
    other = second_document(home)
    publish_for_both(home, other)
    assert {found.explains.id for found in values(home) if found.explains} == {home.document}
    hide(home, home.document)
    told = values(home)
    assert {found.explains.id for found in told if found.explains} == {other}
    assert all(found.explains and found.explains.title == "澄江省排污权交易办法" for found in told)


def test_a_question_belongs_to_the_document_whose_provision_it_explains(home: Any) -> None:
    other = second_document(home)
    question = Block("b6", BlockKind.QUESTION, "排污权能卖吗？", "能。", refs=(Ref(1, "art-1"),))
    content = home.content(blocks=(*home.content().blocks, question))
    publish_for_both(home, other, content)
    about = {found.title: found.explains.id for found in values(home) if found.explains}
    assert about["排污权能卖吗？"] == other
    assert about["证到期了怎么办？"] == home.document


@pytest.mark.parametrize("length", [1, PIECE, PIECE + 1, 3 * PIECE])
def test_a_transcript_is_cut_into_pieces_and_nothing_of_it_is_lost(home: Any, length: int) -> None:
    spoken = "字" * length
    home.publish(home.content(transcript=spoken))
    pieces = [one for one in values(home)[0].wordings[0].passages if one.trail == TRANSCRIPT]
    assert "".join(one.words for one in pieces) == spoken
    assert max(len(one.words) for one in pieces) <= PIECE
    assert {one.eid for one in pieces} == {"transcript"}


def test_a_misreading_is_called_one(home: Any) -> None:
    wrong = Block("b7", BlockKind.MISREADING, "小店\n也要领证", "不在名录里的不用。", "网上流传")
    home.publish(home.content(form=Form.RESPONSE, blocks=(*home.content().blocks, wrong)))
    found = {one.eid: one for one in values(home)[0].wordings[0].passages}["b7"]
    assert (found.trail, found.words) == ("误读：小店 也要领证", "不在名录里的不用。\n网上流传")


def test_what_others_wrote_says_so(home: Any) -> None:
    home.publish(home.content(origin=Origin.EXPERT, credit="王某", source_url="https://example.cn/a"))
    assert values(home)[0].form == "专家解读·文字解读"


def test_what_explains_a_document_is_known_whether_public_or_not(home: Any) -> None:
    key = home.publish()
    with home.database.transaction() as session:
        row = home.begin(session, sent="t2")
        other = row.id
    with home.database.reading() as session:
        assert explaining(session, [home.document]) == [key, other]
        assert explaining(session, []) == explaining(session, [home.document + 1]) == []
