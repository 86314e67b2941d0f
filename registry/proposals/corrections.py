"""Corrections (改正): what a person makes of a proposal, in the fields that a form can hold."""

import re
from dataclasses import dataclass, replace
from datetime import date

from registry.law.sentences import NUMERAL
from registry.law.statements import Effective, Expiry, Named
from registry.proposals.stating import Said, Value
from registry.proposals.tables import Matter

ARTICLE = re.compile(rf"第[{NUMERAL}]{{1,9}}条(?:之[{NUMERAL}]{{1,3}})?")
SCOPED = (Matter.REPEAL, Matter.PARTIAL_REPEAL)


@dataclass(frozen=True, slots=True)
class Correction:
    """What was read, as a person puts it right; `meant` is the address of the very document meant.

    `articles` are as printed (第三条、第五条), `on` the day of effect or, for a term, its last day.
    """

    title: str = ""
    number: str = ""
    on: date | None = None
    articles: str = ""
    part: str = ""
    area: str = ""
    meant: str = ""


def as_correction(said: Said) -> Correction:
    """A statement in the fields of the form, as it was read."""
    value = said.value
    if isinstance(value, Effective):
        return Correction(on=value.on)
    if isinstance(value, Expiry):
        return Correction(on=value.through)
    if isinstance(value, Named):
        articles = "、".join(value.articles)
        return Correction(value.title, value.number, value.on, articles, value.part, value.area, value.meant)
    if isinstance(value, str):
        return Correction(number=value)
    return Correction(title="、".join(value))


def corrected(said: Said, correction: Correction) -> Said:
    """The statement as the person put it right; a repeal with provisions is partial, one without is whole.

    >>> one = Said(Matter.REPEAL, Named("甲办法", evidence="废止《甲办法》。"))
    >>> corrected(one, Correction("甲办法", articles="第三条")).matter.label
    '部分废止'
    """
    value = _value(said.value, correction)
    matter = said.matter
    if matter in SCOPED and isinstance(value, Named):
        matter = Matter.REPEAL if value.whole else Matter.PARTIAL_REPEAL
    return Said(matter, value)


def _value(value: Value, correction: Correction) -> Value:
    if isinstance(value, Effective):
        return replace(value, on=correction.on)
    if isinstance(value, Expiry):
        return replace(value, through=correction.on, period="" if correction.on else value.period)
    if isinstance(value, Named):
        return replace(
            value,
            title=correction.title,
            number=correction.number,
            on=correction.on,
            articles=articles_in(correction.articles),
            part=correction.part,
            area=correction.area,
            meant=correction.meant,
        )
    if isinstance(value, str):
        return correction.number
    return tuple(name.strip() for name in re.split(r"[、,，\s]", correction.title) if name.strip())


def articles_in(words: str) -> tuple[str, ...]:
    """The articles that a person wrote, as printed.

    >>> articles_in("第三条、第五条之一 第三条")
    ('第三条', '第五条之一')
    """
    return tuple(dict.fromkeys(ARTICLE.findall(words)))
