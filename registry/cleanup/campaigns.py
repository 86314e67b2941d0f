"""Campaigns (清理工作): opened over a scope, their rolls drawn and handed out. Verbs, which never commit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from base import clock
from base.errors import BadInput, NotFound, WrongStage
from base.staff import audit
from base.staff.roles import Actor, Permission, Reach
from base.staff.tables import Unit
from registry.cleanup.calling import call_upon, end_return, open_keys, settle
from registry.cleanup.faults import Overtaken
from registry.cleanup.hints import Finder, hints
from registry.cleanup.scope import Scope, chosen, scope_of
from registry.cleanup.tables import Campaign, CampaignStage, RollRow, RowStage
from registry.law.days import printed
from registry.reads.catalogue import Catalogue, Entry, read_catalogue
from registry.watch.tasks import drop_task
from registry.works.writing import insert_all

# A roll longer than this is several campaigns.
MOST_ROWS = 5000


@dataclass(frozen=True, slots=True)
class Plan:
    """What a clean-up is to look at, and by when the units must have spoken."""

    title: str
    scope: Scope
    due_on: date


@dataclass(frozen=True, slots=True)
class Pick:
    """A row as somebody saw it: its id and the version that was on their screen."""

    row_id: int
    version: int


def open_campaign(session: Session, plan: Plan, *, by: Actor, others: Sequence[Finder] = ()) -> Campaign:
    """Open a clean-up (启动清理) and draw its roll; raises BadInput when nothing stands in its scope.

    `others` are who else has hints to give, from floors above.
    """
    if plan.due_on < clock.today():
        raise BadInput(f"截止日期{printed(plan.due_on)}已经过去，请改为今天或者以后")
    campaign = Campaign(
        title=plan.title,
        stage=CampaignStage.OPEN.value,
        scope=plan.scope.record(),
        due_on=plan.due_on,
        decision={},
        recorded_at=clock.now(),
        recorded_by=by.name,
    )
    session.add(campaign)
    session.flush()
    drawn = draw(session, campaign.id, by=by, others=others)
    if not drawn:
        raise BadInput("这个范围内没有现存的文件，请放宽范围后再启动清理")
    after = {"title": plan.title, "due_on": plan.due_on.isoformat(), "rows": drawn, "scope": campaign.scope}
    audit.record(session, by, "cleanup.open", subject(campaign.id), after=after)
    return campaign


def draw(session: Session, campaign_id: int, *, by: Actor, others: Sequence[Finder] = ()) -> int:
    """Draw the roll (拉取清单) again: what came into the scope is added, every hint is computed anew.

    Rows somebody has spoken about stay. Gives how many rows came.
    """
    campaign = held(session, campaign_id, CampaignStage.OPEN)
    catalogue = read_catalogue(session)
    scope = scope_of(campaign.scope)
    wanted = [entry for entry in chosen(scope, catalogue, clock.today()) if reaches(by, entry)]
    if len(wanted) > MOST_ROWS:
        raise BadInput(f"范围内有 {len(wanted)} 件文件，一次清理最多 {MOST_ROWS} 件：请缩小范围")
    fresh = _add(session, campaign, wanted)
    _refresh(session, campaign, catalogue, others)
    call_upon(session, campaign, by=by)
    if fresh:
        audit.record(session, by, "cleanup.draw", subject(campaign.id), after={"rows": fresh})
    return fresh


def include(
    session: Session, campaign_id: int, documents: Iterable[int], *, by: Actor, others: Sequence[Finder] = ()
) -> int:
    """Add documents from outside the scope to the roll (补入); gives how many came."""
    campaign = held(session, campaign_id, CampaignStage.OPEN)
    catalogue = read_catalogue(session)
    wanted = [_entry(catalogue, key, by) for key in dict.fromkeys(documents)]
    fresh = _add(session, campaign, wanted)
    if fresh:
        _refresh(session, campaign, catalogue, others)
        audit.record(session, by, "cleanup.include", subject(campaign.id), after={"documents": [*documents]})
    return fresh


def exclude(session: Session, campaign_id: int, picks: Sequence[Pick], reason: str, *, by: Actor) -> None:
    """Take rows off the roll (移出名单) that do not belong here; raises BadInput for no reason."""
    held(session, campaign_id, CampaignStage.OPEN)
    if not reason.strip():
        raise BadInput("移出名单必须写明理由")
    for row in seen(session, campaign_id, picks):
        before = {"document_id": row.document_id, "verdict": row.verdict, "reason": reason.strip()}
        audit.record(session, by, "cleanup.exclude", subject(campaign_id), before=before)
        end_return(session, row, by=by, reason="移出清理名单")
        session.delete(row)
    session.flush()
    settle(session, campaign_id, by=by)


def assign(
    session: Session, campaign_id: int, picks: Sequence[Pick], unit_id: int, due_on: date | None, *, by: Actor
) -> None:
    """Hand rows to a drafting unit (分派), which owes its opinions by `due_on`, else the campaign's day."""
    campaign = held(session, campaign_id, CampaignStage.OPEN)
    unit = session.get(Unit, unit_id)
    if unit is None:
        raise BadInput(f"没有编号为 {unit_id} 的单位，请重新选择")
    for row in seen(session, campaign_id, picks):
        if row.stage == RowStage.AGREED:
            raise WrongStage("已审定的文件不能再分派，请先退回")
        audit.record(
            session, by, "cleanup.assign", f"roll_row:{row.id}",
            before={"unit_id": row.unit_id}, after={"unit_id": unit_id},
        )  # fmt: skip
        if row.stage == RowStage.SENT_BACK and row.unit_id != unit_id:
            end_return(session, row, by=by, reason="改派其他单位")
            row.stage = RowStage.ASSIGNED.value
        row.unit_id, row.version = unit_id, row.version + 1
    session.flush()
    call_upon(session, campaign, by=by, due=(unit_id, due_on or campaign.due_on))
    settle(session, campaign_id, by=by)


