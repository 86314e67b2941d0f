"""Statements taken apart (条文事项): one thing said at a time, in the plain form in which it is kept."""

import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from registry.intake.record import plain, rebuilt
from registry.law.days import printed
from registry.law.statements import Effective, EffectRule, Expiry, Named, Statements
from registry.proposals.tables import Matter

Value = Effective | Expiry | Named | str | tuple[str, ...]
# What a proposal is apart from where it stands and from what a person made of it.
ASIDE = frozenset({"evidence", "start", "meant"})
SHAPES = {Matter.EFFECTIVE: Effective, Matter.EXPIRY: Expiry}
NAMING = frozenset(
    {
        Matter.REPEAL,
        Matter.PARTIAL_REPEAL,
        Matter.AMENDMENT,
        Matter.SUSPENSION,
        Matter.BASIS,
        Matter.CITATION,
    }
)


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that a text states: an instrument named, a day, a number, the issuers."""

    matter: Matter
    value: Value

    @property
    def stated(self) -> dict[str, Any]:
        """Its plain form, as it is kept with a proposal."""
        if isinstance(self.value, str):
            return {"number": self.value}
        if isinstance(self.value, tuple):
            return {"issuers": list(self.value)}
        kept = plain(self.value)
        if not isinstance(kept, dict):
            raise TypeError(f"{type(self.value).__name__} is not kept as an object")
        return dict(kept)

    @property
    def evidence(self) -> str:
        """The sentence it was read from, as the reader had it; "" where no sentence says it."""
        return "" if isinstance(self.value, (str, tuple)) else self.value.evidence

    @property
    def key(self) -> str:
        """What makes two readings the same statement: equal words in an equal sentence."""
        return key_of(self.matter, self.stated)


def key_of(matter: Matter, stated: Mapping[str, Any]) -> str:
    """The key of a statement in its plain form.

    >>> a = key_of(Matter.REPEAL, {"title": "甲", "evidence": "《甲》 废止。"})
    >>> a == key_of(Matter.REPEAL, {"title": "甲", "evidence": "《甲》废止。", "meant": "rule/2019/7"})
    True
    """
    own = {name: held for name, held in stated.items() if name not in ASIDE | _reckoned(matter, stated)}
    words = "".join(unicodedata.normalize("NFKC", str(stated.get("evidence", ""))).split())
    return json.dumps([matter.value, own, words], ensure_ascii=False, sort_keys=True)


def _reckoned(matter: Matter, stated: Mapping[str, Any]) -> frozenset[str]:
    # 自公布之日起施行 gets its day when the document is published, a term its end: the words are the same.
    if matter is Matter.EFFECTIVE and stated.get("rule") != EffectRule.FIXED.value:
        return frozenset({"on"})
    if matter is Matter.EXPIRY and stated.get("period"):
        return frozenset({"through"})
    return frozenset()


def value_of(matter: Matter, stated: Mapping[str, Any]) -> Value:
    """The statement back from its plain form."""
    if matter is Matter.NUMBER:
        return str(stated["number"])
    if matter is Matter.ISSUER:
        return tuple(stated["issuers"])
    found: Value = rebuilt(SHAPES.get(matter, Named), stated)
    return found


def said(statements: Statements) -> tuple[Said, ...]:
    """Everything that may be proposed of what a text states, in the order in which it is reviewed."""
    return tuple(_said(statements))


def _said(statements: Statements) -> Iterator[Said]:
    if statements.effective:
        yield Said(Matter.EFFECTIVE, statements.effective)
    if statements.expiry:
        yield Said(Matter.EXPIRY, statements.expiry)
    for named in statements.repeals:
        yield Said(Matter.REPEAL if named.whole else Matter.PARTIAL_REPEAL, named)
    yield from (Said(Matter.AMENDMENT, named) for named in statements.amends)
    yield from (Said(Matter.SUSPENSION, named) for named in statements.suspends)
    yield from (Said(Matter.BASIS, named) for named in statements.basis)
    yield from (Said(Matter.CITATION, named) for named in statements.cites)
    if statements.number:
        yield Said(Matter.NUMBER, statements.number)
    if statements.issuer:
        yield Said(Matter.ISSUER, statements.issuer)


def restated(statements: Statements, says: Iterable[Said]) -> Statements:
    """The same statements with exactly these things said; history and days of making stay as they are."""
    by_matter: dict[Matter, list[Any]] = {matter: [] for matter in Matter}
    for one in says:
        by_matter[one.matter].append(one.value)
    return replace(
        statements,
        effective=next(iter(by_matter[Matter.EFFECTIVE]), None),
        expiry=next(iter(by_matter[Matter.EXPIRY]), None),
        repeals=(*by_matter[Matter.REPEAL], *by_matter[Matter.PARTIAL_REPEAL]),
        amends=tuple(by_matter[Matter.AMENDMENT]),
        suspends=tuple(by_matter[Matter.SUSPENSION]),
        basis=tuple(by_matter[Matter.BASIS]),
        cites=tuple(by_matter[Matter.CITATION]),
        number=next(iter(by_matter[Matter.NUMBER]), ""),
        issuer=next(iter(by_matter[Matter.ISSUER]), ()),
    )


def said_in_short(matter: Matter, stated: Mapping[str, Any]) -> str:
    """What is stated, in a few words for a list.

    >>> said_in_short(Matter.PARTIAL_REPEAL, {"title": "甲办法", "articles": ["第三条"]})
    '《甲办法》第三条'
    """
    value = value_of(matter, stated)
    if isinstance(value, Effective):
        return f"{printed(value.on)}施行" if value.on else f"{value.rule.label}{value.delay}施行，日期不明"
    if isinstance(value, Expiry):
        return f"有效期至{printed(value.through)}" if value.through else f"期限 {value.period}，最后一日不明"
    if isinstance(value, Named):
        named = value.title if value.title == value.number else f"《{value.title}》{value.number}"
        return f"{named}{'、'.join(value.articles) or value.part}"
    return value if isinstance(value, str) else "、".join(value)
