"""Citations (引用): the instruments and articles that a text names in title marks."""

import re
from collections.abc import Iterator, Sequence

from registry.law.aliases import aliases
from registry.law.marks import marks
from registry.law.naming import limits, number_of
from registry.law.reader import Reader
from registry.law.sentences import Passage, sentences
from registry.law.statements import Named
from registry.law.titles import title_key

# Certificates, forms and newspapers stand in title marks too and are no instruments.
PAPERS = re.compile(
    r"(?:证|证书|证明|执照|许可|合格证|准运单|通知书|决定书|申请书|协议书|意见书|建议书|报告书|说明书|责任书|委托书|判决书|裁定书|登记书|"
    r"批准书|承诺书|裁决书|鉴定书|申报书|认定书|任务书|确认书|告知书|保证书|调解书|建议|副本|登记簿|簿|登记表|申请表|审批表|表|单|联单|清单式样|卡|"
    r"标志|牌照|号牌|手册|日报|晚报|法制报|法院报|时报|公报|周报|月报|杂志|网|进行曲|画册|封面|合同|字典|词典)(?:（[^（）]{1,20}）|\([^()]{1,20}\))?$"
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
            if title_key(full) != own and not PAPERS.search(full) and not _issued_with(reader.title, full):
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
        if "《" not in sentence.text or sentence.text in spoken_for:
            continue
        for mark in marks(sentence.text):
            articles, _ = limits(sentence.text, mark.end)
            yield Named(
                mark.title,
                number_of(sentence.text, mark, ""),
                articles=articles,
                evidence=sentence.text,
            )
