"""What is done to the lexicon (词表办理): add, change, withdraw, rule on proposals. None of it commits.

Each deed is a row of the history, a row of the audit trail, and, where search knows the entry or knew it, a
larger stamp, all in the same transaction: the next question in any process is read with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from base import clock, outbox
from base.errors import BadInput, NotFound, RegistryError
from base.forms import Faults
from base.staff import audit
from base.staff.roles import Actor
from search.lexicon import limits
from search.lexicon.entries import Entry, folded_word
from search.lexicon.tables import LexiconStamp, SearchWord, SearchWordChange
from search.lexicon.terms import WordDeed, WordKind, WordSource, WordState

STAMP = 1
COUNTED = (WordState.CONFIRMED.value, WordState.PROPOSED.value)


class ChangedMeanwhile(RegistryError):
    """Somebody else has changed the entry since this person looked at it."""

    code = "word-changed"
    status = 409


@dataclass(frozen=True, slots=True)
class Written:
    """An entry as somebody writes it down, with a note on why and where it came from."""

    entry: Entry
    note: str = ""
    source: WordSource = WordSource.DESK


def find(session: Session, word_id: int) -> SearchWord:
    """An entry in whatever state; raises NotFound."""
    row = session.get(SearchWord, word_id)
    if row is None:
        raise NotFound(f"没有编号为 {word_id} 的词条")
    return row


def with_word(session: Session, word: str) -> SearchWord | None:
    """The one entry of a word, in any writing and whatever state."""
    return session.scalars(select(SearchWord).where(SearchWord.key == folded_word(word))).one_or_none()


def add(session: Session, made: Written, *, by: Actor) -> SearchWord:
    """Enter (登记) an entry, which holds at once; raises Faults, naming the entry that is in its way."""
    audit.turn(session)
    found = limits.faults(made.entry)
    other = with_word(session, made.entry.word)
    if other is not None:
        found["word"] = in_the_way(other)
    if room(session) < 1:
        found.setdefault("word", f"词表已有 {limits.MOST_ENTRIES} 条，请先撤下不用的词条")
    if found:
        raise Faults(found)
    row = put_in(session, made, WordState.CONFIRMED, by=by)
    write_down(session, row, WordDeed.ADD, by=by)
    record(session, row, WordDeed.ADD, None, by=by)
    grow(session)
    return row


def change(session: Session, word_id: int, made: Written, seen: int, *, by: Actor) -> SearchWord:
    """Change (修改) an entry, which holds at once, whatever it was: a proposal, rejected or withdrawn."""
    audit.turn(session)
    row = of_version(session, word_id, seen)
    found = limits.faults(made.entry)
    other = with_word(session, made.entry.word)
    if other is not None and other.id != row.id:
        found["word"] = in_the_way(other)
    if row.stands not in (WordState.CONFIRMED, WordState.PROPOSED) and room(session) < 1:
        found.setdefault("word", f"词表已有 {limits.MOST_ENTRIES} 条，请先撤下不用的词条")
    if found:
        raise Faults(found)
    before, deed = stated(row), _deed_of(row.stands)
    rewrite(row, made)
    carry(session, row, WordState.CONFIRMED, deed, "", by)
    record(session, row, deed, before, by=by)
    grow(session)
    return row


def withdraw(session: Session, word_id: int, reason: str, seen: int, *, by: Actor) -> SearchWord:
    """Take an entry back (撤下): search does not know it any more; raises BadInput where it did not hold."""
    audit.turn(session)
    row = of_version(session, word_id, seen)
    if row.stands is not WordState.CONFIRMED:
        raise BadInput(f"“{row.word}”现在是“{row.stands.label}”，只有已生效的词条可以撤下")
    before = stated(row)
    carry(session, row, WordState.WITHDRAWN, WordDeed.WITHDRAW, reason, by)
    record(session, row, WordDeed.WITHDRAW, before, by=by, reason=reason)
    grow(session)
    return row


def rule(
    session: Session, picked: Sequence[tuple[int, int]], verdict: WordState, reason: str, *, by: Actor
) -> list[SearchWord]:
    """Confirm (确认) or reject (驳回) proposals, given by number and version seen; all or none."""
    audit.turn(session)
    deed = WordDeed.CONFIRM if verdict is WordState.CONFIRMED else WordDeed.REJECT
    rows = []
    for word_id, seen in picked:
        row = of_version(session, word_id, seen)
        if row.stands is not WordState.PROPOSED:
            raise ChangedMeanwhile(f"“{row.word}”已经是“{row.stands.label}”，请刷新后再办理")
        before = stated(row)
        carry(session, row, verdict, deed, reason, by)
        record(session, row, deed, before, by=by, reason=reason)
        rows.append(row)
    if rows and verdict is WordState.CONFIRMED:
        grow(session)
    return rows


# What the deeds have in common


def in_the_way(other: SearchWord) -> str:
    """Which entry a word has already, and what to do."""
    brings = "、".join(other.formal)
    standing = f"（{WordKind(other.kind).label}，{other.stands.label}）"
    return f"“{other.word}”已有词条{standing}{f'：{brings}' if brings else ''}；请修改那个词条"


def room(session: Session) -> int:
    """How many entries can still be entered."""
    query = select(func.count()).select_from(SearchWord).where(SearchWord.state.in_(COUNTED))
    return limits.MOST_ENTRIES - session.execute(query).scalar_one()


def of_version(session: Session, word_id: int, seen: int) -> SearchWord:
    """The entry as this person saw it; raises NotFound, or ChangedMeanwhile with what it is now."""
    row = find(session, word_id)
    if row.version != seen:
        brings = "、".join(row.formal) or "（无对应词语）"
        raise ChangedMeanwhile(
            f"“{row.word}”刚刚已由 {row.changed_by} 改为“{row.stands.label}”：{brings}。请核对后再保存"
        )
    return row


def put_in(session: Session, made: Written, state: WordState, *, by: Actor) -> SearchWord:
    """A new row for an entry; its history is the caller's."""
    row = SearchWord(state=state.value, changed_at=clock.now(), changed_by=by.name[:60], version=1)
    rewrite(row, made)
    session.add(row)
    session.flush()
    return row


