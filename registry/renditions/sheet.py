"""The sheet (印本): everything that a print shows of a document on a day; finished values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from registry.law.days import printed
from registry.law.provisions import Provision
from registry.law.validity import standing_sentence, validity
from registry.reads.dossier import Dossier, Version
from registry.reads.page import MARKED, struck, text_notice
from registry.renditions.standing import STAMPS
from registry.renditions.titling import width

# The strip in the head of the first page, in points: 23 mm high, 130 mm wide beside the QR code.
STRIP_HEIGHT, STRIP_WIDTH, SMALL, SMALL_LINE = 65.0, 366.0, 8.6, 11.0
SIZES, LEADING = (10, 9, 8, 7, 6), 1.35
# 14 pt characters between the note's margins.
NOTE_LINE = 27


@dataclass(frozen=True, slots=True)
class Standing:
    """How the document stands on one day, as a sentence; `marked` when it may not be relied upon."""

    day: date
    words: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Explained:
    """An interpretation of the document as its print names it: what it is, its title, by whom, where."""

    form: str
    title: str
    unit: str
    address: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One document's print: its text of one day, and how it stood on that day and stands today.

    `dated_on` is the date of the version (the PDF's own date, so that the same print is the same bytes),
    `stamp` what stands across every page ("" when in force), `superseded` whether another text is the one to
    read today, `borrowed` whether the text is younger than the day, `running` what heads every further page.
    """

    title: str
    number: str
    issuers: tuple[str, ...]
    note: tuple[str, ...]
    provisions: tuple[Provision, ...]
    ended: Mapping[str, str]
    standings: tuple[Standing, ...]
    stamp: str
    edition: str
    dated_on: date | None
    keywords: tuple[str, ...]
    address: str
    site: str
    superseded: bool = False
    borrowed: bool = False
    explained: tuple[Explained, ...] = ()

    @property
    def marked_title(self) -> str:
        """The title with the mark before it."""
        return f"【{self.stamp}】{self.title}" if self.stamp else self.title

    @property
    def running(self) -> str:
        """The line at the head of every page but the first; "" for a text wholly in force today."""
        marked = [standing for standing in self.standings if standing.marked]
        if marked:
            return f"【{self.stamp or '注意'}】{marked[0].words}"
        if self.borrowed:
            return f"【注意】{self.edition}"
        if self.superseded:
            return f"【历史文本】{self.edition}"
        if self.ended:
            return "部分条文已废止或者停止执行，见条文前的标注"
        return ""

    @property
    def has_history(self) -> bool:
        """Whether the note (题注) is a history of several or long lines, to be read as a list."""
        return any(len(line) > NOTE_LINE for line in self.note)

    @property
    def standing_size(self) -> int:
        """The size of type, in points, in which the sentences of standing keep within their place."""
        head = -int(-width(f"{self.site}\u3000{self.address}") * SMALL // STRIP_WIDTH)
        room = STRIP_HEIGHT - SMALL_LINE * (head + bool(self.edition))
        for size in SIZES:
            lines = sum(-int(-len(standing.words) * size // STRIP_WIDTH) for standing in self.standings)
            if lines * size * LEADING <= room:
                return size
        return SIZES[-1]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document's page is: the site's name and the page's whole address (for the QR code).

    `explained` are the interpretations that its print names at the end.
    """

    site: str
    address: str
    explained: tuple[Explained, ...] = ()


def sheet(dossier: Dossier, provisions: tuple[Provision, ...], day: date, today: date, place: Place) -> Sheet:
    """The print of a document's text of `day`, made `today`."""
    version = dossier.version_on(day)
    standing = validity(dossier.events, day)
    return Sheet(
        title=version.title if version and version.title else dossier.title,
        number=dossier.number,
        issuers=dossier.issuers,
        note=tuple(line for line in (version.note if version else "").splitlines() if line.strip()),
        provisions=provisions,
        ended=struck(dossier.events, version, day),
        standings=standings(dossier, day, today),
        stamp=STAMPS.get(standing, ""),
        edition=text_notice(version, day) or edition(dossier, version, today),
        dated_on=(version.dated_on if version else None) or dossier.dated_on,
        keywords=tuple(word for word in (dossier.kind.label, dossier.number, dossier.subject) if word),
        address=place.address,
        site=place.site,
        superseded=version != dossier.version_on(today),
        borrowed=bool(text_notice(version, day)),
        explained=place.explained,
    )


def standings(dossier: Dossier, day: date, today: date) -> tuple[Standing, ...]:
    """How the document stood on the day asked and, when that is another, how it stands today.

    A print of a past day must not be taken for the present law.
    """
    replaced = dossier.replaced_by()
    return tuple(
        Standing(
            when,
            f"截至{printed(when)}：{standing_sentence(dossier.events, when, replaced)}",
            validity(dossier.events, when) in MARKED,
        )
        for when in dict.fromkeys((day, today))
    )


def edition(dossier: Dossier, version: Version | None, today: date) -> str:
    """Which of several texts this is; "" where there is only one."""
    if version is None or len(dossier.versions) == 1:
        return ""
    name = f"{printed(version.dated_on)}文本" if version.dated_on else f"第{version.place + 1}个文本"
    return name if version == dossier.version_on(today) else f"{name}（历史文本，不是今日适用的文本）"
