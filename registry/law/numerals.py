"""Chinese numerals (中文数字), as article numbers, years and serials are printed."""

# 两 is not here: no legal text numbers anything with it. The zero is printed 〇, 零, ○, ◯ and, from
# older typesetting, as a capital O (二OO五年).
DIGITS = str.maketrans("〇零○◯OＯ一二三四五六七八九０１２３４５６７８９", "0000001234567890123456789")
UNITS = {"千": 1000, "百": 100, "十": 10}
SHORT_TENS = {"廿": "二十", "卅": "三十"}
PRINTED = "零一二三四五六七八九"
LARGEST = 9999
# A serial or a year has at most this many digits; longer runs are not numbers anybody prints.
LONGEST = 12


def value(text: str) -> int | None:
    """The whole number that `text` prints, in Chinese or Arabic digits; None when it is none.

    Spoken forms (一百二十三), digit by digit (二〇一九) and full-width digits are read. An ambiguous form
    (一百五: 105 or 150?) is not a number.

    >>> value("一百二十三"), value("二〇一九"), value("百零五"), value("１２３"), value("廿八")
    (123, 2019, 105, 123, 28)
    >>> value("一百五") is None, value("两") is None
    (True, True)
    """
    if not 0 < len(text) <= LONGEST or text.strip("OＯ") == "":
        return None
    plain = "".join(SHORT_TENS.get(character, character) for character in text).translate(DIGITS)
    if plain.isascii():
        return int(plain) if plain.isdigit() else None
    return _spoken(plain)


def chinese(number: int) -> str:
    """The number as articles print it, from 0 to 9999; raises ValueError beyond.

    >>> chinese(10), chinese(19), chinese(110), chinese(1005), chinese(2021)
    ('十', '十九', '一百一十', '一千零五', '二千零二十一')
    """
    if not 0 <= number <= LARGEST:
        raise ValueError(f"{number}: expected a number from 0 to {LARGEST}")
    printed = _digits(number)
    return printed.removeprefix("一") if printed.startswith("一十") else printed


def _digits(number: int) -> str:
    printed, rest, gap = "", number, False
    for unit, size in UNITS.items():
        count, rest = divmod(rest, size)
        if count:
            printed += ("零" if gap and printed else "") + PRINTED[count] + unit
        gap = not count
    if rest or not printed:
        printed += ("零" if gap and printed else "") + PRINTED[rest]
    return printed


def _spoken(plain: str) -> int | None:
    # A spoken numeral is one that prints back to itself; so nothing malformed slips through.
    total, digit = 0, ""
    for character in plain:
        if character in UNITS:
            total += int(digit or 1) * UNITS[character]
            digit = ""
        elif character.isascii() and character.isdigit():
            digit = character
        else:
            return None
    total += int(digit or 0)
    if total > LARGEST or _loose(chinese(total).translate(DIGITS)) != _loose(plain):
        return None
    return total


def _loose(plain: str) -> str:
    # 一百一十 and 百十 are the same number said more and less fully.
    for unit in UNITS:
        plain = plain.replace("1" + unit, unit)
    return plain
