"""Interpretations and plans follow their draft into the document it becomes, once, whoever is interrupted."""

import importlib.util
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from base import clock, outbox
from base.errors import BadInput
from base.staff import audit
from base.staff.roles import at_the_console
from base.staff.tables import Account
from interpretations.publishing import due, editing, flow, plans, release
from interpretations.publishing.plans import Planned
from interpretations.publishing.works import Work, drafters, works
from interpretations.rules.content import Ref
from interpretations.rules.terms import Form, Progress
from interpretations.tables import AnchorRow, Explainer, Interpretation, Plan
from registry.drafting import publishing
from registry.drafting.judging import Desk
from registry.drafting.publishing import House
from registry.tables import Document, Text

STAMP = datetime(2026, 11, 20, 2, 5, tzinfo=UTC)


def drafting() -> Any:
    """Those who draft, review and publish in the tests of drafting."""
    place = Path(__file__).parents[2] / "registry" / "drafting" / "conftest.py"
    spec = importlib.util.spec_from_file_location("drafting_office", place)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def office(home: Any, tmp_path: Path) -> Any:
    """The desk of drafts in the department of these tests; its drafts are the water division's."""
    assert home.water == 1
    with home.database.transaction() as session:
        for key in (1, 2, 3):
            session.add(
                Account(
                    id=key,
                    name=f"人{key}",
                    full_name=f"人{key}",
                    password_set_at=STAMP,
                    recorded_at=STAMP,
                    recorded_by="tests",
                    password_hash="",
                )
            )
    return drafting().Office(home.database, House(tmp_path / "files", Desk()))


def waiting(home: Any, office: Any, *, joint: tuple[int, ...] = ()) -> tuple[int, int]:
    """A draft that passed its review, and its interpretation that waits for nothing but it."""
    with home.database.transaction() as session:
        draft = office.begin(session)
        planned = Planned(True, "", (Form.TEXT,), "谁来监测", date(2026, 11, 25), "苏水清", joint)
        plans.save(session, draft.id, 0, planned, by=home.drafter)
        content = home.content()
        blocks = (*content.blocks[:2], *(_tied(block) for block in content.blocks[2:3]))
        row = editing.begin(
            session, "d1", home.content(blocks=blocks), [Work(draft_id=draft.id)], home.water, by=home.drafter
        )
        flow.submit(session, row.id, 1, by=home.drafter)
        flow.approve(session, row.id, 1, "同意", by=home.reviewer)
        release.release_with_document(session, row.id, 1, by=home.reviewer)
        office.pass_review(session, draft)
        return draft.id, row.id


def _tied(block: Any) -> Any:
    return replace(block, refs=(Ref(0, "art-1"),))


def publish(home: Any, office: Any, draft: int) -> int:
    with home.database.transaction() as session:
        found = publishing.publish(session, draft, office.house, by=office.publisher)
        assert found.document_id
        return int(found.document_id)


def test_what_waits_for_its_document_is_public_with_it_and_tied_to_its_text(home: Any, office: Any) -> None:
    draft, key = waiting(home, office)
    document = publish(home, office, draft)
    assert due.follow_publications(home.database) == 1
    with home.database.reading() as session:
        row = session.get_one(Interpretation, key)
        assert (row.progress, row.published_version) == (Progress.PUBLISHED, 1)
        assert works(session, key) == (Work(document_id=document),)
        text = session.scalars(select(Text.id).where(Text.document_id == document)).one()
        anchor = session.scalars(select(AnchorRow)).one()
        assert (anchor.document_id, anchor.text_id, anchor.eid) == (document, text, "art-1")
        assert outbox.pending(session, publishing.PUBLISHED) == ()
    assert due.follow_publications(home.database) == 0


def test_the_plan_and_its_joint_drafters_follow_too_and_once(home: Any, office: Any) -> None:
    draft, _key = waiting(home, office, joint=(home.legal,))
    document = publish(home, office, draft)
    with home.database.transaction() as session:
        told = {"capacity": "joint", "recorded_at": STAMP, "recorded_by": "tests"}
        session.add(Explainer(document_id=document, unit_id=home.legal, **told))
    due.follow_publications(home.database)
    with home.database.reading() as session:
        assert session.scalars(select(Plan.document_id)).one() == document
        assert len(session.scalars(select(Explainer)).all()) == 1
        assert drafters(session, Work(document_id=document)).refusal(home.legal) == ""


def test_interrupted_between_following_and_publication_it_is_published_by_the_next(
    home: Any, office: Any
) -> None:
    draft, key = waiting(home, office)
    publish(home, office, draft)
    with home.database.reading() as session:
        (message,) = outbox.pending(session, publishing.PUBLISHED)
    due._follow(home.database, message)
    due.follow_publications(home.database)
    with home.database.reading() as session:
        assert session.get_one(Interpretation, key).published_version == 1


