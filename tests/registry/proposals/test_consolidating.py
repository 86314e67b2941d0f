"""A decision becomes the amended text of what it changes: proposed, confirmed by a person, entered once."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from base import files
from base.config import Config
from base.db import Database
from base.errors import BadInput
from base.staff.audit import AuditRow
from base.staff.roles import Actor, Role
from registry import books
from registry.intake.parsed import Parsed
from registry.law.consolidation_draft import Unapplied
from registry.law.consolidation_lines import lines_of
from registry.law.terms import EventKind
from registry.proposals import consolidating, consolidating_entry
from registry.proposals.consolidating import AlreadyEntered
from registry.proposals.consolidating_entry import BaseChanged, Confirmed, NotCarriedOut
from registry.reads.life import lives
from registry.reads.wording import read_wording
from registry.tables import Document, Source, Text
from registry.watch.tables import Task, TaskState

REGULATION = """# 澄江省试验条例

2001年1月1日 澄江省人民代表大会常务委员会通过

<!-- INFO END -->

第一条 为了试验，制定本条例。

第二条 省环境保护局主管试验。

第三条 违反第二条的，处二万元以下罚款。

第四条 本条例自2001年5月1日起施行。
"""
ORDERS = """一、将第二条中的“省环境保护局”修改为“省生态环境厅”。

二、将第三条修改为：“违反本条例的，处五万元以下罚款。”"""
DECISION = """# 澄江省人民代表大会常务委员会关于修改《澄江省试验条例》的决定

2020年3月1日 澄江省人民代表大会常务委员会通过

<!-- INFO END -->

澄江省人民代表大会常务委员会决定对《澄江省试验条例》作如下修改：

{orders}

