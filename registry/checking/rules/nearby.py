"""Names in running text (正文中的名称): which of several names that end at one place is meant."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice

from registry.checking.rules.names import FORM_OF_NAME, Names
from registry.checking.rules.tails import Tails
from registry.law.marks import Mark
from registry.law.naming import names_one
from registry.law.titles import title_key

QUOTES = re.compile(r"[”\"’」》〉]$")
SHORT_FORM = re.compile(r"[\u4e00-\u9fff]{1,12}(?:法|法典|条例)$")
# A law whose name nobody knows: it stands there all the same, and what was named before is not meant.
UNKNOWN = re.compile(r"[\u4e00-\u9fff](?:(?<![办方做说看用司立依执违守])法|法典|条例)(?:中?的)?$")
ISSUING = re.compile(r"[\u4e00-\u9fff、\u3000 ]{2,40}$")
LONGEST_SHORT = 30
MOST_TOLD = 2_000


@dataclass(frozen=True, slots=True)
class Nearby:
    """All names that may stand in a text without title marks: the registry's and those the text tells."""

    names: Names
    short: Mapping[str, str]
    told: Tails

    def longer(self, text: str, end: int, length: int) -> tuple[str, str] | None:
        """The longer name of which the last `length` signs are only the end, and the title it means.

        The text's own titles go before those of the registry; of these nothing but the end may be known.
        """
        word = self.told.longest(text, end)
        if len(word) > length + 1 or (len(word) > length and word in self.told.whole):
            return word, self.told.titles(word)[0]
        word = self.names.tails.longest(text, end)
        return (word, word) if len(word) > length + 1 else None

    def before(self, before: str) -> tuple[str, str] | None:
        """The name right before an article: its words as they stand there, and the title it means."""
        words = QUOTES.sub("", before.rstrip(" 的原"))
        known = self._known(words)
        longer = self.longer(words, len(words), len(known[0])) if known else self._told(words)
        word, title = longer or known or ("", "")
        return (before[len(words) - len(word) :], title) if word else None

    def issued(self, before: str, title: str) -> str:
        """The title with the issuer that stands before it (北京市人大常委会《关于…的决定》), or ""."""
        if not title.startswith("关于") or not (match := ISSUING.search(before)):
            return ""
        issuer = title_key(match[0]).replace("人大常委会", "人民代表大会常务委员会")
        key = title_key(title)
        starts = (start for start in range(len(issuer)) if issuer[start:] in self.names.issuers)
        return next((full for at in starts if (full := issuer[at:] + key) in self.names.exact), "")

    def _told(self, words: str) -> tuple[str, str] | None:
        word = self.told.longest(words, len(words))
        return (word, word) if word in self.told.whole else None

    def _known(self, words: str) -> tuple[str, str] | None:
        """A short name that the text defined, or a title or an abbreviation (环评法)."""
        for length in range(min(LONGEST_SHORT, len(words)), 1, -1):
            if (full := self.short.get(words[-length:])) is not None:
                return words[-length:], full
        match = SHORT_FORM.search(words)
        for length in range(len(match[0]) if match else 0, 1, -1):
            word = words[-length:]
            if self.names.titled(word) or self.names.abbreviated(word):
                return word, word
        return None


def nearby(names: Names, short: Mapping[str, str], found: Iterable[Mark]) -> Nearby:
    """The names of the registry with those that a text defines and cites."""
    titles = dict.fromkeys(mark.title for mark in found)
    keys = (title_key(title) for title in islice(titles, MOST_TOLD))
    return Nearby(names, short, Tails(key for key in keys if FORM_OF_NAME.search(key) and names_one(key)))
