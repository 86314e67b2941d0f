"""Personal data (个人信息) in a text: identity cards, telephones, bank cards, e-mail, by form and checksum.

Sources: GB 11643-1999 (公民身份号码) for the eighteenth digit; GB/T 2659/ISO 7812 for bank cards (Luhn); the
numbering plan of mobile telephones (1[3-9] and nine digits).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import cycle

from registry.law.terms import Term

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
SEPARATOR = re.compile(r"[ \u3000-]")
SEPARATED = r"[ \u3000-]?"
HALF = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
# No digit or letter before and behind: what stands in a longer number is no number of its own.
ALONE, BEHIND = r"(?<![0-9A-Za-z.])", r"(?![0-9A-Za-z]|\.[0-9])"
IDENTITY = re.compile(
    rf"{ALONE}[1-9][0-9]{{5}}{SEPARATED}(?:19|20)[0-9]{{2}}[01][0-9][0-3][0-9]{SEPARATED}[0-9]{{3}}[0-9Xx]{BEHIND}"
)
MOBILE = re.compile(
    rf"(?<![0-9A-Za-z.])(?:\+?86{SEPARATED})?1[3-9][0-9]{SEPARATED}[0-9]{{4}}{SEPARATED}[0-9]{{4}}(?!号){BEHIND}"
)
CARD = re.compile(
    rf"{ALONE}(?:[3-6][0-9]{{3}})(?:{SEPARATED}[0-9]{{4}}){{2,3}}(?:{SEPARATED}[0-9]{{1,4}})?{BEHIND}"
)
MAIL = re.compile(
    r"(?<![A-Za-z0-9_.+-])[A-Za-z0-9][A-Za-z0-9._+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,6}[A-Za-z]{2,18}(?![A-Za-z0-9_])"
)
# The published address of an office is no personal datum.
OFFICE_MAIL = re.compile(r"\.gov\.cn$", re.IGNORECASE)
CARD_LENGTHS = range(15, 20)


class Datum(Term):
    """What sort of personal data was found (个人信息种类)."""

    IDENTITY = "identity", "身份证号"
    MOBILE = "mobile", "手机号"
    CARD = "card", "银行卡号"
    MAIL = "mail", "电子邮箱"


@dataclass(frozen=True, slots=True)
class FoundDatum:
    """A personal datum and its place; `masked` is what may be shown and kept of it."""

    datum: Datum
    start: int
    end: int
    raw: str

    @property
    def masked(self) -> str:
        """The datum with its middle hidden.

        >>> FoundDatum(Datum.MOBILE, 0, 11, "13800138000").masked
        '138****8000'
        """
        plain = SEPARATOR.sub("", self.raw) if self.datum is not Datum.MAIL else self.raw
        front = 3 if self.datum is Datum.MOBILE else 1 if self.datum is Datum.MAIL else 4
        return f"{plain[:front]}****{plain[-4:]}"


def personal_data(text: str) -> tuple[FoundDatum, ...]:
    """Everything in the text that is personal data by its form and its checksum, in order of place.

    >>> [found.datum.label for found in personal_data("联系人张某，13800138000")]
    ['手机号']
    """
    plain = text.translate(HALF)
    found = [each for datum, pattern, proper in SORTS for each in _matches(datum, pattern, proper, plain)]
    kept: list[FoundDatum] = []
    # The identity card that looks like a bank card is an identity card: the sorts stand in that order.
    for each in found:
        if all(each.end <= other.start or each.start >= other.end for other in kept):
            kept.append(each)
    return tuple(sorted(kept, key=lambda each: each.start))


def _matches(
    datum: Datum, pattern: re.Pattern[str], proper: Callable[[str], bool], text: str
) -> Iterator[FoundDatum]:
    for match in pattern.finditer(text):
        if proper(SEPARATOR.sub("", match[0]) if datum is not Datum.MAIL else match[0]):
            yield FoundDatum(datum, match.start(), match.end(), match[0])


def is_identity_number(digits: str) -> bool:
    """Whether eighteen characters are an identity number: a day of birth, and the check digit of GB 11643.

    >>> is_identity_number("11010519491231002X"), is_identity_number("110105194912310021")
    (True, False)
    """
    if not re.fullmatch(r"[0-9]{17}[0-9Xx]", digits):
        return False
    try:
        date(int(digits[6:10]), int(digits[10:12]), int(digits[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=False))
    return digits[17].upper() == CHECKS[total % 11]


def is_card_number(digits: str) -> bool:
    """Whether the digits are those of a bank card by Luhn's check (ISO 7812).

    >>> is_card_number("6222021234567890128"), is_card_number("6222021234567890123")
    (True, False)
    """
    if len(digits) not in CARD_LENGTHS or not (digits.isascii() and digits.isdigit()):
        return False
    doubled = (int(digit) * factor for digit, factor in zip(reversed(digits), cycle((1, 2)), strict=False))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0  # noqa: PLR2004  # Luhn's nine


def _is_mobile(_digits: str) -> bool:
    return True


def _is_private_mail(address: str) -> bool:
    return not OFFICE_MAIL.search(address)


SORTS: tuple[tuple[Datum, re.Pattern[str], Callable[[str], bool]], ...] = (
    (Datum.IDENTITY, IDENTITY, is_identity_number),
    (Datum.CARD, CARD, is_card_number),
    (Datum.MOBILE, MOBILE, _is_mobile),
    (Datum.MAIL, MAIL, _is_private_mail),
)
