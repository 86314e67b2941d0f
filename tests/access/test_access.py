"""The permission table, tried cell by cell: every role, from every unit, on every route, asked for real."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.routing import Rule

from base.staff.access import may, required
from base.staff.audit import AuditRow
from base.staff.roles import GRANTS, Actor, Owner, Permission, Reach, Role, at_the_console

# Where somebody stands to a thing: the world he is of, and the world it is of.
POSITIONS = {
    "own unit": (0, 0),
    "another unit": (0, 1),
    "a lower bureau's": (0, 2),
    "from a lower bureau": (2, 0),
    "own lower bureau": (2, 2),
}
# Things that belong to an organ alone: no unit has them for its own.
OF_THE_ORGAN = {"campaign_owner"}
# Things of the department as a whole: a lower bureau has none of them.
OF_THE_DEPARTMENT = {"of_the_department"}
METHODS = ("GET", "POST")
# Printing is switched off for these tests.
SWITCHED_OFF = 503
ROLES: list[Role | None] = [*Role, None]
# What is done and answered on the spot; every other deed leads to a page, which tells of it.
AT_ONCE = {"accounts.reset_password", "accounts.reopen", "audit.export"}
# An empty form chooses nothing here, or nothing here is sure: nothing is done.
NOTHING_CHOSEN = {
    "tasks.handle_many",
    "proposals.confirm_sure_of_document",
    "proposals.confirm_sure_of_draft",
}


def routes(app: Flask, *, closed: bool) -> Iterator[tuple[Rule, str]]:
    """Every route that is (not) for everybody, once for each of its methods."""
    for rule in app.url_map.iter_rules():
        need = required(app.view_functions[rule.endpoint])
        if rule.endpoint != "static" and need and (need[0] is not Permission.PUBLIC) is closed:
            yield from ((rule, method) for method in METHODS if method in (rule.methods or ()))


def expected(app: Flask, rule: Rule, role: Role | None, position: str) -> bool:
    """What the table grants, said anew: own things, the own organ's, or all; to a lower bureau never all."""
    need = required(app.view_functions[rule.endpoint])
    assert need
    permission, of = need
    if permission is Permission.SIGNED_IN:
        return True
    reach = GRANTS[permission].get(role, Reach.NONE) if role else Reach.NONE
    if reach is Reach.NONE or of is None:
        return reach is not Reach.NONE
    if position == "from a lower bureau":
        return False
    if position == "own lower bureau" and of.__name__ in OF_THE_DEPARTMENT:
        return False
    if position.startswith("own") and of.__name__ not in OF_THE_ORGAN:
        return True
    return reach is Reach.ALL or (reach is Reach.ORGAN and position != "a lower bureau's")


def ask(app: Flask, method: str, path: str, who: Actor | None) -> Any:
    app.extensions["visitor"] = lambda: who
    # Pages are not parsed here: two thousand of them would take minutes.
    return FlaskClient(app).open(path, method=method, buffered=True)


def warned(app: Flask, answer: Any) -> bool:
    """Whether the answer leads to a page that will say why nothing was done."""
    cookie = (answer.headers.get("Set-Cookie") or "").partition("=")[2].partition(";")[0]
    held = app.session_interface.get_signing_serializer(app).loads(cookie) if cookie else {}
    return any(category == "warning" for category, _ in held.get("_flashes", ()))


def let_in(answer: Any) -> bool:
    return answer.status_code not in {401, 403} and not (answer.location or "").startswith("/sign-in")


@pytest.mark.parametrize("role", ROLES)
def test_every_cell_of_the_table_holds(app: Flask, worlds: list[Any], role: Role | None) -> None:
    breaches, cells = [], 0
    for position, (mine, theirs) in POSITIONS.items():
        who = worlds[mine].actor(role)
        for rule, method in routes(app, closed=True):
            path = worlds[theirs].address(app, rule)
            answer = ask(app, method, path, who)
            cells += 1
            if let_in(answer) is not expected(app, rule, role, position):
                breaches.append(f"{position}: {method} {path}: {answer.status_code}")
            elif answer.status_code >= 500 and answer.status_code != SWITCHED_OFF:
                breaches.append(f"{position}: {method} {path}: a mistake of ours, {answer.status_code}")
    assert breaches == []
    assert cells * len(ROLES) >= 1_000


def test_nobody_gets_anywhere_but_to_the_door(app: Flask, worlds: list[Any]) -> None:
    for rule, method in routes(app, closed=True):
        answer = ask(app, method, worlds[0].address(app, rule), None)
        assert not let_in(answer), f"{method} {rule.rule}: {answer.status_code}"


def test_public_pages_ask_for_nobody(app: Flask) -> None:
    addresses = {
        app.url_map.bind("localhost").build(rule.endpoint)
        for rule, method in routes(app, closed=False)
        if method == "GET" and not rule.arguments
    }
    assert {"/", "/documents", "/search", "/sign-in", "/sitemap"} <= addresses
    for path in addresses:
        assert let_in(ask(app, "GET", path, None)), path


