"""Watching (检索巡查): every week in which enough was asked for in vain is a task of the legal division."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy.orm import Session

from registry.law.days import printed
from registry.watch.rounds import Watch
from registry.watch.tables import TaskCode
from registry.watch.tasks import Duty
from search.statistics.keeping import FEWEST
from search.statistics.reading import A_WEEK, vain_searches, week_name, weeks_before

# A week that nobody looked at in a month is not looked at any more: its rare words are gone by then.
WEEKS = 4
WHY = "这一周的检索统计已超过四周"


def duties(session: Session, today: date) -> Iterable[Duty]:
    """A duty for each of the last whole weeks with searches that found nothing."""
    for begins_on in weeks_before(today, WEEKS):
        if vain_searches(session, begins_on) >= FEWEST:
            week = week_name(begins_on)
            yield Duty(
                f"search_gap:{week}",
                TaskCode.SEARCH_GAP,
                f"该解读什么：{printed(begins_on)}起一周，公众检索而没有查到的内容",
                f"/desk/search/gaps?week={week}",
                due_on=begins_on + 2 * A_WEEK,
            )


WATCH = Watch((TaskCode.SEARCH_GAP,), duties, WHY)
