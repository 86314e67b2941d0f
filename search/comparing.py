"""Comparing (核对索引): what the index says of every document, and what the database says."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import Any

from registry.law.terms import Validity
from registry.searchable import Searchable, Standing
from search.records import STATUSES
from search.snapshot import Snapshot

# Named in one sentence when the two differ.
NAMED = 10
Name = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of one record: its title, and one fingerprint of its days and one of its words."""

    title: str
    life: str
    words: str


def indexed(snapshot: Snapshot) -> dict[Name, Said]:
    """What the index says of every record that lives in it, by key and address."""
    found = {}
    standings: dict[int, list[Mapping[str, Any]]] = {}
    for number, since, status in snapshot.records.standings().tolist():
        on = date.fromordinal(since).isoformat() if since else None
        standings.setdefault(number, []).append({"since": on, "validity": STATUSES[status]})
    for number, record in enumerate(snapshot.records):
        if snapshot.live_documents[number]:
            first, last = snapshot.units_of(number)
            words = _fingerprint(
                part
                for unit in range(first, last)
                if not snapshot.is_head[unit]
                for part in snapshot.passage(unit)
            )
            wordings = [(text, title) for text, title, _from in record["wordings"]]
            life = [sorted(record["numbers"]), _standings(standings[number]), wordings]
            found[record["key"], record["address"]] = Said(record["title"], _fingerprint(_told(life)), words)
    return found


def known(documents: Iterable[Searchable]) -> dict[Name, Said]:
    """The same of what the database gives."""
    found = {}
    for one in documents:
        wordings = [(wording.text_id, wording.title) for wording in one.wordings] or [(0, one.title)]
        standings = [
            {"since": since.isoformat() if (since := standing.since) else None, "validity": standing.validity}
            for standing in one.standings or (Standing(None, Validity.UNDATED),)
        ]
        passages = (passage for wording in one.wordings for passage in wording.passages)
        words = _fingerprint(
            part
            for passage in passages
            for part in (passage.eid, passage.number, passage.trail, passage.words)
        )
        life = [sorted(one.numbers), _standings(standings), wordings]
        found[one.key, one.address] = Said(one.title, _fingerprint(_told(life)), words)
    return found


def differences(index: Mapping[Name, Said], database: Mapping[Name, Said]) -> Iterator[str]:
    """How the two differ, in sentences."""
    if missing := database.keys() - index.keys():
        yield f"索引缺少：{_named(missing, database)}"
    if left := index.keys() - database.keys():
        yield f"索引多出：{_named(left, index)}"
    both = index.keys() & database.keys()
    for part, called in (("title", "标题"), ("life", "时效或版本"), ("words", "条文")):
        if other := {one for one in both if getattr(index[one], part) != getattr(database[one], part)}:
            yield f"索引与数据库的{called}不一致：{_named(other, database)}"


def _standings(standings: Iterable[Mapping[str, Any]]) -> list[list[str | None]]:
    return [[standing["since"], str(standing["validity"])] for standing in standings]


def _told(life: object) -> Iterator[str]:
    yield json.dumps(life, ensure_ascii=False)


def _fingerprint(parts: Iterable[str]) -> str:
    digest = blake2b(digest_size=16)
    for part in parts:
        digest.update(part.encode("utf-8", "surrogatepass"))
        digest.update(b"\0")
    return digest.hexdigest()


def _named(ids: Iterable[Name], said: Mapping[Name, Said]) -> str:
    chosen = sorted(ids)
    more = f"等 {len(chosen)} 件" if len(chosen) > NAMED else ""
    return "、".join(f"《{said[one].title}》" for one in chosen[:NAMED]) + more
