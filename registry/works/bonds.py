"""Bonds (文件关系): what a work's texts say about other instruments, once for the whole work."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from registry.law.designations import eid_of
from registry.law.docnumber import key as number_key
from registry.law.statements import Named, Statements
from registry.law.terms import RelationKind
from registry.law.titles import title_key
from registry.works.shapes import Bond, Held

# A new instrument that repeals one of the same subject replaces it: 排污权交易管理办法 ends
# 排污权交易管理办法（试行）, a 条例 the 办法 that went before it. Only these endings are set aside.
FORM = re.compile(
    r"(?:\((?:试行|暂行|草案)\)|暂行|试行|若干|实施|管理|条例|办法|规定|细则|规则|决定|通知|意见){1,6}$"
)
LONGEST_EVIDENCE = 2000
COUNT = "[一二三四五六七八九十百千零〇0-9]{1,9}"
# 第一条第一款第（一）项、第二款和第二条第二款: a paragraph or item belongs to the article named before it.
REFERENCE = re.compile(
    rf"(?P<article>第{COUNT}条(?:之{COUNT})?)?(?P<below>(?:第{COUNT}款)?(?:第[（(]?{COUNT}[）)]?项)?)"
)


def bonds(stand: Sequence[Held], own_key: str) -> tuple[Bond, ...]:
    """Every bond of a work whose versions these are, oldest first.

    What a version once did (废止, 修改, 停止执行) is done for good, so all versions speak, the earliest
    for each deed; what a work rests on and cites is what its newest version says.
    """
    found: dict[tuple[object, ...], Bond] = {}
    for held in stand:
        for bond in _deeds(held, own_key):
            found.setdefault(_same(bond), bond)
    for bond in _grounds(stand[-1], own_key):
        found.setdefault(_same(bond), bond)
    return tuple(found.values())


def replaces(new_key: str, old_key: str) -> bool:
    """Whether an instrument that repeals another bears its name but for the form of the act.

    >>> replaces("排污权交易管理办法", "排污权交易管理办法(试行)"), replaces("水法", "渔业法")
    (True, False)
    """
    core = FORM.sub("", old_key)
    return len(core) > 1 and core == FORM.sub("", new_key)


def _deeds(held: Held, own_key: str) -> Iterator[Bond]:
    for statements in (reading.statements for reading in held.readings):
        effect = statements.effective.on if statements.effective else None
        for named in statements.repeals:
            yield from _repeals(named, held, own_key, effect)
        for named in statements.suspends:
            yield _bond(RelationKind.SUSPENDS, named, held, on=named.on or effect)
        for named in statements.amends:
            if title_key(named.title) != own_key:
                yield _bond(RelationKind.AMENDS, named, held, on=named.on)


def _repeals(named: Named, held: Held, own_key: str, effect: date | None) -> Iterator[Bond]:
    target = title_key(named.title)
    if target == own_key and named.whole:
        # 旧法同名: the old law of the same name is an earlier version of this work, not its victim.
        yield _bond(RelationKind.REPLACES, named, held, on=named.on or effect)
        return
    yield _bond(RelationKind.REPEALS, named, held, on=named.on or effect)
    if named.whole and replaces(own_key, target):
        yield _bond(RelationKind.REPLACES, named, held, on=named.on or effect)


def _grounds(newest: Held, own_key: str) -> Iterator[Bond]:
    for statements in (reading.statements for reading in newest.readings):
        known = {own_key}
        for named in statements.basis:
            known.add(title_key(named.title))
            yield _bond(RelationKind.IMPLEMENTS if named.implements else RelationKind.BASIS, named, newest)
        known |= {title_key(named.title) for named in _acted_upon(statements)}
        yield from _cited(
            (named for named in statements.cites if title_key(named.title) not in known), newest
        )


def _acted_upon(statements: Statements) -> tuple[Named, ...]:
    return statements.repeals + statements.amends + statements.suspends


def _cited(cites: Iterable[Named], held: Held) -> Iterator[Bond]:
    by_title: dict[str, list[Named]] = {}
    for named in cites:
        by_title.setdefault(title_key(named.title), []).append(named)
    for mentions in by_title.values():
        articles = dict.fromkeys(article for named in mentions for article in named.articles)
        yield _bond(RelationKind.CITES, mentions[0], held, articles=tuple(articles))


def _bond(
    kind: RelationKind,
    named: Named,
    held: Held,
    *,
    on: date | None = None,
    articles: tuple[str, ...] | None = None,
) -> Bond:
    return Bond(
        kind=kind,
        title=named.title,
        title_key=title_key(named.title),
        fingerprint=held.fingerprint,
        number=named.number,
        qualifier=named.qualifier,
        area=named.area,
        provisions=touched(named) if articles is None else _eids(articles),
        on=on,
        evidence=named.evidence[:LONGEST_EVIDENCE],
        meant=named.meant,
    )


def touched(named: Named) -> tuple[str, ...]:
    """The provisions that a text names, as finely as it names them; () for the whole instrument.

    What has no number of its own (中有关看守所的规定) stays in its words, so that it is never taken
    for the whole.

    >>> touched(Named("甲", articles=("第一条",), evidence="《甲》第一条第二款、第三款不再适用"))
    ('art-1-p2', 'art-1-p3')
    """
    finer: dict[str, list[str]] = {article: [] for article in named.articles}
    article = ""
    for match in REFERENCE.finditer(
        named.evidence, max(0, named.evidence.find(named.title)) + len(named.title)
    ):
        article = match["article"] or article
        if match["below"] and article in finer:
            finer[article].append(article + match["below"])
    references = [reference for article, below in finer.items() for reference in below or [article]]
    return _eids([*references, named.part] if named.part else references)


def _eids(references: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(eid_of(reference) or reference for reference in references))


def _same(bond: Bond) -> tuple[object, ...]:
    return (bond.kind, bond.title_key, number_key(bond.number), bond.provisions, bond.qualifier)
