"""What was read from a file, as it is kept beside its source: everything but the provisions."""

import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass, replace
from datetime import date
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from registry.intake.parsed import Parsed

Plain = None | bool | int | str | list["Plain"] | dict[str, "Plain"]


def record(parsed: Parsed) -> dict[str, Plain]:
    """The reading in plain values for JSON; what holds its default is left out.

    >>> from registry.law.clauses import Statements
    >>> record(Parsed("a.md", "00", "甲办法", (), Statements(), dated_on=date(2021, 8, 1)))["dated_on"]
    '2021-08-01'
    """
    kept = plain(replace(parsed, provisions=()))
    if not isinstance(kept, dict):
        raise TypeError(f"a reading is kept as an object, not as {type(kept).__name__}")
    return kept


def recall(kept: Mapping[str, Any]) -> Parsed:
    """The reading back from what `record` kept."""
    found: Parsed = rebuilt(Parsed, kept)
    return found


def plain(value: object) -> Plain:
    """A value in plain terms: days as ISO 8601, tuples as lists, dataclasses as objects."""
    if isinstance(value, Enum):
        return str(value.value)
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {
            name: plain(held)
            for name in names(type(value))
            if (held := getattr(value, name)) != usual(type(value))[name]
        }
    raise TypeError(f"{type(value).__name__} is not kept beside a source")


def rebuilt(shape: Any, kept: Any) -> Any:  # noqa: ANN401  # one function for every shape that a reading holds
    """The value of this shape from its plain form."""
    if kept is None or shape in {str, int, bool}:
        return kept
    if shape is date:
        return date.fromisoformat(kept)
    if isinstance(shape, type) and issubclass(shape, Enum):
        return shape(kept)
    if is_dataclass(shape):
        return assembled(shape, kept)
    inner = [part for part in get_args(shape) if part not in {type(None), Ellipsis}]
    if get_origin(shape) in {Union, types.UnionType}:
        return rebuilt(inner[0], kept)
    return tuple(rebuilt(inner[0], item) for item in kept)


def assembled(shape: Any, kept: Mapping[str, Any]) -> Any:  # noqa: ANN401  # as rebuilt
    """A dataclass from its plain form; what is not there gets its default."""
    hints = shapes(shape)
    return shape(**{name: rebuilt(hints[name], held) for name, held in kept.items()})


@cache
def names(shape: Any) -> tuple[str, ...]:  # noqa: ANN401  # as rebuilt
    """The fields of a dataclass, in order."""
    return tuple(field.name for field in fields(shape))


@cache
def shapes(shape: Any) -> dict[str, Any]:  # noqa: ANN401  # as rebuilt
    """The type of each field of a dataclass."""
    return get_type_hints(shape)


@cache
def usual(shape: Any) -> dict[str, object]:  # noqa: ANN401  # as rebuilt
    """The default of each field; MISSING where a field has none and is therefore always kept."""
    return {
        field.name: field.default_factory() if field.default_factory is not MISSING else field.default
        for field in fields(shape)
    }
