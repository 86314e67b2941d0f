"""The desk of an item (决策事项办理): its steps as they happen, its papers and its whole file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Response, flash, redirect, render_template, request, send_file
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from base import clock, files, web
from base.errors import NotFound, RegistryError
from base.forms import Faults, FormReader
from base.headers import as_file
from base.staff.access import actor, may
from base.staff.roles import Owner, Permission
from base.staff.tables import Unit
from registry.decisions import catalogues, papers, steps
from registry.decisions.rules.course import Step
from registry.decisions.rules.procedure import REGULATION, bars, checked
from registry.decisions.rules.progress import step_state
from registry.decisions.rules.terms import (
    EditionProgress,
    Holding,
    ItemCategory,
    PaperRole,
    ReviewResult,
    StepKind,
)
from registry.decisions.tables import DecisionCatalogue, DecisionItem, DecisionPaper, DecisionStep
from registry.desk import owners
from registry.drafting.faults import NotReady, Stale
from registry.participation.desk import decisions_forms as forms
from registry.participation.desk.decisions import YEAR, desk, typed_entry

KEY, NUMBER = "<int(max=2147483647):key>", "<int(max=2147483647):number>"
SANDBOX = "sandbox; default-src 'none'"
__all__ = ["desk"]


@dataclass(frozen=True, slots=True)
class _Place:
    """Which item the page is of, and at which of its steps somebody was."""

    year: int
    key: int
    kind: StepKind | None = None


def item_owner(session: Session, *, key: int, **_others: object) -> Owner | None:
    """Whose an item is: the unit's that carries it out; None where there is none."""
    row = session.get(DecisionItem, key)
    return owners.of_unit(session, row.unit_id) if row else None


@desk.get(f"/{YEAR}/{KEY}")
@may(Permission.READ_DECISION, of=item_owner)
def show_item(year: int, key: int) -> str:
    """The item."""
    return _page(_Place(year, key))


@desk.post(f"/{YEAR}/{KEY}")
@may(Permission.KEEP_CATALOGUE, of=item_owner)
def change_item(year: int, key: int) -> ResponseReturnValue:
    """Change what the catalogue says of the item."""

    def deed(session: Session) -> object:
        version, entry = forms.entry(request.form)
        return catalogues.change(session, key, version, entry, by=actor())

    return _do(_Place(year, key), deed, "事项已修改；目录公布后公众才能看到。", "name")


@desk.post(f"/{YEAR}/{KEY}/removal")
@may(Permission.KEEP_CATALOGUE, of=item_owner)
def remove_item(year: int, key: int) -> ResponseReturnValue:
    """Take the item out."""
    try:
        version, why = forms.reason(request.form, "调出的理由")
        with web.transaction() as session:
            catalogues.remove(session, key, version, why, by=actor())
    except RegistryError as wrong:
        return _page(_Place(year, key), _faults(wrong, "reason")), wrong.status
    flash("事项已调出；这一版目录公布后生效。")
    return redirect(f"/desk/decisions/{year}", 303)


@desk.post(f"/{YEAR}/{KEY}/steps/<word>")
@may(Permission.RECORD_STEP, of=item_owner)
def record_step(year: int, key: int, word: str) -> ResponseReturnValue:
    """Record a step."""
    kind = _kind(word)

    def deed(session: Session) -> object:
        version, order = forms.step(request.form, kind)
        return steps.record(session, key, kind, version, order, by=actor())

    return _do(_Place(year, key, kind), deed, f"{kind.label}已登记。")


@desk.post(f"/{YEAR}/{KEY}/papers")
@may(Permission.RECORD_STEP, of=item_owner)
def add_paper(year: int, key: int) -> ResponseReturnValue:
    """Add a paper: a file, or what it leads to."""

    def deed(session: Session) -> object:
        order, target = forms.paper(request.form)
        if target is not None:
            return papers.link(session, key, order, target, by=actor())
        return papers.attach(session, key, order, forms.upload(), web.config().files, by=actor())

    return _do(_Place(year, key), deed, "材料已归入档案。", "file")


@desk.post(f"/{YEAR}/{KEY}/papers/{NUMBER}/withdrawal")
@may(Permission.RECORD_STEP, of=item_owner)
def withdraw_paper(year: int, key: int, number: int) -> ResponseReturnValue:
    """Take a paper off."""
    FormReader(request.form).finish()
    return _do(_Place(year, key), lambda s: papers.withdraw(s, key, number, by=actor()), "材料已撤下。")


