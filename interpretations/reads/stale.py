"""Anchors to look at (待核对的引条): interpretations of provisions that no longer read as explained."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from interpretations.anchoring import HALTED, Anchored, as_of, texts_on
from interpretations.publishing.works import Work, provisions_on, text_on, title_of
from interpretations.reads.visibility import public
from interpretations.rules.terms import AnchorState
from interpretations.tables import AnchorRow, Interpretation
from registry.law.designations import designation
from registry.law.differences import Segment, differences
from registry.law.events import Event
from registry.law.provisions import Provision
from registry.law.terms import EventKind
from registry.law.validity import validity
from registry.reads.life import lives

MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Affected:
    """An interpretation and a document whose present text of it says otherwise: the anchors concerned.

    `since` is the first day of what changed: of the text, or of the event that ended a provision.
    """

    interpretation_id: int
    title: str
    unit_id: int
    document_id: int
    text_id: int
    since: date | None
    anchors: tuple[Anchored, ...]

    @property
    def named(self) -> str:
        """The provisions concerned and what became of them (第三条、第五条已修改)."""
        words = []
        for states, word in ((AnchorState.STALE, "已修改"), (AnchorState.ENDED, "已失效")):
            numbers = list(dict.fromkeys(one.number for one in self.anchors if one.standing.state is states))
            if numbers:
                more = "等" if len(numbers) > MOST_NAMED else ""
                words.append(f"{'、'.join(numbers[:MOST_NAMED])}{more}{word}")
        return "，".join(words)


def affected(session: Session, day: date) -> tuple[Affected, ...]:
    """Every public interpretation that has to be looked at, by the document that changed.

    A document that ended as a whole is none: its interpretations bear its mark, there is nothing to mend.
    """
    query = select(AnchorRow, Interpretation).join(
        Interpretation, Interpretation.id == AnchorRow.interpretation_id
    )
    query = query.where(AnchorRow.withdrawn_at.is_(None), public()).order_by(AnchorRow.id)
    rows = session.execute(query).all()
    documents = sorted({anchor.document_id for anchor, _interpretation in rows})
    texts, events = texts_on(session, documents, day), lives(session, documents)
    changed = [
        row
        for row, _interpretation in rows
        if _may_differ(row, texts.get(row.document_id), events.get(row.document_id, ()), day)
    ]
    loose: dict[tuple[int, int], list[Anchored]] = defaultdict(list)
    for anchor in as_of(session, changed, day):
        if anchor.standing.outdated:
            loose[anchor.interpretation_id, anchor.document_id].append(anchor)
    named = {interpretation.id: interpretation for _anchor, interpretation in rows}
    return tuple(
        _affected(named[key], document, found, texts.get(document), events.get(document, ()), day)
        for (key, document), found in sorted(loose.items())
    )


def _may_differ(
    row: AnchorRow, text: tuple[int, date | None] | None, events: Iterable[Event], day: date
) -> bool:
    # Reading the wordings is what costs: only those are read in which something can have happened.
    held = [event for event in events if event.on is not None and event.on <= day]
    if validity(held, day) in HALTED:
        return False
    return text is None or text[0] != row.text_id or any(map(_partial, held))


def _partial(event: Event) -> bool:
    # What ends or halts single provisions without another text.
    return bool(event.provisions) and event.kind is not EventKind.AMENDMENT


def _affected(
    row: Interpretation,
    document_id: int,
    anchors: list[Anchored],
    text: tuple[int, date | None] | None,
    events: Iterable[Event],
    day: date,
) -> Affected:
    ended = [event.on for event in events if _partial(event) and event.on and event.on <= day]
    days = [*ended, *([text[1]] if text and text[1] else [])]
    return Affected(
        row.id,
        row.title,
        row.unit_id,
        document_id,
        text[0] if text else 0,
        max(days, default=None),
        tuple(anchors),
    )


@dataclass(frozen=True, slots=True)
class Comparison:
    """An anchor beside the present words: what was quoted, what is there now, and what differs.

    `now` is "" where the provision is gone; `changes` runs from the quoted words to the present ones.
    """

    anchor: Anchored
    block: str
    document: str
    text_id: int
    now: str
    changes: tuple[Segment, ...]
    places: tuple[tuple[str, str], ...]


def comparisons(
    session: Session, anchors: Iterable[Anchored], blocks: dict[str, str], day: date
) -> tuple[Comparison, ...]:
    """The anchors beside the present words of what they explain; `blocks` names the blocks."""
    read: dict[int, tuple[int, dict[str, Provision], str]] = {}
    made = []
    for anchor in anchors:
        key = anchor.document_id
        if key not in read:
            nodes = {node.eid: node for root in provisions_on(session, key, day) for node in root.walk()}
            read[key] = (text_on(session, key, day) or 0, nodes, title_of(session, Work(key)))
        text_id, nodes, title = read[key]
        place = anchor.standing.eid
        now = nodes[place].text if place in nodes else ""
        places = tuple((eid, _label(node)) for eid, node in nodes.items())
        changes = differences(anchor.quoted, now)
        made.append(
            Comparison(anchor, blocks.get(anchor.block, anchor.block), title, text_id, now, changes, places)
        )
    return tuple(made)


def _label(node: Provision) -> str:
    words = " ".join(f"{node.heading}{node.body}".split())
    return f"{designation(node.eid) or node.number}　{words[:24]}{'……' if len(words) > 24 else ''}"  # noqa: PLR2004  # one line of a list
