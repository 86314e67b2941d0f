"""Reading the forms of passing down (下发表单): questions that grow without a script, lines of posts."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from base.forms import FormReader
from base.staff.roles import Actor
from base.staff.tables import Unit
from interpretations.passing.matter import Matter
from interpretations.passing.orders import Addressee, Order, addressee_faults, below, faults_of
from interpretations.passing.sending import questions_of
from interpretations.passing.tables import Dispatch
from interpretations.rules.passing import MOST_OPTIONS, MOST_QUESTIONS, Question
from registry.law.designations import designation, eid_of

LONGEST_TITLE, LONGEST_NOTE, LONGEST_POST = 200, 1_000, 60
LONGEST_WORDS, LONGEST_OPTION, LONGEST_REASON = 300, 200, 500
MOST_UNITS, LONGEST_POSTS = 500, 20_000
# The word for every unit that was chosen, on a line of posts.
EACH = "各单位"
POSTS = re.compile(r"[、，,；;]")
OPTIONS = range(1, MOST_OPTIONS + 1)


@dataclass(slots=True)
class Row:
    """A question as it is typed: its words, its options, which are ticked, why, the provision."""

    words: str = ""
    options: list[str] = field(default_factory=lambda: [""] * MOST_OPTIONS)
    right: frozenset[int] = frozenset()
    because: str = ""
    ref: str = ""

    @property
    def blank(self) -> bool:
        """Whether nothing was typed into it."""
        return not (self.words or self.because or self.ref or self.right or any(self.options))

    def question(self) -> Question:
        """The question, its empty options left out and the ticks moved with the others."""
        typed = [place for place, option in enumerate(self.options) if option]
        right = frozenset(new for new, old in enumerate(typed) if old in self.right)
        options = tuple(self.options[place] for place in typed)
        return Question(self.words, options, right, self.because, eid_of(self.ref) or self.ref)


@dataclass(slots=True)
class Typed:
    """The whole form as it is typed, to be shown again."""

    title: str = ""
    note: str = ""
    due_on: str = ""
    needed: str = ""
    posts: str = ""
    units: frozenset[str] = frozenset()
    rows: list[Row] = field(default_factory=list)


def typed(form: MultiDict[str, str]) -> Typed:
    """What was typed, with the row that a button adds or takes away."""
    rows = [_row(form, place) for place in range(1, _count(form) + 1)]
    deed, _, place = form.get("do", "").partition("-")
    if deed == "add" and len(rows) < MOST_QUESTIONS:
        rows.append(Row())
    if deed == "remove" and place.isdecimal() and 1 <= int(place[:3]) <= len(rows):
        rows.pop(int(place[:3]) - 1)
    plain = {name: form.get(name, "") for name in ("title", "note", "due_on", "needed", "posts")}
    return Typed(**plain, units=frozenset(form.getlist("unit")), rows=rows)


def _count(form: MultiDict[str, str]) -> int:
    written = form.get("count", "0")
    return min(int(written[:3]), MOST_QUESTIONS) if written.isascii() and written.isdigit() else 0


def _row(form: MultiDict[str, str], place: int) -> Row:
    options = [form.get(f"option-{place}-{number}", "").strip() for number in OPTIONS]
    right = frozenset(number - 1 for number in OPTIONS if form.get(f"right-{place}-{number}"))
    plain = [form.get(f"{name}-{place}", "").strip() for name in ("question", "because", "ref")]
    return Row(plain[0], options, right, plain[1], plain[2])


def held(row: Dispatch) -> Typed:
    """A dispatch as its form shows it."""
    rows = [
        Row(
            each.words,
            [*each.options, *[""] * (MOST_OPTIONS - len(each.options))],
            each.right,
            each.because,
            designation(each.eid) if each.eid else "",
        )
        for each in questions_of(row)
    ]
    return Typed(row.title, row.note, row.due_on.isoformat(), str(row.needed or ""), rows=rows)


def read_order(reader: FormReader, session: Session, matter: Matter, by: Actor | None) -> Order:
    """The order that was typed, every fault noted; `by` is who chooses recipients, None where none are."""
    title = one_line(reader.text("title", "标题", longest=LONGEST_TITLE, required=True))
    note = reader.text("note", "说明", longest=LONGEST_NOTE)
    due_on = reader.day("due_on", "完成期限", required=True)
    questions = _questions(reader)
    needed = reader.whole("needed", "答对题数")
    enough = len(questions) if needed is None else needed
    addressees = read_addressees(reader, session, by) if by else ()
    order = Order(title, note, due_on, questions, enough, addressees)
    for name, sentence in faults_of(session, matter, order).items():
        reader.fault(name, sentence)
    return order


def one_line(words: str) -> str:
    """The words in one line: a title heads pages and letters."""
    return " ".join(words.split())


def _questions(reader: FormReader) -> tuple[Question, ...]:
    reader.leave("count", "do")
    found, kept = [], []
    for place in range(1, _count(reader.form) + 1):
        _bounded(reader, place)
        row = _row(reader.form, place)
        if not row.blank:
            found.append(row.question())
            kept.append(place)
    if kept != [*range(1, len(kept) + 1)]:
        # Faults are told by place: an empty row between two full ones would move them.
        reader.fault(f"question-{_first_gap(kept)}", "这一题是空的，请填写或者删去")
    return tuple(found)


def _first_gap(kept: Sequence[int]) -> int:
    return next(place for place in range(1, MOST_QUESTIONS + 2) if place not in kept)


def _bounded(reader: FormReader, place: int) -> None:
    reader.text(f"question-{place}", f"第{place}题的题目", longest=LONGEST_WORDS)
    reader.text(f"because-{place}", f"第{place}题的理由", longest=LONGEST_REASON)
    reader.text(f"ref-{place}", f"第{place}题的依据", longest=60)
    for number in OPTIONS:
        reader.text(f"option-{place}-{number}", f"第{place}题的选项", longest=LONGEST_OPTION)
        reader.leave(f"right-{place}-{number}")


def read_addressees(reader: FormReader, session: Session, by: Actor) -> tuple[Addressee, ...]:
    """Whom it is sent to: the units that were ticked, and the lines of posts (单位：岗位)."""
    units = below(session, by)
    ticked = [int(each) for each in reader.many("unit", "接收单位", most=MOST_UNITS) if each.isdecimal()]
    posts = reader.text("posts", "岗位", longest=LONGEST_POSTS)
    found = [Addressee(unit) for unit in ticked]
    for number, line in enumerate(posts.splitlines(), 1):
        if line.strip():
            found += _posts(reader, number, line.strip(), units, ticked)
    if "posts" not in reader.faults:
        for name, sentence in addressee_faults(session, found, by).items():
            reader.fault(name, sentence)
    return tuple(dict.fromkeys(found))


def _posts(
    reader: FormReader, number: int, line: str, units: Sequence[Unit], ticked: Sequence[int]
) -> Iterable[Addressee]:
    name, colon, rest = line.replace(":", "：").partition("：")
    posts = [post.strip() for post in POSTS.split(rest) if post.strip()]
    if not colon or not posts:
        reader.fault(
            "posts", f"岗位第{number}行“{line[:30]}”无法识别：应形如“云州市生态环境局：执法岗、审批岗”"
        )
        return ()
    if any(len(post) > LONGEST_POST for post in posts):
        reader.fault("posts", f"岗位第{number}行有岗位名称超过 {LONGEST_POST} 个字")
        return ()
    same = [*ticked] if name.strip() == EACH else [unit.id for unit in units if unit.name == name.strip()]
    if len(same) != 1 and name.strip() != EACH:
        why = "有几个同名单位，请在上面选定单位并写“各单位：…”" if same else "不在可以接收的单位中"
        reader.fault("posts", f"岗位第{number}行的“{name.strip()[:30]}”{why}")
        return ()
    return [Addressee(unit, post) for unit in same for post in posts]
