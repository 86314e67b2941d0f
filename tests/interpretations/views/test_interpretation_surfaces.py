"""Every surface of one interpretation through its life: before its minute, public, marked, withdrawn, hidden.

One list of surfaces: a new one is added here and has kept every promise from then on.
"""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

from base import clock, outbox
from interpretations.publishing import editing, flow, release
from interpretations.publishing.works import Work
from interpretations.rules.terms import Origin
from registry.law.terms import EventKind
from registry.tables import Document

OWN = ("", ".json", ".pdf", ".pdf?type=large")
LISTS = (
    "/interpretations",
    "/interpretations.json",
    "/interpretations/data.feed",
    "/faq",
    "/faq.json",
    "/faq/data.feed",
)
# Who owes an explanation: what has met the duty is named there.
GAPS = ("/interpretations/gaps", "/interpretations/gaps.json")
ADDRESS = "normative-document/2026/900001"
SECRET = ("《澄江省排污许可管理办法》解读", "证到期了怎么办", "排污之前先领证", "先领证，再排污")
MINUTE = datetime(2026, 11, 24, 1, tzinfo=UTC)


def told(answer: Any) -> str:
    """What an answer says, JSON without its escapes."""
    return (
        json.dumps(answer.get_json(), ensure_ascii=False) if answer.is_json else answer.get_data(as_text=True)
    )


def scheduled(home: Any) -> int:
    """An interpretation that waits for its minute."""
    with home.database.transaction() as session:
        row = home.begin(session)
        flow.submit(session, row.id, 1, by=home.drafter)
        flow.approve(session, row.id, 1, "同意", by=home.reviewer)
        release.schedule(session, row.id, 1, MINUTE, by=home.reviewer)
        return int(row.id)


def hide(home: Any) -> None:
    with home.database.transaction() as session:
        session.get_one(Document, home.document).publication = "withdrawn"
        outbox.grow(session)


def silent(client: FlaskClient, key: int, *, files: tuple[int, ...] = ()) -> None:
    """Nothing of the interpretation is told anywhere, not even that it is there."""
    for form in OWN:
        answer = client.get(f"/interpretations/{key}{form}")
        assert answer.status_code == 404, form
        assert not [word for word in SECRET if word in told(answer)]
    for number in files:
        assert client.get(f"/interpretations/{key}/files/{number}").status_code == 404
    for address in (*LISTS, *GAPS):
        words = told(client.get(address))
        assert not [word for word in SECRET if word in words], address


@pytest.mark.parametrize("stage", ["draft", "submitted", "reviewed"])
def test_nothing_is_told_of_a_working_copy(home: Any, client: FlaskClient, stage: str) -> None:
    with home.database.transaction() as session:
        key = home.begin(session).id
        if stage != "draft":
            flow.submit(session, key, 1, by=home.drafter)
        if stage == "reviewed":
            flow.approve(session, key, 1, "同意", by=home.reviewer)
    silent(client, key)


def test_nothing_is_told_until_the_minute_and_everything_from_it(home: Any, client: FlaskClient) -> None:
    key = scheduled(home)
    clock.set_moment(datetime(2026, 11, 24, 0, 59, 59, tzinfo=UTC))
    silent(client, key)
    clock.set_moment(MINUTE)
    for form in OWN:
        assert client.get(f"/interpretations/{key}{form}").status_code == 200, form
    for address in LISTS:
        words = told(client.get(address))
        assert any(word in words for word in SECRET), address


def test_a_hidden_document_hides_every_surface(
    home: Any, client: FlaskClient, published: Callable[..., int]
) -> None:
    key = published(with_files=True)
    assert client.get(f"/interpretations/{key}").status_code == 200
    numbers = tuple(range(1, 4))
    assert client.get(f"/interpretations/{key}/files/1").status_code == 200
    hide(home)
    silent(client, key, files=numbers)


def test_a_withdrawn_one_says_so_and_why_on_its_own_pages_and_is_in_no_list(
    home: Any, client: FlaskClient, published: Callable[..., int]
) -> None:
    key = published(with_files=True)
    with home.database.transaction() as session:
        release.withdraw(session, key, "引用数字有误", by=home.officer)
    for form in OWN:
        answer = client.get(f"/interpretations/{key}{form}")
        assert answer.status_code == 410, form
        assert "引用数字有误" in told(answer)
        assert "先领证，再排污" not in told(answer)
    assert client.get(f"/interpretations/{key}/files/1").status_code == 404
    for address in ("/interpretations", "/interpretations.json", "/faq", "/faq.json", "/faq/data.feed"):
        assert not [word for word in SECRET if word in told(client.get(address))], address
    assert "【已撤回】" in told(client.get("/interpretations/data.feed"))


def test_a_withdrawn_one_of_a_hidden_document_is_not_told_of(
    home: Any, client: FlaskClient, published: Callable[..., int]
) -> None:
    key = published()
    with home.database.transaction() as session:
        release.withdraw(session, key, "引用数字有误", by=home.officer)
    hide(home)
    silent(client, key)


