"""Terms of the catalogue of major decisions (重大行政决策术语)."""

from base.term import Term


class EditionProgress(Term):
    """How far an edition of a year's catalogue has come (目录办理阶段)."""

    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "已送审"
    PUBLISHED = "published", "已公布"


class StepKind(Term):
    """The steps of a major decision (决策程序), in their order (重大行政决策程序暂行条例 ch. 2-4)."""

    PARTICIPATION = "participation", "公众参与"
    EXPERTS = "experts", "专家论证"
    RISK = "risk", "风险评估"
    FAIR_COMPETITION = "fair_competition", "公平竞争审查"
    LEGALITY = "legality", "合法性审查"
    DELIBERATION = "deliberation", "集体讨论"
    PUBLICATION = "publication", "公布"
    EVALUATION = "evaluation", "决策后评估"


class StepState(Term):
    """How a step stands on a day (程序进展); computed from its days."""

    AHEAD = "ahead", "未开始"
    UNDER_WAY = "under_way", "进行中"
    DONE = "done", "已完成"
    LATE = "late", "晚于计划"
    OMITTED = "omitted", "依法不适用"


class ReviewResult(Term):
    """What the review of legality found (合法性审查结论)."""

    LAWFUL = "lawful", "合法"
    TO_CHANGE = "to_change", "应当修改"
    UNLAWFUL = "unlawful", "不合法"


class ItemState(Term):
    """How a decision item stands (决策事项状态); computed."""

    PLANNED = "planned", "未启动"
    UNDER_WAY = "under_way", "办理中"
    DECIDED = "decided", "已决策公布"
    REMOVED = "removed", "已调出目录"
