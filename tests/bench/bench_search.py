"""Search over all provisions, at the level of the service, against other engines on the same terms.

All find the passages of a day, count facets and cut snippets for ten hits; they are asked in turn, so that
whatever else the machine does bears on all alike. `--copies 7` copies the collection to a million provisions
and measures ours alone; `--without "stock Whoosh"` leaves a slow one out.
"""

import argparse
import multiprocessing
import os
import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from measuring import memory, report
from papers import library, opened
from search_rivals import DAY, HITS, RIVALS, Rival, Tantivy, rows

from base.db import Database
from registry.searchable import Searchable
from registry.searching import searchables
from search.asking import Asked, ask
from search.engine import Question
from search.finder import IndexEngine
from search.index import Index
from search.query import read
from search.segment import Cut, segmenter
from search.words import fold, terms

TODAY = date.fromordinal(DAY)
EACH = 50
ROUNDS = 2
PROCESSES, SECONDS = 2, 6.0
UPDATES = 8
MEAN_ALLOWED, PER_SECOND_WANTED, WARM_ALLOWED_MS, OPENED_ALLOWED_S = 1.2, 0.9, 60, 2
# Ids and addresses of the copies must not meet.
APART = 100_000


@dataclass(frozen=True)
class Asking:
    """One class of questions, and how often ours may take Tantivy's time."""

    name: str
    questions: list[str]
    allowed: float


def questions(documents: list[Searchable], cut: Cut) -> list[Asking]:
    """Classes of questions from the texts themselves, the same ones every time."""
    chance = random.Random(7)  # noqa: S311 - no secret: the same questions every time
    texts = [one.words for found in documents for wording in found.wordings for one in wording.passages]
    chosen = [text for text in chance.sample(texts, EACH * 40) if len(text) > 60]

    def words(text: str) -> list[str]:
        return [word for word in terms(cut(fold(text))) if len(word) > 1]

    several = [text for text in chosen if len(words(text)) > 5][:EACH]
    cuts = [max(text.find("，"), 0) for text in several]
    return [
        Asking("one term", [chance.choice(words(text)) for text in several], 2),
        Asking("two terms", [" ".join(chance.sample(words(text), 2)) for text in several], 2),
        Asking("phrase", [f"“{text[at + 1 : at + 8]}”" for text, at in zip(several, cuts, strict=True)], 2),
        Asking("title", [found.title for found in chance.sample(documents, EACH)], 2),
        Asking(
            "long question",
            [text[at : at + 36] + "怎么办" for text, at in zip(several, cuts, strict=True)],
            1,
        ),
    ]


def timed(deed: Callable[[], object]) -> float:
    """Milliseconds of processor that a deed takes in this thread, in which every engine does all its work.

    On an idle machine that is also the time of the clock; on a busy one it is all that can be compared.
    """
    since = time.thread_time()
    deed()
    return (time.thread_time() - since) * 1e3


@dataclass
class Contest:
    """Our engine and the others, all of them built, asked the same questions."""

    engine: IndexEngine
    rivals: list[Rival]

    def prepared(self, text: str) -> tuple[Asked, list[list[str]]]:
        """A question as terms, and its phrases as words: what the others are asked."""
        cut = self.engine.index.cut
        asked = ask(read(text), cut, self.engine.opened().snapshot.places.named, self.engine.lexicon())
        return asked, [terms(cut(phrase)) for phrase in asked.query.phrases]

    def ours(self, text: str) -> object:
        """Our engine's answer."""
        return self.engine.search(Question(text, TODAY, limit=HITS))

    def spent(self, asking: Asking) -> dict[str, list[float]]:
        """Milliseconds of each engine for each question of a class, warm."""
        found: dict[str, list[float]] = {"ours": []} | {rival.name: [] for rival in self.rivals}
        for turn in range(ROUNDS + 1):
            for number, text in enumerate(asking.questions):
                prepared = self.prepared(text)
                took = {"ours": timed(lambda text=text: self.ours(text))}
                for rival in self.rivals:
                    if number < EACH * rival.share:
                        took[rival.name] = timed(
                            lambda rival=rival, prepared=prepared: rival.answer(*prepared)
                        )
                for name, one in took.items():
                    if turn:
                        found[name].append(one)
        return found


