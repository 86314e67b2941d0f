"""A rule of entering (登记规则): what must or should hold of an entry; its id, its words, its source."""

from collections.abc import Callable
from dataclasses import dataclass

from registry.law.entry import Circumstances, Entry
from registry.law.terms import Term

# The sentence that says what is wrong; "" where the rule is kept, or does not apply.
Check = Callable[[Entry, Circumstances], str]


class Weight(Term):
    """How much a rule weighs (规则效力)."""

    # What is wrong cannot be kept, not even in a draft.
    ALWAYS = "always", "登记即须符合"
    # What is missing may still come, until the draft is submitted.
    SUBMISSION = "submission", "送审前须符合"
    # What is unusual is confirmed, with the reason.
    WARNING = "warning", "提示，可说明理由"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; `field` is the field of the form that its sentence stands at."""

    id: str
    field: str
    weight: Weight
    words: str
    source: str
    check: Check


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule that an entry breaks, and the sentence that says how."""

    rule: Rule
    sentence: str

    @property
    def field(self) -> str:
        """The field of the form it is shown at."""
        return self.rule.field


def rule(number: str, field: str, weight: Weight, words: str, source: str) -> Callable[[Check], Rule]:
    """Make a rule of a check: its id, the field it is shown at, its weight, its words and its source."""
    return lambda check: Rule(number, field, weight, words, source, check)
