"""Citations (引用格式) of a document and its provisions."""

from datetime import date

from registry.law.days import printed
from registry.law.markers import quoted


def citation(title: str, number: str = "", provision: str = "", as_of: date | None = None) -> str:
    """A document as one cites it in a paper; `as_of` names the day whose wording is meant.

    >>> citation("信访工作办法", "澄政发〔2020〕3号", "第十条", date(2021, 8, 1))
    '《信访工作办法》（澄政发〔2020〕3号）第十条（2021年8月1日文本）'
    """
    numbered = f"（{number}）" if number else ""
    dated = f"（{printed(as_of)}文本）" if as_of else ""
    return f"{quoted(title)}{numbered}{provision}{dated}"
