"""Passages (意见所对条文): the parts of a draft that a comment can be on, picked without selecting text.

Every article is one. In a text without articles every heading is (一、总体要求), with what stands under it up
to the next; in one without either, every paragraph.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from registry.law.provisions import Level, Provision

# What is introduced or signed is not commented on by itself.
SILENT = frozenset((Level.PREAMBLE, Level.SIGNATURE))
LONGEST_NAME = 24


@dataclass(frozen=True, slots=True)
class Passage:
    """One such part: its provision, how it is called, and the provision after whose words it ends.

    `eids` are all provisions in it, the first its own.
    """

    eid: str
    name: str
    foot: str
    eids: tuple[str, ...]


def passages(provisions: Sequence[Provision]) -> tuple[Passage, ...]:
    """The passages of a draft, in reading order."""
    if any(node.level is Level.ARTICLE for node in _walk(provisions)):
        return tuple(_article(node) for node in _walk(provisions) if node.level is Level.ARTICLE)
    headed = tuple(_headed(provisions))
    if headed:
        return headed
    return tuple(
        Passage(node.eid, f"第{place}段", _last(node), tuple(each.eid for each in node.walk()))
        for place, node in enumerate(_paragraphs(provisions), 1)
    )


def homes(found: Iterable[Passage]) -> Mapping[str, str]:
    """For every provision in a passage, the passage."""
    return {eid: passage.eid for passage in found for eid in passage.eids}


def _article(node: Provision) -> Passage:
    name = "\u3000".join(part for part in (node.number, node.heading) if part) or Level.ARTICLE.label
    return Passage(node.eid, name, node.eid, tuple(each.eid for each in node.walk()))


def _headed(provisions: Iterable[Provision]) -> Iterator[Passage]:
    for node in _walk(provisions):
        if node.level is not Level.HEADING or not (node.number or node.heading):
            continue
        own = list(_own(node))
        inner = any(child.level is Level.HEADING for child in node.children)
        # 一、主要任务 that only introduces （一）…（五） says nothing by itself.
        if inner and not own and not node.body:
            continue
        words = node.heading or node.body
        shown = words if len(words) <= LONGEST_NAME else f"{words[: LONGEST_NAME - 1]}…"
        foot = next((each.eid for each in reversed(own) if each.level is not Level.TABLE), node.eid)
        yield Passage(node.eid, f"{node.number}{shown}", foot, (node.eid, *(each.eid for each in own)))


def _own(heading: Provision) -> Iterator[Provision]:
    """What stands under a heading before the next one."""
    for child in heading.children:
        if child.level is Level.HEADING:
            return
        yield from child.walk()


def _paragraphs(provisions: Iterable[Provision]) -> Iterator[Provision]:
    for node in provisions:
        if node.level is Level.PARAGRAPH:
            yield node
        elif node.level not in SILENT:
            yield from _paragraphs(node.children)


def _last(node: Provision) -> str:
    *_, last = (each for each in node.walk() if each.level is not Level.TABLE)
    return last.eid


def _walk(provisions: Iterable[Provision]) -> Iterator[Provision]:
    for node in provisions:
        if node.level not in SILENT:
            yield node
            yield from _walk(node.children)
