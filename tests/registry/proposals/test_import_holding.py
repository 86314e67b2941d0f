"""At import a setting accepts what is proven; the rest, and what is in doubt, waits for a person."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from base.config import Config
from base.db import Database
from base.errors import BadInput
from base.staff.roles import Actor
from registry.importing.folder import Import, Order
from registry.importing.report import Report
from registry.law.events import Event
from registry.law.terms import EventKind, RelationKind
from registry.proposals import verbs
from registry.proposals.corrections import Correction
from registry.proposals.holding import ALL, ALWAYS, accepted_classes
from registry.proposals.tables import Matter, ProposalRow, Ruling, Sureness
from registry.tables import Document, RelationRow
from registry.watch.tables import Task, TaskState

OLD = """# 试验区排污管理暂行办法

澄环发〔2010〕3号

第一条　为了试验，制定本办法。

第二条　本办法自2010年6月1日起施行。
"""
NEW = """# 试验区排污许可规定

澄环发〔2021〕9号

第一条　为了规范排污，根据《试验区水条例》，制定本规定。

第二条　本规定自2021年8月1日起施行。《试验区排污管理暂行办法》（澄环发〔2010〕3号）同时废止。
"""
FILES = {"旧办法.md": OLD, "新规定.md": NEW}

Bring = Callable[..., Report]
Rows = Callable[..., list[ProposalRow]]
Life = Callable[[str], list[Event]]


@pytest.fixture
def bring(put: Callable[[dict[str, str]], Path], database: Database, config: Config) -> Bring:
    """Imports files of which only these classes are accepted."""

    def imported(files: dict[str, str], accepts: str = "all") -> Report:
        report = Report()
        order = Order(put(files), database, config.files, accepts=accepted_classes(accepts))
        Import(order, report, lambda _count: None).run()
        return report

    return imported


def test_with_all_accepted_nothing_waits(bring: Bring, proposed: Rows, life_of: Life) -> None:
    assert bring(FILES).proposed == 0
    assert proposed() == []
    assert [event.kind for event in life_of("试验区排污管理暂行办法")] == [
        EventKind.COMMENCEMENT,
        EventKind.REPEAL,
    ]


def test_a_class_that_is_not_accepted_waits_and_does_nothing(
    bring: Bring, proposed: Rows, life_of: Life
) -> None:
    report = bring(FILES, "effective,basis")
    (row,) = proposed()
    assert (row.matter, row.ruling, report.proposed) == (Matter.REPEAL, Ruling.OPEN, 1)
    assert row.sentence.endswith("同时废止。")
    assert (row.sureness, [one["why"] for one in row.candidates]) == (Sureness.SURE, ["文号、标题均相同"])
    assert [event.kind for event in life_of("试验区排污管理暂行办法")] == [EventKind.COMMENCEMENT]


def test_confirming_makes_event_and_relation_at_once(
    bring: Bring, proposed: Rows, life_of: Life, database: Database, officer: Actor
) -> None:
    bring(FILES, "none")
    (row,) = [row for row in proposed() if row.matter == Matter.REPEAL]
    (begins,) = [
        row for row in proposed() if row.matter == Matter.EFFECTIVE and row.document_id == row_of(database)
    ]
    with database.transaction() as session:
        verbs.confirm(session, begins.id, by=officer)
        verbs.confirm(session, row.id, by=officer)
    ended = [event for event in life_of("试验区排污管理暂行办法") if event.kind is EventKind.REPEAL]
    assert [event.on for event in ended] == [date(2021, 8, 1)]
    with database.reading() as session:
        relation = session.execute(select(RelationRow).where(RelationRow.withdrawn_at.is_(None))).scalar_one()
        assert (relation.kind, relation.recorded_by) == (RelationKind.REPEALS, "wang")
        assert relation.target_id is not None


def row_of(database: Database) -> int:
    with database.reading() as session:
        found: int = session.execute(
            select(Document.id).where(Document.title == "试验区排污许可规定")
        ).scalar_one()
        return found


def test_rejecting_leaves_the_other_document_alone(
    bring: Bring, proposed: Rows, life_of: Life, database: Database, officer: Actor
) -> None:
    bring(FILES, "effective,basis")
    with database.transaction() as session:
        verbs.reject(session, proposed()[0].id, "另有文件废止", by=officer)
    assert [event.kind for event in life_of("试验区排污管理暂行办法")] == [EventKind.COMMENCEMENT]


def test_rulings_hold_for_every_later_reading_of_the_file(
    bring: Bring, proposed: Rows, life_of: Life, database: Database, officer: Actor
) -> None:
    bring(FILES, "effective,basis")
    with database.transaction() as session:
        verbs.reject(session, proposed()[0].id, "另有文件废止", by=officer)
    bring({"新规定.md": NEW.replace("为了规范排污", "为了进一步规范排污")}, "all")
    assert [event.kind for event in life_of("试验区排污管理暂行办法")] == [EventKind.COMMENCEMENT]
    assert [row.ruling for row in proposed()] == [Ruling.REJECTED]


def test_a_confirmed_statement_stays_in_when_the_setting_holds_its_class_back(
    bring: Bring, proposed: Rows, life_of: Life, database: Database, officer: Actor
) -> None:
    bring(FILES, "effective,basis")
    with database.transaction() as session:
        verbs.confirm(session, proposed()[0].id, by=officer)
    bring({"新规定.md": NEW.replace("为了规范排污", "为了进一步规范排污")}, "effective")
    assert EventKind.REPEAL in [event.kind for event in life_of("试验区排污管理暂行办法")]
    assert [row.matter for row in proposed() if row.ruling == Ruling.OPEN] == [Matter.BASIS]


def test_accepting_a_class_later_takes_its_proposals_in(bring: Bring, proposed: Rows, life_of: Life) -> None:
    bring(FILES, "effective,basis")
    bring(FILES, "all")
    assert proposed() == []
    assert EventKind.REPEAL in [event.kind for event in life_of("试验区排污管理暂行办法")]


def test_a_second_import_proposes_nothing_twice(bring: Bring, proposed: Rows) -> None:
    bring(FILES, "none")
    before = [row.id for row in proposed(all_of_them=True)]
    assert bring(FILES, "none").proposed == 0
    assert [row.id for row in proposed(all_of_them=True)] == before


def test_a_rehearsal_proposes_nothing(
    put: Callable[[dict[str, str]], Path], database: Database, config: Config, proposed: Rows
) -> None:
    order = Order(put(FILES), database, config.files, dry_run=True, accepts=ALWAYS)
    Import(order, Report(), lambda _count: None).run()
    assert proposed() == []


TWIN = OLD.replace("澄环发〔2010〕3号", "澄海发〔2011〕7号").replace("2010年6月1日", "2011年6月1日")
VAGUE = NEW.replace("（澄环发〔2010〕3号）", "")


@pytest.fixture
def twins(bring: Bring) -> Report:
    """Two departments' measures of one name, and a rule that ends one of them without its number."""
    one = OLD.replace("第二条", "发文机关：澄江省环境保护厅\n\n第二条")
    first = one.replace("# 试验区", "---\nauthor: 澄江省环境保护厅\n---\n# 试验区")
    second = TWIN.replace("# 试验区", "---\nauthor: 澄江省海洋局\n---\n# 试验区")
    return bring({"甲.md": first, "乙.md": second, "新规定.md": VAGUE})


