"""Passages and sentences (句): a body cut up with its places kept, quoted wording told apart."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

NUMERAL = "一二三四五六七八九十百千零〇○0-9０-９"
ARTICLE = re.compile(
    rf"[ \u3000]{{0,8}}(第[{NUMERAL}]{{1,9}}条(?:之[{NUMERAL}]{{1,3}})?)(?=[\s\u3000【（]|$)"
)
# What a numbered line begins with: 第八条, 十四、, （三）, 79., 7.3.
NUMBERING = re.compile(
    rf"[\s\u3000]{{0,8}}(?:第[{NUMERAL}]{{1,9}}[条章节](?:之[{NUMERAL}]{{1,3}})?[\s\u3000]{{0,6}}[:：]?"
    rf"|[（(][{NUMERAL}]{{1,4}}[）)][、.．]?|[{NUMERAL}]{{1,4}}[、.．](?:[0-9]{{1,2}}[.．、]?){{0,3}}"
    rf"|[{NUMERAL}]{{1,4}}(?=条))?(?:【[^【】]{{1,30}}】)?[\s\u3000]{{0,6}}"
)
RESTART = re.compile(rf"[\s\u3000]{{0,8}}(?:#|第[{NUMERAL}]{{1,9}}条|[一二三四五六七八九十]{{1,3}}、)")
ANNEX = re.compile(
    rf"[#\s\u3000]{{0,8}}附[\s\u3000]{{0,4}}(?:件|录|表)?[\s\u3000]{{0,3}}[{NUMERAL}]{{0,3}}[\s\u3000]{{0,3}}[:：]?"
    r"[\s\u3000]{0,4}(?:$|[:：])"
)
QUOTED = re.compile(r"“[^“”]{0,4000}(?:”|$)")
ENDS = re.compile(r"[。！？](?:[”’》）)]{0,2})")


@dataclass(frozen=True, slots=True)
class Passage:
    """One line of a body: where it begins, the article it stands in, and whether it is quoted or annexed.

    `quoted` is wording that an amending text puts in another's mouth (修改为：“…”): it states nothing
    about the text it stands in.
    """

    text: str
    start: int
    article: str = ""
    quoted: bool = False
    annexed: bool = False
    place: int = 0


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with the place where it begins in the body (lines joined by line feeds)."""

    text: str
    start: int
    passage: Passage


def passages(body: Sequence[str]) -> list[Passage]:
    """The body's lines that hold words, with their places."""
    found: list[Passage] = []
    start, article, quoting, annexed = 0, "", False, False
    for line in body:
        if line.strip():
            if quoting and RESTART.match(line):
                quoting = False
            head = ARTICLE.match(line)
            annexed = annexed or bool(ANNEX.match(line)) or _wrapped_annex(line)
            if head and not quoting:
                article = head[1]
            quoted = quoting or line.lstrip().startswith("“")
            found.append(Passage(line, start, article, quoted, annexed, len(found)))
            quoting = _still_quoting(line, quoting=quoting)
        start += len(line) + 1
    return found


def _wrapped_annex(line: str) -> bool:
    return line.startswith("#") and line.lstrip("# \u3000").startswith(("附件", "附录", "附表"))


def _still_quoting(line: str, *, quoting: bool) -> bool:
    if "“" not in line and "”" not in line:
        return quoting
    return line.rfind("“") > line.rfind("”")


def sentences(passage: Passage) -> Iterator[Sentence]:
    """The passage's sentences, each with its full stop."""
    place = 0
    # A full stop inside quoted wording does not end the sentence that quotes it.
    for end in ENDS.finditer(unquoted(passage.text)):
        yield _sentence(passage, place, end.end())
        place = end.end()
    if passage.text[place:].strip():
        yield _sentence(passage, place, len(passage.text))


def _sentence(passage: Passage, start: int, end: int) -> Sentence:
    raw = passage.text[start:end]
    words = raw.lstrip()
    return Sentence(words.rstrip(), passage.start + start + len(raw) - len(words), passage)


def unquoted(text: str) -> str:
    """The text with quoted wording hidden, every other character at its old place."""
    return QUOTED.sub(lambda quote: "□" * len(quote[0]), text) if "“" in text else text
