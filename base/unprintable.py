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


# Signs that turn the order of others, or stand between them unseen. The joiners of signs (U+200C, U+200D) go
# too: they hide a word from whoever searches for it.
UNSEEN = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")


def seen(text: str) -> str:
    r"""The text as it is read: without signs that nobody sees and that turn or part the others.

    >>> seen("\u202e反对\u200b本条\ufeff")
    '反对本条'
    """
    return UNSEEN.sub("", text)
