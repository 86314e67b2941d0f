"""Pages of receiving (接收学习): what was sent to one's unit, read, tried, told on, asked back."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from base import clock, web
from base.errors import BadInput, NotFound, WrongStage
from base.forms import Faults, FormReader
from base.staff.access import actor, may
from base.staff.roles import Owner, Permission
from interpretations.desk.sheets import answer_sheet
from interpretations.passing import asking, inbox, receiving
from interpretations.passing.receiving import MOST_PEOPLE, Telling, TellingWay
from interpretations.passing.sending import questions_of
from interpretations.passing.tables import Dispatch, Recipient
from interpretations.rules.passing import LETTERS, MOST_OPTIONS, Mastery
from registry.desk import owners

desk = Blueprint("received", __name__, url_prefix="/desk/received")
KEY = "/<int(max=2147483647):key>"


def of(session: Session, *, key: int, **_others: object) -> Owner | None:
    """Whose it is: the unit's that it was sent to."""
    row = session.get(Recipient, key)
    return owners.of_unit(session, row.unit_id) if row else None


def found(session: Session, key: int) -> Recipient:
    """The recipient with this id; raises NotFound."""
    row = session.get(Recipient, key)
    if row is None:
        raise NotFound(f"没有编号为 {key} 的接收任务")
    return row


def to(key: int, sentence: str, category: str = "message", part: str = "") -> ResponseReturnValue:
    """To the page of what was received, where the sentence is said."""
    flash(sentence, category)
    return redirect(f"/desk/received/{key}{part}", 303)


@desk.get("")
@may(Permission.RECEIVE_DISPATCH)
def index() -> str:
    """What was sent to one's unit, what waits first."""
    with web.reading() as session:
        return render_template(
            "desk/received/list.html",
            place="received",
            received=inbox.received(session, actor()),
            masteries=list(Mastery),
        )


@desk.get(KEY)
@may(Permission.RECEIVE_DISPATCH, of=of)
def show(key: int) -> str:
    """One thing that was sent: to read, to try, to tell on, to ask about."""
    return page_of(key)


def page_of(key: int, **more: object) -> str:
    """The page of one thing that was sent, with the faults of a form on it."""
    names = {"faults": {}, "typed": {}, "ticked": frozenset()} | more
    with web.reading() as session:
        return render_template(
            "desk/received/received.html",
            place="received",
            trail=[("/desk/received", "接收学习")],
            page=inbox.reading(session, found(session, key)),
            masteries=list(Mastery),
            ways=list(TellingWay),
            letters=LETTERS,
            today=clock.today(),
            **names,
        )


def not_now(key: int, deed: str) -> str:
    """Why the form of this deed is not on the page now; "" where it is."""
    with web.reading() as session:
        page = inbox.reading(session, found(session, key))
        if page.received.dispatch.withdrawn_at is not None:
            return "下发单位已经撤回，不再需要学习"
        if deed == "attempt" and not page.asking:
            return "现在没有要答的题：请先确认已读，或者小测已经通过"
        if deed == "tell" and page.received.progress.finished_on is None:
            return "自己读过、小测通过之后，再登记向他人的传达"
    return ""


def done(key: int, sentence: str, deed: Callable[[Session], object], part: str = "") -> ResponseReturnValue:
    """Do a deed, and say so; what was done before is told, not done again."""
    try:
        with web.transaction() as session:
            deed(session)
    except (WrongStage, BadInput) as late:
        if isinstance(late, Faults):
            raise
        return to(key, late.sentence, "warning", part)
    return to(key, sentence, part=part)


@desk.post(f"{KEY}/acknowledge")
@may(Permission.RECEIVE_DISPATCH, of=of)
def acknowledge(key: int) -> ResponseReturnValue:
    """Say that it was read."""
    FormReader(request.form).finish()
    return done(key, "已确认阅读", lambda session: receiving.acknowledge(session, key, by=actor()), "#check")


