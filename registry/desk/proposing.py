"""The desk of proposals (条文事项审定): a proposal beside its text, one key for each ruling."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from base import web
from base.errors import BadInput, NotFound
from base.forms import Faults, FormReader
from base.staff.access import actor, may
from base.staff.roles import Owner, Permission
from registry.desk import owners
from registry.desk.proposal_forms import RuledOn, read_correction, read_ruling
from registry.proposals import queue, review, verbs
from registry.proposals.subjects import Subject, drafted, subject_of
from registry.proposals.tables import Matter, ProposalRow, Ruling, Sureness

desk = Blueprint("proposals", __name__, url_prefix="/desk/proposals")
KEYS = range(1, 1 << 31)
TRAIL = [("/desk/proposals", "条文事项审定")]


def draft_owner(session: Session, *, draft_id: int, **_others: object) -> Owner | None:
    """Whose a draft is: its unit's."""
    try:
        return owners.of_unit(session, drafted(session, draft_id).unit_id)
    except NotFound:
        return None


def proposal_owner(session: Session, *, proposal_id: int, **_others: object) -> Owner | None:
    """Whose a proposal is: its document's, or its draft's unit's."""
    row = session.get(ProposalRow, proposal_id)
    if row is None:
        return None
    if row.document_id:
        return owners.document(session, key=row.document_id)
    return draft_owner(session, draft_id=row.draft_id) if row.draft_id else None


@desk.get("")
@may(Permission.CONFIRM_PROPOSALS)
def show_all() -> str:
    """Every proposal that the person may rule on, narrowed by matter, sureness, ruling and title."""
    asked = wanted()
    with web.reading() as session:
        page = queue.queue(session, actor(), asked)
        numbers = queue.counts(session, actor())
    return render_template(
        "desk/proposals/list.html",
        place="proposals",
        page=page,
        asked=asked,
        numbers=numbers,
        matters=list(Matter),
        surenesses=list(Sureness),
        rulings=[ruling for ruling in Ruling if ruling is not Ruling.SUPERSEDED],
    )


def wanted() -> queue.Wanted:
    """What the query string asks for; unknown words ask for nothing special."""
    matter, sureness = request.args.get("matter", ""), request.args.get("sureness", "")
    ruling = request.args.get("ruling", Ruling.OPEN.value)
    return queue.Wanted(
        matter=Matter(matter) if matter in set(Matter) else None,
        sureness=Sureness(sureness) if sureness in set(Sureness) else None,
        ruling=Ruling(ruling) if ruling in set(Ruling) else None,
        words=request.args.get("words", "").strip()[:100],
        page=web.page_number(),
    )


@desk.get("/drafts/<int(max=2147483647):draft_id>")
@may(Permission.DRAFT, of=draft_owner)
def show_draft(draft_id: int) -> str:
    """The proposals of a draft beside its text; its drafter reads, the legal division rules."""
    return page(Subject(draft_id))


@desk.get("/documents/<int(max=2147483647):key>")
@may(Permission.CONFIRM_PROPOSALS, of=owners.document)
def show_document(key: int) -> str:
    """The proposals of a document of the registry beside its text."""
    return page(Subject(None, key))


def page(subject: Subject, proposal_id: int | None = None, faults: dict[str, str] | None = None) -> str:
    """A text with the proposal asked for (`?p=12`), or the first that waits."""
    key = proposal_id or web.whole_number("p", 0, range(1 << 31)) or None
    with web.reading() as session:
        found = review.review(session, subject, key)
        rules = actor().may(Permission.CONFIRM_PROPOSALS, _owner_of(session, subject))
        return render_template(
            "desk/proposals/review.html",
            place="proposals",
            trail=TRAIL if rules else [(found.address, "登记稿")],
            review=found,
            rules=rules,
            faults=faults or {},
            typed=request.form if faults else None,
            matters=Matter,
        )


