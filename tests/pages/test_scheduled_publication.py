"""A draft that waits for its minute is seen on no surface one second before it, and on every one after it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

import app as application
from base import clock
from base.errors import BadInput
from base.staff.roles import Actor
from base.staff.tables import Account, Unit
from registry.drafting import due as falling_due
from registry.drafting import editing, fields, flow
from registry.drafting.editing import Manuscript
from registry.drafting.faults import NotReady
from registry.drafting.judging import Desk, judge
from registry.drafting.publishing import House, publish, schedule, unschedule
from registry.drafting.tables import Draft, Stage
from registry.law.entry import Entry
from registry.law.terms import Disclosure, Kind
from registry.proposals import verbs as proposals
from registry.proposals.subjects import Subject
from registry.proposals.tables import ProposalRow, Ruling
from registry.tables import Attachment, Document
from registry.watch.tables import Task
from registry.works.key import serial, work_key

ORGAN = "澄江省生态环境厅"
TITLE = "澄江省海洋噪声监测办法"
NUMBER = "澄环发〔2026〕77号"
ENDS = "澄江省排污权交易管理办法"
TARGET = "/documents/normative-document/2021/8"
RECORDED = datetime(2026, 11, 20, 2, 5, tzinfo=UTC)
MINUTE = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
TEXT = f"""第一条 为规范海洋噪声监测，制定本办法。

第二条 本办法自2026年11月24日起施行。《{ENDS}》同时废止。

{ORGAN}

