"""What a training sheet shows (培训单内容): read from the dispatch, its document, its interpretation."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from base.staff.tables import Unit
from interpretations.anchoring import anchored
from interpretations.passing.matter import Told, dossier_of, nodes_on, told
from interpretations.passing.shelf import Posed, document_of, posed
from interpretations.passing.tables import Dispatch
from interpretations.renditions.training import Article, Link, Point, SheetQuestion, Training, lettered
from interpretations.rules.shortening import plain
from registry.law.condition import covers
from registry.law.days import printed
from registry.law.designations import designation
from registry.law.provisions import Level, Provision
from registry.reads.dossier import Dossier
from registry.renditions.standing import mark_of

# A sheet is read in a meeting: what is longer is read in the document.
MOST_ARTICLES, MOST_POINTS = 40, 30
TABLE = "（表格见文件原文）"


@dataclass(frozen=True, slots=True)
class Place:
    """Where the site is: its name, and its address without a slash at the end."""

    site: str
    root: str


def of(session: Session, row: Dispatch, place: Place, today: date) -> Training:
    """The training sheet of a dispatch as of today."""
    document = document_of(session, row, today)
    dossier, explained = dossier_of(session, row.document_id), told(session, row.interpretation_id)
    mark = mark_of(dossier, today) if dossier else None
    asked = posed(session, row, document, today)
    nodes = nodes_on(session, row.document_id, today)
    points = _points(session, explained, row.document_id, today)
    wanted = _wanted(session, row, explained, asked, today)
    reachable = explained is not None and not explained.gone
    links = [Link("文件原文", place.root + document.address)] if document.address else []
    if explained is not None and reachable:
        links.append(Link("解读全文", place.root + explained.address))
    return Training(
        title=row.title,
        document=document.title,
        facts=tuple(_facts(dossier, document.number)),
        standing=document.sentence,
        word=document.word,
        stamp=(mark.limit if mark and mark.word else "") or document.word,
        warnings=document.warnings,
        sender=session.get_one(Unit, row.unit_id).name,
        due=printed(row.due_on),
        note=row.note,
        lead=plain(explained.content.lead) if explained and reachable else "",
        points=points if reachable else (),
        explained_by=f"《{explained.title}》（{explained.unit}）" if explained and reachable else "",
        articles=_articles(nodes, wanted, mark.struck if mark else {}),
        questions=tuple(_question(each) for each in asked),
        needed=row.needed,
        links=tuple(links),
        site=place.site,
        made_on=today,
        gone=explained.gone if explained else "",
    )


def _facts(dossier: Dossier | None, number: str) -> Iterable[tuple[str, str]]:
    if number:
        yield "文号", number
    if dossier is None:
        return
    yield "发文机关", "、".join(dossier.issuers)
    if dossier.in_force_from:
        yield "施行日期", printed(dossier.in_force_from)
    elif dossier.dated_on:
        yield "发布日期", printed(dossier.dated_on)


def _points(session: Session, explained: Told | None, document_id: int, today: date) -> tuple[Point, ...]:
    if explained is None:
        return ()
    cited: dict[str, list[str]] = {}
    for anchor in anchored(session, today, [explained.id]):
        if anchor.document_id == document_id:
            said = "" if anchor.standing.reliable else f"（{anchor.standing.state.label}）"
            eid = anchor.standing.eid or anchor.eid
            cited.setdefault(anchor.block, []).append(f"{designation(eid)}{said}")
    blocks = explained.content.blocks[:MOST_POINTS]
    return tuple(
        Point(plain(block.heading), plain(block.words), tuple(dict.fromkeys(cited.get(block.key, ()))))
        for block in blocks
    )


def _wanted(
    session: Session, row: Dispatch, explained: Told | None, asked: Iterable[Posed], today: date
) -> frozenset[str]:
    """The provisions that the questions and the interpretation refer to, by their ids of today."""
    found = {each.eid for each in asked if each.eid}
    if explained is not None and not explained.gone:
        anchors = anchored(session, today, [explained.id])
        found |= {each.standing.eid for each in anchors if each.document_id == row.document_id}
    return frozenset(found - {""})


def _articles(
    nodes: Mapping[str, Provision], wanted: frozenset[str], struck: Mapping[str, str]
) -> tuple[Article, ...]:
    # A paragraph of an article that is quoted whole is not quoted twice.
    outer = [
        eid
        for eid in nodes
        if eid in wanted and not any(each != eid and covers(each, eid) for each in wanted)
    ]
    return tuple(
        Article(
            designation(eid),
            tuple(_lines(nodes[eid])),
            next((word for gone, word in struck.items() if covers(gone, eid)), ""),
        )
        for eid in outer[:MOST_ARTICLES]
    )


def _lines(node: Provision) -> Iterable[str]:
    """The words of a provision without its own number, a line for each paragraph."""
    if node.level is Level.TABLE:
        return [TABLE]
    own = "\u3000".join(part for part in (node.heading, node.body) if part)
    below = [
        line
        for child in node.children
        for line in ([TABLE] if child.level is Level.TABLE else child.text.split("\n"))
    ]
    return [line for line in (own, *below) if line]


def _question(each: Posed) -> SheetQuestion:
    question = each.question
    return SheetQuestion(
        each.number,
        question.words,
        question.several,
        lettered(question.options, question.right),
        question.because,
        each.ref,
        each.stale,
    )