def test_a_target_in_doubt_waits_with_its_candidates(twins: Report, proposed: Rows) -> None:
    (row,) = proposed()
    assert (row.matter, row.sureness, twins.proposed) == (Matter.REPEAL, Sureness.DOUBTFUL, 1)
    assert sorted(str(one["number"]) for one in row.candidates) == ["澄海发〔2011〕7号", "澄环发〔2010〕3号"]
    assert "多个文件" in row.grounds


@pytest.mark.usefixtures("twins")
def test_choosing_the_document_ends_that_one_alone(
    proposed: Rows, database: Database, officer: Actor
) -> None:
    (row,) = proposed()
    chosen = next(one for one in row.candidates if one["number"] == "澄海发〔2011〕7号")
    with database.transaction() as session:
        document = session.get_one(Document, chosen["document_id"])
        verbs.confirm(session, row.id, by=officer, meant=document.address)
    with database.reading() as session:
        relation = session.execute(
            select(RelationRow).where(
                RelationRow.withdrawn_at.is_(None), RelationRow.kind == RelationKind.REPEALS
            )
        ).scalar_one()
        assert relation.target_id == chosen["document_id"]
        assert session.scalars(select(Task.state)).all() == [TaskState.DONE]


@pytest.mark.usefixtures("twins")
def test_a_choice_outlives_the_next_import(
    proposed: Rows, database: Database, officer: Actor, bring: Bring
) -> None:
    (row,) = proposed()
    key = row.candidates[0]["document_id"]
    with database.transaction() as session:
        address = session.get_one(Document, key).address
        verbs.confirm(session, row.id, by=officer, meant=address)
    bring({"新规定.md": VAGUE.replace("为了规范排污", "为了进一步规范排污")})
    with database.reading() as session:
        relation = session.execute(
            select(RelationRow).where(
                RelationRow.withdrawn_at.is_(None), RelationRow.kind == RelationKind.REPEALS
            )
        ).scalar_one()
        assert relation.target_id == key
    assert [one.ruling for one in proposed()] == [Ruling.CORRECTED]


@pytest.mark.usefixtures("twins")
def test_a_doubt_that_is_gone_asks_nobody_any_more(bring: Bring, proposed: Rows) -> None:
    bring({"新规定.md": NEW})
    assert proposed() == []


@pytest.mark.usefixtures("twins")
def test_a_document_cannot_end_itself_by_correction(
    proposed: Rows, database: Database, officer: Actor
) -> None:
    (row,) = proposed()
    with database.transaction() as session, pytest.raises(BadInput, match="自身"):
        own = session.get_one(Document, row.document_id).address
        verbs.correct(session, row.id, Correction("试验区排污许可规定", meant=own), by=officer)


def test_the_setting_names_classes_or_is_refused() -> None:
    assert accepted_classes("all") == ALL
    assert accepted_classes("none") == ALWAYS
    assert accepted_classes(" effective , repeal ") == ALWAYS | {Matter.EFFECTIVE, Matter.REPEAL}
    with pytest.raises(BadInput, match=r"IMPORT_ACCEPTS.*repeals"):
        accepted_classes("effective,repeals")


def test_a_file_is_read_again_when_the_setting_changed(
    put: Callable[[dict[str, str]], Path], database: Database, config: Config, bring: Bring
) -> None:
    bring(FILES, "effective")
    report = Report()
    order = Order(put({}), database, config.files, accepts=accepted_classes("effective"))
    Import(order, report, lambda _count: None).run()
    assert report.fates["unchanged"] == len(FILES)
    Import(replace(order, accepts=ALL), report, lambda _count: None).run()
    assert report.fates["updated"] == 1
