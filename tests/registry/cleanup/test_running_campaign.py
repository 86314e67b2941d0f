"""The clean-up of the demonstration runs from its roll to its decision; the verbs hold on both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from base.db import Database
from base.errors import BadInput, WrongStage
from base.staff.audit import AuditRow
from base.staff.roles import Actor, Role
from registry.cleanup import campaigns, closing, decision, demonstration, publishing, verdicts
from registry.cleanup.announcement import announcement
from registry.cleanup.campaigns import Pick, Plan
from registry.cleanup.decision import Wording
from registry.cleanup.faults import NotPublishable, Overtaken
from registry.cleanup.publishing import Print, Release
from registry.cleanup.scope import Scope
from registry.cleanup.tables import Campaign, Ground, RollRow, RowStage, Verdict
from registry.cleanup.verdicts import Opinion
from registry.law.terms import Kind, RelationKind, Validity
from registry.law.validity import validity
from registry.reads.life import lives
from registry.sample import loading
from registry.tables import Attachment, Document, EventRow, RelationRow

TODAY = date(2026, 11, 23)
EFFECTIVE = date(2026, 12, 23)
OFFICER = Actor(1, "legal", "方正", Role.LEGAL_OFFICER, 1, "法规处", "澄江省生态环境厅")
PUBLISHER = Actor(2, "office", "白文", Role.PUBLISHER, 2, "办公室", "澄江省生态环境厅")
BUREAU = Actor(3, "bureau", "云帆", Role.LEGAL_OFFICER, 3, "云州局", "云州市生态环境局", lower=True)
KEEP = Opinion(Verdict.KEEP, Ground.NEEDED)
WORDS = Wording(
    "澄江省生态环境厅关于公布2026年行政规范性文件清理结果的公告",
    "澄环公告〔2026〕3号",
    "澄江省生态环境厅",
    TODAY,
    EFFECTIVE,
    "现将结果公布如下：",
    EFFECTIVE + timedelta(days=90),
)


@pytest.fixture
def sample(database: Database, tmp_path: Path, hold_clock: Callable[[date], None]) -> Database:
    """The sample documents and their running clean-up, on 23 November 2026."""
    hold_clock(TODAY)
    loading.load(database, tmp_path / "files", TODAY)
    assert demonstration.load(database) > 5
    return database


def roll(session: Session) -> dict[str, RollRow]:
    return {
        title: row
        for row, title in session.execute(
            select(RollRow, Document.title).join(Document, Document.id == RollRow.document_id)
        )
    }


def picks(rows: list[RollRow]) -> tuple[Pick, ...]:
    return tuple(Pick(row.id, row.version) for row in rows)


def ruled(session: Session) -> tuple[str, str]:
    """Everything is kept but one repealed and one declared lapsed; gives the titles of both."""
    rows = roll(session)
    repealed, lapsed = sorted(
        title for title, row in rows.items() if row.stage == RowStage.ASSIGNED and "尚未" not in title
    )[:2]
    for title, row in rows.items():
        if title == repealed:
            opinion = Opinion(Verdict.REPEAL, Ground.COVERED, replaced_by="《澄江省水环境保护条例》")
        elif title == lapsed:
            opinion = Opinion(Verdict.LAPSE, Ground.DONE)
        else:
            opinion = KEEP
        verdicts.propose(session, 1, [Pick(row.id, row.version)], opinion, by=OFFICER)
    verdicts.agree(session, 1, picks(list(roll(session).values())), by=OFFICER)
    return repealed, lapsed


def closed(session: Session) -> tuple[str, str]:
    both = ruled(session)
    decision.write(session, 1, 1, WORDS, by=OFFICER)
    closing.close(session, 1, 2, by=OFFICER)
    return both


def release(session: Session, store: Path, token: str = "t" * 20) -> Release:
    said = announcement(session, session.get_one(Campaign, 1))
    return Release(token, 3, said, (Print("决定.docx", "application/x", b"docx"),), store)


def standing(session: Session, title: str, on: date) -> Validity:
    key = session.scalars(select(Document.id).where(Document.title == title)).one()
    return validity(lives(session, [key]).get(key, ()), on)


def test_the_demonstration_is_opened_once(sample: Database) -> None:
    assert demonstration.load(sample) == 0


def test_the_roll_of_the_demonstration_has_hints(sample: Database) -> None:
    with sample.reading() as session:
        told = {hint["code"] for row in roll(session).values() for hint in row.hints}
    assert told


def test_the_demonstration_runs_to_its_published_decision(sample: Database, tmp_path: Path) -> None:
    with sample.transaction() as session:
        repealed, lapsed = closed(session)
    with sample.transaction() as session:
        receipt = publishing.publish(session, 1, release(session, tmp_path / "files"), by=PUBLISHER)
        assert len(receipt.event_ids) == 2
    with sample.reading() as session:
        for title, state in ((repealed, Validity.REPEALED), (lapsed, Validity.LAPSED)):
            assert standing(session, title, EFFECTIVE) is state
            assert not standing(session, title, EFFECTIVE - timedelta(days=1)).ended
        made = session.get_one(Document, session.get_one(Campaign, 1).decision_document_id)
        number = made.document_number or made.order_number
        assert (made.title, number, made.published_on) == (WORDS.title, WORDS.number, TODAY)
        files = select(Attachment.role, Attachment.filename).where(Attachment.document_id == made.id)
        assert set(session.execute(files)) >= {("附件", "决定.docx")}


def test_the_decisions_words_do_nothing_a_second_time(sample: Database, tmp_path: Path) -> None:
    with sample.transaction() as session:
        closed(session)
        publishing.publish(session, 1, release(session, tmp_path / "files"), by=PUBLISHER)
        key = session.get_one(Campaign, 1).decision_document_id
        events = select(func.count()).select_from(EventRow).where(EventRow.act_document_id == key)
        assert session.scalar(events) == 2
        read = select(func.count()).select_from(RelationRow)
        assert session.scalar(read.where(RelationRow.source_id == key, RelationRow.text_id.is_not(None))) == 0


def test_the_replacing_document_is_named_with_its_address(sample: Database, tmp_path: Path) -> None:
    with sample.transaction() as session:
        repealed, _ = closed(session)
        publishing.publish(session, 1, release(session, tmp_path / "files"), by=PUBLISHER)
        row = session.scalars(
            select(RelationRow).where(
                RelationRow.kind == RelationKind.REPLACES, RelationRow.target_title == repealed
            )
        ).one()
        assert session.get_one(Document, row.source_id).title == "澄江省水环境保护条例"


def test_every_document_of_the_lists_is_related_to_the_decision_once(
    sample: Database, tmp_path: Path
) -> None:
    with sample.transaction() as session:
        closed(session)
        publishing.publish(session, 1, release(session, tmp_path / "files"), by=PUBLISHER)
        key = session.get_one(Campaign, 1).decision_document_id
        kinds = select(RelationRow.target_id, RelationRow.kind).where(RelationRow.source_id == key)
        found = session.execute(kinds).all()
        listed = {row.document_id: row.verdict for row in roll(session).values()}
    assert {row.target_id: row.kind for row in found} == {
        target: "cites" if verdict == "keep" else "repeals" for target, verdict in listed.items()
    }
    assert len(found) == len(listed)


def test_every_deed_is_in_the_audit_trail(sample: Database, tmp_path: Path) -> None:
    with sample.transaction() as session:
        closed(session)
        publishing.publish(session, 1, release(session, tmp_path / "files"), by=PUBLISHER)
        deeds = set(session.scalars(select(AuditRow.deed).where(AuditRow.deed.startswith("cleanup."))))
    assert deeds >= {
        "cleanup.open",
        "cleanup.propose",
        "cleanup.agree",
        "cleanup.write",
        "cleanup.decided",
        "cleanup.publish",
    }


def test_publishing_half_is_publishing_nothing(sample: Database, tmp_path: Path) -> None:
    with sample.transaction() as session:
        _, lapsed = closed(session)
    counted = select(func.count()).select_from(EventRow)
    with sample.reading() as session:
        before = session.scalar(counted)
        order = release(session, tmp_path / "files")

    class Broken(RuntimeError):
        pass

    with pytest.raises(Broken), sample.transaction() as session:
        publishing.publish(session, 1, order, by=PUBLISHER)
        raise Broken
    with sample.reading() as session:
        assert session.scalar(counted) == before
        assert not standing(session, lapsed, EFFECTIVE).ended
        assert session.get_one(Campaign, 1).stage == "decided"


def test_who_closed_it_does_not_publish_it(sample: Database, tmp_path: Path) -> None:
    with sample.transaction() as session:
        closed(session)
        order = release(session, tmp_path / "files")
        with pytest.raises(NotPublishable, match="不能是同一人"):
            publishing.publish(session, 1, order, by=replace(PUBLISHER, name="legal"))


def test_what_was_printed_is_what_is_published(sample: Database, tmp_path: Path) -> None:
    with sample.transaction() as session:
        closed(session)
        order = release(session, tmp_path / "files")
        title = order.said.annexes[0].items[0].title
        session.scalars(select(Document).where(Document.title == title)).one().title = title + "（更正）"
        session.flush()
        with pytest.raises(Overtaken, match="刚有更正"):
            publishing.publish(session, 1, order, by=PUBLISHER)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            {"number": "澄环公告〔2023〕1号"},
            "已由《澄江省生态环境厅关于公布行政规范性文件清理结果的公告》使用",
        ),
        ({"title": "澄江省生态环境厅关于公布行政规范性文件清理结果的公告"}, "已有同名文件"),
        ({"signed_on": TODAY + timedelta(days=2)}, "还没有到"),
        ({"signed_on": date(2026, 11, 1), "effective_on": date(2026, 11, 2)}, "生效日期2026年11月2日已过"),
    ],
)
def test_the_head_of_the_decision_is_held_against_its_rules(
    sample: Database, change: dict[str, object], told: str
) -> None:
    with sample.transaction() as session:
        ruled(session)
        decision.write(session, 1, 1, replace(WORDS, **change), by=OFFICER)
        with pytest.raises(NotPublishable, match=told):
            closing.close(session, 1, 2, by=OFFICER)


def test_a_lower_bureau_cleans_up_its_own_documents_only(sample: Database) -> None:
    scope = Scope(organ=BUREAU.organ, kinds=(Kind.NORMATIVE_DOCUMENT,))
    plan = Plan("下级局清理", scope, TODAY)
    with pytest.raises(BadInput, match="没有现存的文件"), sample.transaction() as session:
        campaigns.open_campaign(session, plan, by=BUREAU)


def test_a_due_day_that_is_past_opens_nothing(sample: Database) -> None:
    plan = Plan("清理", Scope(), TODAY - timedelta(days=1))
    with pytest.raises(BadInput, match="已经过去"), sample.transaction() as session:
        campaigns.open_campaign(session, plan, by=OFFICER)


def test_drawing_again_adds_what_came_and_keeps_what_was_said(sample: Database) -> None:
    with sample.transaction() as session:
        first = next(iter(roll(session).values()))
        verdicts.propose(session, 1, [Pick(first.id, first.version)], KEEP, by=OFFICER)
        gone = next(row for row in roll(session).values() if row.id != first.id)
        campaigns.exclude(session, 1, [Pick(gone.id, gone.version)], "试一试", by=OFFICER)
        assert campaigns.draw(session, 1, by=OFFICER) == 1
        assert session.get_one(RollRow, first.id).stage == RowStage.PROPOSED


def test_nobody_acts_on_rows_of_another_campaign(sample: Database) -> None:
    with sample.transaction() as session:
        row = next(iter(roll(session).values()))
        other = campaigns.open_campaign(
            session, Plan("另一次清理", Scope(words=("条例",)), TODAY), by=OFFICER
        )
        with pytest.raises(Overtaken, match="已不在名单中"):
            verdicts.propose(session, other.id, [Pick(row.id, row.version)], KEEP, by=OFFICER)


def test_an_abandoned_clean_up_takes_nothing_more(sample: Database) -> None:
    with sample.transaction() as session:
        row = next(iter(roll(session).values()))
        campaigns.abandon(session, 1, "机构改革", by=OFFICER)
        with pytest.raises(WrongStage, match="已终止"):
            verdicts.propose(session, 1, [Pick(row.id, row.version)], KEEP, by=OFFICER)
        with pytest.raises(WrongStage):
            campaigns.abandon(session, 1, "再次", by=OFFICER)


def test_of_two_who_write_the_same_version_at_once_one_is_told(sample: Database) -> None:
    with sample.reading() as session:
        key, version = session.execute(select(Campaign.id, Campaign.version)).one()
    start = Barrier(2)

    def write(place: int) -> bool:
        start.wait(timeout=30)
        try:
            with sample.transaction() as session:
                decision.write(session, key, version, replace(WORDS, words=f"第{place}稿"), by=OFFICER)
        except Overtaken:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(write, range(2))) == [False, True]
    with sample.reading() as session:
        assert session.get_one(Campaign, key).version == version + 1


def test_of_two_who_speak_about_the_same_row_at_once_one_is_told(sample: Database) -> None:
    with sample.reading() as session:
        row = next(one for one in roll(session).values() if one.stage == RowStage.ASSIGNED)
        key, pick = row.campaign_id, Pick(row.id, row.version)
    start = Barrier(2)

    def speak(opinion: Opinion) -> bool:
        start.wait(timeout=30)
        try:
            with sample.transaction() as session:
                verdicts.propose(session, key, (pick,), opinion, by=OFFICER)
        except Overtaken:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(speak, (KEEP, Opinion(Verdict.LAPSE, Ground.DONE))))
    assert sorted(told) == [False, True]
