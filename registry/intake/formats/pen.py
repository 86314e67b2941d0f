"""The pen of a page (绘图状态): matrices and the text state of PDF (ISO 32000-1, 8.3 and 9.3)."""

from dataclasses import dataclass
from typing import Any

Matrix = tuple[float, float, float, float, float, float]
UNIT: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True, slots=True)
class Pen:
    """The text state (ISO 32000-1, 9.3) and the colour words are filled with."""

    matrix: Matrix = UNIT
    font: str = ""
    size: float = 0
    spacing: float = 0
    word_spacing: float = 0
    scale: float = 1
    leading: float = 0
    rise: float = 0
    mode: int = 0
    colour: tuple[float, ...] = (0,)


def times(a: Matrix, b: Matrix) -> Matrix:
    """The matrix that does `a`, then `b`."""
    return (
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    )


def numbers(operands: list[Any], count: int) -> tuple[float, ...]:
    """The first operands as numbers; 0 for what is missing or is none."""
    values = [float(one) if isinstance(one, (int, float)) else 0.0 for one in operands[:count]]
    return tuple(values + [0.0] * (count - len(values)))


def matrix_of(operands: list[Any]) -> Matrix:
    """The matrix of six operands; the one that changes nothing where there are fewer."""
    if len(operands) < 6:  # noqa: PLR2004  # a matrix has six numbers
        return UNIT
    a, b, c, d, e, f = numbers(operands, 6)
    return (a, b, c, d, e, f)
