"""What is the department's as a whole: a lower bureau's office neither sees nor changes it."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from base.staff.roles import Role

PAGES = ("/desk/holidays", "/desk/holidays/2027", "/desk/mail")
DEEDS = (
    "/desk/holidays/2027",
    "/desk/holidays/2027/take-back",
    "/desk/enquiries/templates/general",
    "/desk/enquiries/templates/general/1/withdraw",
    "/desk/mail/1",
)


@pytest.fixture(autouse=True)
def one_database(request: pytest.FixtureRequest) -> None:
    """Pages are the same on both databases; once is enough."""
    if "postgres" in request.node.name:
        pytest.skip("pages are tried on SQLite")


def test_a_bureaus_office_is_refused_the_calendar_the_common_templates_and_the_letters(
    home: Any, client: FlaskClient, act_as: Callable[..., Any]
) -> None:
    act_as(
        Role.PUBLISHER, account_id=None, unit_id=home.bureau, unit="局", organ="云州市生态环境局", lower=True
    )
    assert [client.get(path).status_code for path in PAGES] == [403] * len(PAGES)
    assert [client.post(path).status_code for path in DEEDS] == [403] * len(DEEDS)
    assert "新建通用模板" not in client.get("/desk/enquiries/templates").get_data(as_text=True)


def test_the_departments_office_keeps_them(
    home: Any, client: FlaskClient, act_as: Callable[..., Any]
) -> None:
    act_as(Role.PUBLISHER, account_id=None, unit_id=home.office, unit="办公室", organ="澄江省生态环境厅")
    assert [client.get(path).status_code for path in PAGES] == [200] * len(PAGES)
    assert "新建通用模板" in client.get("/desk/enquiries/templates").get_data(as_text=True)
