"""The desk of the catalogue (决策目录工作台): years and editions, for the legal division and the office."""

from collections.abc import Callable, Mapping
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from base import clock, web
from base.errors import NotFound, RegistryError
from base.forms import Faults
from base.staff.access import actor, may
from base.staff.roles import Owner, Permission
from base.staff.tables import Unit
from registry.decisions import catalogues, editions
from registry.decisions.editions import Seen
from registry.decisions.rules.editions import compared
from registry.decisions.rules.terms import EditionProgress, ItemCategory
from registry.decisions.tables import CatalogueEdition, DecisionCatalogue, DecisionItem
from registry.desk import owners
from registry.participation.desk import decisions_forms as forms

desk = Blueprint("decisions_desk", __name__, url_prefix="/desk/decisions")
YEAR = "<int(fixed_digits=4):year>"
ENTRY = ("name", "basis", "category", "unit_id", "planned", "planned_through", "hearing", "market")


@desk.get("")
@may(Permission.READ_DECISION)
def show_all() -> str:
    """The years, and the items that the person's own unit carries out."""
    return _all_page()


@desk.post("")
@may(Permission.KEEP_CATALOGUE, of=owners.of_the_department)
def open_year() -> ResponseReturnValue:
    """Begin the catalogue of a year."""
    try:
        year = forms.year(request.form)
        with web.transaction() as session:
            catalogues.open_year(session, year, by=actor())
    except RegistryError as wrong:
        return _all_page(_faults(wrong, "year")), wrong.status
    flash(f"已开始编制{year}年度目录。")
    return redirect(f"/desk/decisions/{year}", 303)


@desk.get(f"/{YEAR}")
@may(Permission.READ_DECISION, of=owners.of_the_department)
def show(year: int) -> str:
    """The catalogue as it is worked on: its edition, its items, what the adjustment changes."""
    return _page(year)


@desk.post(f"/{YEAR}/items")
@may(Permission.KEEP_CATALOGUE, of=owners.of_the_department)
def add(year: int) -> ResponseReturnValue:
    """Add an item."""
    try:
        _, entry = forms.entry(request.form)
        with web.transaction() as session:
            row = catalogues.add(session, _catalogue(session, year).id, entry, by=actor())
            key = row.id
    except RegistryError as wrong:
        return _page(year, _faults(wrong, "name")), wrong.status
    flash("事项已列入。请接着登记各环节的计划日期和依法不适用的环节。")
    return redirect(f"/desk/decisions/{year}/{key}", 303)


@desk.post(f"/{YEAR}/adjustment")
@may(Permission.KEEP_CATALOGUE, of=owners.of_the_department)
def adjust(year: int) -> ResponseReturnValue:
    """Begin an adjustment of what is published."""
    try:
        _, why = forms.reason(request.form, "调整的理由")
        with web.transaction() as session:
            editions.prepare(session, _catalogue(session, year).id, why, by=actor())
    except RegistryError as wrong:
        return _page(year, _faults(wrong, "reason")), wrong.status
    flash("已开始调整；公布之前，公众看到的仍是现行目录。")
    return redirect(f"/desk/decisions/{year}", 303)


@desk.post(f"/{YEAR}/consent")
@may(Permission.KEEP_CATALOGUE, of=owners.of_the_department)
def consent(year: int) -> ResponseReturnValue:
    """Record the party committee's consent."""
    try:
        version, on, act = forms.consent(request.form)
        _with_edition(year, version, lambda s, seen: editions.consent(s, seen, on, act, by=actor()))
    except RegistryError as wrong:
        return _page(year, _faults(wrong, "consent_act")), wrong.status
    return _done(year, "已登记同级党委同意。")


@desk.post(f"/{YEAR}/submission")
@may(Permission.KEEP_CATALOGUE, of=owners.of_the_department)
def submit(year: int) -> ResponseReturnValue:
    """Submit the edition to the office."""
    return _by_version(year, "目录已送办公室审核公布。", lambda s, seen: editions.submit(s, seen, by=actor()))


@desk.post(f"/{YEAR}/return")
@may(Permission.PUBLISH_CATALOGUE, of=owners.of_the_department)
def send_back(year: int) -> ResponseReturnValue:
    """Send the edition back, with the reason."""
    return _by_reason(year, "已退回修改。", editions.send_back)


@desk.post(f"/{YEAR}/abandonment")
@may(Permission.KEEP_CATALOGUE, of=owners.of_the_department)
def abandon(year: int) -> ResponseReturnValue:
    """Give the adjustment up."""
    return _by_reason(year, "已放弃这次调整，事项恢复为现行目录的内容。", editions.abandon)


