"""Closing the decision (定稿) and opening it again; what stands against its publication."""

from collections.abc import Iterator

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from base import clock
from base.errors import WrongStage
from base.staff import audit
from base.staff.roles import Actor
from registry import books
from registry.cleanup.announcement import Announcement, Item, announcement
from registry.cleanup.campaigns import held, subject
from registry.cleanup.decision import Wording, seen, wording_of
from registry.cleanup.entering import reading
from registry.cleanup.faults import NotPublishable
from registry.cleanup.successors import Successors
from registry.cleanup.tables import Campaign, CampaignStage, ListRow, RollRow, RowStage, Verdict
from registry.law.days import printed
from registry.law.docnumber import key as number_key
from registry.law.events import Act
from registry.law.objections import Gravity
from registry.law.terms import EventKind, Publication, Validity
from registry.law.validity import validity
from registry.reads.life import lives
from registry.tables import Document
from registry.works.key import work_key

ENDS = {Verdict.REPEAL: EventKind.REPEAL, Verdict.LAPSE: EventKind.LAPSE}
WAITING = ("doubtful", "missing", "matched", "chosen")


def close(session: Session, campaign_id: int, version: int, *, by: Actor) -> Campaign:
    """Close the decision (定稿), so that it can be published; raises NotPublishable with all reasons."""
    campaign = seen(held(session, campaign_id, CampaignStage.OPEN), version)
    if against := obstacles(session, campaign):
        raise NotPublishable("；".join(against))
    _move(session, campaign, CampaignStage.DECIDED, by)
    campaign.decision = {**campaign.decision, "decided_by": by.name, "decided_at": clock.now().isoformat()}
    return campaign


def reopen(session: Session, campaign_id: int, version: int, reason: str, *, by: Actor) -> Campaign:
    """Open a closed decision again (退回修改) before it is published; raises WrongStage for no reason."""
    campaign = seen(held(session, campaign_id, CampaignStage.DECIDED), version)
    if not reason.strip():
        raise WrongStage("退回修改必须写明理由")
    _move(session, campaign, CampaignStage.OPEN, by, reason.strip())
    return campaign


def obstacles(session: Session, campaign: Campaign) -> tuple[str, ...]:
    """Everything that stands against publishing the decision as it is, each a sentence.

    A document that ended in the meantime is among them, whatever list it is in.
    """
    wording = wording_of(campaign.decision)
    unready = tuple(_unready(session, campaign))
    if wording is None:
        return ("尚未填写清理决定的标题、文号和日期", *unready)
    said = announcement(session, campaign)
    return (*unready, *_head(session, wording, said), *_items(session, said))


def order(said: Announcement, item: Item, place: str, act: Act, successors: Successors) -> books.Order:
    """The order by which the decision ends one document of its lists; `place` is the list and the item."""
    number = f"（{item.number}）" if item.number else ""
    return books.Order(
        said.wording.effective_on,
        act,
        evidence=f"{place}：《{item.title}》{number}。理由：{item.reason}。{said.closing}",
        act_on=said.wording.signed_on,
        successor=successors.find(item.replaced_by) if item.replaced_by else None,
    )


def _unready(session: Session, campaign: Campaign) -> Iterator[str]:
    rows = select(func.count()).where(RollRow.campaign_id == campaign.id)
    if not session.scalar(rows):
        yield "名单中没有文件"
    if waiting := session.scalar(rows.where(RollRow.stage != RowStage.AGREED)):
        yield f"名单中还有 {waiting} 件没有审定"
    lists = select(func.count()).where(ListRow.campaign_id == campaign.id, ListRow.stage.in_(WAITING))
    if left := session.scalar(lists):
        yield f"外来清单还有 {left} 行没有核对、并入"


def _head(session: Session, wording: Wording, said: Announcement) -> Iterator[str]:
    yield from wording.faults().values()
    today = clock.today()
    if wording.signed_on > today:
        yield f"成文日期{printed(wording.signed_on)}还没有到"
    if wording.effective_on < today:
        yield f"生效日期{printed(wording.effective_on)}已过：清理决定公布之前不能使文件失去效力"
    if said.items(Verdict.AMEND) and wording.amend_by is None:
        yield "有拟修改的文件，请填写完成修改的期限"
    known = or_(
        Document.number_key == number_key(wording.number), Document.order_key == number_key(wording.number)
    )
    numbered = session.scalars(select(Document.title).where(known)).first()
    if numbered and number_key(wording.number):
        yield f"文号 {wording.number} 已由《{numbered}》使用"
    same = select(Document.title).where(Document.work_key == work_key(reading(said, 0)))
    if session.scalars(same).first():
        yield f"已有同名文件《{wording.title}》：请在标题中写明年份或者批次，以免被当作它的另一版本"


def _items(session: Session, said: Announcement) -> Iterator[str]:
    successors, act = Successors(session), Act(said.wording.title, said.wording.number)
    for annex in said.annexes:
        life = lives(session, [item.document_id for item in annex.items])
        for item in annex.items:
            place = f"{annex.label}第{item.position}项《{item.title}》"
            document = session.get_one(Document, item.document_id)
            if document.publication != Publication.PUBLISHED:
                yield f"{place}现为“{Publication(document.publication).label}”，不能列入"
            elif annex.verdict in ENDS:
                asked = order(said, item, place, act, successors)
                found = books.standing_objections(session, document, ENDS[annex.verdict], asked)
                yield from (
                    f"{place}：{objection.sentence}"
                    for objection in found
                    if objection.gravity is not Gravity.NOTED
                )
            else:
                state = validity(life.get(item.document_id, ()), said.wording.effective_on)
                yield from _ended(place, annex.verdict, state)


def _ended(place: str, verdict: Verdict, state: Validity) -> Iterator[str]:
    if state.ended:
        yield f"{place}到生效日已是“{state.label}”，不能列为{verdict.label}"


def _move(session: Session, campaign: Campaign, stage: CampaignStage, by: Actor, reason: str = "") -> None:
    before, campaign.stage = campaign.stage, stage.value
    campaign.version += 1
    after = {"stage": stage.value, "decision": campaign.decision, "reason": reason}
    audit.record(
        session, by, f"cleanup.{stage.value}", subject(campaign.id), before={"stage": before}, after=after
    )
