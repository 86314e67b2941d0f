"""Anchors as of a day: they turn by themselves at the midnight of the change."""

from datetime import date
from typing import Any

from interpretations.reads.anchoring import anchored, anchored_to
from interpretations.rules.terms import AnchorState
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
