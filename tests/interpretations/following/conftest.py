"""A mail server on loopback, a department that writes letters, and readers who follow its document."""

import smtplib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from base.config import Config, Mailing
from interpretations.following import subscribing
from interpretations.following.companion import Rounds
from interpretations.following.letterhead import Letterhead, letterhead, token_of
from interpretations.following.tables import Followed, Follower
from interpretations.following.things import Thing


@dataclass
class Letterbox:
    """What arrived; `refuse` answers a recipient or a letter otherwise than with yes."""

    arrived: list[tuple[str, EmailMessage]] = field(default_factory=list)
    refuse_recipient: str = ""
    refuse_letter: str = ""
    before: Callable[[], None] | None = None

    async def handle_RCPT(  # noqa: N802  # aiosmtpd's own name and arguments
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if self.refuse_recipient:
            return self.refuse_recipient.format(address)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        if self.refuse_letter:
            return self.refuse_letter
        letter = message_from_bytes(envelope.original_content, policy=policy.SMTP)
        self.arrived.extend((recipient, letter) for recipient in envelope.rcpt_tos)
        if self.before:
            self.before()
        return "250 OK"

    def to(self, recipient: str) -> list[EmailMessage]:
        return [letter for name, letter in self.arrived if name == recipient]


def words(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


@pytest.fixture
def letterbox(free_tcp_port: int) -> Iterator[Letterbox]:
    """A mail server on loopback that keeps what it is given."""
    box = Letterbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_tcp_port)
    controller.start()
    yield box
    controller.stop()


@pytest.fixture
def mailing(free_tcp_port: int) -> Mailing:
    """Settings of the mail server; nobody listens there unless the test asks for `letterbox`."""
    return Mailing("127.0.0.1", free_tcp_port, security="none", sender="no-reply@policy.example.cn")


@pytest.fixture
def settings(config: Config, mailing: Mailing) -> Config:
    """Settings of an installation that writes letters."""
    return replace(config, mailing=mailing, base_url="https://policy.example.cn")


@pytest.fixture
def head(settings: Config) -> Letterhead:
    return letterhead(settings)


@dataclass
class Post:
    """A department with readers: asking, confirming, going round."""

    home: Any
    head: Letterhead
    rounds: Rounds

    def follow(self, email: str, followed: Followed = Followed.DOCUMENT, key: int = 0) -> str:
        """Somebody follows something and has confirmed it; gives the token."""
        number = key or self.home.document
        with self.home.database.transaction() as session:
            subscribing.ask(session, self.head, email, Thing(followed, number, "名称", "/documents"))
        token = self.token(email, followed, number)
        with self.home.database.transaction() as session:
            assert subscribing.confirm(session, token) is not None
        return token

    def token(self, email: str, followed: Followed = Followed.DOCUMENT, key: int = 0) -> str:
        with self.home.database.reading() as session:
            query = session.query(Follower).filter_by(email=email, followed=followed.value)
            row = query.filter_by(key=key or self.home.document).one()
            return token_of(self.head, row.email, row.followed, row.key, row.asked_at)

    def rows(self, table: Any) -> list[Any]:
        with self.home.database.reading() as session:
            found = session.query(table).order_by(table.id).all()
            session.expunge_all()
            return found


@pytest.fixture
def post(home: Any, head: Letterhead) -> Post:
    return Post(home, head, Rounds(home.database, head))


@pytest.fixture
def no_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for no server that does not answer."""
    monkeypatch.setattr("interpretations.following.smtp.SECONDS", 2)
    assert smtplib
