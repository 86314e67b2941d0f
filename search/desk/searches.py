"""Statistics of search on the desk (检索统计): what is asked most, what in vain, what is to be explained."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from flask import Blueprint, Response, current_app, render_template, request

from base import clock, spreadsheet, web
from base.cells import Cell
from base.errors import BadInput
from base.headers import as_file
from base.spreadsheet import Leaf
from base.staff.access import may
from base.staff.roles import Permission
from registry.desk import owners
from search.answering import Answering
from search.engine import Hit, Question
from search.statistics import reading
from search.statistics.grouping import Group
from search.statistics.keeping import FEWEST, KEPT, RARE_KEPT
from search.statistics.reading import A_WEEK, Line, Statistics
from search.views.counting import tally
from search.views.opening import engine

desk = Blueprint("searches", __name__, url_prefix="/desk/search")
SPANS = (7, 30, KEPT.days)
USUAL = 30
WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})", re.ASCII)
WEEKS_OFFERED = 5
# Of a week so many groups are shown, each with the document that is nearest to it.
MOST_GROUPS = 60
# Where words are entered that search shall know, where this application has such a page.
WORDS = "/desk/words"
COLUMNS = (
    "检索词",
    "检索次数",
    "其中没有结果",
    "打开次数",
    "打开位置：第1",
    "第2至3",
    "第4至10",
    "第11以后",
    "平均倒数排名",
)
WIDTHS = (48, 12, 14, 12, 16, 12, 12, 12, 16)


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A group of searches, the hit that is nearest to what was asked, and where one can act on it."""

    group: Group
    nearest: Hit | None
    write: str
    add: str


def asked_days() -> int:
    """How many days the page is asked for; raises BadInput for others than are offered."""
    days = web.whole_number("days", USUAL, range(1, KEPT.days + 1))
    if days not in SPANS:
        raise BadInput(f"“days={days}”应为 {'、'.join(map(str, SPANS))} 之一")
    return days


def found(days: int) -> Statistics:
    """The statistics of the last so many days; what this process still holds is written down first."""
    tally().write()
    today = clock.today()
    with web.reading() as session:
        return reading.statistics(session, today - timedelta(days=days - 1), today)


@desk.get("")
@may(Permission.READ_SEARCHES, of=owners.of_the_department)
def show() -> str:
    """What is asked here, found or not, and at which place readers go on."""
    days = asked_days()
    return render_template(
        "desk/searches/statistics.html",
        place="searches",
        held=found(days),
        days=days,
        spans=SPANS,
        fewest=FEWEST,
        kept=KEPT.days,
        rare_kept=RARE_KEPT.days,
        address=lambda words: "/search?" + urlencode({"q": words}),
    )


@desk.get("/export.csv")
@may(Permission.READ_SEARCHES, of=owners.of_the_department)
def show_csv() -> Response:
    """All wordings that enough asked for, as CSV."""
    days, today = asked_days(), clock.today()
    tally().write()
    with web.reading() as session:
        lines = reading.lines(session, today - timedelta(days=days - 1), today, "searches", None)
    leaf = Leaf("检索统计", COLUMNS, [row(line) for line in lines], WIDTHS)
    return as_file(spreadsheet.csv_bytes(leaf), "text/csv", f"检索统计（截至{today}，{days}天）.csv")


def row(line: Line) -> tuple[Cell, ...]:
    """A wording as a row of the table."""
    held = line.counts
    mean = held.mean_reciprocal
    return (
        line.name,
        held.searches,
        held.empty,
        held.opened,
        held.opened_first,
        held.opened_third,
        held.opened_tenth,
        held.opened_later,
        "" if mean is None else f"{mean:.3f}",
    )


@desk.get("/gaps")
@may(Permission.READ_SEARCHES, of=owners.of_the_department)
def gaps() -> str:
    """What to explain: what a week asked for in vain and asked again and again, grouped."""
    today = clock.today()
    weeks = [reading.monday(today), *reading.weeks_before(today, WEEKS_OFFERED - 1)]
    begins_on = asked_week(weeks[0])
    tally().write()
    with web.reading() as session:
        made = reading.unexplained(session, begins_on)
    return render_template(
        "desk/searches/gaps.html",
        place="searches",
        trail=(("/desk/search", "检索统计"),),
        groups=list(shown(made[:MOST_GROUPS])),
        more=max(0, len(made) - MOST_GROUPS),
        begins_on=begins_on,
        ends_on=begins_on + A_WEEK - timedelta(days=1),
        weeks=[(reading.week_name(day), day, day == begins_on) for day in weeks],
        fewest=FEWEST,
    )


def asked_week(usual: date) -> date:
    """The Monday of the week asked for (`week=2026-W48`); raises BadInput for what is no week."""
    raw = request.args.get("week", "").strip()
    if not raw:
        return usual
    parts = WEEK.fullmatch(raw)
    try:
        return date.fromisocalendar(int(parts[1]), int(parts[2]), 1) if parts else _no_week(raw)
    except ValueError:
        return _no_week(raw)


def _no_week(raw: str) -> date:
    raise BadInput(f"“week={raw[:20]}”无法识别：请写成 2026-W48 的形式")


def shown(groups: tuple[Group, ...]) -> Iterator[ShownGroup]:
    """The groups with what is nearest to each and where one can act."""
    answering, today = engine(), clock.today()
    offers = any(str(rule).startswith(WORDS) for rule in current_app.url_map.iter_rules())
    for group in groups:
        nearest = near(answering, group, today)
        work = {"work": f"document-{nearest.document}"} if nearest else {}
        asks = {**work, "question": group.label}
        add = f"{WORDS}?{urlencode({'word': group.label})}" if offers else ""
        yield ShownGroup(group, nearest, f"/desk/interpretations/new?{urlencode(asks)}", add)


def near(answering: Answering, group: Group, today: date) -> Hit | None:
    """The best hit for the words of a group, as the public may see it."""
    question = Question(group.label, today, limit=1)
    return next(iter(answering.search(question).hits), None)