@desk.post(f"{KEY}/attempt")
@may(Permission.RECEIVE_DISPATCH, of=of)
def attempt(key: int) -> ResponseReturnValue:
    """Try the check."""
    reader = FormReader(request.form)
    number = reader.whole("try", "作答次数") or 0
    with web.reading() as session:
        dispatch = session.get_one(Dispatch, found(session, key).dispatch_id)
        places = chosen(reader, len(questions_of(dispatch)))
    try:
        reader.finish()
        with web.transaction() as session:
            judgement = receiving.attempt(session, key, number, places, by=actor())
    except Faults as wrong:
        if (late := not_now(key, "attempt")) or "try" in wrong.fields:
            return to(key, late or "表单不完整，请重新作答", "warning", "#check")
        ticked = frozenset(f"{name}:{value}" for name, value in request.form.items(multi=True))
        return page_of(key, faults=wrong.fields, ticked=ticked), 422
    except (WrongStage, BadInput) as late:
        return to(key, late.sentence, "warning", "#check")
    came = f"答对 {judgement.count} 题，共 {len(judgement.right)} 题"
    if judgement.passed:
        return to(key, f"小测通过：{came}", part="#check")
    return to(key, f"未通过：{came}，须答对 {judgement.needed} 题。请看解析后再答", "warning", "#check")


def chosen(reader: FormReader, questions: int) -> list[list[int]]:
    """The options that were chosen, by the place at which they were shown; each question wants an answer."""
    found = []
    for number in range(1, questions + 1):
        name = f"answer-{number}"
        values = reader.many(name, f"第{number}题", most=MOST_OPTIONS, longest=1)
        if not values:
            reader.fault(name, f"第{number}题没有作答")
        found.append([int(value) for value in values if value.isascii() and value.isdigit()])
    return found


@desk.post(f"{KEY}/tell")
@may(Permission.RECEIVE_DISPATCH, of=of)
def tell(key: int) -> ResponseReturnValue:
    """Say to whom, and how, it was told on."""
    reader = FormReader(request.form)
    on = reader.day("told_on", "传达日期", required=True)
    to_many = reader.whole("told_to", "传达人数", required=True) or 0
    if not 0 < to_many <= MOST_PEOPLE:
        reader.fault("told_to", f"传达人数应在 1 至 {MOST_PEOPLE} 之间")
    ways = reader.many("way", "传达方式", most=len(TellingWay), longest=20)
    if not ways or not set(ways) <= set(TellingWay):
        reader.fault("way", "请至少选择一种传达方式")
    words = reader.text("told_how", "传达情况", longest=300)
    try:
        reader.finish()
    except Faults as wrong:
        if late := not_now(key, "tell"):
            return to(key, late, "warning", "#tell")
        return page_of(key, faults=wrong.fields, typed=request.form, ticked=frozenset(ways)), 422
    if on is None:
        raise BadInput("请填写传达日期")
    telling = Telling(on, to_many, tuple(TellingWay(way) for way in dict.fromkeys(ways)), words)
    return done(
        key, "已登记传达", lambda session: receiving.tell_on(session, key, telling, by=actor()), "#tell"
    )


@desk.post(f"{KEY}/ask")
@may(Permission.RECEIVE_DISPATCH, of=of)
def ask(key: int) -> ResponseReturnValue:
    """Ask the sending unit back."""
    reader = FormReader(request.form)
    question = reader.text("question", "问题", longest=asking.LONGEST_QUESTION, required=True)
    if 0 < len(question) < asking.SHORTEST_QUESTION:
        reader.fault("question", f"问题太短，请写清楚（至少 {asking.SHORTEST_QUESTION} 个字）")
    try:
        reader.finish()
    except Faults as wrong:
        if late := not_now(key, "ask"):
            return to(key, late, "warning", "#asked")
        return page_of(key, faults=wrong.fields, typed=request.form), 422
    verb = asking.ask_back
    return done(
        key, "已提交，下发单位会答复", lambda session: verb(session, key, question, by=actor()), "#asked"
    )


@desk.get(f"{KEY}/sheet.pdf")
@may(Permission.RECEIVE_DISPATCH, of=of)
def sheet(key: int) -> ResponseReturnValue:
    """The training sheet; the one with the answers to whoever has passed the check."""
    with web.reading() as session:
        row = found(session, key)
        key_of_dispatch, passed = row.dispatch_id, row.passed_at is not None
    if request.args.get("answers") and not passed:
        raise BadInput("通过小测之后，才能打印带答案的培训单")
    return answer_sheet(key_of_dispatch)