2026年11月20日"""
WRITER = Actor(1, "writer", "拟稿人", None, unit_id=1)
LAWYER = Actor(2, "lawyer", "法制人员", None)
OFFICE = Actor(3, "office", "发布人员", None)


@dataclass
class Waiting:
    """A draft that waits for its minute."""

    app: Flask
    key: int
    house: House

    address: str

    def draft(self) -> Draft:
        with self.app.extensions["database"].reading() as session:
            found = session.get_one(Draft, self.key)
            session.expunge(found)
        return found


def entry(**more: Any) -> Entry:
    said: dict[str, Any] = {
        "title": TITLE,
        "kind": Kind.NORMATIVE_DOCUMENT,
        "issuers": (ORGAN,),
        "unit_id": 1,
        "document_number": NUMBER,
        "subject": ("城乡建设、环境保护", "环境监测、保护与治理"),
        "summary": "规范海洋噪声监测。",
        "disclosure": Disclosure.OPEN,
        "signed_on": datetime(2026, 11, 20, tzinfo=UTC).date(),
        "grounds": (("D-6", "不立即施行将有碍执行"),),
    }
    return Entry(**(said | more))


def reviewed(session: Any, typed: Manuscript, token: str = "t" * 32) -> int:
    draft = editing.begin(session, token, typed, by=WRITER)
    flow.submit(session, draft.id, draft.version, Desk(), by=WRITER)
    for row in session.scalars(select(ProposalRow).where(ProposalRow.draft_id == draft.id)):
        if row.ruling == Ruling.OPEN:
            proposals.confirm(session, row.id, by=LAWYER)
    flow.approve(session, draft.id, draft.version, "合法。", by=LAWYER)
    return draft.id


@pytest.fixture
def house(registry: Flask) -> House:
    return House(registry.extensions["config"].files, Desk())


@pytest.fixture
def staffed(registry: Flask) -> Flask:
    stamp = {"password_set_at": RECORDED, "recorded_at": RECORDED, "recorded_by": "tests"}
    with registry.extensions["database"].transaction() as session:
        session.add(Unit(id=1, organ=ORGAN, name="海洋处"))
        for key in (1, 2, 3):
            session.add(Account(id=key, name=f"人{key}", full_name=f"人{key}", password_hash="", **stamp))
    return registry


@pytest.fixture
def waiting(staffed: Flask, house: House) -> Waiting:
    with staffed.extensions["database"].transaction() as session:
        key = reviewed(session, Manuscript(entry(), TEXT))
        schedule(session, key, MINUTE, house, by=OFFICE)
        # Its address follows from its title: whoever guesses it must find nothing there.
        parsed = judge(session, Manuscript(entry(), TEXT), Desk()).parsed
        address = f"normative-document/2026/{serial(work_key(parsed)):06d}"
    return Waiting(staffed, key, house, address)


LISTS = (
    "/",
    "/documents",
    "/documents.json",
    "/documents/data.feed",
    f"/search?q={TITLE}",
    f"/search?q={NUMBER}",
    TARGET,
    f"{TARGET}.json",
)


def told(answer: Any) -> str:
    if answer.is_json:
        return json.dumps(answer.get_json(), ensure_ascii=False)
    return str(answer.get_data(as_text=True)).replace(f'value="{TITLE}"', "")


@pytest.mark.parametrize("path", LISTS)
def test_one_second_before_nothing_names_it_and_one_second_after_it_is_there(
    waiting: Waiting, pages: Any, hold_clock: Callable[[datetime], None], path: str
) -> None:
    hold_clock(MINUTE - SECOND)
    before = pages.get(path)
    assert before.status_code == 200
    assert waiting.address not in told(before)
    assert "/search?" in path or TITLE not in told(before)
    hold_clock(MINUTE)
    after = pages.get(path)
    assert waiting.address in told(after)
    if "ETag" in before.headers:
        assert before.headers["ETag"] != after.headers["ETag"]


FORMS = (
    *("", ".json", ".txt", "/2026-11-24", "/article/1", "/compare/2026-11-20/2026-11-24"),
    pytest.param(".pdf", marks=pytest.mark.pdf),
)


@pytest.mark.parametrize("form", FORMS)
def test_no_form_of_it_exists_before_its_minute(
    waiting: Waiting, pages: Any, hold_clock: Callable[[datetime], None], form: str
) -> None:
    hold_clock(MINUTE - SECOND)
    before = pages.get(f"/documents/{waiting.address}{form}")
    assert before.status_code == 404
    assert TITLE not in told(before)
    hold_clock(MINUTE)
    assert pages.get(f"/documents/{waiting.address}{form}").status_code in {200, 303}


@pytest.mark.parametrize(
    "path",
    [
        "/badge/{address}.svg",
        "/badge/{address}.json",
        f"/badge/by-number/{NUMBER}.svg",
        f"/badge/by-number/{NUMBER}.json",
        "/card/{address}.png",
    ],
)
def test_other_sites_learn_of_it_with_its_minute(
    waiting: Waiting, pages: Any, hold_clock: Callable[[datetime], None], path: str
) -> None:
    place = path.format(address=waiting.address)
    hold_clock(MINUTE - SECOND)
    before = pages.get(place)
    assert "施行" not in before.get_data(as_text=True) if "png" not in path else before.status_code == 404
    hold_clock(MINUTE)
    after = pages.get(place)
    assert after.status_code == 200
    assert after.data != before.data
    assert after.headers.get("ETag") != before.headers.get("ETag") or "ETag" not in after.headers


@pytest.mark.parametrize(
    "path", ["/calendar/expiries", "/calendar/expiries.ics", "/documents.csv", "/sitemap"]
)
def test_no_calendar_and_no_export_holds_it_before(
    waiting: Waiting, pages: Any, hold_clock: Callable[[datetime], None], path: str
) -> None:
    hold_clock(MINUTE - SECOND)
    before = pages.get(path)
    assert before.status_code == 200
    assert TITLE not in before.get_data(as_text=True)
    assert waiting.draft().stage == Stage.SCHEDULED


@pytest.mark.parametrize("path", [f"/id/{NUMBER}", f"/id/{TITLE}"])
def test_its_number_leads_nowhere_before_and_to_it_after(
    waiting: Waiting, pages: Any, hold_clock: Callable[[datetime], None], path: str
) -> None:
    hold_clock(MINUTE - SECOND)
    assert pages.get(path).status_code == 404
    hold_clock(MINUTE + SECOND)
    assert pages.get(path).location.endswith(waiting.address)


def test_what_it_repeals_is_marked_from_its_minute_on(
    waiting: Waiting, pages: Any, hold_clock: Callable[[datetime], None]
) -> None:
    hold_clock(MINUTE - SECOND)
    assert pages.get(f"{TARGET}.json").get_json()["validity"]["value"] == "in_force"
    hold_clock(MINUTE)
    assert pages.get(f"{TARGET}.json").get_json()["validity"]["value"] == "repealed"
    assert waiting.draft().stage == Stage.PUBLISHED


def test_its_file_is_handed_to_nobody_before(
    waiting: Waiting, pages: Any, hold_clock: Callable[[datetime], None]
) -> None:
    hold_clock(MINUTE - SECOND)
    assert pages.get("/files/2").status_code == 404
    hold_clock(MINUTE)
    pages.get("/")
    with waiting.app.extensions["database"].reading() as session:
        number = session.execute(
            select(Attachment.id).join(Document).where(Document.title == TITLE)
        ).scalar_one()
    assert pages.get(f"/files/{number}").status_code == 200


def test_the_moment_of_publication_is_its_minute_whenever_it_is_asked_for(
    waiting: Waiting, pages: Any, hold_clock: Callable[[datetime], None]
) -> None:
    hold_clock(MINUTE + timedelta(hours=3))
    pages.get("/")
    assert pages.get(f"/documents/{waiting.address}.json").get_json()["posted_at"] == MINUTE.isoformat()


def test_the_terminal_publishes_what_is_due_as_well(
    waiting: Waiting,
    hold_clock: Callable[[datetime], None],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    config = waiting.app.extensions["config"]
    monkeypatch.setenv("REGISTRY_DATA", str(config.data))
    monkeypatch.setenv("SECRET_KEY", config.secret_key)
    monkeypatch.setenv("DATABASE_URL", waiting.app.extensions["database"].url)
    hold_clock(MINUTE - SECOND)
    application.run(["search", TITLE, "--json"])
    assert NUMBER not in capsys.readouterr().out
    hold_clock(MINUTE)
    application.run(["search", TITLE, "--json"])
    assert NUMBER in capsys.readouterr().out


def test_it_is_published_once_however_many_ask(
    waiting: Waiting, hold_clock: Callable[[datetime], None]
) -> None:
    hold_clock(MINUTE)
    database = waiting.app.extensions["database"]
    assert [falling_due.publish_due(database, waiting.house) for _ in range(3)] == [1, 0, 0]
    with database.reading() as session:
        assert session.query(Document).filter_by(title=TITLE).count() == 1


def test_a_schedule_that_was_taken_back_publishes_nothing(
    waiting: Waiting, pages: Any, hold_clock: Callable[[datetime], None]
) -> None:
    with waiting.app.extensions["database"].transaction() as session:
        unschedule(session, waiting.key, by=OFFICE)
    hold_clock(MINUTE + SECOND)
    assert TITLE not in told(pages.get("/documents"))
    assert waiting.draft().stage == Stage.REVIEWED


def test_a_publication_that_cannot_take_place_says_why_and_is_not_tried_again(
    waiting: Waiting, pages: Any, hold_clock: Callable[[datetime], None]
) -> None:
    # Another document took the number in the meantime.
    with waiting.app.extensions["database"].transaction() as session:
        draft = editing.get(session, waiting.key)
        target = session.execute(select(Document).where(Document.title == ENDS)).scalar_one()
        target.number_key = "澄环发〔2026〕77号"
        assert fields.recalled(draft.fields).document_number == NUMBER
    hold_clock(MINUTE)
    for _ in range(2):
        assert pages.get("/documents").status_code == 200
    found = waiting.draft()
    assert (found.stage, found.publish_at) == (Stage.REVIEWED, None)
    assert "已由《澄江省排污权交易管理办法》使用" in found.failure
    with waiting.app.extensions["database"].reading() as session:
        tasks = session.scalars(select(Task).where(Task.key.startswith("publication_failed:"))).all()
        assert [task.state for task in tasks] == ["open"]


def test_a_moment_that_has_passed_is_no_schedule(staffed: Flask, house: House) -> None:
    with pytest.raises(BadInput, match="应晚于现在"), staffed.extensions["database"].transaction() as session:
        key = reviewed(session, Manuscript(entry(), TEXT))
        schedule(session, key, clock.now(), house, by=OFFICE)


def test_what_waits_for_a_ruling_keeps_a_draft_from_being_published(staffed: Flask, house: House) -> None:
    refused = pytest.raises(NotReady, match="处施行、废止、修改等事项尚未审定")
    with refused, staffed.extensions["database"].transaction() as session:
        draft = editing.begin(session, "v" * 32, Manuscript(entry(), TEXT), by=WRITER)
        flow.submit(session, draft.id, 1, Desk(), by=WRITER)
        flow.approve(session, draft.id, 1, "合法。", by=LAWYER)
        publish(session, draft.id, house, by=OFFICE)


def test_a_rejected_repeal_is_not_carried_out(
    staffed: Flask, house: House, pages: Any, hold_clock: Callable[[datetime], None]
) -> None:
    with staffed.extensions["database"].transaction() as session:
        draft = editing.begin(session, "w" * 32, Manuscript(entry(), TEXT), by=WRITER)
        flow.submit(session, draft.id, 1, Desk(), by=WRITER)
        for row in proposals.standing(session, Subject(draft.id)):
            proposals.reject(session, row.id, "不是废止", by=LAWYER)
        flow.approve(session, draft.id, 1, "合法。", by=LAWYER)
        publish(session, draft.id, house, by=OFFICE)
    hold_clock(MINUTE)
    assert pages.get(f"{TARGET}.json").get_json()["validity"]["value"] == "in_force"
