"""Keeping uploads (文件留存): the bytes as they came, once, under their SHA-256, for ever."""

from pathlib import Path

from base import files
from registry.intake.uploads import Upload


def keep(root: Path, upload: Upload) -> str:
    """Keep an upload in the content-addressed store at `root`; gives its SHA-256.

    Nothing is ever overwritten or deleted there (档案: 可靠、完整). Raises Unavailable when the disk is full.
    """
    return files.keep(root, upload.content)


def kept(root: Path, digest: str) -> bytes:
    """The bytes as they came; raises NotFound when absent, Unavailable when they no longer match."""
    return files.read(root, digest)
