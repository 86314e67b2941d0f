"""What the picture of a working copy says beside its words (解读稿图解信息): also of what is not public."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from base.staff.tables import Unit
from interpretations.publishing.works import Work, title_of, works
from interpretations.reads.page import ExplainedDocument, unit_name
from interpretations.renditions.picture_facts import grave, named, sentence
from interpretations.rules.pictures import Facts, Named
from interpretations.tables import Interpretation
from registry.reads.dossier import read_dossier
from registry.reads.visibility import visible
from registry.renditions.standing import mark_of
from registry.tables import Document


def facts_of_copy(session: Session, row: Interpretation, day: date, site: str, root: str) -> Facts:
    """The facts of a working copy; a document that is not public yet is named by its title alone."""
    explained = works(session, row.id)
    found = [_document(session, place, work, day) for place, work in enumerate(explained)]
    known = tuple(each for each in found if each is not None)
    titles = [Named(title_of(session, work)) for work in explained]
    shown = tuple(named(each) if each else title for each, title in zip(found, titles, strict=True))
    link = f"{root}/interpretations/{row.id}"
    unit = session.get(Unit, row.unit_id)
    return Facts(
        documents=shown or (Named(row.title),),
        unit=unit_name(unit.organ, unit.name) if unit else "",
        site=site,
        address=f"{root}/documents/{known[0].dossier.address}" if known else link,
        link=link,
        mark=next((each.mark.word for each in known if each.mark.word), ""),
        sentence=sentence(known),
        grave=any(grave(each.mark.state) for each in known),
    )


def _document(session: Session, place: int, work: Work, day: date) -> ExplainedDocument | None:
    query = select(Document.address).where(Document.id == (work.document_id or 0), visible())
    address = session.scalars(query).first()
    if address is None:
        return None
    dossier = read_dossier(session, address)
    return ExplainedDocument(place, dossier, mark_of(dossier, day))
