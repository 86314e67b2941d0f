"""Needs (检索意图): what kind of question was typed, and what was read from it besides its words."""

from dataclasses import dataclass, field
from datetime import date

from base.term import Term


class Need(Term):
    """What is looked for (检索意图); the label says on the page how the question was understood."""

    NUMBER = "number", "按文号查找"
    ARTICLE = "article", "按条文查找"
    TITLE = "title", "按标题查找"
    PHRASE = "phrase", "按短语查找"
    QUESTION = "question", "按问题查找"
    WORDS = "words", "按词语查找"


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What the question says besides its topic: a day of validity, a year of issue, an issuer."""

    on: date | None = None
    year: int | None = None
    issuer: str = ""

    @property
    def empty(self) -> bool:
        """Whether it says nothing of the kind."""
        return self == Narrowing()


@dataclass(frozen=True, slots=True)
class Understood:
    """How a question was understood (检索理解).

    `words` are what is looked up; `notes` say in sentences what was read otherwise than typed; `instead` are
    other questions that may have been meant (是不是想找), `titles` the (record) numbers of documents whose
    titles are nearly what was typed; `article` is the id of the provision asked for in `documents`,
    `printed` how it was named.
    """

    typed: str
    words: str
    need: Need = Need.WORDS
    narrowing: Narrowing = field(default_factory=Narrowing)
    notes: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()
    documents: tuple[int, ...] = ()
    titles: tuple[int, ...] = ()
    article: str = ""
    printed: str = ""
