"""One document's way through the house, at real browsers: entered, reviewed, published, ended."""

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import docx
import pytest
from playwright.sync_api import Page

from base import clock
from registry.law.days import printed

pytestmark = pytest.mark.browser

TITLE = "澄江省企业环境信用评价管理规定"


def paragraphs() -> list[str]:
    """The document as the drafter wrote it, to begin in forty days: sooner would need a reason."""
    today = clock.today()
    return [
        f"澄环发〔{today.year}〕41号",
        TITLE,
        "第一条　为了规范企业环境信用评价，根据《中华人民共和国环境保护法》，制定本规定。",
        "第二条　评价周期为一年，每年3月底前公布上一年度的评价结果。",
        f"第三条　本规定自{printed(today + timedelta(days=40))}起施行，有效期5年。",
        "澄江省生态环境厅",
        printed(today),
        "（此件公开发布）",
    ]


def test_from_the_word_file_to_the_receipt(person: Callable[..., Page], steps: Any, tmp_path: Path) -> None:
    drafter = person("drafter")
    draft = steps.enter(
        drafter, steps.write(tmp_path / "规定.docx", paragraphs()), "规范企业环境信用评价的周期和结果公布。"
    )
    read = drafter.inner_text("main")
    assert TITLE in read
    assert "〕41号" in read
    steps.plan(drafter, "text", "评价周期和结果怎样公布。")
    steps.submit(drafter)
    officer = person("legal")
    steps.review(officer, draft)
    public = steps.publish(person("publisher"), draft)

    reader = person()
    reader.goto(public)
    assert reader.locator("h1").inner_text() == TITLE
    assert "有效期至" in reader.inner_text("main")
    assert "第二条" in reader.inner_text("main")

    steps.repeal(officer, TITLE, (clock.today() + timedelta(days=200)).isoformat())
    reader.reload()
    assert "废止" in reader.inner_text("main"), "the page tells of the repeal to come"
    with reader.expect_download() as saving:
        reader.click("text=规定.docx")
    kept = Path(saving.value.path()).read_bytes()
    assert any("废止" in part.text for part in docx.Document(io.BytesIO(kept)).paragraphs[:3])
