"""The scope of a clean-up (清理范围): which documents its roll call is drawn from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from registry.law.terms import ENDED, Kind, Validity
from registry.reads.catalogue import Catalogue, Entry

# What a roll may be drawn from: whatever has not ended.
STANDING = tuple(validity for validity in Validity if validity not in ENDED)
# 试行、暂行 documents are to be looked at after so many years; the longest of the provincial rules is 3.
TRIAL_YEARS = 3


@dataclass(frozen=True, slots=True)
class Scope:
    """What a clean-up looks at; an empty field lets everything through.

    `published_from` and `published_through` are the first and the last day of publication (of signature
    where that is not known), both included; `words` must stand in the title, all of them. `organ` is the
    organ whose people hold the clean-up.
    """

    organ: str = ""
    kinds: tuple[Kind, ...] = ()
    issuers: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    published_from: date | None = None
    published_through: date | None = None
    words: tuple[str, ...] = ()
    standing: tuple[Validity, ...] = STANDING
    trial_years: int = TRIAL_YEARS

    def lets(self, entry: Entry, today: date) -> bool:
        """Whether a document belongs to the roll."""
        return (
            (not self.kinds or entry.kind in self.kinds)
            and (not self.issuers or not set(self.issuers).isdisjoint(entry.issuers))
            and (not self.subjects or entry.subject in self.subjects)
            and self._in_time(entry.dated_on)
            and all(word in entry.title for word in self.words)
            and entry.standing(today).validity in self.standing
        )

    def _in_time(self, day: date | None) -> bool:
        if day is None:
            # A day that is not known lies in no range, but in an open one.
            return self.published_from is None and self.published_through is None
        return (self.published_from or date.min) <= day <= (self.published_through or date.max)

    def record(self) -> dict[str, object]:
        """The scope in the values of JSON."""
        return {
            "organ": self.organ,
            "kinds": [kind.value for kind in self.kinds],
            "issuers": list(self.issuers),
            "subjects": list(self.subjects),
            "published_from": self.published_from.isoformat() if self.published_from else "",
            "published_through": self.published_through.isoformat() if self.published_through else "",
            "words": list(self.words),
            "standing": [validity.value for validity in self.standing],
            "trial_years": self.trial_years,
        }

    def told(self) -> tuple[tuple[str, str], ...]:
        """The scope in words: label and value, without what lets everything through."""
        days = (
            f"{self.published_from.isoformat() if self.published_from else '不限'}"
            f" 至 {self.published_through.isoformat() if self.published_through else '不限'}"
        )
        rows = (
            ("文件种类", "、".join(kind.label for kind in self.kinds)),
            ("发文机关", "、".join(self.issuers)),
            ("主题分类", "、".join(self.subjects)),
            ("发布日期", days if self.published_from or self.published_through else ""),
            ("标题含有", "、".join(self.words)),
            ("今日时效", "、".join(validity.label for validity in self.standing)),
        )
        return tuple((label, value) for label, value in rows if value)


def scope_of(kept: Mapping[str, object]) -> Scope:
    """The scope back from its JSON.

    >>> scope_of(Scope(words=("办法",)).record()) == Scope(words=("办法",))
    True
    """
    return Scope(
        organ=str(kept.get("organ", "")),
        kinds=tuple(Kind(value) for value in _words(kept, "kinds")),
        issuers=_words(kept, "issuers"),
        subjects=_words(kept, "subjects"),
        published_from=_day(kept, "published_from"),
        published_through=_day(kept, "published_through"),
        words=_words(kept, "words"),
        standing=tuple(Validity(value) for value in _words(kept, "standing")) or STANDING,
        trial_years=int(str(kept.get("trial_years", TRIAL_YEARS))),
    )


def chosen(scope: Scope, catalogue: Catalogue, today: date) -> tuple[Entry, ...]:
    """The visible documents of the scope, oldest first, as a list is read."""
    found = [entry for entry in catalogue.entries if scope.lets(entry, today)]
    return tuple(sorted(found, key=lambda entry: (entry.dated_on or date.max, entry.title)))


def _words(kept: Mapping[str, object], name: str) -> tuple[str, ...]:
    held = kept.get(name)
    return tuple(str(value) for value in held) if isinstance(held, list) else ()


def _day(kept: Mapping[str, object], name: str) -> date | None:
    held = kept.get(name)
    return date.fromisoformat(held) if isinstance(held, str) and held else None
