"""The terms of checking (核对术语): how a text cites, what was found, what a reader has to look at."""

from base.term import Term


class Way(Term):
    """How a text names what it cites (引用方式)."""

    MARKED = "marked", "书名号引用"
    NUMBERED = "numbered", "只写文号"
    UNMARKED = "unmarked", "未加书名号"
    REFERRED = "referred", "该法、同法等回指"
    OWN = "own", "未写明文件名称"


class Outcome(Term):
    """What looking a citation up came to (查找结果); `status` is how programs are told."""

    FOUND = "found", "已找到"
    SEVERAL = "several", "有多个可能"
    ALIKE = "alike", "疑似"
    MISSING = "missing", "本库未收录"
    UNCLEAR = "unclear", "无法判断所指文件"

    @property
    def status(self) -> int:
        """The number for programs: found, several choices, not found, not to be resolved."""
        return STATUSES[self]


STATUSES = {
    Outcome.FOUND: 200,
    Outcome.SEVERAL: 300,
    Outcome.ALIKE: 300,
    Outcome.MISSING: 404,
    Outcome.UNCLEAR: 400,
}


class Heed(Term):
    """What a reader has to heed of a citation (核对结论), the gravest first."""

    ENDED = "ended", "引用的文件已失效"
    NO_ARTICLE = "no_article", "引用的条文不存在"
    CHANGED = "changed", "引用的内容有变化"
    WRONG_PAIR = "wrong_pair", "名称与文号、年份不符"
    DOUBTFUL = "doubtful", "名称需要核对"
    MISSING = "missing", "本库未收录"
    PENDING = "pending", "尚未施行、停止执行或者施行日期未载明"
    IN_FORCE = "in_force", "现行有效"
    UNCLEAR = "unclear", "未写明所指文件"
