"""Anchors (引条): a block tied to a provision as it was worded when it was explained; stale or not.

Nothing is stored of its state: it is read off the wording and the standing of the day asked for, so an
explanation of a former wording shows itself at the midnight of the change.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from interpretations.rules.terms import AnchorState
from registry.law.provisions import Provision


@dataclass(frozen=True, slots=True)
class Anchor:
    """What was quoted: the provision's id in its text, that text, and the fingerprint of its words."""

    eid: str
    text_id: int
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How an anchor stands: its state, and the id of its provision in the text of the day ("" when gone)."""

    state: AnchorState
    eid: str

    @property
    def reliable(self) -> bool:
        """Whether what was explained is what holds."""
        return self.state in {AnchorState.CURRENT, AnchorState.MOVED}

    @property
    def outdated(self) -> bool:
        """Whether what was explained holds no longer, so that somebody has to look at the explanation."""
        return self.state in {AnchorState.STALE, AnchorState.ENDED}


@dataclass(frozen=True, slots=True)
class Wording:
    """The text of a day: the fingerprint of each provision, and the ids of those that no longer hold.

    `coming` are the texts that apply from a later day.
    """

    text_id: int
    fingerprints: Mapping[str, str]
    ended: frozenset[str] = frozenset()
    whole_ended: bool = False
    coming: frozenset[int] = frozenset()


def fingerprint(provision: Provision) -> str:
    """What tells one wording of a provision from another: its words without its number and white space."""
    below = "".join(child.text for child in provision.children)
    return sha256("".join(f"{provision.heading}{provision.body}{below}".split()).encode()).hexdigest()


def fingerprints(provisions: Iterable[Provision]) -> dict[str, str]:
    """The fingerprint of every provision of a text, by its id."""
    return {node.eid: fingerprint(node) for provision in provisions for node in provision.walk()}


def standing(anchor: Anchor, wording: Wording) -> Standing:
    """How the anchor stands in the text of the day.

    The same words under another number are the same rule (条文序号已变); words that are gone, or changed,
    leave the explanation to the former text. An explanation of a text that applies from a later day is not
    wrong, it is early.
    """
    place = _place(anchor, wording)
    if wording.whole_ended or (
        place and any(place == gone or place.startswith(f"{gone}-") for gone in wording.ended)
    ):
        return Standing(AnchorState.ENDED, place)
    if not place and anchor.text_id in wording.coming:
        return Standing(AnchorState.COMING, "")
    if not place:
        return Standing(AnchorState.STALE, anchor.eid if anchor.eid in wording.fingerprints else "")
    return Standing(AnchorState.CURRENT if place == anchor.eid else AnchorState.MOVED, place)


def _place(anchor: Anchor, wording: Wording) -> str:
    if wording.fingerprints.get(anchor.eid) == anchor.fingerprint:
        return anchor.eid
    same = [eid for eid, held in wording.fingerprints.items() if held == anchor.fingerprint]
    # An article of one paragraph and that paragraph have the same words: the level tells them apart.
    level = anchor.eid.count("-")
    return next((eid for eid in same if eid.count("-") == level), "")
