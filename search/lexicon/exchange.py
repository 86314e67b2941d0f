"""The lexicon as a table (词表表格): taken away as CSV or XLSX, read back from CSV, line by line. Pure.

A line says how an entry shall stand. What no line names stays as it is: a table never takes anything away in
silence.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from search.lexicon import limits
from search.lexicon.entries import Entry, folded_word
from search.lexicon.limits import LONGEST_NOTE, MOST_ENTRIES, formal_of
from search.lexicon.terms import WordDeed, WordKind, WordState

HEAD = ("词语", "对应词语", "类型", "状态", "备注")
WIDTHS = (18, 48, 10, 10, 48)
KINDS = {kind.label: kind for kind in WordKind}
STATES = {state.label: state for state in WordState}
# Rulings on proposals are given at the desk, one by one or ticked, not by a table.
WANTED = (WordState.CONFIRMED, WordState.WITHDRAWN)
MOST_FAULTS = 100


@dataclass(frozen=True, slots=True)
class Held:
    """An entry with its note and how it stands."""

    entry: Entry
    note: str = ""
    state: WordState = WordState.CONFIRMED


@dataclass(frozen=True, slots=True)
class Step:
    """What a line of the table would do (拟变动): the deed, with the entry before (if any) and after."""

    line: int
    deed: WordDeed
    before: Held | None
    after: Held


@dataclass(frozen=True, slots=True)
class Plan:
    """What a table would do: its steps, how many lines change nothing, and everything that is wrong."""

    steps: tuple[Step, ...] = ()
    unchanged: int = 0
    faults: tuple[str, ...] = ()


def row_of(held: Held) -> tuple[str, ...]:
    """An entry as a line of the table."""
    apart = "；" if held.entry.kind is WordKind.ALIAS else "、"
    brings = apart.join(held.entry.formal)
    return (held.entry.word, brings, held.entry.kind.label, held.state.label, held.note)


def plan(source: str, standing: Mapping[str, Held]) -> Plan:
    """What the table would do to the entries that stand, by their folded word; all faults at once."""
    lines, faults = _lines(source)
    steps: list[Step] = []
    seen: dict[str, int] = {}
    for number, cells in lines:
        held, wrong = _read(cells)
        key = folded_word(held.entry.word)
        if not wrong and seen.setdefault(key, number) != number:
            wrong = [f"“{held.entry.word}”与第 {seen[key]} 行是同一个词语"]
        faults += [f"第 {number} 行：{sentence}" for sentence in wrong]
        step = None if wrong else _step(number, standing.get(key), held)
        steps += [step] if step else []
    added = sum(step.before is None for step in steps)
    if len(standing) + added > MOST_ENTRIES:
        faults.append(f"词表最多 {MOST_ENTRIES} 条，现有 {len(standing)} 条，表格要新增 {added} 条")
    return Plan(tuple(steps), len(lines) - len(steps), tuple(faults))


def _lines(source: str) -> tuple[list[tuple[int, list[str]]], list[str]]:
    """The lines below the head, numbered as in the file; what is wrong with the table as a whole."""
    try:
        rows = list(csv.reader(io.StringIO(source.removeprefix("\ufeff")), strict=True))
    except csv.Error:
        return [], ["表格不是有效的 CSV：引号没有配对，或者某一格过长"]
    filled = [(number, [_cell(cell) for cell in row]) for number, row in enumerate(rows, 1) if any(row)]
    if not filled or tuple(filled[0][1][:3]) != HEAD[:3]:
        return [], [f"第一行应为列名：{'、'.join(HEAD)}（后两列可以不填）"]
    if len(filled) - 1 > MOST_ENTRIES:
        return [], [f"表格最多 {MOST_ENTRIES} 行，现有 {len(filled) - 1} 行"]
    return filled[1:], []


def _cell(cell: str) -> str:
    """What stands in a cell, without the sign that kept it from being a formula when it was taken away."""
    plain = " ".join(cell.split())
    return plain.removeprefix("'")


def _read(cells: Sequence[str]) -> tuple[Held, list[str]]:
    word, formal, kind, state, note = (*cells[: len(HEAD)], *[""] * len(HEAD))[: len(HEAD)]
    wrong = []
    if kind and kind not in KINDS:
        wrong.append(f"类型“{kind[:20]}”应为{'、'.join(KINDS)}之一")
    if state and state not in STATES:
        wrong.append(f"状态“{state[:20]}”应为{'、'.join(STATES)}之一")
    if len(note) > LONGEST_NOTE:
        wrong.append(f"备注最多 {LONGEST_NOTE} 个字")
    taken = KINDS.get(kind, WordKind.LAY)
    held = Held(Entry(word, formal_of(taken, formal), taken), note, STATES.get(state, WordState.CONFIRMED))
    return held, wrong + list(limits.faults(held.entry).values())


def _step(number: int, before: Held | None, after: Held) -> Step | None:
    """What a line does; None where it says how things stand, or what only the desk decides."""
    if after.state not in WANTED or (before is None and after.state is WordState.WITHDRAWN):
        return None
    if after.state is WordState.WITHDRAWN:
        holds = before is not None and before.state is WordState.CONFIRMED
        return Step(number, WordDeed.WITHDRAW, before, after) if holds else None
    if before is None:
        return Step(number, WordDeed.ADD, None, after)
    if before.state is WordState.CONFIRMED:
        return None if before == after else Step(number, WordDeed.CHANGE, before, after)
    deed = WordDeed.CONFIRM if before.state is WordState.PROPOSED else WordDeed.RESTORE
    return Step(number, deed, before, after)
