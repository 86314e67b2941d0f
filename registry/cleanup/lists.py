"""Lists made elsewhere (外来清单): taken in, each row matched or ruled on, adopted into the roll."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from base import clock
from base.errors import BadInput, NotFound, WrongStage
from base.forms import Faults
from base.staff import audit
from base.staff.roles import Actor
from registry.cleanup.calling import settle
from registry.cleanup.campaigns import get, held, include, subject
from registry.cleanup.columns import Listed, ground_of
from registry.cleanup.faults import Overtaken
from registry.cleanup.matching import Candidate, Match, Names, RowFate, match_all
from registry.cleanup.tables import CampaignStage, Ground, ListRow, RollRow, RowStage, Verdict
from registry.cleanup.verdicts import Opinion, give
from registry.reads.catalogue import read_catalogue
from registry.tables import Document
from registry.watch.tables import TaskCode
from registry.watch.tasks import Duty, close_task, open_task
from registry.works.writing import insert_all

MOST_ROWS = 5000
# Of rows that stand against a list, as many are named.
MOST_TOLD = 3
WAITING = (RowFate.DOUBTFUL, RowFate.MISSING)
SETTLED = (RowFate.MATCHED, RowFate.CHOSEN)


@dataclass(frozen=True, slots=True)
class Roster:
    """A list as it came: its name, the SHA-256 of its bytes, its rows."""

    name: str
    sha256: str
    rows: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class Usual:
    """What holds for the rows of a list that do not say it themselves."""

    verdict: Verdict | None = None
    ground: Ground | None = None


def take_in(session: Session, campaign_id: int, roster: Roster, *, by: Actor) -> dict[RowFate, int]:
    """Take a list in (导入清单) and match its rows; gives how many came to what.

    Raises BadInput for an empty list, one too long, or one that was taken in before.
    """
    held(session, campaign_id, CampaignStage.OPEN)
    if not roster.rows:
        raise BadInput(f"{roster.name}：没有找到文件名称或者文号，请检查表格的栏目")
    if len(roster.rows) > MOST_ROWS:
        raise BadInput(f"{roster.name}：有 {len(roster.rows)} 行，一份清单最多 {MOST_ROWS} 行")
    known = select(ListRow.id).where(ListRow.campaign_id == campaign_id, ListRow.list_sha256 == roster.sha256)
    if session.scalars(known.limit(1)).first():
        raise BadInput(f"{roster.name}：这份清单已经导入，请在清单列表中继续核对")
    found = match_all(roster.rows, Names(read_catalogue(session), clock.today()))
    rows = [_row(campaign_id, roster, row, match) for row, match in zip(roster.rows, found, strict=True)]
    insert_all(session, ListRow, rows)
    counts = {fate: sum(match.fate is fate for match in found) for fate in RowFate}
    told = {fate.value: count for fate, count in counts.items() if count}
    after = {"list": roster.name, "sha256": roster.sha256, "rows": told}
    audit.record(session, by, "cleanup.take_in", subject(campaign_id), after=after)
    _call_upon(session, campaign_id, roster, by)
    return counts


def choose(
    session: Session, campaign_id: int, row_id: int, seen: str, document_id: int, *, by: Actor
) -> None:
    """Say which document a row means (选定); raises Overtaken, NotFound, WrongStage."""
    row = _seen(session, campaign_id, row_id, seen)
    document = session.get(Document, document_id)
    if document is None:
        raise NotFound(f"没有编号为 {document_id} 的文件")
    same = select(ListRow.position).where(
        ListRow.campaign_id == campaign_id,
        ListRow.list_sha256 == row.list_sha256,
        ListRow.document_id == document_id,
        ListRow.id != row.id,
        ListRow.stage.in_((*SETTLED, RowFate.ADOPTED)),
    )
    if other := session.scalars(same).first():
        raise BadInput(f"《{document.title}》已是第 {other} 行所指的文件：重复的行请选“不列入”")
    _rule(session, row, RowFate.CHOSEN, document_id, by)


def drop(session: Session, campaign_id: int, row_id: int, seen: str, *, by: Actor) -> None:
    """Leave a row out (不列入); raises Overtaken, NotFound, WrongStage."""
    _rule(session, _seen(session, campaign_id, row_id, seen), RowFate.DROPPED, None, by)


def adopt(session: Session, campaign_id: int, sha256: str, usual: Usual, *, by: Actor) -> int:
    """Take what is settled of a list into the roll (并入名单), each row with its verdict as proposed.

    `usual` fills in what a row does not say. Raises BadInput where a verdict or a ground is missing.
    """
    held(session, campaign_id, CampaignStage.OPEN)
    query = select(ListRow).where(ListRow.campaign_id == campaign_id, ListRow.list_sha256 == sha256)
    rows = list(session.scalars(query.where(ListRow.stage.in_(SETTLED)).order_by(ListRow.position)))
    if not rows:
        raise BadInput("这份清单没有可以并入的行：请先核对存疑和未找到的行")
    opinions = [_opinion(row, usual) for row in rows]
    include(session, campaign_id, [row.document_id for row in rows if row.document_id], by=by)
    roll = select(RollRow).where(RollRow.campaign_id == campaign_id)
    present = {row.document_id: row for row in session.scalars(roll)}
    pairs = [
        (present[row.document_id or 0], row, opinion) for row, opinion in zip(rows, opinions, strict=True)
    ]
    _object(pairs)
    for standing, row, opinion in pairs:
        _give(session, standing, row, opinion, by)
    session.flush()
    settle(session, campaign_id, by=by)
    after = {"sha256": sha256, "rows": len(rows)}
    audit.record(session, by, "cleanup.adopt", subject(campaign_id), after=after)
    return len(rows)


def _row(campaign_id: int, roster: Roster, row: Listed, match: Match) -> dict[str, object]:
    return {
        "campaign_id": campaign_id,
        "list_sha256": roster.sha256,
        "list_name": roster.name[:255],
        "position": row.position,
        "title": row.title,
        "number": row.number,
        "verdict": row.verdict.value if row.verdict else "",
        "raw": {"cells": list(row.cells), "reason": row.reason},
        "document_id": match.entry.id if match.entry else None,
        "stage": match.fate.value,
        "candidates": [_candidate(candidate) for candidate in match.candidates],
        "evidence": match.evidence[:500],
    }


def _candidate(found: Candidate) -> dict[str, object]:
    return {
        "document_id": found.entry.id,
        "address": found.entry.address,
        "title": found.entry.title,
        "number": found.entry.number,
        "evidence": found.evidence,
    }


def _seen(session: Session, campaign_id: int, row_id: int, seen: str) -> ListRow:
    held(session, campaign_id, CampaignStage.OPEN)
    query = select(ListRow).where(ListRow.id == row_id, ListRow.campaign_id == campaign_id)
    row = session.scalars(query.with_for_update()).one_or_none()
    if row is None:
        raise NotFound("清单中没有这一行")
    if row.stage == RowFate.ADOPTED:
        raise WrongStage(f"第 {row.position} 行已并入名单；如需改动，请在名单中移出或者退回")
    if seen_as(row) != seen:
        raise Overtaken(f"第 {row.position} 行刚由他人核对为“{RowFate(row.stage).label}”，没有覆盖")
    return row


def seen_as(row: ListRow) -> str:
    """How a row stood when somebody saw it; sent back with the ruling."""
    return f"{row.stage}:{row.document_id or 0}"


def _rule(session: Session, row: ListRow, fate: RowFate, document_id: int | None, by: Actor) -> None:
    before = {"stage": row.stage, "document_id": row.document_id}
    row.stage, row.document_id = fate.value, document_id
    row.ruled_by, row.ruled_at = by.name, clock.now()
    after = {"stage": row.stage, "document_id": document_id}
    audit.record(session, by, f"cleanup.{fate.value}", f"list_row:{row.id}", before=before, after=after)
    session.flush()
    left = select(func.count()).where(
        ListRow.campaign_id == row.campaign_id,
        ListRow.list_sha256 == row.list_sha256,
        ListRow.stage.in_(WAITING),
    )
    if not session.scalar(left):
        close_task(session, _task_key(row.campaign_id, row.list_sha256), by=by.name, outcome="matched")


def _opinion(row: ListRow, usual: Usual) -> Opinion:
    verdict = Verdict(row.verdict) if row.verdict else usual.verdict
    if verdict is None:
        raise Faults({"verdict": f"第 {row.position} 行没有清理意见：请选择清单未载明时的意见"})
    reason = str(row.raw.get("reason", ""))
    if verdict is Verdict.KEEP:
        ground = Ground.NEEDED
    else:
        ground = ground_of(reason) or (Ground.OTHER if reason else usual.ground) or Ground.OTHER
    if ground is Ground.OTHER and not reason:
        raise Faults({"ground": f"第 {row.position} 行没有理由：请选择清单未载明时的理由"})
    opinion = Opinion(verdict, ground, reason)
    if faults := opinion.faults():
        raise BadInput(f"第 {row.position} 行：{'；'.join(faults.values())}")
    return opinion


def _object(pairs: Sequence[tuple[RollRow, ListRow, Opinion]]) -> None:
    """A list never takes the place of what a unit said or the division ruled without anybody noticing."""
    apart = [
        f"第 {listed.position} 行《{listed.title}》在名单中{RowStage(row.stage).label}"
        f"“{Verdict(row.verdict).label}”"
        for row, listed, opinion in pairs
        if row.stage in {RowStage.PROPOSED, RowStage.AGREED} and row.verdict != opinion.verdict
    ]
    if apart:
        told = "；".join(apart[:MOST_TOLD]) + (f"等 {len(apart)} 行" if len(apart) > MOST_TOLD else "")
        raise WrongStage(f"{told}，与清单不一致：请先在名单中退回，或者把这些行改为“不列入”")


def _give(session: Session, row: RollRow, listed: ListRow, opinion: Opinion, by: Actor) -> None:
    if row.stage != RowStage.AGREED:
        give(session, row, opinion, by=by)
    listed.stage = RowFate.ADOPTED.value


def _call_upon(session: Session, campaign_id: int, roster: Roster, by: Actor) -> None:
    left = select(func.count()).where(
        ListRow.campaign_id == campaign_id,
        ListRow.list_sha256 == roster.sha256,
        ListRow.stage.in_(WAITING),
    )
    if count := session.scalar(left):
        duty = Duty(
            key=_task_key(campaign_id, roster.sha256),
            code=TaskCode.MATCHING,
            title=f"核对清单“{roster.name}”中的 {count} 行",
            path=f"/desk/cleanup/{campaign_id}/lists/{roster.sha256[:16]}",
            due_on=get(session, campaign_id).due_on,
            details={"rows": count},
        )
        open_task(session, duty, by=by.name)


def _task_key(campaign_id: int, sha256: str) -> str:
    return f"cleanup-list:{campaign_id}:{sha256}"


def brought(session: Session, campaign_id: int) -> list[tuple[str, str, dict[str, int]]]:
    """The lists of a campaign: SHA-256, name, and how many rows came to what."""
    counted = session.execute(
        select(ListRow.list_sha256, ListRow.list_name, ListRow.stage, func.count())
        .where(ListRow.campaign_id == campaign_id)
        .group_by(ListRow.list_sha256, ListRow.list_name, ListRow.stage)
        .order_by(func.min(ListRow.id))
    )
    found: dict[tuple[str, str], dict[str, int]] = {}
    for sha256, name, stage, count in counted:
        found.setdefault((sha256, name), {})[stage] = count
    return [(sha256, name, counts) for (sha256, name), counts in found.items()]


def rows_of(session: Session, campaign_id: int, digest: str) -> Sequence[ListRow]:
    """The rows of a list, what waits for a person first; `digest` is the beginning of its SHA-256."""
    query = select(ListRow).where(
        ListRow.campaign_id == campaign_id, ListRow.list_sha256.startswith(digest, autoescape=True)
    )
    rows = list(session.scalars(query.order_by(ListRow.position)))
    if not rows:
        raise NotFound("没有这份清单")
    return sorted(rows, key=lambda row: (row.stage not in WAITING, row.position))
