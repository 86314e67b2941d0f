"""What can be followed (订阅对象): a document or consultation, a unit that explains, a subject, a search."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from base.staff.tables import Unit
from interpretations.following.tables import Followed, SavedSearch
from registry.consultations.reads.visibility import public as public_consultations
from registry.consultations.tables import Consultation
from registry.law.markers import quoted
from registry.reads.visibility import visible
from registry.tables import Document, Subject


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that is followed, with its name and its page on this site."""

    followed: Followed
    key: int
    name: str
    path: str

    @property
    def words(self) -> str:
        """How pages and letters call it.

        >>> Thing(Followed.SUBJECT, 3, "环境监测、保护与治理", "/documents").words
        '主题分类：环境监测、保护与治理'
        """
        name = quoted(self.name) if self.followed in TITLED else self.name
        return f"{CALLED[self.followed]}：{name}"


CALLED = {
    Followed.DOCUMENT: "文件",
    Followed.UNIT: "单位的解读",
    Followed.SUBJECT: "主题分类",
    Followed.CONSULTATION: "征求意见",
    Followed.SEARCH: "检索",
}
# What bears a title, which is quoted.
TITLED = (Followed.DOCUMENT, Followed.CONSULTATION)


def document_at(session: Session, address: str) -> Thing | None:
    """The public document at this address."""
    key = session.scalars(select(Document.id).where(Document.address == address, visible())).first()
    return thing(session, Followed.DOCUMENT, key) if key else None


def thing(session: Session, followed: Followed, key: int) -> Thing | None:
    """What is meant, when the public may know of it."""
    return things(session, {(followed, key)}).get((followed, key))


def things(session: Session, wanted: set[tuple[Followed, int]]) -> dict[tuple[Followed, int], Thing]:
    """Those of these that the public may know of."""
    found: list[Thing] = []
    if keys := [key for followed, key in wanted if followed is Followed.DOCUMENT]:
        asked = select(Document.id, Document.title, Document.address).where(Document.id.in_(keys), visible())
        found += [
            Thing(Followed.DOCUMENT, key, title, f"/documents/{address}")
            for key, title, address in session.execute(asked)
        ]
    if keys := [key for followed, key in wanted if followed is Followed.UNIT]:
        units = select(Unit.id, Unit.organ, Unit.name).where(Unit.id.in_(keys))
        found += [
            Thing(Followed.UNIT, key, name if name == organ else f"{organ}{name}", "/interpretations")
            for key, organ, name in session.execute(units)
        ]
    if keys := [key for followed, key in wanted if followed is Followed.SUBJECT]:
        subjects = select(Subject.id, Subject.name).where(Subject.id.in_(keys))
        found += [Thing(Followed.SUBJECT, key, name, "/documents") for key, name in session.execute(subjects)]
    if keys := [key for followed, key in wanted if followed is Followed.CONSULTATION]:
        notices = select(Consultation.id, Consultation.title)
        notices = notices.where(Consultation.id.in_(keys), public_consultations())
        found += [
            Thing(Followed.CONSULTATION, key, title, f"/consultations/{key}")
            for key, title in session.execute(notices)
        ]
    if keys := [key for followed, key in wanted if followed is Followed.SEARCH]:
        saved = select(SavedSearch.id, SavedSearch.name, SavedSearch.query).where(SavedSearch.id.in_(keys))
        found += [
            Thing(Followed.SEARCH, key, name, f"/search?{query}")
            for key, name, query in session.execute(saved)
        ]
    return {(one.followed, one.key): one for one in found}
