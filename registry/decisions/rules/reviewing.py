"""Rules of the reviews (公平竞争审查、合法性审查): 重大行政决策程序暂行条例 arts. 25-29."""

from registry.decisions.rules.checking import MET, Answer, Rule, Waits, unless
from registry.decisions.rules.course import Course
from registry.decisions.rules.terms import PaperRole, ReviewResult, StepKind

# Art. 26: working days.
REVIEW_DAYS = 7
_EARLIER = (StepKind.PARTICIPATION, StepKind.EXPERTS, StepKind.RISK, StepKind.FAIR_COMPETITION)


def _reviewed(course: Course) -> Answer:
    step, day = course.step(StepKind.LEGALITY), course.discussed_on
    if step.omitted:
        return ("合法性审查不得省略",)
    if day is None:
        return MET if step.done_on else Waits.AHEAD
    late = course.finished_by(day, (StepKind.LEGALITY,))
    return unless(not late, "合法性审查完成之前已提交讨论")


def _replaced(course: Course) -> Answer:
    step = course.step(StepKind.LEGALITY)
    if step.done_on is None:
        return Waits.AHEAD
    instead = step.papers and all(paper.of_participation for paper in step.papers)
    return unless(not instead, "合法性审查只有征求意见、会议的材料，不得以征求意见等方式代替合法性审查")


def _lawful(course: Course) -> Answer:
    step, day = course.step(StepKind.LEGALITY), course.discussed_on
    if step.omitted or (step.done_on is None and day is None):
        return Waits.AHEAD
    if day is None:
        return MET if step.result is ReviewResult.LAWFUL else Waits.AHEAD
    if step.result is ReviewResult.LAWFUL or course.papers(PaperRole.LEGAL_RISK, through=day):
        return MET
    found = f"审查结论为“{step.result.label}”" if step.result else "没有登记审查结论"
    return (f"{found}，已提交讨论，也没有明示法律风险的说明",)


def _sent(course: Course) -> Answer:
    step = course.step(StepKind.LEGALITY)
    if not step.days:
        return Waits.AHEAD
    return unless(course.papers(PaperRole.FOR_REVIEW), "没有送请审查的决策草案及相关材料、履行法定程序的说明")


def _time(course: Course) -> Answer:
    if course.step(StepKind.LEGALITY).done_on is None:
        return Waits.AHEAD
    if course.review_days is None:
        return ("没有登记送请审查的日期，无法核对审查时间",)
    return unless(
        course.review_days >= REVIEW_DAYS,
        f"审查时间为 {course.review_days} 个工作日，一般不少于 {REVIEW_DAYS} 个工作日",
    )


def _after_the_others(course: Course) -> Answer:
    day = course.done(StepKind.LEGALITY)
    if day is None:
        return Waits.AHEAD
    kinds = [kind for kind in _EARLIER if kind is not StepKind.FAIR_COMPETITION or course.market]
    late = course.finished_by(day, kinds)
    return tuple(f"合法性审查完成时，{kind.label}还没有完成" for kind in late)


def _opinion(course: Course) -> Answer:
    if course.done(StepKind.LEGALITY) is None:
        return Waits.AHEAD
    return unless(course.papers(PaperRole.LEGALITY_OPINION), "合法性审查已完成，但没有书面的审查意见")


def _competition(course: Course) -> Answer:
    if not course.market:
        return Waits.NOT_ASKED
    step, day = course.step(StepKind.FAIR_COMPETITION), course.discussed_on
    if step.omitted:
        return ("涉及市场主体经济活动，公平竞争审查不得省略",)
    if day is None:
        return MET if step.done_on else Waits.AHEAD
    late = course.finished_by(day, (StepKind.FAIR_COMPETITION,))
    return unless(not late, "涉及市场主体经济活动，提交讨论时尚未完成公平竞争审查")


_IN = StepKind.LEGALITY
REVIEW = (
    Rule(
        "K22",
        "第二十九条第（一）项",
        "涉及市场主体的经公平竞争审查",
        "决策草案及相关材料，决策草案涉及市场主体经济活动的，应当包含公平竞争审查的有关情况；",
        StepKind.FAIR_COMPETITION,
        _competition,
    ),
    Rule(
        "K23",
        "第二十五条第一款",
        "讨论前经合法性审查",
        "决策草案提交决策机关讨论前，应当由负责合法性审查的部门进行合法性审查。",
        _IN,
        _reviewed,
        bars_discussion=True,
    ),
    Rule(
        "K24",
        "第二十五条第一款",
        "不以征求意见代替合法性审查",
        "不得以征求意见等方式代替合法性审查。",
        _IN,
        _replaced,
        bars_discussion=True,
    ),
    Rule(
        "K25",
        "第二十五条第二款",
        "审查不合法的不提交讨论",
        "决策草案未经合法性审查或者经审查不合法的，不得提交决策机关讨论。对国家尚无明确规定的探索性改革决策事项，"
        "可以明示法律风险，提交决策机关讨论。",
        _IN,
        _lawful,
        bars_discussion=True,
    ),
    Rule(
        "K26",
        "第二十六条第一款",
        "送审材料齐备",
        "送请合法性审查，应当提供决策草案及相关材料，包括有关法律、法规、规章等依据和履行决策法定程序的说明等。",
        _IN,
        _sent,
    ),
    Rule(
        "K27",
        "第二十六条第二款",
        "审查时间不少于7个工作日",
        "送请合法性审查，应当保证必要的审查时间，一般不少于7个工作日。",
        _IN,
        _time,
    ),
    Rule(
        "K28",
        "第二十七条第（二）项",
        "审查时前面的环节已经完成",
        "合法性审查的内容包括：……(二)决策草案的形成是否履行相关法定程序；",
        _IN,
        _after_the_others,
    ),
    Rule(
        "K29",
        "第二十八条",
        "有书面审查意见",
        "负责合法性审查的部门应当及时提出合法性审查意见，并对合法性审查意见负责。",
        _IN,
        _opinion,
    ),
)
