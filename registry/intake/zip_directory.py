"""The directory of a ZIP file (压缩包目录), read without opening anything in it: names, sizes, flags.

Read by hand, because a hostile directory must cost nothing: the number of entries, their sizes and what
stands before and behind them are judged before any library sees the file.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from base.errors import BadInput

# APPNOTE.TXT 4.3.16, 4.3.12: end of central directory, central file header.
END, ENTRY = b"PK\x05\x06", b"PK\x01\x02"
END_SIZE, ENTRY_SIZE = 22, 46
LONGEST_COMMENT = 65535
MOST_ENTRIES = 5000
SYMLINK, FILE_FORMAT = 0o120000, 0o170000
ENCRYPTED = 0x1
# These stand for "see the 64-bit record": no document of 50 MB needs one.
WIDE = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Entry:
    """One file in a ZIP, as the directory tells it: sizes in bytes."""

    name: str
    packed: int
    size: int
    encrypted: bool
    link: bool


@dataclass(frozen=True, slots=True)
class Directory:
    """The entries, and whether anything stands before, between or behind that is no part of the ZIP."""

    entries: tuple[Entry, ...]
    foreign: bool


def names(content: bytes) -> frozenset[str]:
    """The names in a ZIP; empty when it is no ZIP that can be read."""
    try:
        return frozenset(entry.name for entry in read(content).entries)
    except BadInput:
        return frozenset()


def has_end(content: bytes) -> bool:
    """Whether some ZIP ends where this file ends: then it is a ZIP too, whatever it begins with."""
    return content.rfind(END, max(0, len(content) - END_SIZE - LONGEST_COMMENT)) >= 0


def read(content: bytes) -> Directory:
    """The directory; raises BadInput when it is damaged, too long, or of the 64-bit form."""
    at = content.rfind(END, max(0, len(content) - END_SIZE - LONGEST_COMMENT))
    if at < 0 or at + END_SIZE > len(content):
        raise BadInput("压缩结构已损坏：找不到目录")
    count, size, start, comment = struct.unpack("<10xHIIH", content[at : at + END_SIZE])
    if count > MOST_ENTRIES:
        raise BadInput(f"包内有{count}个文件，超过上限{MOST_ENTRIES}个")
    if WIDE in (size, start) or start + size > at:
        raise BadInput("压缩结构已损坏：目录不在文件之内")
    entries = tuple(_entries(content[start : start + size], count))
    whole = start + size == at and at + END_SIZE + comment == len(content)
    return Directory(entries, foreign=not whole or not content.startswith(b"PK\x03\x04"))


def _entries(directory: bytes, count: int) -> Iterator[Entry]:
    at = 0
    for _ in range(count):
        if directory[at : at + 4] != ENTRY or at + ENTRY_SIZE > len(directory):
            raise BadInput("压缩结构已损坏：目录不完整")
        flags, packed, size, long, extra, comment, attributes = struct.unpack(
            "<8xH10xIIHHH4xI4x", directory[at : at + ENTRY_SIZE]
        )
        name = directory[at + ENTRY_SIZE : at + ENTRY_SIZE + long]
        yield Entry(
            name.decode("utf-8", "replace"),
            packed,
            size,
            encrypted=bool(flags & ENCRYPTED),
            link=(attributes >> 16) & FILE_FORMAT == SYMLINK,
        )
        at += ENTRY_SIZE + long + extra + comment
    if at != len(directory):
        raise BadInput("压缩结构已损坏：目录与所载文件数不符")
