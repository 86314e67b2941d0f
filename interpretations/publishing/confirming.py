"""Confirming (核对引条): a person says that an explanation still fits the new words, or what it fits now.

Verbs, which never commit. Nothing is overwritten: the new anchor is appended, the former one withdrawn.
"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from base import clock
from base.errors import BadInput, NotFound, WrongStage
from base.staff import audit
from base.staff.roles import Actor
from interpretations.anchoring import wordings
from interpretations.publishing.editing import OPEN, get, subject
from interpretations.publishing.faults import Stale
from interpretations.publishing.release import tell
from interpretations.publishing.tying import anchored, ground, pointed, say, standing_anchors
from interpretations.publishing.works import Work, works
from interpretations.rules.anchors import Anchor, Wording, standing
from interpretations.rules.content import Ref, recalled
from interpretations.rules.terms import AnchorState, Progress
from interpretations.tables import AnchorRow, Interpretation
from registry.law.designations import designation
from registry.watch import tasks
from registry.watch.tables import LIVE, Task, TaskCode


@dataclass(frozen=True, slots=True)
class Seen:
    """What a person decides: the provision that is explained now, in the text that was before them."""

    eid: str
    text_id: int


def confirm(session: Session, key: int, anchor_id: int, seen: Seen, *, by: Actor) -> AnchorRow:
    """Confirm (确认适用) that a block explains this provision as it is worded today.

    Raises NotFound, WrongStage where somebody did before, Stale where the text is another by now, BadInput
    for a provision that does not hold, NotReady for one that is not there.
    """
    row = get(session, key)
    former = _standing(session, row, anchor_id)
    wording = _wording(session, former.document_id)
    if wording.text_id != seen.text_id:
        raise Stale("这份文件的文本刚刚又有变动，请重新打开，看过现行条文后再核对")
    if _same(former, seen.eid, wording):
        raise BadInput("这处解读针对的就是现行条文，不必核对")
    place = ground(session, Work(former.document_id), clock.today())
    made = anchored(session, row.id, former.block, place, seen.eid, by=by)
    if standing(_anchor(made), wording).state is AnchorState.ENDED:
        raise BadInput(f"{designation(seen.eid)}现已失效，解读不能针对它；请改指其他条文，或者修订解读")
    former.withdrawn_at, former.withdrawn_by = made.recorded_at, by.name
    session.add(made)
    session.flush()
    if seen.eid != former.eid:
        _tie_again(session, row, former, seen.eid, by)
    _close_tasks(session, row, former.document_id, wording, by)
    tell(session, row)
    before = {"anchor": former.id, "eid": former.eid, "text": former.text_id}
    after = {"anchor": made.id, "eid": made.eid, "text": made.text_id, "quoted": made.quoted[:500]}
    audit.record(session, by, "anchor.confirm", subject(row), before=before, after=after)
    return made


def _standing(session: Session, row: Interpretation, anchor_id: int) -> AnchorRow:
    found = session.get(AnchorRow, anchor_id, with_for_update=True, populate_existing=True)
    if found is None or found.interpretation_id != row.id:
        raise NotFound(f"这份解读没有编号为 {anchor_id} 的引条")
    if found.withdrawn_at is not None:
        raise WrongStage(f"这处引条已由{found.withdrawn_by}核对")
    return found


def _anchor(row: AnchorRow) -> Anchor:
    return Anchor(row.eid, row.text_id, row.fingerprint)


def _same(former: AnchorRow, eid: str, wording: Wording) -> bool:
    return eid == former.eid and standing(_anchor(former), wording).state is AnchorState.CURRENT


def _wording(session: Session, document_id: int) -> Wording:
    return wordings(session, [document_id], clock.today())[document_id]


def _tie_again(session: Session, row: Interpretation, former: AnchorRow, eid: str, by: Actor) -> None:
    """Let the content say the new provision too, so that the next version is not tied to the former one.

    Of what is with a reviewer nothing is changed: it is tied anew when it is published.
    """
    if Progress(row.progress) not in OPEN:
        return
    explained = works(session, row.id)
    if Work(document_id=former.document_id) not in explained:
        return
    place = explained.index(Work(document_id=former.document_id))
    public = Progress(row.progress) is Progress.PUBLISHED
    held = recalled(row.content)
    told = pointed(held, {former.block: {Ref(place, former.eid): Ref(place, eid)}})
    if told == held:
        return
    say(session, row, told, by.name)
    if public:
        # Not a word of it is another: the public goes on reading what was reviewed.
        row.published_version = row.version
    session.flush()


def _close_tasks(
    session: Session, row: Interpretation, document_id: int, wording: Wording, by: Actor
) -> None:
    """End the task to look at this document's provisions, once the last of them was."""
    anchors = [each for each in standing_anchors(session, row.id) if each.document_id == document_id]
    if any(standing(_anchor(each), wording).outdated for each in anchors):
        return
    query = select(Task.key).where(
        Task.code == TaskCode.STALE_ANCHOR.value,
        Task.state.in_(LIVE),
        Task.document_id == document_id,
        Task.key.startswith(f"stale_anchor:{row.id}:", autoescape=True),
    )
    for key in session.scalars(query).all():
        tasks.close_task(session, key, by=by.name, outcome="done")
