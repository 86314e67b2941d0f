"""Holding back at import (暂不采纳): classes that are not accepted, and deeds whose target is doubtful.

What a person ruled on a file's statements holds for every later reading of it: what was rejected stays
out, what was confirmed or corrected stays in, whatever the setting says.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from base.errors import BadInput
from base.staff import audit
from base.staff.roles import at_the_console
from registry.intake.parsed import Parsed
from registry.intake.record import recall
from registry.law.docnumber import key as number_key
from registry.law.statements import Named
from registry.law.terms import RelationKind
from registry.law.titles import LONGEST_KEY, title_key
from registry.proposals import waiting
from registry.proposals.judging import KINDS
from registry.proposals.keeping import Place, bring_in_line, supersede
from registry.proposals.proposing import names, proposals, speaker_of
from registry.proposals.shapes import Registry
from registry.proposals.shown import ShownText
from registry.proposals.stating import Said, key_of, restated, said
from registry.proposals.subjects import Subject, text_of_document
from registry.proposals.tables import Matter, ProposalRow, Ruling
from registry.proposals.verbs import made_of
from registry.tables import Source, Text
from registry.works.bonds import touched
from registry.works.linking import Catalogue
from registry.works.shapes import Arrival

# What a document is called is its metadata: it is settled where the file is opened.
ALWAYS = frozenset({Matter.NUMBER, Matter.ISSUER})
ALL = frozenset(Matter)
IMPORT = "import"
# So many paths are asked for by name; of more, all that wait are looked through.
FEW = 1_000
# The document of that name was made later: the one that is meant is not here, and nobody can choose it.
SETTLED_BY_ITSELF = frozenset({"target-made-later"})
RULED = (Ruling.CONFIRMED.value, Ruling.CORRECTED.value, Ruling.REJECTED.value)


def accepted_classes(setting: str) -> frozenset[Matter]:
    """The classes that a setting names (`effective,repeal`); raises BadInput for one that does not exist.

    >>> sorted(accepted_classes("repeal, basis") - ALWAYS)
    [<Matter.BASIS: 'basis'>, <Matter.REPEAL: 'repeal'>]
    """
    words = [word.strip() for word in setting.split(",") if word.strip()]
    if words == ["all"]:
        return ALL
    if words == ["none"]:
        return ALWAYS
    unknown = [word for word in words if word not in set(Matter)]
    if unknown:
        known = "、".join(matter.value for matter in Matter)
        raise BadInput(
            f"设置 IMPORT_ACCEPTS 中的“{unknown[0][:40]}”不对：应为 all、none，或用逗号分开的 {known}"
        )
    return ALWAYS | {Matter(word) for word in words}


@dataclass(slots=True)
class Sieve:
    """What of each file's statements is taken in, and what waits for a person."""

    accepts: frozenset[Matter] = ALL
    # The statements that wait, by path.
    held: dict[str, tuple[Said, ...]] = field(default_factory=dict)

    def digest(self, reading: str) -> str:
        """The digest of a reading under this setting: another setting reads every file again."""
        if self.accepts >= ALL:
            return reading
        told = ",".join(sorted(matter.value for matter in self.accepts))
        return sha256(f"{reading}\n{told}".encode()).hexdigest()

    def sift(self, session: Session, arrivals: Sequence[Arrival]) -> list[Arrival]:
        """These files with only what is accepted or was ruled on; what is held back is remembered."""
        ruled = _ruled(session, [arrival.parsed.path for arrival in arrivals])
        if self.accepts >= ALL and not ruled:
            return list(arrivals)
        return [
            replace(arrival, parsed=self._sifted(arrival.parsed, ruled.get(arrival.parsed.path, ())))
            for arrival in arrivals
        ]

    def _sifted(self, parsed: Parsed, ruled: Sequence[ProposalRow]) -> Parsed:
        settled = {key_of(Matter(row.matter), row.stated) for row in ruled}
        made = [made_of(row) for row in ruled if row.ruling != Ruling.REJECTED]
        settled |= {one.key for one in made}
        rest = [one for one in said(parsed.statements) if one.key not in settled]
        kept = [one for one in rest if one.matter in self.accepts]
        held = tuple(one for one in rest if one.matter not in self.accepts)
        if held:
            self.held[parsed.path] = held
        return replace(parsed, statements=restated(parsed.statements, [*made, *kept]))


def _ruled(session: Session, paths: Collection[str]) -> dict[str, list[ProposalRow]]:
    query = select(ProposalRow).where(
        ProposalRow.path.in_(paths), ProposalRow.ruling.in_(RULED), ProposalRow.document_id.is_not(None)
    )
    found: dict[str, list[ProposalRow]] = {}
    for row in session.execute(query.order_by(ProposalRow.id)).scalars():
        found.setdefault(row.path, []).append(row)
    return found


