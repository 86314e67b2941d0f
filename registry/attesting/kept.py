"""Kept snapshots (已存快照) read back: what may still be shown of them, and what the registry says today."""

import base64
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from base.errors import NotFound, Unavailable, Withdrawn
from base.term import Term
from registry.attesting import keys
from registry.attesting.asking import visible_dossier
from registry.attesting.comparing import differences
from registry.attesting.keys import PublicKey
from registry.attesting.making import unpacked
from registry.attesting.records import Taken, record
from registry.attesting.rules.canonical import canonical, digest
from registry.attesting.rules.envelope import Object, Signed, entries_of, sealed
from registry.attesting.tables import DaySnapshot, DaySnapshotKey
from registry.reads.wording import read_wording


class Since(Term):
    """What became of a document since the snapshot was made (此后情况)."""

    SAME = "same", "本库现在所载与快照一致"
    CORRECTED = "corrected", "本库此后有更正"
    WITHDRAWN = "withdrawn", "文件此后已撤回"
    GONE = "gone", "文件现已不公开"


@dataclass(frozen=True, slots=True)
class Member:
    """One document of a snapshot: its signed line, and its record while the document is public."""

    entry: Object
    record: Object | None
    since: Since
    reasons: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether its hash is that of what is kept."""
        return self.record is None or digest(self.record) == self.entry["sha256"]


@dataclass(frozen=True, slots=True)
class Kept:
    """A snapshot as it may be shown today."""

    code: str
    day: date
    made_at: datetime
    digest: str
    signed: Signed
    key: PublicKey
    members: tuple[Member, ...]

    @property
    def is_valid(self) -> bool:
        """Whether hashes and signature are right, counted anew."""
        whole = (
            all(member.is_whole for member in self.members) and digest(self.signed.manifest) == self.digest
        )
        return whole and self.key.signed(self.signed.signature, canonical(self.signed.manifest))

    @property
    def is_same(self) -> bool:
        """Whether the registry says the same of the day today."""
        return all(member.since is Since.SAME for member in self.members)

    @property
    def file(self) -> bytes:
        """The signed file, without the records of what is no longer public."""
        return sealed(self.signed, [member.record for member in self.members], self.code)


def read_kept(session: Session, code: str) -> Kept:
    """The snapshot with this code; raises NotFound."""
    row = session.get(DaySnapshot, code)
    if row is None:
        raise NotFound(f"没有编号为 {code} 的行为日快照。请对照原件检查编号。")
    key = session.get(DaySnapshotKey, row.key_id)
    if key is None:
        raise Unavailable(f"找不到签名用的公钥 {row.key_id}，请管理员从备份恢复")
    manifest, records = unpacked(row.content)
    public = keys.of_row(key)
    signed = Signed(manifest, base64.b64decode(row.signature), row.key_id, public.content)
    pairs = zip(entries_of(manifest), records, strict=True)
    members = tuple(member(session, entry, held, row.day) for entry, held in pairs)
    return Kept(row.code, row.day, row.made_at, row.digest, signed, public, members)


def member(session: Session, entry: Object, held: Object, day: date) -> Member:
    """One document of a snapshot, compared with what the registry says of the same day today."""
    try:
        dossier = visible_dossier(session, str(entry["address"]))
    except Withdrawn as gone:
        return Member(entry, None, Since.WITHDRAWN, (gone.sentence,))
    except NotFound:
        return Member(entry, None, Since.GONE)
    version = dossier.version_on(day)
    provisions = read_wording(session, version.text_id) if version else ()
    scope = entry["scope"]
    chosen = tuple(str(eid) for eid in scope) if isinstance(scope, list) else ()
    found = differences(held, record(Taken(dossier, provisions, chosen), day))
    return Member(entry, held, Since.CORRECTED if found else Since.SAME, found)
