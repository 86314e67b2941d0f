"""Papers of steps (程序材料): files, or what they lead to in the registry; the whole-process file. Verbs."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from base import clock, files, outbox
from base.errors import BadInput, NotFound
from base.spreadsheet import Leaf, xlsx
from base.staff import audit
from base.staff.roles import Actor
from registry.consultations.tables import Consultation, Meeting
from registry.decisions import steps
from registry.decisions.rules.terms import PaperRole, StepKind
from registry.decisions.tables import DecisionItem, DecisionPaper, DecisionStep
from registry.intake.uploads import Upload, safe_name
from registry.reads.visibility import visible
from registry.tables import Document

MOST_PAPERS = 60
COLUMNS = ("环节", "材料类别", "名称", "日期", "是否公开", "文件", "SHA-256")


@dataclass(frozen=True, slots=True)
class PaperOrder:
    """A paper as it is entered: what it is, its title and day, whether the public may read it."""

    kind: StepKind
    role: PaperRole
    title: str
    dated_on: date | None = None
    public: bool = True


@dataclass(frozen=True, slots=True)
class Target:
    """What a paper leads to in the registry: one of a consultation, a meeting, a document."""

    consultation_id: int | None = None
    meeting_id: int | None = None
    document_id: int | None = None


def attach(
    session: Session, item_id: int, order: PaperOrder, upload: Upload, store: Path, *, by: Actor
) -> DecisionPaper:
    """Keep a file (上传材料) with a step."""
    row = _new(session, item_id, order, by)
    row.filename, row.media_type = upload.filename, upload.media_type
    row.size, row.sha256 = len(upload.content), files.keep(store, upload.content)
    return _entered(session, row, item_id, order, by)


def link(session: Session, item_id: int, order: PaperOrder, target: Target, *, by: Actor) -> DecisionPaper:
    """Let a step lead (关联材料) to a consultation, meeting or document; raises BadInput for none."""
    row = _new(session, item_id, order, by)
    found = _title(session, target)
    row.title = order.title or found
    row.consultation_id, row.meeting_id = target.consultation_id, target.meeting_id
    row.document_id = target.document_id
    if order.role is PaperRole.DECISION and target.document_id:
        session.get_one(DecisionItem, item_id).document_id = target.document_id
    return _entered(session, row, item_id, order, by)


def withdraw(session: Session, item_id: int, number: int, *, by: Actor) -> DecisionPaper:
    """Take a paper off (撤下材料); its bytes stay in the store."""
    audit.turn(session)
    row = paper_of(session, item_id, number)
    if row.withdrawn_at is None:
        row.withdrawn_at = clock.now()
        item = session.get_one(DecisionItem, item_id)
        if row.document_id and row.document_id == item.document_id:
            item.document_id = None
        outbox.grow(session)
        before = {"title": row.title, "role": row.role}
        audit.record(session, by, "decision.withdraw_paper", f"decision_item:{item_id}", before=before)
    return row


def paper_of(session: Session, item_id: int, number: int) -> DecisionPaper:
    """A paper of this item; raises NotFound."""
    row = session.get(DecisionPaper, number)
    step = session.get(DecisionStep, row.step_id) if row else None
    if row is None or step is None or step.item_id != item_id:
        raise NotFound(f"决策事项 {item_id} 没有编号为 {number} 的材料")
    return row


def whole_file(session: Session, item_id: int, store: Path) -> bytes:
    """The whole-process file (全过程档案): every paper of the item with its list, as one archive."""
    query = (
        select(DecisionPaper, DecisionStep.kind)
        .join(DecisionStep)
        .where(DecisionStep.item_id == item_id, DecisionPaper.withdrawn_at.is_(None))
    )
    order = list(StepKind)
    rows = sorted(
        ((order.index(StepKind(kind)), row) for row, kind in session.execute(query).all()),
        key=lambda pair: (pair[0], pair[1].id),
    )
    made, lines = io.BytesIO(), []
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, row in rows:
            step = order[place]
            name = f"{place + 1:02d}-{step.label}/{row.id}-{safe_name(row.filename)}" if row.sha256 else ""
            lines.append(_listed(step, row, name))
            if name:
                archive.writestr(name, files.read(store, row.sha256))
        leaf = Leaf("全过程档案目录", COLUMNS, lines, (14, 24, 50, 14, 10, 50, 70))
        archive.writestr("全过程档案目录.xlsx", xlsx([leaf]))
    return made.getvalue()


def _listed(step: StepKind, row: DecisionPaper, name: str) -> Sequence[str]:
    return (
        step.label,
        PaperRole(row.role).label,
        row.title,
        row.dated_on.isoformat() if row.dated_on else "",
        "公开" if row.public else "不公开",
        name or "（本库内的征求意见、会议或者文件）",
        row.sha256,
    )


def _new(session: Session, item_id: int, order: PaperOrder, by: Actor) -> DecisionPaper:
    audit.turn(session)
    step = steps.held(session, item_id, order.kind)
    if step.omitted_ground:
        raise BadInput(f"{order.kind.label}已登记为依法不适用，不能再加材料")
    count = select(func.count()).where(DecisionPaper.step_id == step.id, DecisionPaper.withdrawn_at.is_(None))
    if (session.scalar(count) or 0) >= MOST_PAPERS:
        raise BadInput(f"一个环节最多 {MOST_PAPERS} 份材料")
    return DecisionPaper(
        step_id=step.id,
        role=order.role.value,
        title=order.title,
        dated_on=order.dated_on,
        public=order.public,
        recorded_at=clock.now(),
        recorded_by=by.name,
    )


def _entered(
    session: Session, row: DecisionPaper, item_id: int, order: PaperOrder, by: Actor
) -> DecisionPaper:
    session.add(row)
    session.flush()
    outbox.grow(session)
    after = {"step": order.kind.value, "role": row.role, "public": row.public, "sha256": row.sha256}
    audit.record(session, by, "decision.add_paper", f"decision_item:{item_id}", after=after)
    return row


def _title(session: Session, target: Target) -> str:
    if target.consultation_id:
        title = session.scalar(select(Consultation.title).where(Consultation.id == target.consultation_id))
    elif target.meeting_id:
        title = session.scalar(select(Meeting.title).where(Meeting.id == target.meeting_id))
    else:
        query = select(Document.title).where(Document.id == (target.document_id or 0), visible())
        title = session.scalar(query)
    if not title:
        raise BadInput("没有找到要关联的征求意见、会议或者文件，请核对地址")
    return title
