"""Articles in a question (检索中的条文): 水污染防治法第二十条, 环评法31条, 行政处罚法 第三十三条第一款."""

import re
from dataclasses import dataclass

from registry.law.designations import eid_of

NUMERAL = "[一二三四五六七八九十百千零〇0-9]"
REFERENCE = re.compile(
    rf"^(?P<title>[^第]{{1,60}}?)[\s,，:：的]{{0,3}}"
    rf"第?(?P<article>{NUMERAL}{{1,8}})条(?:之(?P<again>{NUMERAL}{{1,3}}))?"
    rf"(?:第?(?P<paragraph>{NUMERAL}{{1,4}})款)?(?:第?[（(]?(?P<item>{NUMERAL}{{1,4}})[）)]?项)?"
    rf"(?P<rest>(?!第?{NUMERAL}{{1,8}}[条款项]).{{0,40}})$"
)
# What may follow and adds nothing: 第二十条的内容, 第20条是什么, 第三十一条规定.
ADDS_NOTHING = re.compile(r"[\s,，。.?？!！的]|是|什么|内容|规定|怎么|如何|说|原文|全文|条文|解读|吗|呢")


@dataclass(frozen=True, slots=True)
class Reference:
    """A provision as a question names it: the document's name, the provision's id and its printed form."""

    title: str
    eid: str
    printed: str
    rest: str = ""


def reference(folded: str) -> Reference | None:
    """The provision that the (folded) question names; None when it names none.

    >>> reference("环评法31条"), reference("两项条款")
    (Reference(title='环评法', eid='art-31', printed='第31条', rest=''), None)
    >>> reference("水污染防治法第二十条第一款是什么").eid
    'art-20-p1'
    """
    found = REFERENCE.match(folded)
    if not found:
        return None
    printed = f"第{found['article']}条" + (f"之{found['again']}" if found["again"] else "")
    printed += f"第{found['paragraph']}款" if found["paragraph"] else ""
    printed += f"第{found['item']}项" if found["item"] else ""
    eid = eid_of(printed)
    if eid is None:
        return None
    rest = ADDS_NOTHING.sub("", found["rest"])
    return Reference(found["title"].strip(" 《》〈〉"), eid, printed, rest)
