"""Judging a draft (核稿): its reading, the rules it breaks, and whether it may go on."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from base.forms import Faults
from base.staff.tables import Unit
from registry.drafting.editing import Manuscript
from registry.drafting.faults import NotReady
from registry.drafting.fields import recalled
from registry.drafting.reading import read_draft
from registry.drafting.surroundings import surroundings
from registry.drafting.tables import Draft
from registry.intake.parsed import Parsed
from registry.law.entering import breaches, standing, unexplained
from registry.law.entry import Circumstances, Entry
from registry.law.rules import Breach, Weight


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a draft says and what is wrong with it."""

    entry: Entry
    parsed: Parsed
    around: Circumstances
    breaches: tuple[Breach, ...]

    @property
    def warnings(self) -> tuple[Breach, ...]:
        """What is unusual and may be explained."""
        return tuple(breach for breach in self.breaches if breach.rule.weight is Weight.WARNING)

    @property
    def blocking(self) -> dict[str, str]:
        """What keeps it from being submitted, by field: what is wrong, missing, or not explained."""
        hard = standing(self.breaches, Weight.ALWAYS, Weight.SUBMISSION)
        return hard | unexplained(self.entry, self.breaches)


# Asked before a draft is submitted: why a floor above does not let it go on, "" where it does.
Gate = Callable[[Session, Draft, Judgement], str]


@dataclass(frozen=True, slots=True)
class Desk:
    """What the department is: the code by which its own index numbers begin (组织机构代码), and its gates."""

    organ_code: str = ""
    gates: tuple[Gate, ...] = ()


def manuscript(draft: Draft) -> Manuscript:
    """What a draft holds."""
    return Manuscript(recalled(draft.fields), draft.text)


def judge(
    session: Session, typed: Manuscript, desk: Desk, draft: Draft | None = None, *, on: date | None = None
) -> Judgement:
    """Hold a manuscript against every rule; `on` is its day of publication, once that is known."""
    unit = session.get(Unit, typed.entry.unit_id) if typed.entry.unit_id else None
    named = unit.name if unit and unit.organ in typed.entry.issuers[:1] else ""
    path = draft.path if draft else "desk/new"
    parsed = read_draft(typed.entry, typed.text, path, unit=named, published_on=on)
    around = surroundings(
        session,
        typed.entry,
        typed.text,
        parsed,
        draft_id=draft.id if draft else None,
        organ_code=desk.organ_code,
    )
    return Judgement(typed.entry, parsed, around, breaches(typed.entry, around))


def refuse_wrong(judgement: Judgement) -> None:
    """Raises Faults for what may not even be kept in a draft."""
    wrong = standing(judgement.breaches, Weight.ALWAYS)
    if wrong:
        raise Faults(wrong)


def refuse_gated(session: Session, draft: Draft, judgement: Judgement, desk: Desk) -> None:
    """Raises NotReady with what the gates say against submitting the draft."""
    wrong = [words for gate in desk.gates if (words := gate(session, draft, judgement))]
    if wrong:
        raise NotReady("；".join(wrong))


def refuse_unready(judgement: Judgement) -> None:
    """Raises Faults for whatever keeps the draft from being submitted."""
    wrong = judgement.blocking
    if wrong:
        raise Faults(wrong)
