"""Settling (取舍) between the ledger and the text: the ledger wins, and a contradiction is reported."""

import re
from datetime import date

from registry.intake.ledger import Row
from registry.intake.parsed import Doubt
from registry.law.days import printed, read_day
from registry.law.docnumber import key, parse
from registry.law.organs import listed
from registry.law.titles import title_key

LIST = re.compile(r"[、，,;；]")


class Settling:
    """One file's ledger row held against what its text says; gathers the doubts."""

    def __init__(self, row: Row) -> None:
        self.row = row
        self.doubts: list[Doubt] = []

    def doubt(self, code: str, field: str, wrong: str, assumed: str = "") -> None:
        """Report something doubtful."""
        self.doubts.append(Doubt(code, field, wrong, assumed))

    def contradiction(self, column: str, field: str, ledger: str, text: str) -> None:
        """Report that ledger and text say different things; the ledger's word stands."""
        self.doubt(
            f"{column}-contradicts", field, f"台账为“{ledger}”，正文为“{text}”", f"以台账为准：{ledger}"
        )

    def issuers(self, found: tuple[str, ...]) -> tuple[str, ...]:
        """The issuing authorities, the host first.

        A ledger says 原环境保护部等 for what the document signs in full; when every name of the ledger
        is among those of the text, the text's full list is taken.
        """
        said = tuple(_present_name(name) for name in LIST.split(self.row.get("issuer")) if name.strip())
        found = tuple(dict.fromkeys(_present_name(name) for name in found))
        if not said:
            return found
        keys = {title_key(name) for name in found}
        if {title_key(name) for name in said} <= keys:
            return found
        if found:
            self.contradiction("issuer", "发文机关", "、".join(said), "、".join(found))
        return said

    def number(self, found: str) -> str:
        """The document's number; the fuller form where ledger and text mean the same one."""
        said = self.row.get("docno")
        if not said or not found:
            return said or found
        if key(said) == key(found):
            return found
        if _shortened(said, found):
            return found
        self.contradiction("docno", "发文字号", said, found)
        return said

    def day(self, column: str, field: str, found: date | None) -> date | None:
        """A day of the ledger's column, else the one found in the text."""
        said = self.row.get(column)
        if not said:
            return found
        day = read_day(said)
        if day is None:
            self.doubt(f"ledger-{column}", column, f"“{said}”不是一个日期", "以正文为准")
            return found
        if found and found != day:
            self.contradiction(column, field, printed(day), printed(found))
        return day


def _present_name(name: str) -> str:
    # 原环境保护部 is the later word for an organ that signed as 环境保护部; 等 stands for the rest.
    plain = name.strip().removesuffix("等")
    return plain.removeprefix("原") if listed(plain.removeprefix("原")) else plain


def _shortened(said: str, found: str) -> bool:
    # 部令 第28号 is 环境保护部令第28号 to the ministry that keeps the ledger.
    short, full = parse(said), parse(found)
    if not short or not full or (short.family, short.serial) != (full.family, full.serial):
        return False
    years = {short.year, full.year} - {None}
    return len(years) <= 1 and full.organ.endswith(short.organ)
