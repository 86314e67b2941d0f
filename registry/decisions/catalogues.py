"""The catalogue of a year (目录编制): opened, its items added, changed, taken out. Verbs, which never commit.

Items are changed only while an edition of the catalogue is being drafted: what is published changes with the
next edition, by the same procedure (重大行政决策程序暂行条例 art. 3).
"""

from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from base import clock
from base.errors import BadInput, NotFound, WrongStage
from base.staff import audit
from base.staff.roles import Actor
from base.staff.tables import Unit
from registry.decisions.rules.terms import EditionProgress, ItemCategory, StepKind
from registry.decisions.tables import CatalogueEdition, DecisionCatalogue, DecisionItem, DecisionStep
from registry.drafting.faults import Stale

# More decisions than this in a year are not major ones.
MOST_ITEMS = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """What the catalogue says of an item (决策事项登记项)."""

    name: str
    basis: str
    category: ItemCategory
    unit_id: int
    planned: str
    planned_through: date | None = None
    hearing: bool = False
    market: bool = False


def open_year(session: Session, year: int, *, by: Actor) -> CatalogueEdition:
    """Begin the catalogue of a year (编制目录) with its first edition; raises WrongStage if it is begun."""
    audit.turn(session)
    if of_year(session, year) is not None:
        raise WrongStage(f"{year}年的目录已经开始编制")
    now = clock.now()
    row = DecisionCatalogue(year=year, recorded_at=now, recorded_by=by.name)
    session.add(row)
    session.flush()
    edition = begin_edition(session, row, 1, "", by)
    audit.record(session, by, "decision.open_catalogue", subject(row.id), after={"year": year})
    return edition


def begin_edition(
    session: Session, row: DecisionCatalogue, number: int, reason: str, by: Actor
) -> CatalogueEdition:
    """A new edition of the catalogue, to be drafted."""
    edition = CatalogueEdition(
        catalogue_id=row.id,
        edition=number,
        progress=EditionProgress.DRAFT.value,
        reason=reason,
        items=[],
        recorded_at=clock.now(),
        recorded_by=by.name,
    )
    session.add(edition)
    session.flush()
    return edition


def add(session: Session, catalogue_id: int, entry: Entry, *, by: Actor) -> DecisionItem:
    """Add an item (增列事项) to the edition that is drafted, with the steps that it goes through."""
    edition = drafted(session, catalogue_id)
    _refuse(session, entry)
    place = select(func.count(), func.max(DecisionItem.position)).where(
        DecisionItem.catalogue_id == catalogue_id
    )
    count, last = session.execute(place).one()
    if count >= MOST_ITEMS:
        raise BadInput(f"一个年度的目录最多 {MOST_ITEMS} 项")
    now = clock.now()
    row = DecisionItem(
        catalogue_id=catalogue_id, position=(last or 0) + 1, recorded_at=now, recorded_by=by.name
    )
    _write(row, entry)
    session.add(row)
    session.flush()
    session.add_all(
        DecisionStep(item_id=row.id, kind=kind.value, changed_at=now, changed_by=by.name) for kind in StepKind
    )
    _reopen_consent(edition)
    audit.record(session, by, "decision.add_item", item_subject(row.id), after=told(row))
    return row


def change(session: Session, item_id: int, version: int, entry: Entry, *, by: Actor) -> DecisionItem:
    """Change what the catalogue says of an item (修改事项); raises Stale where somebody was first."""
    audit.turn(session)
    row = item_as_seen(session, item_id, version)
    edition = drafted(session, row.catalogue_id)
    _refuse(session, entry)
    before = told(row)
    _write(row, entry)
    row.version += 1
    _reopen_consent(edition)
    session.flush()
    audit.record(session, by, "decision.change_item", item_subject(item_id), before=before, after=told(row))
    return row


