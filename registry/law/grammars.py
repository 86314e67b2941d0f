"""Number grammars (编号规则): how an issuer prints its numbers, as a form that anybody can write down.

`澄环发〔{年}〕{号}号`, `ZJSP16-{年}-{号4}`: a form instead of a regular expression, because the legal
division writes it, and because no form can make the reading slow. Source: the registries of Zhejiang,
Huizhou and Yangling, each with its own (三统一 is a rule of every province's own).
"""

import re
from dataclasses import dataclass

from base.errors import BadInput
from registry.law.numberforms import folded
from registry.law.terms import Term

LONGEST_FORM = 80
PART = re.compile(r"\{(年|号[1-9]?)\}")
PIECE = re.compile(r"\{(?:年|号[1-9]?)\}|[^{}]{1,80}")
YEAR = "(?P<year>(?:19|20)[0-9]{2})"
# A serial is never padded (1, not 01) unless the form says to how many digits.
SERIAL = "(?P<serial>[1-9][0-9]{0,5})"


class NumberField(Term):
    """Which of a document's numbers a grammar is for (编号种类)."""

    DOCUMENT = "document_number", "发文字号"
    ORDER = "order_number", "令号"
    UNIFIED = "unified_number", "统一编号"
    INDEX = "index_number", "索引号"


@dataclass(frozen=True, slots=True)
class Grammar:
    """How one issuer prints one of its numbers; `form` with {年}, {号} or {号4}."""

    issuer: str
    field: NumberField
    form: str

    def matches(self, number: str) -> bool:
        """Whether the number is printed as the form says, down to its brackets.

        >>> Grammar("甲厅", NumberField.DOCUMENT, "甲环发〔{年}〕{号}号").matches("甲环发〔2021〕8号")
        True
        """
        return self._pattern().fullmatch(number) is not None

    def resembles(self, number: str) -> bool:
        """Whether it is a number of this form but for the shape of brackets, digits and spaces."""
        return self._loosely().fullmatch("".join(folded(number).split())) is not None

    def year(self, number: str) -> int | None:
        """The year in the number, where the form has one."""
        match = self._pattern().fullmatch(number)
        found = match.groupdict().get("year") if match else None
        return int(found) if found else None

    def printed(self, year: int, serial: int) -> str:
        """The number with this year and serial.

        >>> Grammar("甲厅", NumberField.UNIFIED, "ZJSP16-{年}-{号4}").printed(2021, 3)
        'ZJSP16-2021-0003'
        """

        def put(match: re.Match[str]) -> str:
            word = match[1]
            return str(year) if word == "年" else f"{serial:0{int(word[1:] or 1)}}"

        return PART.sub(put, self.form)

    def _pattern(self) -> re.Pattern[str]:
        return re.compile("".join(self._exact(part) for part in PIECE.findall(self.form)))

    def _loosely(self) -> re.Pattern[str]:
        return re.compile("".join(self._loose(part) for part in PIECE.findall(self.form)))

    @staticmethod
    def _exact(part: str) -> str:
        match = PART.fullmatch(part)
        if not match:
            return re.escape(part)
        if match[1] == "年":
            return YEAR
        return f"(?P<serial>[0-9]{{{match[1][1:]}}})" if match[1][1:] else SERIAL

    @staticmethod
    def _loose(part: str) -> str:
        match = PART.fullmatch(part)
        if not match:
            return re.escape("".join(folded(part).split()))
        return YEAR if match[1] == "年" else "0{0,3}[0-9]{1,6}"


def read_form(form: str) -> str:
    """The form, when it is one; raises BadInput that says what is missing.

    >>> read_form("澄环发〔{年}〕{号}号")
    '澄环发〔{年}〕{号}号'
    """
    words = form.strip()
    parts = [match[1] for match in PART.finditer(words)]
    serials = [part for part in parts if part.startswith("号")]
    if len(serials) != 1 or parts.count("年") > 1:
        raise BadInput(f"编号格式“{form[:40]}”不对：应恰有一处 {{号}}（或 {{号4}}），{{年}} 至多一处")
    if len(words) > LONGEST_FORM or "{" in PART.sub("", words) or "}" in PART.sub("", words):
        raise BadInput(f"编号格式“{form[:40]}”不对：最多 {LONGEST_FORM} 个字，花括号只用于 {{年}} 和 {{号}}")
    return words
