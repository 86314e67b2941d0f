"""Tying (引条): blocks tied to the provisions they explain, in the text that is explained. Verbs.

What is laid at publication is never changed: a later version lays its own anchors, and what it does not speak
of anew stays as it was laid.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from base import clock
from base.staff.roles import Actor
from interpretations.publishing.editing import content_of, version_of
from interpretations.publishing.faults import NotReady
from interpretations.publishing.works import Work, text_of, title_of
from interpretations.rules.anchors import Anchor, Standing, Wording, fingerprints, standing
from interpretations.rules.content import Content, Ref, kept, recalled
from interpretations.rules.terms import AnchorState
from interpretations.tables import AnchorRow, Interpretation, InterpretationVersion
from registry.law.designations import designation
from registry.law.provisions import Provision
from registry.reads.wording import read_wording


@dataclass(frozen=True, slots=True)
class Ground:
    """The text in which a document is explained: its provisions by their ids, and how it is worded."""

    document_id: int
    text_id: int | None
    nodes: Mapping[str, Provision]
    wording: Wording

    def standing_of(self, row: AnchorRow) -> Standing:
        """How an anchor stands in this text, and at which provision."""
        return standing(Anchor(row.eid, row.text_id, row.fingerprint), self.wording)


def ground(session: Session, work: Work, day: date) -> Ground:
    """The text in which this document is explained by what becomes public on the day."""
    text_id = text_of(session, work, day)
    provisions = read_wording(session, text_id) if text_id else ()
    nodes = {node.eid: node for provision in provisions for node in provision.walk()}
    return Ground(work.document_id or 0, text_id, nodes, Wording(text_id or 0, fingerprints(provisions)))


def standing_anchors(session: Session, key: int) -> Sequence[AnchorRow]:
    """The anchors of what the public reads."""
    query = select(AnchorRow).where(AnchorRow.interpretation_id == key, AnchorRow.withdrawn_at.is_(None))
    return session.scalars(query.order_by(AnchorRow.id)).all()


def anchored(session: Session, key: int, block: str, place: Ground, eid: str, *, by: Actor) -> AnchorRow:
    """An anchor of a block there, not yet added; raises NotReady naming a provision that is not there."""
    if place.text_id is None or eid not in place.nodes:
        title = title_of(session, Work(place.document_id))
        raise NotReady(f"《{title}》所解读的文本没有{designation(eid) or eid}，请重新选定所解读的条文")
    node = place.nodes[eid]
    return AnchorRow(
        interpretation_id=key,
        block=block,
        document_id=place.document_id,
        text_id=place.text_id,
        eid=eid,
        fingerprint=place.wording.fingerprints[eid],
        number=designation(eid)[:60],
        quoted=node.text,
        recorded_at=clock.now(),
        recorded_by=by.name,
    )


def lay(session: Session, row: Interpretation, explained: Sequence[Work], day: date, *, by: Actor) -> None:
    """Tie every block to the provisions it explains, as they are worded in the text explained.

    Raises NotReady naming a provision that is not there. Where the words of a former anchor bear another
    number by now, the block follows them, and the content says so. A block that is word for word what it
    was keeps an anchor that has become stale: a revision of another sentence confirms nothing.
    """
    grounds = [ground(session, work, day) for work in explained]
    former = standing_anchors(session, row.id)
    _follow(session, row, former, grounds)
    spoken = _spoken_anew(session, row)
    wanted = {(block, place.document_id, eid): place for block, place, eid in _placed(row, grounds)}
    for each in former:
        tie = (each.block, each.document_id, each.eid)
        if tie in wanted and each.block not in spoken and _is_stale(each, grounds):
            del wanted[tie]
        else:
            each.withdrawn_at, each.withdrawn_by = clock.now(), by.name
    for (block, _document, eid), place in wanted.items():
        session.add(anchored(session, row.id, block, place, eid, by=by))
    session.flush()


def _placed(row: Interpretation, grounds: Sequence[Ground]) -> Iterator[tuple[str, Ground, str]]:
    for block, ref in content_of(row).refs():
        place = grounds[ref.work] if ref.work < len(grounds) else None
        if place is None or not place.document_id:
            raise NotReady(f"“{block.heading or block.words[:20]}”所引条文的文件不在所解读的文件之列")
        yield block.key, place, ref.eid


def _is_stale(row: AnchorRow, grounds: Sequence[Ground]) -> bool:
    place = next((each for each in grounds if each.document_id == row.document_id), None)
    return place is not None and place.standing_of(row).state is AnchorState.STALE


def _spoken_anew(session: Session, row: Interpretation) -> frozenset[str]:
    """The blocks that do not say word for word what the public reads, refs apart."""
    if row.published_version is None:
        return frozenset(block.key for block in content_of(row).blocks)
    public = recalled(version_of(session, row.id, row.published_version).content)
    before = {block.key: replace(block, refs=()) for block in public.blocks}
    return frozenset(
        block.key for block in content_of(row).blocks if before.get(block.key) != replace(block, refs=())
    )


def _follow(
    session: Session, row: Interpretation, former: Sequence[AnchorRow], grounds: Sequence[Ground]
) -> None:
    """Let the content say the numbers that the provisions bear by now."""
    moves: dict[str, dict[Ref, Ref]] = {}
    for each in former:
        for number, place in enumerate(grounds):
            if place.document_id != each.document_id:
                continue
            now = place.standing_of(each)
            if now.state is AnchorState.MOVED:
                moves.setdefault(each.block, {})[Ref(number, each.eid)] = Ref(number, now.eid)
    held = content_of(row)
    content = pointed(held, moves)
    if content != held:
        # The words remain whose they were: who publishes has not become a writer by it.
        say(session, row, content, version_of(session, row.id, row.version).recorded_by)


def pointed(content: Content, moves: Mapping[str, Mapping[Ref, Ref]]) -> Content:
    """The content with references changed, all at once, by the key of their block.

    At once, because a provision may move to the number that its neighbour had.
    """
    blocks = [
        replace(block, refs=tuple(dict.fromkeys(told.get(ref, ref) for ref in block.refs)))
        for block in content.blocks
        for told in [moves.get(block.key, {})]
    ]
    return replace(content, blocks=tuple(blocks))


def say(session: Session, row: Interpretation, content: Content, name: str) -> None:
    """Append a version that says the same words of other provisions; its HTML is what it was."""
    rendered = version_of(session, row.id, row.version).rendered
    row.content, row.version, row.changed_at = kept(content), row.version + 1, clock.now()
    session.add(
        InterpretationVersion(
            interpretation_id=row.id,
            version=row.version,
            title=row.title,
            content=row.content,
            rendered=rendered,
            recorded_at=row.changed_at,
            recorded_by=name,
        )
    )
    session.flush()
