"""Origins as JSON (数据接口): where each passage of a text came from, as the pages show it."""

from collections.abc import Iterable

from registry.consultations.reads.heard import Heard, Said
from registry.consultations.reads.lineage import Drafted, Lineage, Stage, Unkept
from registry.consultations.reads.outcomes import OutcomeRow
from registry.consultations.reads.tracing import Source, Trace
from registry.consultations.renditions.origins import amending
from registry.consultations.renditions.record import Json, moment, term
from registry.law.differences import Segment
from registry.law.provisions import Provision
from registry.reads.dossier import Version


def whole(
    trace: Trace, version: Version, found: Iterable[Lineage], lost: Iterable[Unkept], root: str
) -> Json:
    """Every passage of a text with its origin, and what of the drafts was not kept."""
    here = f"{root}/documents/{trace.dossier.address}"
    return {
        "@id": f"{here}/origins",
        "document": here,
        "title": trace.dossier.title,
        "text": _text(version),
        "consultations": [_source(source, root) for source in trace.sources],
        "provisions": [passage(trace, each, root) for each in found],
        "not_kept": [_unkept(each, root) for each in lost],
    }


def passage(trace: Trace, found: Lineage, root: str, said: Iterable[Said] = ()) -> Json:
    """One passage: the texts in which it stood, the oldest first, each with the drafts that led to it."""
    comments = {"comments": [_said(each) for each in said]} if said else {}
    return {
        "@id": f"{root}/documents/{trace.dossier.address}/origins/{found.eid}",
        "eid": found.eid,
        "name": found.name,
        "summary": found.words,
        "stages": [_stage(trace, stage, root) for stage in found.stages],
        **comments,
    }


def _stage(trace: Trace, stage: Stage, root: str) -> Json:
    passing = stage.passing
    act = amending(trace.dossier.events, stage.version.applies_from or stage.version.dated_on)
    return {
        "text": _text(stage.version),
        "provisions": [_provision(each) for each in stage.words],
        "drafts": [_drafted(each, root) for each in stage.drafted],
        "descent": term(passing.descent) if passing else None,
        "renumbered": passing.renumbered if passing else False,
        "changes": [_segments(strand.segments) for strand in passing.strands] if passing else [],
        "act": {"title": act.title, "number": act.number} if act and passing else None,
    }


def _drafted(each: Drafted, root: str) -> Json:
    return {
        "consultation": f"{root}{each.source.address}",
        "edition": each.source.edition.edition,
        "descent": term(each.passing.descent),
        "ruled": any(strand.ruled for strand in each.passing.strands),
        "provisions": [_provision(former) for former in each.passing.former],
        "merged": [_provision(strand.old) for strand in each.merged if strand.old],
        "changes": [_segments(strand.segments) for strand in each.passing.strands],
        **_heard(each.heard),
    }


def _unkept(each: Unkept, root: str) -> Json:
    return {
        "consultation": f"{root}{each.source.address}",
        "eid": each.eid,
        "name": each.name,
        "provisions": [_provision(strand.old) for strand in each.strands if strand.old],
        "merged_into": list(each.merged),
        **_heard(each.heard),
    }


def _heard(heard: Heard) -> Json:
    return {"comments_received": heard.received, "answers": [_answer(each) for each in heard.answers]}


def _answer(row: OutcomeRow) -> Json:
    return {
        "position": row.position,
        "summary": row.summary,
        "verdict": term(row.verdict) if row.verdict else None,
        "reason": row.reason,
        "comments": row.received,
    }


def _source(source: Source, root: str) -> Json:
    return {
        "@id": f"{root}{source.address}",
        "title": source.title,
        "opening_date": source.from_on.isoformat(),
        "closing_date": source.through_on.isoformat(),
        "outcome_published_at": moment(source.outcome_at) if source.outcome_at else None,
    }


def _said(each: Said) -> Json:
    return {
        "words": each.words,
        "quote": each.exact,
        "channel": term(each.channel),
        "voice": term(each.voice),
        "received_at": moment(each.received_at),
    }


def _text(version: Version) -> Json:
    days = {"dated_on": version.dated_on, "applies_from": version.applies_from}
    return {"title": version.title, **{name: day.isoformat() if day else None for name, day in days.items()}}


def _provision(node: Provision) -> Json:
    return {"eid": node.eid, "number": node.number, "words": node.text}


def _segments(segments: Iterable[Segment]) -> list[Json]:
    return [{"op": segment.op.value, "text": segment.text} for segment in segments]
