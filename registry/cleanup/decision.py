"""The decision (清理决定) of a clean-up: its head, its words, its days; written, closed, opened again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from base.staff import audit
from base.staff.roles import Actor
from registry.cleanup.campaigns import held, subject
from registry.cleanup.faults import Overtaken
from registry.cleanup.tables import Campaign, CampaignStage
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
    campaign = seen(held(session, campaign_id, CampaignStage.OPEN), version)
    before = dict(campaign.decision)
    campaign.decision, campaign.effective_on = wording.record(), wording.effective_on
    campaign.version += 1
    audit.record(session, by, "cleanup.write", subject(campaign_id), before=before, after=campaign.decision)
    session.flush()
    return campaign


def seen(campaign: Campaign, version: int) -> Campaign:
    """The campaign as somebody saw it; raises Overtaken when it was changed since."""
    if campaign.version != version:
        raise Overtaken("清理决定刚被他人改动，没有覆盖；请对照现在的内容后再提交")
    return campaign
