"""What is explained, as the desk shows it (所解读文件): title, provisions to pick, what is cited."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from interpretations.publishing.judging import eids
from interpretations.publishing.works import Work, former_of, provisions_of, title_of
from interpretations.reads.shown import ShownRef, ShownRefs
from interpretations.rules.content import Content
from registry.law.designations import designation
from registry.law.provisions import Level, Provision
from registry.tables import Document

# A page with more articles beside the form is slower to leaf through than an article is to be typed.
MOST_ARTICLES = 500
SHOWN = 160
OUTER = frozenset({Level.PART, Level.SUBPART, Level.CHAPTER, Level.SECTION, Level.ANNEX})
UNPICKED = frozenset({Level.SIGNATURE, Level.TABLE})
GONE = "现行文本没有这一条"


@dataclass(frozen=True, slots=True)
class Article:
    """A provision that can be picked: its id, how it is cited, its first words, and its paragraphs."""

    eid: str
    label: str
    words: str
    parts: tuple["Article", ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A document or draft that is explained, with its provisions; `address` is "" where it is not public."""

    work: Work
    title: str
    address: str
    provisions: tuple[Provision, ...]
    former: tuple[Provision, ...]

    @property
    def eids(self) -> frozenset[str]:
        """The ids of its provisions."""
        return eids(self.provisions)

    @property
    def articles(self) -> tuple[Article, ...]:
        """What can be picked of it, in reading order."""
        return tuple(
            article for _, article in zip(range(MOST_ARTICLES), _articles(self.provisions), strict=False)
        )

    @property
    def more(self) -> bool:
        """Whether it has more provisions than are shown."""
        return len(self.articles) == MOST_ARTICLES


def sources(session: Session, works: Sequence[Work], day: date) -> tuple[Source, ...]:
    """What these works are on the day."""
    return tuple(_source(session, work, day) for work in works)


def _source(session: Session, work: Work, day: date) -> Source:
    query = select(Document.address).where(Document.id == work.document_id)
    address = session.scalars(query).first() if work.document_id else None
    return Source(
        work,
        title_of(session, work),
        f"/documents/{address}" if address else "",
        provisions_of(session, work, day),
        former_of(session, work, day),
    )


def _articles(provisions: Sequence[Provision]) -> Iterator[Article]:
    for node in provisions:
        if node.level in OUTER:
            yield from _articles(node.children)
        elif node.level not in UNPICKED and designation(node.eid):
            yield _article(node, node.children)


def _article(node: Provision, below: Sequence[Provision]) -> Article:
    parts = [_article(child, ()) for child in below if designation(child.eid)]
    words = " ".join(node.text.removeprefix(node.number).split())
    shown = words if len(words) <= SHOWN else f"{words[:SHOWN]}……"
    return Article(node.eid, designation(node.eid), shown, tuple(parts) if len(parts) > 1 else ())


def shown_refs(content: Content, explained: Sequence[Source]) -> ShownRefs:
    """The provisions beside each block of a working copy, as they are worded now."""
    texts = [{node.eid: node for root in source.provisions for node in root.walk()} for source in explained]
    found: defaultdict[str, list[ShownRef]] = defaultdict(list)
    for block, ref in content.refs():
        if ref.work >= len(explained):
            continue
        source, node = explained[ref.work], texts[ref.work].get(ref.eid)
        named = designation(ref.eid) or ref.eid
        label = f"《{source.title}》{named}" if len(explained) > 1 else named
        address = f"{source.address}#{ref.eid}" if source.address and node else ""
        found[block.key].append(ShownRef(label, address, node.text if node else "", "" if node else GONE))
    return {key: tuple(refs) for key, refs in found.items()}
