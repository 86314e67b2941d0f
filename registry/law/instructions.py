"""Instructions (修改指令): what a decision orders to be changed in another text, each with its sentence.

This file holds the shapes; `instructions_reading` reads them, `consolidation` carries them out.
"""

from dataclasses import dataclass

from registry.law import numerals
from registry.law.terms import Term


class Alteration(Term):
    """What an instruction does to a text (修改方式)."""

    REPLACE = "replace", "修改条款"
    REWORD = "reword", "修改字词"
    STRIKE = "strike", "删去字词"
    REMOVE = "remove", "删去条款"
    ADD = "add", "增加条款"
    ADD_WORDS = "add_words", "增加字词"
    RENUMBER = "renumber", "改变序号"
    MERGE = "merge", "合并条款"
    SHIFT = "shift", "顺序调整"
    UNREAD = "unread", "未能识别"


class Whole(Term):
    """Places of a text that have no number (条款以外的位置)."""

    NONE = "none", "条款"
    TITLE = "title", "名称"
    PREAMBLE = "preamble", "引言"
    TEXT = "text", "全文"


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the text before, as printed: 第十条之一第二款第（三）项 is (10, 1), 2, 3.

    `division` is the number of a chapter or section with its unit (("章", 2), ("节", 1)); `paragraph` of a
    preamble or of a text without articles counts its 自然段. `detail` is what narrows it further
    without a number (条首部分, 第二句).
    """

    article: tuple[int, ...] = ()
    paragraph: int = 0
    item: int = 0
    point: int = 0
    division: tuple[tuple[str, int], ...] = ()
    whole: Whole = Whole.NONE
    detail: str = ""

    @property
    def printed(self) -> str:
        """The place as a text cites it.

        >>> Place((10, 1), 2, 3).printed
        '第十条之一第二款第（三）项'
        """
        parts = [self.whole.label] if self.whole is not Whole.NONE else []
        parts += [f"第{numerals.chinese(number)}{unit}" for unit, number in self.division]
        parts += [article_number(self.article)] if self.article else []
        steps = ((self.paragraph, "第{}款"), (self.item, "第（{}）项"), (self.point, "第{}目"))
        parts += [shape.format(numerals.chinese(number)) for number, shape in steps if number]
        return "".join(parts) or "正文"


def article_number(value: tuple[int, ...]) -> str:
    """The number of an article as printed.

    >>> article_number((10,)), article_number((10, 1))
    ('第十条', '第十条之一')
    """
    head, *rest = (numerals.chinese(number) for number in value)
    return f"第{head}条" + "".join(f"之{number}" for number in rest)


# The lines of one quotation: wording that the decision puts into the other text.
Quote = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Instruction:
    """One change that a decision orders.

    `places` are numbered as in the text before; `becomes` as in the text after (作为第七条); `after` is
    the provision that an added one follows, or words where a detail says so. `old` are quoted words of the
    text before, `new` those of the text after. `unit` is what is added (条, 款, 项, 章, 节).
    `sentence` with `start` and `end` is the whole item of the decision that says so.
    """

    alteration: Alteration
    sentence: str
    start: int
    end: int
    places: tuple[Place, ...] = ()
    becomes: tuple[Place, ...] = ()
    after: Place | None = None
    old: tuple[Quote, ...] = ()
    new: tuple[Quote, ...] = ()
    unit: str = ""
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class Amending:
    """What a decision orders for one instrument, in order; `title` as the decision names it."""

    title: str
    instructions: tuple[Instruction, ...]
