"""Opening files apart (隔离读取): whatever a file holds, it is opened in a limited child process.

The child is `registry.intake.formats.child`. A file earns its processor time by its size: a hostile one of a
few kilobytes is given up after half a second, a code of 1 MB may take some seconds.
"""

import json
from functools import cache
from typing import TypedDict

from base.errors import BadInput
from base.limited import BrokeDown, Limits, TookTooLong, Worker

MEGABYTE = 2**20
LIMITS = Limits(
    wall_seconds=45, cpu_seconds=25, memory=1536 * MEGABYTE, answer=32 * MEGABYTE, jobs=200, waiting=6
)
CHILD = ("-m", "registry.intake.formats.child")
INSPECT, READ, TABLE = "inspect", "read", "table"
MOST_ROWS, MOST_COLUMNS = 20_000, 60


class Found(TypedDict):
    """What the child read from a file; see `registry.intake.reading.Reading`."""

    markdown: str
    fields: dict[str, str]
    notices: list[str]
    hidden: list[str]


@cache
def shared() -> Worker:
    """The opener of this process."""
    return Worker("读取文件", CHILD, LIMITS)


def inspect(content: bytes, kind: str, name: str) -> tuple[str, ...]:
    """Sentences about a file that may be kept; raises BadInput when it holds what runs by itself."""
    return tuple(json.loads(_asked(INSPECT, content, kind, name)))


def read(content: bytes, kind: str, name: str) -> Found:
    """The text of a file; raises BadInput, Unavailable."""
    found: Found = json.loads(_asked(READ, content, kind, name))
    return found


def table(content: bytes, kind: str, name: str) -> list[list[str]]:
    """The rows of the largest table of a file; raises BadInput, Unavailable."""
    found: list[list[str]] = json.loads(_asked(TABLE, content, kind, name))
    return found


def _asked(deed: str, content: bytes, kind: str, name: str) -> bytes:
    head = json.dumps({"deed": deed, "kind": kind}).encode()
    try:
        return shared().ask(head + b"\n" + content)
    except BadInput as refusal:
        raise BadInput(f"{name}：{refusal.sentence}") from refusal
    except (BrokeDown, TookTooLong) as fault:
        # What no reader of ours foresaw: it is this file that ended the child, and another gets a fresh one.
        raise BadInput(f"{name}：内容异常，读取时出错而中止；请重新导出后再上传。") from fault
