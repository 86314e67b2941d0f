"""How far a consultation has come (征求意见进展): the line at its head, the steps behind and before it."""

from dataclasses import dataclass
from datetime import date

from registry.consultations.reads.life import Happened
from registry.consultations.reads.page import ConsultationPage
from registry.consultations.rules.terms import ConsultationDeed, ConsultationState
from registry.law.days import printed


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its day, what it is, what is to be said of it; `pending` while it is foreseen only."""

    on: date
    label: str
    words: str = ""
    pending: bool = False
    path: str = ""


def short_day(day: date, today: date) -> str:
    """A day of this year without its year.

    >>> short_day(date(2026, 12, 20), date(2026, 12, 8)), short_day(date(2027, 1, 5), date(2026, 12, 8))
    ('12月20日', '2027年1月5日')
    """
    return f"{day.month}月{day.day}日" if day.year == today.year else printed(day)


def headline(page: ConsultationPage) -> str:
    """How it stands, in one line: how long one can still comment, or what one waits for."""
    last, due = short_day(page.through_on, page.day), short_day(page.due_on, page.day)
    match page.state:
        case ConsultationState.ANNOUNCED:
            first = page.course.opens_on
            days = f"{short_day(first, page.day)}至{last}"
            return f"还有 {(first - page.day).days} 天开始，{days}可以提意见"
        case ConsultationState.OPEN:
            return f"还有 {page.days_left} 天，{last}24时截止" if page.days_left else "今天24时截止"
        case ConsultationState.CLOSED:
            return f"已于{last}24时截止，采纳情况应当不晚于{due}公布"
        case ConsultationState.OUTCOME_DUE:
            return f"采纳情况应当不晚于{due}公布，现已逾期，尚未公布"
        case _:
            return _settled(page)


def _settled(page: ConsultationPage) -> str:
    match page.state:
        case ConsultationState.OUTCOME_PUBLISHED:
            return f"公众意见的采纳情况及理由已于{_on(page.course.outcome_on, page)}公布"
        case ConsultationState.ADOPTED:
            return f"已于{_on(page.course.adopted_on, page)}出台"
        case _:
            return f"已于{_on(page.course.dropped_on, page)}终止，不再继续制定"


def steps(page: ConsultationPage) -> list[Step]:
    """What happened and what is foreseen, the earliest first."""
    found = [_told(page, each) for each in page.happened]
    first, last = page.course.opens_on, page.through_on
    ended = [page.course.dropped_on, page.course.adopted_on]
    stopped = min((day for day in ended if day), default=None)
    if first > page.course.published_on and not (stopped and stopped < first):
        found.append(Step(first, "开始征求意见", pending=first > page.day))
    if not (stopped and stopped <= last):
        found.append(Step(last, "征求意见截止", "当日24时截止。", pending=last >= page.day))
    if page.outcome is None and not page.course.dropped_on:
        words = "已逾期，尚未公布。" if page.overdue else ""
        found.append(Step(page.due_on, "公布采纳情况的最后期限", words, pending=not page.overdue))
    # A day that both closes and is told of stands in the order of what came first.
    return sorted(found, key=lambda step: step.on)


def _on(day: date | None, page: ConsultationPage) -> str:
    return short_day(day, page.day) if day else ""


def _told(page: ConsultationPage, event: Happened) -> Step:
    path = ""
    if event.deed is ConsultationDeed.PUBLISH_OUTCOME:
        path = f"{page.address}/outcome"
    if event.deed is ConsultationDeed.ADOPT and page.adopted:
        path = f"/documents/{page.adopted.address}"
    return Step(event.on, event.deed.label, _words(page, event), path=path)


def _words(page: ConsultationPage, event: Happened) -> str:
    reason = f"{event.reason.rstrip('。')}。" if event.reason else ""
    if event.deed is ConsultationDeed.EXTEND and event.through_on:
        return f"延长至{printed(event.through_on)}。{reason}"
    if event.deed is ConsultationDeed.PUBLISH:
        days = f"{printed(page.course.from_on)}至{printed(page.course.through_on)}"
        return f"公告载明的期限：{days}。"
    return reason
