"""What a rule of the procedure is (程序规则): its article, the article's words, and the question it asks."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from registry.decisions.rules.course import Course
from registry.decisions.rules.terms import Holding, StepKind


class Waits(Enum):
    """Why a rule has nothing to say yet, or at all."""

    AHEAD = Holding.AHEAD
    NOT_ASKED = Holding.NOT_ASKED


@dataclass(frozen=True, slots=True)
class Breach:
    """What is wrong and where: the step it concerns (None: the item as a whole), and a sentence."""

    rule: str
    step: StepKind | None
    sentence: str


# What a question answers: why it does not apply, or sentences that say what is wrong (none: it is met).
Answer = Waits | tuple[str, ...]
MET: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: `ask` tells of a course what is wrong with it, each a whole sentence."""

    id: str
    article: str
    title: str
    # The words of the regulation that ask for it.
    text: str
    step: StepKind | None
    ask: Callable[[Course], Answer]
    # Whether the draft must not be discussed while it is broken.
    bars_discussion: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """A rule with what it says of one course."""

    rule: Rule
    holding: Holding
    breaches: tuple[Breach, ...] = ()


def check(rule: Rule, course: Course) -> Checked:
    """What the rule says of the course."""
    answer = rule.ask(course)
    if isinstance(answer, Waits):
        return Checked(rule, answer.value)
    breaches = tuple(Breach(rule.id, rule.step, sentence) for sentence in answer)
    return Checked(rule, Holding.BREACHED if breaches else Holding.MET, breaches)


def unless(met: object, sentence: str) -> tuple[str, ...]:
    """Nothing where it is met; the sentence where it is not."""
    return () if met else (sentence,)
