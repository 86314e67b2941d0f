"""A consultation that has ended, with comments to answer."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Any

import pytest

from base import clock
from base.staff.roles import Actor
from registry.consultations import outcome_flow, outcomes
from registry.consultations.outcomes import Decision
from registry.consultations.rules.terms import Channel, CommentState, Verdict, Voice
from registry.consultations.tables import Comment, CommentOutcome, CommentPerson, OutcomeEdition
from tests.registry.consultations.conftest import Forum

AFTER = date(2026, 12, 28)
OUTCOME_DAYS = 30
REASON = "第三条已将期满续期的申请期限由三十日改为六十日。"
REFUSED = "上位法对此已有明确规定，本办法不再重复。"
PLANTED = ("欧阳暮雪", "13900001234")


@dataclass
class Answering:
    """The consultation `key` of `forum`, ended; `comment()` adds one, `answer()` groups and decides."""

    forum: Forum
    key: int
    numbers: Any = field(default_factory=count)

    def comment(self, words: str = "建议把续期的申请期限延长到六十日", **more: Any) -> int:
        columns = {
            "consultation_id": self.key,
            "token": f"comment-{next(self.numbers)}",
            "state": CommentState.SHOWN.value,
            "channel": Channel.ONLINE.value,
            "voice": Voice.PUBLIC.value,
            "words": words,
            "received_at": clock.now(),
            "recorded_by": "tests",
        }
        person = more.pop("person", None)
        with self.forum.database.transaction() as session:
            row = Comment(**(columns | more))
            session.add(row)
            session.flush()
            if person:
                session.add(CommentPerson(comment_id=row.id, name=person[0], contact=person[1]))
            return row.id

    def take_back(self, comment: int) -> None:
        with self.forum.database.transaction() as session:
            row = session.get_one(Comment, comment)
            row.state, row.taken_back_at = CommentState.TAKEN_BACK.value, clock.now()

    def group(self, *comments: int, into: int | None = None, by: Actor | None = None) -> int:
        with self.forum.database.transaction() as session:
            return outcomes.group(session, self.key, comments, by=by or self.forum.drafter, into=into).id

    def decide(self, outcome: int, verdict: Verdict | None = Verdict.ADOPTED, **more: Any) -> None:
        reason = REFUSED if verdict is Verdict.NOT_ADOPTED else REASON
        decision = Decision(
            **{"summary": "建议延长续期的申请期限", "reason": reason, "verdict": verdict, **more}
        )
        with self.forum.database.transaction() as session:
            version = session.get_one(CommentOutcome, outcome).version
            outcomes.decide(session, outcome, version, decision, by=self.forum.drafter)

    def answer(self, *comments: int, verdict: Verdict = Verdict.ADOPTED, **more: Any) -> int:
        outcome = self.group(*comments)
        self.decide(outcome, verdict, **more)
        return outcome

    def submit(self, reason: str = "", by: Actor | None = None) -> int:
        with self.forum.database.transaction() as session:
            found = outcome_flow.submit(session, self.key, reason, OUTCOME_DAYS, by=by or self.forum.drafter)
            return found.edition

    def publish(self, edition: int, by: Actor | None = None) -> int:
        who = by or self.forum.publisher
        with self.forum.database.transaction() as session:
            return outcome_flow.publish(session, self.key, edition, OUTCOME_DAYS, by=who).id

    def published(self, reason: str = "") -> int:
        return self.publish(self.submit(reason))

    def row(self, outcome: int) -> CommentOutcome:
        with self.forum.database.reading() as session:
            found = session.get_one(CommentOutcome, outcome)
            session.expunge(found)
            return found

    def edition(self, key: int) -> OutcomeEdition:
        with self.forum.database.reading() as session:
            found = session.get_one(OutcomeEdition, key)
            session.expunge(found)
            return found


@pytest.fixture
def answering(forum: Forum, hold_clock: Callable[[date], None]) -> Answering:
    """A consultation whose period ended five days ago."""
    made = Answering(forum, forum.publish())
    hold_clock(AFTER)
    return made
