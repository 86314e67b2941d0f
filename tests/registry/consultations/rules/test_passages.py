"""What a comment can be on: articles, or headings, or paragraphs; nothing is in two of them."""

from hypothesis import given
from hypothesis import strategies as some

from registry.consultations.rules.passages import homes, passages
from registry.law.reading import read_provisions

LINES = some.sampled_from(
    (
        "第一章 总则",
        "第二章 附则",
        "第一条 为了保护环境，制定本办法。",
        "第二条 有下列情形之一的：",
        "（一）新建项目的；",
        "（二）改建项目的。",
        "一、总体要求",
        "二、主要任务",
        "（一）抓源头",
        "各地要抓好落实。",
        "1.第一；",
        "附件1",
        "特此通知。",
    )
)


def found(*lines: str) -> list[tuple[str, str]]:
    return [(each.eid, each.name) for each in passages(read_provisions(lines))]


def test_every_article_is_a_passage_and_chapters_are_none() -> None:
    draft = ("第一章 总则", "第一条 为了。", "第二条 所称：", "（一）甲；", "（二）乙。")
    assert found(*draft) == [("art-1", "第一条"), ("art-2", "第二条")]


def test_without_articles_the_headings_that_say_something_are() -> None:
    draft = ("为了，提出意见。", "一、总体要求", "坚持。", "二、主要任务", "（一）抓源头", "要抓。")
    assert found(*draft) == [("h-1", "一、总体要求"), ("h-2-1", "（一）抓源头")]


def test_without_either_every_paragraph_is() -> None:
    assert found("关于某事。", "请落实。") == [("para-1", "第1段"), ("para-2", "第2段")]


def test_a_passage_ends_after_its_last_words() -> None:
    draft = read_provisions(("一、任务", "要抓。", "也要管。", "二、保障", "落实。"))
    assert [each.foot for each in passages(draft)] == ["h-1-p2", "h-2-p1"]


@given(some.lists(LINES, min_size=1, max_size=14))
def test_no_provision_is_in_two_passages_and_every_foot_is_in_its_own(lines: list[str]) -> None:
    draft = read_provisions(lines)
    known = {node.eid for one in draft for node in one.walk()}
    made = passages(draft)
    eids = [eid for each in made for eid in each.eids]
    assert len(eids) == len(set(eids))
    assert set(eids) <= known
    assert all(each.eid == each.eids[0] and each.foot in each.eids and each.name for each in made)
    assert homes(made) == {eid: each.eid for each in made for eid in each.eids}
