"""Whatever is typed into a form of marks is only words, on the desk and on every public surface."""

from collections.abc import Callable
from typing import Any

import html5lib
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'-alert(1)-'",
    "</title></script><svg/onload=alert(1)>",
    "{{ 7*7 }}{% raw %}",
    "javascript:alert(1)",
    "]]><x>&lt;b&gt;",
)
TRADING = "澄江省排污权交易管理办法"
PUBLIC = "/documents/normative-document/2021/8"
Marking = Callable[[FlaskClient, int, str, dict[str, Any]], TestResponse]


def dangers(page: str) -> list[str]:
    """Elements and attributes of a page that could run something of a stranger's."""
    found = []
    for element in html5lib.parse(page, namespaceHTMLElements=False).iter():
        if not isinstance(element.tag, str):
            continue
        if (
            element.tag == "script"
            and not element.get("src")
            and element.get("type") != "application/ld+json"
        ):
            found.append("script")
        found += [f"{element.tag} {name}" for name in element.attrib if name.startswith("on")]
        for name in ("href", "src", "action", "formaction"):
            if (element.get(name) or "").strip().lower().startswith(("javascript:", "data:text")):
                found.append(f"{element.tag} {name}")
        if element.tag in {"x", "svg"} or (element.tag == "img" and element.get("src") == "x"):
            found.append(element.tag)
    return found


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_typed_becomes_markup(
    officer: FlaskClient, key_of: Callable[[str], int], mark: Marking, payload: str
) -> None:
    key = key_of(TRADING)
    form = {"on": "2026-11-23", "scope": "whole", "evidence": payload, "act_title": f"决定{payload}"}
    form |= {"act_number": payload[:100], "successor_title": payload, "successor_number": payload[:100]}
    preview = officer.post(f"/desk/documents/{key}/mark/repeal/preview", data=form)
    again = officer.post(f"/desk/documents/{key}/mark/repeal/again", data=form)
    receipt = mark(officer, key, "repeal", form).headers["Location"]
    shown = [preview, again, *(officer.get(path) for path in (receipt, PUBLIC, f"/desk/documents/{key}"))]
    shown += [officer.get(f"/desk/documents/{key}/as-known"), officer.get("/search?q=排污权交易")]
    shown += [officer.get(f"/desk/documents?q={'%22%3E'}{payload.replace('%', '')}")]
    for page in shown:
        assert page.status_code == 200
        assert dangers(page.text) == []


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_fault_shows_what_was_typed_as_words(
    officer: FlaskClient, key_of: Callable[[str], int], payload: str
) -> None:
    key = key_of(TRADING)
    form = {"on": payload, "scope": payload, "act_title": payload, payload[:40]: "1", "provisions": [payload]}
    answer = officer.post(f"/desk/documents/{key}/mark/repeal/preview", data=form)
    assert answer.status_code == 422
    assert dangers(answer.text) == []


def test_an_oversized_form_is_refused_in_words(officer: FlaskClient, key_of: Callable[[str], int]) -> None:
    key = key_of(TRADING)
    form = {"on": "2026-11-23", "act_title": "长" * 401, "provisions": [f"art-{n}" for n in range(501)]}
    answer = officer.post(f"/desk/documents/{key}/mark/repeal/preview", data=form)
    assert answer.status_code == 422
    assert "最多 400 个字" in answer.text
    assert "最多 500 项" in answer.text


@pytest.mark.parametrize("known", ["x", "1,2,x", "1" * 20_000, "-1"])
def test_a_ticket_that_somebody_was_at_is_no_ticket(
    officer: FlaskClient, key_of: Callable[[str], int], known: str
) -> None:
    form = {"on": "2026-11-23", "scope": "whole", "act_title": "决定", "token": "t", "known": known}
    answer = officer.post(f"/desk/documents/{key_of(TRADING)}/mark/repeal", data=form)
    assert answer.status_code in {409, 422}
    assert "【已废止】" not in officer.get(PUBLIC).text
    assert officer.post(f"/desk/documents/{key_of(TRADING)}/mark/repeal", data={}).status_code == 422
