"""Orders to pass down (下发单): what somebody wants sent, and everything that may be wrong with it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from base import clock, holidays
from base.forms import WHOLE
from base.staff.roles import Actor
from base.staff.tables import Unit, UnitKind
from interpretations.passing.matter import Matter, nodes_on, public_document, public_interpretations
from interpretations.publishing.works import text_on
from interpretations.rules.anchors import fingerprint
from interpretations.rules.passing import FEWEST_OPTIONS, Question
from registry.law.days import printed
from registry.law.designations import designation
from registry.law.provisions import Provision

# How long below have to read and try it, in working days, unless the drafter says otherwise.
PROPOSED_DAYS = 10
LONGEST_TERM = 366
MOST_ADDRESSEES = 500
BELOW = (UnitKind.BUREAU.value, UnitKind.INSTITUTE.value)


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom it is sent to: a unit, or a post (岗位) of it."""

    unit_id: int
    post: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody wants passed down: by when, to whom, with which check."""

    title: str
    note: str
    due_on: date | None
    questions: tuple[Question, ...] = ()
    needed: int = 0
    addressees: tuple[Addressee, ...] = ()


def below(session: Session, by: Actor) -> Sequence[Unit]:
    """The units that somebody may send to: lower bureaus and institutes; a bureau, those of its own organ."""
    query = select(Unit).where(Unit.id != by.unit_id)
    query = query.where(Unit.organ == by.organ) if by.lower else query.where(Unit.kind.in_(BELOW))
    return session.scalars(query.order_by(Unit.kind, Unit.name)).all()


def proposed_day(session: Session) -> date:
    """The due day that is proposed."""
    return holidays.calendar(session).add(clock.today(), PROPOSED_DAYS)[0]


def due_fault(session: Session, due_on: date | None) -> str:
    """What is wrong with a due day; "" when it is a working day to come."""
    today = clock.today()
    if due_on is None:
        return "请填写完成期限"
    if due_on <= today:
        return f"完成期限{printed(due_on)}须在今日（{printed(today)}）之后"
    if (due_on - today).days > LONGEST_TERM:
        return "完成期限须在一年以内"
    calendar = holidays.calendar(session)
    if not calendar.works(due_on):
        earlier = next(day for day in _before(due_on) if calendar.works(day))
        return f"{printed(due_on)}不是工作日，请改为工作日，例如{printed(earlier)}"
    return ""


def _before(day: date) -> Iterator[date]:
    return (date.fromordinal(day.toordinal() - back) for back in range(1, 60))


def matter_faults(session: Session, matter: Matter) -> dict[str, str]:
    """What is wrong with what is to be sent: it must be public, the interpretation one of the document."""
    if public_document(session, matter.document_id) is None:
        return {WHOLE: f"编号为 {matter.document_id} 的文件没有公开，不能下发"}
    known = {row.id for row in public_interpretations(session, matter.document_id)}
    if matter.interpretation_id is not None and matter.interpretation_id not in known:
        return {"interpretation": "所选的解读没有公开，或者不是这份文件的解读"}
    return {}


def question_faults(questions: Sequence[Question], nodes: Mapping[str, Provision]) -> dict[str, str]:
    """What is wrong with the questions of a check, by the field of the form (counted from 1)."""
    found: dict[str, str] = {}
    for place, question in enumerate(questions, 1):
        if not question.words:
            found[f"question-{place}"] = f"第{place}题没有写题目"
        if len(question.options) < FEWEST_OPTIONS:
            found[f"option-{place}-1"] = f"第{place}题至少要有 {FEWEST_OPTIONS} 个选项"
        elif len(set(question.options)) < len(question.options):
            found[f"option-{place}-1"] = f"第{place}题有两个选项相同"
        elif not question.right:
            found[f"option-{place}-1"] = f"第{place}题没有标出正确的选项"
        if not question.because:
            found[f"because-{place}"] = f"第{place}题没有写为什么"
        if sentence := _ref_fault(question, nodes):
            found[f"ref-{place}"] = f"第{place}题{sentence}"
    return found


def _ref_fault(question: Question, nodes: Mapping[str, Provision]) -> str:
    if not question.eid:
        return "没有写依据的条文，应形如“第十条第二款”" if nodes else ""
    if question.eid not in nodes:
        return f"的依据“{designation(question.eid) or question.eid}”在文件今日的文本中找不到"
    return ""


def faults_of(session: Session, matter: Matter, order: Order) -> dict[str, str]:
    """Everything that is wrong with an order, by field."""
    found = matter_faults(session, matter)
    if not order.title:
        found["title"] = "请填写标题"
    if sentence := due_fault(session, order.due_on):
        found["due_on"] = sentence
    nodes = {} if WHOLE in found else nodes_on(session, matter.document_id, clock.today())
    found |= question_faults(order.questions, nodes)
    if not 0 <= order.needed <= len(order.questions) or (order.questions and not order.needed):
        found["needed"] = f"答对几题算通过，应在 1 至 {max(1, len(order.questions))} 之间"
    return found


def addressee_faults(session: Session, addressees: Iterable[Addressee], by: Actor) -> dict[str, str]:
    """What is wrong with those it is sent to."""
    chosen = tuple(addressees)
    if not chosen:
        return {"unit": "请至少选择一个接收单位，或者写明一个岗位"}
    if len(chosen) > MOST_ADDRESSEES:
        return {"unit": f"一次最多发给 {MOST_ADDRESSEES} 个单位和岗位，现有 {len(chosen)} 个"}
    allowed = {unit.id for unit in below(session, by)}
    if any(each.unit_id not in allowed for each in chosen):
        return {"unit": "所选单位中有的不能接收：只能发给下级局和直属单位"}
    return {}


def worded(session: Session, document_id: int, questions: Iterable[Question]) -> tuple[Question, ...]:
    """The questions with the wording of today's text that they rest on."""
    today = clock.today()
    nodes, text_id = nodes_on(session, document_id, today), text_on(session, document_id, today) or 0
    return tuple(
        replace(question, text_id=text_id, fingerprint=fingerprint(nodes[question.eid]))
        if question.eid in nodes
        else question
        for question in questions
    )
