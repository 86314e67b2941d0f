"""Names (机构与主题): issuers, units and subjects found by their names, or entered when new."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from base.staff.tables import Unit
from registry import subjects
from registry.tables import Document, Issuer, Subject

# The widths of the columns: a longer name is cut, and found again by what was kept of it.
LONGEST_NAME = 120
LONGEST_REGION = 30


class Names:
    """The rows that documents point to by name, read once for a batch."""

    def __init__(self, session: Session) -> None:
        self.session = session
        subjects.seed(session)
        self.issuers = {name: key for key, name in session.execute(select(Issuer.id, Issuer.name))}
        self.units = {
            (organ, name): key for key, organ, name in session.execute(select(Unit.id, Unit.organ, Unit.name))
        }
        rows = list(session.execute(select(Subject.id, Subject.parent_id, Subject.name)))
        tops = {key: name for key, parent, name in rows if parent is None}
        self.subjects = {
            (tops.get(parent, name) if parent else name, name if parent else ""): key
            for key, parent, name in rows
        }
        numbered = session.execute(
            select(Document.index_number, Document.work_key).where(Document.index_number.is_not(None))
        )
        self.index_numbers: dict[str | None, str] = dict(numbered.all())

    def issuer(self, name: str, region: str = "") -> int:
        """The issuing authority of this name."""
        name = name[:LONGEST_NAME]
        if name not in self.issuers:
            row = Issuer(name=name, region=region[:LONGEST_REGION])
            self.session.add(row)
            self.session.flush()
            self.issuers[name] = row.id
        return self.issuers[name]

    def unit(self, issuer: str, name: str, region: str = "") -> int | None:
        """The drafting unit of this name; None where none is named."""
        if not issuer or not name:
            return None
        self.issuer(issuer, region)
        place = (issuer[:LONGEST_NAME], name[:LONGEST_NAME])
        if place not in self.units:
            row = Unit(organ=place[0], name=place[1])
            self.session.add(row)
            self.session.flush()
            self.units[place] = row.id
        return self.units[place]

    def subject(self, names: tuple[str, ...]) -> int | None:
        """The subject of these one or two levels; None where the list does not have it."""
        if not names:
            return None
        pair = (names[0], names[1] if len(names) > 1 else "")
        return self.subjects.get(pair) or self.subjects.get((names[0], ""))

    def index_number(self, number: str, work_key: str) -> str | None:
        """The index number, unless another document already bears it: one number, one document."""
        if not number or self.index_numbers.setdefault(number, work_key) != work_key:
            return None
        return number
