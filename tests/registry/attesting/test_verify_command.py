"""`./run verify-snapshot`: on any machine, with the public key alone, saying what fails."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from click.testing import CliRunner, Result
from pypdf import PdfWriter

from base.errors import BadInput
from registry.attesting.commands import known_in, verify_snapshot
from registry.attesting.unpacking import unpacked

PROJECT = Path(__file__).resolve().parents[3]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(verify_snapshot, [str(each) for each in arguments], standalone_mode=False)


@pytest.fixture
def key_file(seal: Any, tmp_path: Path) -> Path:
    place = tmp_path / "key.pem"
    place.write_text(seal.public.pem)
    return place


def written(place: Path, content: bytes) -> Path:
    place.write_bytes(content)
    return place


def in_zip(name: str, content: bytes) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr(name, content)
    return packed.getvalue()


def in_pdf(name: str, content: bytes) -> bytes:
    writer, packed = PdfWriter(), BytesIO()
    writer.add_blank_page(100, 100)
    writer.add_attachment(name, content)
    writer.write(packed)
    return packed.getvalue()


@pytest.mark.parametrize(
    "packing",
    [
        lambda content: content,
        lambda content: in_zip("snapshot.json", content),
        lambda content: in_pdf("snapshot.json", content),
    ],
)
def test_each_form_of_the_file_holds(
    seal: Any, key_file: Path, tmp_path: Path, packing: Callable[[bytes], bytes]
) -> None:
    answer = run(written(tmp_path / "file", packing(seal.file())), "--key", key_file)
    assert answer.return_value == 0
    assert "结论：相符" in answer.output
    assert "×" not in answer.output


def test_the_document_that_was_changed_is_named(
    seal: Any, key_file: Path, tmp_path: Path, tampered: Callable[..., bytes]
) -> None:
    def change(held: Any) -> None:
        held["records"][1]["provisions"][0]["words"] += "。"

    answer = run(written(tmp_path / "s.json", tampered(seal.file(), change)), "--key", key_file)
    assert answer.return_value == 1
    assert "× 第 2 份《大气条例》：内容与校验值不符" in answer.output
    assert "√ 第 1 份《水条例》" in answer.output
    assert "不符，共 1 处" in answer.output


def test_without_a_key_nobody_is_told_that_it_is_ours(seal: Any, tmp_path: Path) -> None:
    answer = run(written(tmp_path / "s.json", seal.file()))
    assert answer.return_value == 3
    assert "不能确认签名出自本库" in answer.output


def test_the_published_list_of_keys_serves_as_well(seal: Any, another_seal: Any, tmp_path: Path) -> None:
    listed = {
        "keys": [
            {
                "id": each.public.id,
                "pem": each.public.pem,
                "used_since": "2026-01-01T00:00:00Z",
                "used_until": until,
            }
            for each, until in ((another_seal, "2026-06-01T00:00:00Z"), (seal, None))
        ]
    }
    place = written(tmp_path / "keys.json", json.dumps(listed).encode())
    assert run(written(tmp_path / "s.json", seal.file()), "--key", place).return_value == 0
    late = run(written(tmp_path / "t.json", another_seal.file()), "--key", place)
    assert late.return_value == 1
    assert "没有启用" in late.output


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7 nothing", "PDF"),
        (in_pdf("other.json", b"{}"), "没有 snapshot.json"),
        (in_zip("other.json", b"{}"), "没有 snapshot.json"),
        (b"PK\x03\x04nothing", "ZIP 已损坏"),
        (in_zip("snapshot.json", b" " * (13 * 2**20)), "过大"),
    ],
)
def test_what_is_no_snapshot_is_told_what_it_is_not(content: bytes, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        unpacked(content)


@pytest.mark.parametrize(
    "content", [b"-----BEGIN NONSENSE", b"{}", b'{"keys":[]}', b'{"keys":[{"pem":1}]}', b"x"]
)
def test_a_key_file_that_is_none_is_refused(content: bytes) -> None:
    with pytest.raises(BadInput):
        known_in(content)


def test_it_needs_neither_settings_nor_database(seal: Any, key_file: Path, tmp_path: Path) -> None:
    file = written(tmp_path / "s.json", seal.file())
    nowhere = tmp_path / "nowhere"
    done = subprocess.run(
        [sys.executable, "app.py", "verify-snapshot", str(file), "--key", str(key_file)],
        cwd=PROJECT,
        env={**os.environ, "REGISTRY_DATA": str(nowhere), "DATABASE_URL": "postgresql://127.0.0.1:1/none"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert not nowhere.exists()