def rewrite(row: SearchWord, made: Written) -> None:
    """Let a row say what was written; where it came from stays."""
    row.key, row.word = folded_word(made.entry.word), made.entry.word
    row.formal, row.kind, row.note = list(made.entry.formal), made.entry.kind.value, made.note
    row.source = row.source or made.source.value


def write_down(session: Session, row: SearchWord, deed: WordDeed, *, by: Actor, reason: str = "") -> None:
    """Add a row to the history of an entry: how it stands from now on."""
    session.add(
        SearchWordChange(
            word_id=row.id,
            version=row.version,
            deed=deed.value,
            word=row.word,
            formal=list(row.formal),
            kind=row.kind,
            state=row.state,
            note=row.note,
            reason=reason,
            at=row.changed_at,
            by=by.name[:60],
        )
    )


def carry(
    session: Session, row: SearchWord, state: WordState, deed: WordDeed, reason: str, by: Actor
) -> None:
    """Bring an entry to a state, as its next version, and add that to its history."""
    row.state, row.version = state.value, row.version + 1
    row.changed_at, row.changed_by = clock.now(), by.name[:60]
    session.flush()
    write_down(session, row, deed, by=by, reason=reason)


def _deed_of(state: WordState) -> WordDeed:
    if state in (WordState.WITHDRAWN, WordState.REJECTED):
        return WordDeed.RESTORE
    return WordDeed.CHANGE if state is WordState.CONFIRMED else WordDeed.CONFIRM


def stated(row: SearchWord) -> dict[str, object]:
    """What an entry says, for the audit trail."""
    return {
        "word": row.word,
        "formal": list(row.formal),
        "kind": row.kind,
        "state": row.state,
        "note": row.note,
    }


def record(
    session: Session,
    row: SearchWord,
    deed: WordDeed,
    before: dict[str, object] | None,
    *,
    by: Actor,
    reason: str = "",
) -> None:
    """Write a deed down in the audit trail."""
    after = stated(row) | ({"reason": reason} if reason else {})
    audit.record(session, by, f"lexicon.{deed.value}", f"search_word:{row.id}", before=before, after=after)


def grow(session: Session) -> LexiconStamp:
    """Let every process know that the lexicon is another; whatever page was kept is old with it."""
    stamp = session.get(LexiconStamp, STAMP, populate_existing=True)
    if stamp is None:
        stamp = LexiconStamp(id=STAMP, number=0, shipped="")
        session.add(stamp)
    stamp.number += 1
    session.flush()
    outbox.grow(session)
    return stamp
