"""From which day a deed to another instrument takes effect, as the text itself says."""

from datetime import date

import pytest

from registry.law.clauses import read_statements
from registry.law.manuscript import Manuscript
from registry.law.since import day_since


def test_cleanup_notice_ends_what_it_lists_on_the_day_it_gives_for_all() -> None:
    body = (
        "一、宣布《甲省补助办法》（甲环发〔2013〕30号）失效。",
        "二、废止《甲省验收通知》。",
        "上述文件自2023年4月24日起不再作为行政管理的依据。",
    )
    ended = read_statements(Manuscript(titles=("甲厅关于公布清理结果的公告",), body=body)).repeals
    assert [(named.title, named.on) for named in ended] == [
        ("甲省补助办法", date(2023, 4, 24)),
        ("甲省验收通知", date(2023, 4, 24)),
    ]


def test_day_on_which_listed_documents_were_looked_through_ends_nothing() -> None:
    body = ("一、废止《甲省验收通知》。", "上述文件自2023年4月24日起开展清理。")
    ended = read_statements(Manuscript(titles=("公告",), body=body)).repeals
    assert [named.on for named in ended] == [None]


def test_suspension_begins_on_the_day_before_its_name() -> None:
    body = ("决定自2026年8月25日起暂停执行《甲省机动车检验规定》。",)
    halted = read_statements(Manuscript(titles=("通知",), body=body)).suspends
    assert [(named.title, named.on) for named in halted] == [("甲省机动车检验规定", date(2026, 8, 25))]


@pytest.mark.parametrize(
    "words", ["", "2026年8月25日通过的", "自2026年8月25日通过后", "自2月30日起", "自2026年2月30日起"]
)
def test_words_that_give_no_first_day_give_none(words: str) -> None:
    assert day_since(words) is None