@desk.post(f"/{YEAR}/publication")
@may(Permission.PUBLISH_CATALOGUE, of=owners.of_the_department)
def publish(year: int) -> ResponseReturnValue:
    """Publish the edition."""
    return _by_version(year, "目录已公布。", lambda s, seen: editions.publish(s, seen, by=actor()))


def _by_version(year: int, said: str, deed: Callable[[Session, Seen], object]) -> ResponseReturnValue:
    try:
        _with_edition(year, forms.version_of(request.form), deed)
    except RegistryError as wrong:
        return _page(year, _faults(wrong, "form")), wrong.status
    return _done(year, said)


def _by_reason(year: int, said: str, deed: Callable[..., object]) -> ResponseReturnValue:
    try:
        version, why = forms.reason(request.form)
        _with_edition(year, version, lambda session, seen: deed(session, seen, why, by=actor()))
    except RegistryError as wrong:
        return _page(year, _faults(wrong, "reason")), wrong.status
    return _done(year, said)


def _with_edition(year: int, version: int, deed: Callable[[Session, Seen], object]) -> None:
    with web.transaction() as session:
        edition = catalogues.open_edition(session, _catalogue(session, year).id)
        if edition is None:
            raise NotFound("没有正在编制或者送审的目录，可能刚刚已由他人公布")
        deed(session, Seen(edition.id, version))


def _done(year: int, said: str) -> ResponseReturnValue:
    flash(said)
    return redirect(f"/desk/decisions/{year}", 303)


def _faults(wrong: RegistryError, field: str) -> dict[str, str]:
    return wrong.fields if isinstance(wrong, Faults) else {field: wrong.sentence}


def _catalogue(session: Session, year: int) -> DecisionCatalogue:
    row = catalogues.of_year(session, year)
    if row is None:
        raise NotFound(f"{year}年的目录还没有开始编制")
    return row


def _all_page(faults: Mapping[str, str] | None = None) -> str:
    with web.reading() as session:
        rows = list(session.scalars(select(DecisionCatalogue).order_by(DecisionCatalogue.year.desc())))
        own = select(DecisionItem, DecisionCatalogue.year).join(DecisionCatalogue)
        own = own.where(DecisionItem.unit_id == (actor().unit_id or 0), DecisionItem.removed_at.is_(None))
        return render_template(
            "desk/decisions/years.html",
            place="decisions",
            rows=[(row, _newest(session, row.id)) for row in rows],
            own=session.execute(own.order_by(DecisionCatalogue.year.desc(), DecisionItem.position)).all(),
            keeps=actor().may(Permission.KEEP_CATALOGUE, Owner()),
            reads=actor().may(Permission.READ_DECISION, Owner()),
            progress=EditionProgress,
            typed=request.form,
            this_year=clock.today().year,
            faults=faults or {},
        )


def _newest(session: Session, catalogue_id: int) -> CatalogueEdition | None:
    query = select(CatalogueEdition).where(CatalogueEdition.catalogue_id == catalogue_id)
    return session.scalars(query.order_by(CatalogueEdition.edition.desc())).first()


def _page(year: int, faults: Mapping[str, str] | None = None) -> str:
    with web.reading() as session:
        row = _catalogue(session, year)
        edition = catalogues.open_edition(session, row.id)
        public, now = (
            editions.published_lines(session, row.id),
            editions.drafted_lines(session, row.id),
        )
        who = actor()
        return render_template(
            "desk/decisions/year.html",
            place="decisions",
            trail=(("/desk/decisions", "重大决策目录"),),
            catalogue=row,
            edition=edition,
            draft=edition is not None and edition.progress == EditionProgress.DRAFT.value,
            lines=now,
            public=public,
            changes=[
                each for each in compared(public, now) if each.fields or not (each.before and each.after)
            ],
            units=list(session.scalars(select(Unit).order_by(Unit.organ, Unit.name))),
            categories=list(ItemCategory),
            progress=EditionProgress,
            keeps=who.may(Permission.KEEP_CATALOGUE, Owner()),
            publishes=who.may(Permission.PUBLISH_CATALOGUE, Owner()),
            typed=request.form,
            today=clock.today(),
            faults=faults or {},
        )


def typed_entry(row: DecisionItem) -> dict[str, object]:
    """The fields of the form as this item fills them."""
    found: dict[str, object] = {name: getattr(row, name) for name in ENTRY}
    through: date | None = row.planned_through
    return found | {"planned_through": through.isoformat() if through else "", "unit_id": str(row.unit_id)}
