"""Document numbers (发文字号、令号、公告号、统一编号、索引号): read in every form, printed in one.

Sources: 党政机关公文处理工作条例 (2012) and GB/T 9704-2012 for 机关代字〔年份〕序号; 规章制定程序条例 art. 30
for 令; 国办 目录系统实施指引 for 索引号. The text as printed is always kept beside what is read from it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from registry.law.nearness import near
from registry.law.numberforms import (
    CORES,
    FORMS,
    INDEX,
    LONGEST_CODE,
    ORGAN_CALLED,
    PREFIX_CALLED,
    SCHEMES,
    SEPARATOR,
    SESSION_IN_ORGAN,
    Scheme,
    folded,
    organ_name,
    organ_start,
)
from registry.law.numerals import chinese, value
from registry.law.terms import Term

__all__ = ["Family", "Found", "Number", "find", "key", "keys", "near", "parse"]

# The longest number of the real documents, with two issuers, has 33 characters.
LONGEST = 160
YEARS = range(1900, 2200)
# Before 2000 the year was sometimes printed with two digits: 〔86〕国环字第3号.
SHORT_YEARS = range(49, 100)


class Family(Term):
    """The families of numbers (编号种类)."""

    DOCUMENT = "document", "发文字号"
    ORDER = "order", "令号"
    ANNOUNCEMENT = "announcement", "公告号"
    PUBLIC_NOTICE = "public_notice", "通告号"
    UNIFIED = "unified", "统一编号"
    INDEX = "index", "索引号"


WORDS = {Family.ORDER: "令", Family.ANNOUNCEMENT: "公告", Family.PUBLIC_NOTICE: "通告"}
FAMILIES = {word: family for family, word in WORDS.items()}


@dataclass(frozen=True, slots=True)
class Number:
    """A number taken apart: who counted it, in which year or session (届), and the serial.

    `organ` is the code (国办发), the name (国务院, 浙江省人民代表大会常务委员会) or the prefix of a coded
    number (ZJSP16). `width` is the number of digits an index number's serial is padded to, `template`
    the print form of the unified scheme. `raw` is the text as printed; it does not count in comparisons.
    """

    family: Family
    organ: str
    serial: int
    year: int | None = None
    session: int | None = None
    width: int = 0
    template: str = ""
    raw: str = field(default="", compare=False)

    def print(self) -> str:
        """The number in the one form that the rules ask for; `parse` reads it back to an equal number."""
        if self.family is Family.UNIFIED:
            return self.template.format(organ=self.organ, year=self.year, serial=self.serial)
        if self.family is Family.INDEX:
            return f"{self.organ}/{self.year}-{self.serial:0{self.width}}"
        if self.family is Family.DOCUMENT:
            return f"{self.organ}〔{self.year}〕{self.serial}号"
        return self._print_counted()

    def _print_counted(self) -> str:
        word = WORDS[self.family]
        if self.session:
            sitting = f"第{chinese(self.session)}届"
            called = "全国" + ORGAN_CALLED if self.organ.startswith("全国") else ORGAN_CALLED
            if called in self.organ:
                return self.organ.replace(called, sitting + called, 1) + f"{word}第{self.serial}号"
            return f"{self.organ}{word}〔{sitting[1:]}〕第{self.serial}号"
        if not self.organ and not self.year and self.family is Family.ORDER:
            return f"第{self.serial}号"
        year = f"{self.year}年" if self.year else ""
        return f"{self.organ}{word}{year}第{self.serial}号"


@dataclass(frozen=True, slots=True)
class Found:
    """A number found in running text, with its place there."""

    start: int
    end: int
    number: Number

    @property
    def raw(self) -> str:
        """The words of the text that print it."""
        return self.number.raw


def parse(raw: str, schemes: Sequence[Scheme] = SCHEMES) -> Number | None:
    """The number that the whole of `raw` prints; of several joint ones the host's, which stands first.

    Every bracket, digit and spacing in use is read, a lost bracket or a missing 第 or 号 too. None when
    it is no number of a known family.

    >>> parse("国办发[2018]118号").print(), parse("中华人民共和国国务院令第七百九十六号").print()
    ('国办发〔2018〕118号', '国务院令第796号')
    """
    if len(raw) > LONGEST:
        return None
    text = folded(raw).strip()
    number = _coded(text, schemes) or _formed(text)
    if number:
        return replace(number, raw=raw)
    several = find(raw)
    if several and not raw[: several[0].start].strip(" 　（(《"):
        return several[0].number
    return None


def key(raw: str, schemes: Sequence[Scheme] = SCHEMES) -> str:
    """The normal form by which numbers are matched; what is no known number is only folded.

    >>> key("环法规函 2019 121") == key("环法规函〔2019〕121号") == key("环法规函［２０１９］１２１号")
    True
    """
    number = parse(raw, schemes)
    return number.print() if number else SEPARATOR.sub("", folded(raw)).upper()[:LONGEST]


def keys(raw: str) -> tuple[str, ...]:
    """The normal forms of every number in `raw`: joint orders print one for each issuer."""
    several = find(raw)
    if len(several) > 1:
        return tuple(dict.fromkeys(found.number.print() for found in several))
    return (key(raw),) if raw.strip() else ()


def find(text: str) -> list[Found]:
    """The numbers quoted in running text, in order; stricter than `parse`: no mere year is one."""
    plain = folded(text)
    return [found for match in CORES.finditer(plain) if (found := _quoted(text, plain, match))]


def _coded(text: str, schemes: Sequence[Scheme]) -> Number | None:
    for scheme in schemes:
        if match := scheme.pattern.fullmatch(text):
            year, serial = int(match["year"]), int(match["serial"])
            return Number(Family.UNIFIED, match["organ"].upper(), serial, year, template=scheme.template)
    if match := INDEX.fullmatch(text):
        width = len(match["serial"])
        organ = match["organ"].replace("-", "").upper()
        return Number(Family.INDEX, organ, int(match["serial"]), int(match["year"]), width=width)
    return None


def _formed(text: str) -> Number | None:
    return next(
        (number for form in FORMS if (match := form.fullmatch(text)) and (number := _read(match))), None
    )


def _read(match: re.Match[str]) -> Number | None:
    parts = match.groupdict()
    serial, year = value(parts["serial"]), _year(parts.get("year"))
    if not serial or (parts.get("year") and not year):
        return None
    organ, session = organ_name(parts.get("organ") or ""), value(parts.get("session") or "")
    if inside := SESSION_IN_ORGAN.search(organ):
        session, organ = value(inside["session"]), organ.replace(inside[0], "", 1)
    family = _family(parts)
    if family is Family.DOCUMENT and not year:
        return None
    if family is Family.ORDER:
        organ = PREFIX_CALLED.get(organ, organ)
    return Number(family, organ, serial, year, session)


def _family(parts: dict[str, str | None]) -> Family:
    if "word" not in parts:
        return Family.DOCUMENT
    # 2020年第54号 alone is how announcements are cited; 第372号 alone is how orders are.
    bare = Family.ANNOUNCEMENT if parts.get("year") else Family.ORDER
    return FAMILIES[parts["word"]] if parts["word"] else bare


def _year(printed: str | None) -> int | None:
    year = value(printed or "")
    if year is not None and year in SHORT_YEARS:
        return 1900 + year
    return year if year in YEARS else None


def _quoted(text: str, plain: str, core: re.Match[str]) -> Found | None:
    start = organ_start(plain, core.start(), code=core[0].startswith("〔") and core[0].endswith("号"))
    number = _formed(plain[start : core.end()])
    if not number or not (number.organ or number.session):
        return None
    # A longer run of characters is half a sentence, not a code.
    if number.family is Family.DOCUMENT and len(number.organ) > LONGEST_CODE:
        return None
    return Found(start, core.end(), replace(number, raw=text[start : core.end()]))
