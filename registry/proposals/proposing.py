"""Proposing (提出建议): from what was read of a text and the text as shown to proposals with places."""

from collections.abc import Collection, Iterable

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from registry.intake.parsed import Parsed
from registry.law.docnumber import key as number_key
from registry.law.statements import Effective, Named
from registry.law.titles import title_key
from registry.proposals.judging import judged
from registry.proposals.shapes import UNBORN, Proposal, Registry, Speaker
from registry.proposals.shown import ShownText
from registry.proposals.stating import Said, said
from registry.tables import Document
from registry.works import loading
from registry.works.linking import Entry


def proposals(
    says: Iterable[Said], text: ShownText, speaker: Speaker, registry: Registry
) -> tuple[Proposal, ...]:
    """One proposal for each thing said, in the order given."""
    return tuple(_proposal(one, text, speaker, registry) for one in says)


def _proposal(one: Said, text: ShownText, speaker: Speaker, registry: Registry) -> Proposal:
    sentence, start, end = located(one, text)
    return Proposal(one, sentence, start, end, judged(one, speaker, registry))


def located(one: Said, text: ShownText) -> tuple[str, int, int]:
    """The sentence of a statement as the text shows it, and where it begins and ends; 0, 0 for nowhere."""
    found = text.find(one.evidence or _printed(one), last=isinstance(one.value, Effective))
    if found is None:
        return one.evidence, 0, 0
    start, end = found
    return text.text[start:end], start, end


def _printed(one: Said) -> str:
    # A number or an issuer is printed somewhere as it is; no sentence says it.
    if isinstance(one.value, tuple):
        return one.value[0] if one.value else ""
    return one.value if isinstance(one.value, str) else ""


def speaker_of(parsed: Parsed, document_id: int = UNBORN) -> Speaker:
    """The text that was read, as a source of claims."""
    entry = loading.entry(document_id, title_key(parsed.title), parsed.region, [parsed])
    numbers = (parsed.document_number, parsed.order_number)
    return Speaker(entry, parsed.statements, parsed.title, numbers, parsed.issuers)


def registry_for(session: Session, parsed: Parsed, source: Entry) -> Registry:
    """The documents that the statements of a text may mean, with the text itself among them."""
    named = [one.value for one in said(parsed.statements) if isinstance(one.value, Named)]
    ids = meant(session, named)
    catalogue = loading.catalogue(session, ids)
    catalogue.put(source)
    return Registry(catalogue, names(session, ids))


def meant(session: Session, named: Collection[Named]) -> set[int]:
    """The documents that bear one of these titles or numbers, or were said to be meant."""
    keys = {title_key(one.title) for one in named}
    numbers = {number_key(one.number) for one in named if one.number}
    addresses = {one.meant for one in named if one.meant}
    bearing = or_(
        Document.title_key.in_(keys),
        Document.number_key.in_(numbers),
        Document.order_key.in_(numbers),
        Document.address.in_(addresses),
    )
    return set(session.scalars(select(Document.id).where(bearing)))


def names(session: Session, ids: Collection[int] | None = None) -> dict[int, tuple[str, str]]:
    """The title and number of these documents; of all where none are given."""
    columns = select(Document.id, Document.title, Document.document_number, Document.order_number)
    wanted = columns if ids is None else columns.where(Document.id.in_(ids))
    return {key: (title, number or order) for key, title, number, order in session.execute(wanted)}
