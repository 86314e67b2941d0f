"""Short names (以下简称): what a text calls for short what it has just named in full."""

import re
from collections.abc import Callable, Iterator
from itertools import accumulate

from search.lexicon.learning.proposals import Sighting, sentences
from search.lexicon.terms import WordKind, WordSource

SHORT = re.compile(
    r"[（(](?:[^（）()]{0,30}[，,；;])?(?:以下|下)?(?:均|也|又)?简称[:：为]?[“\"《〈‘]?"
    r"(?P<short>[\u4e00-\u9fff]{2,12})[”\"》〉’]?(?:[，,；;]下同)?[）)]"
)
TITLE = re.compile(r"《(?P<title>[^《》]{4,120})》[\s\u3000]{0,2}$")
LONGEST_NAME = 24
# Longer ones nobody types, who has the full name in mind.
LONGEST_TERM = 6
LONGEST_SENTENCE = 2_000
COUNTRY = "中华人民共和国"
# Instruments that people know by a short name; 《条例》 or 《总体规划》 mean one thing in one text only.
INSTRUMENTS = re.compile(r"[\u4e00-\u9fff]{1,10}(?:法|公约|协定|议定书)$")
# Names of the parts that persons and offices play in one text: nobody searches for them, or finds them so.
ROLES = re.compile(
    r"(?:部门|单位|机构|机关|组织|人员|人|者|方|企业|公司|银行|委员会|办公室|中心|窗口|平台|处|局|厅|委|办|会|院|校|队|组|民|"
    r"政府|市|区|县|省|工程|项目|条例|办法|规定|决定|细则|意见|通知|解释|制度|计划|规划|方案|目录|名录|规范|报告|品种|"
    r"区域|范围|地区|水域|海域|河|湖|江|山|路|线|业务|活动|工作|行为|事项|案件|日|期|额)$"
)
GENERIC = re.compile(r"^(?:本|该|各|其|上述|前款|原|新|旧|市|省|区|县|外国|中国|境内|境外|我国)")
# What belongs to the sentence, not to the name, though the segmenter leaves it with its first word.
LEAD = re.compile("[对内在由向和与及将把被为从以的]")
LISTS = re.compile(r"[、，,；;（）()《》“”\s]|或者|以及|及其|应当|可以|其他")


Cut = Callable[[str], list[str]]


def short_names(document: int, text: str, cut: Cut) -> Iterator[Sighting]:
    """What a text introduces short names for: instruments, and terms whose short name leaves words out."""
    if "简称" not in text:
        return
    for sentence in sentences(text):
        if "简称" in sentence and len(sentence) <= LONGEST_SENTENCE:
            for match in SHORT.finditer(sentence):
                yield from _named(document, sentence, match, cut)


def _named(document: int, sentence: str, match: re.Match[str], cut: Cut) -> Iterator[Sighting]:
    before, short = sentence[: match.start()], match["short"]
    if GENERIC.search(short):
        return
    if title := TITLE.search(before[-130:]):
        name = title["title"]
        known = name.removeprefix(COUNTRY)
        told = known.removesuffix("（试行）") != short
        if told and INSTRUMENTS.fullmatch(short) and is_drawn_from(short, name):
            yield Sighting(short, name, WordKind.ALIAS, WordSource.SHORT_NAME, document, sentence, 0.75)
    elif len(short) <= LONGEST_TERM and not ROLES.search(short) and (full := full_name(before, short, cut)):
        yield Sighting(short, full, WordKind.SYNONYM, WordSource.SHORT_NAME, document, sentence, 0.6)


def full_name(before: str, short: str, cut: Cut) -> str:
    """The name that ends where the bracket opens, of which the short one leaves words out; "" for none.

    It begins with the word that the short name's first character is of, as near as its characters allow.

    >>> full_name("城市公共交通设施", "公交设施", list), full_name("民用建筑节能", "建筑节能", list)
    ('公共交通设施', '')
    """
    part = before[-LONGEST_NAME:].rstrip('”"》 ')
    start = part.rfind(short[0])
    while start >= 0:
        name = part[start:]
        if is_drawn_from(short, name):
            # Of 旅客运输, not of 客运输: a name does not begin within a word.
            word = part[max(at for at in accumulate(map(len, cut(part)), initial=0) if at <= start) :]
            name = name if LEAD.match(word) else word
            # What only drops words before or behind is found without help.
            plain = short not in part and not LISTS.search(name) and ("的" not in name or "的" in short)
            return name if plain else ""
        start = part.rfind(short[0], 0, start)
    return ""


def is_drawn_from(short: str, name: str) -> bool:
    """Whether the short name's characters stand in the name in the same order.

    >>> is_drawn_from("环评", "环境影响评价"), is_drawn_from("评环", "环境影响评价")
    (True, False)
    """
    place = 0
    for char in short:
        place = name.find(char, place) + 1
        if not place:
            return False
    return True
