"""Packs (列包): many named arrays in one file, mapped together.

A mapping holds a file open for as long as it lives: with a file for each array, a process that reads a dozen
segments ran out of the numbers that the system gives for open files.

    the arrays, each at a multiple of 64 bytes
    the directory, JSON: name → [type, shape, first byte]
    where the directory begins, 8 bytes, little-endian
"""

import json
from collections.abc import Mapping
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

ALIGNMENT = 64
FOOT = 8


class Packer:
    """Writes arrays into an open file, one after the other."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._directory: dict[str, tuple[str, tuple[int, ...], int]] = {}

    def add(self, name: str, values: NDArray[Any]) -> None:
        """Write one array (numbers only)."""
        self._file.write(bytes(-self._file.tell() % ALIGNMENT))
        self._directory[name] = (values.dtype.str, values.shape, self._file.tell())
        self._file.write(np.ascontiguousarray(values).data)

    def close(self) -> None:
        """Write the directory; the file stays open."""
        start = self._file.tell()
        self._file.write(json.dumps(self._directory).encode() + start.to_bytes(FOOT, "little"))


def mapped(path: Path) -> mmap:
    """The bytes of a file, which stay there until nobody holds them, also when the file is removed."""
    with path.open("rb") as file:
        return mmap(file.fileno(), 0, access=ACCESS_READ)


def unpacked(path: Path) -> Mapping[str, NDArray[Any]]:
    """The arrays of a pack, mapped; OSError, ValueError or KeyError when it is missing or damaged."""
    whole = mapped(path)
    start = int.from_bytes(whole[-FOOT:], "little")
    directory = json.loads(whole[start:-FOOT])
    return {
        name: np.frombuffer(whole, kind, int(np.prod(shape)), first).reshape(shape)
        for name, (kind, shape, first) in directory.items()
    }
