"""Judging a working copy (送审前检查): its findings, and those that a person let stand with a reason."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from base import clock
from base.errors import BadInput, NotFound
from base.staff import audit
from base.staff.roles import Actor
from interpretations.publishing import flow
from interpretations.publishing.editing import at, content_of, get, subject
from interpretations.publishing.faults import NotReady
from interpretations.publishing.works import former_of, provisions_of, works
from interpretations.rules.check_rules import RULES
from interpretations.rules.checklist import CheckFinding, Flagged, Situation, findings
from interpretations.rules.comparing import said
from interpretations.rules.content import Content
from interpretations.rules.likeness import Likeness, likeness
from interpretations.rules.terms import BlockKind, Progress
from interpretations.tables import Interpretation, InterpretationFile
from registry.drafting import checklist
from registry.drafting.checklist import CheckCode
from registry.drafting.words import ListName, words
from registry.law.marks import marks, veiled
from registry.law.provisions import Provision

LONGEST_REASON = 500
# In these the document's words are quoted on purpose.
QUOTING = frozenset({BlockKind.CHANGE, BlockKind.MISREADING})
NAMED = 5


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding, and why somebody let it stand ("" while nobody did)."""

    finding: CheckFinding
    reason: str = ""
    by: str = ""

    @property
    def waiting(self) -> bool:
        """Whether it keeps the interpretation from being submitted."""
        return self.finding.blocking or not self.reason


@dataclass(frozen=True, slots=True)
class Verdict:
    """Everything the check list says of a working copy, and its likeness to what it explains."""

    judged: tuple[Judged, ...]
    likeness: Likeness
    limit: int

    @property
    def waiting(self) -> tuple[Judged, ...]:
        """What is still to be mended or explained."""
        return tuple(each for each in self.judged if each.waiting)


def judge(session: Session, row: Interpretation, limit: int) -> Verdict:
    """Hold the working copy against the check list; `limit` is the likeness allowed, in percent."""
    content, today = content_of(row), clock.today()
    explained = works(session, row.id)
    texts = [provisions_of(session, work, today) for work in explained]
    alike = likeness(own_words(content), (root.text for roots in texts for root in roots))
    situation = Situation(
        content=content,
        texts=tuple(eids(text) for text in texts),
        former=bool(explained and former_of(session, explained[0], today)),
        likeness=alike,
        limit=limit,
        media_type=_media_type(session, content),
        flagged=tuple(flagged(session, content, today)),
    )
    told = {str(each["key"]): each for each in row.confirmed}
    judged = [_judged(finding, told.get(finding.key)) for finding in findings(situation, RULES)]
    return Verdict(tuple(judged), alike, limit)


def eids(provisions: Iterable[Provision]) -> frozenset[str]:
    """The ids of all provisions of a text."""
    return frozenset(node.eid for root in provisions for node in root.walk())


def own_words(content: Content) -> str:
    """What the drafters say in their own words."""
    blocks = [said(block) for block in content.blocks if block.kind not in QUOTING]
    return "\n".join([content.lead, *blocks, content.transcript])


def flagged(session: Session, content: Content, on: date) -> Iterable[Flagged]:
    """Words of the department's lists that stand in it: secret marks, old names of organs."""
    text = Situation(content).words
    outside = veiled(text, marks(text)) if "《" in text else text
    found = [
        *checklist.listed(CheckCode.SECRET, text, words(session, ListName.SECRET_MARKS)),
        *checklist.old_names(text, outside, words(session, ListName.OLD_NAMES), on),
    ]
    return (Flagged(each.excerpt, f"{each.code.label}，{each.advice}") for each in found)


def _media_type(session: Session, content: Content) -> str:
    row = session.get(InterpretationFile, content.media) if content.media else None
    return row.media_type if row else ""


def _judged(finding: CheckFinding, told: dict[str, object] | None) -> Judged:
    if told is None or finding.blocking:
        return Judged(finding)
    return Judged(finding, str(told["reason"]), str(told["by"]))


def submit(session: Session, key: int, version: int, limit: int, *, by: Actor) -> Interpretation:
    """Submit (送审) what passes the check list; raises NotReady naming what does not."""
    row = at(get(session, key), Progress.DRAFT, deed="送审")
    flow.as_seen(row, version)
    left = judge(session, row, limit).waiting
    if left:
        raise NotReady(f"送审前检查还有 {len(left)} 处没有处理：{_sentences(left)}")
    return flow.submit(session, key, version, by=by)


def _sentences(left: Sequence[Judged]) -> str:
    rest = "；……" if len(left) > NAMED else ""
    return "；".join(each.finding.sentence for each in left[:NAMED]) + rest


def confirm(
    session: Session, key: int, finding: str, reason: str, limit: int, *, by: Actor
) -> Interpretation:
    """Let a finding stand (说明理由) as it is; raises NotFound for one gone, BadInput for one that blocks."""
    row = at(get(session, key), Progress.DRAFT, Progress.SUBMITTED, deed="处理检查事项")
    if not reason.strip():
        raise BadInput("保留检查事项须说明理由")
    found = {each.finding.key: each.finding for each in judge(session, row, limit).judged}
    if finding not in found:
        raise NotFound("这一检查事项已不存在，可能已经改正，请重新打开页面")
    one = found[finding]
    if one.blocking:
        raise BadInput(f"“{one.rule.words}”须改正，不能只说明理由")
    told = {
        "key": finding,
        "rule": one.rule.id,
        "excerpt": one.excerpt,
        "reason": reason.strip()[:LONGEST_REASON],
    }
    kept = [each for each in row.confirmed if each["key"] != finding]
    row.confirmed = [*kept, {**told, "by": by.name, "at": clock.now().isoformat()}]
    audit.record(session, by, "interpretation.confirm_finding", subject(row), after=told)
    session.flush()
    return row
