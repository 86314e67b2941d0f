"""The ends of titles (名称尾部): whether a name in running text is only the end of a longer one.

调解仲裁法 is no 仲裁法, and 执业医师法 no 医师法: texts shorten long titles from the front.
"""

from collections.abc import Iterable

# The fewest signs that tell an end from a mere form: 合同法, but not 办法.
SHORTEST, LONGEST = 3, 40
MOST_TOLD = 6


class Tails:
    """The ends of titles of at most 40 signs, each with titles that end so."""

    def __init__(self, titles: Iterable[str]) -> None:
        self._ends: dict[str, tuple[str, ...]] = {}
        self.whole = frozenset(title for title in titles if SHORTEST <= len(title) <= LONGEST)
        for title in sorted(self.whole):
            for start in range(len(title) - SHORTEST + 1):
                held = self._ends.get(end := title[start:], ())
                if len(held) < MOST_TOLD:
                    self._ends[end] = (*held, title)

    def longest(self, text: str, end: int) -> str:
        """The longest end of a title that stands in the text right before `end`, or "".

        >>> Tails(["劳动争议调解仲裁法"]).longest("依据调解仲裁法", 7)
        '调解仲裁法'
        """
        start = end - SHORTEST
        if start < 0 or text[start:end] not in self._ends:
            return ""
        while start and text[start - 1 : end] in self._ends:
            start -= 1
        return text[start:end]

    def titles(self, end: str) -> tuple[str, ...]:
        """Titles that end so."""
        return self._ends.get(end, ())
