"""Verdicts (清理意见): proposed by the drafting unit, agreed or sent back by the legal division."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from base import clock
from base.errors import BadInput, WrongStage
from base.staff import audit
from base.staff.access import Forbidden
from base.staff.roles import Actor, Owner, Permission
from registry.cleanup.calling import end_return, settle
from registry.cleanup.campaigns import Pick, held, seen
from registry.cleanup.scope import scope_of
from registry.cleanup.tables import Campaign, CampaignStage, Ground, RollRow, RowStage, Verdict
from registry.tables import Document
from registry.watch.tables import TaskCode
from registry.watch.tasks import Duty, open_task

ENDING = frozenset({Verdict.REPEAL, Verdict.LAPSE})


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a unit says of a document: the verdict, its ground, a note, and what takes its place."""

    verdict: Verdict
    ground: Ground
    note: str = ""
    replaced_by: str = ""

    def faults(self) -> dict[str, str]:
        """What is wrong with it, by field (DOMAIN 1.19: every end has its ground)."""
        found: dict[str, str] = {}
        if self.verdict is Verdict.KEEP and self.ground not in {Ground.NEEDED, Ground.OTHER}:
            found["ground"] = f"继续有效的理由不能是“{self.ground.label}”"
        if self.verdict is not Verdict.KEEP and self.ground is Ground.NEEDED:
            found["ground"] = f"仍需执行的文件不能{self.verdict.label}"
        if self.ground is Ground.OTHER and not self.note:
            found["note"] = "选“其他理由”时请在说明中写明理由"
        if self.replaced_by and self.verdict not in ENDING:
            found["replaced_by"] = "只有废止、宣布失效的文件才填写替代文件"
        return found

    def record(self) -> dict[str, object]:
        """The opinion in the values of JSON."""
        return {
            "verdict": self.verdict.value,
            "ground": self.ground.value,
            "note": self.note,
            "replaced_by": self.replaced_by,
        }


def propose(session: Session, campaign_id: int, picks: Sequence[Pick], opinion: Opinion, *, by: Actor) -> int:
    """Propose (提出意见) the same opinion for rows of the actor's unit; gives for how many.

    Raises Forbidden for a row of another unit, WrongStage for one that is agreed, Overtaken, BadInput.
    """
    campaign = held(session, campaign_id, CampaignStage.OPEN)
    if faults := opinion.faults():
        raise BadInput("；".join(faults.values()))
    organ = scope_of(campaign.scope).organ
    rows = seen(session, campaign_id, picks)
    for row in rows:
        _own(by, row, organ)
        give(session, row, opinion, by=by)
    session.flush()
    settle(session, campaign_id, by=by)
    return len(rows)


def give(session: Session, row: RollRow, opinion: Opinion, *, by: Actor) -> None:
    """Write an opinion into its row; raises WrongStage for one that is agreed."""
    if row.stage == RowStage.AGREED:
        raise WrongStage("已审定的文件不能再改意见；如需修改，请由法制机构退回")
    before = _opinion_of(row)
    if row.stage == RowStage.SENT_BACK:
        end_return(session, row, by=by)
    row.verdict, row.ground = opinion.verdict.value, opinion.ground.value
    row.note, row.replaced_by = opinion.note, opinion.replaced_by
    row.stage, row.version = RowStage.PROPOSED.value, row.version + 1
    row.proposed_at, row.proposed_by = clock.now(), by.name
    audit.record(session, by, "cleanup.propose", f"roll_row:{row.id}", before=before, after=opinion.record())


def agree(session: Session, campaign_id: int, picks: Sequence[Pick], *, by: Actor) -> int:
    """Agree (审定) to the opinions of these rows; raises WrongStage for one without an opinion."""
    held(session, campaign_id, CampaignStage.OPEN)
    rows = seen(session, campaign_id, picks)
    without = [row for row in rows if row.stage != RowStage.PROPOSED]
    if without:
        raise WrongStage(f"所选文件中有 {len(without)} 件不在“{RowStage.PROPOSED.label}”状态，不能审定")
    for row in rows:
        row.stage, row.version = RowStage.AGREED.value, row.version + 1
        row.agreed_at, row.agreed_by, row.opinion = clock.now(), by.name, ""
        audit.record(session, by, "cleanup.agree", f"roll_row:{row.id}", after=_opinion_of(row))
    session.flush()
    return len(rows)


def send_back(session: Session, campaign_id: int, picks: Sequence[Pick], reason: str, *, by: Actor) -> int:
    """Send opinions back (退回) to their units, with the reason; each becomes a task of its unit."""
    campaign = held(session, campaign_id, CampaignStage.OPEN)
    if not reason.strip():
        raise BadInput("退回必须写明理由")
    rows = seen(session, campaign_id, picks)
    without = [row for row in rows if row.stage not in {RowStage.PROPOSED, RowStage.AGREED}]
    if without:
        raise WrongStage(f"所选文件中有 {len(without)} 件还没有意见，不能退回")
    for row in rows:
        _return(session, row, campaign, reason.strip(), by=by)
    session.flush()
    return len(rows)


def _return(session: Session, row: RollRow, campaign: Campaign, reason: str, *, by: Actor) -> None:
    before = {**_opinion_of(row), "stage": row.stage}
    row.stage, row.version = RowStage.SENT_BACK.value, row.version + 1
    row.opinion, row.agreed_at, row.agreed_by = reason, None, ""
    audit.record(
        session,
        by,
        "cleanup.send_back",
        f"roll_row:{row.id}",
        before=before,
        after={"reason": row.opinion},
    )
    title = session.get_one(Document, row.document_id).title
    duty = Duty(
        # The version at which it was sent back: sent back again, it is another task.
        key=f"cleanup-back:{row.id}:{row.version}",
        code=TaskCode.CLEANUP,
        title=f"重新提出清理意见：《{title}》",
        path=f"/desk/cleanup/{campaign.id}/rows/{row.id}",
        document_id=row.document_id,
        unit_id=row.unit_id,
        due_on=max(campaign.due_on, clock.today()) if campaign.due_on else None,
        details={"reason": row.opinion},
    )
    open_task(session, duty, by=by.name)


def _own(by: Actor, row: RollRow, organ: str) -> None:
    owner = Owner(row.unit_id, frozenset({organ} if organ else ()))
    if not by.may(Permission.PROPOSE_VERDICT, owner):
        raise Forbidden("所选文件中有不属于您单位的，不能代为提出意见。")


def _opinion_of(row: RollRow) -> dict[str, object]:
    return {
        "verdict": row.verdict,
        "ground": row.ground,
        "note": row.note,
        "replaced_by": row.replaced_by,
    }
