"""The outcome as the public reads it (采纳情况): the last edition that was published, as finished values.

Comments are counted as they stand now: one that was taken back since takes its words along.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.consultations.outcome_flow import snapshot
from registry.consultations.reads.visibility import public
from registry.consultations.rules.tally import Counted, Tally, tally
from registry.consultations.rules.terms import Channel, CommentState, Verdict, Voice
from registry.consultations.tables import Comment, Consultation, OutcomeEdition
from registry.law.designations import designation

# What stands in place of the words of a row whose comments were all taken back (意见撤回).
TAKEN_BACK = "意见人已撤回"
AT_ONCE = 5_000
Kept = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """One row of the table (一条答复): what was said, what became of it, why, and how many said it.

    `verdict` is None where every comment was taken back; in a preview also where it is not decided yet.
    `revised_at` is when it became public in other words than before, or was added to a published outcome.
    """

    position: int
    outcome_id: int
    summary: str
    verdict: Verdict | None
    reason: str
    eids: tuple[str, ...]
    comments: tuple[int, ...]
    taken_back: int
    channels: tuple[tuple[Channel, int], ...]
    voices: tuple[tuple[Voice, int], ...]
    revised_at: datetime | None = None

    @property
    def received(self) -> int:
        """How many comments it answers."""
        return len(self.comments)

    @property
    def gone(self) -> bool:
        """Whether everybody it answered has taken the comment back."""
        return not self.comments

    @property
    def places(self) -> str:
        """The provisions it is about, as they are cited."""
        return "、".join(designation(eid) for eid in self.eids)

    @property
    def from_whom(self) -> str:
        """By which ways its comments came, and of whom; how many of each, where there are several."""
        several = self.received > 1
        ways = [f"{channel.label} {count}" if several else channel.label for channel, count in self.channels]
        whose = [
            f"{voice.label} {count}" if several else voice.label
            for voice, count in self.voices
            if voice is not Voice.PUBLIC
        ]
        return "；".join(part for part in ("、".join(ways), "、".join(whose)) if part)


@dataclass(frozen=True, slots=True)
class Revision:
    """A later edition that was published (修订): when, and why."""

    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class OutcomeTable:
    """The whole outcome: summary, rows, statistics, and what was revised since it was first published."""

    edition: int
    published_at: datetime | None
    revisions: tuple[Revision, ...]
    overview: Markup
    rows: tuple[OutcomeRow, ...]
    tally: Tally

    def by_comment(self) -> Mapping[int, OutcomeRow]:
        """The row that answers each comment, by the comment's id."""
        return {key: row for row in self.rows for key in row.comments}

    def by_place(self) -> Mapping[str, tuple[OutcomeRow, ...]]:
        """The rows about each provision of the draft, by its id; none of what was taken back."""
        found: dict[str, list[OutcomeRow]] = defaultdict(list)
        for row in self.rows:
            for eid in () if row.gone else row.eids:
                found[eid].append(row)
        return {eid: tuple(rows) for eid, rows in found.items()}


def published_outcome(session: Session, key: int) -> OutcomeTable | None:
    """The outcome that the public reads of this consultation; None while there is none.

    Nothing is told of a consultation that is not public, or was withdrawn.
    """
    query = (
        select(OutcomeEdition)
        .join(Consultation, Consultation.id == OutcomeEdition.consultation_id)
        .where(OutcomeEdition.consultation_id == key, OutcomeEdition.published_at.is_not(None), public())
    )
    editions = session.scalars(query.order_by(OutcomeEdition.edition)).all()
    if not editions:
        return None
    last = editions[-1]
    revisions = [Revision(each.published_at, each.reason) for each in editions[1:] if each.published_at]
    return OutcomeTable(
        edition=last.edition,
        published_at=editions[0].published_at,
        revisions=tuple(revisions),
        # Markdown made HTML by `base.markup` when it was saved.
        overview=Markup(last.words_html),  # noqa: S704
        rows=_rows(session, last.rows, _revised(editions)),
        tally=_tally(session, key, last.rows),
    )


