"""The overview as a spreadsheet (传递台账): who came how far, what was asked, which question is hard."""

from datetime import datetime

from base import clock
from base.spreadsheet import Leaf
from interpretations.passing.shelf import Line, Overview, percents
from interpretations.rules.passing import Mastery
from registry.law.days import printed

RECIPIENTS = (
    "单位",
    "单位性质",
    "岗位",
    "状态",
    *(f"{mastery.label}" for mastery in Mastery),
    "作答次数",
    "传达人数",
    "传达方式",
    "最近催办",
)
ASKED = ("提问单位", "问题", "提问时间", "答复", "答复时间")
HARD = ("题号", "题目", "依据", "作答次数", "答错次数", "答错比例")


def leaves(page: Overview) -> tuple[Leaf, ...]:
    """The sheets of one dispatch."""
    today = clock.today()
    said = "，".join(
        f"{mastery.label} {count}（{percent}%）" for mastery, count, percent in percents(page.rates)
    )
    heading = (
        f"{page.row.title}　{page.document.marked_title}　完成期限：{printed(page.row.due_on)}　"
        f"截至{printed(today)}：共 {page.rates.total} 个，{said}，逾期未学完 {page.rates.overdue}"
    )
    return (
        Leaf("传递情况", RECIPIENTS, [_row(line) for line in page.lines], WIDTHS, heading),
        Leaf(
            "基层反馈",
            ASKED,
            [
                (each.unit, each.question, _minute(each.asked_at), each.answer, _minute(each.answered_at))
                for each in page.asked
            ],
            (24, 50, 18, 60, 18),
        ),
        Leaf("小测错题", HARD, _hard(page), (8, 50, 20, 10, 10, 10)),
    )


WIDTHS = (26, 12, 16, 16, 14, 14, 14, 10, 10, 30, 18)


def _row(line: Line) -> tuple[str | int, ...]:
    held = line.recipient
    days = (line.progress.seen_on, line.progress.passed_on, line.progress.told_on)
    return (
        line.unit,
        line.kind.label,
        held.post,
        line.state.label,
        *(day.isoformat() if day else "" for day in days),
        len(held.tries),
        held.told_to if held.told_on else "",
        held.told_how,
        _minute(held.reminded_at),
    )


def _hard(page: Overview) -> list[tuple[str | int, ...]]:
    return [
        (each.place + 1, posed.question.words, posed.ref, each.asked, each.wrong, f"{each.percent}%")
        for each in page.missed
        for posed in [page.posed[each.place]]
    ]


def _minute(moment: datetime | None) -> str:
    return f"{clock.local(moment):%Y-%m-%d %H:%M}" if moment else ""