def test_at_the_midnight_of_a_repeal_every_surface_bears_the_mark(
    home: Any, client: FlaskClient, published: Callable[..., int]
) -> None:
    key = published()
    home.event(EventKind.REPEAL, date(2027, 1, 1))
    clock.set_moment(datetime(2026, 12, 31, 15, 59, 59, tzinfo=UTC))
    for address in (f"/interpretations/{key}", f"/interpretations/{key}.json", *LISTS):
        assert "已废止" not in told(client.get(address)), address
    clock.set_moment(datetime(2026, 12, 31, 16, 0, 0, tzinfo=UTC))
    page = told(client.get(f"/interpretations/{key}"))
    assert "<title>【已废止】《澄江省排污许可管理办法》解读" in page
    assert "<strong>已废止</strong>" in page
    assert client.get(f"/interpretations/{key}.json").get_json()["mark"] == "已废止"
    assert "【已废止】《澄江省排污许可管理办法》解读" in told(client.get("/interpretations"))
    assert client.get("/interpretations.json").get_json()["member"][0]["mark"] == "已废止"
    assert "<title>【已废止】《澄江省排污许可管理办法》解读</title>" in told(
        client.get("/interpretations/data.feed")
    )
    assert client.get(f"/interpretations/{key}").headers["X-Validity"].startswith("repealed; on=2027-01-01")
    assert client.get("/faq.json").get_json()["totalItems"] == 0


def test_an_article_that_changes_at_midnight_turns_its_explanations_with_nobody_awake(
    home: Any, client: FlaskClient, published: Callable[..., int]
) -> None:
    key = published()
    home.reword("art-3", "排污许可证有效期为三年。", date(2027, 1, 1))
    clock.set_moment(datetime(2026, 12, 31, 15, 59, 59, tzinfo=UTC))
    assert "解读针对旧版" not in told(client.get(f"/interpretations/{key}"))
    assert client.get("/faq.json").get_json()["totalItems"] == 2
    clock.set_moment(datetime(2026, 12, 31, 16, 0, 0, tzinfo=UTC))
    page = told(client.get(f"/interpretations/{key}"))
    assert "解读针对旧版" in page
    assert f"/documents/{ADDRESS}/compare/2026-11-20/2027-01-01" in page
    assert f"/documents/{ADDRESS}/2026-11-20#art-3" in page
    assert "解读针对旧版" in told(client.get("/interpretations"))
    faq = client.get("/faq.json").get_json()
    assert (faq["totalItems"], faq["being_checked"]) == (1, 1)
    assert "另有 1 个问答所解读的条文有变动" in told(client.get("/faq"))


def test_both_ends_lead_to_each_other(home: Any, client: FlaskClient, published: Callable[..., int]) -> None:
    key = published()
    assert f'href="/documents/{ADDRESS}"' in told(client.get(f"/interpretations/{key}"))
    assert f"/interpretations/{key}" in told(client.get(f"/documents/{ADDRESS}"))
    assert client.get(f"/documents/{ADDRESS}").status_code == 200
    assert home.document


def test_the_former_version_stays_public_while_a_revision_is_written(
    home: Any, client: FlaskClient, published: Callable[..., int]
) -> None:
    key = published()
    with home.database.transaction() as session:
        revised = home.content(title="还没有审核的标题", origin=Origin.EXPERT, credit="沈教授")
        editing.save(session, key, 1, revised, by=home.drafter)
        outbox.grow(session)
    surfaces = (
        f"/interpretations/{key}",
        f"/interpretations/{key}.json",
        f"/documents/{ADDRESS}",
        *LISTS,
        *GAPS,
    )
    for address in surfaces:
        words = told(client.get(address))
        assert not [word for word in ("还没有审核的标题", "沈教授", "专家解读") if word in words], address
    # It is still the unit's own interpretation that meets the duty.
    assert client.get(GAPS[1]).get_json()["counts"]["met"] == 1
    assert "《澄江省排污许可管理办法》解读" in told(client.get(GAPS[0]))


def test_of_two_documents_the_hidden_one_is_not_told_of(home: Any, client: FlaskClient) -> None:
    with home.database.transaction() as session:
        first = session.get_one(Document, home.document)
        second = Document(
            address="normative-document/2026/900002",
            title="澄江省排污许可实施细则",
            title_key="澄江省排污许可实施细则",
            kind="normative_document",
            year=2026,
            drafting_unit_id=home.water,
            published_on=first.published_on,
            published_at=first.published_at,
            recorded_at=first.recorded_at,
            recorded_by="tests",
        )
        session.add(second)
        session.flush()
        works = [Work(document_id=home.document), Work(document_id=second.id)]
        key = editing.begin(session, "two", home.content(), works, home.water, by=home.drafter).id
        flow.submit(session, key, 1, by=home.drafter)
        flow.approve(session, key, 1, "同意", by=home.reviewer)
        release.publish(session, key, 1, by=home.reviewer)
    surfaces = (f"/interpretations/{key}", f"/interpretations/{key}.json", *LISTS[:3])
    for address in surfaces:
        assert "实施细则" in told(client.get(address)), address
    assert "《澄江省排污许可管理办法》第二条" not in told(client.get("/faq"))
    with home.database.transaction() as session:
        session.get_one(Document, second.id).publication = "withdrawn"
        outbox.grow(session)
    for address in (*surfaces, "/faq", "/faq.json"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "实施细则" not in told(answer), address


def test_the_site_map_leads_to_every_part_and_each_is_there(client: FlaskClient) -> None:
    page = client.get("/sitemap").get_data(as_text=True)
    for way in (
        "/interpretations",
        "/interpretations/gaps",
        "/interpretations/data.feed",
        "/faq",
        "/faq/data.feed",
        "/enquiries",
        "/enquiries/new",
        "/enquiries/follow",
        "/enquiries/channels",
    ):
        assert f'<a href="{way}">' in page
        assert client.get(way).status_code == 200
