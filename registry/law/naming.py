"""How an instrument is named (文件的指称): its number, what tells versions apart, the provisions meant."""

import re

from registry.law.docnumber import find
from registry.law.marks import Mark
from registry.law.sentences import NUMBERING, NUMERAL

BRACKET = re.compile(
    r"[\s\u3000]{0,2}[（(]([^（）()]{1,200}(?:[（(][^（）()]{0,60}[）)][^（）()]{0,100})?)[）)]"
)
ARTICLE = rf"第[{NUMERAL}]{{1,9}}条(?:之[{NUMERAL}]{{1,3}})?"
ARTICLES = re.compile(
    rf"(?:{ARTICLE}(?:第[{NUMERAL}]{{1,5}}[款项目]|第[（(][{NUMERAL}]{{1,4}}[）)]项|[、和及与至以]|第[{NUMERAL}]{{1,5}}款){{0,12}}){{1,40}}"
)
PART = re.compile(
    r"(?:的?附件[0-9０-９一二三四五六七八九十]{0,3})(?=[同即自予一中的、，和及废停失]|$)"
    r"|(?:[中内]?(?:的)?(?:有关|关于|涉及|对|与)[^，。；《]{1,80}?(?:规定|内容|条款|部分|条文|标准)|(?:中)?的?(?:有关|相关|部分)(?:规定|内容|条款))"
)
JOINING = re.compile(
    r"^(?:以及|[和及与并或、，,：:；。\s\u3000]|同时|等|废止|宣布|决定|将|对|原有?的?(?:《|$)){0,6}"
)
SETTING = re.compile(
    r"(?:自?本[\u4e00-\u9fff]{1,10}?(?:公布|发布|颁布)?(?:施行|实施|生效)?(?:之日起|后|之日|起|时)|(?:自|从)[^，。；]{2,30}?起)[，,]"
)

# 本《办法》, 《章程》规定的人员: a form of act alone names nothing, unless the text gives it as a short name.
FORM = re.compile(
    r"办法|规定|条例|规范|决定|决议|章程|细则|规则|通知|意见|方案|标准|修正案|目录|名录|纲要|规划|计划|解释|公告|批复"
)


def names_one(title: str) -> bool:
    """Whether a title tells an instrument from others, and not only its form.

    >>> names_one("水法"), names_one("办法"), names_one("")
    (True, False, False)
    """
    return bool(title) and not FORM.fullmatch(title)


def number_of(text: str, mark: Mark | None, qualifier: str) -> str:
    """The number by which the text names the instrument: in brackets behind it, or before it; else "".

    >>> number_of("《甲办法》（公安部令第123号）废止", Mark("甲办法", 0, 5), "")
    '公安部令第123号'
    """
    bracket = BRACKET.match(text, mark.end) if mark else None
    for words in (bracket[1] if bracket else "", qualifier):
        if found := find(words):
            return found[0].raw
    return ""


def qualifier_of(words: str) -> str:
    """What stands before a name and tells it apart (1994年6月4日国务院发布的), without what joins it on.

    >>> qualifier_of("、2000年6月23日通过的")
    '2000年6月23日通过的'
    """
    bracket = BRACKET.match(words)
    plain = JOINING.sub("", NUMBERING.sub("", words[bracket.end() :] if bracket else words, count=1))
    plain = SETTING.sub("", plain, count=1)
    return JOINING.sub("", plain).strip(" \u3000，")


def limits(text: str, end: int) -> tuple[tuple[str, ...], str]:
    """The articles, and the unnumbered part, that words behind a name limit it to.

    >>> limits("《甲》第三条、第五条废止", 3)
    (('第三条', '第五条'), '')
    >>> limits("《甲》中有关看守所的规定即行废止", 3)
    ((), '中有关看守所的规定')
    """
    bracket = BRACKET.match(text, end)
    place = bracket.end() if bracket else end
    behind = text[place:].lstrip("，, ")
    place = len(text) - len(behind)
    if match := ARTICLES.match(text, place):
        return tuple(dict.fromkeys(re.findall(ARTICLE, match[0]))), ""
    if match := PART.match(text, place):
        return (), match[0]
    return (), ""