本决定自2020年6月1日起施行。
"""
LINE = "根据2020年3月1日《澄江省人民代表大会常务委员会关于修改〈澄江省试验条例〉的决定》修正"
EFFECTIVE = date(2020, 6, 1)


@pytest.fixture
def regulation(database: Database, read: Callable[..., Parsed]) -> int:
    with database.transaction() as session:
        return books.enter(session, read(REGULATION, "地方性法规/澄江省试验条例.md"), by="张三").document_id


@pytest.fixture
def decide(database: Database, regulation: int, read: Callable[..., Parsed]) -> Callable[..., int]:
    """Enters the decision with these orders."""
    assert regulation

    def entered(orders: str = ORDERS) -> int:
        parsed = read(DECISION.format(orders=orders), "地方性法规/关于修改澄江省试验条例的决定.md")
        with database.transaction() as session:
            return books.enter(session, parsed, by="张三").document_id

    return entered


@pytest.fixture
def confirm(database: Database, config: Config, officer: Actor, regulation: int) -> Callable[..., None]:
    """Confirms the text after, as the page proposes it."""

    def confirmed(key: int, words: dict[str, str] | None = None, **more: object) -> None:
        with database.transaction() as session:
            decision = consolidating.decision_of(session, key)
            target = consolidating.target_of(session, decision, regulation)
            seen = consolidating_entry.seen(consolidating.proposed(session, decision, target))
            order = Confirmed(
                **{"effective_on": EFFECTIVE, "line": LINE, "seen": seen, "words": words or {}, **more}
            )
            consolidating_entry.enter(session, key, regulation, order, config.files, by=officer)

    return confirmed


def texts(database: Database, key: int) -> list[Text]:
    with database.reading() as session:
        found = consolidating.versions(session, key)
        session.expunge_all()
        return found


def test_the_decision_is_read_with_its_days_and_orders(
    database: Database, decide: Callable[..., int]
) -> None:
    key = decide()
    with database.reading() as session:
        decision = consolidating.decision_of(session, key)
    assert (decision.decided_on, decision.effective_on) == (date(2020, 3, 1), EFFECTIVE)
    assert [(one.title, len(one.instructions)) for one in decision.amendings] == [("澄江省试验条例", 2)]


def test_the_text_after_and_its_history_line_are_proposed(
    database: Database, regulation: int, decide: Callable[..., int]
) -> None:
    key = decide()
    with database.reading() as session:
        decision = consolidating.decision_of(session, key)
        one = consolidating.proposed(
            session, decision, consolidating.target_of(session, decision, regulation)
        )
    assert lines_of(one.made.provisions)[1:3] == [
        "第二条　省生态环境厅主管试验。",
        "第三条　违反本条例的，处五万元以下罚款。",
    ]
    assert one.line == LINE
    assert one.made.unapplied == ()


def test_nothing_is_entered_before_a_person_confirms(
    database: Database, regulation: int, decide: Callable[..., int]
) -> None:
    decide()
    assert len(texts(database, regulation)) == 1


def test_a_confirmed_text_is_a_version_from_the_decisions_first_day(
    database: Database,
    config: Config,
    regulation: int,
    decide: Callable[..., int],
    confirm: Callable[..., None],
) -> None:
    confirm(decide())
    before, after = texts(database, regulation)
    assert before.dated_on is None or before.dated_on < date(2020, 3, 1)
    assert (after.dated_on, after.applies_from) == (date(2020, 3, 1), EFFECTIVE)
    assert after.note.endswith(LINE)
    with database.reading() as session:
        assert lines_of(read_wording(session, after.id))[1] == "第二条　省生态环境厅主管试验。"
        source = session.scalars(select(Source).where(Source.text_id == after.id)).one()
        assert source.path.startswith("consolidated/")
        assert LINE in files.read(config.files, source.sha256).decode()


def test_the_amendment_names_the_decision_once(
    database: Database, regulation: int, decide: Callable[..., int], confirm: Callable[..., None]
) -> None:
    key = decide()
    confirm(key)
    with database.reading() as session:
        address = session.get_one(Document, key).address
        life = lives(session, [regulation])[regulation]
    amended = [event for event in life if event.kind is EventKind.AMENDMENT]
    assert [(event.on, event.act and event.act.address) for event in amended] == [(EFFECTIVE, address)]
    first = [event.on for event in life if event.kind is EventKind.COMMENCEMENT]
    assert first == [date(2001, 5, 1)]


def test_a_later_reading_leaves_the_one_amendment(
    database: Database,
    regulation: int,
    decide: Callable[..., int],
    confirm: Callable[..., None],
    read: Callable[..., Parsed],
) -> None:
    confirm(decide())
    with database.transaction() as session:
        books.update(session, read(REGULATION, "地方性法规/澄江省试验条例.md"), by="李四")
    with database.reading() as session:
        life = lives(session, [regulation])[regulation]
    assert len([event for event in life if event.kind is EventKind.AMENDMENT]) == 1
    assert len(texts(database, regulation)) == 2


def test_the_deed_stands_in_the_audit_trail(
    database: Database, regulation: int, decide: Callable[..., int], confirm: Callable[..., None]
) -> None:
    confirm(decide(), {"art-1": "为了实验，制定本条例。"})
    with database.reading() as session:
        row = session.scalars(select(AuditRow).where(AuditRow.deed == "consolidation.confirm")).one()
        assert (row.name, row.subject) == ("wang", f"document:{regulation}")
        assert row.after is not None
        assert row.after["by_hand"] == {"art-1": "为了实验，制定本条例。"}


def test_words_changed_by_hand_are_entered(
    database: Database, regulation: int, decide: Callable[..., int], confirm: Callable[..., None]
) -> None:
    confirm(decide(), {"art-3": "违反本条例的，处六万元以下罚款。\n情节严重的，从重。"})
    with database.reading() as session:
        made = lines_of(read_wording(session, texts(database, regulation)[-1].id))
    assert made[2:4] == ["第三条　违反本条例的，处六万元以下罚款。", "情节严重的，从重。"]


def test_words_that_make_no_article_are_refused(
    decide: Callable[..., int], confirm: Callable[..., None]
) -> None:
    key = decide()
    with pytest.raises(Unapplied):
        confirm(key, {"art-3": " \n "})


def test_the_same_decision_is_not_entered_twice(
    database: Database, regulation: int, decide: Callable[..., int], confirm: Callable[..., None]
) -> None:
    key = decide()
    confirm(key)
    with pytest.raises(AlreadyEntered, match="已经登记"):
        confirm(key)
    assert len(texts(database, regulation)) == 2


def test_what_was_seen_must_still_be_so(decide: Callable[..., int], confirm: Callable[..., None]) -> None:
    key = decide()
    with pytest.raises(BaseChanged):
        confirm(key, seen="0-0")


def test_a_text_after_does_not_count_from_before_the_decision(
    decide: Callable[..., int], confirm: Callable[..., None]
) -> None:
    key = decide()
    with pytest.raises(BadInput, match="早于"):
        confirm(key, effective_on=date(2020, 2, 29))


def test_orders_left_over_must_be_seen_to(
    database: Database, regulation: int, decide: Callable[..., int], confirm: Callable[..., None]
) -> None:
    key = decide("一、将第九条修改为：“甲。”\n\n二、删去第三条。")
    with pytest.raises(NotCarriedOut):
        confirm(key)
    confirm(key, settled=True)
    assert len(texts(database, regulation)) == 2


def test_a_title_that_is_not_here_or_only_after_the_decision_is_told(
    database: Database, decide: Callable[..., int], read: Callable[..., Parsed]
) -> None:
    key = decide("一、将《澄江省他法》第三条修改为：“甲。”\n\n二、将《澄江省新条例》第一条修改为：“乙。”")
    newer = REGULATION.replace("试验条例", "新条例").replace("2001年1月1日", "2021年1月1日")
    with database.transaction() as session:
        books.enter(session, read(newer, "地方性法规/澄江省新条例.md"), by="张三")
    with database.reading() as session:
        found = consolidating.targets(session, consolidating.decision_of(session, key))
    assert {one.amending.title: one.standing for one in found} == {
        "澄江省他法": "登记中没有这一文件",
        "澄江省新条例": "登记中只有决定之后的文本，没有修改前的文本",
    }


# Tasks


def tasks(database: Database) -> list[Task]:
    with database.reading() as session:
        found = list(session.scalars(select(Task)))
        session.expunge_all()
        return found


def test_a_decision_opens_a_task_that_its_confirmation_closes(
    database: Database,
    regulation: int,
    decide: Callable[..., int],
    confirm: Callable[..., None],
    hold_clock: Callable[[date], None],
) -> None:
    hold_clock(date(2020, 3, 2))
    key = decide()
    with database.transaction() as session:
        assert consolidating.open_tasks(session, key, "张三") == 1
        assert consolidating.open_tasks(session, key, "张三") == 1
    (task,) = tasks(database)
    assert (task.path, task.due_on) == (f"/desk/consolidations/{key}/{regulation}", EFFECTIVE)
    confirm(key)
    assert [one.state for one in tasks(database)] == [TaskState.DONE.value]


def test_a_text_that_amends_nothing_opens_no_task(database: Database, regulation: int) -> None:
    with database.transaction() as session:
        assert consolidating.open_tasks(session, regulation, "张三") == 0


# Pages


def page(client: FlaskClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return answer.get_data(as_text=True)


def field(told: str, name: str) -> str:
    return told.split(f'name="{name}" value="')[1].split('"', maxsplit=1)[0]


def test_an_officer_confirms_at_the_desk_and_the_public_compares(
    app: Flask, client: FlaskClient, regulation: int, decide: Callable[..., int], act_as: Callable[..., Actor]
) -> None:
    act_as(Role.LEGAL_OFFICER)
    key = decide()
    assert f"/desk/consolidations/{key}/{regulation}" in page(client, f"/desk/consolidations/{key}")
    told = page(client, f"/desk/consolidations/{key}/{regulation}")
    assert "<del>环境保护局</del>" in told
    assert "一、将第二条中的" in told
    form = {"seen": field(told, "seen"), "line": LINE, "effective_on": "2020-06-01"}
    again = client.post(f"/desk/consolidations/{key}/{regulation}", data={**form, "more": "art-1"})
    assert 'name="wording.art-1"' in again.get_data(as_text=True)
    done = client.post(f"/desk/consolidations/{key}/{regulation}", data={**form, "confirm": "1"})
    assert done.status_code == 303
    assert "修改后的文本已经登记" in page(client, done.headers["Location"])
    twice = client.post(f"/desk/consolidations/{key}/{regulation}", data={**form, "confirm": "1"})
    assert twice.status_code == 303
    assert "修改后的文本已经登记" in page(client, twice.headers["Location"])
    with app.extensions["database"].reading() as session:
        address = session.get_one(Document, regulation).address
    act_as(None)
    assert "<ins>五</ins>" in page(client, f"/documents/{address}/compare/2001-05-01/2020-06-01")


def test_faults_are_told_and_what_was_typed_is_kept(
    client: FlaskClient, regulation: int, decide: Callable[..., int], act_as: Callable[..., Actor]
) -> None:
    act_as(Role.LEGAL_OFFICER)
    path = f"/desk/consolidations/{decide()}/{regulation}"
    wrong = client.post(
        path, data={"seen": "1-1", "line": "", "effective_on": "", "confirm": "1", "wording.art-1": "甲。"}
    )
    told = wrong.get_data(as_text=True)
    assert wrong.status_code == 422
    assert "请填写题注" in told
    assert "请填写施行日期" in told
    assert ">\n甲。</textarea>" in told
    stale = client.post(
        path, data={"seen": "1-1", "line": LINE, "effective_on": "2020-06-01", "confirm": "1"}
    )
    assert stale.status_code == 409
    assert "请重新打开本页核对" in stale.get_data(as_text=True)


def test_what_was_not_carried_out_stands_first(
    client: FlaskClient, regulation: int, decide: Callable[..., int], act_as: Callable[..., Actor]
) -> None:
    act_as(Role.LEGAL_OFFICER)
    key = decide("一、删去第三条。\n\n二、将第九条修改为：“甲。”")
    told = page(client, f"/desk/consolidations/{key}/{regulation}")
    assert "有 1 处修改没有并入" in told
    assert told.index("修改前的正文没有第九条") < told.index("删去条款")


def test_a_drafter_reads_the_list_but_confirms_nothing(
    client: FlaskClient, regulation: int, decide: Callable[..., int], act_as: Callable[..., Actor]
) -> None:
    key = decide()
    act_as(Role.DRAFTER, unit_id=3)
    page(client, f"/desk/consolidations/{key}")
    page(client, f"/desk/consolidations/{key}/{regulation}", 403)
    assert client.post(f"/desk/consolidations/{key}/{regulation}").status_code == 403


def test_a_decision_without_readable_orders_says_so(
    client: FlaskClient, regulation: int, act_as: Callable[..., Actor]
) -> None:
    act_as(Role.LEGAL_OFFICER)
    assert "没有读出可以照办的修改指令" in page(client, f"/desk/consolidations/{regulation}")


def test_a_draft_is_only_previewed(
    client: FlaskClient,
    database: Database,
    regulation: int,
    new_draft: Callable[..., object],
    act_as: Callable[..., Actor],
) -> None:
    assert regulation
    act_as(Role.LEGAL_OFFICER)
    with database.transaction() as session:
        draft = new_draft(session, DECISION.format(orders=ORDERS), "关于修改《澄江省试验条例》的决定")
        key = draft.id
    told = page(client, f"/desk/consolidations/drafts/{key}")
    assert "决定尚未发布" in told
    assert "<del>环境保护局</del>" in told
    assert 'name="confirm"' not in told
