"""The origins that are proposed (条文对应建议), for who may rule on them: each with its likeness."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from base.errors import NotFound, WrongStage
from base.staff.tables import Account
from registry.consultations import notices
from registry.consultations.reads.tracing import Source, Trace, read_trace
from registry.consultations.rules.shares import likeness
from registry.consultations.rules.tracing import Strand, align, units
from registry.consultations.tables import Consultation, TraceLink
from registry.consultations.trace_rulings import Ends, standing
from registry.law.provisions import Provision
from registry.reads.dossier import read_dossier
from registry.tables import Document

# Below this a person should look: the wording was replaced, or the pair is wrong.
DOUBTFUL = 0.5


@dataclass(frozen=True, slots=True)
class Proposal:
    """An adopted provision with the draft's it is traced to (`now`), and what would be proposed (`proposed`).

    `likeness` is in percent, None where there is no pair.
    """

    now: Strand
    proposed: Strand
    likeness: int | None
    ruling: TraceLink | None
    by: str

    @property
    def doubtful(self) -> bool:
        """Whether a person should look at it, who has not yet."""
        return self.ruling is None and (self.likeness is None or self.likeness < DOUBTFUL * 100)


@dataclass(frozen=True, slots=True)
class Rulable:
    """A consultation's draft beside what was adopted, to be ruled on."""

    row: Consultation
    trace: Trace
    source: Source
    proposals: tuple[Proposal, ...]
    # The provisions of the draft that can be chosen.
    draft: tuple[Provision, ...]

    @property
    def ends(self) -> Ends:
        """What may be ruled on."""
        adopted = {each.now.new.eid for each in self.proposals if each.now.new}
        return Ends(adopted, {each.eid for each in self.draft})

    def one(self, eid: str) -> Proposal:
        """The proposal for an adopted provision; raises NotFound."""
        found = next((each for each in self.proposals if each.now.new and each.now.new.eid == eid), None)
        if found is None:
            raise NotFound("出台的文本没有这一条，请从列表重新打开")
        return found


def read_rulable(session: Session, key: int, outcome_days: int) -> Rulable:
    """The draft beside what was adopted; raises NotFound, or WrongStage where nothing was adopted yet."""
    row = notices.get(session, key)
    document = session.get(Document, row.document_id) if row.document_id else None
    if document is None:
        raise WrongStage(f"“{row.title}”还没有登记出台的文件，没有可以对应的条文")
    trace = read_trace(session, read_dossier(session, document.address), outcome_days)
    source = next((each for each in trace.sources if each.id == key), None) if trace else None
    if trace is None or source is None:
        raise WrongStage(f"“{row.title}”没有公开的征求意见稿或者出台文本，没有可以对应的条文")
    drafted = tuple(units(source.edition.provisions).values())
    return Rulable(row, trace, source, _proposals(session, trace, source), drafted)


def _proposals(session: Session, trace: Trace, source: Source) -> tuple[Proposal, ...]:
    adopted = trace.wording(source.place)
    plain, now = align(source.edition.provisions, adopted).by_new, source.alignment.by_new
    rulings = standing(session, source.id)
    names = _names(session, [link.recorded_by for link in rulings.values()])
    found = []
    for eid in units(adopted):
        if eid not in now or eid not in plain:
            continue
        strand, ruling = now[eid], rulings.get(eid)
        alike = round(100 * likeness(strand.old, strand.new)) if strand.old and strand.new else None
        by = names.get(ruling.recorded_by, ruling.recorded_by) if ruling else ""
        found.append(Proposal(strand, plain[eid], alike, ruling, by))
    return tuple(found)


def _names(session: Session, names: Sequence[str]) -> dict[str, str]:
    query = session.query(Account.name, Account.full_name).filter(Account.name.in_(names))
    return {name: full for name, full in query}  # noqa: C416  # rows are not pairs to a type checker
