"""Definitions (定义): what a text says is also called otherwise, and what it counts among a thing."""

import re
from collections.abc import Iterator

from search.lexicon.learning.proposals import Sighting, sentences
from search.lexicon.terms import WordKind, WordSource
from search.words import bigrams

NAME = r"[\u4e00-\u9fff]{2,16}"
ALSO = ("俗称", "又称", "也称", "亦称", "通称", "又名", "别名", "也叫", "又叫")
# 私人小客车合乘（也称为拼车、顺风车）; 模型航空器，也称航空模型，是指…
CALLED = re.compile(
    rf"(?P<term>{NAME})[”》]?(?:[（(][^（）()]{{1,40}}[）)])?[（(，,](?:[^（）()，,。；]{{0,40}}[，,])?"
    rf"(?:{'|'.join(ALSO)})为?[“\"]?"
    r"(?P<names>[\u4e00-\u9fff]{2,12}(?:[”\"]?(?:、|和|或者|或)[“\"]?[\u4e00-\u9fff]{2,12}){0,4})[”\"]?[）)，,。]"
)
# 本条例所称城市轨道交通，是指地铁、轻轨等。 The list is the whole definition: what follows it would be a
# condition, and its parts no things. A long list is of too wide a class; 前款所称 is said for one article.
KINDS = re.compile(
    r"(?:本(?![条款项]所)[^，,。；]{1,4}|法第[^，,。；]{1,12})所称(?:的)?[“\"]?(?P<term>[\u4e00-\u9fff]{2,10}?)[”\"]?(?:[（(][^（）()]{1,40}[）)])?[，,]?(?:是指|包括|指)"
    r"(?P<items>[\u4e00-\u9fff]{2,8}(?:(?:、|和|以及)[\u4e00-\u9fff]{2,8}){1,7}?)(?:等[\u4e00-\u9fff]{0,6})?[。；;]"
)
HEAD = re.compile(
    rf"^(?:[（(][一二三四五六七八九十0-9]{{1,4}}[）)])?\s{{0,3}}(?:本[^，,]{{1,4}}所称)?(?P<term>{NAME}?)[，,：:]?是指"
)
LEADING = re.compile(r"^.{0,14}?(?:使用|销售|生产|禁止|称为)(?=..)")
TAIL = re.compile("(?<!高)等(?!级).*$")
APART = re.compile(r"、|和|以及")
TERM = re.compile(r"所称(?:的)?[“\"]?(?P<term>[\u4e00-\u9fff]{2,12}?)[”\"]?[，,]?(?:是指|包括)")
# Words that are no name of a thing by themselves.
NO_THING = re.compile(
    r"^(?:本|该|各|其|此|所|有关|上述|前款|前述|依法|经|在|从|由|为|以|对|用|不|非|未|已|可|应|被|将|因|其他|其它|一切|任何|各类|各种|相关|"
    r"具有|用于|通过|使用|利用|进行|提供|参与|一般|特殊|主要)|[的是在与]|其他|其它|及其|次生|不$|"
    r"(?:人员|人|者|单位|机构|机关|组织|部门|活动|行为|收入|事项|工作|作用|功能|信息|情况|情形|资料|产品|服务|管理|领域|"
    r"区域|市|县|区|省|盟|旗|镇|乡)$"
)
LONGEST_SENTENCE = 2_000


def definitions(document: int, text: str) -> Iterator[Sighting]:
    """What the text says has another name, and the things that it defines by naming their kinds."""
    also = any(word in text for word in ALSO)
    if not also and "所称" not in text:
        return
    for sentence in sentences(text):
        if len(sentence) > LONGEST_SENTENCE:
            continue
        if also:
            yield from _also(document, sentence)
        if "所称" in sentence:
            yield from _kinds(document, sentence)


def terms_of(text: str) -> Iterator[str]:
    """The terms that a text defines (本办法所称…，是指…).

    >>> list(terms_of("本办法所称危险废物，是指列入名录的固体废物。"))
    ['危险废物']
    """
    return (match["term"] for match in TERM.finditer(text)) if "所称" in text else iter(())


def _also(document: int, sentence: str) -> Iterator[Sighting]:
    for match in CALLED.finditer(sentence):
        term, score = _head(sentence, match), 0.9 if "俗称" in match[0] else 0.75
        for name in re.split(r"[”\"“]|、|和|或者|或", match["names"]):
            if term and name and name not in term and not NO_THING.search(name):
                yield Sighting(name, term, WordKind.LAY, WordSource.DEFINITION, document, sentence, score)


def _head(sentence: str, match: re.Match[str]) -> str:
    """What the other name is one for: the term defined, where a definition stands between."""
    head = HEAD.search(sentence[: match.start("names")])
    term = head["term"] if head else LEADING.sub("", match["term"])
    return "" if NO_THING.search(term) else term


def _kinds(document: int, sentence: str) -> Iterator[Sighting]:
    for match in KINDS.finditer(sentence):
        term, items = match["term"], [TAIL.sub("", item) for item in APART.split(match["items"])]
        if NO_THING.search(term) or any(map(NO_THING.search, items)):
            continue
        for item in items:
            # What shares a word with the term is found by it.
            if item and not set(bigrams(item)) & set(bigrams(term)):
                yield Sighting(item, term, WordKind.LAY, WordSource.DEFINITION, document, sentence, 0.5)
