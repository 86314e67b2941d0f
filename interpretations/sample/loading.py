"""Loading the sample interpretations (装入示例解读): once, after the sample documents and people."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from base import clock, outbox
from base.db import Database
from base.staff import audit, units
from base.staff.roles import Actor, at_the_console
from base.staff.units import UnitOrder
from interpretations.publishing import editing, release
from interpretations.publishing.works import Work
from interpretations.rules.terms import Progress
from interpretations.sample import content, files, moment
from interpretations.tables import Interpretation
from registry.tables import Document
from registry.works.shelving import TOPIC as DOCUMENTS

DEPARTMENT = "澄江省生态环境厅"
WRITER, REVIEWER = "drafter", "publisher"
AGREED = "内容与文件一致，同意发布。"


def load(database: Database) -> int:
    """Publish the sample interpretations unless there are any; gives how many.

    Documents of other organs name no drafting unit of the department: the unit of the file takes them up.
    """
    with database.transaction() as session:
        audit.turn(session)
        if session.scalars(select(Interpretation.id).limit(1)).first():
            return 0
        made = [_publish(session, place, held) for place, held in enumerate(files(), 1)]
        return len(made)


def _publish(session: Session, place: int, held: Mapping[str, object]) -> Interpretation:
    now, writer, reviewer = clock.now(), at_the_console(WRITER), at_the_console(REVIEWER)
    document = session.scalars(select(Document).where(Document.title == str(held["document"]))).one()
    unit_id = _unit(session, document, str(held["unit"]), writer)
    explained = [Work(document_id=document.id)]
    row = editing.begin(session, f"sample-{place}", content(held), explained, unit_id, by=writer)
    day = moment(held, now)
    row.submitted_at, row.submitted_by = day, writer.name
    row.reviewed_at, row.reviewed_by, row.opinion = day, reviewer.name, AGREED
    row.progress = Progress.REVIEWED.value
    return release.make_public(session, row, day, by=reviewer)


def _unit(session: Session, document: Document, name: str, by: Actor) -> int:
    if document.drafting_unit_id is None:
        known = units.named(session, DEPARTMENT, name)
        home = known or units.create(session, UnitOrder(DEPARTMENT, name), by=by)
        document.drafting_unit_id = home.id
        session.flush()
        outbox.post(session, DOCUMENTS, [document.id])
    return document.drafting_unit_id
