"""The steps of an item (决策程序登记): their days, results and grounds, as they happen. Verbs."""

from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from base import clock, outbox
from base.errors import BadInput, NotFound, WrongStage
from base.staff import audit
from base.staff.roles import Actor
from base.staff.tables import Unit
from registry.decisions import catalogues
from registry.decisions.reads.courses import Listed, courses, recorded
from registry.decisions.rules.checking import Breach
from registry.decisions.rules.course import Course
from registry.decisions.rules.editions import Line
from registry.decisions.rules.opening import names_article
from registry.decisions.rules.procedure import NEVER_OMITTED, bars
from registry.decisions.rules.terms import ReviewResult, StepKind
from registry.decisions.tables import DecisionItem, DecisionStep
from registry.drafting.faults import NotReady, Stale


@dataclass(frozen=True, slots=True)
class StepOrder:
    """What is to be recorded of a step; `confirmed` that a draft is discussed though it must not be."""

    planned_on: date | None = None
    began_on: date | None = None
    done_on: date | None = None
    result: ReviewResult | None = None
    omitted_ground: str = ""
    carried_out_by: str = ""
    note: str = ""
    confirmed: bool = False

    def faults(self, kind: StepKind, today: date) -> dict[str, str]:
        """What is wrong with it, by field."""
        found: dict[str, str] = {}
        for name, label, day in (
            ("began_on", "开始日期", self.began_on),
            ("done_on", "完成日期", self.done_on),
        ):
            if day and day > today:
                found[name] = f"{label}还没有到，请填在计划日期"
        if self.began_on and self.done_on and self.done_on < self.began_on:
            found.setdefault("done_on", "完成日期早于开始日期")
        found |= self._omission(kind)
        review = kind is StepKind.LEGALITY
        if review and self.done_on and self.result is None:
            found["result"] = "合法性审查已完成的，须选择审查结论"
        if self.result and not (review and self.done_on):
            found["result"] = "只有已完成的合法性审查才有审查结论"
        if kind is StepKind.EVALUATION and (self.began_on or self.done_on) and not self.carried_out_by:
            found["carried_out_by"] = "请填写承担后评估的单位"
        return found

    def _omission(self, kind: StepKind) -> dict[str, str]:
        if not self.omitted_ground:
            return {}
        if kind in NEVER_OMITTED:
            return {"omitted_ground": f"{kind.label}不得省略"}
        if self.began_on or self.done_on:
            return {"omitted_ground": "已经开展的环节不能又登记为不适用"}
        if not names_article(self.omitted_ground):
            return {"omitted_ground": "须写明所依据的条款，例如“依照条例第二十二条第二款，……”"}
        return {}


def record(
    session: Session, item_id: int, kind: StepKind, version: int, order: StepOrder, *, by: Actor
) -> DecisionStep:
    """Record a step (登记程序) as it was planned, begun, done, or left out on a legal ground.

    Raises Stale where somebody was first, NotReady where the draft must not be discussed and nobody
    confirmed that it was.
    """
    audit.turn(session)
    row = held(session, item_id, kind)
    if row.version != version:
        raise Stale(
            f"{kind.label}已由他人改动（第 {row.version} 稿，您看到的是第 {version} 稿），请对照后再保存"
        )
    if wrong := order.faults(kind, clock.today()):
        raise BadInput("；".join(wrong.values()))
    before = _told(row)
    for name, value in asdict(order).items():
        if name not in {"confirmed", "result"}:
            setattr(row, name, value)
    row.result = order.result.value if order.result else ""
    row.version, row.changed_at, row.changed_by = row.version + 1, clock.now(), by.name
    session.flush()
    against = _barred(session, item_id, row)
    if against and not order.confirmed:
        raise NotReady("不得提交讨论：" + "；".join(breach.sentence for breach in against))
    outbox.grow(session)
    after = _told(row) | ({"against": [breach.rule for breach in against]} if against else {})
    audit.record(session, by, "decision.record_step", subject(row), before=before, after=after)
    return row


def held(session: Session, item_id: int, kind: StepKind) -> DecisionStep:
    """The step, locked; raises NotFound, or WrongStage where the item was taken out."""
    item = catalogues.get_item(session, item_id)
    if item.removed_at is not None:
        raise WrongStage(f"“{item.name}”已调出目录，不再登记程序")
    query = select(DecisionStep).where(DecisionStep.item_id == item_id, DecisionStep.kind == kind.value)
    row = session.scalars(query.with_for_update().execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise NotFound(f"决策事项 {item_id} 没有这一环节")
    return row


def course_of(session: Session, item: DecisionItem) -> Course:
    """The course of an item as it is worked on."""
    unit = session.get(Unit, item.unit_id)
    line = Line(
        item.id,
        item.name,
        unit=unit.name if unit else "",
        hearing=item.hearing,
        category=item.category,
        market=item.market,
    )
    return courses(session, recorded(session, [item.id]), {item.id: Listed(line)})[item.id]


def subject(row: DecisionStep) -> str:
    """How the audit trail names a step."""
    return f"decision_item:{row.item_id}:{row.kind}"


def _barred(session: Session, item_id: int, row: DecisionStep) -> tuple[Breach, ...]:
    discusses = row.kind == StepKind.DELIBERATION.value and (row.began_on or row.done_on)
    return bars(course_of(session, catalogues.get_item(session, item_id))) if discusses else ()


def _told(row: DecisionStep) -> dict[str, object]:
    names = ("planned_on", "began_on", "done_on", "result", "omitted_ground", "carried_out_by")
    return {name: getattr(row, name) for name in names}
