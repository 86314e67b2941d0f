"""Lists of repeals (废止目录): a line or a table row for each instrument, in the text or in its annex."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from registry.law.marks import marks
from registry.law.naming import number_of
from registry.law.reader import LONGEST, Reader
from registry.law.sentences import NUMBERING, Passage, Sentence
from registry.law.statements import Named

ITEM = re.compile(r"[\s\u3000]{0,8}(?:[（(]?[0-9０-９一二三四五六七八九十百]{1,4}[）)、.．\s]|《)")
ROW = re.compile(r"[\s\u3000]{0,8}(?:\||</?t)")
CELLS = re.compile(r"\||</?t[a-z]{1,5}[^<>]{0,200}>|<br ?/?>")
LONGEST_LIST = 3_000
ANNOUNCING = ("：", ":", "：）", ":)")
INSTRUMENT = re.compile(
    r"(?:法|条例|规定|办法|决定|决议|细则|规则|通知|意见|解释|批复|标准|方案|通告|公告|函|命令|令|目录|规程|制度|安排)(?:[（(][^（）()]{1,12}[）)])?$"
)
# 附件1 废止的行政规范性文件目录; what goes on holding, or is to be changed, has its list beside it.
ENDED = re.compile(r"(?:废止|失效)[^。；，]{0,40}(?:目录|清单|名单|一览表)$")
OTHER_LIST = re.compile(r"继续有效|保留|修改|修订|继续执行|继续实施")
LIST_TITLE = re.compile(r"(?:目录|清单|名单|一览表)$|^附[\s\u3000]{0,4}件")
CLEANING = re.compile(r"废止|失效|清理")
LONGEST_HEADING = 80


def listed(reader: Reader, sentence: Sentence) -> Iterator[Named]:
    """The instruments of a list that this sentence announces (下列…予以废止：)."""
    if sentence.text.endswith(ANNOUNCING):
        place = sentence.passage.place + 1
        lines = reader.passages[place : place + LONGEST_LIST]
        yield from _items(takewhile(lambda line: ITEM.match(line.text) or ROW.match(line.text), lines))


def annexed(reader: Reader) -> Iterator[Named]:
    """The instruments listed in an annex of a decision that ends them (废止的文件目录)."""
    if not CLEANING.search(reader.title):
        return
    for place, passage in enumerate(reader.passages):
        if passage.annexed and _is_ended(passage):
            rest = reader.passages[place + 1 : place + 1 + LONGEST_LIST]
            yield from _items(takewhile(lambda line: not LIST_TITLE.search(_heading(line)), rest))


def _is_ended(passage: Passage) -> bool:
    words = _heading(passage)
    return bool(ENDED.search(words)) and not OTHER_LIST.search(words)


def _heading(passage: Passage) -> str:
    words = passage.text.strip("# \u3000*")
    return words if len(words) <= LONGEST_HEADING and not ROW.match(passage.text) else ""


def _items(lines: Iterator[Passage] | Sequence[Passage]) -> Iterator[Named]:
    for line in lines:
        named = _row(line.text) if ROW.match(line.text) else _item(line.text)
        if named:
            yield named


def _item(line: str) -> Named | None:
    if len(line) > LONGEST:
        return None
    named = marks(line)
    words = NUMBERING.sub("", line, count=1).strip(" \u3000。；;")
    bracket = re.search(r"[（(]", words)
    title = named[0].title if named else words[: bracket.start()] if bracket else words
    # 关于…的通知（试行）（浙环发〔2009〕76号）: a bracket that is no number belongs to the name.
    if not title or (not named and not INSTRUMENT.search(title)):
        return None
    return Named(title, number=number_of(words, None, words), marked=bool(named), evidence=line.strip())


def _row(line: str) -> Named | None:
    if len(line) > LONGEST:
        return None
    cells = [cell.strip(" \u3000") for cell in CELLS.split(line)]
    named = marks(line)
    title = named[0].title if named else next((cell for cell in cells if INSTRUMENT.search(cell)), "")
    if not title:
        return None
    number = next((found for cell in cells if (found := number_of(cell, None, cell))), "")
    return Named(title, number=number, marked=bool(named), evidence=line.strip())
