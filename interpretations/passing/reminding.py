"""Reminding (催办) those who are late, once a day: on their desk and, where letters leave, by mail. Verbs."""

from collections.abc import Iterator
from contextlib import suppress

from sqlalchemy import select
from sqlalchemy.orm import Session

from base import clock
from base.contacts import address
from base.errors import BadInput
from base.staff import audit
from base.staff.roles import Actor
from base.staff.tables import Account
from interpretations.following.letters import Letter, post_letters
from interpretations.passing.receiving import day_of, progress_of
from interpretations.passing.sending import duty, get, live_tasks, recipients_of, standing, subject
from interpretations.passing.tables import Dispatch, Recipient
from interpretations.rules.passing import LearningState, state
from registry.law.days import printed
from registry.watch import tasks

UNFINISHED = frozenset({LearningState.OPEN, LearningState.OVERDUE})
LATE = frozenset({LearningState.OVERDUE})


def remind(session: Session, key: int, root: str, *, early: bool, by: Actor) -> int:
    """Remind (催办) everybody who is late or, `early`, has not finished; gives how many were reminded.

    Nobody is reminded twice on a day. `root` is the site's address for letters, "" where none leave.
    """
    row = standing(get(session, key))
    wanted = UNFINISHED if early else LATE
    late = [each for each in recipients_of(session, key) if _waits(each, row, wanted)]
    for recipient in late:
        recipient.reminded_at = clock.now()
        if not live_tasks(session, recipient):
            # Somebody ended the task by hand, and yet it was not learned.
            again = duty(row, recipient, clock.today().isoformat())
            tasks.open_task(session, again, by=by.name)
        if root:
            post_letters(session, [*_letters(session, row, recipient, root)])
    if late:
        audit.record(session, by, "dispatch.remind", subject(key), after={"recipients": len(late)})
    return len(late)


def _waits(recipient: Recipient, row: Dispatch, wanted: frozenset[LearningState]) -> bool:
    today = clock.today()
    if day_of(recipient.reminded_at) == today:
        return False
    return state(progress_of(recipient, row), row.due_on, today) in wanted


def _letters(session: Session, row: Dispatch, recipient: Recipient, root: str) -> Iterator[Letter]:
    query = select(Account.id, Account.email).where(
        Account.unit_id == recipient.unit_id, Account.email != "", Account.closed_at.is_(None)
    )
    today = clock.today()
    left = "今日到期" if row.due_on == today else "已经逾期" if row.due_on < today else "请按期完成"
    post = f"（{recipient.post}）" if recipient.post else ""
    words = (
        f"“{row.title}”{post}要求在{printed(row.due_on)}前学完，{left}。\n\n"
        f"请登录后阅读文件、确认已读并完成小测：\n{root}/desk/received/{recipient.id}\n"
    )
    for account_id, email in session.execute(query.order_by(Account.id)):
        # One letter for a person and a day, however often somebody asks for it.
        key = f"dispatch_reminder:{recipient.id}:{today.isoformat()}:{account_id}"
        # Who mistyped an address must not keep the others from being reminded.
        with suppress(BadInput):
            yield Letter(key, address(email), f"请学习：{row.title}", words)
