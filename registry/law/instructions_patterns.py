"""The turns of phrase (句式) in which decisions order changes, read on words without their quotations.

After 立法技术规范 and the wording of real decisions. `“”` stands where a quotation stood, `《》` where a
title did. Every repetition is bounded.
"""

import re
from functools import cache

from registry.law.instructions import Alteration
from registry.law.instructions_places import LIST, REF

_Q = "“”"
_QUOTES = rf"{_Q}(?:[、和及或与]?\s?{_Q}){{0,30}}"
# 刑法第…, 《解释》原第…: whose provision it is, said again.
_OF = r"(?:《》)?(?:修改后的?)?(?:《》)?(?:(?!删|增|将|把|在)[^，。；：、“”《》第和]){0,9}"
_INTO = r"(?:统一|均|分别|一并|相应地?|予以)?\s?(?:修改|改|调整|变更|更改|修订|修正)(?:为|成|作)"
_TAKE = "(?:将|把)?"
_NOW = rf"{_INTO}|相应地?(?:作为|为)|作为|移作|移至|列为"
_AS = rf"(?:分别)?(?:作为|列为|编为|为|即){_OF}(?P<becomes>{LIST})"
_SAYS = r"[，,]?\s?(?:的?规定)?[，,]?\s?(?:内容为|内容如下|表述为|即)?\s?[:：]?\s?"
_COUNT = r"(?:[一二两三四五六七八九十0-9]{1,3}个?)?"
_UNIT = r"(?P<unit>条|款|项|目|章|节)"
_ADD = r"(?:，)?(?:相应)?(?:增加|增设|新增|补充)"
_DROP = r"(?:删去|删除|删掉|取消)"
_WHERE = r"(?P<where>[^，。；：“”第]{0,14}?)"
_WORDS = r"(?:等)?(?:的)?(?:字样|一词|一句|文字|表述|内容|规定|字|词)?"
_END = r"(?=[，。；、\s]|并|同时|$)"

