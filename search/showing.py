"""Showing (呈现): what is shown of each hit, and provisions word for word."""

from collections.abc import Callable
from datetime import date
from re import Pattern
from urllib.parse import quote as quoted

import numpy as np

from registry.searchable import Explained, Findable
from search.asking import Asked
from search.engine import Hit, PassageHit, Piece, Quote, later
from search.ranking import Scores
from search.records import STATUSES
from search.snapshot import Day, Snapshot
from search.snippets import marked, pattern, snippet
from search.words import bigrams, fold

# Passages shown of each document, and how much weaker than its best one they may be.
SHOWN = 3
SHOWN_FLOOR = 0.5
LONGEST_MARKED = 20


class Shower:
    """Makes what is shown of each hit of one question."""

    def __init__(self, snapshot: Snapshot, asked: Asked, scores: Scores, day: Day) -> None:
        self.snapshot, self.scores, self.day = snapshot, scores, day
        words = [word for field in (asked.passages, asked.titles) for word in next(iter(field.values()))]
        telling = [word for word in words if len(word) > 1] or words
        # 水环境 is cut into 水 and 环境, and is marked whole where it stands whole.
        typed = [word for word in fold(asked.query.words).split() if 1 < len(word) <= LONGEST_MARKED]
        self._wanted = pattern([*asked.query.phrases, *typed, *telling])
        self._pairs = pattern(bigrams(asked.query.words))

    def hit(self, document: int) -> Hit:
        """One document with its best passages."""
        snapshot = self.snapshot
        record = snapshot.records[document]
        _text, title, text_from = snapshot.wording_record(int(self.day.wording[document]))
        return Hit(
            id=record["id"],
            address=record["address"],
            title=self._marked(title, marked),
            kind=record["kind"],
            numbers=tuple(record["numbers"]),
            issuers=tuple(record["issuers"]),
            dated_on=date.fromisoformat(record["dated_on"]) if record["dated_on"] else None,
            status=STATUSES[self.day.status[document]],
            passages=tuple(self._passages(document)),
            score=round(float(self.scores.documents[document]), 3),
            text_from=later(date.fromisoformat(text_from) if text_from else None, self.day.on),
            content=Findable(record["content"]),
            explains=Explained(**record["explains"]) if record["explains"] else None,
            form=record["form"],
            unit=record["unit"],
        )

    def _passages(self, document: int) -> list[PassageHit]:
        first, last = self.snapshot.units_of(document)
        scores = self.scores.units[first:last]
        order = np.argsort(-scores, kind="stable")[:SHOWN]
        floor = float(scores[order[0]]) * SHOWN_FLOOR if len(order) else 0.0
        return [self._passage(first + unit) for unit in order.tolist() if scores[unit] > floor]

    def _passage(self, unit: int) -> PassageHit:
        eid, number, trail, words = self.snapshot.passage(unit)
        return PassageHit(eid, number, trail, self._marked(words, snippet))

    def _marked(self, text: str, cut: Callable[[str, Pattern[str]], tuple[Piece, ...]]) -> tuple[Piece, ...]:
        # A misspelt or unusual word is cut otherwise than the text: then its pairs of characters are shown.
        wanted = self._wanted if self._wanted.search(fold(text)) else self._pairs
        return cut(text, wanted)


class Quoter:
    """Quotes provisions and published answers as they stand on one day."""

    def __init__(self, snapshot: Snapshot, day: Day) -> None:
        self.snapshot, self.day = snapshot, day

    def provision(self, document: int, eid: str) -> Quote | None:
        """The provision of a document on the day; of a paragraph the article that has it; None for none."""
        wording = int(self.day.wording[document])
        first, last = self.snapshot.units_of_wording(wording)
        article = "-".join(part for part in eid.split("-") if not part.startswith(("p", "i")))
        for unit in range(first, last):
            if not self.snapshot.is_head[unit] and self.snapshot.passage(unit)[0] in {eid, article}:
                return self.unit(unit)
        return None

    def unit(self, unit: int, score: float = 0.0) -> Quote:
        """One passage, whole."""
        document = int(self.snapshot.unit_document[unit])
        record = self.snapshot.records[document]
        _text, title, text_from = self.snapshot.wording_record(int(self.snapshot.unit_wording[unit]))
        eid, number, trail, words = self.snapshot.passage(unit)
        explains = record["explains"]
        is_question = record["content"] == Findable.QUESTION
        page = f"/interpretations/{record['address']}" if explains else f"/documents/{record['address']}"
        place = "" if is_question or not eid else f"#{quoted(eid)}"
        return Quote(
            document=explains["id"] if explains else record["id"],
            title=explains["title"] if explains else title,
            address=explains["address"] if explains else record["address"],
            numbers=() if explains else tuple(record["numbers"]),
            status=STATUSES[self.day.status[document]],
            eid=eid,
            number=number,
            trail=trail,
            words=words,
            path=page.partition("#")[0] + place if not is_question else page,
            text_from=later(date.fromisoformat(text_from) if text_from else None, self.day.on),
            question=title if is_question else "",
            unit=record["unit"],
            interpretation=record["id"] if explains else None,
            score=score,
        )
