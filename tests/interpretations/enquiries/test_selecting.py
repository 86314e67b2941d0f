"""An answer becomes a public question and answer, without whoever asked, as every interpretation does."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from base import outbox
from base.errors import WrongStage
from interpretations.enquiries import replying, selecting
from interpretations.enquiries.selecting import Chosen
from interpretations.enquiries.tables import Enquiry
from interpretations.publishing import editing, flow, release
from interpretations.publishing.faults import NotReady
from interpretations.reads import visibility
from interpretations.rules.terms import Form, Origin
from interpretations.tables import AnchorRow, Interpretation

ASKED = "我叫张三丰，住环城东路12号3幢，电话13800138000。许可证到期以前多久申请延续？"
CHOSEN = Chosen("排污许可证到期以前多久要申请延续？", "依第三条，**六十日**以前。")


@pytest.fixture
def answered(desk: Any) -> int:
    """An enquiry of somebody who told too much, and its answer."""
    key: int = desk.asked(question=ASKED, name="张三丰", contact="13800138000")
    desk.do(replying.reply, key, "张三丰您好：六十日以前，到环城西路8号办理。", by=desk.unit)
    return key


def select_it(desk: Any, key: int, chosen: Chosen = CHOSEN) -> int:
    return int(desk.do(selecting.select_answer, key, chosen, by=desk.unit, config=False).id)


def test_the_proposal_tells_of_nobody_and_leaves_the_offices_place(desk: Any, answered: int) -> None:
    with desk.home.database.reading() as session:
        made = selecting.proposal(session, session.get_one(Enquiry, answered))
        words = made.question + made.answer
        assert not [word for word in ("张三丰", "环城东路12号", "13800138000") if word in words]
        assert "环城西路8号" in made.answer
        assert [trace.what for trace in selecting.left(session, answered, made)] == ["地址"]


def test_it_goes_the_whole_way_and_is_public_and_anchored(desk: Any, answered: int) -> None:
    key = select_it(desk, answered)
    assert desk.row(answered).interpretation_id == key
    with desk.home.database.transaction() as session:
        row = session.get_one(Interpretation, key)
        assert (row.form, row.origin, row.unit_id) == (Form.FAQ, Origin.ENQUIRY, desk.home.water)
        selecting.refuse_asker(session, key)
        flow.submit(session, key, row.version, by=desk.unit)
        flow.approve(session, key, row.version, "同意", by=desk.office)
        release.publish(session, key, row.version, by=desk.office)
    with desk.home.database.reading() as session:
        assert session.scalars(select(Interpretation.id).where(visibility.public())).all() == [key]
        anchor = session.scalars(select(AnchorRow)).one()
        assert (anchor.eid, anchor.block) == ("art-3", "b1")


def test_what_still_tells_of_the_asker_is_not_submitted(desk: Any, answered: int) -> None:
    key = select_it(desk, answered)
    for words in ("答张三丰先生的信。", "请致电 138 0013 8000。"):
        with desk.home.database.transaction() as session:
            row = session.get_one(Interpretation, key)
            content = editing.content_of(row)
            block = type(content.blocks[0])("b1", content.blocks[0].kind, "问", words)
            changed = type(content)(
                **{**{n: getattr(content, n) for n in content.__dataclass_fields__}, "blocks": (block,)}
            )
            editing.save(session, key, row.version, changed, by=desk.unit)
            with pytest.raises(NotReady, match="请改写后再送审"):
                selecting.refuse_asker(session, key)


def test_any_other_interpretation_is_not_looked_at(desk: Any) -> None:
    with desk.home.database.transaction() as session:
        row = desk.home.begin(session)
        selecting.refuse_asker(session, row.id)


def test_it_is_selected_once_until_it_is_given_up(desk: Any, answered: int) -> None:
    key = select_it(desk, answered)
    with pytest.raises(WrongStage, match="已经选登过"):
        select_it(desk, answered)
    with desk.home.database.transaction() as session:
        editing.abandon(session, key, "不宜公开", by=desk.unit)
    assert select_it(desk, answered) != key


def test_an_unanswered_one_cannot_be_selected(desk: Any) -> None:
    with pytest.raises(WrongStage, match="待答复"):
        select_it(desk, desk.asked())


def test_a_question_on_no_document_is_begun_without_one(desk: Any) -> None:
    key = desk.asked(document_id=None)
    with desk.home.database.transaction() as session:
        session.get_one(Enquiry, key).unit_id = desk.home.water
        session.get_one(Enquiry, key).state = "assigned"
    desk.do(replying.reply, key, "答", by=desk.unit)
    made = select_it(desk, key)
    with desk.home.database.reading() as session:
        assert not [*editing.content_of(session.get_one(Interpretation, made)).refs()]


def test_to_ask_makes_no_page_old_and_to_answer_does(desk: Any) -> None:
    def generation() -> int:
        with desk.home.database.reading() as session:
            return outbox.generation(session)

    before = generation()
    key = desk.asked()
    assert generation() == before
    desk.do(replying.reply, key, "答", by=desk.unit)
    assert generation() > before


@pytest.mark.parametrize(
    "field", ["title", "lead", "contact", "speaker", "credit", "transcript", "picture_text"]
)
def test_the_asker_is_looked_for_in_everything_that_will_be_read(
    desk: Any, answered: int, field: str
) -> None:
    key = select_it(desk, answered)
    with desk.home.database.transaction() as session:
        row = session.get_one(Interpretation, key)
        told = replace(editing.content_of(row), **{field: "答张三丰先生"})
        editing.save(session, key, row.version, told, by=desk.unit)
        with pytest.raises(NotReady, match="请改写后再送审"):
            selecting.refuse_asker(session, key)
