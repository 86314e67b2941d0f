"""The content-addressed store (内容寻址存储): a file is kept once, under its SHA-256, for ever."""

import errno
import os
import tempfile
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from base.errors import BadInput, NotFound, Unavailable

DIGEST_LENGTH = 64
HEXADECIMAL = frozenset("0123456789abcdef")
# No room (ENOSPC), no quota left (EDQUOT), a limit on file sizes (EFBIG), a disk mounted read-only (EROFS).
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS})
# How the name of a file begins while it is being written.
PART = ".part-"


def keep(root: Path, content: bytes) -> str:
    """Keep these bytes and give their SHA-256; the same bytes are kept once, nothing is overwritten.

    Raises Unavailable when the disk takes no more; nothing half-written is left behind then.
    """
    digest = sha256(content).hexdigest()
    place = path_of(root, digest)
    if not place.exists():
        write_whole(place, content)
    return digest


def path_of(root: Path, digest: str) -> Path:
    """Where the bytes with this SHA-256 stand; raises BadInput for anything that is no SHA-256."""
    if len(digest) != DIGEST_LENGTH or not HEXADECIMAL.issuperset(digest):
        raise BadInput(f"“{digest[:80]}”不是文件的 SHA-256 校验值：应为 64 位小写十六进制数字")
    # 256 folders: a directory with 100,000 entries is slow to list and to back up.
    return root / digest[:2] / digest


def read(root: Path, digest: str) -> bytes:
    """The bytes kept under this SHA-256; raises NotFound when absent, Unavailable when damaged."""
    try:
        content = path_of(root, digest).read_bytes()
    except FileNotFoundError as fault:
        raise NotFound(f"文件库中没有校验值为 {digest} 的文件") from fault
    if sha256(content).hexdigest() != digest:
        raise Unavailable(f"文件 {digest} 已损坏：内容与校验值不符，请从备份恢复")
    return content


def write_whole(place: Path, content: bytes) -> None:
    """Put a file at `place` complete or not at all, also when the machine stops halfway.

    Raises Unavailable when the disk takes no more.
    """
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        _write_beside(place, content)
    except OSError as fault:
        if fault.errno in FULL:
            raise Unavailable(f"磁盘空间不足或不可写，未能保存 {place}：请清理磁盘后重试") from fault
        raise


def _write_beside(place: Path, content: bytes) -> None:
    # Same folder: a rename is atomic only within one file system.
    descriptor, name = tempfile.mkstemp(prefix=PART, dir=place.parent)
    beside = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(0o644)
        beside.replace(place)
        _settle_folder(place.parent)
    except BaseException:
        with suppress(FileNotFoundError):
            beside.unlink()
        raise


def _settle_folder(folder: Path) -> None:
    # The rename itself is safe only when the folder is on the disk too.
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
