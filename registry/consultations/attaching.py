"""Files of a notice (公告附件): kept by their bytes, public with the notice, taken off before it. Verbs."""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from base import clock, files
from base.errors import BadInput, NotFound
from base.staff import audit
from base.staff.roles import Actor
from registry.consultations.notices import at, held, subject
from registry.consultations.rules.terms import NoticeProgress
from registry.consultations.tables import Consultation, ConsultationFile
from registry.consultations.writing import as_seen
from registry.intake.uploads import Upload

MOST_FILES = 40


def files_of(session: Session, key: int) -> Sequence[ConsultationFile]:
    """The files of the notice itself, in the order in which they came; not those of its meetings."""
    query = select(ConsultationFile).where(
        ConsultationFile.consultation_id == key,
        ConsultationFile.meeting_id.is_(None),
        ConsultationFile.withdrawn_at.is_(None),
    )
    return session.scalars(query.order_by(ConsultationFile.id)).all()


def file_of(session: Session, key: int, number: int) -> ConsultationFile:
    """A file of this consultation; raises NotFound."""
    row = session.get(ConsultationFile, number)
    if row is None or row.consultation_id != key:
        raise NotFound(f"征求意见 {key} 没有编号为 {number} 的文件")
    return row


def attach(
    session: Session, key: int, version: int, upload: Upload, store: Path, *, by: Actor
) -> ConsultationFile:
    """Keep a file with a notice (上传附件) that is not submitted yet; raises BadInput for too many."""
    row = as_seen(at(held(session, key), NoticeProgress.DRAFT, deed="上传附件"), version)
    known = files_of(session, key)
    if len(known) >= MOST_FILES:
        raise BadInput(f"一份公告最多 {MOST_FILES} 个附件，请先撤下不用的")
    if any(each.sha256 == upload.sha256 for each in known):
        raise BadInput(f"“{upload.filename}”已经上传过")
    made = ConsultationFile(
        consultation_id=key,
        filename=upload.filename,
        media_type=upload.media_type,
        size=len(upload.content),
        sha256=files.keep(store, upload.content),
        recorded_at=clock.now(),
        recorded_by=by.name,
    )
    session.add(made)
    _changed(row)
    session.flush()
    told = {"file": made.filename, "sha256": made.sha256}
    audit.record(session, by, "consultation.attach", subject(row), after=told)
    return made


def detach(session: Session, key: int, version: int, number: int, *, by: Actor) -> Consultation:
    """Take a file off a notice (撤下附件) before it is submitted; its bytes stay in the store."""
    row = as_seen(at(held(session, key), NoticeProgress.DRAFT, deed="撤下附件"), version)
    file = file_of(session, key, number)
    if file.withdrawn_at is not None or file.meeting_id is not None:
        raise NotFound(f"文件“{file.filename}”不在这份公告里，可能已经撤下")
    file.withdrawn_at = clock.now()
    _changed(row)
    told = {"file": file.filename, "sha256": file.sha256}
    audit.record(session, by, "consultation.detach", subject(row), before=told)
    return row


def _changed(row: Consultation) -> None:
    # What the office was asked to look at is this and nothing else.
    row.version += 1
    row.changed_at = clock.now()
