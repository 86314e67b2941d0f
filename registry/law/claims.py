"""Claims (来源标注): the words by which sources call the validity, and the states they are right about."""

from datetime import date

from registry.law.days import read_day
from registry.law.terms import Validity

STANDS = frozenset(validity for validity in Validity if validity.holds)
TO_COME = frozenset({Validity.NOT_YET_IN_FORCE})
RAN_OUT = frozenset({Validity.EXPIRED, Validity.LAPSED})
GONE = frozenset({Validity.REPEALED})
CLAIMS = {
    "有效": STANDS,
    "现行有效": STANDS,
    "已修改": STANDS,
    "尚未生效": TO_COME,
    "尚未施行": TO_COME,
    "部分失效": frozenset({Validity.PARTLY_REPEALED}),
    "失效": RAN_OUT,
    "已失效": RAN_OUT,
    "废止": GONE,
    "已废止": GONE,
}
THROUGH = "有效期至"


def claimed(claim: str, as_of: date) -> frozenset[Validity]:
    """The states that a source's words would be right about on that day; none for words not known.

    >>> claimed("有效期至2023/02/28", date(2023, 3, 1)) == {Validity.EXPIRED}
    True
    """
    words = claim.strip()
    through = read_day(words.removeprefix(THROUGH)) if words.startswith(THROUGH) else None
    if through is None:
        return CLAIMS.get(words, frozenset())
    return STANDS if as_of <= through else frozenset({Validity.EXPIRED})
