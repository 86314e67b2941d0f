"""The check that every fetched page goes through finds what it is there to find."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from base.staff.access import public

Check = Callable[[str], list[str]]
SOUND = '<!doctype html><html lang="zh-CN"><head><title>页</title></head><body>{}</body></html>'


@pytest.mark.parametrize(
    "body",
    [
        '<p id="art-1">第一条</p><a href="#art-1">第一条</a>',
        '<label for="q">检索</label><input id="q">',
        '<a href="#">回到顶部</a><a href="/documents#art-9">别处</a>',
        "<svg viewBox='0 0 1 1'><path d='M0 0'/></svg>",
    ],
)
def test_a_sound_page_has_no_faults(page_faults: Check, body: str) -> None:
    assert page_faults(SOUND.format(body)) == []


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ("<p>第一条</div>", "end-tag"),
        ("<table><p>条</p></table>", "table"),
        ("<ul><li>甲</ul></li>", "end-tag"),
        ('<p class="a" class="b">条</p>', "duplicate-attribute"),
        ('<p id="art-1"></p><p id="art-1"></p>', "id given twice: art-1"),
        ('<a href="#art-2">第二条</a>', "no such id: art-2"),
        ('<label for="q">检索</label>', "no such id: q"),
        ('<p aria-labelledby="a b" id="a">条</p>', "no such id: b"),
        ("第一条 &nosuchentity; 完", "entity"),
    ],
)
def test_a_fault_of_a_page_is_named(page_faults: Check, body: str, named: str) -> None:
    assert any(named in fault for fault in page_faults(SOUND.format(body)))


def test_a_page_without_its_doctype_is_at_fault(page_faults: Check) -> None:
    assert page_faults("<p>条</p>")


def test_the_client_refuses_a_faulty_page(app: Flask, client: FlaskClient) -> None:
    app.add_url_rule("/faulty", view_func=public(lambda: SOUND.format('<a href="#nowhere">条</a>')))
    with pytest.raises(AssertionError, match="no such id: nowhere"):
        client.get("/faulty")
