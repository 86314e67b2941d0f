"""Statements (条文事项的形状): the shapes in which a text's events and relations are handed on.

`registry/law/clauses.py` reads them; nothing here is guessed: what a text does not state is empty.
"""

from dataclasses import dataclass
from datetime import date

from registry.law.terms import Term


class EffectRule(Term):
    """How a text fixes its first day (施行日期的规则)."""

    FIXED = "fixed", "条文载明"
    PUBLICATION = "publication", "自公布之日"
    ADOPTION = "adoption", "自通过之日"
    ISSUE = "issue", "自印发之日"
    APPROVAL = "approval", "自批准之日"
    SIGNATURE = "signature", "自签署之日"
    HEADER = "header", "题注载明"


@dataclass(frozen=True, slots=True)
class Effective:
    """When a text says that it takes effect; `on` is None when the text does not give the day.

    `delay` is the printed time after the event of the rule (30日后): no day is reckoned from it, because
    how its first day is counted is not settled.
    """

    on: date | None
    rule: EffectRule
    evidence: str
    start: int = 0
    delay: str = ""


@dataclass(frozen=True, slots=True)
class Expiry:
    """The last day as printed (有效期至), or the printed period when its end cannot be computed."""

    through: date | None
    period: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Named:
    """An instrument named by a text: repealed, amended, suspended, a basis or cited.

    `articles` are as printed (第三十六条). `qualifier` is what tells versions of one title apart
    (1994年6月4日国务院发布的). `part` are the words that limit the deed to some provisions without
    numbering them (中有关看守所的规定). `on` is the day when it is not the text's own effective day.
    `meant` is the registry's address of the very document meant, where a person has said so; no reading
    ever sets it.
    """

    title: str
    number: str = ""
    articles: tuple[str, ...] = ()
    qualifier: str = ""
    area: str = ""
    marked: bool = True
    implements: bool = False
    on: date | None = None
    evidence: str = ""
    part: str = ""
    meant: str = ""

    @property
    def whole(self) -> bool:
        """Whether the instrument is meant as a whole, not only some of its provisions."""
        return not self.articles and not self.part


@dataclass(frozen=True, slots=True)
class Amended:
    """One line of the text's own history: adopted, revised or corrected, when and by whom."""

    on: date
    verb: str
    body: str
    evidence: str
    act: str = ""
    number: str = ""

    @property
    def changes_text(self) -> bool:
        """Whether the line tells of a change of the text (修正、修订、修改), not of its making."""
        return any(word in self.verb for word in ("修正", "修订", "修改"))


@dataclass(frozen=True, slots=True)
class Statements:
    """All that a text states about itself and others."""

    issuer: tuple[str, ...] = ()
    number: str = ""
    adopted_on: date | None = None
    approved_on: date | None = None
    published_on: date | None = None
    signed_on: date | None = None
    effective: Effective | None = None
    expiry: Expiry | None = None
    history: tuple[Amended, ...] = ()
    repeals: tuple[Named, ...] = ()
    amends: tuple[Named, ...] = ()
    suspends: tuple[Named, ...] = ()
    basis: tuple[Named, ...] = ()
    cites: tuple[Named, ...] = ()
