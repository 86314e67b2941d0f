"""The word list of search at the desk, as it is used in a browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect


@pytest.mark.parametrize("width", [1280, 390])
def test_a_word_is_tried_entered_and_taken_back(
    person: Callable[..., Page], usable: Callable[[Page], None], width: int
) -> None:
    word = f"小广播{width}"
    desk = person("legal", width)
    desk.goto("/desk/words")
    expect(desk.get_by_role("heading", name="检索词表")).to_be_visible()
    usable(desk)
    desk.goto(f"/desk/words/try?q={word}&word={word}&formal=排污权")
    expect(desk.get_by_role("heading", name="有这个词条", exact=True)).to_be_visible()
    usable(desk)
    desk.goto(f"/desk/words/new?word={word}")
    usable(desk)
    desk.get_by_label("对应的词语").fill("排污权")
    desk.get_by_role("button", name="登记").click()
    expect(desk.get_by_text("从下一次检索起生效")).to_be_visible()
    usable(desk)
    desk.get_by_label("撤下的理由").fill("不再使用")
    desk.get_by_role("button", name="撤下").click()
    expect(desk.get_by_text("已撤下，检索不再使用")).to_be_visible()
