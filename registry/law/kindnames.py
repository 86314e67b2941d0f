"""Names of documents without what stands in brackets behind them (名称)."""

import re

BRACKETED = re.compile(r"[（(][^（）()]{1,20}[）)]$")


def in_brackets_left_out(title: str) -> str:
    """The title without a last remark in brackets.

    >>> in_brackets_left_out("排污权交易管理办法（试行）")
    '排污权交易管理办法'
    """
    return BRACKETED.sub("", title.strip())
