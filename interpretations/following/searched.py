"""What is new of a followed search (所订检索的变化): told only of what came after it was told last.

The order of hits changes whenever a document is added anywhere. So everything that a search ever found for a
follower stays known; what it finds for the first time is news only where it was registered since. Something
old that a changed word list brings up is none.
"""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from interpretations.following.states import State, World, parts
from interpretations.following.tables import Followed
from interpretations.reads.visibility import public
from interpretations.tables import Interpretation
from registry.law.terms import Validity
from registry.reads.visibility import visible
from registry.tables import Document

DOCUMENT, INTERPRETATION = "document", "interpretation"
# So much is known of a search; of what was found longest ago nothing more is told.
MOST_KNOWN = 1_000


def joined(former: State, now: State, public: Collection[str]) -> State:
    """What is known after a round: what was, as far as it is public, and what is found now.

    >>> before = {"newest": [7, 0], "hits": {"document:1": ["in_force", 5], "document:2": ["in_force", 6]}}
    >>> joined(before, {"newest": [9, 0], "hits": {}}, {"document:1"})
    {'newest': [9, 0], 'hits': {'document:1': ['in_force', 5]}}
    """
    if "hits" not in now:
        # Search could not tell: nothing is new, and nothing forgotten.
        return former
    held = former.get("hits", {})
    kept = {key: value for key, value in held.items() if key in now["hits"] or key in public}
    hits = dict([*(kept | now["hits"]).items()][-MOST_KNOWN:])
    # Without a change it is the former state to the letter: nothing is written for it.
    return former if hits == held and "hits" in former else {"newest": now["newest"], "hits": hits}


def lost(former: State, now: State) -> set[str]:
    """What was found before and is not found now: withdrawn, or only ranked otherwise."""
    return set(former.get("hits", {}).keys() - now.get("hits", {}).keys())


def still_public(session: Session, keys: Collection[str]) -> set[str]:
    """Those of these documents and interpretations that the public may see."""
    found = set()
    rules = (DOCUMENT, Document.id, visible()), (INTERPRETATION, Interpretation.id, public())
    for what, column, rule in rules:
        ids = sorted(int(key.partition(":")[2]) for key in keys if key.startswith(f"{what}:"))
        for part in parts(ids):
            query = select(column).where(rule, column.in_(part))
            found |= {f"{what}:{number}" for number in session.scalars(query)}
    return found


def settle(session: Session, states: Mapping[Any, State], former: Mapping[Any, State]) -> dict[Any, State]:
    """What is known after this round of each (key, former state), searches joined with what was known."""
    searched = {each for each in former if each[0][0] is Followed.SEARCH}
    gone = {key for each in searched for key in lost(former[each], states[each[0]])}
    shown = still_public(session, gone) if gone else set()
    return {
        each: joined(told, states[each[0]], shown) if each in searched else states[each[0]]
        for each, told in former.items()
    }


def news_of(world: World, former: State, now: State) -> list[tuple[str, str, int]]:
    """What is new of a search: what it is (`arrived`, `ended`), and of which document or interpretation."""
    found = []
    for key, value in now["hits"].items():
        before = former.get("hits", {}).get(key)
        what, _, number = key.partition(":")
        if value != before and (kind := _kind(world, (what, int(number)), (before, value), former["newest"])):
            found.append((kind, what, int(number)))
    return found


def _kind(
    world: World, key: tuple[str, int], values: tuple[list[Any] | None, list[Any]], newest: list[int]
) -> str:
    (what, number), (before, value) = key, values
    if what == INTERPRETATION:
        if before is None:
            return "explained" if world.told[number].version_id > newest[1] else ""
        return "stale" if value[1] and not before[1] else "renewed"
    if before is None:
        return "arrived" if value[1] > newest[0] else ""
    if value[0] != before[0]:
        ended = Validity(value[0]).ended and not Validity(before[0]).ended
        return "ended" if ended else "standing"
    return "amended"
