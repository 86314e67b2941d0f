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


class ItemCategory(Term):
    """As which of the matters of art. 3 something is decided (决策事项类别)."""

    POLICY = "policy", "重大公共政策和措施"
    PLAN = "plan", "重要规划"
    RESOURCES = "resources", "重要自然资源和文化资源的开发利用、保护"
    PROJECT = "project", "重大公共建设项目"
    OTHER = "other", "其他重大事项"


class PaperRole(Term):
    """What a paper of a step is (程序材料类别)."""

    DRAFT = "draft", "决策草案及说明"
    CONSULTATION = "consultation", "公开征求意见材料"
    HEARING = "hearing", "听证材料"
    OPINIONS = "opinions", "公众意见研究采纳情况"
    EXPERT_OPINION = "expert_opinion", "专家论证意见"
    EXPERT_ADOPTION = "expert_adoption", "专家论证意见研究采纳情况"
    RISK_REPORT = "risk_report", "风险评估报告"
    FAIR_COMPETITION = "fair_competition", "公平竞争审查结论"
    FOR_REVIEW = "for_review", "送请合法性审查的材料"
    LEGALITY_OPINION = "legality_opinion", "合法性审查意见"
    LEGAL_RISK = "legal_risk", "法律风险说明"
    RECORD = "record", "集体讨论记录"
    PARTY_REPORT = "party_report", "向同级党委请示报告"
    DECISION = "decision", "公布的决策"
    EVALUATION = "evaluation", "决策后评估报告"
    OTHER = "other", "其他材料"


class Holding(Term):
    """What a rule of the procedure says of an item (程序核对结果)."""

    MET = "met", "符合"
    BREACHED = "breached", "不符合"
    AHEAD = "ahead", "尚未到该环节"
    NOT_ASKED = "not_asked", "不适用"


class ItemChange(Term):
    """What an adjustment did to an item of the catalogue (目录调整)."""

    ADDED = "added", "新增"
    REMOVED = "removed", "调出"
    CHANGED = "changed", "修改"
    SAME = "same", "未变"
