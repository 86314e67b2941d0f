"""The bench of proposals in a real browser: one key for each deed, the sentence in sight, scripts or none."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from base import clock
from base.staff.roles import Actor, Role
from registry.drafting.tables import Draft, Stage
from registry.intake.ledger import Row
from registry.intake.opening import Paper, open_paper
from registry.proposals import verbs
from registry.proposals.tables import ProposalRow
from tests.serving import served

pytestmark = pytest.mark.browser
Usable = Callable[[Page], None]

ARTICLES = "\n\n".join(
    f"第{number}条　排污单位应当依法排污，不得超过许可的限值。" for number in "二三四五六七八九"
)
BODY = f"""第一条　为了规范排污许可，根据《中华人民共和国环境保护法》，制定本办法。

{ARTICLES}

{ARTICLES}

第十条　本办法自2026年12月1日起施行。《排污许可管理暂行办法》（澄环发〔2019〕8号）同时废止。
"""
SEEN = """() => {
  const box = document.getElementById('sentence').getBoundingClientRect();
  const pane = document.getElementById('text').getBoundingClientRect();
  return box.top >= pane.top - 1 && box.bottom <= pane.bottom + 1;
}"""


@pytest.fixture
def bench(app: Flask, act_as: Callable[..., Actor]) -> Iterator[str]:
    """The address of a running site on which a legal officer reviews a draft."""
    officer = act_as(Role.LEGAL_OFFICER, organ="澄江省生态环境厅")
    with app.extensions["database"].transaction() as session:
        now = clock.now()
        draft = Draft(
            path="drafts/1",
            stage=Stage.DRAFT.value,
            fields={"title": "排污许可管理办法"},
            text=BODY,
            author="li",
            recorded_at=now,
            changed_at=now,
        )
        session.add(draft)
        session.flush()
        source = f"# 排污许可管理办法\n\n{BODY}"
        parsed = open_paper(Paper("drafts/1/a.md", source.encode(), Row(0)))
        verbs.propose_for_draft(session, draft.id, parsed, by=officer)
        path = f"/desk/proposals/drafts/{draft.id}"
    with served(app) as root:
        yield f"{root}{path}"


@pytest.fixture
def rulings(app: Flask) -> Callable[[], dict[str, str]]:
    """How each matter is ruled on."""

    def found() -> dict[str, str]:
        with app.extensions["database"].reading() as session:
            rows = session.execute(select(ProposalRow.matter, ProposalRow.ruling))
            return dict(iter(rows))

    return found


Rulings = Callable[[], dict[str, str]]


def test_axe_finds_nothing_to_object_to(bench: str, window: Page, usable: Usable) -> None:
    for address in (bench, bench.split("/drafts/", maxsplit=1)[0]):
        window.goto(address)
        usable(window)


def test_nothing_is_wider_than_the_window(bench: str, window: Page) -> None:
    for address in (bench, bench.split("/drafts/", maxsplit=1)[0]):
        window.goto(address)
        width = window.viewport_size["width"] if window.viewport_size else 0
        assert window.evaluate("document.documentElement.scrollWidth") <= width


def test_the_lit_sentence_is_in_sight_of_its_pane(bench: str, window: Page) -> None:
    window.goto(bench)
    for _ in range(2):
        assert window.evaluate(SEEN)
        with window.expect_navigation():
            window.keyboard.press("j")
    assert window.evaluate(SEEN)


def test_one_key_for_each_deed(bench: str, window: Page, rulings: Rulings) -> None:
    window.goto(bench)
    assert window.locator("h2").first.inner_text().startswith("施行日期")
    with window.expect_navigation():
        window.keyboard.press("c")
    assert rulings()["effective"] == "confirmed"
    assert window.locator("h2").first.inner_text().startswith("废止")
    with window.expect_navigation():
        window.keyboard.press("j")
    with window.expect_navigation():
        window.keyboard.press("k")
    with window.expect_navigation():
        window.keyboard.press("x")
    assert rulings()["repeal"] == "rejected"


def test_a_letter_typed_into_a_field_rules_on_nothing(bench: str, window: Page, rulings: Rulings) -> None:
    window.goto(bench)
    with window.expect_navigation():
        window.keyboard.press("j")
    window.keyboard.press("e")
    window.keyboard.type("cx")
    assert window.evaluate("document.activeElement.id") == "title"
    assert window.locator("#title").input_value().startswith("cx")
    assert set(rulings().values()) == {"open"}


def test_a_key_with_control_is_the_browsers_own(bench: str, window: Page, rulings: Rulings) -> None:
    window.goto(bench)
    window.keyboard.press("Control+c")
    assert set(rulings().values()) == {"open"}


def test_everything_works_without_script(bench: str, chromium: Browser, rulings: Rulings) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 390, "height": 900})
    page = context.new_page()
    page.goto(bench)
    page.get_by_role("button", name="确认").first.click()
    assert rulings()["effective"] == "confirmed"
    page.get_by_text("改正").first.click()
    page.locator("#number").fill("澄环发〔2019〕18号")
    page.get_by_role("button", name="保存改正").click()
    assert rulings()["repeal"] == "corrected"
    page.get_by_role("button", name="不予采纳").click()
    assert "rejected" in rulings().values()
    context.close()
