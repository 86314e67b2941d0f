"""Selecting (选登): an answer becomes a public question and answer, without whoever asked.

It is a working copy of the unit that answered, and goes the way of every interpretation: other eyes pass it.
"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from base.errors import WrongStage
from base.staff.roles import Actor
from base.staff.tables import Unit
from interpretations.enquiries.steps import Seen, as_seen, at, note
from interpretations.enquiries.tables import Enquiry, EnquiryPerson
from interpretations.enquiries.terms import EnquiryDeed, EnquiryState
from interpretations.publishing import editing
from interpretations.publishing.faults import NotReady
from interpretations.publishing.works import Work
from interpretations.rules.content import Block, Content, Ref
from interpretations.rules.masking import Trace, masked, traces
from interpretations.rules.terms import BlockKind, Form, Origin, Progress
from interpretations.tables import Interpretation

BLOCK = "b1"
LONGEST_TITLE = 60


@dataclass(frozen=True, slots=True)
class Chosen:
    """The question and the answer as they shall be public."""

    question: str
    answer: str


def proposal(session: Session, row: Enquiry) -> Chosen:
    """The words of the enquiry with everything hidden that tells of a person; a person edits them.

    In the answer an address or a landline is most often the office's own, and stays.
    """
    known = known_words(session, row.id)
    asked = f"{row.title}\n{row.question}".strip()
    return Chosen(masked(asked, known), masked(row.reply, known, only_certain=True))


def known_words(session: Session, key: int) -> tuple[str, ...]:
    """The name and the contact that the asker left."""
    held = session.get(EnquiryPerson, key)
    return tuple(word for word in (held.name, held.contact) if word) if held else ()


def left(session: Session, key: int, chosen: Chosen) -> tuple[Trace, ...]:
    """What in these words still tells of a person."""
    known = known_words(session, key)
    return tuple(dict.fromkeys((*traces(chosen.question, known), *traces(chosen.answer, known))))


def select_answer(session: Session, seen: Seen, chosen: Chosen, *, by: Actor) -> Interpretation:
    """Make (选登) a working copy of a question and answer; raises WrongStage where there is one already."""
    row = at(as_seen(session, seen), EnquiryState.ANSWERED, deed="选登")
    if row.unit_id is None or _standing(session, row):
        raise WrongStage("这件咨询已经选登过，请在解读稿中修改")
    asked = " ".join(chosen.question.split())
    refs = (Ref(0, row.eid),) if row.document_id and row.eid else ()
    question = Block(BLOCK, BlockKind.QUESTION, asked, chosen.answer, refs=refs)
    unit = session.get(Unit, row.unit_id)
    contact = unit.name if unit else ""
    content = Content(
        contact=contact, title=asked[:LONGEST_TITLE], form=Form.FAQ, origin=Origin.ENQUIRY, blocks=(question,)
    )
    explained = [Work(document_id=row.document_id)] if row.document_id else []
    # Its version: given up, it may be begun again.
    made = editing.begin(session, f"enquiry-{row.id}-{row.version}", content, explained, row.unit_id, by=by)
    row.interpretation_id = made.id
    note(session, row, EnquiryDeed.PUBLISH, by=by)
    return made


def _standing(session: Session, row: Enquiry) -> bool:
    made = session.get(Interpretation, row.interpretation_id) if row.interpretation_id else None
    return made is not None and made.progress not in {Progress.ABANDONED, Progress.WITHDRAWN}


def refuse_asker(session: Session, interpretation_id: int) -> None:
    """Raises NotReady where a selected answer still tells who asked: before it is submitted, and published.

    The rules of the check list know numbers by their form; only here the asker's name and contact are known.
    """
    query = select(Enquiry.id).where(Enquiry.interpretation_id == interpretation_id)
    key = session.scalars(query).first()
    if key is None:
        return
    content = editing.content_of(editing.get(session, interpretation_id))
    words = "\n".join([*_around(content), *map(_all_of, content.blocks)])
    found = [trace.what for trace in traces(words, known_words(session, key)) if trace.certain]
    if found:
        raise NotReady(f"选登的问答中还有{'、'.join(dict.fromkeys(found))}，请改写后再送审或者发布")


def _around(content: Content) -> tuple[str, ...]:
    said = (content.title, content.lead, content.contact, content.speaker, content.credit)
    return (*said, content.transcript, content.picture_text)


def _all_of(block: Block) -> str:
    return f"{block.heading}\n{block.words}\n{block.aside}"
