"""Hostile texts are read in time that grows with their length, whatever they contain."""

from collections.abc import Callable
from typing import Any

import pytest

# The slowest takes two; a quadratic step on these sizes takes minutes.
SECONDS = 20.0
DECISION = "关于修改《甲》的决定"

HOSTILE: dict[str, Callable[[], tuple[str, ...]]] = {
    "50,000 spaces": lambda: ("第一条　本办法自" + " " * 50_000 + "起施行，废止",),
    "50,000 open marks": lambda: ("根据" + "《" * 50_000 + "同时废止",),
    "20,000 names": lambda: ("《甲》" * 20_000 + "同时废止",),
    "nested marks": lambda: (("《" * 5 + "甲" + "》" * 5) * 5_000 + "废止",),
    "open brackets": lambda: ("（" * 50_000 + "同时废止", "（《" * 25_000 + "不再适用"),
    "20,000 days": lambda: ("2021年8月1日" * 20_000 + "起施行",),
    "one line of 2 MB": lambda: (
        ("根据《甲法》制定自2021年1月1日起施行同时废止有效期" * 80_000)[:2_000_000],
    ),
    "2 MB of subjects": lambda: (("本办法经批准、由国务院、" * 180_000)[:2_000_000] + "公布施行",),
    "sentences as long as may be": lambda: tuple("《甲》、" * 1_900 + "同时废止。" for _ in range(4)),
    "50,000 quotes": lambda: ("“" * 50_000 + "修改",),
    "60,000 articles cited": lambda: ("依照《甲》" + "第一条、" * 60_000,),
    "20,000 items": lambda: ("下列文件予以废止：", *("1．《甲办法》",) * 20_000),
    "3,000 announcements": lambda: ("下列文件予以废止：",) * 3_000,
    "10,000 last articles": lambda: ("第一条　本办法自公布之日起施行，《乙》同时废止。",) * 10_000,
    "short names": lambda: ("《甲》（以下简称" * 20_000,),
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_body_is_read_in_linear_time(
    stated: Callable, body: Callable[[], tuple[str, ...]], within: Callable[..., Any]
) -> None:
    lines = body()
    with within(SECONDS):
        stated(*lines, title=DECISION)


def test_a_hostile_head_is_read_in_linear_time(stated: Callable, within: Callable[..., Any]) -> None:
    head = ("2011年1月1日" * 20_000, "（2011年1月1日《" * 20_000, "、国务院" * 50_000 + "令第1号公布")
    with within(SECONDS):
        stated("甲", head=head)
