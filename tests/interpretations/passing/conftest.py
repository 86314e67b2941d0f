"""A regulation that is sent down with a short check, and those below who learn it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from base.staff.roles import Actor, Role
from base.staff.tables import Unit, UnitKind
from interpretations.passing import receiving, sending
from interpretations.passing.matter import Matter
from interpretations.passing.orders import Addressee, Order
from interpretations.passing.tables import Dispatch, Recipient
from interpretations.rules.passing import Question

DUE = date(2026, 12, 7)
QUESTIONS = (
    Question("许可证有效期几年？", ("三年", "五年", "十年"), frozenset({1}), "第三条写明五年。", "art-3"),
    Question(
        "延续申请何时提出？",
        ("届满六十日前", "届满当日", "届满之后"),
        frozenset({0}),
        "须在届满六十日前提出。",
        "art-3",
    ),
    Question(
        "哪些说法对？",
        ("先取得许可证", "可以先排污", "没有证不能排污"),
        frozenset({0, 2}),
        "先证后排。",
        "art-2",
    ),
)


@dataclass
class Below:
    """What is sent down, to whom, by whom."""

    home: Any
    institute: int
    sent: list[int] = field(default_factory=list)

    @property
    def clerk(self) -> Actor:
        """Somebody of the lower bureau."""
        made: Actor = self.home.actor(Role.DRAFTER, self.home.bureau, "clerk")
        return made

    @property
    def trainee(self) -> Actor:
        """Somebody of the institute."""
        made: Actor = self.home.actor(Role.DRAFTER, self.institute, "trainee")
        return made

    def order(self, **more: Any) -> Order:
        held: dict[str, Any] = {
            "title": "学习排污许可管理办法",
            "note": "请组织窗口人员学习。",
            "due_on": DUE,
            "questions": QUESTIONS,
            "needed": 2,
            "addressees": (Addressee(self.home.bureau), Addressee(self.institute, "监测岗")),
        }
        return Order(**(held | more))

    def send(self, form: str = "sent-1", interpretation: int | None = None, **more: Any) -> int:
        """Sends it down; gives its id."""
        with self.home.database.transaction() as session:
            matter = Matter(self.home.document, interpretation)
            row = sending.send(session, form, matter, self.order(**more), by=self.home.drafter)
            return row.id

    def recipients(self, key: int) -> list[int]:
        with self.home.database.reading() as session:
            return [row.id for row in sending.recipients_of(session, key)]

    def acknowledge(self, recipient: int, by: Actor | None = None) -> None:
        with self.home.database.transaction() as session:
            receiving.acknowledge(session, recipient, by=by or self.clerk)

    def places(self, recipient: int, answers: tuple[frozenset[int], ...]) -> list[list[int]]:
        """Where the options with these answers are shown at the next try."""
        with self.home.database.reading() as session:
            row = session.get_one(Recipient, recipient)
            dispatch = session.get_one(Dispatch, row.dispatch_id)
            shown = receiving.orders(row, dispatch, len(row.tries) + 1)
        return [
            [order.index(option) for option in answer] for order, answer in zip(shown, answers, strict=True)
        ]

    def attempt(self, recipient: int, *answers: frozenset[int], by: Actor | None = None) -> Any:
        """Tries the check with these options; without any, with the right ones."""
        given = answers or tuple(each.right for each in QUESTIONS)
        places = self.places(recipient, given)
        with self.home.database.transaction() as session:
            number = len(session.get_one(Recipient, recipient).tries) + 1
            return receiving.attempt(session, recipient, number, places, by=by or self.clerk)


@pytest.fixture
def below(home: Any) -> Below:
    """An institute beside the bureau of the house."""
    with home.database.transaction() as session:
        institute = Unit(organ="澄江省生态环境厅", name="澄江省环境监测中心", kind=UnitKind.INSTITUTE.value)
        session.add(institute)
        session.flush()
        return Below(home, institute.id)


@pytest.fixture
def sign_in(app: Flask) -> Callable[[Actor], None]:
    """Lets every request be made by this person."""

    def signed(who: Actor) -> None:
        app.extensions["visitor"] = lambda: who
        app.config["WTF_CSRF_ENABLED"] = False

    return signed


@pytest.fixture
def desk(client: FlaskClient, sign_in: Callable[[Actor], None], below: Below) -> FlaskClient:
    """The desk of the drafter who sends down."""
    sign_in(below.home.drafter)
    return client
