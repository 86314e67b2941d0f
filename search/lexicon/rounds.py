"""A round of learning (词条学习) through public texts, interpretations and vain searches, in bounded time."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from base import clock
from base.db import Database
from base.staff import audit
from base.staff.roles import Actor
from interpretations.searching import searchable_interpretations
from interpretations.tables import AnchorRow
from registry.searchable import Findable, Passage, Searchable
from registry.searching import searchables
from search.index import Index
from search.lexicon import verbs
from search.lexicon.entries import folded_word
from search.lexicon.learning.definitions import definitions, terms_of
from search.lexicon.learning.proposals import Gathering, Proposal, Sighting
from search.lexicon.learning.questions import Answered, questions
from search.lexicon.learning.short_names import short_names
from search.lexicon.learning.unanswered import unanswered
from search.lexicon.tables import SearchWord
from search.lexicon.terms import WordDeed, WordState
from search.lexicon.verbs import Written
from search.phrases import standing
from search.snapshot import Snapshot
from search.statistics.reading import lines

# A round that is longer is ended where it is, with what it found.
LONGEST = 60.0
# More than a person rules on in a morning would only lie there.
MOST_PROPOSED = 300
LOOKED_BACK = timedelta(days=90)
Vain = Iterable[tuple[str, int]]


def learn(database: Database, index: Index, *, by: Actor) -> int:
    """Read everything, and propose what is not in the lexicon yet; tells how many. Raises IndexUnreadable."""
    snapshot = Snapshot(index.current())
    with database.reading() as session:
        gathering = gathered(session, index.cut, vain(session))
        known = frozenset(session.scalars(select(SearchWord.key)))
        proposals = gathering.proposals(known, often(snapshot))
    with database.transaction() as session:
        return propose(session, proposals[:MOST_PROPOSED], by=by)


def vain(session: Session) -> list[tuple[str, int]]:
    """What was looked for in vain in the last quarter, by enough to be shown, and how often."""
    today = clock.today()
    found = lines(session, today - LOOKED_BACK, today, "empty")
    return [(line.name, line.counts.empty) for line in found]


def gathered(session: Session, cut: Callable[[str], list[str]], searches: Vain) -> Gathering:
    """Everything that texts, interpretations and vain searches suggest."""
    gathering, terms = Gathering(), set[str]()
    asked = _asked(session)
    since = time.monotonic()
    for document in searchables(session):
        if time.monotonic() - since > LONGEST:
            break
        passages = document.wordings[-1].passages if document.wordings else ()
        terms.add(document.title)
        for passage in passages:
            gathering.take(short_names(document.id, passage.words, cut))
            gathering.take(definitions(document.id, passage.words))
            terms.update(terms_of(passage.words))
        gathering.take(_questions(asked.get(document.id, ()), passages, cut))
    gathering.take(unanswered(searches, terms))
    return gathering


def _asked(session: Session) -> dict[int, list[Answered]]:
    """The public questions of interpretations, by the document that each is about."""
    asked: dict[int, list[Answered]] = {}
    tied = _tied(session)
    for found in searchable_interpretations(session):
        if found.content is Findable.QUESTION and found.explains:
            numbers = tuple(tied.get((found.address, found.explains.id), ()))
            answered = Answered(found.explains.id, found.title, _answer(found), numbers)
            asked.setdefault(answered.document, []).append(answered)
    return asked


def _tied(session: Session) -> dict[tuple[str, int], list[str]]:
    """The numbers of the provisions tied to a block, by the address of the block and their document."""
    tied: dict[tuple[str, int], list[str]] = {}
    query = select(AnchorRow.interpretation_id, AnchorRow.block, AnchorRow.document_id, AnchorRow.number)
    for row in session.execute(query.order_by(AnchorRow.id)):
        tied.setdefault((f"{row.interpretation_id}#{row.block}", row.document_id), []).append(row.number)
    return tied


def _answer(found: Searchable) -> str:
    return "\n".join(passage.words for wording in found.wordings for passage in wording.passages)


def _questions(
    asked: Sequence[Answered], passages: Sequence[Passage], cut: Callable[[str], list[str]]
) -> Iterator[Sighting]:
    if not asked:
        return
    provisions: dict[str, str] = {}
    for passage in passages:
        provisions[passage.number] = f"{provisions.get(passage.number, '')}{passage.words}\n"
    for one in asked:
        yield from questions(one, provisions, cut)


def often(snapshot: Snapshot) -> Callable[[str], int]:
    """Tells in how many documents of the index a word stands."""
    today = snapshot.on(clock.today())
    return lambda word: len(set(snapshot.unit_document[standing(snapshot, word, today)].tolist()))


def propose(session: Session, proposals: Sequence[Proposal], *, by: Actor) -> int:
    """Enter proposals, which hold only when somebody confirms them; leaves out words that have an entry."""
    audit.turn(session)
    known = set(session.scalars(select(SearchWord.key)))
    left, count = verbs.room(session), 0
    for proposal in proposals:
        if count >= left or folded_word(proposal.entry.word) in known:
            continue
        count += 1
        row = verbs.put_in(
            session, Written(proposal.entry, source=proposal.source), WordState.PROPOSED, by=by
        )
        row.sentence, row.document_id, row.score = proposal.sentence, proposal.document, proposal.score
        verbs.write_down(session, row, WordDeed.PROPOSE, by=by)
    audit.record(session, by, "lexicon.propose", "search_word", after={"proposals": count})
    return count
