"""The outcome as tables (采纳情况表): JSON and the leaves of a spreadsheet, as the page shows it."""

from collections.abc import Mapping

from base.cells import Cell
from base.spreadsheet import Leaf
from registry.consultations.reads.outcomes import OutcomeRow, OutcomeTable
from registry.consultations.reads.page import ConsultationPage
from registry.consultations.renditions.record import Json, moment, term
from registry.consultations.rules.outcome import NO_COMMENTS
from registry.consultations.rules.standing import state
from registry.consultations.rules.tally import Tally
from registry.law.days import printed
from registry.law.designations import designation
from registry.law.markers import quoted

COLUMNS = ("序号", "意见内容", "采纳情况", "理由", "条款", "意见数量", "来源")
WIDTHS = (6, 48, 12, 56, 20, 10, 32)
# The verdict of a row whose comments were all taken back.
NONE = "—"


def name_of(page: ConsultationPage) -> str:
    """What the outcome is called: on its page, as a title in print, as a file.

    The name of the draft keeps its brackets.
    """
    return f"{quoted(page.title)}意见采纳情况"


def leaves(page: ConsultationPage, table: OutcomeTable) -> tuple[Leaf, ...]:
    """The sheets of the workbook: the table, and the statistics."""
    heading = f"{name_of(page)}（征求意见期间：{period(page)}）"
    rows = [cells(row) for row in table.rows] or [("", NO_COMMENTS, "", "", "", 0, "")]
    return (
        Leaf("采纳情况", COLUMNS, rows, WIDTHS, heading=heading),
        Leaf("统计", ("项目", "数量"), statistics(table.tally), (28, 12)),
    )


def cells(row: OutcomeRow) -> tuple[Cell, ...]:
    """One row of the spreadsheet."""
    verdict = row.verdict.label if row.verdict else NONE
    return (row.position, row.summary, verdict, row.reason, row.places, row.received, row.from_whom)


def period(page: ConsultationPage) -> str:
    """The days of the period, with its extensions."""
    return f"{printed(page.course.from_on)}至{printed(page.through_on)}"


def statistics(tally: Tally) -> list[tuple[str, Cell]]:
    """The numbers, one a line; the share is a word, because it is rounded."""
    return [
        ("收到意见", tally.received),
        *((f"其中：{channel.label}", count) for channel, count in tally.by_channel),
        *((f"其中：{voice.label}", count) for voice, count in tally.by_voice),
        *((verdict.label, count) for verdict, count in tally.by_verdict),
        ("采纳和部分采纳的比例", tally.share or NONE),
        ("意见人已撤回（不计入以上各项）", tally.taken_back),
    ]


def record(page: ConsultationPage, table: OutcomeTable | None, root: str) -> Json:
    """The outcome as plain values; without one, until when it is owed and whether it is overdue."""
    late = (page.day - page.due_on).days if page.overdue else 0
    found: Json = {
        "@id": f"{root}{page.address}/outcome",
        "consultation": {"@id": f"{root}{page.address}", "title": page.title, "unit": page.unit},
        "on": page.day.isoformat(),
        "state": term(state(page.course, page.day)),
        "opening_date": page.course.opens_on.isoformat(),
        "closing_date": page.through_on.isoformat(),
        "outcome_due": page.due_on.isoformat(),
        "days_overdue": late,
        "published": table is not None,
    }
    return found | (_published(page, table, root) if table else {})


def _published(page: ConsultationPage, table: OutcomeTable, root: str) -> Json:
    return {
        "first_published_at": moment(table.published_at) if table.published_at else None,
        "revisions": [{"at": moment(each.at), "reason": each.reason} for each in table.revisions],
        "summary": str(table.overview) or (NO_COMMENTS if not table.tally.received else ""),
        "statistics": _tally(table.tally),
        "rows": [_row(row, page, root) for row in table.rows],
    }


def _tally(tally: Tally) -> Json:
    return {
        "received": tally.received,
        "taken_back": tally.taken_back,
        "by_channel": [{**term(channel), "count": count} for channel, count in tally.by_channel],
        "by_voice": [{**term(voice), "count": count} for voice, count in tally.by_voice],
        "by_verdict": [{**term(verdict), "count": count} for verdict, count in tally.by_verdict],
        "share_taken_up": tally.share,
    }


def _row(row: OutcomeRow, page: ConsultationPage, root: str) -> Json:
    where = places(page)
    return {
        "position": row.position,
        "comment": row.summary,
        "verdict": term(row.verdict) if row.verdict else None,
        "reason": row.reason,
        "taken_back": row.gone,
        "received": row.received,
        "by_channel": [{**term(channel), "count": count} for channel, count in row.channels],
        "by_voice": [{**term(voice), "count": count} for voice, count in row.voices],
        "provisions": [
            {"eid": eid, "label": designation(eid), "url": f"{root}{where[eid]}" if eid in where else ""}
            for eid in row.eids
        ],
        "revised_at": moment(row.revised_at) if row.revised_at else None,
    }


def places(page: ConsultationPage) -> Mapping[str, str]:
    """Where each provision can be read: in the newest draft, or in the last edition that has it."""
    found: dict[str, str] = {}
    for draft in reversed(page.drafts):
        here = page.address if draft is page.draft else f"{page.address}/drafts/{draft.edition}"
        found |= {node.eid: f"{here}#{node.eid}" for one in draft.provisions for node in one.walk()}
    return found
