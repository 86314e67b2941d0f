"""Word's automatic numbers (自动编号) as they are printed: 第一条, 一、, （一）, 1."""

from collections.abc import Callable
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from registry.intake.formats.word_styles import Styles, W, child, switched, value
from registry.law.numerals import chinese

LEVELS = 9
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
DIGITS = "〇一二三四五六七八九"
CAPITALS = str.maketrans("一二三四五六七八九十百千零", "壹贰叁肆伍陆柒捌玖拾佰仟零")
ROMAN = {1000: "m", 900: "cm", 500: "d", 400: "cd", 100: "c", 90: "xc", 50: "l", 40: "xl", 10: "x", 9: "ix"}
ROMAN |= {5: "v", 4: "iv", 1: "i"}
LARGEST = 9999
CIRCLES = 20
# After these marks nothing need stand between a number and its words.
ENDS = "、．.)）:：,，〕】]"


def _digits(number: int) -> str:
    return "".join(DIGITS[int(digit)] for digit in str(number))


def _roman(number: int) -> str:
    shown = ""
    for worth, letters in ROMAN.items():
        shown += letters * (number // worth)
        number %= worth
    return shown


def _letter(number: int) -> str:
    # Word goes on after z with aa, bb, cc.
    return chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 4)


def _circle(number: int) -> str:
    return chr(0x2460 + number - 1) if number <= CIRCLES else str(number)


def _wide(number: int) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))


FORMATS: dict[str, Callable[[int], str]] = {
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "ideographDigital": _digits,
    "japaneseDigitalTenThousand": _digits,
    "taiwaneseDigital": _digits,
    "chineseLegalSimplified": lambda number: chinese(number).translate(CAPITALS),
    "ideographLegalTraditional": lambda number: chinese(number).translate(CAPITALS),
    "ideographTraditional": lambda number: STEMS[(number - 1) % 10],
    "ideographZodiac": lambda number: BRANCHES[(number - 1) % 12],
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": _wide,
    "decimalFullWidth2": _wide,
    "decimalEnclosedCircle": _circle,
    "decimalEnclosedCircleChinese": _circle,
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda number: _letter(number).upper(),
    "lowerLetter": _letter,
}
SILENT = frozenset({"bullet", "none"})


def printed(number: int, form: str) -> str:
    """A number in one of Word's forms; a form that we do not know is printed in Arabic figures.

    >>> printed(21, "chineseCounting"), printed(3, "ideographTraditional"), printed(4, "upperRoman")
    ('二十一', '丙', 'IV')
    """
    if not 0 < number <= LARGEST:
        return str(number)
    return FORMATS.get(form, str)(number)


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: where it starts, its form, its wording (第%1条), what follows it."""

    start: int = 1
    form: str = "decimal"
    wording: str = ""
    glued: bool = False
    arabic: bool = False
    restarts: bool = True
    style: str = ""


@dataclass(slots=True)
class _List:
    """A list (w:num): which counters it shares, its levels, and where it starts anew."""

    counters: str
    levels: dict[int, Level]
    starts: dict[int, int]
    begun: set[int] = field(default_factory=set)


class Numbers:
    """Counts a document's numbered paragraphs in order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._counted: dict[str, dict[int, int]] = {}
        abstracts = {found.get(f"{W}abstractNumId", ""): found for found in _all(root, "abstractNum")}
        self._lists = {num.get(f"{W}numId", ""): _list(num, abstracts) for num in _all(root, "num")}

    def label(self, properties: Element | None, style: str) -> str:
        """The number that Word prints before this paragraph, with what parts it from the words; or ""."""
        number, level = self._asked(properties, style)
        found = self._lists.get(number)
        if found is None or level not in found.levels:
            return ""
        counters = self._count(found, level)
        shown = found.levels[level]
        if shown.form in SILENT:
            return ""
        words = shown.wording
        for place in range(LEVELS):
            other = found.levels.get(place, Level())
            form = "decimal" if shown.arabic else other.form
            words = words.replace(f"%{place + 1}", printed(counters.get(place, other.start), form))
        return words if shown.glued or words.endswith(tuple(ENDS)) or not words else f"{words}\u3000"

    def _asked(self, properties: Element | None, style: str) -> tuple[str, int]:
        # Said directly, or by the style; number 0 takes a style's number off.
        for place in (properties, *(child(one, "pPr") for one in self._styles.chain(style))):
            if number := value(place, "numPr", "numId"):
                said = value(place, "numPr", "ilvl")
                return number, _whole(said, 0) if said else self._level_of(number, style)
        return "", 0

    def _level_of(self, number: str, style: str) -> int:
        # A level may name the style that belongs to it.
        levels = self._lists[number].levels if number in self._lists else {}
        return next((place for place, level in levels.items() if style and level.style == style), 0)

    def _count(self, found: _List, level: int) -> dict[int, int]:
        counters = self._counted.setdefault(found.counters, {})
        first = found.levels[level].start
        if level in found.starts and level not in found.begun:
            counters[level] = found.starts[level]
        else:
            counters[level] = counters.get(level, first - 1) + 1
        found.begun.add(level)
        for deeper in [place for place in counters if place > level]:
            if found.levels.get(deeper, Level()).restarts:
                del counters[deeper]
        return counters


def _all(root: Element | None, name: str) -> list[Element]:
    return [] if root is None else root.findall(W + name)


def _list(num: Element, abstracts: dict[str, Element]) -> _List:
    abstract = value(num, "abstractNumId")
    levels = dict(_levels(abstracts.get(abstract)))
    starts = {}
    for override in num.findall(f"{W}lvlOverride"):
        place = _whole(override.get(f"{W}ilvl", ""), 0)
        levels.update(_levels(override))
        if start := value(override, "startOverride"):
            starts[place] = _whole(start, 1)
    return _List(abstract, levels, starts)


def _levels(holder: Element | None) -> list[tuple[int, Level]]:
    found = [] if holder is None else holder.findall(f"{W}lvl")
    return [(_whole(level.get(f"{W}ilvl", ""), 0), _level(level)) for level in found[:LEVELS]]


def _level(level: Element) -> Level:
    return Level(
        start=_whole(value(level, "start"), 1),
        form=value(level, "numFmt") or "decimal",
        wording=value(level, "lvlText")[:60],
        glued=value(level, "suff") == "nothing",
        arabic=bool(switched(level, "isLgl")),
        restarts=value(level, "lvlRestart") != "0",
        style=value(level, "pStyle"),
    )


def _whole(words: str, otherwise: int) -> int:
    return int(words) if words.isascii() and words.isdigit() and len(words) < 6 else otherwise  # noqa: PLR2004
