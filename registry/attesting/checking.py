"""Checking (核验) a signed file: every hash, the signature and the key; each thing that fails is named."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from base.term import Term
from registry.attesting.codes import code_of
from registry.attesting.keys import PublicKey, id_of
from registry.attesting.rules.canonical import canonical, digest
from registry.attesting.rules.envelope import Envelope, Object


class Holds(Term):
    """What came of one check (核验结论)."""

    YES = "yes", "相符"
    NO = "no", "不符"
    UNKNOWN = "unknown", "不能确认"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: `what` it was (`record 3`, `signature` …), and a sentence."""

    what: str
    holds: Holds
    sentence: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """All findings on a file."""

    envelope: Envelope
    findings: tuple[Finding, ...]

    @property
    def holds(self) -> Holds:
        """NO where anything fails, UNKNOWN where the origin is not known, YES otherwise."""
        found = {each.holds for each in self.findings if each.what != "left-out"}
        return next((worst for worst in (Holds.NO, Holds.UNKNOWN) if worst in found), Holds.YES)

    @property
    def failed(self) -> tuple[Finding, ...]:
        """What does not hold."""
        return tuple(each for each in self.findings if each.holds is Holds.NO)


def checked(envelope: Envelope, known: Mapping[str, PublicKey]) -> Verdict:
    """What holds of the file, by the keys known to be the registry's (none: origin unknown)."""
    return Verdict(envelope, (*_contents(envelope), *_names(envelope), *_signature(envelope, known)))


def _contents(envelope: Envelope) -> Iterator[Finding]:
    if len(envelope.records) != len(envelope.entries):
        yield Finding(
            "records",
            Holds.NO,
            f"清单列有 {len(envelope.entries)} 份文件，文件中却有 {len(envelope.records)} 份记录",
        )
    pairs = zip(envelope.entries, envelope.records, strict=False)
    for place, (entry, record) in enumerate(pairs, 1):
        yield _content(place, entry, record)


def _content(place: int, entry: Object, record: Object | None) -> Finding:
    name = f"第 {place} 份《{entry['title']}》"
    if record is None:
        return Finding("left-out", Holds.UNKNOWN, f"{name}：没有附正文，只能确认清单中所列的校验值")
    if digest(record) == entry["sha256"]:
        return Finding(f"record {place}", Holds.YES, f"{name}：正文和时效与校验值相符")
    return Finding(f"record {place}", Holds.NO, f"{name}：内容与校验值不符，正文、时效或者校验值被改动过")


def _names(envelope: Envelope) -> Iterator[Finding]:
    found = digest(envelope.signed.manifest)
    if found == envelope.digest:
        yield Finding("digest", Holds.YES, f"清单的校验值相符：{found}")
    else:
        yield Finding(
            "digest", Holds.NO, f"清单的校验值不符：文件中写的是 {envelope.digest[:64]}，算得 {found}"
        )
    if code_of(found) == envelope.code:
        yield Finding("code", Holds.YES, f"快照编号与清单相符：{envelope.code}")
    else:
        yield Finding(
            "code", Holds.NO, f"快照编号不符：文件中写的是 {envelope.code[:20]}，按清单应为 {code_of(found)}"
        )


def _signature(envelope: Envelope, known: Mapping[str, PublicKey]) -> Iterator[Finding]:
    signed = envelope.signed
    if id_of(signed.public_key) != signed.key_id:
        yield Finding("key", Holds.NO, f"公钥的编号不符：文件中写的是 {signed.key_id[:20]}")
    trusted = known.get(signed.key_id)
    key = trusted or PublicKey(signed.key_id, signed.public_key)
    if not key.signed(signed.signature, canonical(signed.manifest)):
        yield Finding("signature", Holds.NO, "签名无效：清单或者签名被改动过，或者签名不是用这把密钥作出的")
        return
    yield Finding("signature", Holds.YES, f"签名有效（Ed25519，密钥 {signed.key_id}）")
    yield _origin(envelope, trusted, bool(known))


def _origin(envelope: Envelope, trusted: PublicKey | None, asked: bool) -> Finding:  # noqa: FBT001 - the one fact
    key_id = envelope.signed.key_id
    if trusted is None and asked:
        return Finding("key", Holds.NO, f"签名用的密钥 {key_id} 不在本库的公钥之列，这份文件不是本库出具的")
    if trusted is None:
        return Finding(
            "key", Holds.UNKNOWN, "没有给出本库的公钥，不能确认签名出自本库；请用 --key 给出公钥文件"
        )
    made = moment_of(envelope.made_at)
    if made is None or not trusted.covers(made):
        return Finding("key", Holds.NO, f"密钥 {key_id} 在所写的制作时间（{envelope.made_at[:20]}）没有启用")
    return Finding("key", Holds.YES, f"密钥 {key_id} 是本库的公钥，制作时正在使用")


def moment_of(written: str) -> datetime | None:
    """The moment that a snapshot writes; None for words that are none."""
    try:
        return datetime.strptime(written, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None
