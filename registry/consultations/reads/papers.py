"""The papers of a public consultation (征求意见材料): every public edition of the draft, the note, files."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registry.consultations.reads.life import Happened
from registry.consultations.reads.visibility import shown
from registry.consultations.rules.passages import homes, passages
from registry.consultations.rules.terms import ConsultationDeed, TextRole
from registry.consultations.tables import Comment, ConsultationFile, ConsultationText
from registry.consultations.texts import editions, recalled
from registry.law.compare import compare
from registry.law.provisions import Provision


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of the draft that the public was asked about, from `since` on; `reason` why it came."""

    text_id: int
    edition: int
    title: str
    since: datetime
    provisions: tuple[Provision, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PublicFile:
    """A file that the public may have."""

    id: int
    filename: str
    media_type: str
    size: int
    sha256: str
    meeting_id: int | None


@dataclass(frozen=True, slots=True)
class Papers:
    """All papers of a consultation: `drafts` from the newest, `said` the comments at each passage of it."""

    drafts: tuple[Edition, ...]
    note: tuple[Provision, ...]
    files: tuple[PublicFile, ...]
    said: Mapping[str, int]
    comments: int


def public_papers(session: Session, key: int, published_at: datetime, events: Sequence[Happened]) -> Papers:
    """The papers of a consultation as the public has them."""
    drafts, counts = public_drafts(session, key, published_at, events), comment_counts(session, key)
    return Papers(
        drafts=drafts,
        note=public_note(session, key),
        files=public_files(session, key),
        said=by_passage(counts, drafts),
        comments=sum(counts.values()),
    )


def public_drafts(
    session: Session, key: int, published_at: datetime, events: Sequence[Happened]
) -> tuple[Edition, ...]:
    """The editions of the draft that were published, the newest first.

    The first stood when the notice came out; each later one is named by its event.
    """
    replaced = {each.text_id: each for each in events if each.deed is ConsultationDeed.REPLACE_TEXT}
    texts = editions(session, key, TextRole.DRAFT)
    later = [(row, replaced[row.id]) for row in texts[:-1] if row.id in replaced]
    found = [_edition(row, event.at, event.reason) for row, event in later]
    return (*found, *(_edition(row, published_at) for row in texts[-1:]))


def public_note(session: Session, key: int) -> tuple[Provision, ...]:
    """The drafting note as it was published; empty where there is none."""
    # Only the draft is replaced while comments are taken.
    texts = editions(session, key, TextRole.DRAFTING_NOTE)
    return recalled(texts[-1].provisions) if texts else ()


def public_files(session: Session, key: int) -> tuple[PublicFile, ...]:
    """The files of a notice and its meetings that the public may have, in the order they came."""
    query = select(ConsultationFile).where(
        ConsultationFile.consultation_id == key,
        ConsultationFile.public,
        ConsultationFile.withdrawn_at.is_(None),
    )
    return tuple(
        PublicFile(row.id, row.filename, row.media_type, row.size, row.sha256, row.meeting_id)
        for row in session.scalars(query.order_by(ConsultationFile.id))
    )


def comment_counts(session: Session, key: int) -> Mapping[tuple[int | None, str], int]:
    """How many public comments there are, by the edition and the provision they are on: one statement."""
    query = select(Comment.text_id, Comment.eid, func.count()).where(Comment.consultation_id == key, shown())
    rows = session.execute(query.group_by(Comment.text_id, Comment.eid))
    return {(text_id, eid): number for text_id, eid, number in rows}


def by_passage(counts: Mapping[tuple[int | None, str], int], drafts: Sequence[Edition]) -> Mapping[str, int]:
    """How many public comments stand at each passage of the newest edition.

    What was said on a passage of an earlier edition is counted at the one it became.
    """
    if not drafts:
        return {}
    found: Counter[str] = Counter()
    current = homes(passages(drafts[0].provisions))
    for draft in drafts:
        own = {eid: number for (text_id, eid), number in counts.items() if text_id == draft.text_id and eid}
        if not own:
            continue
        home = current if draft is drafts[0] else _led(draft, drafts[0], current)
        for eid, number in own.items():
            if eid in home:
                found[home[eid]] += number
    return found


def _led(old: Edition, new: Edition, current: Mapping[str, str]) -> Mapping[str, str]:
    """For every provision of an earlier edition, the passage of the newest that it became."""
    pairs = compare(old.provisions, new.provisions)
    became = {pair.old.eid: pair.new.eid for pair in pairs if pair.old and pair.new}
    former = homes(passages(old.provisions))
    return {eid: current[became[home]] for eid, home in former.items() if became.get(home, "") in current}


def _edition(row: ConsultationText, since: datetime, reason: str = "") -> Edition:
    return Edition(row.id, row.edition, row.title, since, recalled(row.provisions), reason)
