"""The gate (送审把关): no draft that will owe an explanation is submitted without a plan for it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from base import clock
from base.workdays import Calendar
from interpretations.publishing import plans
from interpretations.publishing.plans import Planned
from interpretations.rules.duty import Explained, Policy, owes
from interpretations.tables import Plan
from registry.drafting.judging import Gate, Judgement
from registry.drafting.tables import Draft
from registry.law.days import printed
from registry.law.entry import Entry
from registry.law.terms import Disclosure, Kind


def owed_by(entry: Entry, policy: Policy, today: date, *, kind: str = "") -> bool:
    """Whether the document that this entry becomes will owe an explanation.

    What is not chosen yet counts as the registry would publish it: the kind that the text was read as, open.
    """
    read = entry.kind or (Kind(kind) if kind in set(Kind) else None)
    if read is None:
        return False
    return owes(Explained(read, entry.disclosure or Disclosure.OPEN, entry.published_on or today), policy)


def gate(policy: Policy) -> Gate:
    """The gate for this promise, to be handed down to the desk of drafts."""

    def refusal(session: Session, draft: Draft, judgement: Judgement) -> str:
        today = clock.today()
        if not owed_by(judgement.entry, policy, today, kind=judgement.parsed.kind):
            return ""
        return without(plans.of_draft(session, draft.id), today)

    return refusal


def without(plan: Plan | None, today: date) -> str:
    """Why a draft that owes an explanation may not go on with this plan; "" where it may."""
    if plan is None:
        return (
            "这份文件公开后须解读，还没有解读方案：请先填写解读方案"
            "（形式、重点、日期、责任人），或者写明无需解读的理由"
        )
    lacking = plans.gaps(plans.said(plan), today)
    return f"解读方案还不完整：{'；'.join(lacking.values())}" if lacking else ""


@dataclass(frozen=True, slots=True)
class Prospect:
    """When the explanation would be due if the document were published on `today`, or was on its day."""

    due_on: date
    foreseen: bool
    late: bool


def prospect(entry: Entry, planned: Planned, policy: Policy, today: date, calendar: Calendar) -> Prospect:
    """By when the explanation would be due; `late` where the plan's day lies after that."""
    due_on, foreseen = calendar.add(entry.published_on or today, policy.days)
    late = planned.needed and planned.due_on is not None and planned.due_on > due_on
    return Prospect(due_on, foreseen, late)


def warning(found: Prospect) -> str:
    """What the desk says of a plan's day after the term; the day of publication is not known yet."""
    if not found.late:
        return ""
    word = "预计" if found.foreseen else ""
    return f"若今天发布，解读期限{word}为{printed(found.due_on)}；方案所定的日期晚于它，请提前或者推迟发布"