@desk.get(f"/{YEAR}/{KEY}/papers/{NUMBER}")
@may(Permission.READ_DECISION, of=item_owner)
def paper(year: int, key: int, number: int) -> Response:
    """A file of the item, public or not, for the staff."""
    del year
    with web.reading() as session:
        row = papers.paper_of(session, key, number)
        name, media_type, digest = row.filename, row.media_type, row.sha256
    place = files.path_of(web.config().files, digest)
    if not digest or not place.exists():
        raise NotFound(f"材料“{name}”不在文件库中")
    answer = send_file(place, media_type, as_attachment=True, download_name=name, etag=digest)
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


@desk.get(f"/{YEAR}/{KEY}/file.zip")
@may(Permission.READ_DECISION, of=item_owner)
def whole_file(year: int, key: int) -> Response:
    """The whole-process file of the item (全过程档案)."""
    with web.reading() as session:
        name = _item(session, year, key).name[:80]
        made = papers.whole_file(session, key, web.config().files)
    return as_file(made, "application/zip", f"{name}-全过程档案.zip")


def _do(
    place: _Place, deed: Callable[[Session], object], said: str, field: str = "form"
) -> ResponseReturnValue:
    try:
        with web.transaction() as session:
            deed(session)
    except RegistryError as wrong:
        return _page(place, _faults(wrong, field), wrong), wrong.status
    flash(said)
    at = f"#step-{place.kind.value}" if place.kind else ""
    return redirect(f"/desk/decisions/{place.year}/{place.key}{at}", 303)


def _faults(wrong: RegistryError, field: str) -> dict[str, str]:
    return wrong.fields if isinstance(wrong, Faults) else {field: wrong.sentence}


def _kind(word: str) -> StepKind:
    if word not in set(StepKind):
        raise NotFound("没有这一环节")
    return StepKind(word)


def _item(session: Session, year: int, key: int) -> DecisionItem:
    row = session.get(DecisionItem, key)
    held = session.get(DecisionCatalogue, row.catalogue_id) if row else None
    if row is None or held is None or held.year != year:
        raise NotFound(f"{year}年的目录中没有编号为 {key} 的事项")
    return row


def _page(place: _Place, faults: Mapping[str, str] | None = None, wrong: RegistryError | None = None) -> str:
    year, key, kind = place.year, place.key, place.kind
    with web.reading() as session:
        row = _item(session, year, key)
        edition = catalogues.open_edition(session, row.catalogue_id)
        course, owner, who = steps.course_of(session, row), item_owner(session, key=key), actor()
        unit = session.get(Unit, row.unit_id)
        draft = edition is not None and edition.progress == EditionProgress.DRAFT.value
        entering = request.method == "POST" and "category" in request.form
        return render_template(
            "desk/decisions/item.html",
            place="decisions",
            trail=(("/desk/decisions", "重大决策目录"), (f"/desk/decisions/{year}", f"{year}年度")),
            row=row,
            year=year,
            unit=unit.name if unit else "",
            steps=_steps(session, key),
            category=ItemCategory(row.category).label if row.category else "",
            checks=[each for each in checked(course) if each.rule.id != "K03"],
            barred=bars(course),
            regulation=REGULATION,
            holdings=Holding,
            edits=draft and row.removed_at is None and who.may(Permission.KEEP_CATALOGUE, owner),
            records=row.removed_at is None and who.may(Permission.RECORD_STEP, owner),
            units=list(session.scalars(select(Unit).order_by(Unit.organ, Unit.name))),
            categories=list(ItemCategory),
            kinds=list(StepKind),
            roles=list(PaperRole),
            results=list(ReviewResult),
            typed=request.form if entering else typed_entry(row),
            paper=request.form if "role" in request.form else {},
            sent=request.form if kind else {},
            at=kind,
            conflict=isinstance(wrong, Stale),
            must_own=isinstance(wrong, NotReady),
            faults=faults or {},
        )


def _steps(session: Session, key: int) -> list[dict[str, object]]:
    rows = session.scalars(select(DecisionStep).where(DecisionStep.item_id == key)).all()
    query = select(DecisionPaper).where(DecisionPaper.step_id.in_([row.id for row in rows]))
    held = list(session.scalars(query.where(DecisionPaper.withdrawn_at.is_(None)).order_by(DecisionPaper.id)))
    order = list(StepKind)
    return [
        {
            "kind": StepKind(row.kind),
            "row": row,
            "state": step_state(_plain(row), clock.today()),
            "papers": [(paper, PaperRole(paper.role)) for paper in held if paper.step_id == row.id],
        }
        for row in sorted(rows, key=lambda each: order.index(StepKind(each.kind)))
    ]


def _plain(row: DecisionStep) -> Step:
    return Step(row.planned_on, row.began_on, row.done_on, ground=row.omitted_ground)
