"""Where the provisions of a document came from (这一条怎么来的), kept in memory for its pages."""

from dataclasses import dataclass
from datetime import date

from base import clock, web
from registry.consultations.reads.lineage import Lineage, lineages
from registry.consultations.reads.tracing import Trace, read_trace
from registry.consultations.rules.terms import Verdict
from registry.reads.dossier import Dossier, Version
from registry.reads.origins import UNKNOWN, Origin, Origins
from registry.views import shelf


@dataclass(frozen=True, slots=True)
class Held:
    """A trace as it is kept; most documents have none."""

    trace: Trace | None

    def __len__(self) -> int:
        return len(self.trace) if self.trace else 100


def trace_of(dossier: Dossier) -> Trace | None:
    """The trace of a document; None where no public consultation led to it."""

    def read() -> Held:
        with web.reading() as session:
            return Held(read_trace(session, dossier, web.config().consulting.outcome_days))

    held: Held = shelf.shelf().parts.get(("trace", dossier.id), read)
    return held.trace


def origins(dossier: Dossier, version: Version | None, day: date) -> Origins:
    """What the page of a document says of origins on a day: at every passage, and of the whole."""
    trace = trace_of(dossier)
    if trace is None:
        return UNKNOWN
    root = f"/documents/{dossier.address}/origins"
    asked = "" if day == clock.today() else f"?on={day.isoformat()}"
    traced = version is not None and version.place >= trace.first
    found = lineages(trace, version) if version is not None and traced else ()
    notes = {each.foot: _note(each, f"{root}/{each.eid}{asked}") for each in found}
    return Origins(f"{root}{asked}", _words(trace, traced=traced), notes)


def _words(trace: Trace, *, traced: bool) -> str:
    comments = {
        each for source in trace.sources for heard in source.heard.values() for each in heard.comments
    }
    said = f"（对条文的意见 {len(comments)} 条）" if comments else ""
    return f"征求意见稿、意见采纳情况与{'' if traced else '尚未施行的'}出台文本逐条对照{said}"


def _note(found: Lineage, address: str) -> Origin:
    heard = found.heard
    last = found.drafted[-1] if found.drafted else None
    return Origin(
        eid=found.eid,
        name=found.name,
        words=found.words,
        address=address,
        descent=last.passing.descent.value if last else "",
        draft=last.eid if last else "",
        consultation=last.source.address if last else "",
        received=heard.received,
        adopted=heard.of(Verdict.ADOPTED),
        partly=heard.of(Verdict.PARTLY),
        not_adopted=heard.of(Verdict.NOT_ADOPTED),
    )
