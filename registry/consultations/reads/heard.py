"""What was said on each passage of a draft and what was answered (意见与答复), as far as the public may know.

Before the outcome is published the public knows of the comments that are shown; afterwards also of those that
the outcome answers. What was taken back is not counted.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.consultations.reads.outcomes import OutcomeRow, OutcomeTable
from registry.consultations.reads.papers import Edition
from registry.consultations.reads.visibility import shown
from registry.consultations.rules.passages import homes, passages
from registry.consultations.rules.terms import Channel, CommentState, Verdict, Voice
from registry.consultations.rules.tracing import align, holding
from registry.consultations.tables import Comment

# Of more comments on one article the list of all comments tells.
MOST_TOLD = 30
Home = Callable[[int | None, str], str]


@dataclass(frozen=True, slots=True)
class Heard:
    """The comments on a passage, by id with their verdicts, and the answers to them."""

    comments: Mapping[int, Verdict | None]
    answers: tuple[OutcomeRow, ...] = ()

    @property
    def received(self) -> int:
        """How many comments there were."""
        return len(self.comments)

    def of(self, verdict: Verdict) -> int:
        """How many of them came to this verdict."""
        return sum(each is verdict for each in self.comments.values())


def together(parts: Iterable[Heard]) -> Heard:
    """What was said on several passages; a comment on more than one of them counts once."""
    comments: dict[int, Verdict | None] = {}
    answers: dict[int, OutcomeRow] = {}
    for part in parts:
        comments |= part.comments
        answers |= {answer.position: answer for answer in part.answers}
    return Heard(comments, tuple(answers[position] for position in sorted(answers)))


def heard(
    session: Session, key: int, drafts: Sequence[Edition], outcome: OutcomeTable | None
) -> Mapping[str, Heard]:
    """What was said on each passage of the newest draft (the first of `drafts`), by the passage's eid."""
    answers = [row for row in outcome.rows if row.verdict and not row.gone] if outcome else []
    verdicts = {each: answer.verdict for answer in answers for each in answer.comments}
    standing = _standing(session, key, verdicts)
    home = _homes(drafts)
    places: dict[int, tuple[str, ...]] = {
        each: (place,) for each, (text_id, eid) in standing.items() if eid and (place := home(text_id, eid))
    }
    about: dict[int, tuple[str, ...]] = {}
    for answer in answers:
        named = tuple(home(None, eid) for eid in answer.eids)
        ids = [each for each in answer.comments if each in standing]
        about[answer.position] = (*named, *(place for each in ids for place in places.get(each, ())))
        for each in ids:
            # A comment on the whole draft belongs to what its answer is about.
            places.setdefault(each, named)
    return _gathered({each: (places.get(each, ()), verdicts.get(each)) for each in standing}, answers, about)


def _gathered(
    comments: Mapping[int, tuple[tuple[str, ...], Verdict | None]],
    answers: Iterable[OutcomeRow],
    about: Mapping[int, tuple[str, ...]],
) -> Mapping[str, Heard]:
    said: defaultdict[str, dict[int, Verdict | None]] = defaultdict(dict)
    for each, (places, verdict) in comments.items():
        for place in places:
            said[place][each] = verdict
    told: defaultdict[str, list[OutcomeRow]] = defaultdict(list)
    for answer in answers:
        for place in dict.fromkeys(about[answer.position]):
            told[place].append(answer)
    known = {*said, *told} - {""}
    return {place: Heard(said.get(place, {}), tuple(told.get(place, ()))) for place in known}


def _standing(session: Session, key: int, answered: Collection[int]) -> Mapping[int, tuple[int | None, str]]:
    """The comments the public knows of, with the edition and the provision they are on: one statement."""
    columns = (Comment.id, Comment.text_id, Comment.eid, shown())
    alive = Comment.state != CommentState.TAKEN_BACK.value
    query = select(*columns).where(Comment.consultation_id == key, alive).order_by(Comment.id)
    return {
        each: (text_id, eid)
        for each, text_id, eid, public in session.execute(query)
        if public or each in answered
    }


def _homes(drafts: Sequence[Edition]) -> Home:
    """For an edition and a provision of it, the passage of the newest edition that it is in, or became."""
    if not drafts:
        return lambda _edition, _eid: ""
    newest = homes(passages(drafts[0].provisions))
    led: dict[int, Mapping[str, str]] = {drafts[0].text_id: newest}

    def home(text_id: int | None, eid: str) -> str:
        if text_id is not None and text_id not in led:
            edition = next((draft for draft in drafts if draft.text_id == text_id), None)
            led[text_id] = _became(edition, drafts[0], newest) if edition else newest
        return led.get(text_id or 0, newest).get(eid, "")

    return home


def _became(old: Edition, new: Edition, newest: Mapping[str, str]) -> Mapping[str, str]:
    lives = align(old.provisions, new.provisions).by_old
    found: dict[str, str] = {}
    for eid, unit in holding(old.provisions).items():
        strand = lives.get(unit)
        if strand and strand.new and strand.new.eid in newest:
            found[eid] = newest[strand.new.eid]
    return found


@dataclass(frozen=True, slots=True)
class Said:
    """A comment as the public reads it, with the way it came and whose it is."""

    id: int
    words: str
    exact: str
    channel: Channel
    voice: Voice
    organisation: bool
    received_at: datetime


def said(session: Session, ids: Collection[int], most: int = MOST_TOLD) -> tuple[Said, ...]:
    """Those of these comments whose words the public may read, the earliest first, so many of them."""
    wanted = sorted(ids)
    if not wanted:
        return ()
    query = select(Comment).where(Comment.id.in_(wanted), shown()).order_by(Comment.id).limit(most)
    return tuple(
        Said(
            row.id,
            row.shown_words or row.words,
            row.exact,
            Channel(row.channel),
            Voice(row.voice),
            row.organisation,
            row.received_at,
        )
        for row in session.scalars(query)
    )
