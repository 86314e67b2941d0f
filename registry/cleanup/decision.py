"""The decision (清理决定) of a clean-up: its head, its words, its days; written, closed, opened again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from base import clock
from base.staff import audit
from base.staff.roles import Actor
from registry.cleanup.campaigns import get, subject
from registry.cleanup.faults import Overtaken, WrongStage
from registry.cleanup.tables import Campaign, CampaignStage, ListRow, RollRow, RowStage
from registry.intake.kinds import genre_of
from registry.law import docnumber
from registry.law.terms import Genre

OPENING = "按照“谁制定、谁清理”的要求，我单位对行政规范性文件进行了清理。现将清理结果公布如下："
# What an act of a clean-up is called when its title does not tell.
USUAL_GENRE = Genre.DECISION


@dataclass(frozen=True, slots=True)
class Wording:
    """What stands in the decision besides its lists.

    `effective_on` is the decision's own first day; `words` are the paragraphs before the results;
    `amend_by` is the day by which what is to be amended must have been.
    """

    title: str
    number: str
    organ: str
    signed_on: date
    effective_on: date
    words: str = OPENING
    amend_by: date | None = None

    def faults(self) -> dict[str, str]:
        """What is wrong with it, by field."""
        found = {}
        if docnumber.parse(self.number) is None:
            found["number"] = f"文号“{self.number}”无法识别：应形如 澄环发〔2026〕12号"
        if self.effective_on < self.signed_on:
            found["effective_on"] = "生效日期不能早于成文日期"
        if self.amend_by and self.amend_by < self.signed_on:
            found["amend_by"] = "完成修改的期限不能早于成文日期"
        return found

    @property
    def act(self) -> str:
        """What the decision calls itself: 公告, 决定, 通知."""
        genre = genre_of(self.title)
        return (Genre(genre) if genre else USUAL_GENRE).label

    def record(self) -> dict[str, object]:
        """The wording in the values of JSON."""
        return {
            "title": self.title,
            "number": self.number,
            "organ": self.organ,
            "signed_on": self.signed_on.isoformat(),
            "effective_on": self.effective_on.isoformat(),
            "words": self.words,
            "amend_by": self.amend_by.isoformat() if self.amend_by else "",
        }


def wording_of(kept: Mapping[str, object]) -> Wording | None:
    """The wording back from its JSON; None while none was written."""
    if not kept.get("title"):
        return None
    told = {name: str(kept.get(name, "")) for name in ("title", "number", "organ", "words")}
    amend_by = str(kept.get("amend_by", ""))
    return Wording(
        **told,
        signed_on=date.fromisoformat(str(kept["signed_on"])),
        effective_on=date.fromisoformat(str(kept["effective_on"])),
        amend_by=date.fromisoformat(amend_by) if amend_by else None,
    )


def write(session: Session, campaign_id: int, version: int, wording: Wording, *, by: Actor) -> Campaign:
    """Write the decision (拟定决定); raises Overtaken when somebody else wrote it meanwhile."""
    campaign = _seen(get(session, campaign_id, CampaignStage.OPEN), version)
    before = dict(campaign.decision)
    campaign.decision, campaign.effective_on = wording.record(), wording.effective_on
    campaign.version += 1
    audit.record(session, by, "cleanup.write", subject(campaign_id), before=before, after=campaign.decision)
    session.flush()
    return campaign


def close(session: Session, campaign_id: int, version: int, *, by: Actor) -> Campaign:
    """Close the decision (定稿): the publisher may have it; raises WrongStage while something is open."""
    campaign = _seen(get(session, campaign_id, CampaignStage.OPEN), version)
    if wording_of(campaign.decision) is None:
        raise WrongStage("请先填写清理决定的标题、文号和日期")
    if waiting := unsettled(session, campaign_id):
        raise WrongStage(f"名单中还有 {waiting} 件没有审定，不能定稿")
    if doubtful := unmatched(session, campaign_id):
        raise WrongStage(f"外来清单还有 {doubtful} 行没有核对，不能定稿")
    _move(session, campaign, CampaignStage.DECIDED, by)
    campaign.decision = {**campaign.decision, "decided_by": by.name, "decided_at": clock.now().isoformat()}
    return campaign


def reopen(session: Session, campaign_id: int, version: int, *, by: Actor) -> Campaign:
    """Open a closed decision again (退回修改), before it is published."""
    campaign = _seen(get(session, campaign_id, CampaignStage.DECIDED), version)
    _move(session, campaign, CampaignStage.OPEN, by)
    return campaign


def unsettled(session: Session, campaign_id: int) -> int:
    """How many rows are not agreed."""
    query = select(func.count()).where(RollRow.campaign_id == campaign_id, RollRow.stage != RowStage.AGREED)
    return session.scalar(query) or 0


def unmatched(session: Session, campaign_id: int) -> int:
    """How many rows of lists made elsewhere still wait for somebody's ruling."""
    waiting = ListRow.stage.in_(("doubtful", "missing", "matched", "chosen"))
    query = select(func.count()).where(ListRow.campaign_id == campaign_id, waiting)
    return session.scalar(query) or 0


def _move(session: Session, campaign: Campaign, stage: CampaignStage, by: Actor) -> None:
    before, campaign.stage = campaign.stage, stage.value
    campaign.version += 1
    audit.record(
        session, by, f"cleanup.{stage.value}", subject(campaign.id),
        before={"stage": before}, after={"stage": stage.value},
    )  # fmt: skip


def _seen(campaign: Campaign, version: int) -> Campaign:
    if campaign.version != version:
        raise Overtaken("清理决定刚被他人改动，没有覆盖；请对照现在的内容后再提交")
    return campaign
