"""Whatever address is asked for, the answer is a page, never a failure of ours."""

from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

STRANGE = [
    "/%00",
    "/documents/%ff%fe",
    "/documents/../../etc/passwd",
    "/documents/local-regulation/2019/14%0d%0aSet-Cookie:a=b",
    "/id/%e2%80%ae〔2019〕1号",
    "/id/" + "9" * 5_000,
    "/documents?on=%00",
    "/documents?on=0000-00-00",
    "/documents?on=%F0%9F%BF%BE",
    "/documents?page=-1",
    "/documents?page=" + "9" * 5_000,
    "/documents?kind[]=law&kind=%F0%9F%98%80",
    "/documents?year=１９９９",
    "/search?q=" + "《" * 5_000,
    "/search?q=%22%22%22&on=2021-02-30",
    "/search?q=a&page=99999999999999999999",
    "/?" + "&".join(f"a{number}=1" for number in range(2_000)),
    "/" + "a/" * 2_000,
]

# Whatever can be sent in UTF-8.
ANY = st.characters(exclude_categories=["Cs"])


@pytest.mark.parametrize("address", STRANGE, ids=lambda address: address[:40])
def test_a_strange_address_gets_a_page(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code < 500
    assert "Set-Cookie" not in answer.headers


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(
    path=st.text(ANY, max_size=40),
    name=st.sampled_from(["on", "page", "q", "kind", "sort"]),
    value=st.text(max_size=60),
)
def test_no_path_and_no_query_makes_the_site_fail(
    client: FlaskClient, path: str, name: str, value: str
) -> None:
    assert client.get("/" + quote(path), query_string={name: value}).status_code < 500
    assert client.get("/search", query_string={name: value}).status_code < 500
    assert client.get("/documents", query_string={name: value}).status_code < 500
