"""Terms of consultations (征求意见术语)."""

from base.term import Term


class Matter(Term):
    """What is being drafted (征求意见事项): it decides the shortest period and the procedure."""

    LOCAL_REGULATION = "local_regulation", "地方性法规草案"
    RULE = "rule", "规章草案"
    MAJOR_DECISION = "major_decision", "重大行政决策"
    NORMATIVE_DOCUMENT = "normative_document", "行政规范性文件"
    PLAN = "plan", "规划计划"
    OTHER = "other", "其他事项"


class NoticeProgress(Term):
    """How far the office's record of a notice has come (公告办理阶段), apart from its state."""

    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "已送审"
    SCHEDULED = "scheduled", "定时发布"
    PUBLISHED = "published", "已发布"
    WITHDRAWN = "withdrawn", "已撤回"
    ABANDONED = "abandoned", "已放弃"


class ConsultationState(Term):
    """How a published consultation stands on a day (征求意见状态); computed, never stored."""

    ANNOUNCED = "announced", "即将开始"
    OPEN = "open", "征求意见中"
    CLOSED = "closed", "已截止，意见整理中"
    OUTCOME_DUE = "outcome_due", "采纳情况逾期未公布"
    OUTCOME_PUBLISHED = "outcome_published", "已公布采纳情况"
    ADOPTED = "adopted", "已出台"
    DROPPED = "dropped", "已终止"


class ConsultationDeed(Term):
    """A dated event in the life of a consultation (征求意见事件)."""

    PUBLISH = "publish", "发布公告"
    EXTEND = "extend", "延长期限"
    REPLACE_TEXT = "replace_text", "更换征求意见稿"
    PUBLISH_OUTCOME = "publish_outcome", "公布采纳情况"
    ADOPT = "adopt", "出台文件"
    DROP = "drop", "终止"
    WITHDRAW = "withdraw", "撤回公告"


class TextRole(Term):
    """Which paper of a consultation a text is (征求意见材料)."""

    DRAFT = "draft", "征求意见稿"
    DRAFTING_NOTE = "drafting_note", "起草说明"


class Channel(Term):
    """By which way a comment came (意见渠道)."""

    ONLINE = "online", "网上提交"
    LETTER = "letter", "信函"
    EMAIL = "email", "电子邮件"
    PHONE = "phone", "电话"
    FAX = "fax", "传真"
    SEMINAR = "seminar", "座谈会"
    HEARING = "hearing", "听证会"
    DELEGATE = "delegate", "人大代表、政协委员"
    OTHER = "other", "其他"


class Voice(Term):
    """Whose comment it is (意见类别): the outcome answers each of them."""

    PUBLIC = "public", "公众意见"
    EXPERT = "expert", "专家论证意见"
    LEGALITY = "legality", "合法性审查意见"
    FAIR_COMPETITION = "fair_competition", "公平竞争审查意见"


class CommentState(Term):
    """How a comment stands (意见状态)."""

    RECEIVED = "received", "待审核公开"
    SHOWN = "shown", "已公开"
    HELD = "held", "不予公开"
    TAKEN_BACK = "taken_back", "已撤回"


class Footing(Term):
    """Whether the words that a comment quotes still stand in another edition of the draft (引文去向)."""

    SAME = "same", "原文未变"
    MOVED = "moved", "原文移至他处"
    ALTERED = "altered", "原文已修改"
    GONE = "gone", "原文已不在稿中"


class Verdict(Term):
    """What became of a comment (采纳情况)."""

    ADOPTED = "adopted", "采纳"
    PARTLY = "partly", "部分采纳"
    NOT_ADOPTED = "not_adopted", "未采纳"


class MeetingKind(Term):
    """A meeting on the draft (会议形式)."""

    SEMINAR = "seminar", "座谈会"
    HEARING = "hearing", "听证会"
    EXPERTS = "experts", "专家论证会"
