"""The check list before submission (送审前检查): rules, each with its words and its source.

What blocks is mended; what may be explained is mended or let stand with a reason. Sources: 国办发〔2016〕80号
and the yearly plans of open government for what an interpretation has to tell.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from base.term import Term
from interpretations.rules.comparing import said
from interpretations.rules.content import Content
from interpretations.rules.likeness import Likeness
from interpretations.rules.terms import Aspect, Form, Origin
from registry.law.personal import personal_data

LONGEST_LEAD = 60
MOST_FINDINGS = 200
# Fewer characters tell nothing of a background or a purpose.
LEAST_WORDS = 6
RECORDED = frozenset({Form.AUDIO, Form.VIDEO})
# These tell of the whole document; cases and responses tell of one matter.
WHOLE = frozenset({Form.TEXT, Form.FAQ, Form.INFOGRAPHIC, Form.PRESS, *RECORDED})
# What others wrote is attached as it is.
OTHERS = frozenset({Origin.EXPERT, Origin.MEDIA, Origin.REPOST, Origin.LOWER})


class Gravity(Term):
    """How grave a finding is (检查效力)."""

    BLOCKING = "blocking", "须改正"
    EXPLAINABLE = "explainable", "可以说明理由"


@dataclass(frozen=True, slots=True)
class Flagged:
    """A word of the department's lists that stands in the interpretation, and what to do about it."""

    word: str
    advice: str


@dataclass(frozen=True, slots=True)
class Situation:
    """What the rules look at: the content and what is known around it.

    `texts` are the ids of the provisions of each document explained; `former` whether the leading one had a
    former text; `media_type` of the recording uploaded, "" without; `limit` the likeness allowed in percent.
    """

    content: Content
    texts: tuple[frozenset[str], ...] = ()
    former: bool = False
    likeness: Likeness = field(default_factory=lambda: Likeness(0))
    limit: int = 60
    media_type: str = ""
    flagged: tuple[Flagged, ...] = ()

    @property
    def own(self) -> bool:
        """Whether the drafters speak themselves."""
        return self.content.origin is Origin.OWN

    @property
    def one_answer(self) -> bool:
        """Whether it is one answer that was selected (咨询选登): of one matter, not of a document."""
        return self.content.origin is Origin.ENQUIRY

    @property
    def words(self) -> str:
        """Everything that will be read."""
        held = self.content
        blocks = [said(block) for block in held.blocks]
        return "\n".join([held.title, held.lead, *blocks, held.transcript, held.picture_text])


@dataclass(frozen=True, slots=True)
class Said:
    """What a rule has to say: a sentence, where (a field's name, a block's key), about which words."""

    sentence: str
    place: str = "blocks"
    excerpt: str = ""
    raw: str = ""


Check = Callable[[Situation], Iterable[Said]]


@dataclass(frozen=True, slots=True)
class CheckRule:
    """One rule of the check list (检查规则)."""

    id: str
    gravity: Gravity
    words: str
    source: str
    check: Check


@dataclass(frozen=True, slots=True)
class CheckFinding:
    """A rule that is not kept, where and how (检查事项)."""

    rule: CheckRule
    sentence: str
    place: str
    excerpt: str
    raw: str = ""

    @property
    def key(self) -> str:
        """What makes it the same finding in another version."""
        told = f"{self.rule.id}|{self.raw or self.excerpt or self.sentence}"
        return f"{self.rule.id}-{sha256(told.encode()).hexdigest()[:16]}"

    @property
    def blocking(self) -> bool:
        """Whether no reason lets it stand."""
        return self.rule.gravity is Gravity.BLOCKING


def findings(situation: Situation, rules: Iterable[CheckRule]) -> tuple[CheckFinding, ...]:
    """Everything the rules find; the same thing twice is one finding."""
    found: dict[str, CheckFinding] = {}
    for rule in rules:
        for told in rule.check(situation):
            one = CheckFinding(rule, told.sentence, told.place, told.excerpt, told.raw)
            found.setdefault(one.key, one)
    return tuple(found.values())[:MOST_FINDINGS]


def rule(number: str, gravity: Gravity, words: str, source: str) -> Callable[[Check], CheckRule]:
    """Make a rule of a check."""
    return lambda check: CheckRule(number, gravity, words, source, check)


def tells(content: Content, aspect: Aspect) -> bool:
    """Whether the content tells of the aspect: a block of its own, or a heading of the transcript."""
    if any(len(f"{block.words}{block.aside}".strip()) >= LEAST_WORDS for block in content.told(aspect)):
        return True
    heads = (line.lstrip("# ") for line in content.transcript.split("\n") if line.startswith("#"))
    return any(aspect.label.removeprefix("政策").removeprefix("出台") in head for head in heads)


def missing(aspect: Aspect) -> Check:
    """The check that an aspect is told of."""

    def check(situation: Situation) -> Iterator[Said]:
        content = situation.content
        if situation.own and content.form in WHOLE and not tells(content, aspect):
            yield Said(f"没有讲“{aspect.label}”：请写一块内容，把它的要素选为“{aspect.label}”")

    return check


def personal(situation: Situation) -> Iterator[Said]:
    """Personal data among the words."""
    for datum in personal_data(situation.words):
        yield Said(
            f"{datum.datum.label} {datum.masked}：确需公开的说明依据，否则删去",
            "blocks",
            datum.masked,
            datum.raw,
        )


def unanchored(content: Content) -> bool:
    """Whether no block says which provision it explains."""
    return next(content.refs(), None) is None
