"""A term (术语): an enumeration whose members carry the Chinese word that stands on the page."""

from enum import StrEnum
from typing import Self


class Term(StrEnum):
    """A closed list of terms; `value` is kept in the database, `label` is printed."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """Make one member from its lasting value and its Chinese label.

        The label may be left out when a member is looked up by its value: `Kind("law")`.
        """
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member
