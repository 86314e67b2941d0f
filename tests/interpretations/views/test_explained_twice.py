"""An interpretation of a document and of a draft that became its next version: both are one document."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from base import outbox
from interpretations.rules.terms import Origin
from interpretations.tables import ExplainedRow

ADDRESS = "normative-document/2026/900001"


@pytest.fixture
def twice(home: Any, published: Callable[..., int]) -> int:
    """An interpretation of which the second work became what the first one is."""
    key = published()
    with home.database.transaction() as session:
        session.add(ExplainedRow(interpretation_id=key, position=1, document_id=home.document))
        outbox.grow(session)
    return key


def test_it_is_shown_once_at_both_ends_and_in_every_list(client: FlaskClient, twice: int) -> None:
    page = client.get(f"/documents/{ADDRESS}").get_data(as_text=True)
    assert page.count(f'href="/interpretations/{twice}"') == 1
    own = client.get(f"/interpretations/{twice}.json").get_json()
    assert str(own).count(f"/documents/{ADDRESS}'") == 1
    (row,) = client.get("/interpretations.json").get_json()["member"]
    assert str(row).count(f"/documents/{ADDRESS}'") == 1
    assert client.get("/interpretations/gaps.json").get_json()["counts"]["met"] == 1


def test_the_units_own_stands_first_whatever_a_revision_says(
    home: Any, client: FlaskClient, published: Callable[..., int]
) -> None:
    expert = published("t1", title="沈教授谈排污许可", origin=Origin.EXPERT, credit="沈教授")
    own = published("t2")
    page = client.get(f"/documents/{ADDRESS}").get_data(as_text=True)
    assert page.index(f"/interpretations/{own}") < page.index(f"/interpretations/{expert}")
    assert home.document
