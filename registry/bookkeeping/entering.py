"""Entering (登记): documents and their versions into the books, and out of the public's sight."""

from dataclasses import replace

from sqlalchemy.orm import Session

from base import clock, outbox
from base.errors import BadInput, NotFound
from registry.bookkeeping.orders import HAND, LONGEST_REASON
from registry.bookkeeping.records import get
from registry.intake.parsed import Parsed
from registry.law.provisions import Provision
from registry.law.reading import flatten
from registry.law.terms import Publication
from registry.law.titles import title_key
from registry.tables import Source
from registry.works import loading
from registry.works.shapes import Arrival, Placed
from registry.works.shelving import TOPIC, shelve


def enter(session: Session, parsed: Parsed, *, by: str) -> Placed:
    """Enter (登记) a document or another of its versions, read from a file.

    Raises BadInput when a file of this path is entered already: that is an `update`.
    """
    if session.get(Source, parsed.path):
        raise BadInput(f"{parsed.path} 已登记：如内容有变，请用更新")
    return _take_in(session, parsed, by)


def join_version(session: Session, key: int, parsed: Parsed, *, by: str) -> Placed:
    """Enter (并入) a file as another version of this very document.

    Raises BadInput when its title names another work.
    """
    document = get(session, key)
    if title_key(parsed.title) != document.title_key:
        raise BadInput(f"《{parsed.title}》与《{document.title}》标题不同，不能并为同一文件的版本")
    return enter(session, replace(parsed, region=document.region), by=by)


def update(session: Session, parsed: Parsed, *, by: str) -> Placed:
    """Update (更新) what was read from a file that is entered already; the former wording is kept.

    Raises NotFound when no file of this path is entered.
    """
    if not session.get(Source, parsed.path):
        raise NotFound(f"{parsed.path} 尚未登记，无从更新")
    return _take_in(session, parsed, by)


def withdraw(session: Session, key: int, reason: str) -> None:
    """Withdraw (撤回) a document from the public; its page says so and why. Raises BadInput for no reason.

    The public is told why, not by whom: that is in the audit trail, which the caller writes.
    """
    document = get(session, key)
    if not reason.strip():
        raise BadInput("撤回必须说明理由（reason）")
    document.publication = Publication.WITHDRAWN.value
    document.withdrawn_at = clock.now()
    document.withdrawal_reason = reason.strip()[:LONGEST_REASON]
    session.flush()
    outbox.post(session, TOPIC, [document.id])


def _take_in(session: Session, parsed: Parsed, by: str) -> Placed:
    flat = tuple(_values(depth, provision) for depth, provision in flatten(parsed.provisions))
    arrival = Arrival(replace(parsed, provisions=()), flat, HAND)
    return shelve(session, [arrival], loading.catalogue(session), by=by)[0]


def _values(depth: int, provision: Provision) -> tuple[str, str, int, str, str, str]:
    return (provision.level.value, provision.eid, depth, provision.number, provision.heading, provision.body)
