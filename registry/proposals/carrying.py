"""Carrying a ruling out (落实审定): on a document, what is confirmed becomes event and relation at once.

The ruling is written into what was read of the document's file, and the document is composed anew from
it, as after a newer reading: one way by which statements become law, whoever states them.
"""

from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from base.errors import BadInput, NotFound
from base.staff.roles import Actor
from registry.intake.parsed import Parsed
from registry.intake.record import recall
from registry.law.statements import Named
from registry.law.terms import Publication
from registry.proposals.stating import Said, restated, said
from registry.proposals.subjects import Subject
from registry.tables import Document, Source
from registry.works import loading
from registry.works.shapes import Arrival
from registry.works.shelving import shelve


def carry_out(
    session: Session, path: str, gone: Collection[Said], made: Collection[Said], *, by: Actor
) -> None:
    """Let this file state `made` instead of `gone`; raises NotFound for a file that is not here."""
    source = session.get(Source, path)
    if source is None:
        raise NotFound(f"登记中已没有来源文件 {path}，无法落实审定")
    parsed = recall(source.found)
    keys = {one.key for one in gone}
    kept = [one for one in said(parsed.statements) if one.key not in keys]
    changed = replace(parsed, statements=restated(parsed.statements, [*kept, *made]))
    if not _same(changed, parsed):
        arrival = Arrival(changed, (), source.reading)
        shelve(session, [arrival], loading.catalogue(session), by=by.name)


def _same(changed: Parsed, parsed: Parsed) -> bool:
    # In whatever order they stand, the same things are said.
    return set(said(changed.statements)) == set(said(parsed.statements))


def check(session: Session, made: Said, subject: Subject) -> None:
    """Raises BadInput where a correction names nothing, or a document that cannot be meant."""
    if isinstance(made.value, (str, tuple)):
        if not made.value:
            raise BadInput("改正后的内容不能为空；如原文没有载明，请选“不予采纳”")
        return
    if not isinstance(made.value, Named):
        return
    if not made.value.title:
        raise BadInput("请填写所指文件的标题（title）")
    if made.value.meant and document_at(session, made.value.meant) == subject.document_id:
        raise BadInput("所指文件不能是本文件自身")


def document_at(session: Session, address: str) -> int:
    """The published document at this address; raises BadInput where there is none."""
    query = select(Document.id).where(
        Document.address == address, Document.publication == Publication.PUBLISHED.value
    )
    found = session.execute(query).scalar_one_or_none()
    if found is None:
        raise BadInput(f"登记中没有地址为 {address[:80]} 的文件")
    return found


def named(one: Said) -> Named:
    """The instrument that is named; raises BadInput where the statement names none."""
    if not isinstance(one.value, Named):
        raise BadInput("这项建议不指称其他文件，不能选定所指文件")
    return one.value
