"""Rules of experts and risks (专家论证、风险评估): 重大行政决策程序暂行条例 arts. 19-24."""

from collections.abc import Callable

from registry.decisions.rules.checking import MET, Answer, Rule, Waits, unless
from registry.decisions.rules.course import Course
from registry.decisions.rules.terms import PaperRole, StepKind


def _before_discussion(kind: StepKind) -> Callable[[Course], Answer]:
    def ask(course: Course) -> Answer:
        step, day = course.step(kind), course.discussed_on
        if step.omitted:
            return Waits.NOT_ASKED
        if day is None:
            return MET if step.done_on else Waits.AHEAD
        late = course.finished_by(day, (kind,))
        return unless(not late, f"提交讨论时尚未完成{kind.label}，也没有写明不履行的法律依据")

    return ask


def _written(kind: StepKind, role: PaperRole) -> Callable[[Course], Answer]:
    def ask(course: Course) -> Answer:
        step = course.step(kind)
        if step.omitted:
            return Waits.NOT_ASKED
        if step.done_on is None:
            return Waits.AHEAD
        return unless(course.papers(role), f"{kind.label}已完成，但没有{role.label}")

    return ask


def _signed(course: Course) -> Answer:
    step = course.step(StepKind.EXPERTS)
    if step.omitted:
        return Waits.NOT_ASKED
    if step.done_on is None:
        return Waits.AHEAD
    return unless(step.carried_out_by, "没有登记由哪些专家或者专业机构论证")


APPRAISAL = (
    Rule(
        "K17",
        "第十九条第一款",
        "讨论前经专家论证",
        "对专业性、技术性较强的决策事项，决策承办单位应当组织专家、专业机构论证其必要性、可行性、科学性等，"
        "并提供必要保障。",
        StepKind.EXPERTS,
        _before_discussion(StepKind.EXPERTS),
    ),
    Rule(
        "K18",
        "第十九条第二款",
        "有书面论证意见",
        "专家、专业机构应当独立开展论证工作，客观、公正、科学地提出论证意见……提供书面论证意见的，应当署名、盖章。",
        StepKind.EXPERTS,
        _written(StepKind.EXPERTS, PaperRole.EXPERT_OPINION),
    ),
    Rule(
        "K19",
        "第二十条",
        "写明论证的专家或者机构",
        "选择专家、专业机构参与论证，应当坚持专业性、代表性和中立性，注重选择持不同意见的专家、专业机构，"
        "不得选择与决策事项有直接利害关系的专家、专业机构。",
        StepKind.EXPERTS,
        _signed,
    ),
    Rule(
        "K20",
        "第二十二条第一款",
        "讨论前经风险评估",
        "重大行政决策的实施可能对社会稳定、公共安全等方面造成不利影响的，"
        "决策承办单位或者负责风险评估工作的其他单位应当组织评估决策草案的风险可控性。",
        StepKind.RISK,
        _before_discussion(StepKind.RISK),
    ),
    Rule(
        "K21",
        "第二十三条第二款",
        "形成风险评估报告",
        "开展风险评估，应当听取有关部门的意见，形成风险评估报告，明确风险点，提出风险防范措施和处置预案。",
        StepKind.RISK,
        _written(StepKind.RISK, PaperRole.RISK_REPORT),
    ),
)
