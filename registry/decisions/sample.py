"""Loading the sample catalogue (装入示例目录): one year, its items at different steps, adjusted once."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from base import clock
from base.db import Database
from base.staff import audit, units
from base.staff.roles import Actor, at_the_console
from base.staff.tables import Unit
from base.staff.units import UnitOrder
from registry.consultations.tables import Consultation
from registry.decisions import catalogues, editions, papers, steps
from registry.decisions.catalogues import Entry
from registry.decisions.editions import Seen
from registry.decisions.papers import PaperOrder, Target
from registry.decisions.rules.terms import ItemCategory, PaperRole, ReviewResult, StepKind
from registry.decisions.steps import StepOrder
from registry.decisions.tables import CatalogueEdition, DecisionCatalogue, DecisionItem
from registry.intake.uploads import ATTACHMENTS, accept
from registry.tables import Document

SAMPLE = Path(__file__).with_suffix(".toml")
DEPARTMENT = "澄江省生态环境厅"
WRITER, PUBLISHER, CONSENT = "legal", "publisher", "厅党组会议纪要"
TEN = time(10)
# Days are counted from today; so late in a year that most of them lie in it.
BACK = timedelta(days=150)
QUARTERS = {"{第三季度}": "年第三季度", "{第四季度}": "年第四季度"}
Held = Mapping[str, object]


@dataclass(frozen=True)
class _Loading:
    """What the loading goes by."""

    session: Session
    store: Path
    year: int
    by: Actor

    def day(self, offset: object) -> date | None:
        """The day so many days from today; None where nothing is given."""
        return None if offset is None else clock.today() + timedelta(days=int(str(offset)))

    def past(self, offset: object) -> date | None:
        """The same for what has happened."""
        return min(self.day(offset) or clock.today(), clock.today()) if offset is not None else None


def load(database: Database, store: Path) -> int:
    """Publish the sample catalogue unless there is one; gives its items. `store` is where files are kept."""
    held = tomllib.loads(SAMPLE.read_text("utf-8"))
    with database.transaction() as session:
        audit.turn(session)
        if session.scalars(select(DecisionCatalogue.id).limit(1)).first():
            return 0
        year = (clock.today() - BACK).year
        loading = _Loading(session, store, year, at_the_console(WRITER))
        items: list[Held] = held["item"]
        edition = catalogues.open_year(session, year, by=loading.by)
        known = {str(i["name"]): _add(loading, edition, i) for i in items if not i.get("added")}
        _pass_on(loading, edition, int(held["first_published"]))
        _adjust(loading, edition.catalogue_id, held, known)
        for each in items:
            if str(each["name"]) in known:
                _record(loading, known[str(each["name"])], each)
        return len(known)


def _adjust(loading: _Loading, catalogue: int, held: Mapping[str, object], known: dict[str, int]) -> None:
    items: Sequence[Held] = held["item"]  # type: ignore[assignment]  # the sample is ours
    edition = editions.prepare(loading.session, catalogue, str(held["reason"]), by=loading.by)
    for each in items:
        name = str(each["name"])
        if each.get("added"):
            known[name] = _add(loading, edition, each)
        elif "removed" in each:
            # Its steps are recorded before: nothing is recorded of what was taken out.
            key = known.pop(name)
            _record(loading, key, each)
            catalogues.remove(loading.session, key, 1, str(each["removed"]), by=loading.by)
        elif "replanned" in each:
            later = {"planned": each["replanned"], "through": each["replanned_through"]}
            catalogues.change(
                loading.session, known[name], 1, _entry(loading, {**each, **later}), by=loading.by
            )
    _pass_on(loading, edition, int(str(held["adjusted"])))


def _entry(loading: _Loading, held: Held) -> Entry:
    planned = str(held["planned"])
    return Entry(
        str(held["name"]),
        str(held["basis"]),
        ItemCategory(str(held["category"])),
        _unit(loading, str(held["unit"])),
        f"{loading.year}{QUARTERS[planned]}",
        loading.day(held.get("through")),
        hearing=bool(held.get("hearing")),
        market=bool(held.get("market")),
    )


def _unit(loading: _Loading, name: str) -> int:
    found = units.named(loading.session, DEPARTMENT, name)
    made: Unit = found or units.create(loading.session, UnitOrder(DEPARTMENT, name), by=loading.by)
    return made.id


def _add(loading: _Loading, edition: CatalogueEdition, held: Held) -> int:
    """The item with the steps that it leaves out, as they stood in the catalogue from the beginning."""
    key = catalogues.add(loading.session, edition.catalogue_id, _entry(loading, held), by=loading.by).id
    for kind, step in _steps(held):
        if "omitted" in step:
            order = StepOrder(omitted_ground=str(step["omitted"]))
            steps.record(loading.session, key, kind, 1, order, by=loading.by)
    return key


def _record(loading: _Loading, key: int, held: Held) -> None:
    for kind, step in _steps(held):
        if "omitted" in step:
            continue
        order = StepOrder(
            loading.day(step.get("planned")),
            loading.past(step.get("began")),
            loading.past(step.get("done")),
            ReviewResult(str(step["result"])) if "result" in step else None,
            carried_out_by=str(step.get("by", "")),
            note=str(step.get("note", "")),
        )
        recorded = steps.record(loading.session, key, kind, 1, order, by=loading.by)
        recorded.changed_at = _moment(order.done_on or order.began_on or clock.today())
        _attach(loading, key, kind, order, step)
    _link(loading, key, held)


def _attach(loading: _Loading, key: int, kind: StepKind, order: StepOrder, step: Held) -> None:
    listed: Sequence[Sequence[object]] = step.get("papers", ())  # type: ignore[assignment]  # ours
    item = loading.session.get_one(DecisionItem, key).name
    dated = order.done_on or order.began_on
    for role, title, *public in listed:
        words = f"{item}\n\n{title}\n\n（示例材料）\n"
        upload = accept(words.encode(), f"{title}.txt", ATTACHMENTS)
        # What was sent for review was there when the review began.
        on = order.began_on if role == PaperRole.FOR_REVIEW else dated
        paper = PaperOrder(kind, PaperRole(str(role)), str(title), on, public=all(public))
        papers.attach(loading.session, key, paper, upload, loading.store, by=loading.by)


def _link(loading: _Loading, key: int, held: Held) -> None:
    """Lead to the document and the consultation, where the demonstration has them."""
    named = select(Document.id).where(Document.title == str(held.get("document", "")))
    if document := loading.session.scalars(named).first():
        order = PaperOrder(StepKind.PUBLICATION, PaperRole.DECISION, str(held["document"]))
        papers.link(loading.session, key, order, Target(document_id=document), by=loading.by)
    titled = select(Consultation.id).where(Consultation.title == str(held.get("consultation", "")))
    if consultation := loading.session.scalars(titled).first():
        order = PaperOrder(StepKind.PARTICIPATION, PaperRole.CONSULTATION, "")
        papers.link(loading.session, key, order, Target(consultation_id=consultation), by=loading.by)


def _pass_on(loading: _Loading, edition: CatalogueEdition, offset: int) -> None:
    """Consented to, submitted and published on the day that is told."""
    day = loading.day(offset) or clock.today()
    agreed = day - timedelta(days=12)
    act = f"{CONSENT}〔{agreed.year}〕{edition.edition}号"
    editions.consent(loading.session, Seen(edition.id, edition.version), agreed, act, by=loading.by)
    editions.submit(loading.session, Seen(edition.id, edition.version), by=loading.by)
    publisher = at_the_console(PUBLISHER)
    editions.publish(loading.session, Seen(edition.id, edition.version), by=publisher)
    edition.submitted_at, edition.published_at = _moment(day - timedelta(days=3)), _moment(day)
    loading.session.flush()


def _steps(held: Held) -> list[tuple[StepKind, Held]]:
    found: Mapping[str, Held] = held.get("steps", {})  # type: ignore[assignment]  # ours
    return [(kind, found[kind.value]) for kind in StepKind if kind.value in found]


def _moment(day: date) -> datetime:
    return datetime.combine(day, TEN, clock.SHANGHAI)
