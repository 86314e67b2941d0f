"""Citations (引用): the instruments and articles that a text names in title marks."""

import re
from collections.abc import Iterator, Sequence

from registry.law.aliases import aliases
from registry.law.marks import marks
from registry.law.naming import limits, names_one, number_of
from registry.law.reader import Reader, readable
from registry.law.sentences import Passage, sentences
from registry.law.statements import Named
from registry.law.titles import title_key

# Certificates, forms and newspapers stand in title marks too and are no instruments.
PAPERS = re.compile(
    r"(?:证|证明|执照|许可|准运单|(?<!议定)书|表|单|簿|卡|标志|牌照|号牌|手册|名册|笔录|记录|发票|批件|证件|副本|合同|(?<![通汇年])报|网|周刊|月刊"
    r"|杂志|进行曲|画册|封面|字典|词典|图案)(?:（[^（）]{1,20}）|\([^()]{1,20}\))?$"
)
# 你院《关于…的请示》收悉: a letter that is answered, not a rule that is cited.
ANSWERED = re.compile(
    r"[\s\u3000]{0,2}(?:[（(][^（）()]{0,60}[）)])?[\s\u3000]{0,2}(?:及[^，。]{0,12})?(?:已)?收悉"
)
ISSUING = re.compile(r"印发|转发|批转|发布|公布|颁发")


def cited(reader: Reader, stated: Sequence[Named]) -> tuple[Named, ...]:
    """Every instrument cited outside the sentences that repeal, amend or enact, each with its articles.

    Short names are resolved to the full title that the text gives them.
    """
    spoken_for = {named.evidence for named in stated}
    short = aliases(reader)
    own = title_key(reader.title)
    once: dict[tuple[str, tuple[str, ...]], Named] = {}
    for passage in reader.passages:
        if "《" not in passage.text or passage.quoted:
            continue
        for named in _in(passage, spoken_for):
            full = short.get(title_key(named.title), named.title)
            if title_key(full) == own or not names_one(full):
                continue
            if not PAPERS.search(full) and not _issued_with(reader.title, full):
                once.setdefault(
                    (title_key(full), named.articles),
                    Named(full, named.number, articles=named.articles, evidence=named.evidence),
                )
    return tuple(once.values())


def _issued_with(title: str, named: str) -> bool:
    # 关于印发甲方案的通知 does not cite what it carries.
    return bool(ISSUING.search(title)) and title_key(named) in title_key(title)


def _in(passage: Passage, spoken_for: set[str]) -> Iterator[Named]:
    for sentence in sentences(passage):
        if "《" not in sentence.text or sentence.text in spoken_for or not readable(sentence):
            continue
        for mark in marks(sentence.text):
            # （以下简称《条例》） gives a name and cites nothing.
            called = sentence.text[: mark.start].endswith(("称", "称为"))
            if not mark.title or called or ANSWERED.match(sentence.text, mark.end):
                continue
            articles, _ = limits(sentence.text, mark.end)
            yield Named(
                mark.title,
                number_of(sentence.text, mark, ""),
                articles=articles,
                evidence=sentence.text,
            )
