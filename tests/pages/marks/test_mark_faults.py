"""What is wrong with a form of marks is told at its field, all at once."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

WATER, TRADING = "澄江省水环境保护条例", "澄江省排污权交易管理办法"
ACT = {"act_title": "关于废止部分文件的决定", "act_number": "澄环发〔2026〕30号", "evidence": "决定废止。"}
TODAY = {"on": "2026-11-23", "scope": "whole"} | ACT
Words = Callable[[TestResponse], str]
Marking = Callable[[FlaskClient, int, str, dict[str, Any]], TestResponse]


@pytest.mark.parametrize(
    ("deed", "changes", "said"),
    [
        ("repeal", {"on": ""}, "请填写生效日期"),
        ("repeal", {"undated": "1"}, "请只留一项"),
        ("repeal", {"on": "2026-13-01"}, "无法识别"),
        ("repeal", {"provisions": ["art-1"]}, "既选了全文，又勾选了条款"),
        ("repeal", {"scope": "provisions"}, "请在正文中勾选条款"),
        ("repeal", {"scope": "half"}, "不在可选范围内"),
        ("repeal", {"scope": "provisions", "provisions": ["art-99"]}, "没有这些条款"),
        ("repeal", {"act_title": "", "act_number": ""}, "请写明依据文件"),
        ("repeal", {"act_title": TRADING, "act_number": "澄环发〔2021〕8号"}, "不能由它自身废止"),
        ("repeal", {"act_title": TRADING, "act_number": "", "act_choice": "outside"}, "请填写文号"),
        ("repeal", {"successor_title": f"{TRADING}（试行）"}, "代替循环"),
        ("repeal", {"successor_title": TRADING}, "由它自身代替"),
        ("repeal", {"on": "2021-08-01"}, "从未施行"),
        ("repeal", {"on": "2021-06-01"}, "才制定"),
        ("repeal", {"evidence": "长" * 2001}, "最多2000个字"),
        ("repeal", {"act_title": "控\x07制"}, "控制字符"),
        ("repeal", {"surprise": "1"}, "不认识的字段"),
        ("repeal", {"area": "甲市"}, "不认识的字段"),
        ("expire", {"through": "2021-07-01", "on": "", "scope": ""}, "不认识的字段"),
        ("resume", {}, "没有相同范围的停止执行"),
        ("commence", {}, "已记载自2021年8月1日起施行"),
    ],
)
def test_every_fault_is_told_at_its_field_and_what_was_typed_is_kept(
    officer: FlaskClient,
    key_of: Callable[[str], int],
    deed: str,
    changes: dict[str, Any],
    said: str,
    words: Words,
) -> None:
    form = TODAY | {"evidence": "决定如此。"} | changes
    answer = officer.post(f"/desk/documents/{key_of(TRADING)}/mark/{deed}/preview", data=form)
    assert answer.status_code in {409, 422}
    assert said in words(answer)
    if answer.status_code == 422 and "evidence" not in changes:
        assert "决定如此。" in answer.text


def test_all_faults_are_told_at_once(
    officer: FlaskClient, key_of: Callable[[str], int], words: Words
) -> None:
    form = {"scope": "provisions", "on": "x", "act_on": "y"}
    answer = officer.post(f"/desk/documents/{key_of(TRADING)}/mark/repeal/preview", data=form)
    assert "有3处需要改正" in words(answer)


def test_an_expiry_before_the_first_day_is_refused_at_its_field(
    officer: FlaskClient, key_of: Callable[[str], int], words: Words
) -> None:
    form = {"through": "2021-07-31", "evidence": "有效期至2021年7月31日。"}
    answer = officer.post(f"/desk/documents/{key_of(TRADING)}/mark/expire/preview", data=form)
    assert (answer.status_code, "早于施行日" in words(answer)) == (422, True)


def test_an_unknown_deed_has_no_page(officer: FlaskClient, key_of: Callable[[str], int]) -> None:
    assert officer.get(f"/desk/documents/{key_of(TRADING)}/mark/destroy").status_code == 404
    assert officer.get("/desk/documents/999999").status_code == 404


def test_what_was_typed_is_there_again_after_the_preview(
    officer: FlaskClient, key_of: Callable[[str], int]
) -> None:
    page = officer.post(f"/desk/documents/{key_of(TRADING)}/mark/repeal/again", data=TODAY)
    assert "澄环发〔2026〕30号" in page.text
