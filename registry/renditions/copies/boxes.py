"""Where things stand on a page as it is seen (版面坐标): PDF boxes and rotation taken out of the way."""

import math
from dataclasses import dataclass

# ISO 32000-1, annex C: pages of 3 to 14,400 units; what is far beyond is no page that anybody prints.
SMALLEST, LARGEST = 1.0, 200_000.0
BAND_WIDTH, WORD_SIDE = 595.28, 566.93  # 210 mm, 200 mm
BAND_HEIGHT = 25.51  # 9 mm
# On a strip of paper the word is repeated, but not for ever.
MOST_WORDS = 40
QUARTER, HALF, THREE_QUARTERS = 90, 180, 270

Matrix = tuple[float, float, float, float, float, float]
Corners = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in a page's own units: its lower left corner, width and height."""

    left: float
    bottom: float
    width: float
    height: float


def box(corners: Corners) -> Box | None:
    """The rectangle between two opposite corners, in whichever order they come; None for none at all.

    >>> box((595, 842, 0, 0))
    Box(left=0, bottom=0, width=595, height=842)
    """
    if not all(map(math.isfinite, corners)):
        return None
    left, right = sorted(corners[::2])
    bottom, top = sorted(corners[1::2])
    sides = (right - left, top - bottom)
    if min(sides) < SMALLEST or max(map(abs, (*corners, *sides))) > LARGEST:
        return None
    return Box(left, bottom, *sides)


def shared(media: Box, crop: Box | None) -> Box:
    """What of the page is seen: the crop box as far as it lies on the page, else the whole page."""
    if crop is None:
        return media
    left, bottom = max(media.left, crop.left), max(media.bottom, crop.bottom)
    right = min(media.left + media.width, crop.left + crop.width)
    top = min(media.bottom + media.height, crop.bottom + crop.height)
    return box((left, bottom, right, top)) or media if right > left and top > bottom else media


def upright(seen: Box, turned: int) -> tuple[Matrix, float, float]:
    """How to draw on the page as a reader sees it: the matrix into its own units, seen width and height.

    `turned` is the page's /Rotate: quarter turns clockwise, in degrees.
    """
    right, top = seen.left + seen.width, seen.bottom + seen.height
    turn = turned % 360
    if turn == QUARTER:
        return (0, 1, -1, 0, right, seen.bottom), seen.height, seen.width
    if turn == HALF:
        return (-1, 0, 0, -1, right, top), seen.width, seen.height
    if turn == THREE_QUARTERS:
        return (0, -1, 1, 0, seen.left, top), seen.height, seen.width
    return (1, 0, 0, 1, seen.left, seen.bottom), seen.width, seen.height


def placings(width: float, height: float) -> tuple[Matrix, tuple[Matrix, ...]]:
    """Where the band and the words go on a page of this seen size: across its head, and down its middle."""
    band = width / BAND_WIDTH
    side = min(width, height)
    scale = side / WORD_SIDE
    count = min(max(round(max(width, height) / side), 1), MOST_WORDS)
    words = []
    for place in range(count):
        middle = (place + 0.5) / count
        across, up = (width * middle, height / 2) if width > height else (width / 2, height * middle)
        words.append((scale, 0.0, 0.0, scale, across - side / 2, up - side / 2))
    return (band, 0.0, 0.0, band, 0.0, height - band * BAND_HEIGHT), tuple(words)
