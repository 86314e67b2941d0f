"""How the list that comes with the program gets into the lexicon (随附词表载入), and follows new versions.

What the office has made of an entry is never written over: a version changes, adds and takes back only what
nobody but versions before it has touched.
"""

import hashlib
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from base import clock
from base.staff import audit
from base.staff.roles import at_the_console
from search.lexicon import shipped, verbs
from search.lexicon.entries import Entry, folded_word
from search.lexicon.tables import LexiconStamp, SearchWord
from search.lexicon.terms import WordDeed, WordSource, WordState
from search.lexicon.verbs import Written

BY = at_the_console("随软件提供")


def follow(session: Session, listed: Sequence[Entry] | None = None) -> int:
    """Take in the list of this version where it is another than the one taken in last; tells the changes."""
    entries = list(shipped.entries()) if listed is None else list(listed)
    digest = hashlib.sha256(repr(entries).encode()).hexdigest()
    if _taken_in(session) == digest:
        return 0
    audit.turn(session)
    # Two first starts at once: the second finds the work done when its turn comes.
    if _taken_in(session) == digest:
        return 0
    count = _take_in(session, entries)
    verbs.grow(session).shipped = digest
    audit.record(
        session, BY, "lexicon.follow", "search_word", after={"entries": len(entries), "changes": count}
    )
    return count


def _taken_in(session: Session) -> str:
    stamp = session.get(LexiconStamp, verbs.STAMP, populate_existing=True)
    return stamp.shipped if stamp else ""


def _take_in(session: Session, entries: Sequence[Entry]) -> int:
    standing = {row.key: row for row in session.scalars(select(SearchWord))}
    left = verbs.room(session)
    count = 0
    for entry in entries:
        row = standing.get(folded_word(entry.word))
        if row is None and left > 0:
            left -= 1
            count += 1
            _enter(session, entry)
        elif row is not None and _untouched(row) and row.entry != entry:
            count += 1
            _change(session, row, entry)
    listed = {folded_word(entry.word) for entry in entries}
    gone = [row for key, row in standing.items() if key not in listed and _untouched(row)]
    for row in gone:
        _step(session, row, WordState.WITHDRAWN, "新版本不再提供")
    return count + len(gone)


def _untouched(row: SearchWord) -> bool:
    """Whether only versions of the program ever wrote this entry, and it holds."""
    ours = row.source == WordSource.SHIPPED.value and row.changed_by == BY.name
    return ours and row.state == WordState.CONFIRMED.value


def _enter(session: Session, entry: Entry) -> None:
    row = verbs.put_in(session, Written(entry, source=WordSource.SHIPPED), WordState.CONFIRMED, by=BY)
    verbs.write_down(session, row, WordDeed.ADD, by=BY)


def _change(session: Session, row: SearchWord, entry: Entry) -> None:
    verbs.rewrite(row, Written(entry, row.note, WordSource.SHIPPED))
    _step(session, row, WordState.CONFIRMED, "")


def _step(session: Session, row: SearchWord, state: WordState, reason: str) -> None:
    row.state, row.version, row.changed_at = state.value, row.version + 1, clock.now()
    session.flush()
    verbs.write_down(session, row, WordDeed.FOLLOW, by=BY, reason=reason)
