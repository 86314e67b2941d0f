"""Designations (条款名称): how a provision's stable id is called in a sentence."""

import re

from registry.law.numerals import chinese

STEP = re.compile(r"(annex|part|subpart|chp|sec|art|para|p|i|pt)-?([0-9]{1,4}(?:-[0-9]{1,4})*)(?:-|$)")
WORDS = {
    "annex": "附件{}",
    "part": "第{}编",
    "subpart": "第{}分编",
    "chp": "第{}章",
    "art": "第{}条",
    "para": "第{}段",
    "p": "第{}款",
    "i": "第{}项",
    "pt": "第{}目",
}


def designation(eid: str) -> str:
    """The Chinese name of the provision with this stable id; the id itself where it has no name.

    >>> designation("art-12"), designation("art-10-1"), designation("art-10-p2-i3")
    ('第十二条', '第十条之一', '第十条第二款第三项')
    """
    words, place = "", 0
    for step in STEP.finditer(eid):
        if step.start() != place:
            return eid
        words += _step(step[1], [int(number) for number in step[2].split("-")])
        place = step.end()
    return words if words and place == len(eid) else eid


def designations(eids: tuple[str, ...]) -> str:
    """Several provisions in one phrase, in the order given: 第三条、第十二条."""
    return "、".join(designation(eid) for eid in eids)


def _step(kind: str, numbers: list[int]) -> str:
    first, *further = numbers
    if kind == "annex":
        return WORDS[kind].format(first)
    # A section is counted inside its chapter: sec-2-1 is 第二章第一节.
    if kind == "sec":
        return f"第{chinese(first)}章" + "".join(f"第{chinese(number)}节" for number in further)
    return WORDS[kind].format(chinese(first)) + "".join(f"之{chinese(number)}" for number in further)
