"""The desk of tasks (任务): what is to be done, by whom, by when."""

from flask import Blueprint, current_app, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from base import clock, web
from base.errors import NotFound
from base.forms import Faults, FormReader
from base.staff.access import actor, may, within
from base.staff.roles import Owner, Permission, Reach
from base.staff.tables import Unit
from base.term import Term
from registry.desk import owners
from registry.tables import Document
from registry.watch import handling, queue, rounds, upper_law
from registry.watch.handling import Answer, Outcome
from registry.watch.tables import OutsideChange, Task, TaskCode, TaskState

desk = Blueprint("tasks", __name__, url_prefix="/desk/tasks")
LONGEST_REASON = 500


class Upheaval(Term):
    """What happened to a law outside the registry (上位法变动)."""

    AMENDED = "amended", "修改"
    ENDED = "ended", "废止或者失效"


def task_owner(session: Session, *, number: int, **_others: object) -> Owner | None:
    """Whose a task is: its unit's; without one, the legal division's."""
    task = session.get(Task, number)
    return owners.of_unit(session, task.unit_id) if task else None


def go_round() -> None:
    """Find what has become a duty since somebody last looked; writes only when something has."""
    watches = current_app.extensions.get("watches", ())
    with web.reading() as session:
        found = rounds.look(session, clock.today(), watches)
    if found:
        with web.transaction() as session:
            rounds.go_round(session, clock.today(), watches)


def wanted() -> queue.Wanted:
    """What the query string asks the list for; unknown words ask for nothing special."""
    code, state = request.args.get("code", ""), request.args.get("state", "live")
    unit = web.whole_number("unit", 0, range(1 << 31))
    return queue.Wanted(
        state=state if state in {*TaskState, "live", "all"} else "live",
        code=code if code in set(TaskCode) else "",
        unit_id=unit or None,
        late=request.args.get("late") == "1",
        page=web.page_number(),
    )


@desk.get("")
@may(Permission.HANDLE_TASKS)
def show_all() -> str:
    """The tasks that the person may handle, and for the legal division how each unit stands."""
    go_round()
    asked, today, who = wanted(), clock.today(), actor()
    division = who.reach(Permission.HANDLE_TASKS) is Reach.ALL
    with web.reading() as session:
        page = queue.tasks(session, who, asked, today)
        numbers = queue.counts(session, who, today)
        units = queue.by_unit(session, today) if division else []
    return render_template(
        "desk/tasks/list.html",
        place="tasks",
        page=page,
        asked=asked,
        numbers=numbers,
        units=units,
        codes=list(TaskCode),
        states=list(TaskState),
        handled=(TaskState.DONE, TaskState.WAITING, TaskState.DROPPED),
        answers=handling.answers(asked.code) if asked.code else (),
    )


@desk.get("/<int(max=2147483647):number>")
@may(Permission.HANDLE_TASKS, of=task_owner)
def show(number: int) -> ResponseReturnValue:
    """One task with its sentence, and the form to answer it."""
    return page(number), 200


def page(number: int, faults: dict[str, str] | None = None) -> str:
    """The page of a task; raises NotFound."""
    query = (
        select(Task, Unit.name, Document)
        .outerjoin(Unit, Unit.id == Task.unit_id)
        .outerjoin(Document, Document.id == Task.document_id)
        .where(Task.id == number)
    )
    with web.reading() as session:
        row = session.execute(query).one_or_none()
        if row is None:
            raise NotFound(f"没有编号为 {number} 的任务")
        task, unit, document = row
        return render_template(
            "desk/tasks/task.html",
            place="tasks",
            trail=[("/desk/tasks", "任务")],
            task=task,
            line=queue.line(task, unit, clock.today()),
            document=document,
            answers=handling.answers(task.code),
            outcomes={outcome.value: outcome.label for outcome in Outcome},
            states=TaskState,
            faults=faults or {},
            typed=request.form,
        )


