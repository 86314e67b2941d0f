"""Papers of a meeting (会议材料): who takes part, the record, the files. Verbs."""

import re
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from base import clock, files
from base.errors import BadInput, NotFound, WrongStage
from base.staff import audit
from base.staff.roles import Actor
from registry.consultations.meetings import LONGEST_TITLE, files_of, get, held, note
from registry.consultations.tables import ConsultationFile, Meeting
from registry.intake.uploads import Upload
from registry.law.personal import personal_data

LONGEST_RECORD, LONGEST_NAME, LONGEST_LIST = 200_000, 60, 40_000
MOST_PARTICIPANTS, MOST_FILES = 300, 20
LISTED = re.compile(r"[ \t]{0,40}(?:[,，;；|\t]|[ \u3000]{2,40})[ \t]{0,40}")


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that comes in, and whether the public may have it."""

    upload: Upload
    public: bool


def file_of(session: Session, key: int, number: int) -> ConsultationFile:
    """A file of this meeting; raises NotFound."""
    row = session.get(ConsultationFile, number)
    if row is None or row.meeting_id != key or row.withdrawn_at is not None:
        raise NotFound(f"会议 {key} 没有编号为 {number} 的文件")
    return row


def participants(typed: str) -> list[dict[str, str]]:
    r"""The list of participants as typed, a line for each: the name, and as whom.

    >>> participants("李雷，居民代表\n韩梅梅")
    [{'name': '李雷', 'as': '居民代表'}, {'name': '韩梅梅', 'as': ''}]
    """
    lines = [line.strip() for line in typed.splitlines() if line.strip()]
    if len(lines) > MOST_PARTICIPANTS:
        raise BadInput(f"参加人最多 {MOST_PARTICIPANTS} 人，现有 {len(lines)} 行")
    found = []
    for line in lines:
        name, *rest = LISTED.split(line, maxsplit=1)
        role = rest[0] if rest else ""
        if len(name) > LONGEST_NAME or len(role) > LONGEST_TITLE:
            raise BadInput(f"参加人“{line[:20]}”一行过长，请写成“姓名，代表哪一方”")
        found.append({"name": name, "as": role})
    return found


def list_participants(
    session: Session, consultation_id: int, seen: tuple[int, int], listed: list[dict[str, str]], *, by: Actor
) -> Meeting:
    """List who takes part and as whom (公布参加人名单): names and sides only, no telephone, no address."""
    row = held(session, consultation_id, seen)
    if any(personal_data(f"{each['name']} {each['as']}") for each in listed):
        raise BadInput("名单里不要写电话、证件号码等个人信息，只写姓名和代表哪一方")
    row.participants = listed
    if listed and row.announced_at is not None and row.participants_at is None:
        row.participants_at = clock.now()
    note(session, row, "meeting.list", by, participants=len(listed))
    return row


def record(
    session: Session, consultation_id: int, seen: tuple[int, int], words: tuple[str, str], *, by: Actor
) -> Meeting:
    """Keep the record (登记笔录), Markdown with its HTML; public where the meeting was announced."""
    row = held(session, consultation_id, seen)
    if row.held_at > clock.now():
        raise WrongStage("会议还没有开，不能登记笔录")
    if personal_data(words[0]):
        raise BadInput("笔录里有电话、证件号码等个人信息，请隐去后再保存；签字的原件作为不公开的文件上传")
    row.record, row.record_html = words
    note(session, row, "meeting.record", by, length=len(words[0]))
    return row


def attach(
    session: Session, consultation_id: int, key: int, incoming: Incoming, store: Path, *, by: Actor
) -> ConsultationFile:
    """Keep a file of a meeting (上传会议文件): its papers, or the signed record, which is not public."""
    audit.turn(session)
    row = get(session, consultation_id, key)
    if len(files_of(session, key)) >= MOST_FILES:
        raise BadInput(f"一次会议最多 {MOST_FILES} 个文件，请先撤下不用的")
    made = ConsultationFile(
        consultation_id=consultation_id,
        meeting_id=key,
        filename=incoming.upload.filename,
        media_type=incoming.upload.media_type,
        size=len(incoming.upload.content),
        sha256=files.keep(store, incoming.upload.content),
        public=incoming.public,
        recorded_at=clock.now(),
        recorded_by=by.name[:60],
    )
    session.add(made)
    # A name may tell of a person: the audit has the bytes' hash.
    note(session, row, "meeting.attach", by, sha256=made.sha256, public=made.public)
    return made


def detach(session: Session, consultation_id: int, key: int, number: int, *, by: Actor) -> Meeting:
    """Take a file off a meeting (撤下会议文件); its bytes stay in the store."""
    audit.turn(session)
    row = get(session, consultation_id, key)
    file = file_of(session, key, number)
    file.withdrawn_at = clock.now()
    note(session, row, "meeting.detach", by, sha256=file.sha256)
    return row
