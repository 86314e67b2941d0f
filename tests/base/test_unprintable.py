"""What no page may contain: HTML's controls and noncharacters, and nothing else."""

import sys

from base.unprintable import UNPRINTABLE

ENDS_AND_TAB = frozenset("\t\n\x0c\r")


def refused_by_html(code: int) -> bool:
    control = code < 0x20 or 0x7F <= code <= 0x9F
    return control or 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE


def test_every_control_and_noncharacter_is_unprintable_and_no_other_character() -> None:
    everything = map(chr, range(sys.maxunicode + 1))
    wrong = [
        hex(ord(char))
        for char in everything
        if bool(UNPRINTABLE.match(char)) is not (refused_by_html(ord(char)) and char not in ENDS_AND_TAB)
    ]
    assert not wrong