def test_two_processes_follow_once(home: Any, office: Any) -> None:
    draft, key = waiting(home, office)
    publish(home, office, draft)
    both = Barrier(2)

    def follow() -> None:
        both.wait(10)
        due.follow_publications(home.database)

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(follow) for _ in range(2)]:
            done.result(60)
    with home.database.reading() as session:
        assert session.get_one(Interpretation, key).published_version == 1
        deeds = select(audit.AuditRow.id).where(audit.AuditRow.deed == "interpretation.publish")
        assert len(session.scalars(deeds).all()) == 1


def test_what_explains_a_draft_waits_for_it_and_for_no_minute_of_its_own(home: Any, office: Any) -> None:
    with home.database.transaction() as session:
        draft = office.begin(session)
        row = editing.begin(
            session, "d2", home.content(blocks=()), [Work(draft_id=draft.id)], home.water, by=home.drafter
        )
        flow.submit(session, row.id, 1, by=home.drafter)
        flow.approve(session, row.id, 1, "同意", by=home.reviewer)
        with pytest.raises(BadInput, match="与文件同步发布"):
            release.schedule(session, row.id, 1, datetime(2026, 12, 1, tzinfo=UTC), by=home.reviewer)


def test_a_busy_database_cancels_no_schedule(
    home: Any, monkeypatch: pytest.MonkeyPatch, hold_clock: Callable[[datetime], None]
) -> None:
    minute = datetime(2026, 11, 24, 1, tzinfo=UTC)
    with home.database.transaction() as session:
        row = home.begin(session)
        flow.submit(session, row.id, 1, by=home.drafter)
        flow.approve(session, row.id, 1, "同意", by=home.reviewer)
        release.schedule(session, row.id, 1, minute, by=home.reviewer)
    hold_clock(minute)

    def busy(*_args: object, **_more: object) -> None:
        raise OperationalError("UPDATE", {}, Exception("database is locked"))

    with monkeypatch.context() as broken:
        broken.setattr(due, "make_public", busy)
        with pytest.raises(OperationalError):
            due.publish_due(home.database)
    assert due.publish_due(home.database) == 1
    with home.database.reading() as session:
        assert session.get_one(Interpretation, row.id).failure == ""


def test_deeds_that_tell_the_pages_and_deeds_that_wait_for_their_turn_do_not_wait_for_each_other(
    home: Any,
) -> None:
    both = Barrier(2)
    by = at_the_console()

    def tell_first(round_: int) -> None:
        with home.database.transaction() as session:
            outbox.grow(session)
            both.wait(10)
            audit.record(session, by, "tests.one", f"round:{round_}")

    def record_first(round_: int) -> None:
        both.wait(10)
        with home.database.transaction() as session:
            audit.record(session, by, "tests.two", f"round:{round_}")
            outbox.grow(session)

    sqlite = home.database.engine.dialect.name == "sqlite"
    for round_ in range(1 if sqlite else 10):
        with ThreadPoolExecutor(2) as pool:
            deeds = [pool.submit(deed, round_) for deed in (tell_first, record_first)]
            for done in deeds:
                done.result(60)


def test_two_schedules_at_once_are_both_kept(home: Any) -> None:
    with home.database.transaction() as session:
        keys = []
        for number in range(2):
            row = home.begin(session, sent=f"s{number}")
            flow.submit(session, row.id, 1, by=home.drafter)
            flow.approve(session, row.id, 1, "同意", by=home.reviewer)
            keys.append(row.id)
    both = Barrier(2)

    def schedule(key: int, hour: int) -> None:
        both.wait(10)
        with home.database.transaction() as session:
            release.schedule(session, key, 1, datetime(2026, 12, 1, hour, tzinfo=UTC), by=home.reviewer)

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(schedule, key, 5 - place) for place, key in enumerate(keys)]:
            done.result(60)
    clock.set_moment(datetime(2026, 12, 1, 4, 0, 1, tzinfo=UTC))
    assert due.publish_due(home.database) == 1


def test_a_withdrawn_document_takes_its_waiting_interpretation_along(home: Any, office: Any) -> None:
    draft, key = waiting(home, office)
    document = publish(home, office, draft)
    with home.database.transaction() as session:
        session.get_one(Document, document).publication = "withdrawn"
    due.follow_publications(home.database)
    with home.database.reading() as session:
        row = session.get_one(Interpretation, key)
        assert (row.published_version, row.progress) == (None, Progress.REVIEWED)
        assert "尚未公开" in row.failure