def preview(session: Session, row: Consultation) -> OutcomeTable:
    """The table as it would be published now (预览), for the desk."""
    rows = snapshot(session, row.id)
    return OutcomeTable(
        edition=0,
        published_at=None,
        revisions=(),
        overview=Markup(row.outcome_html),  # noqa: S704 - as above
        rows=_rows(session, rows, {}),
        tally=_tally(session, row.id, rows),
    )


def of_edition(session: Session, edition: OutcomeEdition) -> OutcomeTable:
    """One edition as it was submitted, for the office that has to look at it."""
    return OutcomeTable(
        edition=edition.edition,
        published_at=edition.published_at,
        revisions=(),
        overview=Markup(edition.words_html),  # noqa: S704 - as above
        rows=_rows(session, edition.rows, {}),
        tally=_tally(session, edition.consultation_id, edition.rows),
    )


def _rows(session: Session, kept: Sequence[Kept], revised: Mapping[int, datetime]) -> tuple[OutcomeRow, ...]:
    standing = _comments(session, [comment for row in kept for comment in _ids(row)])
    return tuple(_row(place, row, standing, revised) for place, row in enumerate(kept, 1))


def _row(
    place: int, kept: Kept, standing: Mapping[int, Counted], revised: Mapping[int, datetime]
) -> OutcomeRow:
    ids, key = _ids(kept), cast("int", kept["outcome"])
    live = tuple(each for each in ids if each in standing and not standing[each].taken_back)
    counted = tally(standing[each] for each in live)
    return OutcomeRow(
        position=place,
        outcome_id=key,
        # A reason repeats what it answers: with the words of the comment it goes too.
        summary=str(kept["summary"]) if live else TAKEN_BACK,
        verdict=Verdict(str(kept["verdict"])) if live and kept["verdict"] else None,
        reason=str(kept["reason"]) if live else "",
        eids=tuple(cast("Sequence[str]", kept["eids"])) if live else (),
        comments=live,
        taken_back=len(ids) - len(live),
        channels=counted.by_channel,
        voices=counted.by_voice,
        revised_at=revised.get(key) if live else None,
    )


def _comments(session: Session, ids: Sequence[int]) -> Mapping[int, Counted]:
    query = select(Comment.id, Comment.channel, Comment.voice, Comment.state)
    found: dict[int, Counted] = {}
    for first in range(0, len(ids), AT_ONCE):
        chosen = query.where(Comment.id.in_(ids[first : first + AT_ONCE]))
        for key, channel, voice, state in session.execute(chosen):
            back = state == CommentState.TAKEN_BACK.value
            found[key] = Counted(Channel(channel), Voice(voice), None, back)
    return found


def _tally(session: Session, key: int, kept: Sequence[Kept]) -> Tally:
    """Of every comment that came, also of those that were taken back before anybody answered them."""
    verdicts = {comment: row["verdict"] for row in kept for comment in _ids(row)}
    query = select(Comment.id, Comment.channel, Comment.voice, Comment.state)
    return tally(
        Counted(
            Channel(channel),
            Voice(voice),
            Verdict(str(verdicts[comment])) if verdicts.get(comment) else None,
            state == CommentState.TAKEN_BACK.value,
        )
        for comment, channel, voice, state in session.execute(query.where(Comment.consultation_id == key))
    )


def _revised(editions: Iterable[OutcomeEdition]) -> Mapping[int, datetime]:
    """When each row last became public in other words; rows that never changed are left out."""
    found: dict[int, datetime] = {}
    before: Mapping[object, object] | None = None
    for edition in editions:
        now = {row["outcome"]: _words(row) for row in edition.rows}
        if before is not None and edition.published_at:
            changed: Collection[object] = [key for key, words in now.items() if before.get(key) != words]
            found |= {cast("int", key): edition.published_at for key in changed}
        before = now
    return found


def _words(row: Kept) -> tuple[object, ...]:
    return tuple(str(row[name]) for name in ("summary", "verdict", "reason", "eids"))


def _ids(row: Kept) -> Sequence[int]:
    return cast("Sequence[int]", row["comments"])
