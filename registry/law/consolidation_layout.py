"""The order and numbers (条序) of provisions after additions, removals and new numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

Number = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One provision to be placed: its number before (None for an added one), the one it is given."""

    key: int
    number: Number | None
    given: Number | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """The keys in their new order with their numbers, and what could not be placed with the reason."""

    order: tuple[tuple[int, Number], ...]
    refused: dict[int, str]


def lay_out(entries: Sequence[Entry], *, shift: bool, first: int = 1) -> Layout:
    """Number provisions anew; `entries` come in the order of the text before, added ones anywhere.

    A given number stands; the text counts from `first` on. With `shift` (条文顺序作相应调整) the others take
    what is left in their order; without it they keep theirs, and a number that would stand twice is refused.

    >>> lay_out([Entry(1, (1,)), Entry(2, (2,)), Entry(3, None, (2,))], shift=True).order
    ((1, (1,)), (3, (2,)), (2, (3,)))
    """
    refused: dict[int, str] = {}
    taken: dict[Number, int] = {}
    for entry in entries:
        wanted = entry.given if shift or entry.given else entry.number
        if wanted is None or (shift and not entry.given):
            continue
        if wanted in taken:
            loser = _loser(entry, entries, taken[wanted])
            refused[loser] = "与另一条款序号相同，决定没有载明其后的序号如何调整"
            if loser == entry.key:
                continue
        taken[wanted] = entry.key
    if not shift:
        return Layout(_by_number(entries, taken), refused)
    return _shifted(entries, taken, refused, first)


def _loser(entry: Entry, entries: Sequence[Entry], other: int) -> int:
    # What the decision places anew gives way to what merely stays where it is.
    return entry.key if entry.given or not next(one for one in entries if one.key == other).given else other


def _by_number(entries: Sequence[Entry], taken: dict[Number, int]) -> tuple[tuple[int, Number], ...]:
    """What keeps its number stays in its order; what is given one stands behind the next lower number."""
    numbers = {key: number for number, key in taken.items()}
    order = [entry.key for entry in entries if entry.key in numbers and not entry.given]
    for entry in sorted((one for one in entries if one.given and one.key in numbers), key=_given):
        lower = [at for at, key in enumerate(order) if numbers[key] < numbers[entry.key]]
        order.insert(lower[-1] + 1 if lower else 0, entry.key)
    return tuple((key, numbers[key]) for key in order)


def _given(entry: Entry) -> Number:
    return entry.given or ()


def _shifted(
    entries: Sequence[Entry], taken: dict[Number, int], refused: dict[int, str], first: int
) -> Layout:
    whole = {number[0]: key for number, key in taken.items() if len(number) == 1}
    branches = {number: key for number, key in taken.items() if len(number) > 1}
    free = [one for one in entries if one.key not in taken.values() and one.key not in refused]
    last = first + len(whole) + sum(len(one.number or ()) == 1 for one in free) - 1
    for number in [number for number in whole if not first <= number <= last]:
        refused[whole[number]] = f"序号超出全文条数（共{last}条）"
    if refused.keys() & set(whole.values()):
        return Layout((), refused)
    return Layout(tuple(_filled(range(first, last + 1), whole, free, branches)), refused)


def _filled(
    slots: range, whole: dict[int, int], free: Sequence[Entry], branches: dict[Number, int]
) -> list[tuple[int, Number]]:
    order: list[tuple[int, Number]] = []
    waiting = list(free)
    for slot in slots:
        if slot in whole:
            order.append((whole[slot], (slot,)))
        elif waiting:
            order.append((waiting.pop(0).key, (slot,)))
        # 第十条之一 goes with the article before it, under that article's new number.
        while waiting and len(waiting[0].number or ()) > 1:
            branch = waiting.pop(0)
            order.append((branch.key, (slot, *(branch.number or ())[1:])))
        order += [(key, number) for number, key in sorted(branches.items()) if number[0] == slot]
    return order
