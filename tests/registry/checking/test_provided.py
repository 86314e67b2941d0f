"""Rulings on where a cited provision stands in a text."""

from registry.checking.rules.provided import nearest, nodes_of
from registry.law.provisions import Level, Provision


def item(eid: str, number: str, *children: Provision) -> Provision:
    return Provision(Level.ITEM, eid, number, children=children)


ARTICLES = (
    item("art-1", "第一条"),
    item("art-2", "第二条", item("art-2-i1", "（一）"), item("art-2-i2", "（二）")),
)
AMENDMENT = (
    item("h-1", "一、", item("h-1-1", "1."), item("h-1-2", "2.")),
    item("h-2", "二、", item("h-2-1", "1.")),
    item("annex-1-h-1", "一、"),
)
OLD = (
    item("h-1", "一、", item("h-1-1", "1."), item("h-1-2", "2.")),
    item("h-2", "二、", item("h-2-1", "3.")),
)


def test_an_item_is_found_however_the_text_numbers_it() -> None:
    nodes = nodes_of(ARTICLES)
    assert nearest("art-2-p1-i2", nodes) == "art-2-i2"
    assert nearest("art-2-p3", nodes) == "art-2"
    assert nearest("art-3", nodes) == ""


def test_an_amendment_numbered_by_items_is_cited_by_article() -> None:
    nodes = nodes_of(AMENDMENT)
    assert nearest("art-2", nodes) == "h-2"
    assert nearest("art-3", nodes) == ""


def test_figures_that_run_through_all_parts_are_its_articles() -> None:
    nodes = nodes_of(OLD)
    assert [nearest(f"art-{number}", nodes) for number in (1, 3, 4)] == ["h-1-1", "h-2-1", ""]


def test_a_text_with_articles_has_no_others() -> None:
    assert nearest("art-3", nodes_of((*ARTICLES, item("h-3", "三、")))) == ""
