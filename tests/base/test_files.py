"""The content-addressed store keeps bytes once, whole, for ever."""

import resource
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from base import files
from base.errors import BadInput, NotFound, Unavailable

PROJECT = Path(__file__).resolve().parents[2]


def kept_files(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(st.binary(max_size=3_000))
def test_gives_back_what_it_was_given(tmp_path: Path, content: bytes) -> None:
    digest = files.keep(tmp_path, content)
    assert digest == sha256(content).hexdigest()
    assert files.read(tmp_path, digest) == content


def test_keeps_the_same_bytes_once(tmp_path: Path) -> None:
    assert files.keep(tmp_path, b"once") == files.keep(tmp_path, b"once")
    assert len(kept_files(tmp_path)) == 1


def test_never_writes_over_what_stands(tmp_path: Path) -> None:
    place = files.path_of(tmp_path, files.keep(tmp_path, b"first"))
    before = place.stat()
    files.keep(tmp_path, b"first")
    assert (place.stat().st_mtime_ns, place.stat().st_ino) == (before.st_mtime_ns, before.st_ino)


def test_says_which_file_is_missing(tmp_path: Path) -> None:
    absent = sha256(b"never kept").hexdigest()
    with pytest.raises(NotFound, match=absent):
        files.read(tmp_path, absent)


def test_does_not_hand_out_damaged_bytes(tmp_path: Path) -> None:
    digest = files.keep(tmp_path, b"as it came")
    files.path_of(tmp_path, digest).write_bytes(b"as it cane")
    with pytest.raises(Unavailable, match="已损坏"):
        files.read(tmp_path, digest)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "é" * 64, "a" * 63, "a" * 65, "/" * 64])
def test_takes_no_path_for_a_digest(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput, match="SHA-256"):
        files.path_of(tmp_path, name)


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from base import files
from base.errors import Unavailable
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))
try:
    files.keep(Path(sys.argv[1]), b"x" * 50_000)
except Unavailable as fault:
    print(fault.sentence)
"""


def test_a_full_disk_is_said_and_leaves_nothing_half_written(tmp_path: Path) -> None:
    # A limit on file sizes fails the write halfway, as a full disk does.
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 10_000
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, tmp_path / "store"],
        capture_output=True,
        text=True,
        check=False,
        cwd=PROJECT,
    )
    assert "磁盘空间不足" in done.stdout, done.stderr
    assert kept_files(tmp_path) == []


def test_an_interrupted_write_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_descriptor: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("os.fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        files.keep(tmp_path, b"half")
    assert kept_files(tmp_path) == []
