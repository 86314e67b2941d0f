"""The files (解读文件) of what the public reads: those that the published version names, and no other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from base.errors import NotFound
from interpretations.reads.shown import ShownFile, ShownFiles
from interpretations.reads.visibility import as_published, public
from interpretations.rules.content import Content, recalled
from interpretations.tables import Interpretation, InterpretationFile, InterpretationVersion

UNKNOWN = "没有这个文件。请回到解读页重新打开。"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file as it is kept: its name and type, and where its bytes are."""

    filename: str
    media_type: str
    sha256: str


def files_of(session: Session, key: int, content: Content) -> ShownFiles:
    """The files of a public interpretation as its page offers them."""
    rows = session.scalars(_named(key, content.files)) if content.files else ()
    found: Mapping[int, ShownFile] = {
        row.id: ShownFile(
            f"/interpretations/{key}/files/{row.id}",
            row.filename,
            row.media_type,
            row.size,
            row.seconds,
            row.width,
            row.height,
        )
        for row in rows
    }
    return ShownFiles(
        found.get(content.media or 0), found.get(content.captions or 0), found.get(content.picture or 0)
    )


def stored_file(session: Session, key: int, number: int) -> StoredFile:
    """A file of the version that the public reads; raises NotFound for any other, without telling why."""
    query = (
        select(InterpretationVersion.content)
        .join(Interpretation, as_published())
        .where(Interpretation.id == key, public())
    )
    held = session.scalars(query).first()
    named = recalled(held).files if held is not None else ()
    row = session.scalars(_named(key, [number])).first() if number in named else None
    if row is None:
        raise NotFound(UNKNOWN)
    return StoredFile(row.filename, row.media_type, row.sha256)


def _named(key: int, numbers: Sequence[int]) -> Select[Any]:
    return select(InterpretationFile).where(
        InterpretationFile.interpretation_id == key,
        InterpretationFile.id.in_(numbers),
        InterpretationFile.withdrawn_at.is_(None),
    )
