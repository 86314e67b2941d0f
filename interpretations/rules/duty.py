"""The duty to explain (解读义务): which documents, by whom, by when, and how it was met.

国办发〔2016〕80号: who drafts, explains (谁起草谁解读); the material is out within three working days of the
document. 浙江省生态环境厅2021年政务公开实施方案 for the kinds. What is owed is computed, never stored.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from interpretations.rules.terms import Capacity, DutyState
from registry.law.terms import Disclosure, Kind

# Adds working days to a day (base.workdays); the last day of the term, and whether it is only foreseen.
AddWorkingDays = Callable[[date, int], tuple[date, bool]]


@dataclass(frozen=True, slots=True)
class Policy:
    """What the department promised: the kinds that are explained, and within how many working days.

    Documents published before `since` are not asked for: the promise did not exist.
    """

    kinds: frozenset[Kind]
    days: int = 3
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Explained:
    """A document as its duty sees it: `waived` is the reason why it needs no explanation ("" where it does).

    `first_on` is the day of the first interpretation by those who owe it; None while there is none.
    """

    kind: Kind
    disclosure: Disclosure
    published_on: date | None
    waived: str = ""
    first_on: date | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """How the duty stands: by when (`due_on`, foreseen where the year's holidays are not announced)."""

    state: DutyState
    due_on: date | None = None
    foreseen: bool = False


def owes(document: Explained, policy: Policy) -> bool:
    """Whether the document has to be explained: its kind, published on the department's own motion."""
    published = document.published_on
    covered = published is not None and (policy.since is None or published >= policy.since)
    return (
        covered
        and document.kind in policy.kinds
        and document.disclosure is Disclosure.OPEN
        and not document.waived
    )


def duty(document: Explained, policy: Policy, on: date, add: AddWorkingDays) -> Duty:
    """How the duty to explain the document stands on the day."""
    if not owes(document, policy) or document.published_on is None:
        return Duty(DutyState.NOT_OWED)
    due_on, foreseen = add(document.published_on, policy.days)
    met = document.first_on is not None and document.first_on <= on
    if met and document.first_on is not None:
        return Duty(DutyState.MET if document.first_on <= due_on else DutyState.LATE, due_on, foreseen)
    return Duty(DutyState.WAITING if on <= due_on else DutyState.MISSING, due_on, foreseen)


@dataclass(frozen=True, slots=True)
class Drafters:
    """Who drafted a document: the leading unit, and others with their capacity."""

    leading: int | None
    others: tuple[tuple[int, Capacity], ...] = ()

    def refusal(self, unit: int | None) -> str:
        """Why this unit may not publish an interpretation of its own; "" where it may."""
        if self.leading is None:
            return "这份文件没有登记起草单位；请先指定起草单位，再由其解读（谁起草、谁解读）"
        if unit is not None and unit in {self.leading, *(other for other, _capacity in self.others)}:
            return ""
        return "不是这份文件的起草单位、联合起草单位或者受委托单位，不能以本单位名义解读（谁起草、谁解读）"
