"""What an enquiry is about (所问的文件): a public document and one of its provisions."""

from dataclasses import dataclass

from base import clock, web
from base.errors import NotFound, Withdrawn
from interpretations.publishing.works import provisions_on
from registry.law.designations import designation
from registry.renditions.standing import Mark, mark_of
from registry.views import shelf

LONGEST_ADDRESS, LONGEST_EID = 120, 60


@dataclass(frozen=True, slots=True)
class About:
    """A document with how it stands today, and the provision that is meant; `note` says what was left out."""

    document_id: int | None = None
    address: str = ""
    title: str = ""
    number: str = ""
    mark: Mark | None = None
    eid: str = ""
    provision: str = ""
    note: str = ""


def about(address: str, eid: str) -> About:
    """The document at the address with the provision; what is not public or not there is left out."""
    address, eid = address.strip()[:LONGEST_ADDRESS], eid.strip()[:LONGEST_EID]
    if not address:
        return About()
    try:
        dossier = shelf.dossier(address)
    except (NotFound, Withdrawn):
        return About(note="没有找到所指的文件，它可能已经撤回或者尚未公开；您仍可以直接提问。")
    with web.reading() as session:
        known = {
            node.eid
            for provision in provisions_on(session, dossier.id, clock.today())
            for node in provision.walk()
        }
    note = "" if not eid or eid in known else "这份文件的现行文本没有所指的条款，只保留了文件。"
    kept = eid if eid in known else ""
    return About(
        dossier.id,
        address,
        dossier.title,
        dossier.number,
        mark_of(dossier, clock.today()),
        kept,
        designation(kept) if kept else "",
        note,
    )
