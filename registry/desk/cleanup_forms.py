"""The forms of the clean-up (清理表单), read into finished values with all their faults at once."""

import re
from datetime import date

from flask import request
from werkzeug.datastructures import MultiDict

from base import clock, web
from base.forms import Faults, FormReader
from base.staff.access import actor
from base.staff.roles import Permission, Reach
from base.unprintable import printable
from registry.cleanup.campaigns import MOST_ROWS, Pick, Plan
from registry.cleanup.decision import Wording
from registry.cleanup.hints import HintCode
from registry.cleanup.rolls import Sieve
from registry.cleanup.scope import STANDING, TRIAL_YEARS, Scope
from registry.cleanup.tables import Ground, RowStage, Verdict
from registry.cleanup.verdicts import Opinion
from registry.law.terms import Kind, Validity

Form = MultiDict[str, str]
# A row and its version; nine digits fit 32 bits.
PICK = re.compile(r"(\d{1,9}):(\d{1,9})", re.ASCII)
LONGEST_TITLE, LONGEST_NOTE, LONGEST_REASON, LONGEST_WORDS = 200, 2000, 500, 4000
# What the bar below the roll holds; each of its buttons reads its own part.
BAR = ("pick", "verdict", "ground", "note", "replaced_by", "reason", "unit_id", "due_on")


def plan(form: Form, organ: str) -> Plan:
    """A campaign with its scope; raises Faults."""
    reader = FormReader(form)
    title = reader.text("title", "清理名称", longest=LONGEST_TITLE, required=True)
    due_on = reader.day("due_on", "截止日期", required=True)
    scope = _scope(reader, organ)
    if due_on and due_on < clock.today():
        reader.fault("due_on", "截止日期已经过去，请改为今天或者以后")
    reader.finish()
    return Plan(title, scope, due_on or date.max)


def _scope(reader: FormReader, organ: str) -> Scope:
    first, last = reader.day("published_from", "发布日期起"), reader.day("published_through", "发布日期止")
    if first and last and last < first:
        reader.fault("published_through", "发布日期的止日早于起日")
    years = reader.whole("trial_years", "试行暂行年数")
    words = reader.text("words", "标题含有的词", longest=200)
    return Scope(
        organ=organ,
        kinds=tuple(Kind(value) for value in _among(reader, "kinds", "文件种类", set(Kind))),
        issuers=reader.many("issuers", "发文机关", most=60),
        subjects=reader.many("subjects", "主题分类", most=60),
        published_from=first,
        published_through=last,
        words=tuple(words.split()),
        standing=tuple(Validity(v) for v in _among(reader, "standing", "今日时效", set(STANDING)))
        or STANDING,
        trial_years=TRIAL_YEARS if years is None else years,
    )


def _among(reader: FormReader, name: str, label: str, allowed: set[str]) -> tuple[str, ...]:
    values = reader.many(name, label, most=60)
    if strange := [value for value in values if value not in allowed]:
        reader.fault(name, f"{label}“{printable(strange[0][:20])}”不在可选范围内")
    return tuple(value for value in values if value in allowed)


def picks(reader: FormReader) -> tuple[Pick, ...]:
    """The rows ticked, each with the version that was on the screen (`12:3`)."""
    found = []
    for value in reader.many("pick", "所选文件", most=MOST_ROWS, longest=30):
        row = PICK.fullmatch(value)
        if row is None:
            reader.fault("pick", f"所选文件“{printable(value[:30])}”无法识别，请刷新后重选")
            continue
        found.append(Pick(int(row[1]), int(row[2])))
    if not found:
        reader.fault("pick", "请先在名单中选择文件")
    return tuple(found)


def proposal(form: Form) -> tuple[tuple[Pick, ...], Opinion]:
    """One opinion for the rows ticked; raises Faults."""
    reader = FormReader(form)
    chosen = picks(reader)
    verdict = reader.choice("verdict", "清理意见", Verdict, required=True)
    ground = reader.choice("ground", "理由", Ground, required=True)
    note = reader.text("note", "说明", longest=LONGEST_NOTE)
    replaced_by = reader.text("replaced_by", "替代文件", longest=400)
    reader.leave(*BAR)
    if verdict is None or ground is None:
        reader.finish()
        raise Faults(reader.faults)
    opinion = Opinion(verdict, ground, note, replaced_by)
    for name, sentence in opinion.faults().items():
        reader.fault(name, sentence)
    reader.finish()
    return chosen, opinion