def test_every_deed_that_was_done_is_written_down(app: Flask, worlds: list[Any]) -> None:
    done, written = set(), set()
    for role in Role:
        for rule, method in routes(app, closed=True):
            if method != "POST":
                continue
            before = rows(app)
            answer = ask(app, method, worlds[0].address(app, rule), worlds[0].actor(role))
            if let_in(answer) and answer.status_code in ({200, 303} if rule.endpoint in AT_ONCE else {303}):
                done |= set() if warned(app, answer) else {rule.endpoint}
                written |= {rule.endpoint} if rows(app) > before else set()
    assert done - written <= NOTHING_CHOSEN
    assert {"accounts.reset_password", "audit.check", "audit.export", "roles.unlock", "door.leave"} <= done


def rows(app: Flask) -> int:
    with app.extensions["database"].reading() as session:
        return session.scalar(select(func.count(AuditRow.id))) or 0


# Planted faults


def test_a_route_that_names_no_permission_is_closed_to_everybody(app: Flask, worlds: list[Any]) -> None:
    app.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    for role in ROLES:
        answer = ask(app, "GET", "/forgotten", worlds[0].actor(role))
        assert answer.status_code == 403
        assert "secret" not in answer.text
    assert unnamed(app) == ["/forgotten"]


def unnamed(app: Flask) -> list[str]:
    """Routes that forgot to say whom they are for."""
    return [
        rule.rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static" and required(app.view_functions[rule.endpoint]) is None
    ]


def test_every_route_names_its_permission(app: Flask) -> None:
    assert unnamed(app) == []


def test_an_argument_nobody_knows_is_told(app: Flask, worlds: list[Any]) -> None:
    app.add_url_rule("/desk/new/<thing>", "drafts.new_thing", may(Permission.DRAFT)(lambda thing: thing))
    rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == "drafts.new_thing")
    with pytest.raises(AssertionError, match="say in SEEDS what “thing”"):
        worlds[0].address(app, rule)


def test_a_permission_that_is_too_wide_is_found(app: Flask, worlds: list[Any]) -> None:
    @may(Permission.DRAFT)
    def careless(key: int) -> str:
        return f"draft {key}"

    def owner(_session: Any, **_arguments: Any) -> Owner:
        return Owner(worlds[1].unit.id, frozenset({worlds[1].unit.organ}))

    app.add_url_rule("/desk/drafts/<int:key>/careless", "drafts.careless", careless)
    rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == "drafts.careless")
    drafter = worlds[0].actor(Role.DRAFTER)
    assert let_in(ask(app, "GET", worlds[1].address(app, rule), drafter))
    app.view_functions["drafts.careless"] = may(Permission.DRAFT, of=owner)(careless)
    assert not let_in(ask(app, "GET", worlds[1].address(app, rule), drafter))


# The table itself


@pytest.mark.parametrize("permission", [each for each in Permission if each not in {"public", "signed_in"}])
def test_every_permission_is_granted_to_somebody(permission: Permission) -> None:
    assert GRANTS[permission]


def test_the_three_administrators_have_one_permission_each_and_no_document() -> None:
    for role in (Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDITOR):
        granted = [permission for permission, roles in GRANTS.items() if role in roles]
        assert len(granted) == 1
        assert list(GRANTS[granted[0]]) == [role]


def test_nobody_publishes_what_he_drafts_or_reviews() -> None:
    assert set(GRANTS[Permission.PUBLISH]) == {Role.PUBLISHER}
    assert Role.PUBLISHER not in GRANTS[Permission.DRAFT]
    assert Role.DRAFTER not in GRANTS[Permission.REVIEW]


def test_a_thing_without_an_owner_is_open_only_to_who_may_do_all() -> None:
    nobodys = Owner()
    drafter = Actor(1, "a", "a", Role.DRAFTER, 5, "处", "厅")
    officer = Actor(1, "a", "a", Role.LEGAL_OFFICER, 5, "处", "厅")
    below = Actor(1, "a", "a", Role.LEGAL_OFFICER, 5, "局", "局", lower=True)
    assert not drafter.may(Permission.DRAFT, nobodys)
    assert officer.may(Permission.DRAFT, nobodys)
    assert not below.may(Permission.DRAFT, nobodys)


def test_an_account_without_a_role_may_only_see_itself() -> None:
    nobody = Actor(1, "a", "a", None, 5, "处", "厅")
    assert [each for each in Permission if nobody.may(each)] == [Permission.PUBLIC, Permission.SIGNED_IN]


def test_the_console_is_nobody_signed_in() -> None:
    assert not at_the_console().may(Permission.SIGNED_IN)
    assert at_the_console().may(Permission.PUBLIC)
