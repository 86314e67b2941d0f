"""The desk of plans (解读方案): written while the document is drafted, reviewed together with it."""

from collections.abc import Callable, Mapping

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session

from base import clock, holidays, web
from base.errors import WrongStage
from base.forms import Faults, FormReader
from base.staff.access import actor, may
from base.staff.roles import Permission
from base.staff.tables import Unit
from base.term import Term
from interpretations.publishing import gate, plans
from interpretations.publishing.faults import Stale
from interpretations.publishing.plans import Planned
from interpretations.publishing.promise import policy
from interpretations.reads.writing import being_written
from interpretations.rules.duty import Policy
from interpretations.rules.terms import Form
from registry.desk import owners
from registry.desk.draft_pages import found, of
from registry.drafting.fields import recalled
from registry.drafting.tables import Draft, Stage

desk = Blueprint("plans", __name__, url_prefix="/desk/plans")
NUMBER = 9


class Need(Term):
    """Whether a document is to be explained (是否解读)."""

    YES = "yes", "需要解读"
    NO = "no", "不需要解读"


@desk.get("/<int(max=2147483647):key>")
@may(Permission.READ_DRAFT, of=of)
def show(key: int) -> str:
    """The plan of a draft: the form while it is being written, afterwards what was planned."""
    with web.reading() as session:
        draft = found(session, key)
        plan = plans.of_draft(session, key)
        typed = as_shown(plans.said(plan) if plan else Planned(person=actor().full_name))
        return page(session, draft, typed)


@desk.post("/<int(max=2147483647):key>")
@may(Permission.DRAFT, of=of)
def save(key: int) -> ResponseReturnValue:
    """Save the plan; what somebody else saved in the meantime is shown above what was typed."""
    reader = FormReader(request.form)
    version, planned = read(reader)
    try:
        reader.finish()
        with web.transaction() as session:
            plans.save(session, key, version, planned, by=actor())
    except (Faults, Stale, WrongStage) as wrong:
        with web.reading() as session:
            faults = wrong.fields if isinstance(wrong, Faults) else {"form": wrong.sentence}
            theirs = isinstance(wrong, Stale)
            return page(session, found(session, key), as_typed(), faults, conflict=theirs), wrong.status
    flash("解读方案已保存")
    return redirect(f"/desk/drafts/{key}#plan", 303)


def read(reader: FormReader) -> tuple[int, Planned]:
    """The plan as typed, with the version that it was written over; faults stay with the reader."""
    version = reader.whole("version", "稿次") or 0
    need = reader.choice("needed", "是否解读", Need, required=True)
    forms = reader.many("forms", "解读形式", most=len(Form))
    units = reader.many("joint_units", "联合起草单位", most=plans.MOST_UNITS, longest=NUMBER)
    if any(name not in set(Form) for name in forms):
        reader.fault("forms", "解读形式中有一项不在可选范围内")
    if not all(unit.isascii() and unit.isdigit() for unit in units):
        reader.fault("joint_units", "联合起草单位中有一项不在可选范围内")
    planned = Planned(
        needed=need is not Need.NO,
        reason=reader.text("reason", "无需解读的理由", longest=plans.LONGEST_REASON),
        forms=tuple(form for form in Form if form.value in forms),
        points=reader.text("points", "解读重点", longest=plans.LONGEST_POINTS),
        due_on=reader.day("due_on", "解读日期"),
        person=reader.text("person", "解读责任人", longest=plans.LONGEST_PERSON),
        joint_units=tuple(int(unit) for unit in units if unit.isascii() and unit.isdigit()),
    )
    return version, planned


def as_shown(planned: Planned) -> dict[str, object]:
    """The fields of the form as this plan fills them."""
    return {
        "needed": Need.YES.value if planned.needed else Need.NO.value,
        "reason": planned.reason,
        "forms": [form.value for form in planned.forms],
        "points": planned.points,
        "due_on": planned.due_on.isoformat() if planned.due_on else "",
        "person": planned.person,
        "joint_units": [str(unit) for unit in planned.joint_units],
    }


def as_typed() -> dict[str, object]:
    """The fields of the form as they were sent, right or wrong."""
    single = {name: request.form.get(name, "") for name in ("needed", "reason", "points", "due_on", "person")}
    several = {name: request.form.getlist(name) for name in ("forms", "joint_units")}
    return {**single, **several}


def page(
    session: Session,
    draft: Draft,
    typed: Mapping[str, object],
    faults: Mapping[str, str] | None = None,
    *,
    conflict: bool = False,
) -> str:
    """The page of the plan; `conflict` shows what somebody else saved above the form."""
    plan = plans.of_draft(session, draft.id)
    may_write = actor().may(Permission.DRAFT, owners.of_unit(session, draft.unit_id))
    return render_template(
        "desk/plans/plan.html",
        place="drafts",
        trail=(("/desk/drafts", "登记与发布"), (f"/desk/drafts/{draft.id}", f"登记稿 {draft.id}")),
        draft=draft,
        title=recalled(draft.fields).title,
        plan=plan,
        view=view(session, draft, policy(web.config().explaining)),
        writes=may_write and Stage(draft.stage) is Stage.DRAFT,
        conflict=conflict,
        typed=typed,
        faults=faults or {},
        forms=list(Form),
        needs=list(Need),
        units=others(session, draft),
        longest=plans,
    )


def others(session: Session, draft: Draft) -> list[Unit]:
    """The units that may have drafted it together with its own, those of the same organ first."""
    own = session.get(Unit, draft.unit_id) if draft.unit_id else None
    query = select(Unit).where(Unit.id != (draft.unit_id or 0)).order_by(Unit.organ, Unit.name)
    units = list(session.scalars(query))
    return sorted(units, key=lambda unit: own is not None and unit.organ != own.organ)


def view(session: Session, draft: Draft, promise: Policy) -> dict[str, object]:
    """What pages tell of a plan: what it says, what it lacks, whether it is owed, and what is written."""
    plan, entry, today = plans.of_draft(session, draft.id), recalled(draft.fields), clock.today()
    planned = plans.said(plan) if plan else None
    chances = gate.prospect(entry, planned or Planned(), promise, today, holidays.calendar(session))
    names = dict(session.execute(select(Unit.id, Unit.name)).all())
    open_now = Stage(draft.stage) is Stage.DRAFT
    return {
        "plan": plan,
        "planned": planned,
        "joint": [names.get(unit, f"单位 {unit}") for unit in planned.joint_units] if planned else [],
        "owed": gate.owed_by(entry, promise, today),
        # Once it is submitted the plan is history: its day may pass.
        "lacking": list(plans.gaps(planned, today).values()) if planned and open_now else [],
        "warning": gate.warning(chances) if planned and not draft.document_id else "",
        "prospect": chances,
        "written": being_written(session, draft),
    }


def panel(promise: Policy) -> Callable[[Session, Draft], Markup]:
    """What stands on the page of a draft for its writers and its reviewer: the plan, and what is written."""

    def shown(session: Session, draft: Draft) -> Markup:
        owner = owners.of_unit(session, draft.unit_id)
        stage = Stage(draft.stage)
        made = render_template(
            "desk/plans/panel.html",
            draft=draft,
            view=view(session, draft, promise),
            writes=actor().may(Permission.DRAFT, owner) and stage is Stage.DRAFT,
            begins=actor().may(Permission.INTERPRET, owner) and stage is not Stage.ABANDONED,
            public=draft.document_id is not None,
        )
        # A whole template, escaped by Jinja.
        return Markup(made)  # noqa: S704

    return shown
