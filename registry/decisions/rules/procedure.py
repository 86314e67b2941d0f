"""The checks of the procedure (程序核对): every rule of 重大行政决策程序暂行条例 held against a course.

The regulation binds governments at and above the county; departments follow it by reference (art. 42).
"""

from collections.abc import Sequence

from registry.decisions.rules.appraising import APPRAISAL
from registry.decisions.rules.checking import Breach, Checked, Rule, check
from registry.decisions.rules.course import Course
from registry.decisions.rules.deciding import DECIDING
from registry.decisions.rules.opening import OPENING
from registry.decisions.rules.participating import PARTICIPATION
from registry.decisions.rules.reviewing import REVIEW
from registry.decisions.rules.terms import Holding, StepKind

REGULATION = "重大行政决策程序暂行条例"
RULES: tuple[Rule, ...] = (*OPENING, *PARTICIPATION, *APPRAISAL, *REVIEW, *DECIDING)
# Steps that no ground lets leave out (arts. 25 and 30).
NEVER_OMITTED = frozenset({StepKind.LEGALITY, StepKind.DELIBERATION})


def checked(course: Course) -> tuple[Checked, ...]:
    """What every rule says of the course, in the order of the procedure."""
    return tuple(check(rule, course) for rule in RULES)


def breaches(course: Course) -> tuple[Breach, ...]:
    """Everything that is wrong with the course."""
    return tuple(breach for each in checked(course) for breach in each.breaches)


def bars(course: Course) -> tuple[Breach, ...]:
    """What forbids that the draft of this course is discussed (不得提交讨论)."""
    found = (check(rule, course) for rule in RULES if rule.bars_discussion)
    return tuple(breach for each in found for breach in each.breaches)


def counted(found: Sequence[Checked], holding: Holding) -> int:
    """How many of the rules say this."""
    return sum(each.holding is holding for each in found)
