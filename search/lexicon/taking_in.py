"""Taking in a table (词表导入): what it would do is shown first, and done to what was seen."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from base.errors import BadInput, RegistryError
from base.staff import audit
from base.staff.roles import Actor
from search.lexicon import exchange, verbs
from search.lexicon.entries import folded_word
from search.lexicon.exchange import Held, Plan, Step
from search.lexicon.tables import SearchWord, SearchWordChange
from search.lexicon.terms import WordDeed, WordSource, WordState
from search.lexicon.verbs import Written

REASON = "表格导入"


class LexiconMoved(RegistryError):
    """The lexicon is not the one that the preview was made of."""

    code = "lexicon-moved"
    status = 409


def mark(session: Session) -> int:
    """What tells one state of the lexicon from another: the last row of its history."""
    query = select(SearchWordChange.id).order_by(SearchWordChange.id.desc()).limit(1)
    return session.execute(query).scalar_one_or_none() or 0


def held(row: SearchWord) -> Held:
    """An entry as a table knows it."""
    return Held(row.entry, row.note, row.stands)


def plan(session: Session, source: str) -> Plan:
    """What a table would do now."""
    return exchange.plan(source, {row.key: held(row) for row in session.scalars(select(SearchWord))})


def take_in(session: Session, source: str, seen: int, *, by: Actor) -> Plan:
    """Do what the table says, all of it; raises BadInput with every fault, LexiconMoved after a change."""
    audit.turn(session)
    if mark(session) != seen:
        raise LexiconMoved("词表刚刚有了别的变动，请再核对一遍下面的预览")
    made = plan(session, source)
    if made.faults:
        raise BadInput("；".join(made.faults[:10]))
    rows = {row.key: row for row in session.scalars(select(SearchWord))}
    for step in made.steps:
        _do(session, rows.get(folded_word(step.after.entry.word)), step, by)
    counts = {deed.value: sum(step.deed is deed for step in made.steps) for deed in WordDeed}
    audit.record(
        session, by, "lexicon.take_in", "search_word", after={name: n for name, n in counts.items() if n}
    )
    if made.steps:
        verbs.grow(session)
    return made


def _do(session: Session, row: SearchWord | None, step: Step, by: Actor) -> None:
    made = Written(step.after.entry, step.after.note, WordSource.TABLE)
    if row is None:
        added = verbs.put_in(session, made, WordState.CONFIRMED, by=by)
        verbs.write_down(session, added, step.deed, by=by, reason=REASON)
        return
    if step.deed is not WordDeed.WITHDRAW:
        verbs.rewrite(row, made)
    verbs.carry(session, row, step.after.state, step.deed, REASON, by)
