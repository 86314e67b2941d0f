"""Word lists (词表): what is looked for before publication, and how issuers print their numbers.

Each comes with the program as a default and is replaced by what the legal division loads; former lists are
kept. Source of the need: publication checks by three persons (三审三校) use lists that change.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from base import clock
from base.errors import BadInput
from base.staff import audit
from base.staff.roles import Actor
from base.term import Term
from base.unprintable import printable
from registry.drafting.tables import WordList
from registry.law.days import read_day
from registry.law.grammars import Grammar, NumberField, read_form

HERE = Path(__file__).resolve().parent / "lists"
MOST_WORDS = 5_000
LONGEST_WORD = 120
LEAST_COLUMNS = 2


class ListName(Term):
    """The lists there are (词表种类)."""

    OLD_NAMES = "old_names", "机构旧称"
    SECRET_MARKS = "secret_marks", "密级与内部标志"
    MAP_WORDS = "map_words", "地图用语"
    NUMBER_FORMS = "number_forms", "编号格式"


HEADS = {
    ListName.OLD_NAMES: ("旧称", "现称", "自", "说明"),
    ListName.SECRET_MARKS: ("用语", "处理", "自", "说明"),
    ListName.MAP_WORDS: ("用语", "处理", "自", "说明"),
    ListName.NUMBER_FORMS: ("机关", "编号格式", "编号种类", "说明"),
}


@dataclass(frozen=True, slots=True)
class Word:
    """One line of a list: the word, what stands instead or is to be done, since when, and why."""

    word: str
    instead: str
    since: str = ""
    why: str = ""


def words(session: Session, name: ListName) -> tuple[Word, ...]:
    """The list as it stands: the one loaded last, else the one that comes with the program."""
    query = select(WordList.words).where(WordList.name == name.value, WordList.withdrawn_at.is_(None))
    found = session.execute(query.order_by(WordList.id.desc()).limit(1)).scalar_one_or_none()
    return shipped(name) if found is None else tuple(_word(each) for each in found)


@cache
def shipped(name: ListName) -> tuple[Word, ...]:
    """The list that comes with the program."""
    return read_list(name, (HERE / f"{name.value}.csv").read_text("utf-8"))


def grammars(session: Session) -> tuple[Grammar, ...]:
    """How issuers print their numbers, as the list of number forms says."""
    return tuple(
        Grammar(line.word, next(field for field in NumberField if field.label == line.since), line.instead)
        for line in words(session, ListName.NUMBER_FORMS)
    )


def load(session: Session, name: ListName, source: str, *, by: Actor) -> WordList:
    """Load a list in place of the one that stands, which is kept; raises BadInput naming the line."""
    found = read_list(name, source)
    now = clock.now()
    standing = update(WordList).where(WordList.name == name.value, WordList.withdrawn_at.is_(None))
    session.execute(standing.values(withdrawn_at=now))
    row = WordList(
        name=name.value, words=[asdict(word) for word in found], recorded_at=now, recorded_by=by.name
    )
    session.add(row)
    session.flush()
    audit.record(
        session, by, "words.load", f"word_list:{name.value}", after={"id": row.id, "lines": len(found)}
    )
    return row


def read_list(name: ListName, source: str) -> tuple[Word, ...]:
    """A list from CSV whose first line names the columns; raises BadInput naming what is wrong."""
    lines = [row for row in csv.reader(io.StringIO(printable(source.removeprefix("\ufeff")))) if any(row)]
    if not lines or tuple(cell.strip() for cell in lines[0][:LEAST_COLUMNS]) != HEADS[name][:LEAST_COLUMNS]:
        raise BadInput(f"词表第一行应为列名：{','.join(HEADS[name])}")
    if len(lines) > MOST_WORDS:
        raise BadInput(f"词表最多 {MOST_WORDS} 行，现有 {len(lines)} 行")
    return tuple(_read(name, place, row) for place, row in enumerate(lines[1:], start=2))


def _read(name: ListName, place: int, row: Sequence[str]) -> Word:
    cells = [cell.strip() for cell in row[:4]] + [""] * (4 - len(row))
    if not cells[0] or any(len(cell) > LONGEST_WORD for cell in cells):
        raise BadInput(f"词表第 {place} 行：首列不能为空，每格最多 {LONGEST_WORD} 字")
    if name is not ListName.NUMBER_FORMS:
        if cells[2] and not read_day(cells[2]):
            raise BadInput(f"词表第 {place} 行：“{cells[2]}”不是日期，应形如 2018-03-17")
        return Word(*cells)
    if cells[2] not in {field.label for field in NumberField}:
        allowed = "、".join(field.label for field in NumberField)
        raise BadInput(f"词表第 {place} 行：编号种类“{cells[2]}”应为 {allowed} 之一")
    return Word(cells[0], read_form(cells[1]), cells[2], cells[3])


def _word(kept: dict[str, object]) -> Word:
    return Word(**{name: str(value) for name, value in kept.items()})


def as_csv(name: ListName, lines: Sequence[Word]) -> str:
    """The list as CSV, to be changed and loaded again."""
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow(HEADS[name])
    writer.writerows((each.word, each.instead, each.since, each.why) for each in lines)
    return target.getvalue()
