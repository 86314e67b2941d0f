"""Issuers in a question (检索中的发文机关): 生态环境部发布的…, 省生态环境厅印发的…."""

import re
from collections.abc import Iterable

SAID = re.compile(
    r"^(?P<issuer>[\u4e00-\u9fff]{3,30}?)(?:[\s,，]{0,2})(?:发布|印发|制定|出台|下发|颁布|公布|发)的(?P<rest>.{1,200})$"
)


def issued(folded: str, issuers: Iterable[str]) -> tuple[str, str]:
    """The issuer that the (folded) question names and the rest of it; ("", all of it) for none.

    A shortened name counts when it ends only one issuer's name.

    >>> issued("省生态环境厅印发的危废文件", ["浙江省生态环境厅", "生态环境部"])
    ('浙江省生态环境厅', '危废文件')
    >>> issued("生态环境部门发现的问题", ["生态环境部"])
    ('', '生态环境部门发现的问题')
    """
    found = SAID.match(folded)
    if not found:
        return "", folded
    named = found["issuer"]
    ending = sorted({one for one in issuers if one.endswith(named)}, key=len)
    exact = named in ending
    if not exact and len(ending) != 1:
        return "", folded
    return (named if exact else ending[0]), found["rest"].strip()