def _owner_of(session: Session, subject: Subject) -> Owner | None:
    if subject.draft_id:
        return draft_owner(session, draft_id=subject.draft_id)
    return owners.document(session, key=subject.document_id or 0)


@desk.post("/<int(max=2147483647):proposal_id>/confirm")
@may(Permission.CONFIRM_PROPOSALS, of=proposal_owner)
def confirm(proposal_id: int) -> ResponseReturnValue:
    """Confirm a proposal as it was read."""

    def rule(session: Session, form: FormReader) -> ProposalRow:
        ruled = read_ruling(form)
        return verbs.confirm(session, proposal_id, by=actor(), meant=ruled.meant, seen=ruled.seen)

    return ruled_on(proposal_id, rule)


@desk.post("/<int(max=2147483647):proposal_id>/correct")
@may(Permission.CONFIRM_PROPOSALS, of=proposal_owner)
def correct(proposal_id: int) -> ResponseReturnValue:
    """Put a proposal right."""

    def rule(session: Session, form: FormReader) -> ProposalRow:
        row = session.get(ProposalRow, proposal_id)
        matter = Matter(row.matter) if row else Matter.CITATION
        seen, correction = read_correction(session, form, matter)
        return verbs.correct(session, proposal_id, correction, by=actor(), seen=seen)

    return ruled_on(proposal_id, rule)


@desk.post("/<int(max=2147483647):proposal_id>/reject")
@may(Permission.CONFIRM_PROPOSALS, of=proposal_owner)
def reject(proposal_id: int) -> ResponseReturnValue:
    """Say that the text does not state this."""

    def rule(session: Session, form: FormReader) -> ProposalRow:
        ruled: RuledOn = read_ruling(form)
        return verbs.reject(session, proposal_id, ruled.reason, by=actor(), seen=ruled.seen)

    return ruled_on(proposal_id, rule)


@desk.post("/drafts/<int(max=2147483647):draft_id>/confirm-sure")
@may(Permission.CONFIRM_PROPOSALS, of=draft_owner)
def confirm_sure_of_draft(draft_id: int) -> ResponseReturnValue:
    """Confirm at once what only connects and is read surely."""
    return confirmed_together(Subject(draft_id))


@desk.post("/documents/<int(max=2147483647):key>/confirm-sure")
@may(Permission.CONFIRM_PROPOSALS, of=owners.document)
def confirm_sure_of_document(key: int) -> ResponseReturnValue:
    """Confirm at once what only connects and is read surely."""
    return confirmed_together(Subject(None, key))


def confirmed_together(subject: Subject) -> ResponseReturnValue:
    """Confirm together, and tell how many."""
    FormReader(request.form).finish()
    with web.transaction() as session:
        count = verbs.confirm_sure(session, subject, by=actor())
    flash(f"已确认 {count} 项读取明确的依据、引用、文号和发文机关。")
    return redirect(subject.path, 303)


def ruled_on(proposal_id: int, rule: Callable[[Session, FormReader], ProposalRow]) -> ResponseReturnValue:
    """Carry out one ruling and go on to the next proposal; faults show the page again."""
    with web.reading() as session:
        before = session.get(ProposalRow, proposal_id)
        if before is None:
            raise NotFound(f"没有编号为 {proposal_id} 的条文事项建议")
        subject = subject_of(before)
    try:
        with web.transaction() as session:
            row = rule(session, FormReader(request.form))
            label = f"{Matter(row.matter).label}：{Ruling(row.ruling).label}。"
            following = review.next_waiting(session, subject, proposal_id)
    except verbs.AlreadyRuled as late:
        flash(late.sentence, "warning")
        return redirect(subject.path, 303)
    except Faults as wrong:
        return page(subject, proposal_id, wrong.fields), 422
    except BadInput as wrong:
        return page(subject, proposal_id, {"title": wrong.sentence}), 422
    flash(label)
    return redirect(f"{subject.path}?p={following}", 303)
