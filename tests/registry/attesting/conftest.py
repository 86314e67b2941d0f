"""A signed file made without a registry: two records, a key, and what is known of it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from registry.attesting import keys
from registry.attesting.codes import code_of
from registry.attesting.keys import PublicKey
from registry.attesting.rules.canonical import digest
from registry.attesting.rules.envelope import FORMAT, sealed

SINCE = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Seal:
    """A key, and the files it signs."""

    private: Ed25519PrivateKey

    @property
    def public(self) -> PublicKey:
        content = keys.public_half(self.private)
        return PublicKey(keys.id_of(content), content, SINCE)

    def file(self, *titles: str, made_at: str = "2026-11-23T04:00:00Z") -> bytes:
        """A signed file with one short record for each title."""
        records: list[Any] = [record(title) for title in titles or ("水条例", "大气条例")]
        lines = [
            {"address": f"law/2020/{place}", "title": each["title"], "sha256": digest(each), "scope": []}
            for place, each in enumerate(records, 1)
        ]
        manifest: Any = {"format": FORMAT, "day": "2024-05-01", "made_at": made_at, "documents": lines}
        return sealed(keys.sign(self.private, manifest), records, code_of(digest(manifest)))


def record(title: str) -> dict[str, Any]:
    words = [{"eid": "art-1", "number": "第一条", "words": "排污单位应当取得许可证。"}]
    return {"title": title, "standing": {"label": "现行有效"}, "provisions": words}


@pytest.fixture
def seal() -> Seal:
    """A key of the registry."""
    return Seal(Ed25519PrivateKey.from_private_bytes(b"\x07" * 32))


@pytest.fixture
def another_seal() -> Seal:
    """A key of somebody else."""
    return Seal(Ed25519PrivateKey.from_private_bytes(b"\x08" * 32))


@pytest.fixture
def tampered() -> Callable[[bytes, Callable[[Any], None]], bytes]:
    """Change something in a file, and write it as anybody would."""

    def change(content: bytes, deed: Callable[[Any], None]) -> bytes:
        held = json.loads(content)
        deed(held)
        return json.dumps(held, ensure_ascii=False, indent=1).encode()

    return change
