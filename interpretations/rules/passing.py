"""Passing down (向下传递规则): what a check comes to, how far somebody came, who is late on a day.

What is asked for stands in the yearly plans of open government: 看得到、会执行、讲得好. Each is a day on
which it was reached; the rest is computed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from base.term import Term

MOST_QUESTIONS = 20
FEWEST_OPTIONS, MOST_OPTIONS = 2, 6
LETTERS = "ABCDEF"


class Mastery(Term):
    """How far somebody came with what was passed down (掌握程度)."""

    SEEN = "seen", "看得到"
    ABLE = "able", "会执行"
    TELLING = "telling", "讲得好"


class LearningState(Term):
    """How somebody stands on a day with what was passed down (学习状态)."""

    OPEN = "open", "期限内待学习"
    ON_TIME = "on_time", "按期学完"
    LATE = "late", "逾期学完"
    OVERDUE = "overdue", "逾期未学完"
    EXCUSED = "excused", "已撤回不再学习"


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the check (小测题): its options, which are right, why, and the provision that says so.

    `eid` is the provision's id in the text `text_id`; `fingerprint` tells its wording when the question was
    asked, so that a question about a former wording shows itself.
    """

    words: str
    options: tuple[str, ...]
    right: frozenset[int]
    because: str
    eid: str = ""
    text_id: int = 0
    fingerprint: str = ""

    @property
    def several(self) -> bool:
        """Whether more than one option is right."""
        return len(self.right) > 1

    @property
    def letters(self) -> str:
        """The right options as they are printed (AC), in the order in which the drafter wrote them."""
        return "".join(LETTERS[place] for place in sorted(self.right))


def kept(question: Question) -> dict[str, object]:
    """The question as JSON."""
    return {
        "question": question.words,
        "options": list(question.options),
        "right": sorted(question.right),
        "because": question.because,
        "ref": question.eid,
        "text": question.text_id,
        "fingerprint": question.fingerprint,
    }


def recalled(held: Mapping[str, object]) -> Question:
    """The question back from JSON."""
    options, right = held.get("options"), held.get("right")
    text = held.get("text")
    return Question(
        words=str(held.get("question", "")),
        options=tuple(map(str, options)) if isinstance(options, list) else (),
        right=frozenset(int(each) for each in right) if isinstance(right, list) else frozenset(),
        because=str(held.get("because", "")),
        eid=str(held.get("ref", "")),
        text_id=text if isinstance(text, int) else 0,
        fingerprint=str(held.get("fingerprint", "")),
    )


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a try comes to: which questions were answered rightly, and how many had to be."""

    right: tuple[bool, ...]
    needed: int

    @property
    def count(self) -> int:
        """How many were right."""
        return sum(self.right)

    @property
    def passed(self) -> bool:
        """Whether enough were right."""
        return self.count >= self.needed


def judge(questions: Sequence[Question], answers: Sequence[frozenset[int]], needed: int) -> Judgement:
    """Judge a try: a question is right when all its right options were chosen, and no other.

    >>> one = Question("几日内？", ("三日", "五日"), frozenset({1}), "第三条")
    >>> judge([one], [frozenset({1})], 1).passed, judge([one], [frozenset({0, 1})], 1).passed
    (True, False)
    """
    given = [*answers, *[frozenset[int]()] * len(questions)]
    right = tuple(
        question.right == answer for question, answer in zip(questions, given[: len(questions)], strict=True)
    )
    return Judgement(right, needed)


def arrangement(options: int, seed: str) -> tuple[int, ...]:
    """The order in which the options of a question are shown, always the same for the same seed.

    >>> sorted(arrangement(4, "12:1:0")), arrangement(4, "12:1:0") == arrangement(4, "12:1:0")
    ([0, 1, 2, 3], True)
    """
    return tuple(sorted(range(options), key=lambda place: sha256(f"{seed}:{place}".encode()).digest()))


def seed(recipient: int, attempt: int, question: int) -> str:
    """What the order of options depends on: who is asked, for which time, which question."""
    return f"{recipient}:{attempt}:{question}"


def chosen(places: Iterable[int], order: Sequence[int]) -> frozenset[int]:
    """The options behind the places at which they were shown; places that were not shown choose nothing."""
    return frozenset(order[place] for place in places if 0 <= place < len(order))


@dataclass(frozen=True, slots=True)
class Progress:
    """When somebody reached what; `checked` tells whether there is a check to be passed."""

    seen_on: date | None = None
    passed_on: date | None = None
    told_on: date | None = None
    checked: bool = True

    def reached(self, on: date) -> frozenset[Mastery]:
        """What was reached by that day."""
        days = {Mastery.SEEN: self.seen_on, Mastery.ABLE: self.passed_on, Mastery.TELLING: self.told_on}
        return frozenset(mastery for mastery, day in days.items() if day is not None and day <= on)

    @property
    def finished_on(self) -> date | None:
        """When it was read and, where there is a check, passed: that is what the due day asks for."""
        if self.seen_on is None or not self.checked:
            return self.seen_on
        return None if self.passed_on is None else max(self.seen_on, self.passed_on)


def state(progress: Progress, due_on: date, on: date, *, withdrawn: bool = False) -> LearningState:
    """How somebody stands on a day; the due day itself still is in time."""
    finished = progress.finished_on
    if finished is not None and finished <= on:
        return LearningState.ON_TIME if finished <= due_on else LearningState.LATE
    if withdrawn:
        return LearningState.EXCUSED
    return LearningState.OPEN if on <= due_on else LearningState.OVERDUE


@dataclass(frozen=True, slots=True)
class Rates:
    """How many of those asked reached what by a day, and how many are late."""

    total: int
    reached: Mapping[Mastery, int]
    overdue: int

    def percent(self, mastery: Mastery) -> int:
        """The part that reached it, in whole percent, rounded down: 100 means everybody."""
        return self.reached[mastery] * 100 // self.total if self.total else 0


def rates(everybody: Iterable[Progress], due_on: date, on: date, *, withdrawn: bool = False) -> Rates:
    """How far all of them came by the day."""
    held = list(everybody)
    reached = [each.reached(on) for each in held]
    counts = {mastery: sum(mastery in each for each in reached) for mastery in Mastery}
    late = sum(state(each, due_on, on, withdrawn=withdrawn) is LearningState.OVERDUE for each in held)
    return Rates(len(held), counts, late)


@dataclass(frozen=True, slots=True)
class Missed:
    """How often a question was answered, and how often wrongly; `place` counts from 0."""

    place: int
    asked: int
    wrong: int

    @property
    def percent(self) -> int:
        """The wrong answers, in whole percent."""
        return self.wrong * 100 // self.asked if self.asked else 0


def missed(questions: int, tries: Iterable[Sequence[bool]]) -> tuple[Missed, ...]:
    """Every question with its wrong answers, the one most often answered wrongly first."""
    held = [right for right in tries if len(right) == questions]
    found = [Missed(place, len(held), sum(not right[place] for right in held)) for place in range(questions)]
    return tuple(sorted(found, key=lambda each: (-each.wrong, each.place)))
