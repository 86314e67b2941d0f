"""The record (文件记录) of one document in a day snapshot: its text and standing on the day, as plain values.

What is written here is signed and kept for ever: a field may be added under a new format, none may change its
meaning (docs/data.md).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from registry.attesting.rules.canonical import Value, digest
from registry.attesting.rules.envelope import Object
from registry.law.events import Event, in_effect_order
from registry.law.provisions import Provision
from registry.reads.dossier import Dossier, Version
from registry.reads.page import text_notice
from registry.renditions.standing import Mark, mark_of

DATES = ("adopted_on", "approved_on", "signed_on", "published_on")
PRINTED = ("document_number", "order_number", "unified_number", "index_number", "region")


@dataclass(frozen=True, slots=True)
class Taken:
    """A document to be taken into a snapshot: its wording of the day, and which provisions (none: all)."""

    dossier: Dossier
    provisions: tuple[Provision, ...]
    scope: tuple[str, ...] = ()

    @property
    def length(self) -> int:
        """How many characters of text it brings along."""
        chosen = [node for root in self.provisions for node in root.walk() if not self.scope]
        chosen += [node for root in self.provisions for node in within(root, self.scope)]
        return sum(len(node.number) + len(node.heading) + len(node.body) for node in chosen)


def record(taken: Taken, day: date) -> Object:
    """What the registry says of the document on the day."""
    dossier, version = taken.dossier, taken.dossier.version_on(day)
    return {
        "address": dossier.address,
        "title": version.title if version and version.title else dossier.title,
        "kind": dossier.kind.value,
        **{name: getattr(dossier, name) for name in PRINTED},
        "issuers": list(dossier.issuers),
        **{name: _day(getattr(dossier, name)) for name in DATES},
        "day": day.isoformat(),
        "standing": _standing(mark_of(dossier, day)),
        "text": _text(version, day) if version else None,
        "scope": list(taken.scope),
        "provisions": list(_provisions(taken)),
        "events": [_event(each) for each in _past(dossier.events, day)],
    }


def entry(taken: Taken, written: Object, day: date) -> Object:
    """The line of the document in the manifest, which is what is signed."""
    mark = mark_of(taken.dossier, day)
    return {
        "address": taken.dossier.address,
        "title": written["title"],
        "number": taken.dossier.number,
        "scope": list(taken.scope),
        "standing": mark.state.value,
        "label": mark.state.label,
        "sentence": mark.sentence,
        "sha256": digest(written),
    }


def within(root: Provision, scope: Sequence[str]) -> Iterator[Provision]:
    """The provisions named, each with all below it, in reading order."""
    if root.eid in scope:
        yield from root.walk()
        return
    for child in root.children:
        yield from within(child, scope)


def _standing(mark: Mark) -> Object:
    return {
        "value": mark.state.value,
        "label": mark.state.label,
        "mark": mark.limit,
        "sentence": mark.sentence,
        "ended": [{"eid": eid, "word": word} for eid, word in mark.struck.items()],
    }


def _text(version: Version, day: date) -> Object:
    return {
        "id": version.text_id,
        "dated_on": _day(version.dated_on),
        "applies_from": _day(version.applies_from),
        "notice": text_notice(version, day),
        "note": [line for line in version.note.splitlines() if line.strip()],
    }


def _provisions(taken: Taken) -> Iterator[Value]:
    for root in taken.provisions:
        yield from _flat(root, 0, taken.scope, chosen=not taken.scope)


def _flat(node: Provision, depth: int, scope: Sequence[str], *, chosen: bool) -> Iterator[Object]:
    chosen = chosen or node.eid in scope
    if chosen:
        yield {
            "depth": depth,
            "level": node.level.value,
            "eid": node.eid,
            "number": node.number,
            "heading": node.heading,
            "words": node.body,
        }
    for child in node.children:
        yield from _flat(child, depth + 1, scope, chosen=chosen)


def _past(events: Sequence[Event], day: date) -> list[Event]:
    """What had happened by the day, oldest first."""
    return sorted((event for event in events if event.on and event.on <= day), key=in_effect_order)


def _event(event: Event) -> Object:
    act: Object | None = {"title": event.act.title, "number": event.act.number} if event.act else None
    return {
        "kind": event.kind.value,
        "label": event.kind.label,
        "on": _day(event.on),
        "provisions": list(event.provisions),
        "area": event.area,
        "act": act,
        "evidence": event.evidence,
        "rule": event.rule,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
