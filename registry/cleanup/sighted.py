"""What the site was found to show of the documents of a published clean-up (回执核对)."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from base.errors import NotFound
from base.staff import audit
from base.staff.roles import Actor
from registry.marking.sighting import Sighting
from registry.marking.tables import Receipt


def attest(
    session: Session, receipt_id: int, document_id: int, seen: Sequence[Sighting], *, by: Actor
) -> int:
    """Write on the receipt what each place was found to show, and when; gives how many showed it wrongly."""
    row = session.get(Receipt, receipt_id, with_for_update=True)
    if row is None:
        raise NotFound(f"没有编号为 {receipt_id} 的回执")
    found = {sighting.surface: sighting for sighting in seen}
    row.surfaces = [
        _seen(entry, found[str(entry["surface"])])
        if entry["document_id"] == document_id and entry["surface"] in found
        else entry
        for entry in row.surfaces
    ]
    wrong = sum(not sighting.agrees for sighting in seen)
    after = {"receipt": receipt_id, "places": len(seen), "wrong": wrong}
    audit.record(session, by, "marking.check_receipt", f"document:{document_id}", after=after)
    return wrong


def _seen(entry: dict[str, object], sighting: Sighting) -> dict[str, object]:
    found = {"seen": sighting.words, "agrees": sighting.agrees, "seen_at": sighting.at.isoformat()}
    return {**entry, **found}