def agreement(form: Form) -> tuple[Pick, ...]:
    """The rows ticked, and nothing else; raises Faults."""
    reader = FormReader(form)
    chosen = picks(reader)
    reader.leave(*BAR)
    reader.finish()
    return chosen


def return_(form: Form) -> tuple[tuple[Pick, ...], str]:
    """The rows ticked and the reason; raises Faults."""
    reader = FormReader(form)
    chosen = picks(reader)
    reason = reader.text("reason", "理由", longest=LONGEST_REASON, required=True)
    reader.leave(*BAR)
    reader.finish()
    return chosen, reason


def assignment(form: Form) -> tuple[tuple[Pick, ...], int, date | None]:
    """The rows ticked, the unit and its day; raises Faults."""
    reader = FormReader(form)
    chosen = picks(reader)
    unit_id = reader.whole("unit_id", "单位", required=True)
    due_on = reader.day("due_on", "截止日期")
    if due_on and due_on < clock.today():
        reader.fault("due_on", "截止日期已经过去，请改为今天或者以后")
    reader.leave(*BAR)
    reader.finish()
    return chosen, unit_id or 0, due_on


def reason(form: Form) -> tuple[int, str]:
    """A reason, and the version it is given for; raises Faults."""
    reader = FormReader(form)
    version = reader.whole("version", "版本") or 0
    said = reader.text("reason", "理由", longest=LONGEST_REASON, required=True)
    reader.finish()
    return version, said


def version(form: Form) -> int:
    """The version that was on the screen; raises Faults."""
    reader = FormReader(form)
    found = reader.whole("version", "版本", required=True)
    reader.finish()
    return found or 0


def wording(form: Form) -> tuple[int, Wording]:
    """The decision's wording, and the version it was written over; raises Faults."""
    reader = FormReader(form)
    seen = reader.whole("version", "版本", required=True)
    title = reader.text("title", "标题", longest=LONGEST_TITLE, required=True)
    number = reader.text("number", "文号", longest=120, required=True)
    organ = reader.text("organ", "发文机关", longest=120, required=True)
    signed_on = reader.day("signed_on", "成文日期", required=True)
    effective_on = reader.day("effective_on", "生效日期", required=True)
    words = reader.text("words", "正文", longest=LONGEST_WORDS, required=True)
    amend_by = reader.day("amend_by", "完成修改的期限")
    if signed_on is None or effective_on is None:
        reader.finish()
        raise Faults(reader.faults)
    found = Wording(title, number, organ, signed_on, effective_on, words, amend_by)
    for name, sentence in found.faults().items():
        reader.fault(name, sentence)
    reader.finish()
    return seen or 0, found


def release(form: Form) -> tuple[int, str]:
    """The version that is published, and the form's own token; raises Faults."""
    reader = FormReader(form)
    found = reader.whole("version", "版本", required=True)
    token = reader.text("token", "表单标识", longest=64, required=True)
    if not reader.ticked("checked"):
        reader.fault("checked", "请确认已核对决定和名单")
    reader.finish()
    return found or 0, token


def _own_unit() -> str:
    """Whoever gives verdicts for one unit begins with its rows; the rest of the roll is one choice away."""
    who = actor()
    ours = who.reach(Permission.PROPOSE_VERDICT) is Reach.UNIT and who.unit_id is not None
    return str(who.unit_id) if ours else ""


def sieve() -> Sieve:
    """What of the roll the query string asks for; unknown words ask for nothing special."""
    stage, verdict, hint = (request.args.get(name, "") for name in ("stage", "verdict", "hint"))
    unit = request.args.get("unit", _own_unit())
    return Sieve(
        unit=int(unit) if unit.isascii() and unit.isdigit() and len(unit) < 10 else -1,  # noqa: PLR2004  # fits 32 bits
        stage=stage if stage in set(RowStage) else "",
        verdict=verdict if verdict in set(Verdict) else "",
        hint=hint if hint in set(HintCode) else "",
        words=request.args.get("words", "").strip()[:100],
        page=web.page_number(),
    )
