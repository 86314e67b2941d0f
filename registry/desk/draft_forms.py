"""The form of a draft (登记表): what the page needs to show it, and what was typed into it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import render_template, request
from sqlalchemy import select
from sqlalchemy.orm import Session

from base import web
from base.forms import FormReader, kept
from base.staff.access import actor, within
from base.staff.roles import Permission
from base.staff.tables import Unit
from base.unprintable import printable
from registry.desk import owners
from registry.drafting import fields
from registry.drafting.editing import Manuscript
from registry.drafting.judging import Judgement, judge
from registry.drafting.publishing import house_of
from registry.drafting.tables import Draft
from registry.law.entering import BY_ID, standing
from registry.law.entry import Entry
from registry.law.rules import Breach, Weight
from registry.law.terms import Disclosure, Genre, Kind
from registry.subjects import LIST


@dataclass(frozen=True, slots=True)
class Typed:
    """A form as it was read: what it holds, which version it was opened on, and how it stands."""

    manuscript: Manuscript
    version: int
    judgement: Judgement


def read_form(session: Session, draft: Draft | None) -> Typed:
    """Read the form of this request; raises Faults with everything that is wrong, rules included."""
    reader = FormReader(request.form)
    reader.leave("token", "take", "source")
    entry, text = fields.read_entry(reader)
    if "text" in reader.faults:
        # Too long to be kept: reading it for further faults would take seconds.
        text = ""
    version = reader.whole("version", "稿次") or 0
    unit = session.get(Unit, entry.unit_id) if entry.unit_id else None
    if entry.unit_id and unit is None:
        reader.fault("unit_id", "没有这个起草单位，请重新选择")
    if unit:
        # Before anything is told of the registry: who may not draft for a unit learns nothing by trying.
        within(Permission.DRAFT, owners.of_unit(session, unit.id))
    judgement = judge(session, Manuscript(entry, text), house_of(web.config()).desk, draft)
    for name, sentence in standing(judgement.breaches, Weight.ALWAYS).items():
        reader.fault(name, sentence)
    reader.finish()
    return Typed(Manuscript(entry, text), version, judgement)


def as_typed() -> dict[str, str]:
    """What this request's form holds, to be shown again."""
    names = [*fields.LABELS, *(f"{fields.WHY}{rule}" for rule in BY_ID)]
    return {name: printable(words) for name, words in kept(request.form, names).items() if words}


def form_page(
    session: Session,
    typed: Mapping[str, str],
    *,
    draft: Draft | None = None,
    faults: Mapping[str, str] | None = None,
    warnings: Sequence[Breach] = (),
    **more: object,
) -> str:
    """The page with the form: fields, what is wrong with them, what is to be explained."""
    return render_template(
        "desk/drafts/form.html",
        place="drafts",
        trail=trail(draft),
        draft=draft,
        typed=typed,
        faults=dict(faults or {}),
        warnings=[breach for breach in warnings if f"why-{breach.rule.id}" not in (faults or {})],
        unexplained=[BY_ID[name.removeprefix("why-")] for name in faults or {} if name.startswith("why-")],
        units=units(session),
        kinds=list(Kind),
        genres=list(Genre),
        disclosures=list(Disclosure),
        subjects=LIST,
        labels=fields.LABELS,
        **more,
    )


def trail(draft: Draft | None) -> tuple[tuple[str, str], ...]:
    """The way to a draft's pages."""
    first = ("/desk/drafts", "登记与发布")
    return (first, (f"/desk/drafts/{draft.id}", f"登记稿 {draft.id}")) if draft else (first,)


def units(session: Session) -> list[Unit]:
    """The units for which whoever is signed in may draft."""
    who = actor()
    everyone = session.scalars(select(Unit).order_by(Unit.organ, Unit.name))
    return [unit for unit in everyone if who.may(Permission.DRAFT, owners.of_unit(session, unit.id))]


def empty(session: Session) -> dict[str, str]:
    """The form as it is first shown: the person's own unit and organ."""
    who = actor()
    mine = units(session)
    unit = who.unit_id if any(unit.id == who.unit_id for unit in mine) else (mine[0].id if mine else None)
    organ = next((each.organ for each in mine if each.id == unit), who.organ)
    issuers = (organ,) if organ else ()
    entry = Entry(kind=Kind.NORMATIVE_DOCUMENT, issuers=issuers, unit_id=unit, disclosure=Disclosure.OPEN)
    return fields.typed(entry, "")