# In the order in which they are tried; a longer turn stands before the one it begins with.
_TURNS: tuple[tuple[Alteration, str], ...] = (
    # The paragraph is added by giving the whole article anew.
    (
        Alteration.REPLACE,
        rf"(?:在|于)?{_OF}(?P<places>{REF})中?{_ADD}{_COUNT}[款项][，,]?\s?(?:分别)?作为{LIST}[，,]\s?(?:并)?将该[条款]{_INTO}{_SAYS}(?P<new>{_QUOTES})",
    ),
    (
        Alteration.ADD,
        rf"(?:在|于)?{_OF}(?P<after>{REF})(?:之)?后面?{_ADD}{_COUNT}{_UNIT}[，,]?\s?(?:{_AS})?{_SAYS}(?P<new>{_QUOTES})",
    ),
    (
        Alteration.ADD,
        rf"(?:(?:在|于|将)?{_OF}(?P<places>{LIST})(?:中|内|部分)?)?{_ADD}{_COUNT}{_UNIT}[，,]?\s?(?:{_AS})?{_SAYS}(?P<new>{_QUOTES})",
    ),
    (
        Alteration.ADD,
        rf"(?:(?:在|于)?{_OF}(?P<places>{LIST})(?:中|内)?)?{_ADD}{_OF}(?P<becomes>{LIST}){_SAYS}(?P<new>{_QUOTES})",
    ),
    (
        Alteration.ADD_WORDS,
        rf"(?:在)?(?:{_OF}(?P<places>{LIST}))?(?:中)?(?:的)?(?:在)?(?P<old>{_Q})(?:一词|字样)?(?P<where>之?[前后]面?){_ADD}{_SAYS}(?P<new>{_Q})",
    ),
    (
        Alteration.ADD_WORDS,
        rf"(?:在)?{_OF}(?P<places>{LIST})(?:的)?(?P<where>末尾|最后|结尾|开头|开始|首部)(?:部分)?(?:处)?{_ADD}{_SAYS}(?P<new>{_Q})",
    ),
    (
        Alteration.STRIKE,
        rf"{_DROP}(?:{_OF}(?P<places>{LIST}))?{_WHERE}(?P<old>{_QUOTES}){_WORDS}",
    ),
    (
        Alteration.STRIKE,
        rf"(?:将|把)?{_OF}(?P<places>{LIST}){_WHERE}(?P<old>{_QUOTES}){_WORDS}(?:予以)?{_DROP}",
    ),
    (Alteration.REMOVE, rf"{_DROP}{_OF}(?P<places>{LIST})(?:的规定|的内容)?{_END}"),
    (Alteration.REMOVE, rf"(?:将|把)?{_OF}(?P<places>{LIST})(?:予以)?{_DROP}{_END}"),
    (
        Alteration.MERGE,
        rf"{_TAKE}{_OF}(?P<places>{LIST})合并(?:为一[条款项])?[，,]?\s?(?:修改)?(?:(?:作为|列为|为){_OF}(?P<becomes>{LIST}))?[，,]?并?(?:内容)?(?:修改)?为?{_SAYS}(?P<new>{_QUOTES})",
    ),
    (
        Alteration.RENUMBER,
        rf"{_TAKE}{_OF}(?P<places>{LIST})(?:{_NOW}){_OF}(?P<becomes>{LIST})(?:[，,]?\s?并?(?:将其|将该[条款项])?(?:内容)?(?:{_INTO}){_SAYS}(?P<new>{_QUOTES}))",
    ),
    (
        Alteration.RENUMBER,
        rf"{_TAKE}{_OF}(?P<places>{LIST})(?:{_NOW}){_OF}(?P<becomes>{LIST})(?:[:：]\s?(?P<new>{_QUOTES}))?",
    ),
    (
        Alteration.SHIFT,
        r"(?:(?!删|增|改)[^，。；“”]){0,30}?(?:(?:顺序|序号|编号|条号|条数|项数)[^。；“”]{0,14}?调整|调整[^。；“”]{0,14}?(?:顺序|序号|编号|条号))",
    ),
    (
        Alteration.REWORD,
        rf"(?:将|把)?(?:{_OF}(?P<places>{LIST}))?{_WHERE}[:：]?(?P<old>{_QUOTES})(?:等)?(?:字样|一词|一句)?[，,]?{_INTO}[:：]?\s?(?P<new>{_Q}(?:[、和及或与]?\s?{_Q}(?!{_INTO})){{0,30}})",
    ),
    (
        Alteration.REPLACE,
        rf"(?:将|把|对)?{_OF}(?P<places>{LIST}){_WHERE}(?:{_INTO}|修改){_SAYS}(?P<new>{_QUOTES})",
    ),
    (
        Alteration.REPLACE,
        rf"(?:将)?(?:这一|该|本)(?:条|款|项|自然段){_INTO}{_SAYS}(?P<new>{_QUOTES})",
    ),
)


@cache
def turns() -> tuple[tuple[Alteration, re.Pattern[str]], ...]:
    """The turns with what each orders; compiled when the first decision is read, which takes 0.1 s."""
    return tuple((alteration, re.compile(pattern)) for alteration, pattern in _TURNS)


# 对第十二条作如下修改: the paragraphs that follow are about it.
ANNOUNCED = re.compile(
    rf"(?:对|将)?{_OF}(?P<places>{REF})(?:作|进行|予以)(?:出|了)?(?:如下|以下|下列)?的?(?:修改|调整)[:：]?\s?$"
)
BETWEEN = re.compile(
    r"(?:[\s，,。；;、:：]|并|同时|其中|另外|此外|以及|和|及|作(?:出)?如下修改|具体修改如下){1,12}"
)
REST = re.compile(r"[^，,。；;“”]{0,400}(?:“”)?")
# What is left over orders something when it holds one of these.
VERBS = re.compile(r"修改|改为|修正|删|增加|增设|调整|合并|移至|作为")
# Announcements and closing words order nothing by themselves.
IDLE = re.compile(
    r"重新公布|(?:作|进行|作出|做)(?:了|出)?(?:如下|以下|下列|相应)?的?(?:修改|修正|补充)|如下修改|修改如下|如下补充|施行"
    r"|^(?:修改|关于修改|对)《》(?:[^，。；]{0,30})?$|决定.{0,10}修改|暂时调整|暂停|修改的?决定|相应修改"
)
