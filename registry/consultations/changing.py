"""What happens to a consultation while it runs and after (公告变更): events with reasons, shown. Verbs.

Extended, never shortened; its draft replaced by another edition; adopted as a document; dropped.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from base import clock, outbox
from base.config import Consulting
from base.errors import BadInput, WrongStage
from base.staff import audit
from base.staff.roles import Actor
from registry.consultations.flow import happen
from registry.consultations.notices import at, course_of, held, subject
from registry.consultations.rules.standing import Course, extendable, state
from registry.consultations.rules.terms import ConsultationDeed, ConsultationState, NoticeProgress, TextRole
from registry.consultations.tables import Consultation, ConsultationText
from registry.consultations.texts import fingerprint, latest_text, read_draft
from registry.consultations.writing import edition, public_document, reasoned
from registry.law.days import printed
from registry.law.markers import quoted
from registry.law.provisions import Provision
from registry.tables import Text

# Longer is a mistyped year.
LONGEST_EXTENSION = 366
ENDED = (ConsultationState.ADOPTED, ConsultationState.DROPPED)
RUNNING = (ConsultationState.ANNOUNCED, ConsultationState.OPEN)


@dataclass(frozen=True, slots=True)
class NewDraft:
    """Another edition of a draft, read before anybody's turn to write begins."""

    source: str
    provisions: tuple[Provision, ...]


def new_draft(source: str) -> NewDraft:
    """The edition that was typed or uploaded; raises BadInput where it cannot be read."""
    return NewDraft(source, read_draft(source))


def extend(
    session: Session, key: int, through_on: date, reason: str, consulting: Consulting, *, by: Actor
) -> Consultation:
    """Extend the period (延长期限) to a later last day, with the reason; it is never shortened."""
    row, course = _running(session, key, consulting, "延长期限")
    last = course.last_day(clock.today())
    if not extendable(course, clock.today()):
        raise WrongStage(f"征求意见已于{printed(last)}截止，不能再延长；需要继续听取意见的，请另行公告")
    if through_on < last:
        raise BadInput(
            f"期限不能缩短：公众是按{printed(last)}截止准备意见的，{printed(through_on)}早于这一天；只能延长"
        )
    if through_on == last:
        raise BadInput(f"现在就是{printed(last)}截止，没有延长")
    if (through_on - last).days > LONGEST_EXTENSION:
        raise BadInput(f"{printed(through_on)}距现在的截止日期超过一年，请核对年份")
    event = happen(session, row, ConsultationDeed.EXTEND, reason=reasoned(reason, "延长期限"), by=by)
    event.through_on, row.changed_at = through_on, clock.now()
    outbox.grow(session)
    told = {"through": through_on, "reason": event.reason}
    audit.record(session, by, "consultation.extend", subject(row), before={"through": last}, after=told)
    return row


def replace_draft(
    session: Session, key: int, draft: NewDraft, reason: str, consulting: Consulting, *, by: Actor
) -> ConsultationText:
    """Replace the draft (更换征求意见稿) while comments are taken; those made keep the edition they saw."""
    row, course = _running(session, key, consulting, "更换征求意见稿")
    if state(course, clock.today()) not in RUNNING:
        raise WrongStage("征求意见已经截止，不能再更换征求意见稿；修改后的文字在采纳情况和出台的文件中公布")
    known = latest_text(session, key, TextRole.DRAFT)
    if known is not None and known.fingerprint == fingerprint(draft.provisions):
        raise BadInput("与现在的征求意见稿文字相同，没有更换")
    why, number = reasoned(reason, "更换征求意见稿"), known.edition + 1 if known else 1
    made = edition(key, TextRole.DRAFT, number, draft.source, draft.provisions, by=by)
    session.add(made)
    session.flush()
    event = happen(session, row, ConsultationDeed.REPLACE_TEXT, reason=why, by=by)
    event.text_id, row.changed_at = made.id, clock.now()
    outbox.grow(session)
    told = {"edition": number, "reason": why}
    audit.record(session, by, "consultation.replace_text", subject(row), after=told)
    return made


def adopt(
    session: Session,
    key: int,
    adopted: tuple[int, int | None],
    reason: str,
    consulting: Consulting,
    *,
    by: Actor,
) -> Consultation:
    """Tie a consultation to the document it led to (出台文件), and to the text of it that was adopted.

    `adopted` is the document's id, and the text's (None: the newest). A tie that was wrong is made anew,
    with the reason. Raises BadInput for a document that is not public.
    """
    row, course = _running(session, key, consulting, "登记出台的文件", again=True)
    today = clock.today()
    if state(course, today) in RUNNING:
        raise WrongStage(f"征求意见{printed(course.last_day(today))}才截止，此前不能出台")
    document = public_document(session, adopted[0])
    text_id = _text_of(session, document.id, adopted[1])
    if (row.document_id, row.text_id) == (document.id, text_id):
        return row
    why = reasoned(reason, "更正所出台的文件") if row.document_id else reason.strip()
    row.document_id, row.text_id, row.changed_at = document.id, text_id, clock.now()
    event = happen(session, row, ConsultationDeed.ADOPT, reason=why, by=by)
    event.document_id = document.id
    outbox.grow(session)
    told = {"document": document.id, "text": text_id, "title": document.title, "reason": why}
    audit.record(session, by, "consultation.adopt", subject(row), after=told)
    return row


def drop(session: Session, key: int, reason: str, consulting: Consulting, *, by: Actor) -> Consultation:
    """Drop what was planned (终止), with the reason; its page and the comments stay."""
    row, _ = _running(session, key, consulting, "终止")
    event = happen(session, row, ConsultationDeed.DROP, reason=reasoned(reason, "终止"), by=by)
    row.changed_at = clock.now()
    outbox.grow(session)
    audit.record(session, by, "consultation.drop", subject(row), after={"reason": event.reason})
    return row


def _running(
    session: Session, key: int, consulting: Consulting, deed: str, *, again: bool = False
) -> tuple[Consultation, Course]:
    """A published consultation that has not ended; `again` lets one through that was adopted."""
    row = at(held(session, key), NoticeProgress.PUBLISHED, deed=deed)
    course = course_of(session, row, consulting.outcome_days)
    here = state(course, clock.today())
    if here in ENDED and not (again and here is ConsultationState.ADOPTED):
        raise WrongStage(f"{quoted(row.title)}{here.label}，不能{deed}")
    return row, course


def _text_of(session: Session, document_id: int, text_id: int | None) -> int:
    """The text of this document: the one asked for, or its newest; raises BadInput."""
    query = select(Text.id).where(Text.document_id == document_id).order_by(Text.position.desc())
    texts = list(session.scalars(query))
    if text_id is None and texts:
        return texts[0]
    if text_id not in texts:
        raise BadInput("所选的文本不属于这份文件")
    return text_id