def answer_of(form: FormReader) -> Answer:
    """What the form says is to become of the task; raises Faults."""
    state = form.choice("state", "处理方式", TaskState, required=True)
    outcome = form.choice("outcome", "办理结果", Outcome)
    reason = form.text("reason", "说明", longest=LONGEST_REASON)
    if state in {TaskState.WAITING, TaskState.DROPPED} and not reason:
        form.fault("reason", "等待或者不再办理，请写明理由")
    if state is TaskState.DONE and outcome is None:
        form.fault("outcome", "办结任务，请选定办理结果")
    form.finish()
    return Answer(state or TaskState.OPEN, outcome if state is TaskState.DONE else None, reason)


@desk.post("/<int(max=2147483647):number>")
@may(Permission.HANDLE_TASKS, of=task_owner)
def handle(number: int) -> ResponseReturnValue:
    """Answer a task."""
    try:
        answer = answer_of(FormReader(request.form))
    except Faults as wrong:
        return page(number, wrong.fields), wrong.status
    with web.transaction() as session:
        task = handling.handle(session, number, answer, by=actor())
    flash(f"任务已记为“{TaskState(task.state).label}”。")
    return redirect("/desk/tasks", 303)


@desk.post("/many")
@may(Permission.HANDLE_TASKS)
def handle_many() -> ResponseReturnValue:
    """Give several tasks of one kind the same answer; all of them, or none."""
    form = FormReader(request.form)
    numbers = [
        int(raw) for raw in form.many("task", "任务", most=queue.PAGE_SIZE, longest=9) if raw.isdecimal()
    ]
    code = form.choice("code", "任务类型", TaskCode, required=True)
    answer = answer_of(form)
    with web.transaction() as session:
        for number in numbers:
            within(Permission.HANDLE_TASKS, task_owner(session, number=number))
            handling.handle(session, number, answer, by=actor())
    flash(f"已办理 {len(numbers)} 项任务。" if numbers else "没有选中任务。")
    return redirect(f"/desk/tasks?code={code.value if code else ''}", 303)


@desk.get("/resting/<int(max=2147483647):key>")
@may(Permission.READ_DESK)
def resting(key: int) -> str:
    """Every document that rests on this one, each with the sentence that says so."""
    with web.reading() as session:
        document = session.get(Document, key)
        if document is None:
            raise NotFound(f"没有编号为 {key} 的文件")
        return render_template(
            "desk/tasks/resting.html",
            place="tasks",
            trail=[("/desk/tasks", "任务")],
            document=document,
            found=upper_law.resting(session, key, clock.today()),
        )


@desk.get("/outside")
@may(Permission.RUN_CLEANUP)
def outside() -> str:
    """The form to enter a change of a law that is not in the registry."""
    return outside_page()


def outside_page(faults: dict[str, str] | None = None) -> str:
    """Changes entered so far, and the form for another."""
    with web.reading() as session:
        return render_template(
            "desk/tasks/outside.html",
            place="tasks",
            trail=[("/desk/tasks", "任务")],
            known=session.scalars(select(OutsideChange).order_by(OutsideChange.id.desc()).limit(50)).all(),
            kinds=list(Upheaval),
            labels={kind.value: kind.label for kind in Upheaval},
            faults=faults or {},
            typed=request.form,
        )


def change_of(form: FormReader) -> OutsideChange:
    """The change that the form tells of; raises Faults."""
    title = form.text("title", "上位法标题", longest=400, required=True)
    kind = form.choice("change", "变动", Upheaval, required=True)
    on = form.day("on", "自何日起")
    note = form.text("note", "说明", longest=LONGEST_REASON)
    form.finish()
    return OutsideChange(title=title.strip("《》"), change=(kind or Upheaval.AMENDED).value, on=on, note=note)


@desk.post("/outside")
@may(Permission.RUN_CLEANUP)
def enter_outside() -> ResponseReturnValue:
    """Enter a change of a law outside the registry; what rests on it becomes tasks."""
    try:
        change = change_of(FormReader(request.form))
    except Faults as wrong:
        return outside_page(wrong.fields), wrong.status
    with web.transaction() as session:
        handling.enter_outside(session, change, by=actor())
        found = rounds.go_round(session, clock.today())
    flash(f"已登记《{change.title}》的变动，新增核对任务 {len(found.opened)} 项。")
    return redirect("/desk/tasks?code=upper_law", 303)
