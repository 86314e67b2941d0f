"""Short names (简称) that the pasted text itself defines: 以下简称《条例》, 以下简称“水十条”."""

import re
from collections.abc import Mapping, Sequence

from registry.law.marks import Mark
from registry.law.titles import title_key

TRIGGER = re.compile(r"(?:以下|下)(?:均|统|分别)?(?:简)?称(?:为)?[:：]?")
# What may follow the trigger: each in marks or quotes, or one bare.
NAMED = re.compile(r"[\s]?[《“\"‘「]([\u4e00-\u9fff（）()〇]{1,40})[》”\"’」]")
BARE = re.compile(r"[\s]?([\u4e00-\u9fff]{2,30})(?=[，,）)；;])")
# Who and what texts give short names too: （以下简称赔偿委员会）, （以下简称残疾人证）.
NO_INSTRUMENT = re.compile(
    "(?:委员会|办公室|中心|公司|企业|部门|机构|机关|单位|法院|检察院|人员|人|厅|局|处|区|市|县|证|证书"
    "|项目|工程|系统|平台|资金|基金|费|税|案件|行为)$"
)
LINK = re.compile(r"[、和及与]?(?=[《“\"‘「])")
# From a name's end to the word 简称: brackets with numbers and days, no further sentence.
FARTHEST = 90
MOST = 200


def short_names(text: str, found: Sequence[Mark]) -> Mapping[str, str]:
    """The full title for the key of every short name that the text introduces.

    Several short names (以下分别简称《甲》《乙》) belong to as many titles before them, in order.
    """
    known: dict[str, str] = {}
    ends = [mark.end for mark in found]
    place = 0
    for trigger in TRIGGER.finditer(text):
        while place < len(ends) and ends[place] <= trigger.start():
            place += 1
        names = _names(text, trigger.end())
        before = list(found[max(0, place - len(names)) : place])
        if names and len(before) == len(names) and _near(text, before[-1].end, trigger.start()):
            for name, mark in zip(names, before, strict=True):
                known.setdefault(title_key(name), mark.title)
        if len(known) >= MOST:
            break
    return known


def _names(text: str, at: int) -> list[str]:
    names: list[str] = []
    while match := NAMED.match(text, at):
        if match[0].lstrip().startswith("《") or not NO_INSTRUMENT.search(match[1]):
            names.append(match[1])
        link = LINK.match(text, match.end())
        if not link or len(names) > 6:  # noqa: PLR2004  # no text defines more at once
            break
        at = link.end()
    bare = BARE.match(text, at)
    if not names and bare and not NO_INSTRUMENT.search(bare[1]):
        names.append(bare[1])
    return names


def _near(text: str, start: int, end: int) -> bool:
    # 《甲》（国发〔2013〕37号）（以下简称…: nothing but brackets stands between.
    between = text[start:end]
    return end - start <= FARTHEST and "。" not in between and between.lstrip()[:1] in {"（", "(", "，", ","}