def p95(values: Sequence[float]) -> float:
    """The value that one in twenty exceeds."""
    return sorted(values)[min(int(len(values) * 0.95), len(values) - 1)]


def class_rows(contest: Contest, asked: list[Asking]) -> Iterator[tuple[str, str]]:
    """A row a class: median / p95 of each engine, and ours against Tantivy."""
    means: dict[str, list[float]] = {}
    for asking in asked:
        spent = contest.spent(asking)
        told = "  ".join(f"{name} {statistics.median(one):.2f}/{p95(one):.2f}" for name, one in spent.items())
        ratio = statistics.median(spent["ours"]) / statistics.median(spent[Tantivy.name])
        yield f"{asking.name}, ms median/p95", told
        yield "  ours : Tantivy", f"{ratio:.2f} (≤ {asking.allowed:g})"
        for name, one in spent.items():
            means.setdefault(name, []).append(statistics.mean(one))
    whole = {name: statistics.mean(one) for name, one in means.items()}
    yield "mean of all classes, ms", "  ".join(f"{name} {mean:.2f}" for name, mean in whole.items())
    yield "  ours : Tantivy", f"{whole['ours'] / whole[Tantivy.name]:.2f} (≤ {MEAN_ALLOWED})"


def per_second(answer: Callable[[str], object], texts: list[str]) -> float:
    """Questions a second of two processes together, by the clock."""
    context = multiprocessing.get_context("fork")
    counts: Any = context.Array("l", PROCESSES)

    def run(place: int) -> None:
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            answer(texts[counts[place] % len(texts)])
            counts[place] += 1

    children = [context.Process(target=run, args=(place,)) for place in range(PROCESSES)]
    for child in children:
        child.start()
    for child in children:
        child.join()
    return sum(counts) / SECONDS


def throughput_rows(contest: Contest, asked: list[Asking]) -> Iterator[tuple[str, str]]:
    """Questions a second on two processes, all classes mixed, of ours and of Tantivy."""
    texts = [
        text for together in zip(*(asking.questions for asking in asked), strict=True) for text in together
    ]
    prepared = {text: contest.prepared(text) for text in texts}
    tantivy = next(rival for rival in contest.rivals if isinstance(rival, Tantivy))
    mine = per_second(contest.ours, texts)
    its = per_second(lambda text: tantivy.answer(*prepared[text]), texts)
    yield (
        "questions a second, 2 processes: ours / Tantivy",
        f"{mine:.0f} / {its:.0f} = {mine / its:.2f} (≥ {PER_SECOND_WANTED})",
    )


def read_all(database: Database) -> list[Searchable]:
    """All documents at once."""
    with database.reading() as session:
        return list(searchables(session, None))


def copied(database: Database, copies: int) -> Iterator[Searchable]:
    """All documents so many times, each copy under ids, addresses and titles of its own."""
    for turn in range(copies):
        with database.reading() as session:
            for found in searchables(session, None):
                mark = f"（第{turn + 1}册）" if turn else ""
                wordings = tuple(replace(one, title=one.title + mark) for one in found.wordings)
                yield replace(
                    found,
                    id=found.id + turn * APART,
                    address=f"{found.address}-{turn}",
                    title=found.title + mark,
                    wordings=wordings,
                )


def built_rivals(place: Path, documents: list[Searchable], cut: Cut, without: list[str]) -> list[Rival]:
    """The other engines, built; what is not installed is named and left out."""
    found: list[Rival] = []
    for kind in RIVALS:
        if kind.name in without:
            continue
        try:
            rival = kind(place / kind.__name__)
        except ImportError as missing:
            report(f"{kind.name} is left out", [("not installed", str(missing))])
            continue
        since = time.process_time()
        rival.build(rows(documents, cut))
        report(f"{rival.name} is built", [("s of the processor", f"{time.process_time() - since:.1f}")])
        found.append(rival)
    return found