def abandon(session: Session, campaign_id: int, reason: str, *, by: Actor) -> None:
    """End a clean-up without a result (终止清理); raises BadInput for no reason."""
    campaign = held(session, campaign_id)
    if not reason.strip():
        raise BadInput("终止清理必须写明理由")
    if campaign.stage in {CampaignStage.PUBLISHED, CampaignStage.ABANDONED}:
        raise WrongStage(f"清理“{campaign.title}”{CampaignStage(campaign.stage).label}，不能终止")
    before, campaign.stage = campaign.stage, CampaignStage.ABANDONED.value
    campaign.version += 1
    why = f"清理已终止：{reason.strip()}"
    for key in open_keys(session, campaign_id):
        drop_task(session, key, by=by.name, reason=why)
    for row in session.scalars(select(RollRow).where(RollRow.campaign_id == campaign_id)):
        if row.stage == RowStage.SENT_BACK:
            end_return(session, row, by=by, reason=why)
    audit.record(
        session, by, "cleanup.abandon", subject(campaign_id),
        before={"stage": before}, after={"stage": campaign.stage, "reason": reason.strip()},
    )  # fmt: skip


def get(session: Session, campaign_id: int, stage: CampaignStage | None = None) -> Campaign:
    """The campaign; raises NotFound, or WrongStage when it does not stand at the stage asked for."""
    return _at(session.get(Campaign, campaign_id), campaign_id, stage)


def held(session: Session, campaign_id: int, stage: CampaignStage | None = None) -> Campaign:
    """The same, while nobody else can change it or its rows before this transaction ends; for every verb.

    SQLite lets one transaction write at a time; on PostgreSQL two would find the version that both saw.
    """
    found = session.get(Campaign, campaign_id, with_for_update=True, populate_existing=True)
    return _at(found, campaign_id, stage)


def _at(campaign: Campaign | None, campaign_id: int, stage: CampaignStage | None) -> Campaign:
    if campaign is None:
        raise NotFound(f"没有编号为 {campaign_id} 的清理工作")
    if stage is not None and campaign.stage != stage:
        raise WrongStage(
            f"清理“{campaign.title}”现为“{CampaignStage(campaign.stage).label}”，"
            f"只有“{stage.label}”阶段可以这样做"
        )
    return campaign


def seen(session: Session, campaign_id: int, picks: Sequence[Pick]) -> list[RollRow]:
    """The rows picked; raises Overtaken, naming how many, when somebody has changed one of them since."""
    if not picks:
        raise BadInput("请先在名单中选择文件")
    versions = {pick.row_id: pick.version for pick in picks}
    query = select(RollRow).where(RollRow.campaign_id == campaign_id, RollRow.id.in_(versions))
    rows = list(session.scalars(query.order_by(RollRow.id)))
    if len(rows) < len(versions):
        raise Overtaken(f"所选文件中有 {len(versions) - len(rows)} 件已不在名单中，请刷新后重选")
    changed = [row for row in rows if row.version != versions[row.id]]
    if changed:
        raise Overtaken(
            f"所选文件中有 {len(changed)} 件刚被他人改动，没有覆盖他人的意见；请对照现在的内容后再提交"
        )
    return rows


def reaches(by: Actor, entry: Entry) -> bool:
    """Whether the actor may clean up this document: a lower bureau's people only their own organ's."""
    return by.reach(Permission.RUN_CLEANUP) is not Reach.ORGAN or by.organ in entry.issuers


def subject(campaign_id: int) -> str:
    """How the audit trail names a campaign."""
    return f"campaign:{campaign_id}"


def _entry(catalogue: Catalogue, key: int, by: Actor) -> Entry:
    place = catalogue.by_id.get(key)
    if place is None:
        raise NotFound(f"没有编号为 {key} 的文件，或者它尚未公开")
    entry = catalogue.entries[place]
    if not reaches(by, entry):
        raise BadInput(f"《{entry.title}》不是本机关的文件，不能列入本次清理")
    return entry


def _add(session: Session, campaign: Campaign, wanted: Sequence[Entry]) -> int:
    present = set(session.scalars(select(RollRow.document_id).where(RollRow.campaign_id == campaign.id)))
    rows: list[dict[str, object]] = [
        {
            "campaign_id": campaign.id,
            "document_id": entry.id,
            "unit_id": entry.drafting_unit_id,
            "stage": RowStage.ASSIGNED.value,
            "hints": [],
        }
        for entry in wanted
        if entry.id not in present
    ]
    return len(insert_all(session, RollRow, rows))


def _refresh(session: Session, campaign: Campaign, catalogue: Catalogue, others: Sequence[Finder]) -> None:
    rows = list(session.scalars(select(RollRow).where(RollRow.campaign_id == campaign.id)))
    places = [catalogue.by_id[row.document_id] for row in rows if row.document_id in catalogue.by_id]
    entries = [catalogue.entries[place] for place in places]
    years = scope_of(campaign.scope).trial_years
    found = hints(session, entries, catalogue, clock.today(), trial_years=years)
    ids = [entry.id for entry in entries]
    every = [found, *(finder(session, ids, clock.today()) for finder in others)]
    for row in rows:
        row.hints = [hint.record() for each in every for hint in each.get(row.document_id, ())]
    session.flush()