def propose_held(session: Session, sieve: Sieve, catalogue: Catalogue, paths: Collection[str]) -> int:
    """Propose what was held back of these files, which were read just now; gives how many are new."""
    waiting_rows = _open_rows(session, paths)
    held = {path: sieve.held.pop(path) for path in paths if path in sieve.held}
    return _line_up(session, held, _not_stated(session, waiting_rows), catalogue)


def propose_doubtful(
    session: Session, rows: Iterable[tuple[Row[Any], str]], catalogue: Catalogue, paths: Collection[str]
) -> int:
    """Propose the deeds that these files state and that could not be carried out; gives how many are new."""
    waiting_rows = _open_rows(session, paths)
    unstated = _not_stated(session, waiting_rows)
    stated = [row for row in waiting_rows if row not in unstated]
    return _line_up(session, _doubtful(session, rows, set(paths)), stated, catalogue)


def _line_up(
    session: Session,
    wanted: Mapping[str, Sequence[Said]],
    rows: Sequence[ProposalRow],
    catalogue: Catalogue,
) -> int:
    by_path: dict[str, list[ProposalRow]] = {path: [] for path in wanted}
    for row in rows:
        by_path.setdefault(row.path, []).append(row)
    if not by_path:
        return 0
    registry = Registry(catalogue, names(session))
    added = sum(_of_file(session, path, wanted.get(path, ()), by_path[path], registry) for path in by_path)
    if added:
        audit.record(session, at_the_console(IMPORT), "proposals.import", "import", after={"added": added})
    return added


def _of_file(
    session: Session, path: str, says: Sequence[Said], rows: Sequence[ProposalRow], registry: Registry
) -> int:
    source = session.get_one(Source, path)
    document_id = session.get_one(Text, source.text_id).document_id
    entry = registry.catalogue.by_id.get(document_id)
    if entry is None:
        supersede(rows)
        return 0
    speaker = replace(speaker_of(recall(source.found)), entry=entry)
    text = ShownText(text_of_document(session, source.text_id)) if says else ShownText("")
    subject = Subject(None, document_id)
    found = proposals(says, text, speaker, registry)
    changed = bring_in_line(session, subject, found, rows, Place(path, source.text_id))
    waiting.settle(session, subject, by=IMPORT)
    return changed.added


def _open_rows(session: Session, paths: Collection[str]) -> list[ProposalRow]:
    query = select(ProposalRow).where(
        ProposalRow.document_id.is_not(None), ProposalRow.ruling == Ruling.OPEN.value
    )
    wanted = set(paths)
    if len(wanted) <= FEW:
        query = query.where(ProposalRow.path.in_(wanted))
    return [row for row in session.execute(query).scalars() if row.path in wanted]


def _not_stated(session: Session, rows: Iterable[ProposalRow]) -> list[ProposalRow]:
    # What was held back stands in no reading; what is only doubtful does.
    known: dict[str, set[str]] = {}
    for path in {row.path for row in rows}:
        source = session.get(Source, path)
        stated = said(recall(source.found).statements) if source else ()
        known[path] = {one.key for one in stated}
    return [row for row in rows if key_of(Matter(row.matter), row.stated) not in known[row.path]]


def _doubtful(
    session: Session, rows: Iterable[tuple[Row[Any], str]], paths: set[str]
) -> dict[str, list[Said]]:
    found: dict[str, list[Said]] = {}
    for relation, doubt in rows:
        if doubt in SETTLED_BY_ITSELF:
            continue
        sources = select(Source).where(Source.text_id == relation.text_id).order_by(Source.path)
        source = session.execute(sources).scalars().first()
        if source is None or source.path not in paths:
            continue
        stated = said(recall(source.found).statements)
        found.setdefault(source.path, []).extend(one for one in stated if _is_bond(one, relation))
    return {path: _unruled(session, path, says) for path, says in found.items()}


def _unruled(session: Session, path: str, says: Sequence[Said]) -> list[Said]:
    ruled = _ruled(session, [path]).get(path, ())
    settled = {key_of(Matter(row.matter), row.stated) for row in ruled} | {made_of(row).key for row in ruled}
    return [one for one in says if one.key not in settled]


def _is_bond(one: Said, relation: Row[Any]) -> bool:
    if not isinstance(one.value, Named) or KINDS[one.matter] != RelationKind(relation.kind):
        return False
    named = one.value
    same = title_key(named.title)[:LONGEST_KEY] == relation.target_key
    same = same and number_key(named.number) == number_key(relation.target_number)
    return same and list(touched(named)) == relation.target_provisions