def contested(database: Database, without: list[str]) -> None:
    """Ours against the others, on the collection as it is."""
    with TemporaryDirectory() as folder:
        place = Path(folder)
        cut = segmenter(place)
        documents = read_all(database)
        index = Index(place / "ours", cut)
        since = time.process_time()
        index.rebuild(documents)
        taken = time.process_time() - since
        rivals = built_rivals(place, documents, cut, without)
        asked = questions(documents, cut)
        del documents[UPDATES + 1 :]
        contest = Contest(IndexEngine(index), rivals)
        opening = timed(contest.engine.opened)
        found = [
            *class_rows(contest, asked),
            *throughput_rows(contest, asked),
            ("ours is built, s of the processor", f"{taken:.1f}"),
            ("ours is opened, ms", f"{opening:.0f}"),
            update_row(index, documents),
        ]
        passages = contest.engine.opened().snapshot.passages
        report(f"Search: {passages} passages, {EACH} questions a class", found)


def update_row(index: Index, documents: list[Searchable]) -> tuple[str, str]:
    """What taking one changed document into the index costs."""
    known = {found.key: found for found in documents[: UPDATES + 1]}

    def change(key: str) -> float:
        return timed(lambda: index.update(frozenset([key]), lambda keys: [known[one] for one in keys]))

    # The first one finds nothing ready.
    _first, *others = [change(key) for key in known]
    return "one document changed, ms", f"{statistics.median(others):.0f}"


def multiplied(database: Database, copies: int) -> None:
    """Ours on the collection copied: build, memory, opening, and every class cold and warm."""
    with TemporaryDirectory() as folder:
        place = Path(folder)
        cut = segmenter(place)
        documents = read_all(database)
        asked = questions(documents, cut)
        del documents[UPDATES + 1 :]
        index = Index(place / "ours", cut)
        child = multiprocessing.get_context("fork").Process(
            target=lambda: index.rebuild(copied(database, copies))
        )
        since, peak = time.perf_counter(), 0
        child.start()
        while child.is_alive():
            peak = max(peak, memory(child.pid or 0))
            time.sleep(0.2)
        built = time.perf_counter() - since
        engine = IndexEngine(index)
        since = time.perf_counter()
        engine.opened()
        opening = time.perf_counter() - since
        since = time.perf_counter()
        engine.search(Question("大气污染防治", TODAY, limit=HITS))
        first = time.perf_counter() - since
        contest = Contest(engine, [])
        spent = {asking.name: contest.spent(asking)["ours"] for asking in asked}
        everything = [one for times in spent.values() for one in times]
        report(
            f"Search: {engine.opened().snapshot.passages} passages",
            [
                ("build, s by the clock / peak MB", f"{built:.0f} / {peak / 1e6:.0f}"),
                ("opened, s", f"{opening:.2f} (≤ {OPENED_ALLOWED_S})"),
                ("first question, s", f"{first:.2f}"),
                *(
                    (f"{name}, ms median/p95", f"{statistics.median(t):.1f}/{p95(t):.1f}")
                    for name, t in spent.items()
                ),
                ("all classes, p95 warm, ms", f"{p95(everything):.1f} (≤ {WARM_ALLOWED_MS})"),
                ("memory of a process, MB (its share)", f"{memory(os.getpid()) / 1e6:.0f}"),
                update_row(index, documents),
            ],
        )


def main() -> None:
    """Measure and print."""
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("folder", type=Path, nargs="?")
    told.add_argument("--copies", type=int, default=1)
    told.add_argument("--without", action="append", default=[])
    given = told.parse_args()
    with library(given.folder) as place, opened(place) as database:
        if given.copies > 1:
            multiplied(database, given.copies)
        else:
            contested(database, given.without)


if __name__ == "__main__":
    main()
