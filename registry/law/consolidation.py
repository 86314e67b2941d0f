"""Consolidation (修改后的文本): a text with the instructions of a decision carried out on it.

Nothing is guessed: an instruction that does not fit the text exactly changes nothing and is given back
with the reason; references to numbers that moved are told, not changed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from registry.law.consolidation_deeds import carried_out
from registry.law.consolidation_doubts import misaddressed
from registry.law.consolidation_draft import Draft, Piece, Unapplied
from registry.law.consolidation_finish import finished, refusals
from registry.law.consolidation_replacing import Deed
from registry.law.instructions import Alteration, Instruction
from registry.law.provisions import Level, Provision

_REFERENCE = re.compile(
    r"(?:本(?:法|条例|规定|办法|解释|细则|决定|规则|安排|规程|准则)|(?:依照|按照|根据|依据|违反|适用))(第[一二三四五六七八九十百千零〇]{1,9}条(?:之[一二三四五六七八九十]{1,3})?)"
    r"((?:[、和及至]{1,2}第[一二三四五六七八九十百千零〇]{1,9}条){0,20})"
)
_ARTICLE = re.compile(r"第[一二三四五六七八九十百千零〇]{1,9}条(?:之[一二三四五六七八九十]{1,3})?")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one instruction: carried out, or why not.

    `before` and `after` are the ids of the units (articles, headings) it touches in the two texts;
    `cautions` are what a person should look at although it was carried out.
    """

    instruction: Instruction
    applied: bool
    why: str = ""
    cautions: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference inside the text to an article whose number moved; it was left as it stands."""

    eid: str
    number: str
    printed: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Consolidation:
    """The text after, with every instruction's outcome in the order of the decision."""

    title: str
    provisions: tuple[Provision, ...]
    outcomes: tuple[Outcome, ...]
    renumbered: tuple[tuple[str, str], ...] = ()
    references: tuple[Reference, ...] = ()
    cautions: tuple[str, ...] = ()

    @property
    def unapplied(self) -> tuple[Outcome, ...]:
        """The instructions that a person has to carry out."""
        return tuple(one for one in self.outcomes if not one.applied)


def consolidate(
    title: str, provisions: Sequence[Provision], instructions: Sequence[Instruction]
) -> Consolidation:
    """Carry out a decision's instructions on the text before; places are numbered as in that text."""
    refused: dict[int, str] = {}
    while True:
        draft, deeds = _attempt(title, provisions, instructions, refused)
        wrong = _at_fault(draft, deeds)
        if not wrong:
            break
        # What cannot be placed is left out, and all others are carried out anew without it.
        refused |= wrong
    provisions_after, renumbered, cautions = finished(draft)
    outcomes = tuple(
        _outcome(one, deeds.get(place), refused.get(place, "")) for place, one in enumerate(instructions)
    )
    references = tuple(_references(draft, dict(renumbered)))
    cautions = (*misaddressed(provisions, instructions), *cautions)
    return Consolidation(draft.title, provisions_after, outcomes, renumbered, references, cautions)


def _attempt(
    title: str, provisions: Sequence[Provision], instructions: Sequence[Instruction], refused: dict[int, str]
) -> tuple[Draft, dict[int, Deed]]:
    draft = Draft(title, provisions)
    draft.shift = any(one.alteration is Alteration.SHIFT for one in instructions)
    deeds: dict[int, Deed] = {}
    for place, one in enumerate(instructions):
        if place in refused:
            continue
        try:
            deeds[place] = carried_out(draft, one)
        except Unapplied as fault:
            refused[place] = fault.sentence
    return draft, deeds


def _at_fault(draft: Draft, deeds: dict[int, Deed]) -> dict[int, str]:
    """The instructions behind the first provision that cannot be placed, with the reason."""
    for piece, why in refusals(draft):
        places = [place for place, deed in deeds.items() if _numbers(piece, deed)]
        if places:
            return {places[-1]: why}
        raise Unapplied(f"{piece.number}{why}")
    return {}


def _numbers(piece: Piece, deed: Deed) -> bool:
    return bool(deed.edits) and any(piece is one for unit in deed.units for one in unit.walk())


def _outcome(one: Instruction, deed: Deed | None, why: str) -> Outcome:
    if deed is None:
        return Outcome(one, applied=False, why=why)
    before = tuple(unit.eid for unit in deed.units if unit.number_before or unit.level is Level.PREAMBLE)
    after = tuple(unit.final for unit in deed.units if unit.final and not unit.gone)
    return Outcome(one, applied=True, cautions=tuple(deed.cautions), before=before, after=after)


def _references(draft: Draft, moved: dict[str, str]) -> list[Reference]:
    found: list[Reference] = []
    for unit in draft.units if moved else ():
        if unit.gone:
            continue
        for piece in unit.walk():
            if piece.touched:
                continue
            for match in _REFERENCE.finditer(piece.body):
                found += _moved(unit, match, moved)
    return found


def _moved(unit: Piece, match: re.Match[str], moved: dict[str, str]) -> list[Reference]:
    one = Reference(unit.final or unit.eid, unit.number, match[0], "", "")
    return [
        replace(one, before=printed, after=moved[printed])
        for printed in _ARTICLE.findall(match[0])
        if printed in moved
    ]
