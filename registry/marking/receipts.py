"""Receipts (标注回执): a mark confirmed once, whatever the browser sends, and what it was seen to change."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from base import clock
from base.errors import NotFound, RegistryError
from base.staff import audit
from base.staff.roles import Actor
from registry.law.events import Act
from registry.marking.deeds import Deed, Mark, hold
from registry.marking.dues import open_all
from registry.marking.outcome import Change, Outcome, done
from registry.marking.sighting import Sighting
from registry.marking.tables import Receipt
from registry.tables import EventRow


class ChangedMeanwhile(RegistryError):
    """The document's record is not any more what the preview was made from; `events`: the ids that differ."""

    code = "changed-meanwhile"
    status = 409

    def __init__(self, title: str, events: frozenset[int]) -> None:
        super().__init__(f"预览之后，《{title}》的沿革有了变动：请重新核对，再确认")
        self.events = events


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a preview gives along: the token that marks once, and the standing events it was made from."""

    token: str
    known: frozenset[int]


def confirm(session: Session, key: int, mark: Mark, ticket: Ticket, *, by: Actor) -> Receipt:
    """Carry the mark out, once for each token, with its audit row, its tasks and its receipt.

    Raises ChangedMeanwhile where the record changed since the preview, and as `marking.deeds.carry_out`.
    """
    document = hold(session, key, mark)
    known = session.scalars(select(Receipt).where(Receipt.token == ticket.token)).one_or_none()
    if known is not None and known.document_id != key:
        # The ticket of another document's preview marks nothing here, and must not seem to.
        raise ChangedMeanwhile(document.title, frozenset())
    if known is not None:
        return known
    former = standing(session, key)
    if differing := frozenset(former) ^ ticket.known:
        # Who meant to end what has ended is told so; the preview shows what else changed.
        done(session, key, mark, by=by.name)
        raise ChangedMeanwhile(document.title, differing)
    outcome = done(session, key, mark, by=by.name)
    receipt = _receipt(outcome, mark, ticket.token, by)
    session.add(receipt)
    open_all(session, outcome.duties, by=by.name)
    session.flush()
    audit.record(
        session,
        by,
        f"marking.{mark.deed.value}",
        f"document:{key}",
        before={"events": former, "status": _shown(outcome, before=True)},
        after={"receipt": receipt.id, "status": _shown(outcome, before=False), **in_values(mark)},
    )
    return receipt


def _shown(outcome: Outcome, *, before: bool) -> str:
    """The words of the page that changed; "" where only other surfaces did."""
    page = [change for change in outcome.changes if change.surface == "page"]
    return (page[0].before if before else page[0].after) if page else ""


def _receipt(outcome: Outcome, mark: Mark, token: str, by: Actor) -> Receipt:
    return Receipt(
        token=token,
        document_id=outcome.document.id,
        deed=mark.deed.value,
        order=in_values(mark),
        event_ids=[row for row in (mark.event_id, outcome.event.id if outcome.event else None) if row],
        surfaces=[row_of(change) for change in outcome.changes],
        recorded_at=clock.now(),
        recorded_by=by.name,
    )


def row_of(change: Change) -> dict[str, object]:
    """A change as the receipt keeps it; nothing was seen yet."""
    plain = asdict(change) | {"since": change.since.isoformat()}
    return {**plain, "seen": "", "agrees": False, "seen_at": ""}


def in_values(mark: Mark) -> dict[str, object]:
    """The order as plain values, for the receipt and the audit trail."""
    order = mark.order
    acts = {"act": order.act, "successor": order.successor}
    return {
        "deed": mark.deed.value,
        "on": order.on.isoformat() if order.on else None,
        "provisions": list(order.provisions),
        "area": order.area,
        "evidence": order.evidence,
        "event_id": mark.event_id,
        "reason": mark.reason,
        **{name: _named(act) for name, act in acts.items()},
    }


def _named(act: Act | None) -> dict[str, str] | None:
    return asdict(act) if act and (act.title or act.number) else None


def standing(session: Session, key: int) -> list[int]:
    """The ids of the standing events of a document."""
    query = select(EventRow.id).where(EventRow.document_id == key, EventRow.withdrawn_at.is_(None))
    return sorted(session.scalars(query))


def receipt(session: Session, key: int, number: int) -> Receipt:
    """A receipt of this document; raises NotFound."""
    found = session.get(Receipt, number)
    # A clean-up has receipts of its own shape, with their own page.
    if found is None or found.document_id != key or found.deed not in set(Deed):
        raise NotFound(f"这份文件没有编号为 {number} 的标注回执")
    return found


def receipts(session: Session, key: int) -> tuple[Receipt, ...]:
    """Every receipt of a document's own marks, newest first."""
    query = select(Receipt).where(Receipt.document_id == key, Receipt.deed.in_([*Deed]))
    return tuple(session.scalars(query.order_by(Receipt.id.desc())))


def attest(session: Session, number: int, sightings: Iterable[Sighting]) -> Receipt:
    """Write down on the receipt what was truly served, and when."""
    # Two checks may write at once: each adds to what the other found.
    found = session.get_one(Receipt, number, with_for_update=True)
    seen = {sighting.surface: sighting for sighting in sightings}
    today = clock.today().isoformat()
    listed = {str(row["surface"]) for row in found.surfaces}
    rows = [_attested(row, seen, today) for row in found.surfaces]
    # What was asked for beside what the preview named: seen to agree, though nothing changed on it.
    rows += [_unchanged(one) for name, one in seen.items() if name not in listed]
    found.surfaces = rows
    session.flush()
    return found


def _attested(row: dict[str, object], seen: Mapping[str, Sighting], today: str) -> dict[str, object]:
    sighting = seen.get(str(row["surface"]))
    # What is to change on a later day was not to be seen yet.
    return {**row, **_seen(sighting)} if sighting and str(row["since"]) <= today else row


def _seen(sighting: Sighting) -> dict[str, object]:
    return {"seen": sighting.words, "agrees": sighting.agrees, "seen_at": sighting.at.isoformat()}


def _unchanged(sighting: Sighting) -> dict[str, object]:
    plain = {"surface": sighting.surface, "label": sighting.label, "address": sighting.address}
    same = {"before": sighting.expected, "after": sighting.expected, "since": ""}
    return {**plain, **same, **_seen(sighting)}
