"""The plan (解读方案) that a draft is submitted with, and the act that a document needs none. Verbs.

国办发〔2016〕80号: documents and their explanations are organised, reviewed and deployed together (同步组织、
同步审签、同步部署). The plan is therefore written while the draft is, and reviewed with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from base import clock, outbox
from base.errors import BadInput
from base.forms import Faults
from base.staff import audit
from base.staff.roles import Actor
from base.staff.tables import Unit
from interpretations.publishing.faults import Stale
from interpretations.rules.terms import Form
from interpretations.tables import Plan
from registry import books
from registry.drafting.editing import at, get
from registry.drafting.tables import Draft, Stage
from registry.law.days import printed

LONGEST_REASON, LONGEST_POINTS, LONGEST_PERSON, MOST_UNITS = 500, 5000, 60, 10


@dataclass(frozen=True, slots=True)
class Planned:
    """What a plan says: in which forms, what, by when, by whom, with whom; or why none is needed."""

    needed: bool = True
    reason: str = ""
    forms: tuple[Form, ...] = ()
    points: str = ""
    due_on: date | None = None
    person: str = ""
    joint_units: tuple[int, ...] = ()


def of_draft(session: Session, draft_id: int) -> Plan | None:
    """The plan of a draft."""
    return session.scalars(select(Plan).where(Plan.draft_id == draft_id)).first()


def act_on(session: Session, document_id: int) -> Plan | None:
    """What was recorded of a published document itself: whether it needs an explanation."""
    query = select(Plan).where(Plan.document_id == document_id, Plan.draft_id.is_(None))
    return session.scalars(query.order_by(Plan.id)).first()


def said(plan: Plan) -> Planned:
    """What a plan says."""
    return Planned(
        plan.needed,
        plan.reason,
        tuple(Form(form) for form in plan.forms if form in set(Form)),
        plan.points,
        plan.due_on,
        plan.person,
        tuple(plan.joint_units),
    )


def gaps(planned: Planned, today: date) -> dict[str, str]:
    """What a plan lacks before its draft can be submitted, by field; a plan on its way may lack it."""
    if not planned.needed:
        return {} if planned.reason.strip() else {"reason": "请写明无需解读的理由"}
    found = {}
    if not planned.forms:
        found["forms"] = "请至少选定一种解读形式"
    if not planned.points.strip():
        found["points"] = "请写明解读重点"
    if not planned.person.strip():
        found["person"] = "请写明解读责任人"
    if planned.due_on is None:
        found["due_on"] = "请定下解读发布的日期"
    elif planned.due_on < today:
        found["due_on"] = f"所定的解读日期{printed(planned.due_on)}已经过去，请改定"
    return found


def save(session: Session, draft_id: int, version: int, planned: Planned, *, by: Actor) -> Plan:
    """Save (保存) the plan of a draft, read as `version` (0: there was none).

    It may lack what is not known yet: the gate asks for that. Raises WrongStage when the draft is
    not with its writers, Stale when somebody saved in the meantime, Faults for what cannot stand in a plan.
    """
    # Held against a second writer: two who begin the plan at once are one after the other.
    draft = at(get(session, draft_id), Stage.DRAFT, deed="改动解读方案")
    _refuse_wrong(session, draft, planned)
    plan = of_draft(session, draft_id)
    if plan is not None and said(plan) == planned:
        return plan
    if (plan.version if plan else 0) != version:
        raise Stale("这份解读方案已由他人保存，请重新打开，看过改动后再改")
    before = _told(said(plan)) if plan else None
    plan = plan or _begun(session, by, draft_id=draft_id)
    _write(plan, planned, version + 1)
    session.flush()
    deed = "plan.save" if planned.needed else "plan.waive"
    audit.record(session, by, deed, f"draft:{draft_id}", before=before, after=_told(planned))
    return plan


def _refuse_wrong(session: Session, draft: Draft, planned: Planned) -> None:
    faults = {}
    if planned.due_on is not None and planned.due_on < clock.today():
        faults["due_on"] = f"解读日期{printed(planned.due_on)}已经过去，请定在今天或者以后"
    if not planned.needed and not planned.reason.strip():
        faults["reason"] = "无需解读的，请写明理由"
    if len(planned.joint_units) > MOST_UNITS:
        faults["joint_units"] = f"联合起草单位最多 {MOST_UNITS} 个"
    elif draft.unit_id in planned.joint_units:
        faults["joint_units"] = "牵头起草单位不必再列为联合起草单位"
    elif unknown := set(planned.joint_units) - set(known_units(session, planned.joint_units)):
        faults["joint_units"] = f"没有编号为 {'、'.join(map(str, sorted(unknown)))} 的单位"
    if faults:
        raise Faults(faults)


def known_units(session: Session, ids: Sequence[int]) -> Sequence[int]:
    """Those of these units that there are."""
    return session.scalars(select(Unit.id).where(Unit.id.in_(ids))).all()


def waive(session: Session, document_id: int, reason: str, *, by: Actor) -> Plan:
    """Record (登记) that a published document needs no explanation; the reason is public."""
    document = books.locked(session, document_id)
    if not reason.strip():
        raise Faults({"reason": "请写明无需解读的理由，将在解读情况中公开"})
    plan = act_on(session, document_id)
    if plan is not None and not plan.needed:
        raise BadInput(f"《{document.title}》已登记为无需解读：{plan.reason}")
    plan = plan or _begun(session, by, document_id=document_id)
    _write(plan, Planned(needed=False, reason=reason.strip()[:LONGEST_REASON]), plan.version + 1)
    return _acted(session, plan, "plan.waive", by)


def ask_again(session: Session, document_id: int, reason: str, *, by: Actor) -> Plan:
    """Take back (恢复) that a document needs no explanation, whoever said so and wherever."""
    document = books.locked(session, document_id)
    if not reason.strip():
        raise Faults({"again": "请写明恢复解读要求的理由"})
    plan = act_on(session, document_id)
    if plan is not None and plan.needed:
        raise BadInput(f"《{document.title}》的解读要求已经恢复")
    plan = plan or _begun(session, by, document_id=document_id)
    _write(plan, Planned(reason=reason.strip()[:LONGEST_REASON]), plan.version + 1)
    return _acted(session, plan, "plan.ask_again", by)


def _acted(session: Session, plan: Plan, deed: str, by: Actor) -> Plan:
    session.flush()
    outbox.grow(session)
    audit.record(session, by, deed, f"document:{plan.document_id}", after={"reason": plan.reason})
    return plan


def _begun(
    session: Session, by: Actor, *, draft_id: int | None = None, document_id: int | None = None
) -> Plan:
    now = clock.now()
    plan = Plan(
        draft_id=draft_id,
        document_id=document_id,
        version=0,
        recorded_at=now,
        recorded_by=by.name,
        changed_at=now,
    )
    session.add(plan)
    return plan


def _write(plan: Plan, planned: Planned, version: int) -> None:
    plan.needed, plan.reason = planned.needed, planned.reason
    plan.forms = [form.value for form in planned.forms]
    plan.points, plan.due_on, plan.person = planned.points, planned.due_on, planned.person
    plan.joint_units = list(planned.joint_units)
    plan.version, plan.changed_at = version, clock.now()


def _told(planned: Planned) -> dict[str, object]:
    return {
        "needed": planned.needed,
        "reason": planned.reason,
        "forms": [form.value for form in planned.forms],
        "points": planned.points,
        "due_on": planned.due_on.isoformat() if planned.due_on else "",
        "person": planned.person,
        "joint_units": list(planned.joint_units),
    }
