"""Terms (术语): enumerations whose members carry the Chinese word that stands on the page."""

from base.term import Term

__all__ = [
    "Disclosure",
    "EventKind",
    "Genre",
    "Kind",
    "Publication",
    "RelationKind",
    "Term",
    "Validity",
]


class Kind(Term):
    """Document kinds (文件种类), in order of rank (立法法 art. 98-102)."""

    CONSTITUTION = "constitution", "宪法"
    LAW = "law", "法律"
    ADMINISTRATIVE_REGULATION = "administrative_regulation", "行政法规"
    SUPERVISORY_REGULATION = "supervisory_regulation", "监察法规"
    JUDICIAL_INTERPRETATION = "judicial_interpretation", "司法解释"
    LOCAL_REGULATION = "local_regulation", "地方性法规"
    AUTONOMOUS_REGULATION = "autonomous_regulation", "自治条例和单行条例"
    SPECIAL_ZONE_REGULATION = "special_zone_regulation", "经济特区法规"
    DEPARTMENTAL_RULE = "departmental_rule", "部门规章"
    LOCAL_GOVERNMENT_RULE = "local_government_rule", "地方政府规章"
    NORMATIVE_DOCUMENT = "normative_document", "行政规范性文件"
    PLAN = "plan", "规划计划"
    OTHER = "other", "其他文件"

    @property
    def rank(self) -> int:
        """Height in the hierarchy of norms, 1 the highest; equal numbers stand side by side."""
        return RANKS[self]

    @property
    def slug(self) -> str:
        """The kind as it stands in an address: `local-regulation`."""
        return self.value.replace("_", "-")


# 立法法 (2023) art. 98-102: departmental and local government rules stand side by side (art. 102),
# conflicts between them are for the State Council (art. 106).
RANKS = {
    Kind.CONSTITUTION: 1,
    Kind.LAW: 2,
    Kind.JUDICIAL_INTERPRETATION: 3,
    Kind.ADMINISTRATIVE_REGULATION: 3,
    Kind.SUPERVISORY_REGULATION: 3,
    Kind.LOCAL_REGULATION: 4,
    Kind.AUTONOMOUS_REGULATION: 4,
    Kind.SPECIAL_ZONE_REGULATION: 4,
    Kind.DEPARTMENTAL_RULE: 5,
    Kind.LOCAL_GOVERNMENT_RULE: 5,
    Kind.NORMATIVE_DOCUMENT: 6,
    Kind.PLAN: 7,
    Kind.OTHER: 8,
}


class EventKind(Term):
    """What can happen to a document (沿革事件)."""

    COMMENCEMENT = "commencement", "施行"
    AMENDMENT = "amendment", "修改"
    PARTIAL_REPEAL = "partial_repeal", "部分废止"
    REPEAL = "repeal", "废止"
    EXPIRY = "expiry", "期满失效"
    LAPSE = "lapse", "宣布失效"
    SUSPENSION = "suspension", "停止执行"
    RESUMPTION = "resumption", "恢复执行"
    ANNULMENT = "annulment", "被撤销"
    CORRECTION = "correction", "更正"


class Validity(Term):
    """How a document stands on a day (时效性); computed from events, never stored."""

    # In the order of menus: what may be relied upon stands first, what has ended last.
    IN_FORCE = "in_force", "现行有效"
    PARTLY_REPEALED = "partly_repealed", "部分废止"
    UNDATED = "undated", "施行日期未载明"
    NOT_YET_IN_FORCE = "not_yet_in_force", "尚未施行"
    SUSPENDED = "suspended", "停止执行"
    EXPIRED = "expired", "期满失效"
    LAPSED = "lapsed", "宣布失效"
    REPEALED = "repealed", "已废止"
    ANNULLED = "annulled", "被撤销"

    @property
    def ended(self) -> bool:
        """Whether the document as a whole no longer holds."""
        return self in ENDED

    @property
    def holds(self) -> bool:
        """Whether the document, at least in part, may be relied upon."""
        return self in {Validity.IN_FORCE, Validity.PARTLY_REPEALED}


ENDED = frozenset({Validity.EXPIRED, Validity.LAPSED, Validity.REPEALED, Validity.ANNULLED})


class RelationKind(Term):
    """How one document bears on another (文件关系); read from source to target."""

    REPEALS = "repeals", "废止"
    AMENDS = "amends", "修改"
    REPLACES = "replaces", "代替"
    BASIS = "basis", "依据"
    IMPLEMENTS = "implements", "实施"
    CITES = "cites", "引用"
    SUSPENDS = "suspends", "停止执行"


class Publication(Term):
    """The state of the office's record (发布状态), apart from validity."""

    DRAFT = "draft", "草稿"
    UNDER_REVIEW = "under_review", "审核中"
    SCHEDULED = "scheduled", "定时发布"
    PUBLISHED = "published", "已发布"
    WITHDRAWN = "withdrawn", "已撤回"


class Disclosure(Term):
    """Disclosure (公开属性), decided together with the draft."""

    OPEN = "open", "主动公开"
    ON_REQUEST = "on_request", "依申请公开"
    CLOSED = "closed", "不予公开"


class Genre(Term):
    """Genre (体裁): the fifteen 文种 of 党政机关公文处理工作条例 (2012) and the forms of legislation."""

    RESOLUTION = "resolution", "决议"
    DECISION = "decision", "决定"
    ORDER = "order", "命令（令）"
    COMMUNIQUE = "communique", "公报"
    ANNOUNCEMENT = "announcement", "公告"
    NOTICE_PUBLIC = "notice_public", "通告"
    OPINION = "opinion", "意见"
    NOTICE = "notice", "通知"
    CIRCULAR = "circular", "通报"
    REPORT = "report", "报告"
    REQUEST = "request", "请示"
    REPLY = "reply", "批复"
    MOTION = "motion", "议案"
    LETTER = "letter", "函"
    MINUTES = "minutes", "纪要"
