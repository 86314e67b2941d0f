"""Meetings on a draft (座谈会、听证会、论证会): planned, changed, announced, called off. Verbs.

What a hearing owes stands in `rules.hearings`: where the law leaves no choice a breach keeps the notice back,
else its reason is kept with the meeting.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from base import clock, outbox
from base.errors import BadInput, NotFound, WrongStage
from base.guarding import hashed
from base.staff import audit
from base.staff.roles import Actor
from registry.consultations import notices
from registry.consultations.rules.hearings import MeetingFinding, MeetingPlan, findings
from registry.consultations.rules.terms import Matter, MeetingKind, NoticeProgress, TextRole
from registry.consultations.tables import Consultation, ConsultationFile, Meeting
from registry.consultations.texts import latest_text
from registry.drafting.faults import NotReady, Stale

LONGEST_TITLE, LONGEST_PLACE, LONGEST_CONTENT, LONGEST_SELECTION, LONGEST_RECORD = (
    200,
    200,
    20_000,
    2_000,
    200_000,
)
LONGEST_REASON, MOST_PARTICIPANTS, LONGEST_NAME, MOST_FILES = 500, 300, 60, 20


@dataclass(frozen=True, slots=True)
class Plan:
    """What a form says of a meeting; `content_html` is made of the content before the turn to write."""

    kind: MeetingKind
    title: str
    held_at: datetime
    place: str
    content: str = ""
    content_html: str = ""
    selection: str = ""
    register_through: date | None = None
    papers_sent_on: date | None = None


def get(session: Session, consultation_id: int, key: int) -> Meeting:
    """A meeting on this consultation, as it is now; raises NotFound."""
    row = session.get(Meeting, key, populate_existing=True)
    if row is None or row.consultation_id != consultation_id:
        raise NotFound(f"这次征求意见没有编号为 {key} 的会议")
    return row


def meetings_of(session: Session, consultation_id: int) -> Sequence[Meeting]:
    """Every meeting on a consultation, the called-off ones too, the earliest first."""
    query = select(Meeting).where(Meeting.consultation_id == consultation_id)
    return session.scalars(query.order_by(Meeting.held_at, Meeting.id)).all()


def files_of(session: Session, key: int) -> Sequence[ConsultationFile]:
    """The files of a meeting, in the order in which they came."""
    query = select(ConsultationFile).where(
        ConsultationFile.meeting_id == key, ConsultationFile.withdrawn_at.is_(None)
    )
    return session.scalars(query.order_by(ConsultationFile.id)).all()


def as_ruled(session: Session, consultation: Consultation, row: Meeting) -> MeetingPlan:
    """The meeting as the rules see it."""
    roles = (TextRole.DRAFT, TextRole.DRAFTING_NOTE)
    public = consultation.progress == NoticeProgress.PUBLISHED.value
    return MeetingPlan(
        kind=MeetingKind(row.kind),
        matter=Matter(consultation.matter),
        held_on=clock.local(row.held_at).date(),
        announced_on=clock.local(row.announced_at).date() if row.announced_at else None,
        place=row.place,
        content=row.content,
        selection=row.selection,
        register_through=row.register_through,
        papers_sent_on=row.papers_sent_on,
        participants_on=clock.local(row.participants_at).date() if row.participants_at else None,
        drafted=public and all(latest_text(session, consultation.id, role) for role in roles),
        recorded=bool(row.record),
        signed=any(not file.public for file in files_of(session, row.id)),
    )


def findings_of(session: Session, consultation: Consultation, row: Meeting) -> tuple[MeetingFinding, ...]:
    """What every rule says of a meeting today."""
    return findings(as_ruled(session, consultation, row), clock.today())


def plan(session: Session, consultation_id: int, token: str, told: Plan, *, by: Actor) -> Meeting:
    """Plan a meeting (拟定会议); nobody but the desk knows of it. The same form sent twice makes one."""
    audit.turn(session)
    consultation = notices.get(session, consultation_id)
    key = hashed(f"meeting:{token}")
    known = session.scalars(select(Meeting).where(Meeting.token == key)).first()
    if known is not None:
        return known
    if consultation.progress in {NoticeProgress.WITHDRAWN.value, NoticeProgress.ABANDONED.value}:
        raise WrongStage("公告已经撤回或者放弃，不能再安排会议")
    row = Meeting(consultation_id=consultation_id, token=key, version=0)
    row.recorded_at, row.recorded_by = clock.now(), by.name[:60]
    _take(row, told)
    session.add(row)
    session.flush()
    note(session, row, "meeting.plan", by)
    return row


def change(
    session: Session, consultation_id: int, seen: tuple[int, int], told: Plan, *, by: Actor
) -> Meeting:
    """Change a meeting (修改会议), announced or not: another time counts as announced today."""
    row = held(session, consultation_id, seen)
    before = row.held_at
    _take(row, told)
    moved = row.announced_at is not None and before != row.held_at
    if moved:
        row.announced_at = clock.now()
        _refuse_blocked(session, row)
    note(session, row, "meeting.change", by, moved=moved)
    return row


def announce(
    session: Session,
    consultation_id: int,
    seen: tuple[int, int],
    reasons: Mapping[str, str],
    *,
    by: Actor,
) -> Meeting:
    """Announce a meeting (公布会议通知): public from now on.

    Raises NotReady where the law leaves no choice, or where it leaves one and no reason is given.
    """
    row = held(session, consultation_id, seen)
    consultation = notices.get(session, consultation_id)
    if consultation.progress != NoticeProgress.PUBLISHED.value:
        raise WrongStage("征求意见公告发布以后，才能公布会议通知")
    if row.announced_at is not None:
        raise WrongStage(f"“{row.title}”的通知已经公布")
    if row.held_at <= clock.now():
        raise NotReady("会议时间已经过去，请先修改时间")
    _refuse_blocked(session, row)
    _reasons(session, consultation, row, reasons)
    row.announced_at = clock.now()
    if row.participants:
        row.participants_at = row.participants_at or clock.now()
    note(session, row, "meeting.announce", by, reasons=sorted(row.reasons))
    return row


def explain(
    session: Session, consultation_id: int, seen: tuple[int, int], reasons: Mapping[str, str], *, by: Actor
) -> Meeting:
    """Keep why rules were not kept (说明理由) that are broken now."""
    row = held(session, consultation_id, seen)
    _reasons(session, notices.get(session, consultation_id), row, reasons)
    note(session, row, "meeting.explain", by, reasons=sorted(row.reasons))
    return row


def call_off(
    session: Session, consultation_id: int, seen: tuple[int, int], reason: str, *, by: Actor
) -> Meeting:
    """Call a meeting off (取消会议) with its reason, which is public where the meeting was."""
    row = held(session, consultation_id, seen)
    if not reason.strip() or len(reason) > LONGEST_REASON:
        raise BadInput(f"请写明取消会议的理由，最多 {LONGEST_REASON} 个字")
    row.withdrawn_at, row.withdrawal_reason = clock.now(), reason.strip()
    note(session, row, "meeting.call_off", by)
    return row


def held(session: Session, consultation_id: int, seen: tuple[int, int]) -> Meeting:
    """The meeting, to be changed, as (id, version) somebody had it before them; raises Stale, WrongStage."""
    audit.turn(session)
    row = get(session, consultation_id, seen[0])
    if row.withdrawn_at is not None:
        raise WrongStage(f"“{row.title}”已经取消")
    if row.version != seen[1]:
        raise Stale(
            f"“{row.title}”刚刚已由他人修改（您看到的是第 {seen[1]} 版，"
            f"现在是第 {row.version} 版），请核对后再办理"
        )
    return row


def _take(row: Meeting, told: Plan) -> None:
    held_on = clock.local(told.held_at).date()
    if told.register_through is not None and told.register_through >= held_on:
        raise BadInput("报名截止日应当早于会议日期")
    if told.papers_sent_on is not None and told.papers_sent_on > clock.today():
        raise BadInput("材料送达日期还没有到：送达以后再登记")
    row.kind, row.title, row.held_at, row.place = told.kind.value, told.title, told.held_at, told.place
    row.content, row.content_html, row.selection = told.content, told.content_html, told.selection
    row.register_through, row.papers_sent_on = told.register_through, told.papers_sent_on


def _refuse_blocked(session: Session, row: Meeting) -> None:
    consultation = notices.get(session, row.consultation_id)
    blocking = [each for each in findings_of(session, consultation, row) if each.blocks]
    if blocking:
        told = "；".join(f"{each.rule.words}（{each.rule.source}）：{each.sentence}" for each in blocking)
        raise NotReady(f"不能公布会议通知：{told}")


def _reasons(session: Session, consultation: Consultation, row: Meeting, reasons: Mapping[str, str]) -> None:
    broken = [each for each in findings_of(session, consultation, row) if each.broken]
    kept = dict(row.reasons)
    for each in broken:
        told = reasons.get(each.rule.id, kept.get(each.rule.id, "")).strip()
        if not told:
            raise NotReady(f"{each.rule.words}（{each.rule.source}）：{each.sentence}，请说明理由")
        if len(told) > LONGEST_REASON:
            raise BadInput(f"理由最多 {LONGEST_REASON} 个字")
        kept[each.rule.id] = told
    row.reasons = kept


def note(session: Session, row: Meeting, deed: str, by: Actor, **told: object) -> None:
    """Note a deed; the audit never tells who takes part or what was said."""
    row.version += 1
    session.flush()
    if row.announced_at is not None:
        outbox.grow(session)
    after = {
        "consultation": row.consultation_id,
        "kind": row.kind,
        "held_at": row.held_at.isoformat(),
        **told,
    }
    audit.record(session, by, deed, f"meeting:{row.id}", after=after)
