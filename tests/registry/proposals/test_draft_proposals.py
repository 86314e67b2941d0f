"""What a draft's text states waits for a person, keeps its rulings, and counts only when confirmed."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import select

from base.db import Database
from base.errors import BadInput, NotFound
from base.staff.audit import AuditRow
from base.staff.roles import Actor
from registry.books import enter
from registry.drafting.tables import Draft
from registry.intake.parsed import Parsed
from registry.law.events import Event
from registry.proposals import verbs
from registry.proposals.corrections import Correction
from registry.proposals.tables import Matter, ProposalRow, Ruling, Sureness
from registry.watch.tables import Task, TaskState

BODY = """第一条　为了规范排污许可，根据《中华人民共和国环境保护法》，制定本办法。

第二条　本办法自2026年12月1日起施行，有效期5年。《澄江省排污许可管理暂行办法》（澄环发〔2019〕8号）同时废止。
"""
TEXT = f"# 澄江省排污许可管理办法\n\n{BODY}"

Read = Callable[..., Parsed]
NewDraft = Callable[..., Draft]
Rows = Callable[..., list[ProposalRow]]
Life = Callable[[str], list[Event]]


@pytest.fixture
def draft_id(database: Database, read: Read, new_draft: NewDraft, officer: Actor) -> int:
    """A draft whose text was read once."""
    with database.transaction() as session:
        draft = new_draft(session, BODY)
        verbs.propose_for_draft(session, draft.id, read(TEXT), by=officer)
        return draft.id


def by_matter(rows: list[ProposalRow]) -> dict[str, ProposalRow]:
    return {row.matter: row for row in rows}


def test_each_thing_the_text_states_is_proposed_with_its_sentence(draft_id: int, proposed: Rows) -> None:
    rows = by_matter(proposed())
    assert set(rows) == {"effective", "expiry", "repeal", "basis"}
    assert rows["repeal"].stated["number"] == "澄环发〔2019〕8号"
    for row in rows.values():
        assert BODY[row.start : row.end] == row.sentence != ""
        assert row.ruling == Ruling.OPEN


def test_the_same_text_read_again_proposes_nothing_new(
    database: Database, draft_id: int, read: Read, proposed: Rows, officer: Actor
) -> None:
    before = [row.id for row in proposed()]
    with database.transaction() as session:
        verbs.propose_for_draft(session, draft_id, read(TEXT), by=officer)
    assert [row.id for row in proposed(all_of_them=True)] == before


def test_a_ruling_outlives_a_change_elsewhere_in_the_text(
    database: Database, draft_id: int, read: Read, proposed: Rows, officer: Actor
) -> None:
    repeal = by_matter(proposed())["repeal"]
    longer = BODY.replace("第一条　为了", "第一条　为了进一步")
    with database.transaction() as session:
        verbs.confirm(session, repeal.id, by=officer)
        session.get_one(Draft, draft_id).text = longer
        verbs.propose_for_draft(session, draft_id, read(f"# 澄江省排污许可管理办法\n\n{longer}"), by=officer)
    now = by_matter(proposed())["repeal"]
    assert (now.id, now.ruling) == (repeal.id, Ruling.CONFIRMED)
    assert longer[now.start : now.end] == now.sentence


def test_a_changed_sentence_must_be_ruled_on_again(
    database: Database, draft_id: int, read: Read, proposed: Rows, officer: Actor
) -> None:
    old = by_matter(proposed())["effective"]
    later = BODY.replace("2026年12月1日", "2027年1月1日")
    with database.transaction() as session:
        verbs.confirm(session, old.id, by=officer)
        session.get_one(Draft, draft_id).text = later
        verbs.propose_for_draft(session, draft_id, read(f"# 澄江省排污许可管理办法\n\n{later}"), by=officer)
    new = by_matter(proposed())["effective"]
    assert new.id != old.id
    assert (new.ruling, new.stated["on"]) == (Ruling.OPEN, "2027-01-01")
    gone = next(row for row in proposed(all_of_them=True) if row.id == old.id)
    assert gone.ruling == Ruling.SUPERSEDED


def test_only_what_was_confirmed_or_corrected_is_stated(
    database: Database, draft_id: int, read: Read, proposed: Rows, officer: Actor
) -> None:
    rows = by_matter(proposed())
    with database.transaction() as session:
        verbs.confirm(session, rows["effective"].id, by=officer)
        right = Correction("澄江省排污许可管理暂行办法", "澄环发〔2019〕18号")
        verbs.correct(session, rows["repeal"].id, right, by=officer)
        verbs.reject(session, rows["basis"].id, "不是制定依据", by=officer)
        stated = verbs.confirmed_statements(session, draft_id, read(TEXT)).statements
    assert stated.effective is not None
    assert stated.effective.on == date(2026, 12, 1)
    assert [one.number for one in stated.repeals] == ["澄环发〔2019〕18号"]
    assert stated.basis == ()
    assert stated.expiry is None


def test_with_nothing_ruled_nothing_is_stated(database: Database, draft_id: int, read: Read) -> None:
    with database.transaction() as session:
        stated = verbs.confirmed_statements(session, draft_id, read(TEXT)).statements
    assert (stated.effective, stated.expiry, stated.repeals, stated.basis) == (None, None, (), ())


def test_a_deed_to_another_document_is_told_apart_from_the_rest(
    database: Database, draft_id: int, proposed: Rows, officer: Actor
) -> None:
    with database.transaction() as session:
        assert verbs.open_deeds(session, draft_id) == 1
        verbs.reject(session, by_matter(proposed())["repeal"].id, by=officer)
        assert verbs.open_deeds(session, draft_id) == 0


def test_a_task_waits_until_the_last_proposal_is_ruled_on(
    database: Database, draft_id: int, proposed: Rows, officer: Actor
) -> None:
    with database.transaction() as session:
        task = session.execute(select(Task)).scalar_one()
        assert (task.state, task.path) == (TaskState.OPEN, f"/desk/proposals/drafts/{draft_id}")
        for row in proposed():
            verbs.confirm(session, row.id, by=officer)
        assert session.execute(select(Task)).scalar_one().state == TaskState.DONE


def test_what_waits_anew_is_a_task_anew(
    database: Database, draft_id: int, read: Read, proposed: Rows, officer: Actor
) -> None:
    later = BODY.replace("2026年12月1日", "2027年1月1日")
    with database.transaction() as session:
        for row in proposed():
            verbs.confirm(session, row.id, by=officer)
        session.get_one(Draft, draft_id).text = later
        verbs.propose_for_draft(session, draft_id, read(f"# 澄江省排污许可管理办法\n\n{later}"), by=officer)
        states = list(session.scalars(select(Task.state).order_by(Task.id)))
    assert states == [TaskState.DONE, TaskState.OPEN]


def test_every_ruling_leaves_its_audit_row(
    database: Database, draft_id: int, proposed: Rows, officer: Actor
) -> None:
    with database.transaction() as session:
        verbs.reject(session, by_matter(proposed())["basis"].id, "不是制定依据", by=officer)
    with database.reading() as session:
        deeds = list(session.execute(select(AuditRow).order_by(AuditRow.id)).scalars())
        assert [row.deed for row in deeds] == ["proposals.read", "proposals.reject"]
        last = deeds[-1]
        assert (last.name, last.address, last.subject) == ("wang", "10.0.0.7", f"draft:{draft_id}")
        assert last.before["ruling"] == "open"
        assert (last.after["ruling"], last.after["reason"]) == ("rejected", "不是制定依据")


def test_who_saw_an_older_ruling_is_told(
    database: Database, draft_id: int, proposed: Rows, officer: Actor
) -> None:
    key = proposed()[0].id
    with database.transaction() as session:
        verbs.confirm(session, key, by=officer)
    with database.transaction() as session, pytest.raises(verbs.AlreadyRuled, match="已确认”（wang）"):
        verbs.reject(session, key, by=officer)


def test_a_ruling_may_be_changed_by_who_has_seen_it(
    database: Database, draft_id: int, read: Read, proposed: Rows, officer: Actor
) -> None:
    key = by_matter(proposed())["repeal"].id
    with database.transaction() as session:
        verbs.correct(session, key, Correction("另一办法"), by=officer)
        verbs.confirm(session, key, by=officer, seen=Ruling.CORRECTED)
        stated = verbs.confirmed_statements(session, draft_id, read(TEXT)).statements
    assert [one.title for one in stated.repeals] == ["澄江省排污许可管理暂行办法"]


def test_a_correction_that_names_nothing_is_refused(
    database: Database, draft_id: int, proposed: Rows, officer: Actor
) -> None:
    key = by_matter(proposed())["repeal"].id
    with database.transaction() as session, pytest.raises(BadInput, match="title"):
        verbs.correct(session, key, Correction(""), by=officer)


def test_sure_readings_that_only_connect_are_confirmed_together(
    database: Database, draft_id: int, proposed: Rows, officer: Actor
) -> None:
    with database.transaction() as session:
        assert verbs.confirm_sure(session, verbs.Subject(draft_id), by=officer) == 1
    rows = by_matter(proposed())
    assert rows["basis"].ruling == Ruling.CONFIRMED
    assert rows["repeal"].ruling == rows["effective"].ruling == Ruling.OPEN


def test_what_somebody_rejects_at_the_same_moment_is_not_confirmed_over_it(
    database: Database, draft_id: int, proposed: Rows, officer: Actor
) -> None:
    basis = by_matter(proposed())[Matter.BASIS].id

    def confirm_the_rest() -> int:
        with database.transaction() as session:
            return verbs.confirm_sure(session, verbs.Subject(draft_id), by=officer)

    with ThreadPoolExecutor(1) as pool:
        with database.transaction() as session:
            verbs.reject(session, basis, by=officer)
            late = pool.submit(confirm_the_rest)
        assert late.result(timeout=60) == 0
    assert by_matter(proposed())[Matter.BASIS].ruling == Ruling.REJECTED


def test_a_repeal_that_the_registry_does_not_know_is_likely_and_says_why(
    draft_id: int, proposed: Rows
) -> None:
    row = by_matter(proposed())[Matter.REPEAL]
    assert (row.sureness, row.candidates) == (Sureness.LIKELY, [])
    assert "登记中没有" in row.grounds


def test_a_draft_that_does_not_exist_is_told(database: Database, read: Read, officer: Actor) -> None:
    with database.transaction() as session, pytest.raises(NotFound, match="99"):
        verbs.propose_for_draft(session, 99, read(TEXT), by=officer)


def test_the_day_of_publication_does_not_undo_a_ruling(
    database: Database, read: Read, new_draft: NewDraft, proposed: Rows, officer: Actor
) -> None:
    text = "# 甲办法\n\n第一条　本办法自公布之日起施行。\n"
    with database.transaction() as session:
        draft = new_draft(session, text)
        verbs.propose_for_draft(session, draft.id, read(text), by=officer)
        (row,) = verbs.standing(session, verbs.Subject(draft.id))
        verbs.confirm(session, row.id, by=officer)
        stated = read(text.replace("# 甲办法", "# 甲办法\n\n2026年11月23日公布"))
        made = verbs.confirmed_statements(session, draft.id, stated).statements
    assert made.effective is not None
    assert made.effective.on == date(2026, 11, 23)


def test_after_publication_the_rest_waits_as_the_documents(
    database: Database, draft_id: int, read: Read, proposed: Rows, officer: Actor, life_of: Life
) -> None:
    rows = by_matter(proposed())
    with database.transaction() as session:
        verbs.confirm(session, rows["repeal"].id, by=officer)
        parsed = verbs.confirmed_statements(session, draft_id, read(TEXT))
        document_id = enter(session, parsed, by="li").document_id
        verbs.follow_publication(session, draft_id, document_id, parsed.path)
        states = list(session.execute(select(Task.path, Task.state).order_by(Task.id)))
    assert [tuple(state) for state in states] == [
        (f"/desk/proposals/drafts/{draft_id}", TaskState.DONE),
        (f"/desk/proposals/documents/{document_id}", TaskState.OPEN),
    ]
    assert life_of("澄江省排污许可管理办法") == []
    with database.transaction() as session:
        verbs.confirm(session, rows["effective"].id, by=officer)
    assert [event.on for event in life_of("澄江省排污许可管理办法")] == [date(2026, 12, 1)]
