"""What the public reads of an outcome: the published edition, counted as comments stand now."""

from collections.abc import Callable
from datetime import date

from registry.consultations.reads.outcomes import TAKEN_BACK, OutcomeTable, preview, published_outcome
from registry.consultations.rules.terms import Channel, CommentState, NoticeProgress, Verdict, Voice
from registry.consultations.tables import Consultation
from tests.registry.consultations.outcomes.conftest import REASON, Answering


def read(answering: Answering) -> OutcomeTable:
    with answering.forum.database.reading() as session:
        found = published_outcome(session, answering.key)
    assert found is not None
    return found


def test_nothing_is_read_before_it_is_published(answering: Answering) -> None:
    answering.answer(answering.comment())
    answering.submit()
    with answering.forum.database.reading() as session:
        assert published_outcome(session, answering.key) is None


def test_nothing_is_read_of_a_consultation_that_was_withdrawn(answering: Answering) -> None:
    answering.published()
    with answering.forum.database.transaction() as session:
        session.get_one(Consultation, answering.key).progress = NoticeProgress.WITHDRAWN.value
    with answering.forum.database.reading() as session:
        assert published_outcome(session, answering.key) is None


def test_each_row_counts_its_comments_by_way_and_voice(answering: Answering) -> None:
    online = [answering.comment() for _ in range(2)]
    letter = answering.comment(channel=Channel.LETTER.value)
    expert = answering.comment(channel=Channel.OTHER.value, voice=Voice.EXPERT.value)
    answering.answer(*online, letter, expert)
    answering.published()
    row = read(answering).rows[0]
    assert row.received == 4
    assert row.from_whom == "网上提交 2、信函 1、其他 1；专家论证意见 1"


def test_the_statistics_are_counted_from_the_comments(answering: Answering) -> None:
    answering.answer(*(answering.comment() for _ in range(3)))
    answering.answer(answering.comment(), verdict=Verdict.NOT_ADOPTED)
    answering.published()
    found = read(answering).tally
    assert (found.received, found.of(Verdict.ADOPTED), found.share) == (4, 3, "75.0%")


def test_a_comment_taken_back_after_publication_takes_its_words_along(answering: Answering) -> None:
    one = answering.comment()
    answering.answer(one)
    answering.published()
    answering.take_back(one)
    table = read(answering)
    row = table.rows[0]
    assert (row.summary, row.reason, row.verdict, row.gone) == (TAKEN_BACK, "", None, True)
    assert (table.tally.received, table.tally.taken_back) == (0, 1)
    assert table.by_place() == {}


def test_a_revision_leaves_the_numbers_of_the_rows_as_they_were(answering: Answering) -> None:
    one = answering.comment()
    answering.answer(one)
    second = answering.answer(answering.comment())
    answering.published()
    answering.take_back(one)
    answering.decide(second, Verdict.NOT_ADOPTED)
    answering.published("第2条填写有误")
    table = read(answering)
    assert [(row.position, row.summary == TAKEN_BACK) for row in table.rows] == [(1, True), (2, False)]
    assert table.rows[1].revised_at is not None


def test_of_several_comments_the_others_keep_their_answer(answering: Answering) -> None:
    one, two = answering.comment(), answering.comment()
    answering.answer(one, two)
    answering.published()
    answering.take_back(one)
    row = read(answering).rows[0]
    assert (row.reason, row.received, row.taken_back) == (REASON, 1, 1)


def test_a_row_is_found_by_comment_and_by_provision(answering: Answering) -> None:
    one = answering.comment()
    answering.answer(one, eids=("art-3", "art-4"))
    answering.published()
    table = read(answering)
    assert table.by_comment()[one].places == "第三条、第四条"
    assert set(table.by_place()) == {"art-3", "art-4"}


def test_what_was_revised_says_so_and_why(answering: Answering, hold_clock: Callable[[date], None]) -> None:
    first, second = answering.answer(answering.comment()), answering.answer(answering.comment())
    answering.published()
    hold_clock(date(2027, 1, 8))
    answering.decide(second, Verdict.NOT_ADOPTED)
    answering.published("第2条填写有误")
    table = read(answering)
    revised = {row.outcome_id: row.revised_at for row in table.rows}
    assert revised[first] is None
    assert revised[second] is not None
    assert [each.reason for each in table.revisions] == ["第2条填写有误"]
    assert table.published_at is not None
    assert table.published_at < table.revisions[0].at


def test_a_preview_shows_what_would_be_published(answering: Answering) -> None:
    answering.group(answering.comment("第三条太短"))
    answering.comment(state=CommentState.HELD.value)
    with answering.forum.database.reading() as session:
        table = preview(session, session.get_one(Consultation, answering.key))
    assert [(row.summary, row.verdict) for row in table.rows] == [("第三条太短", None)]
    assert table.tally.received == 2


def test_no_comments_make_an_empty_table(answering: Answering) -> None:
    answering.published()
    assert (read(answering).rows, read(answering).tally.received) == ((), 0)
