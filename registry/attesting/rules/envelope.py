"""The signed file (快照文件) as it is handed out: the manifest, the records it names, and the signature.

Signed is the manifest, which holds the SHA-256 of each record. So a record that may no longer be shown can be
left out, and all the rest still be confirmed. The fields are listed in docs/data.md.
"""

import base64
import binascii
from dataclasses import dataclass, field

from base.errors import BadInput
from registry.attesting.rules.canonical import Value, canonical, digest

FORMAT = "day-snapshot/1"
FIELDS = frozenset({"manifest", "records", "digest", "code", "signature", "key"})
# Of one snapshot; see registry/attesting/asking.py.
MOST = 50
SIGNATURE_BYTES, KEY_BYTES = 64, 32

Object = dict[str, Value]


@dataclass(frozen=True, slots=True)
class Signed:
    """What was signed, by which key (the first digits of the SHA-256 of its public half)."""

    manifest: Object
    signature: bytes
    key_id: str
    public_key: bytes


@dataclass(frozen=True, slots=True)
class Envelope:
    """A signed file: `records` in the order of the manifest, None where one was left out.

    `digest` and `code` are what the file says of itself; whether it is so is for `checking` to find.
    """

    signed: Signed
    records: tuple[Object | None, ...]
    digest: str
    code: str
    entries: tuple[Object, ...] = field(default=())

    @property
    def day(self) -> str:
        """The day (行为日)."""
        return str(self.signed.manifest["day"])

    @property
    def made_at(self) -> str:
        """When it was made, in UTC."""
        return str(self.signed.manifest["made_at"])


def sealed(signed: Signed, records: list[Object | None], code: str) -> bytes:
    """The file as it is handed out, in the canonical form: the signed bytes stand in it as they are."""
    key: Object = {"id": signed.key_id, "public_key": in_letters(signed.public_key)}
    return canonical(
        {
            "manifest": signed.manifest,
            "records": list(records),
            "digest": digest(signed.manifest),
            "code": code,
            "signature": in_letters(signed.signature),
            "key": key,
        }
    )


def in_letters(content: bytes) -> str:
    """Bytes as base64."""
    return base64.b64encode(content).decode("ascii")


def opened(value: Value) -> Envelope:
    """The signed file in this value; raises BadInput, naming the field, for what is none."""
    if not isinstance(value, dict) or not value.keys() >= FIELDS:
        raise BadInput("这不是行为日快照：缺少 manifest、records、signature 等字段")
    manifest = _object(value["manifest"], "manifest")
    if manifest.get("format") != FORMAT:
        raise BadInput(f"不认识的快照格式“{str(manifest.get('format'))[:40]}”，本程序认识 {FORMAT}")
    for name in ("day", "made_at"):
        _words(manifest.get(name), f"manifest.{name}")
    records = tuple(
        None if each is None else _object(each, f"records[{place}]")
        for place, each in enumerate(_list(value["records"]), 1)
    )
    key = _object(value["key"], "key")
    signed = Signed(
        manifest,
        _bytes(value["signature"], "signature", SIGNATURE_BYTES),
        _words(key.get("id"), "key.id"),
        _bytes(key.get("public_key"), "key.public_key", KEY_BYTES),
    )
    return Envelope(
        signed,
        records,
        _words(value["digest"], "digest"),
        _words(value["code"], "code"),
        entries_of(manifest),
    )


def entries_of(manifest: Object) -> tuple[Object, ...]:
    """The line of each document in the manifest; raises BadInput for a line that is none."""
    return tuple(_entry(each, place) for place, each in enumerate(_list(manifest.get("documents")), 1))


def _entry(value: Value, place: int) -> Object:
    entry = _object(value, f"manifest.documents[{place}]")
    for name in ("title", "address", "sha256"):
        _words(entry.get(name), f"manifest.documents[{place}].{name}")
    return entry


def _object(value: Value, name: str) -> Object:
    if not isinstance(value, dict):
        raise BadInput(f"字段 {name} 应为对象")
    return value


def _list(value: Value) -> list[Value]:
    if not isinstance(value, list) or not 0 < len(value) <= MOST:
        raise BadInput(f"快照应含 1 至 {MOST} 份文件")
    return value


def _words(value: Value, name: str) -> str:
    if not isinstance(value, str):
        raise BadInput(f"字段 {name} 应为文字")
    return value


def _bytes(value: Value, name: str, size: int) -> bytes:
    try:
        found = base64.b64decode(_words(value, name), validate=True)
    except (binascii.Error, ValueError) as fault:
        raise BadInput(f"字段 {name} 应为 Base64") from fault
    if len(found) != size:
        raise BadInput(f"字段 {name} 应为 {size} 个字节，现有 {len(found)} 个")
    return found
