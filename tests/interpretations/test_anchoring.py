"""Anchors as of a day: they turn by themselves at the midnight of the change."""

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from interpretations.anchoring import anchored, anchored_to
from interpretations.publishing import editing, flow, release
from interpretations.publishing.tying import standing_anchors
from interpretations.publishing.works import Work
from interpretations.rules.content import Ref
from interpretations.rules.terms import AnchorState
from interpretations.tables import Interpretation
from registry.law.terms import EventKind


def states(home: Any, day: date) -> list[AnchorState]:
    with home.database.reading() as session:
        return [each.standing.state for each in anchored_to(session, home.document, day)]


def test_an_anchor_turns_at_the_midnight_from_which_the_article_reads_otherwise(home: Any) -> None:
    home.publish()
    home.reword("art-3", "排污许可证有效期为三年。", date(2027, 1, 1))
    assert states(home, date(2026, 12, 31)) == [AnchorState.CURRENT, AnchorState.CURRENT]
    assert states(home, date(2027, 1, 1)) == [AnchorState.CURRENT, AnchorState.STALE]


def test_an_anchor_ends_with_its_article_or_its_document(home: Any) -> None:
    key = home.publish()
    home.event(EventKind.PARTIAL_REPEAL, date(2027, 1, 1), provisions=["art-2"])
    home.event(EventKind.REPEAL, date(2027, 6, 1))
    assert states(home, date(2026, 12, 31)) == [AnchorState.CURRENT] * 2
    assert states(home, date(2027, 1, 1)) == [AnchorState.ENDED, AnchorState.CURRENT]
    assert states(home, date(2027, 6, 1)) == [AnchorState.ENDED] * 2
    with home.database.reading() as session:
        assert {each.interpretation_id for each in anchored(session, date(2027, 1, 1))} == {key}


def test_what_was_written_for_a_coming_text_is_early_not_stale_and_holds_from_its_first_day(
    home: Any,
) -> None:
    coming = home.reword("art-3", "排污许可证有效期为三年。", date(2027, 1, 1))
    with home.database.transaction() as session:
        work = Work(document_id=home.document, text_id=coming)
        row = editing.begin(session, "c1", home.content(), [work], home.water, by=home.drafter)
        agree(home, session, row)
    assert states(home, date(2026, 12, 31)) == [AnchorState.CURRENT, AnchorState.COMING]
    assert states(home, date(2027, 1, 1)) == [AnchorState.CURRENT, AnchorState.CURRENT]


def test_what_is_published_of_the_law_as_it_stands_is_not_tied_to_a_coming_text(home: Any) -> None:
    home.reword("art-3", "排污许可证有效期为三年。", date(2027, 1, 1))
    home.publish()
    assert states(home, date(2026, 12, 31)) == [AnchorState.CURRENT, AnchorState.CURRENT]
    assert states(home, date(2027, 1, 1)) == [AnchorState.CURRENT, AnchorState.STALE]


def agree(home: Any, session: Session, row: Interpretation) -> None:
    """Send a working copy the rest of the way to the public."""
    flow.submit(session, row.id, row.version, by=home.drafter)
    flow.approve(session, row.id, row.version, "同意", by=home.reviewer)
    release.publish(session, row.id, row.version, by=home.reviewer)


def revise(home: Any, key: int, lead: str) -> list[tuple[str, str]]:
    """Publish the same words with another lead sentence; gives what each block is tied to then."""
    with home.database.transaction() as session:
        row = editing.get(session, key)
        content = replace(editing.content_of(row), lead=lead)
        agree(home, session, editing.save(session, key, row.version, content, by=home.drafter))
        return [(each.block, each.eid) for each in standing_anchors(session, key)]


def test_revisions_follow_an_article_to_its_new_number_and_stay_there(home: Any) -> None:
    key = home.publish()
    home.renumber(date(2026, 11, 22))
    assert revise(home, key, "另一句话") == [("b3", "art-3"), ("b4", "art-4")]
    assert revise(home, key, "又一句话") == [("b3", "art-3"), ("b4", "art-4")]
    assert states(home, date(2026, 11, 23)) == [AnchorState.CURRENT, AnchorState.CURRENT]


def test_two_articles_of_one_block_follow_each_to_its_own_number(home: Any) -> None:
    held = home.content()
    both = tuple(
        replace(block, refs=(Ref(0, "art-2"), Ref(0, "art-3"))) if block.key == "b3" else block
        for block in held.blocks
    )
    key = home.publish(replace(held, blocks=both))
    home.renumber(date(2026, 11, 22))
    # The second article became the third, whose words are the fourth by now.
    assert revise(home, key, "另一句话") == [("b3", "art-3"), ("b3", "art-4"), ("b4", "art-4")]


def test_a_revision_of_another_sentence_confirms_nothing(home: Any) -> None:
    key = home.publish()
    home.reword("art-3", "排污许可证有效期为三年。", date(2026, 11, 22))
    revise(home, key, "另一句话")
    assert sorted(states(home, date(2026, 11, 23))) == [AnchorState.CURRENT, AnchorState.STALE]


def test_a_block_that_was_written_anew_is_tied_to_the_new_words(home: Any) -> None:
    key = home.publish()
    home.reword("art-3", "排污许可证有效期为三年。", date(2026, 11, 22))
    with home.database.transaction() as session:
        row = editing.get(session, key)
        content = editing.content_of(row)
        told = tuple(
            replace(block, words="三年一换。") if block.key == "b4" else block for block in content.blocks
        )
        agree(
            home,
            session,
            editing.save(session, key, row.version, replace(content, blocks=told), by=home.drafter),
        )
    assert states(home, date(2026, 11, 23)) == [AnchorState.CURRENT, AnchorState.CURRENT]
