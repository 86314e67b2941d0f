"""The history line (题注) that an amendment adds: 根据…《…决定》第二次修正, as published texts have it."""

from collections.abc import Iterable
from datetime import date

from registry.law import numerals
from registry.law.days import printed
from registry.law.statements import Amended

_SINGLE = str.maketrans("《》", "〈〉")


def history_line(decision: str, number: str, decided_on: date, history: Iterable[Amended]) -> str:
    """The line for a text after this decision, given the steps that its head tells already.

    >>> history_line("关于修改《甲》的决定", "省政府令第3号", date(2021, 3, 1), [])
    '根据2021年3月1日省政府令第3号《关于修改〈甲〉的决定》修正'
    """
    earlier = len({step.on for step in history if step.changes_text})
    count = f"第{numerals.chinese(earlier + 1)}次" if earlier else ""
    return f"根据{printed(decided_on)}{number}《{inside(decision)}》{count}修正"


def inside(title: str) -> str:
    """A title as it stands inside title marks: its own become single ones (GB/T 15834-2011, 4.15.3.4).

    >>> inside("关于修改《甲》的决定")
    '关于修改〈甲〉的决定'
    """
    return title.translate(_SINGLE)
