"""Receiving (接收): read, tried, told on. Verbs of those below, which never commit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from base import clock
from base.errors import BadInput, NotFound, WrongStage
from base.staff import audit
from base.staff.roles import Actor
from base.term import Term
from interpretations.passing.sending import live_tasks, local_day, questions_of, standing
from interpretations.passing.tables import Dispatch, Recipient
from interpretations.rules.passing import Judgement, Progress, arrangement, chosen, judge, seed
from registry.law.days import printed
from registry.watch import tasks

# Whoever needs more needs a person, not another try.
MOST_TRIES = 50
MOST_PEOPLE = 10_000_000


class TellingWay(Term):
    """How somebody told it on to others (传达方式)."""

    LECTURE = "lecture", "宣讲"
    TRAINING = "training", "培训"
    VISIT = "visit", "上门讲解"
    COUNTER = "counter", "窗口咨询"
    MEETING = "meeting", "会议传达"
    ONLINE = "online", "线上发布"


@dataclass(frozen=True, slots=True)
class Telling:
    """What somebody did to tell it on: on which day, to how many, how, and in words."""

    on: date
    to: int
    ways: tuple[TellingWay, ...]
    words: str = ""

    @property
    def how(self) -> str:
        """How, as one line."""
        named = "、".join(way.label for way in self.ways)
        return f"{named}：{self.words}" if self.words else named


def get(session: Session, key: int) -> Recipient:
    """The recipient with this id, held against others while the transaction lasts; raises NotFound."""
    row = session.get(Recipient, key, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound(f"没有编号为 {key} 的接收任务")
    return row


def dispatch_of(session: Session, row: Recipient) -> Dispatch:
    """What was sent to a recipient."""
    return session.get_one(Dispatch, row.dispatch_id)


def subject(key: int) -> str:
    """What the audit trail calls a recipient."""
    return f"recipient:{key}"


def day_of(moment: datetime | None) -> date | None:
    """The day of a moment in Hangzhou."""
    return clock.local(moment).date() if moment else None


def progress_of(row: Recipient, dispatch: Dispatch) -> Progress:
    """How far a recipient came."""
    return Progress(day_of(row.seen_at), day_of(row.passed_at), row.told_on, checked=bool(dispatch.check))


def acknowledge(session: Session, key: int, *, by: Actor) -> Recipient:
    """Acknowledge (确认已读) what was sent: 看得到."""
    row = get(session, key)
    dispatch = standing(dispatch_of(session, row))
    if row.seen_at is not None:
        raise WrongStage(f"已于{printed(clock.local(row.seen_at).date())}确认阅读")
    row.seen_at, row.seen_by = clock.now(), by.name
    _close(session, row, dispatch, by)
    audit.record(session, by, "received.acknowledge", subject(key), after={"dispatch": dispatch.id})
    return row


def orders(row: Recipient, dispatch: Dispatch, attempt: int) -> tuple[tuple[int, ...], ...]:
    """In which order the options of each question are shown at a try."""
    return tuple(
        arrangement(len(question.options), seed(row.id, attempt, place))
        for place, question in enumerate(questions_of(dispatch))
    )


def attempt(
    session: Session, key: int, number: int, places: Sequence[Sequence[int]], *, by: Actor
) -> Judgement:
    """Try the check (小测): judged at once, kept whatever it came to; enough right answers are 会执行.

    `places` are the options chosen for each question, as they were shown at try `number`. The same try sent
    twice is told, not judged twice.
    """
    row = get(session, key)
    dispatch = standing(dispatch_of(session, row))
    if not dispatch.check:
        raise BadInput("这次下发没有小测")
    if row.seen_at is None:
        raise WrongStage("请先确认已读，再做小测")
    if number != len(row.tries) + 1:
        raise WrongStage(f"第 {number} 次作答已经提交过；下面是最近一次的结果")
    if row.passed_at is not None:
        raise WrongStage("小测已经通过，不必再答")
    if len(row.tries) >= MOST_TRIES:
        raise WrongStage(f"已作答 {MOST_TRIES} 次，请联系下发单位当面讲解")
    given = [chosen(each, order) for each, order in zip(places, orders(row, dispatch, number), strict=True)]
    judgement = judge(questions_of(dispatch), given, dispatch.needed)
    held = {"at": clock.now().isoformat(), "by": by.name, "answers": [sorted(each) for each in given]}
    # A new list: a list that is only added to is not seen to have changed.
    row.tries = [*row.tries, {**held, "right": list(judgement.right), "passed": judgement.passed}]
    if judgement.passed:
        row.passed_at, row.passed_by = clock.now(), by.name
    _close(session, row, dispatch, by)
    after = {"dispatch": dispatch.id, "try": number, "right": judgement.count, "passed": judgement.passed}
    audit.record(session, by, "received.attempt", subject(key), after=after)
    return judgement


def _close(session: Session, row: Recipient, dispatch: Dispatch, by: Actor) -> None:
    if progress_of(row, dispatch).finished_on is None:
        return
    for task in live_tasks(session, row):
        tasks.close_task(session, task.key, by=by.name, outcome="learned")


def tell_on(session: Session, key: int, telling: Telling, *, by: Actor) -> Recipient:
    """Say how it was told on (传达) to others: 讲得好. Said again, the later word stands."""
    row = get(session, key)
    dispatch = standing(dispatch_of(session, row))
    if progress_of(row, dispatch).finished_on is None:
        raise WrongStage("自己读过、小测通过之后，再登记向他人的传达")
    if telling.on > clock.today():
        raise BadInput(f"传达日期{printed(telling.on)}还没有到")
    if telling.on < local_day(dispatch):
        raise BadInput(f"传达日期{printed(telling.on)}早于下发之日{printed(local_day(dispatch))}")
    before = {"on": row.told_on, "to": row.told_to, "how": row.told_how} if row.told_on else None
    row.told_on, row.told_to, row.told_how, row.told_by = telling.on, telling.to, telling.how[:500], by.name
    after = {"on": telling.on, "to": telling.to, "how": row.told_how}
    audit.record(session, by, "received.tell_on", subject(key), before=before, after=after)
    return row
