"""The outcome in print (采纳情况印本): the page that the typesetter makes the PDF of, by GB/T 9704-2012."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from base import clock
from registry.consultations.reads.outcomes import OutcomeTable
from registry.consultations.reads.page import ConsultationPage
from registry.consultations.renditions.outcome_table import NONE, period
from registry.consultations.rules.outcome import NO_COMMENTS
from registry.law.days import printed
from registry.law.markers import quoted
from registry.renditions import qr
from registry.renditions.pdf import stamp_uri, templates, title_words
from registry.renditions.titling import title_lines, width

COLUMNS = ("序号", "意见内容", "采纳情况", "理由")
# A row longer than this may be broken between pages: it would leave half a page empty, or not fit at all.
LONGEST_UNBROKEN = 400
ROWS_AT_ONCE = 200
# The name stands centred above the day, which keeps four characters from the right (7.3.5.1).
DATE_INDENT = 4.0
DRAFT = "草稿"
KEPT_WHOLE = re.compile("(（[^（）]{2,8}稿）》?)")


@dataclass(frozen=True, slots=True)
class Line:
    """One row as it is printed."""

    cells: tuple[str, str, str, str]
    places: str
    from_whom: str

    @property
    def long(self) -> bool:
        """Whether it may be broken between pages."""
        return sum(map(len, self.cells)) > LONGEST_UNBROKEN


def html(page: ConsultationPage, table: OutcomeTable, root: str, site: str, *, draft: bool = False) -> str:
    """The whole page; a draft bears 草稿 across every page, so that nobody takes it for the published one."""
    day = _signed(page, table)
    address, title = f"{root}{page.address}/outcome", f"关于{quoted(page.title)}公开征求意见采纳情况的公告"
    return (
        templates()
        .get_template("outcome.html")
        .render(
            css="\n".join(templates().get_template(name).render() for name in ("sheet.css", "outcome.css")),
            title=title_lines(words_of(title)),
            name=title,
            page=page,
            table=table,
            opening=opening(page, table),
            parts=parts(lines(table)),
            columns=COLUMNS,
            signed=printed(day),
            signed_on=day,
            sign_indent=_indent(page.organ, printed(day)),
            address=address,
            site=site,
            qr=qr.data_uri(address),
            stamp=stamp_uri(DRAFT) if draft else "",
        )
    )


def words_of(title: str) -> list[str]:
    """The words of the title between which its lines may break; （征求意见稿） stays whole.

    >>> "（征求意见稿）》" in words_of("关于《办法（征求意见稿）》的公告")
    True
    """
    parts = KEPT_WHOLE.split(title)
    return [word for part in parts for word in ([part] if KEPT_WHOLE.fullmatch(part) else title_words(part))]


def opening(page: ConsultationPage, table: OutcomeTable) -> tuple[str, ...]:
    """The paragraphs before the table: who asked about what from when to when, and what came of it."""
    asked = f"{period(page)}，{page.unit}就{quoted(page.title)}向社会公开征求意见。"
    counted = table.tally
    if not counted.received:
        gone = f"收到的 {counted.taken_back} 条意见均已由意见人撤回。" if counted.taken_back else ""
        return (asked + (gone or NO_COMMENTS), *_revised(table))
    ways = "、".join(f"{channel.label} {count} 条" for channel, count in counted.by_channel)
    voices = [(voice.label, count) for voice, count in counted.by_voice]
    whose = "，其中" + "、".join(f"{label} {count} 条" for label, count in voices) if len(voices) > 1 else ""
    verdicts = "、".join(f"{verdict.label} {count} 条" for verdict, count in counted.by_verdict)
    said = f"共收到意见 {counted.received} 条（{ways}）{whose}。{verdicts}。"
    back = f"另有 {counted.taken_back} 条意见已由意见人撤回。" if counted.taken_back else ""
    return (f"{asked}{said}{back}具体情况如下。", *_revised(table))


def lines(table: OutcomeTable) -> tuple[Line, ...]:
    """The rows as they are printed."""
    return tuple(
        Line(
            (str(row.position), row.summary, row.verdict.label if row.verdict else NONE, row.reason),
            row.places,
            f"{row.received} 条（{row.from_whom}）" if row.received > 1 else "",
        )
        for row in table.rows
    )


def parts(found: Sequence[Line]) -> tuple[Sequence[Line], ...]:
    """The rows in tables that begin a page each: the typesetter lays the rest of a table anew on every page.

    >>> [len(part) for part in parts([Line(("", "", "", ""), "", "")] * 450)]
    [200, 200, 50]
    """
    return tuple(found[first : first + ROWS_AT_ONCE] for first in range(0, len(found), ROWS_AT_ONCE))


def _revised(table: OutcomeTable) -> tuple[str, ...]:
    return tuple(
        f"{printed(clock.local(each.at).date())}修订：{each.reason.rstrip('。')}。"
        for each in table.revisions
    )


def _signed(page: ConsultationPage, table: OutcomeTable) -> date:
    """The day it bears: of the last edition published, for a draft the day it is looked at."""
    last = table.revisions[-1].at if table.revisions else table.published_at
    return clock.local(last).date() if last else page.day


def _indent(organ: str, signed: str) -> float:
    return max(0.0, DATE_INDENT - max(0.0, width(organ) - width(signed)) / 2)
