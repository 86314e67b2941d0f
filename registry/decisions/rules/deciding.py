"""Rules of the decision and of what follows it (集体讨论、公布、后评估): arts. 29-32 and 36."""

import re
from collections.abc import Iterator

from registry.decisions.rules.checking import MET, Answer, Rule, Waits, unless
from registry.decisions.rules.course import Course
from registry.decisions.rules.terms import PaperRole, StepKind

_SEPARATORS = re.compile(r"[、，,；;\s]{1,4}")


def _complete(course: Course) -> Answer:
    day = course.discussed_on
    if day is None:
        return Waits.AHEAD
    return tuple(
        f"提交讨论的材料缺少{role.label}"
        for role in _owed(course)
        if not course.papers(role, through=day) and not _told(course, role)
    )


def _owed(course: Course) -> Iterator[PaperRole]:
    yield PaperRole.DRAFT
    if course.market:
        yield PaperRole.FAIR_COMPETITION
    if not course.step(StepKind.PARTICIPATION).omitted:
        yield PaperRole.OPINIONS
    if not course.step(StepKind.EXPERTS).omitted:
        yield PaperRole.EXPERT_ADOPTION
    if not course.step(StepKind.RISK).omitted:
        yield PaperRole.RISK_REPORT
    yield PaperRole.LEGALITY_OPINION


def _told(course: Course, role: PaperRole) -> bool:
    # What was published of a consultation is the paper that tells of its opinions.
    return role is PaperRole.OPINIONS and any(notice.outcome_published for notice in course.notices)


def _discussed(course: Course) -> Answer:
    step = course.step(StepKind.DELIBERATION)
    if step.omitted:
        return ("集体讨论不得省略",)
    if course.done(StepKind.PUBLICATION) is None:
        return MET if step.done_on else Waits.AHEAD
    return unless(step.done_on, "没有集体讨论的记录，决策已经公布")


def _record(course: Course) -> Answer:
    if course.decided_on is None:
        return Waits.AHEAD
    return unless(course.papers(PaperRole.RECORD), "没有集体讨论决定情况的记录")


def _party(course: Course) -> Answer:
    day = course.done(StepKind.PUBLICATION)
    if day is None:
        return Waits.AHEAD
    return unless(course.papers(PaperRole.PARTY_REPORT, through=day), "出台前没有向同级党委请示报告的材料")


def _published(course: Course) -> Answer:
    step = course.step(StepKind.PUBLICATION)
    if step.omitted:
        return Waits.NOT_ASKED
    if step.done_on is None:
        return Waits.AHEAD
    decided = course.decided_on
    late = decided is not None and step.done_on >= decided
    return (
        *unless(late or decided is None, "公布的日期早于集体讨论的日期"),
        *unless(course.papers(PaperRole.DECISION), "没有公布的决策文本"),
    )


def _evaluated(course: Course) -> Answer:
    step = course.step(StepKind.EVALUATION)
    if step.omitted:
        return Waits.NOT_ASKED
    if not step.days:
        return Waits.AHEAD
    early = [course.step(kind).carried_out_by for kind in (StepKind.EXPERTS, StepKind.RISK)]
    before = {name for words in early for name in _names(words)}
    same = [name for name in _names(step.carried_out_by) if name in before]
    return (
        *unless(step.carried_out_by, "没有登记承担后评估的单位"),
        *(f"“{name}”在决策作出前承担过主要论证评估工作，不得承担后评估" for name in same),
    )


def _names(words: str) -> tuple[str, ...]:
    return tuple(name for name in _SEPARATORS.split(words) if name)


def _evaluated_after(course: Course) -> Answer:
    step, day = course.step(StepKind.EVALUATION), course.done(StepKind.PUBLICATION)
    if step.omitted:
        return Waits.NOT_ASKED
    if not step.days:
        return Waits.AHEAD
    return unless(day and day <= min(step.days), "决策公布之前不能开展后评估")


DECIDING = (
    Rule(
        "K30",
        "第二十九条",
        "提交讨论的材料齐备",
        "决策承办单位提交决策机关讨论决策草案，应当报送下列材料：(一)决策草案及相关材料……"
        "(二)履行公众参与程序的，同时报送社会公众提出的主要意见的研究采纳情况；"
        "(三)履行专家论证程序的，同时报送专家论证意见的研究采纳情况；"
        "(四)履行风险评估程序的，同时报送风险评估报告等有关材料；(五)合法性审查意见；(六)需要报送的其他材料。",
        StepKind.DELIBERATION,
        _complete,
    ),
    Rule(
        "K31",
        "第三十条第一款",
        "经集体讨论作出决定",
        "决策草案应当经决策机关常务会议或者全体会议讨论。决策机关行政首长在集体讨论的基础上作出决定。",
        StepKind.DELIBERATION,
        _discussed,
    ),
    Rule(
        "K32",
        "第三十条第三款",
        "如实记录集体讨论情况",
        "集体讨论决定情况应当如实记录，不同意见应当如实载明。",
        StepKind.DELIBERATION,
        _record,
    ),
    Rule(
        "K33",
        "第三十一条",
        "出台前向同级党委请示报告",
        "重大行政决策出台前应当按照规定向同级党委请示报告。",
        StepKind.PUBLICATION,
        _party,
    ),
    Rule(
        "K34",
        "第三十二条",
        "讨论决定后公布",
        "决策机关应当通过本级人民政府公报和政府网站以及在本行政区域内发行的报纸等途径及时公布重大行政决策。",
        StepKind.PUBLICATION,
        _published,
    ),
    Rule(
        "K35",
        "第三十六条第二款",
        "后评估不由原论证评估单位承担",
        "开展决策后评估，可以委托专业机构、社会组织等第三方进行，决策作出前承担主要论证评估工作的单位除外。",
        StepKind.EVALUATION,
        _evaluated,
    ),
    Rule(
        "K36",
        "第三十六条第一款",
        "实施后才开展后评估",
        "有下列情形之一的，决策机关可以组织决策后评估，并确定承担评估具体工作的单位：(一)重大行政决策实施后明显未达到预期效果；……",
        StepKind.EVALUATION,
        _evaluated_after,
    ),
)
