"""Review (复核) at the end of an import: what is doubtful only now that all files stand side by side."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from base import clock
from registry.intake.parsed import Doubt
from registry.intake.record import rebuilt
from registry.law.terms import RelationKind
from registry.tables import Document, Source, Text
from registry.works import loading
from registry.works.composing import compose, held
from registry.works.standing import differing

WRONG = {
    "namesake-differs": ("登记中的同名文件文号或年份不同", "不认作所指文件"),
    "ambiguous-target": ("登记中有多个同名文件，无法认定", "只记关系，不记事件"),
    "target-made-later": ("登记中的同名文件制定在后", "不认作所指文件"),
    "target-lived-on": ("该文件其后仍有版本", "只记关系，不记废止"),
    "provisions-unclear": ("所指条款无法对应条文序号", "只记关系，不记事件"),
}

Line = tuple[str, Doubt]


def read_before(session: Session, paths: Collection[str]) -> Iterator[Line]:
    """What was doubtful about files that have not changed: the report of a second import is as full."""
    for path, found in session.execute(select(Source.path, Source.found).order_by(Source.path)):
        if path in paths and found.get("doubts"):
            yield from ((path, doubt) for doubt in rebuilt(tuple[Doubt, ...], found["doubts"]))


def copies(session: Session, paths: Collection[str]) -> Iterator[Line]:
    """Files that are no versions, only copies of one."""
    copied = select(Document.work_key).join(Text).where(Text.copy_of_id.is_not(None)).distinct()
    works = loading.shelves(session, list(session.execute(copied).scalars()), ())
    for shelf in works.values():
        work = compose(held({wording: by_path.values() for wording, by_path in shelf.readings.items()}))
        yield from ((path, doubt) for path, doubt in work.doubts if path in paths)


def unlinked(
    doubtful: Iterable[tuple[Row[Any], str]], speaking: Mapping[int, tuple[int, str]]
) -> Iterator[Line]:
    """Deeds that these files state and that could not be carried out on a document of the registry."""
    for row, code in doubtful:
        if row.text_id in speaking:
            wrong, assumed = WRONG[code]
            named = f"《{row.target_title}》{row.target_number}：{wrong}"
            yield speaking[row.text_id][1], Doubt(code, RelationKind(row.kind).label, named, assumed)


def differing_claims(session: Session, paths: Collection[str]) -> Iterator[Line]:
    """Sources whose claim about the validity differs from what the events say today."""
    said = select(Source.path, Document.id, Document.status_in_source).join_from(Source, Text).join(Document)
    rows = session.execute(said.where(Document.status_in_source != "").order_by(Source.path))
    claims = [(path, key, claim) for path, key, claim in rows if path in paths]
    for path, claim, computed in differing(session, claims, clock.today()):
        wrong = f"来源标注为“{claim}”，按沿革推算为“{computed}”"
        yield path, Doubt("status-differs", "时效性", wrong, "以推算为准，标注仅作参考")


def speakers(session: Session, paths: Collection[str]) -> dict[int, tuple[int, str]]:
    """The document of each text that these files gave, and the file that speaks for it."""
    rows = session.execute(
        select(Text.id, Text.document_id, Source.path)
        .join(Source, Source.text_id == Text.id)
        .order_by(Source.path.desc())
    )
    return {text: (document, path) for text, document, path in rows if path in paths}
