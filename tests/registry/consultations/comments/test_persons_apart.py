"""Who commented appears nowhere: no public byte, export, log or audit row tells of twenty planted persons."""

import io
import logging
from collections.abc import Callable
from datetime import date
from typing import Any

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from base.staff.audit import AuditRow
from base.staff.roles import Actor, Role
from registry.consultations import commenting, moderating, outcome_flow, outcomes
from registry.consultations.commenting import Said, Sender
from registry.consultations.moderating import Seen
from registry.consultations.rules.quoting import Quote
from registry.consultations.rules.terms import Verdict
from registry.consultations.tables import Comment, CommentOutcome
from registry.watch.tables import Task

PERSONS = [
    (f"欧阳甲{chr(0x4E00 + 37 * n)}", f"1390000{n:04d}", f"planted{n}@mail.example") for n in range(20)
]
REASON = "已在第三条把有效期由五年改为八年，并写明延续的程序。"


@pytest.fixture
def answered(
    app: Flask, forum: Any, hold_clock: Callable[[date], None], caplog: pytest.LogCaptureFixture
) -> int:
    """A consultation on which twenty persons commented, shown, answered, its outcome published."""
    caplog.set_level(logging.DEBUG)
    key = int(forum.publish())
    config = forum.config
    with forum.database.transaction() as session:
        for place, (name, phone, mail) in enumerate(PERSONS):
            # Some tell who they are in the words, too.
            words = f"第{place}条意见：有效期太短。" + (f"我是{name}，电话{phone}。" if place % 2 else "")
            said = Said(words, Quote("art-3"), name=name, contact=phone if place % 3 else mail)
            commenting.comment(
                session, key, said, Sender(f"{place:032x}", f"o{place}"), config.consulting, "s"
            )
    with forum.database.transaction() as session:
        for row in session.scalars(select(Comment).order_by(Comment.id)).all():
            words = moderating.proposal(session, row)
            moderating.show(session, key, Seen(row.id, row.version), words, by=forum.publisher)
    hold_clock(date(2027, 1, 5))
    with forum.database.transaction() as session:
        ids = list(session.scalars(select(Comment.id)))
        made = outcomes.group(session, key, ids, by=forum.drafter)
        row = session.get_one(CommentOutcome, made.id)
        row.summary, row.verdict, row.reason = "延长许可证的有效期。", Verdict.ADOPTED.value, REASON
        row.decided_by = forum.drafter.name
        session.flush()
        outcome_flow.submit(session, key, "", config.consulting.outcome_days, by=forum.drafter)
    with forum.database.transaction() as session:
        outcome_flow.publish(session, key, 1, config.consulting.outcome_days, by=forum.publisher)
    return key


def tells(told: str) -> list[str]:
    """What of the planted persons stands in these words."""
    return [secret for person in PERSONS for secret in person if secret in told]


def test_no_public_byte_tells_of_them(client: FlaskClient, answered: int) -> None:
    page = f"/consultations/{answered}"
    ends = ("", ".json", ".ics", "/comments", "/comments?page=2", "/comments.json", "/comments?eid=art-3")
    addresses = [page + end for end in (*ends, "/outcome", "/outcome.json", "/outcome.xlsx")]
    addresses += ["/", "/consultations", "/consultations.json", "/consultations/data.feed", "/sitemap"]
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200, address
        told = answer.get_data()
        words = (
            " ".join(
                str(cell)
                for sheet in openpyxl.load_workbook(io.BytesIO(told))
                for row in sheet.iter_rows(values_only=True)
                for cell in row
            )
            if address.endswith(".xlsx")
            else told.decode()
        )
        assert tells(words) == [], address
    assert "第19条意见" in client.get(f"{page}/comments").text


def test_no_desk_list_or_export_tells_of_them(
    client: FlaskClient, answered: int, forum: Any, act_as: Callable[..., Actor]
) -> None:
    for role, unit in ((Role.DRAFTER, forum.water), (Role.PUBLISHER, forum.office)):
        act_as(role, unit_id=unit, account_id=None)
        home = f"/desk/consultations/{answered}"
        for address in (home, f"{home}/comments", f"{home}/comments/groups", f"{home}/outcome"):
            told = client.get(address).text
            # The words themselves are the comment's; name and contact stand apart from them.
            assert not [
                word for name, phone, mail in PERSONS[::2] for word in (name, phone, mail) if word in told
            ]


def test_neither_log_nor_audit_nor_task_tells_of_them(
    answered: int, forum: Any, caplog: pytest.LogCaptureFixture
) -> None:
    assert answered
    assert tells(caplog.text) == []
    with forum.database.reading() as session:
        audit = [
            f"{row.subject} {row.before} {row.after} {row.name}" for row in session.scalars(select(AuditRow))
        ]
        tasks = [f"{row.title} {row.details} {row.reason}" for row in session.scalars(select(Task))]
    assert audit
    assert tells(" ".join([*audit, *tasks])) == []
