"""Files of an interpretation (解读文件): recordings, captions and pictures, kept by their bytes. Verbs."""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from base import clock, files
from base.errors import BadInput, NotFound
from base.staff import audit
from base.staff.roles import Actor
from interpretations.publishing.editing import OPEN, at, content_of, get, save, subject
from interpretations.publishing.flow import as_seen
from interpretations.publishing.recordings import Accepted, refuse_mismatched
from interpretations.rules.terms import FileRole
from interpretations.tables import Interpretation, InterpretationFile

MOST_FILES = 60


def files_of(session: Session, key: int) -> Sequence[InterpretationFile]:
    """Every file that an interpretation ever had, the newest first."""
    query = select(InterpretationFile).where(InterpretationFile.interpretation_id == key)
    return session.scalars(query.order_by(InterpretationFile.id.desc())).all()


def file_of(session: Session, key: int, number: int) -> InterpretationFile:
    """A file of this interpretation; raises NotFound."""
    row = session.get(InterpretationFile, number)
    if row is None or row.interpretation_id != key:
        raise NotFound(f"解读稿 {key} 没有编号为 {number} 的文件")
    return row


def attach(
    session: Session, key: int, version: int, incoming: Accepted, store: Path, *, by: Actor
) -> InterpretationFile:
    """Keep a file with an interpretation (上传), in place of the one it had for the same purpose.

    The working copy names it from now on; the public goes on with the file of its own version. Raises
    BadInput for captions that do not fit the recording.
    """
    row = as_seen(at(get(session, key), *OPEN, deed="上传文件"), version)
    if len(files_of(session, key)) >= MOST_FILES:
        raise BadInput(f"一份解读最多上传 {MOST_FILES} 个文件")
    _refuse_unfit(session, row, incoming, store)
    held = _kept(session, key, incoming, store, by)
    content = content_of(row).with_file(incoming.role, held.id)
    save(session, key, row.version, content, by=by)
    told = {"file": held.filename, "role": held.role, "sha256": held.sha256}
    audit.record(session, by, "interpretation.attach", subject(row), after=told)
    return held


def _kept(session: Session, key: int, incoming: Accepted, store: Path, by: Actor) -> InterpretationFile:
    upload = incoming.upload
    held = InterpretationFile(
        interpretation_id=key,
        role=incoming.role.value,
        filename=upload.filename,
        media_type=incoming.media_type,
        size=len(upload.content),
        sha256=files.keep(store, upload.content),
        seconds=incoming.seconds,
        width=incoming.width,
        height=incoming.height,
        recorded_at=clock.now(),
        recorded_by=by.name,
    )
    session.add(held)
    session.flush()
    return held


def _refuse_unfit(session: Session, row: Interpretation, incoming: Accepted, store: Path) -> None:
    """Captions and their recording fit each other, whichever of them comes later."""
    content = content_of(row)
    if incoming.role is FileRole.CAPTIONS and content.media:
        seconds = file_of(session, row.id, content.media).seconds
        refuse_mismatched(incoming.upload.content, seconds, incoming.upload.filename)
    if incoming.role is FileRole.MEDIA and content.captions:
        captions = file_of(session, row.id, content.captions)
        refuse_mismatched(files.read(store, captions.sha256), incoming.seconds, captions.filename)


def detach(session: Session, key: int, version: int, number: int, *, by: Actor) -> Interpretation:
    """Take a file off the working copy (撤下文件); its bytes stay in the store."""
    row = as_seen(at(get(session, key), *OPEN, deed="撤下文件"), version)
    held = file_of(session, key, number)
    content = content_of(row)
    if number not in content.files:
        raise NotFound(f"文件“{held.filename}”不在这一稿里，可能已经撤下")
    save(session, key, row.version, content.with_file(FileRole(held.role), None), by=by)
    audit.record(
        session,
        by,
        "interpretation.detach",
        subject(row),
        before={"file": held.filename, "sha256": held.sha256},
    )
    return row
