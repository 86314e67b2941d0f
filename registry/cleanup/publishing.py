"""Publishing the clean-up (公布清理结果): decision, events, relations, tasks and receipt, all or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from base import clock, files, outbox
from base.errors import WrongStage
from base.staff import audit
from base.staff.roles import Actor
from registry import books
from registry.cleanup.announcement import Announcement, announcement
from registry.cleanup.campaigns import held, subject
from registry.cleanup.carrying import Deed
from registry.cleanup.closing import obstacles
from registry.cleanup.decision import seen
from registry.cleanup.entering import raw_source, reading
from registry.cleanup.faults import NotPublishable, Overtaken
from registry.cleanup.tables import Campaign, CampaignStage, Verdict
from registry.marking.tables import Receipt
from registry.tables import Attachment, Document, EventRow
from registry.works.shelving import TOPIC

DEED = "cleanup"


@dataclass(frozen=True, slots=True)
class Print:
    """One form of the decision as a file: PDF, DOCX or XLSX."""

    filename: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Release:
    """What the publisher confirms: the announcement they read, at which version, with its files.

    `token` came with the form: the same form sent twice publishes once. `store` is where files are kept.
    """

    token: str
    version: int
    said: Announcement
    prints: tuple[Print, ...]
    store: Path


def publish(session: Session, campaign_id: int, release: Release, *, by: Actor) -> Receipt:
    """Publish the decision; gives its receipt, the same one for the same form.

    Raises NotPublishable with every reason, WrongStage, Overtaken when it is not what was read.
    """
    known = session.scalars(select(Receipt).where(Receipt.token == release.token)).one_or_none()
    if known is not None:
        return known
    books.lock_all(session, [item.document_id for item in release.said.items(*Verdict)])
    campaign = _ready(session, campaign_id, release, by)
    document = _enter(session, campaign, release, by)
    deed = Deed(session, campaign, release.said, document, by)
    events = deed.carry_out()
    _keep(session, document, release)
    _finish(session, campaign, document, by)
    # Every document of the lists has a new relation, ended or not.
    listed = [item.document_id for item in release.said.items(*Verdict)]
    outbox.post(session, TOPIC, [document.id, *listed])
    return _receipt(deed, release.token, events)


def _ready(session: Session, campaign_id: int, release: Release, by: Actor) -> Campaign:
    campaign = held(session, campaign_id)
    if campaign.stage != CampaignStage.DECIDED:
        label = CampaignStage(campaign.stage).label
        raise WrongStage(f"清理“{campaign.title}”现为“{label}”，只有定稿而未公布的才能公布")
    seen(campaign, release.version)
    if by.name == campaign.decision.get("decided_by"):
        raise NotPublishable("定稿与公布不能是同一人，请由另一位有权限的人员公布")
    if announcement(session, campaign) != release.said:
        raise Overtaken("名单中文件的标题或者文号刚有更正，请重新核对后再公布")
    if against := obstacles(session, campaign):
        raise NotPublishable("；".join(against))
    return campaign


def _enter(session: Session, campaign: Campaign, release: Release, by: Actor) -> Document:
    files.keep(release.store, raw_source(release.said))
    placed = books.enter(session, reading(release.said, campaign.id), by=by.name)
    document = session.get_one(Document, placed.document_id)
    document.published_at = clock.now()
    session.flush()
    return document


def _keep(session: Session, decision: Document, release: Release) -> None:
    now = clock.now()
    for made in release.prints:
        session.add(
            Attachment(
                document_id=decision.id,
                role="附件",
                filename=made.filename,
                media_type=made.media_type,
                size=len(made.content),
                sha256=files.keep(release.store, made.content),
                recorded_at=now,
            )
        )


def _finish(session: Session, campaign: Campaign, decision: Document, by: Actor) -> None:
    campaign.stage, campaign.version = CampaignStage.PUBLISHED.value, campaign.version + 1
    campaign.decision_document_id = decision.id
    campaign.published_at, campaign.published_by = clock.now(), by.name
    session.flush()


def _receipt(deed: Deed, token: str, events: Sequence[EventRow]) -> Receipt:
    session, said, by = deed.session, deed.said, deed.by
    counts = {annex.verdict.value: len(annex.items) for annex in said.annexes}
    row = Receipt(
        token=token,
        document_id=deed.decision.id,
        deed=DEED,
        order={**said.wording.record(), "campaign_id": deed.campaign.id, "counts": counts},
        event_ids=[event.id for event in events],
        surfaces=list(deed.shown()),
        recorded_at=clock.now(),
        recorded_by=by.name,
    )
    session.add(row)
    session.flush()
    after = {"decision": deed.decision.address, "events": row.event_ids, "counts": counts, "receipt": row.id}
    audit.record(session, by, "cleanup.publish", subject(deed.campaign.id), after=after)
    return row
