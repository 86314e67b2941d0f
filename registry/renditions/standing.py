"""The standing (时效标示) of a document as all its renditions show it: one word, one sentence, no colours."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from urllib.parse import quote

from registry.law.events import Event
from registry.law.markers import Marker
from registry.law.terms import EventKind, Validity
from registry.law.validity import markers, next_event_on, standing_sentence, validity
from registry.reads.dossier import Dossier, FileLink, Version
from registry.reads.page import MARKED, struck

# What a stamp says; shorter than the label where both fit, because it is read from across a room.
STAMPS = {state: state.label for state in MARKED} | {
    Validity.EXPIRED: "已失效",
    Validity.LAPSED: "已失效",
}
PARTLY_SUSPENDED = "部分停止执行"
FORMER = "历史文本"
NUMBER = re.compile(r"(\d{1,9})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Mark:
    """How a document stands on a day, ready for every rendition.

    `word` is the mark of the whole (已废止), "" where it may be relied upon at least in part; `limit` the
    word for a file that nobody may take for wholly valid law (部分废止, 部分停止执行 too), "" where none is
    needed; `struck` the provisions that no longer hold, with the word at each; `changes_on` the next day on
    which anything of this can change, None where none is known.
    """

    state: Validity
    day: date
    word: str
    limit: str
    sentence: str
    struck: Mapping[str, str]
    changes_on: date | None

    @property
    def header(self) -> str:
        """The value of the header `X-Validity`: `repealed; on=2026-11-23; label*=UTF-8''%E5%B7%B2…`.

        Header values are Latin letters only, so the Chinese word stands as RFC 8187 asks.
        """
        label = quote(self.limit or self.state.label, safe="")
        return f"{self.state.value}; on={self.day.isoformat()}; label*=UTF-8''{label}"

    def titled(self, title: str) -> str:
        """The title with the mark before it: 【已废止】….

        >>> Mark(Validity.REPEALED, date(2026, 1, 1), "已废止", "已废止", "", {}, None).titled("办法")
        '【已废止】办法'
        """
        return f"【{self.word}】{title}" if self.word else title


class Living(Protocol):
    """What has a life of events and dated texts: a dossier, or a document read for a check of many."""

    @property
    def events(self) -> tuple[Event, ...]:
        """Its dated events."""

    def version_on(self, day: date) -> Version | None:
        """The version to read on this day."""

    def replaced_by(self) -> str:
        """The title of what took its place, or ""."""


def mark_of(dossier: Living, day: date) -> Mark:
    """How the document stands on the day."""
    state = validity(dossier.events, day)
    found = struck(dossier.events, dossier.version_on(day), day)
    gone = {eid: found[eid] for eid in sorted(found, key=_in_order)}
    present = [marker for marker in markers(dossier.events, day) if not marker.pending]
    return Mark(
        state=state,
        day=day,
        word=state.label if state in MARKED else "",
        limit=STAMPS.get(state) or _limit(state, gone, present),
        sentence=standing_sentence(dossier.events, day, dossier.replaced_by()),
        struck=gone,
        changes_on=next_event_on(dossier.events, day),
    )


def _in_order(eid: str) -> list[str | int]:
    """The key that puts art-2 before art-10."""
    return [int(part) if part.isdecimal() else part for part in NUMBER.split(eid)]


def _limit(state: Validity, gone: Mapping[str, str], present: list[Marker]) -> str:
    if state is Validity.PARTLY_REPEALED or Validity.REPEALED.label in gone.values():
        return Validity.PARTLY_REPEALED.label
    # Also one in an area only: there, the whole of it may be out of force.
    halted = any(marker.kind is EventKind.SUSPENSION for marker in present)
    return PARTLY_SUSPENDED if halted else ""


def file_word(dossier: Dossier, file: FileLink, day: date) -> str:
    """What a public copy of a stored file must bear on the day; "" where it may go out as it came.

    The original of a text that another has taken the place of is no present law, though the document is.
    """
    mark = mark_of(dossier, day)
    former = _text_of(dossier, file) not in (None, dossier.version_on(day))
    return mark.limit or (FORMER if former else "")


def file_header(dossier: Dossier, file: FileLink, day: date) -> str:
    """The header `X-Validity` of a stored file: its document's, and whether its text is a former one."""
    former = "; text=former" if file_word(dossier, file, day) == FORMER else ""
    return f"{mark_of(dossier, day).header}{former}"


def _text_of(dossier: Dossier, file: FileLink) -> Version | None:
    return next((version for version in dossier.versions if version.text_id == file.text_id), None)
