"""The desk of origins (条文来源对应): what is proposed, and a person's correction of it."""

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from base import web
from base.errors import BadInput, NotFound, WrongStage
from base.forms import Faults, FormReader, kept
from base.staff.access import actor, may
from base.staff.roles import Permission
from registry.consultations import trace_rulings as rulings
from registry.consultations.reads.proposals import Proposal, Rulable, read_rulable
from registry.consultations.renditions.origins import marked
from registry.desk import owners
from registry.drafting.faults import Stale
from registry.participation.desk.outcome_pages import PLACE, of, trail

desk = Blueprint("desk_tracing", __name__, url_prefix="/desk/consultations/<int(max=2147483647):key>/trace")
LONGEST_EID = 60
# As the form says it: a provision of the draft must be chosen, or said to be none.
NONE = "none"
NOTHING: Mapping[str, str] = {}


@may(Permission.READ_CONSULTATION, of=of)
def index(key: int) -> str:
    """Every adopted provision with the draft's it is traced to, and how alike they are."""
    with web.reading() as session:
        held = _read(session, key)
        return render_template(
            "desk/consultations/trace.html",
            place=PLACE,
            trail=trail(held.row),
            row=held.row,
            held=held,
            dossier=held.trace.dossier,
            doubtful=sum(each.doubtful for each in held.proposals),
            lost=held.source.alignment.dropped,
            handles=_handles(session, held),
        )


@may(Permission.READ_CONSULTATION, of=of)
def one(key: int, eid: str) -> str:
    """One adopted provision beside that of the draft, and the form to correct it."""
    return page(key, eid, NOTHING, NOTHING)


def page(key: int, eid: str, typed: Mapping[str, str], faults: Mapping[str, str]) -> str:
    """The page of one provision, with what was typed where the form was refused."""
    with web.reading() as session:
        held = _read(session, key)
        found = held.one(eid)
        return render_template(
            "desk/consultations/trace_one.html",
            place=PLACE,
            trail=[*trail(held.row), (f"/desk/consultations/{key}/trace", "条文来源对应")],
            row=held.row,
            held=held,
            one=found,
            sides=marked(found.now),
            chosen=typed.get("draft") or _chosen(found),
            typed=typed,
            faults=faults,
            handles=_handles(session, held),
        )


@may(Permission.HANDLE_COMMENT, of=of)
def rule(key: int, eid: str) -> ResponseReturnValue:
    """Correct where a provision came from."""
    reader = FormReader(request.form)
    try:
        draft = reader.text("draft", "征求意见稿的条款", longest=LONGEST_EID, required=True)
        reason = reader.text("reason", "更正的理由", longest=rulings.LONGEST_REASON, required=True)
        seen = reader.whole("seen", "更正记录", required=True) or 0
        reader.finish()
        ruling = rulings.Ruling(eid, "" if draft == NONE else draft, reason, seen)
        with web.transaction() as session:
            rulings.rule(session, key, ruling, _read(session, key).ends, by=actor())
    except Faults as wrong:
        return page(key, eid, kept(request.form, ("draft", "reason")), wrong.fields), wrong.status
    except (BadInput, Stale, WrongStage, NotFound) as fault:
        typed = kept(request.form, ("draft", "reason"))
        return page(key, eid, typed, {"form": fault.sentence}), fault.status
    flash("已更正，公开页面已按更正后的对应显示")
    return redirect(f"/desk/consultations/{key}/trace#{eid}", 303)


@may(Permission.HANDLE_COMMENT, of=of)
def take_back(key: int, eid: str) -> ResponseReturnValue:
    """Take a correction back."""
    reader = FormReader(request.form)
    try:
        seen = reader.whole("seen", "更正记录", required=True) or 0
        reader.finish()
        with web.transaction() as session:
            rulings.take_back(session, key, eid, seen, by=actor())
    except (BadInput, Stale, WrongStage) as fault:
        return page(key, eid, NOTHING, {"form": fault.sentence}), fault.status
    flash("已撤销更正，恢复按条号和文字比对的对应")
    return redirect(f"/desk/consultations/{key}/trace#{eid}", 303)


def _read(session: Session, key: int) -> Rulable:
    return read_rulable(session, key, web.config().consulting.outcome_days)


def _chosen(found: Proposal) -> str:
    return found.now.old.eid if found.now.old else NONE


def _handles(session: Session, held: Rulable) -> bool:
    return actor().may(Permission.HANDLE_COMMENT, owners.of_unit(session, held.row.unit_id))


desk.add_url_rule("", view_func=index)
desk.add_url_rule("/<eid>", view_func=one)
desk.add_url_rule("/<eid>", view_func=rule, methods=["POST"])
desk.add_url_rule("/<eid>/take-back", view_func=take_back, methods=["POST"])
