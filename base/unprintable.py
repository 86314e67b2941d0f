"""Characters that no page may contain (控制字符): what HTML calls controls and noncharacters."""

import re

LAST_OF_PLANES = "".join(
    chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF)
)
# Controls but for tab, line ends and form feed; noncharacters.
UNPRINTABLE = re.compile(rf"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef{LAST_OF_PLANES}]")
# What separates lines and pages elsewhere; a feed of news (XML) takes none of them.
LINE_ENDS = re.compile("[\x0b\x0c\x85\u2028\u2029]")


def printable(text: str) -> str:
    r"""The text without the characters that no page may contain; foreign line ends become our own.

    >>> printable("第一条\x0c第二条\x1b")
    '第一条\n第二条'
    """
    return UNPRINTABLE.sub("", LINE_ENDS.sub("\n", text))
