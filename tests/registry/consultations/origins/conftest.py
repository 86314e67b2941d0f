"""A draft that was commented on, answered, adopted with changes, and amended a year later."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest

from base import clock, outbox
from registry.consultations.rules.terms import ConsultationDeed
from registry.consultations.tables import (
    Comment,
    Consultation,
    ConsultationEvent,
    OutcomeEdition,
    TraceLink,
)
from registry.consultations.texts import read_draft
from registry.law.reading import flatten
from registry.law.terms import EventKind
from registry.law.titles import title_key
from registry.tables import Document, EventRow, ProvisionRow, Text

ADDRESS = "normative-document/2027/900002"
TITLE = "澄江省排污许可管理规定"
ADOPTED = """第一条　为了规范排污许可管理，制定本规定。

第二条　本规定所称重点单位，由省生态环境主管部门每年公布名录。

第三条　排污单位应当在排放污染物之前取得排污许可证，未取得的不得排放。

第四条　排污许可证有效期为五年。

期满需要延续的，应当在届满六十日前提出申请。

第五条　本规定自2027年3月1日起施行。
"""
AMENDED = ADOPTED.replace("六十日", "九十日")
ADOPTED_ON, IN_FORCE_ON, AMENDED_ON = date(2027, 2, 1), date(2027, 3, 1), date(2028, 1, 1)


# What was said, the verdict, the reason, the provisions, the comments.
Answer = tuple[str, str, str, tuple[str, ...], tuple[int, ...]]


@dataclass
class Story:
    """The consultation `key` led to the document at `address`, whose texts are `first` and `second`."""

    forum: Any
    key: int
    document: int
    first: int
    second: int
    address: str = ADDRESS

    def say(self, eid: str, words: str, *, state: str = "shown", text: int | None = None) -> int:
        """A comment on a provision of the draft; gives its id."""
        with self.forum.database.transaction() as session:
            number = session.query(Comment).count()
            row = Comment(
                consultation_id=self.key,
                token=f"said-{number}",
                state=state,
                channel="online",
                voice="public",
                text_id=text or self.forum.draft_of(self.key),
                eid=eid,
                words=words,
                received_at=clock.now(),
                recorded_by="",
            )
            session.add(row)
            session.flush()
            outbox.grow(session)
            return int(row.id)

    def change(self, comment: int, state: str) -> None:
        """The comment stands otherwise now."""
        with self.forum.database.transaction() as session:
            session.get_one(Comment, comment).state = state
            outbox.grow(session)

    def answer(self, *rows: Answer, public: bool = True) -> None:
        """The outcome: for each row what was said, the verdict, the reason, the provisions, the comments."""
        kept = [
            {"outcome": at, "summary": said, "verdict": verdict, "reason": reason}
            | {"eids": list(eids), "comments": list(comments)}
            for at, (said, verdict, reason, eids, comments) in enumerate(rows, 1)
        ]
        with self.forum.database.transaction() as session:
            number = session.query(OutcomeEdition).count() + 1
            edition = OutcomeEdition(
                consultation_id=self.key,
                edition=number,
                rows=kept,
                submitted_at=clock.now(),
                submitted_by="tests",
                published_at=clock.now() if public else None,
            )
            session.add(edition)
            if public:
                session.get_one(Consultation, self.key).outcome_published_at = clock.now()
            outbox.grow(session)

    def rule(self, adopted: str, draft: str, **more: Any) -> None:
        """A person's ruling on where a provision came from."""
        stamp = {"recorded_at": clock.now(), "recorded_by": "tests"}
        with self.forum.database.transaction() as session:
            session.add(
                TraceLink(consultation_id=self.key, adopted_eid=adopted, draft_eid=draft, **stamp, **more)
            )
            outbox.grow(session)

    def set(self, row: type, key: int, **columns: Any) -> None:
        """Other values of a row."""
        with self.forum.database.transaction() as session:
            found = session.get_one(row, key)
            for name, value in columns.items():
                setattr(found, name, value)
            outbox.grow(session)


def text(session: Any, document: int, place: int, source: str, **columns: Any) -> int:
    stamp = {"recorded_at": clock.now(), "recorded_by": "tests"}
    columns |= {"document_id": document, "position": place, "fingerprint": str(place) * 64}
    row = Text(title=TITLE, **stamp, **columns)
    session.add(row)
    session.flush()
    for at, (depth, one) in enumerate(flatten(read_draft(source))):
        found = ProvisionRow(text_id=row.id, position=at, depth=depth, level=one.level.value, eid=one.eid)
        found.number, found.heading, found.body = one.number, one.heading, one.body
        session.add(found)
    return int(row.id)


@pytest.fixture
def story(forum: Any, hold_clock: Callable[[datetime], None]) -> Story:
    """The story at noon of 1 March 2028; the comments and the outcome are the test's."""
    key = forum.publish()
    hold_clock(datetime(2028, 3, 1, 4, tzinfo=UTC))
    stamp = {"recorded_at": clock.now(), "recorded_by": "tests"}
    with forum.database.transaction() as session:
        document = Document(
            address=ADDRESS,
            title=TITLE,
            title_key=title_key(TITLE),
            kind="normative_document",
            year=2027,
            document_number="澄环发〔2027〕2号",
            published_on=ADOPTED_ON,
            published_at=clock.now(),
            **stamp,
        )
        session.add(document)
        session.flush()
        first = text(session, document.id, 0, ADOPTED, dated_on=ADOPTED_ON)
        second = text(session, document.id, 1, AMENDED, dated_on=AMENDED_ON, applies_from=AMENDED_ON)
        act = {"act_title": "关于修改《澄江省排污许可管理规定》的决定", "act_number": "澄环发〔2027〕20号"}
        events = ((EventKind.COMMENCEMENT, IN_FORCE_ON, {}), (EventKind.AMENDMENT, AMENDED_ON, act))
        for kind, on, more in events:
            session.add(EventRow(document_id=document.id, kind=kind.value, on=on, **more, **stamp))
        row = session.get_one(Consultation, key)
        row.document_id, row.text_id = document.id, first
        deed = ConsultationDeed.ADOPT.value
        session.add(
            ConsultationEvent(
                consultation_id=key, deed=deed, at=clock.now(), by="tests", document_id=document.id
            )
        )
        outbox.grow(session)
        return Story(forum, key, document.id, first, second)
