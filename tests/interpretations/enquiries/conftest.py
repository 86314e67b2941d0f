"""Somebody who asks, and how an enquiry of the furnished department comes about."""

from dataclasses import dataclass, replace
from typing import Any

import pytest
from sqlalchemy.orm import Session

from base import guarding
from base.config import Config
from base.staff.roles import Actor, Role
from interpretations.enquiries import asking
from interpretations.enquiries.asking import Asked, Question, Sender
from interpretations.enquiries.steps import Seen
from interpretations.enquiries.tables import Enquiry

SECRET = "for tests only"
QUESTION = "排污许可证到期以前多久要申请延续？"


@dataclass
class Desk:
    """The people of the furnished department, and the settings of its enquiries."""

    home: Any
    config: Config

    def ask(self, session: Session, sent: int = 1, origin: str = "o", **more: Any) -> Asked:
        """Ask of the department's regulation, article three."""
        told = {"question": QUESTION, "document_id": self.home.document, "eid": "art-3", **more}
        sender = Sender(f"{sent:032x}", guarding.hashed(origin))
        return asking.ask(session, Question(**told), sender, self.config, SECRET)

    def asked(self, sent: int = 1, **more: Any) -> int:
        """The id of an enquiry that was asked."""
        with self.home.database.transaction() as session:
            return self.ask(session, sent, **more).enquiry.id

    def seen(self, key: int) -> Seen:
        """The enquiry as it stands now."""
        with self.home.database.reading() as session:
            return Seen(key, session.get_one(Enquiry, key).version)

    def row(self, key: int) -> Enquiry:
        """The enquiry as it stands now."""
        with self.home.database.reading() as session:
            found: Enquiry = session.get_one(Enquiry, key)
            session.expunge(found)
            return found

    def do(self, verb: Any, key: int, *words: Any, by: Actor, config: bool = True) -> Enquiry:
        """One verb of the desk, in a transaction of its own, on the enquiry as it stands."""
        settings = (self.config,) if config else ()
        with self.home.database.transaction() as session:
            made: Enquiry = verb(session, self.seen(key), *words, *settings, by=by)
            return made

    @property
    def unit(self) -> Actor:
        return self.home.drafter

    @property
    def office(self) -> Actor:
        return self.home.reviewer

    @property
    def legal(self) -> Actor:
        return self.home.officer

    def other(self, name: str = "另一人") -> Actor:
        """Another officer of the water division."""
        return self.home.actor(Role.DRAFTER, self.home.water, name)

    def setting(self, **more: Any) -> "Desk":
        """The same department with other settings of its promises."""
        return Desk(self.home, replace(self.config, explaining=replace(self.config.explaining, **more)))


@pytest.fixture
def desk(home: Any, config: Config) -> Desk:
    """The department, on Monday 23 November 2026 at noon."""
    return Desk(home, config)
