"""The canonical form (规范形式) of what is hashed and signed: one value, one sequence of bytes.

It is the form of RFC 8785 for the values allowed here: objects with ASCII names, lists, strings, whole
numbers, true, false and null. Whoever sorts the names and leaves out spaces gets the same bytes.
"""

import hashlib
import json
from collections.abc import Iterable
from typing import TypeAlias

from base.errors import BadInput

Value: TypeAlias = "dict[str, Value] | list[Value] | str | int | bool | None"

# Whole numbers that every JSON reader keeps exactly (RFC 7493).
LARGEST = 2**53 - 1
DEEPEST = 24


def canonical(value: Value) -> bytes:
    """The bytes of the value; raises BadInput for what has no canonical form here.

    >>> canonical({"b": [1, None], "a": "办法"}).decode()
    '{"a":"办法","b":[1,null]}'
    """
    _check(value, DEEPEST)
    written = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return written.encode()


def digest(value: Value) -> str:
    """The SHA-256 of the canonical form, in hexadecimal digits."""
    return hashlib.sha256(canonical(value)).hexdigest()


def parsed(content: bytes) -> Value:
    """What these bytes say, in the canonical form or in any other; raises BadInput, saying what is wrong.

    Names given twice, numbers that are not whole and half a character are refused: of them two readers could
    make two things.
    """
    try:
        value: Value = json.loads(
            content.decode("utf-8-sig"),
            object_pairs_hook=_once,
            parse_float=_no_float,
            parse_constant=_no_float,
            parse_int=_whole,
        )
    except UnicodeDecodeError as fault:
        raise BadInput(f"文件不是 UTF-8 编码（第 {fault.start + 1} 个字节）") from fault
    except json.JSONDecodeError as fault:
        raise BadInput(f"文件不是完整的 JSON（第 {fault.lineno} 行第 {fault.colno} 列）") from fault
    except RecursionError as fault:
        raise BadInput("文件的嵌套层次过深，不是行为日快照") from fault
    _check(value, DEEPEST)
    return value


def _once(pairs: Iterable[tuple[str, Value]]) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for name, value in pairs:
        if name in found:
            raise BadInput(f"名称“{name[:40]}”出现了两次")
        found[name] = value
    return found


def _no_float(written: str) -> Value:
    raise BadInput(f"数值“{written[:40]}”不是整数")


def _whole(written: str) -> int:
    # int() of a million digits takes seconds, and Python refuses it with an error of its own.
    if len(written) > len(str(-LARGEST)):
        raise BadInput(f"数值“{written[:20]}…”过大")
    return int(written)


def _check(value: Value, depth: int) -> None:
    """Raises BadInput for whatever has no canonical form."""
    if depth == 0:
        raise BadInput("内容的嵌套层次过深，不是行为日快照")
    if isinstance(value, dict):
        for name, inner in value.items():
            _check_name(name)
            _check(inner, depth - 1)
    elif isinstance(value, list):
        for inner in value:
            _check(inner, depth - 1)
    elif isinstance(value, str):
        _check_words(value)
    elif isinstance(value, int):
        if abs(value) > LARGEST:
            raise BadInput(f"数值“{str(value)[:20]}”过大")
    elif value is not None:
        raise BadInput(f"“{str(value)[:40]}”不能写进行为日快照")


def _check_name(name: object) -> None:
    # Sorted by code points or by UTF-16: for ASCII it is the same.
    if not (isinstance(name, str) and name.isascii() and name.isprintable()):
        raise BadInput(f"名称“{str(name)[:40]}”应为英文")


def _check_words(words: str) -> None:
    if any("\ud800" <= sign <= "\udfff" for sign in words):
        raise BadInput(f"“{words[:20].encode('ascii', 'replace').decode()}”含有不完整的字符")
