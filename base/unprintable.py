"""Characters that no page may contain (控制字符): what HTML calls controls and noncharacters."""

import re

# Controls but for tab, line ends and form feed; noncharacters. Said by what it is not: the first ranges
# then hold nearly all text, and a search takes a thirtieth of the time.
PLANES = "".join(f"{chr(plane)}-{chr(plane + 0xFFFD)}" for plane in range(0x10000, 0x110000, 0x10000))
UNPRINTABLE = re.compile(rf"[^\t\n\f\r -~\xa0-\ufdcf\ufdf0-\ufffd{PLANES}]")
# What separates lines and pages elsewhere; a feed of news (XML) takes none of them.
LINE_ENDS = re.compile("[\x0b\x0c\x85\u2028\u2029]")


def printable(text: str) -> str:
    r"""The text without the characters that no page may contain; foreign line ends become our own.

    >>> printable("第一条\x0c第二条\x1b")
    '第一条\n第二条'
    """
    return UNPRINTABLE.sub("", LINE_ENDS.sub("\n", text))
