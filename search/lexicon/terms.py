"""The closed lists of the lexicon (词表用语): what an entry is, how it stands, where it came from."""

from base.term import Term


class WordKind(Term):
    """How a word of the lexicon is taken (词条类型)."""

    LAY = "lay", "俗称"
    SYNONYM = "synonym", "同义词"
    ALIAS = "alias", "简称"
    STOP = "stop", "不扩展"


class WordState(Term):
    """How an entry stands (词条状态); search knows the confirmed ones only."""

    PROPOSED = "proposed", "待确认"
    CONFIRMED = "confirmed", "已生效"
    REJECTED = "rejected", "已驳回"
    WITHDRAWN = "withdrawn", "已撤下"


class WordSource(Term):
    """Where an entry came from (词条来源)."""

    SHIPPED = "shipped", "随软件提供"
    DESK = "desk", "人工登记"
    TABLE = "table", "表格导入"
    SHORT_NAME = "short_name", "正文“以下简称”"
    DEFINITION = "definition", "正文定义"
    QUESTION = "question", "解读中的问题"
    UNANSWERED = "unanswered", "没有结果的检索"


class WordDeed(Term):
    """What was done to an entry (词条变动)."""

    ADD = "add", "登记"
    PROPOSE = "propose", "提出建议"
    CONFIRM = "confirm", "确认"
    REJECT = "reject", "驳回"
    CHANGE = "change", "修改"
    WITHDRAW = "withdraw", "撤下"
    RESTORE = "restore", "恢复"
    FOLLOW = "follow", "随版本更新"
