"""The report for programs (核对结果接口): one entry for each citation, with its places in the text."""

from registry.checking.judging import ArticleFound, Verdict
from registry.checking.reads.cited import Instrument
from registry.checking.report import Report
from registry.renditions.citation import citation as printed_citation


def record(report: Report, root: str) -> list[dict[str, object]]:
    """Every citation in order (docs/api.md)."""
    return [_entry(verdict, report, root) for verdict in report.verdicts]


def _entry(verdict: Verdict, report: Report, root: str) -> dict[str, object]:
    cited = verdict.citation
    return {
        "citation": report.text[cited.start : cited.end],
        "normalized_citations": list(normalized(verdict)),
        "start_index": cited.start,
        "end_index": cited.end,
        "status": verdict.outcome.status,
        "way": cited.way.value,
        "conclusion": {"value": verdict.heed.value, "label": verdict.heed.label},
        "remarks": list(verdict.remarks),
        "corrected": verdict.corrected,
        "documents": [_document(each, verdict, report, root) for each in verdict.documents],
    }


def normalized(verdict: Verdict) -> tuple[str, ...]:
    """The citation in its full form, once for each provision; of several candidates one for each."""
    names = verdict.citation.designations or ("",)
    if verdict.documents:
        return tuple(
            printed_citation(each.entry.title, each.entry.number, name)
            for each in verdict.documents
            for name in names
        )
    cited = verdict.citation
    if not cited.title:
        return (cited.number,) if cited.number else ()
    return tuple(printed_citation(cited.title, cited.number, name) for name in names)


def _document(document: Instrument, verdict: Verdict, report: Report, root: str) -> dict[str, object]:
    entry, state = document.entry, document.entry.standing(report.on).validity
    return {
        "title": entry.title,
        "number": entry.number,
        "kind": entry.kind.value,
        "url": f"{root}/documents/{entry.address}",
        "on": report.on.isoformat(),
        "validity": {"value": state.value, "label": state.label},
        "sentence": verdict.mark.sentence if verdict.mark else "",
        "replaced_by": [
            {
                "title": each.title,
                "number": each.number,
                "url": f"{root}/documents/{each.address}" if each.address else None,
            }
            for each in verdict.successors
        ],
        "provisions": [_provision(each) for each in verdict.articles],
        "compare": f"{root}{compare_path(verdict)}" if verdict.compared else None,
    }


def _provision(found: ArticleFound) -> dict[str, object]:
    return {
        "designation": found.designation,
        "eid": found.eid or None,
        "text": found.quote,
        "changed": found.changed,
        "now": found.now or None,
        "ended": found.ended or None,
    }


def compare_path(verdict: Verdict) -> str:
    """The page with both texts side by side; "" where nothing changed."""
    if not verdict.compared or not verdict.documents:
        return ""
    old, new = verdict.compared
    return f"/documents/{verdict.documents[0].entry.address}/compare/{old.isoformat()}/{new.isoformat()}"
