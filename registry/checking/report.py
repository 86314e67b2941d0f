"""The report (核对报告): every citation of a text looked up and judged as of a day."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from registry.checking.judging import Judge, Verdict
from registry.checking.reads.cited import read_instruments, read_texts
from registry.checking.rules.choosing import Chosen, choose
from registry.checking.rules.citations import Citation
from registry.checking.rules.finding import find
from registry.checking.rules.names import Names
from registry.checking.rules.terms import Heed, Outcome, Way
from registry.law.days import days_in
from registry.reads.catalogue import Catalogue

# As many parts has a code.
MOST_NAMESAKES = 10
# A document's own day stands in its last lines.
TAIL = 1_500
# What may follow it there: 印发, （盖章）, the asterisks of Markdown.
ENDING = re.compile(
    r"[ \u3000\t）)》*]{0,10}(?:印发|印|[（(][^（）()\n]{0,12}[）)])?[ \u3000\t）)*]{0,10}(?:\r?\n|$)"
)


@dataclass(frozen=True, slots=True)
class Row:
    """A citation as the table shows it once, with all its places in the text."""

    verdict: Verdict
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What a text cites, in order; `since` is the day with which texts were compared, None without one."""

    text: str
    on: date
    since: date | None
    since_read: bool
    verdicts: tuple[Verdict, ...]

    @property
    def counts(self) -> Mapping[Heed, int]:
        """How many citations each conclusion has, the gravest first."""
        counted = Counter(each.heed for each in self.verdicts)
        return {heed: counted[heed] for heed in Heed if counted[heed]}

    def groups(self) -> Iterator[tuple[Heed, tuple[Row, ...]]]:
        """The table: under each conclusion its citations, each once with all its places."""
        held: defaultdict[Heed, dict[object, list[int]]] = defaultdict(dict)
        for place, verdict in enumerate(self.verdicts):
            held[verdict.heed].setdefault(verdict.identity, []).append(place)
        for heed in Heed:
            if heed in held:
                yield heed, tuple(Row(self.verdicts[each[0]], tuple(each)) for each in held[heed].values())


def made_on(text: str, on: date) -> date | None:
    """The day that the text bears at its end (成文日期), when it lies before the day asked for.

    It ends its line: 自2015年7月1日起施行 tells when something else began.
    """
    tail = text[-TAIL:]
    days = [
        found.day for found in days_in(tail) if found.day and found.day < on and ENDING.match(tail, found.end)
    ]
    return days[-1] if days else None


def check(
    session: Session, text: str, days: tuple[date, date | None], known: tuple[Catalogue, Names]
) -> Report:
    """Check a text as of `days[0]`, comparing with `days[1]` or, without one, with the day at its end."""
    (on, told), (catalogue, names) = days, known
    since = told or made_on(text, on)
    found, chosen = _chosen(text, on, catalogue, names)
    places = sorted({place for each in chosen for place in each.places[:MOST_NAMESAKES]})
    entries = {place: catalogue.entries[place] for place in places}
    instruments = read_instruments(session, list(entries.values()))
    judge = Judge(on, since, {place: instruments[entry.id] for place, entry in entries.items()}, catalogue)
    judge.wordings = read_texts(session, judge.texts_needed(zip(found, chosen, strict=True)))
    verdicts = tuple(judge.verdict(each, which) for each, which in zip(found, chosen, strict=True))
    return Report(text, on, since, told is None and since is not None, verdicts)


def _chosen(
    text: str, on: date, catalogue: Catalogue, names: Names
) -> tuple[Sequence[Citation], Sequence[Chosen]]:
    def standing(place: int) -> bool:
        return not catalogue.entries[place].standing(on).validity.ended

    once: dict[tuple[str, str, bool, bool], Chosen] = {}
    found, chosen = [], []
    for each in find(text, names):
        key = (each.title, each.number, each.paper, each.way is Way.UNMARKED)
        if key not in once:
            once[key] = choose(each, names, standing)
        if each.paper and once[key].outcome is not Outcome.FOUND:
            continue
        found.append(each)
        chosen.append(once[key])
    return found, chosen
