"""Short names (以下简称) that a text gives to the instruments it names."""

import re

from registry.law.marks import marks
from registry.law.reader import LONGEST, Reader
from registry.law.titles import title_key

SHORT = re.compile(
    r"[\s\u3000]{0,2}[（(][^（）()]{0,60}?(?:以下|下)(?:简?称|均?简称)(?:为)?[\s]?[《“\"]?(?P<short>[\u4e00-\u9fff（）()一二三四五六七八九十]{1,30}?)[》”\"]?"
    r"[，,）)]"
)
TRIGGER = re.compile(r"下(?:简|均)?称")


def aliases(reader: Reader) -> dict[str, str]:
    """The full title for the key of every short name that the text introduces."""
    found: dict[str, str] = {}
    for passage in reader.passages:
        if not TRIGGER.search(passage.text) or len(passage.text) > LONGEST:
            continue
        for mark in marks(passage.text):
            if match := SHORT.match(passage.text, mark.end):
                found.setdefault(title_key(match["short"]), mark.title)
    return found
