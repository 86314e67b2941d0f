"""What is asked for (选取): a day and documents, whole or single articles of them, within limits."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from base.errors import BadInput, NotFound, Withdrawn
from registry.attesting.records import Taken
from registry.attesting.rules.envelope import MOST
from registry.law.designations import designation, eid_of
from registry.law.provisions import Provision
from registry.reads.dossier import Dossier, address_of, read_dossier
from registry.reads.visibility import visible
from registry.reads.wording import read_wordings
from registry.tables import Document

# 400,000 characters are about 650 printed pages, which the typesetter sets in half a minute.
LONGEST = 400_000
MOST_ARTICLES, LONGEST_ARTICLES = 40, 400
APART = re.compile(r"[、，,；;\s]+")
EID = re.compile(r"[a-z]{1,12}(?:-[a-z]{0,6}[0-9]{1,4}){0,8}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Choice:
    """One document that was chosen, by its address; `articles` as typed (第十二条、第二十条), "" for all."""

    address: str
    articles: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """A day and the documents chosen for it, in their order."""

    day: date
    choices: tuple[Choice, ...]


class TooMuch(BadInput):
    """More than one snapshot can hold."""

    code = "too-much"
    status = 422


def scope_of(articles: str) -> tuple[str, ...]:
    """The ids of the articles that were typed; raises BadInput for words that name none.

    >>> scope_of("第十二条、20条  art-3-1")
    ('art-12', 'art-20', 'art-3-1')
    """
    names = [name for name in APART.split(articles[: LONGEST_ARTICLES + 1]) if name]
    if len(names) > MOST_ARTICLES or len(articles) > LONGEST_ARTICLES:
        raise TooMuch(f"一份文件最多选取 {MOST_ARTICLES} 条；要更多时请留空，取全文")
    return tuple(dict.fromkeys(_eid(name) for name in names))


def _eid(name: str) -> str:
    found = name if EID.fullmatch(name) else eid_of(name if name.startswith(("第", "附")) else f"第{name}")
    if not found:
        raise BadInput(f"“{name[:20]}”不是条款的称谓：请写成“第十二条”，几条之间用顿号隔开")
    return found


def taken(session: Session, ask: Ask) -> tuple[Taken, ...]:
    """The documents with their wordings of the day, read in one state of the registry.

    Raises BadInput (TooMuch) naming the document that cannot be taken, and why.
    """
    if not ask.choices:
        raise BadInput("请至少选取一份文件")
    if len(ask.choices) > MOST:
        raise TooMuch(f"一份快照最多 {MOST} 份文件，现有 {len(ask.choices)} 份；请分几次制作")
    dossiers = [dossier_at(session, choice.address) for choice in ask.choices]
    versions = [dossier.version_on(ask.day) for dossier in dossiers]
    wordings = read_wordings(session, [version.text_id for version in versions if version])
    found = tuple(
        _taken(dossier, choice, wordings.get(version.text_id, ()) if version else ())
        for dossier, version, choice in zip(dossiers, versions, ask.choices, strict=True)
    )
    _refuse_twice(found)
    if (length := sum(each.length for each in found)) > LONGEST:
        raise TooMuch(
            f"所选文件的正文共 {length:,} 字，超过一份快照的上限（{LONGEST:,} 字）；"
            "请减少文件，或者只选取需要的条"
        )
    return found


def visible_dossier(session: Session, address: str) -> Dossier:
    """The visible document at an address, present or former; raises NotFound, Withdrawn."""
    try:
        return read_dossier(session, address)
    except NotFound:
        return read_dossier(session, address_of(session, address))


def dossier_at(session: Session, address: str) -> Dossier:
    """The visible document at an address; raises BadInput saying why there is none."""
    try:
        return visible_dossier(session, address)
    except (NotFound, Withdrawn) as fault:
        raise BadInput(f"不能收入“{address[:80]}”：{fault.sentence}") from fault


def _taken(dossier: Dossier, choice: Choice, provisions: tuple[Provision, ...]) -> Taken:
    scope = scope_of(choice.articles)
    there = {node.eid for root in provisions for node in root.walk()}
    if missing := [eid for eid in scope if eid not in there]:
        names = "、".join(designation(eid) or eid for eid in missing[:5])
        raise BadInput(f"《{dossier.title}》当日的文本中没有{names}")
    return Taken(dossier, provisions, scope)


def _refuse_twice(found: tuple[Taken, ...]) -> None:
    seen: set[str] = set()
    for each in found:
        if each.dossier.address in seen:
            raise BadInput(f"《{each.dossier.title}》选了两次，请移去一次")
        seen.add(each.dossier.address)


def addresses_of(session: Session, ids: list[int]) -> Mapping[int, str]:
    """The addresses of visible documents by their ids."""
    query = select(Document.id, Document.address).where(Document.id.in_(ids), visible())
    return {row.id: row.address for row in session.execute(query)}