def remove(session: Session, item_id: int, version: int, reason: str, *, by: Actor) -> DecisionItem:
    """Take an item out (调出事项) with the reason, from the edition that is drafted on."""
    audit.turn(session)
    row = item_as_seen(session, item_id, version)
    edition = drafted(session, row.catalogue_id)
    if not reason.strip():
        raise BadInput("调出事项须写明理由")
    row.removed_at, row.removal_reason, row.version = clock.now(), reason.strip(), row.version + 1
    _reopen_consent(edition)
    session.flush()
    after = {"reason": row.removal_reason}
    audit.record(session, by, "decision.remove_item", item_subject(item_id), before=told(row), after=after)
    return row


def of_year(session: Session, year: int) -> DecisionCatalogue | None:
    """The catalogue of the year, begun or published."""
    return session.scalars(select(DecisionCatalogue).where(DecisionCatalogue.year == year)).one_or_none()


def get(session: Session, catalogue_id: int) -> DecisionCatalogue:
    """The catalogue; raises NotFound."""
    row = session.get(DecisionCatalogue, catalogue_id)
    if row is None:
        raise NotFound(f"没有编号为 {catalogue_id} 的决策目录")
    return row


def get_item(session: Session, item_id: int) -> DecisionItem:
    """The item; raises NotFound."""
    row = session.get(DecisionItem, item_id)
    if row is None:
        raise NotFound(f"没有编号为 {item_id} 的决策事项")
    return row


def item_as_seen(session: Session, item_id: int, version: int) -> DecisionItem:
    """The item, held, as the person had it before them; raises Stale, or WrongStage if taken out."""
    row = session.get(DecisionItem, item_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound(f"没有编号为 {item_id} 的决策事项")
    if row.version != version:
        raise Stale(f"这一事项已变为第 {row.version} 稿，您看到的是第 {version} 稿，请对照后再保存")
    if row.removed_at is not None:
        raise WrongStage(f"“{row.name}”已调出目录")
    return row


def open_edition(session: Session, catalogue_id: int, *, lock: bool = False) -> CatalogueEdition | None:
    """The edition that is not published yet, if there is one; verbs lock it."""
    query = select(CatalogueEdition).where(
        CatalogueEdition.catalogue_id == catalogue_id,
        CatalogueEdition.progress != EditionProgress.PUBLISHED.value,
    )
    return session.scalars(query.with_for_update() if lock else query).one_or_none()


def drafted(session: Session, catalogue_id: int) -> CatalogueEdition:
    """The edition that is being drafted; raises WrongStage where there is none, or it is submitted."""
    audit.turn(session)
    get(session, catalogue_id)
    edition = open_edition(session, catalogue_id, lock=True)
    if edition is None:
        raise WrongStage("目录已经公布；需要调整的，请先写明理由，开始调整")
    if edition.progress != EditionProgress.DRAFT.value:
        raise WrongStage("目录已经送审，不能改动；需要改动的，请办公室退回")
    return edition


def listed(session: Session, catalogue_id: int) -> list[DecisionItem]:
    """The items of the catalogue as it is worked on, in their order."""
    query = select(DecisionItem).where(
        DecisionItem.catalogue_id == catalogue_id, DecisionItem.removed_at.is_(None)
    )
    return list(session.scalars(query.order_by(DecisionItem.position, DecisionItem.id)))


def told(row: DecisionItem) -> dict[str, object]:
    """What the audit trail is told of an item."""
    names = ("name", "basis", "category", "unit_id", "planned", "planned_through", "hearing", "market")
    return {name: getattr(row, name) for name in names}


def subject(catalogue_id: int) -> str:
    """How the audit trail names a catalogue."""
    return f"decision_catalogue:{catalogue_id}"


def item_subject(item_id: int) -> str:
    """How the audit trail names an item."""
    return f"decision_item:{item_id}"


def _refuse(session: Session, entry: Entry) -> None:
    if session.get(Unit, entry.unit_id) is None:
        raise BadInput(f"没有编号为 {entry.unit_id} 的单位，请重新选择承办单位")
    if not entry.name.strip():
        raise BadInput("请填写决策事项名称")


def _write(row: DecisionItem, entry: Entry) -> None:
    for name, value in asdict(entry).items():
        setattr(row, name, value)


def _reopen_consent(edition: CatalogueEdition) -> None:
    # What the party committee agreed to was another list.
    edition.version += 1
    edition.consented_on, edition.consent_act = None, ""
