"""Checking a draft (发布前检查): its findings, and those that a person confirmed with a reason."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from base import clock
from base.errors import BadInput, NotFound
from base.staff import audit
from base.staff.roles import Actor
from registry.drafting import checklist
from registry.drafting.checklist import CheckCode, Finding, Lists
from registry.drafting.editing import ATTACHED, at, files_of, get, subject
from registry.drafting.faults import NotReady
from registry.drafting.judging import Judgement, manuscript
from registry.drafting.reading import read_draft
from registry.drafting.references import references
from registry.drafting.tables import Draft, DraftFile, Stage
from registry.drafting.words import ListName, words
from registry.intake.parsed import Parsed

OPEN_STAGES = (Stage.DRAFT, Stage.SUBMITTED, Stage.REVIEWED)
LONGEST_REASON = 500
# An attachment's own references to annexes are those of the whole.
MANY = 1_000
# What must not leave the house in whatever file; the rest is a matter of the text that is published.
LASTING = frozenset({CheckCode.PERSONAL, CheckCode.SECRET})


@dataclass(frozen=True, slots=True)
class Checked:
    """A finding, and why somebody let it stand ("" while nobody did)."""

    finding: Finding
    reason: str = ""
    by: str = ""


def checked(session: Session, draft: Draft, parsed: Parsed) -> tuple[Checked, ...]:
    """Every finding of a draft, each with what was said to it."""
    typed = manuscript(draft)
    on = typed.entry.signed_on or clock.today()
    lists = Lists(
        words(session, ListName.OLD_NAMES),
        words(session, ListName.SECRET_MARKS),
        words(session, ListName.MAP_WORDS),
    )
    told = f"{typed.entry.title}\n{typed.entry.summary}\n{typed.text}"
    files = files_of(session, draft.id)
    attached = sum(file.role == ATTACHED for file in files)
    hidden = [word for file in files for word in _hidden(file.found)]
    found = (
        *checklist.findings(told, parsed.provisions, lists, on=on, attachments=attached),
        *(each for file in files for each in _in_file(file, lists, on)),
        *checklist.hidden(hidden),
        *references(session, parsed, clock.today()),
    )
    said = {str(each["key"]): each for each in draft.confirmed}
    unique = {finding.key: finding for finding in reversed(found)}
    return tuple(_checked(finding, said.get(finding.key)) for finding in reversed(unique.values()))


def _in_file(file: DraftFile, lists: Lists, on: date) -> Iterator[Finding]:
    words = file.found.get("markdown")
    if not isinstance(words, str):
        return
    for each in checklist.findings(words, (), lists, on=on, attachments=MANY):
        # The public downloads the original as it is: what was taken out of the text still stands in it.
        if file.role == ATTACHED or each.code in LASTING:
            yield replace(each, context=f"{file.role}“{file.filename}”：{each.context}")


def _hidden(found: dict[str, object]) -> list[str]:
    held = found.get("hidden")
    return [str(word) for word in held] if isinstance(held, list) else []


def _checked(finding: Finding, said: dict[str, object] | None) -> Checked:
    return Checked(finding, str(said["reason"]), str(said["by"])) if said else Checked(finding)


def waiting(session: Session, draft: Draft, parsed: Parsed) -> tuple[Finding, ...]:
    """The findings that nobody has mended or confirmed."""
    return tuple(each.finding for each in checked(session, draft, parsed) if not each.reason)


def refuse_unchecked(session: Session, draft: Draft, judgement: Judgement) -> None:
    """Raises NotReady naming what is still to be looked at."""
    left = waiting(session, draft, judgement.parsed)
    if left:
        named = "；".join(f"{each.code.label}“{each.excerpt}”" for each in left[:5])
        raise NotReady(f"发布前检查还有 {len(left)} 处待改正或者确认：{named}")


def confirm(session: Session, key: int, finding: str, reason: str, *, by: Actor) -> Draft:
    """Confirm (确认) that a finding stands as it is, with the reason; raises NotFound for one gone."""
    draft = at(get(session, key), *OPEN_STAGES, deed="处理检查事项")
    if not reason.strip():
        raise BadInput("确认检查事项须说明理由")
    typed = manuscript(draft)
    parsed = read_draft(typed.entry, typed.text, draft.path)
    found = {each.finding.key: each for each in checked(session, draft, parsed)}
    if finding not in found:
        raise NotFound("这一检查事项已不存在，可能已经改正，请重新打开页面")
    one = found[finding].finding
    reason = reason.strip()[:LONGEST_REASON]
    said = {"key": finding, "code": one.code.value, "excerpt": one.excerpt, "reason": reason}
    kept = [each for each in draft.confirmed if each["key"] != finding]
    draft.confirmed = [*kept, {**said, "by": by.name, "at": clock.now().isoformat()}]
    audit.record(session, by, "draft.confirm_finding", subject(draft), after=said)
    session.flush()
    return draft
