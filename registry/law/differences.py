"""Differences (修改痕迹): two wordings of one provision, marked by character.

Plain difflib over characters is quadratic and leaves stray common characters (的, ，) between edits.
So sentences are compared first, characters only inside the sentences that differ, and a common run
shorter than the edits on both its sides is given up. A changed article takes under a millisecond.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from registry.law.terms import Term

_CLAUSE = re.compile(r"[^,。;:、\n]{0,400}[,。;:、\n]?")
# Beyond these the whole passage is shown as replaced: no reader follows more, and time stays linear.
_MOST_CLAUSES = 3000
_MOST_CHARACTERS = 3_000_000
_MOST_PASSES = 8
# A change slides at most so far to a better place.
_FARTHEST = 200
_MARKS = frozenset(",。;:、\n)】》")
_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0xA0: " "}


class Op(Term):
    """What became of a run of characters."""

    SAME = "same", "相同"
    DELETED = "deleted", "删去"
    INSERTED = "inserted", "增加"


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of characters and what became of it."""

    op: Op
    text: str


def folded(text: str) -> str:
    """The text with full-width signs made half-width, character for character: （一） and (一) are one."""
    return text.translate(_HALF)


def differences(old: str, new: str) -> tuple[Segment, ...]:
    """The runs that make `new` from `old`.

    Same and inserted runs joined are `new`; same and deleted runs joined are `old` but for the width of
    signs, which is no change of wording. A deletion stands before the insertion that replaces it.

    >>> [(s.op.value, s.text) for s in differences("罚款二万元以下。", "罚款五万元以下。")]
    [('same', '罚款'), ('deleted', '二'), ('inserted', '五'), ('same', '万元以下。')]
    """
    plain_old, plain_new = folded(old), folded(new)
    if plain_old == plain_new:
        return (Segment(Op.SAME, new),) if new else ()
    edits = _edits(plain_old, plain_new)
    for _ in range(_MOST_PASSES):
        cleaned = _without_stray(edits)
        if len(cleaned) == len(edits):
            break
        edits = cleaned
    return tuple(_segments(_settled(edits), old, new))


# An edit is (same, deleted, inserted): common characters, then what follows them on either side.
_Edit = tuple[str, str, str]


def _edits(old: str, new: str) -> list[_Edit]:
    before, after = _CLAUSE.findall(old), _CLAUSE.findall(new)
    if len(before) > _MOST_CLAUSES or len(after) > _MOST_CLAUSES:
        return [("", old, new)]
    found: list[_Edit] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        deleted, inserted = "".join(before[i1:i2]), "".join(after[j1:j2])
        if tag == "equal":
            found.append((deleted, "", ""))
        elif deleted and inserted and len(deleted) * len(inserted) <= _MOST_CHARACTERS:
            found.extend(_by_character(deleted, inserted))
        else:
            found.append(("", deleted, inserted))
    return _joined(found)


def _by_character(old: str, new: str) -> Iterator[_Edit]:
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield (old[i1:i2], "", "") if tag == "equal" else ("", old[i1:i2], new[j1:j2])


def _joined(edits: Iterable[_Edit]) -> list[_Edit]:
    """Neighbouring edits with nothing in common between them become one."""
    found: list[_Edit] = []
    for same, deleted, inserted in edits:
        if found and not same:
            last = found[-1]
            found[-1] = (last[0], last[1] + deleted, last[2] + inserted)
        elif found and not found[-1][1] and not found[-1][2]:
            found[-1] = (found[-1][0] + same, deleted, inserted)
        else:
            found.append((same, deleted, inserted))
    return found


def _without_stray(edits: list[_Edit]) -> list[_Edit]:
    """Edits with the common runs given up that are no longer than the changes on both their sides."""
    found = edits[:1]
    for same, deleted, inserted in edits[1:]:
        last = found[-1]
        around = min(max(len(last[1]), len(last[2])), max(len(deleted), len(inserted)))
        if len(same) <= around:
            found[-1] = (last[0], last[1] + same + deleted, last[2] + same + inserted)
        else:
            found.append((same, deleted, inserted))
    return found


def _settled(edits: list[_Edit]) -> list[_Edit]:
    """Edits with each pure addition or deletion moved to where a reader sees it begin.

    河[长、湖]长 and 河长[、湖长] are the same edit; the second is what the drafter did.
    """
    found = [*edits, ("", "", "")]
    for place, (same, deleted, inserted) in enumerate(edits):
        change = deleted or inserted
        if not (deleted and inserted) and change:
            following = found[place + 1]
            moved_same, moved, rest = _best_place(same, change, following[0])
            found[place] = (moved_same, moved if deleted else "", moved if inserted else "")
            found[place + 1] = (rest, following[1], following[2])
        else:
            found[place] = (found[place][0], deleted, inserted)
    return found


def _best_place(before: str, change: str, after: str) -> tuple[str, str, str]:
    whole = before + change + after
    left = _shared(change[::-1], before[::-1])
    right = _shared(change, after)
    starts = range(len(before) - left, len(before) + right + 1)
    seams = ((_seam(whole, place, place + len(change)), -abs(place - len(before)), place) for place in starts)
    start = max(seams)[-1]
    return whole[:start], whole[start : start + len(change)], whole[start + len(change) :]


def _shared(change: str, neighbour: str) -> int:
    # How far the change may slide: each step hands one character round.
    steps = 0
    while steps < min(len(neighbour), _FARTHEST) and neighbour[steps] == change[steps % len(change)]:
        steps += 1
    return steps


def _seam(whole: str, start: int, end: int) -> int:
    """How natural it is that a change stands here: after a mark, up to a mark, led by 、."""
    begins = start == 0 or whole[start - 1] in _MARKS
    return 2 * begins + 2 * (whole[end - 1] in _MARKS) + (whole[start] == "、")


def _segments(edits: Iterable[_Edit], old: str, new: str) -> Iterator[Segment]:
    # The edits are of folded texts, character for character as long as the printed ones.
    i = j = 0
    for same, deleted, inserted in edits:
        i, j = i + len(same), j + len(same)
        parts = (new[j - len(same) : j], old[i : i + len(deleted)], new[j : j + len(inserted)])
        i, j = i + len(deleted), j + len(inserted)
        yield from (Segment(op, text) for op, text in zip(Op, parts, strict=True) if text)
