"""What no request gets away with: forged forms, other sites' forms, pages kept behind one's back."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

import app as application
from base.config import Config
from base.staff.roles import Actor, Role

ADMIN = Actor(1, "system", "系统管理员", Role.SYSTEM_ADMINISTRATOR)
UNIT = {"organ": "澄江省生态环境厅", "name": "办公室", "kind": "office"}


@pytest.fixture
def signed_in(app: Flask, client: FlaskClient) -> FlaskClient:
    """The system administrator, with tokens asked for as ever."""
    app.extensions["visitor"] = lambda: ADMIN
    return client


def token(client: FlaskClient, page: str = "/admin/units") -> str:
    found = re.search(r'name="csrf_token" value="([^"]{1,200})"', client.get(page).text)
    assert found
    return found[1]


def test_a_form_with_its_token_is_taken(signed_in: FlaskClient) -> None:
    assert signed_in.post("/admin/units", data={**UNIT, "csrf_token": token(signed_in)}).status_code == 303


@pytest.mark.parametrize(
    "forged", [{}, {"csrf_token": ""}, {"csrf_token": "abc"}, {"csrf_token": "IjEi.x.y"}]
)
def test_a_form_without_the_right_token_is_refused_in_plain_words(
    signed_in: FlaskClient, forged: dict[str, str]
) -> None:
    token(signed_in)
    answer = signed_in.post("/admin/units", data={**UNIT, **forged})
    assert answer.status_code == 400
    assert "没有执行" in answer.text
    assert "刷新后再提交" in answer.text
    assert "办公室" not in signed_in.get("/admin/units").text


def test_the_token_of_another_session_is_refused(app: Flask, signed_in: FlaskClient) -> None:
    token(signed_in)
    theirs = token(app.test_client())
    assert signed_in.post("/admin/units", data={**UNIT, "csrf_token": theirs}).status_code == 400


def test_every_form_that_changes_something_asks_for_its_token(app: Flask, signed_in: FlaskClient) -> None:
    # The look of the pages; a check writes nothing, and belongs to nobody.
    exempt = {"pages.appearance", "checking.show", "checking.show_pdf", "checking.api"}
    exempt |= {"day_snapshot_confirming.check_file"}
    for rule in app.url_map.iter_rules():
        if "POST" in (rule.methods or ()) and not rule.arguments and rule.endpoint not in exempt:
            answer = signed_in.post(rule.rule)
            assert answer.status_code in {400, 403}, rule.rule


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost.evil.example"},
        {"Origin": "http://localhost:81"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_form_of_another_site_is_refused_whatever_it_carries(
    signed_in: FlaskClient, headers: dict[str, str]
) -> None:
    form = {**UNIT, "csrf_token": token(signed_in)}
    answer = signed_in.post("/admin/units", data=form, headers=headers)
    assert answer.status_code == 403
    assert "来自其他网站" in answer.text
    assert signed_in.post("/appearance", data={"large": "on"}, headers=headers).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [{}, {"Origin": "http://localhost"}, {"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}],
)
def test_ones_own_forms_pass(signed_in: FlaskClient, headers: dict[str, str]) -> None:
    form = {**UNIT, "csrf_token": token(signed_in)}
    assert signed_in.post("/admin/units", data=form, headers=headers).status_code == 303


def test_the_public_address_counts_as_ones_own(app: Flask, signed_in: FlaskClient) -> None:
    app.extensions["config"] = replace(app.extensions["config"], base_url="https://policy.example.gov.cn")
    form = {**UNIT, "csrf_token": token(signed_in)}
    headers = {"Origin": "https://policy.example.gov.cn"}
    assert signed_in.post("/admin/units", data=form, headers=headers).status_code == 303


def test_reading_is_not_bound_to_a_site(client: FlaskClient) -> None:
    headers = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    assert client.get("/", headers=headers).status_code == 200


# Kept behind one's back


def test_what_somebody_signed_in_saw_is_kept_nowhere(signed_in: FlaskClient, app: Flask) -> None:
    for path in ("/", "/admin/accounts", "/account/second-factor", "/nothing-here", "/sign-in", "/documents"):
        answer = signed_in.get(path)
        assert answer.headers["Cache-Control"] == "no-store", path
        assert "ETag" not in answer.headers, path
    app.extensions["visitor"] = lambda: None
    assert signed_in.get("/admin/accounts").headers["Cache-Control"] == "no-store"


def test_public_pages_are_kept_as_before(client: FlaskClient) -> None:
    first = client.get("/")
    assert first.headers["Cache-Control"] == "no-cache"
    assert client.get("/", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert "no-store" not in client.get("/static/site.css").headers.get("Cache-Control", "")
    assert client.get("/sign-in").headers["Cache-Control"] == "no-store"


def test_a_page_made_for_somebody_is_never_shown_to_others(
    app: Flask, client: FlaskClient, act_as: Callable[..., Actor]
) -> None:
    act_as(Role.LEGAL_OFFICER)
    assert "法制人员" in client.get("/").text
    act_as(None)
    assert "法制人员" not in app.test_client().get("/").text


# What every answer says


def site(config: Config, **more: Any) -> Flask:
    return application.create_app(replace(config, **more))


def test_a_reader_over_https_is_kept_there_and_his_cookie_too(config: Config) -> None:
    made = site(config, base_url="https://policy.example.gov.cn")
    answer = made.test_client().get("/sign-in", base_url="https://policy.example.gov.cn")
    application.close(made)
    cookie = answer.headers["Set-Cookie"]
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert cookie.startswith("__Host-session=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


def test_a_proxy_that_says_nothing_is_made_up_for_by_the_public_address(config: Config) -> None:
    made = site(config, base_url="https://policy.example.gov.cn")
    answer = made.test_client().get("/sign-in", base_url="http://10.0.0.2:8000")
    application.close(made)
    assert "Strict-Transport-Security" in answer.headers
    assert "Secure" in answer.headers["Set-Cookie"]


def test_without_https_nothing_is_promised(client: FlaskClient) -> None:
    answer = client.get("/sign-in")
    assert "Strict-Transport-Security" not in answer.headers
    assert {"HttpOnly", "SameSite=Lax"} <= set(answer.headers["Set-Cookie"].split("; "))
    assert "Secure" not in answer.headers["Set-Cookie"]


def test_no_page_uses_what_no_page_needs(client: FlaskClient) -> None:
    assert "camera=()" in client.get("/").headers["Permissions-Policy"]


@pytest.mark.parametrize(("proxies", "believed"), [(0, "127.0.0.1"), (1, "203.0.113.9"), (2, "198.51.100.1")])
def test_proxies_are_believed_as_far_as_the_settings_say(config: Config, proxies: int, believed: str) -> None:
    made = site(config, entry=replace(config.entry, trusted_proxies=proxies))
    seen: list[str] = []
    made.before_request(lambda: seen.append(application.visiting.address()))
    headers = {"X-Forwarded-For": "1.2.3.4, 198.51.100.1, 203.0.113.9", "X-Forwarded-Host": "evil.example"}
    answer = made.test_client().get("/static/site.css", headers=headers, buffered=True)
    application.close(made)
    assert answer.status_code == 200
    assert seen == [believed]


def test_a_proxys_word_about_https_counts(config: Config) -> None:
    made = site(config, entry=replace(config.entry, trusted_proxies=1))
    answer = made.test_client().get("/sign-in", headers={"X-Forwarded-Proto": "https"})
    application.close(made)
    assert "Strict-Transport-Security" in answer.headers
    assert "Secure" in answer.headers["Set-Cookie"]


@pytest.mark.parametrize(("status", "word"), [(401, "需要登录"), (403, "没有权限"), (429, "稍后再试")])
def test_refusals_say_what_to_do(app: Flask, client: FlaskClient, status: int, word: str) -> None:
    fault = type("Fault", (application.RegistryError,), {"status": status, "code": "test"})

    def failing() -> str:
        raise fault("原因在这里。")

    app.add_url_rule("/failing", view_func=application.access.public(failing))
    page = client.get("/failing")
    assert page.status_code == status
    assert word in page.text
    assert ("去登录" in page.text) is (status != 429)
