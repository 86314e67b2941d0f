"""What an entry of the lexicon may be (词条规则). Pure; every fault at once, by field."""

from search.lexicon.entries import Entry, folded_word
from search.lexicon.terms import WordKind
from search.words import is_term

MOST_ENTRIES = 5_000
MOST_FORMAL = 8
LONGEST_WORD = 40
LONGEST_FORMAL = 60
LONGEST_TITLE = 200
LONGEST_NOTE = 500
LONGEST_FORMALS = MOST_FORMAL * (LONGEST_TITLE + 1)


def faults(entry: Entry) -> dict[str, str]:
    """What is wrong with an entry, by field; nothing when it can stand.

    >>> faults(Entry("年假", ("年休假",)))
    {}
    >>> list(faults(Entry("假", ())))
    ['word', 'formal']
    """
    found = {"word": _of_word(entry.word), "formal": _of_formal(entry)}
    return {name: sentence for name, sentence in found.items() if sentence}


def _of_word(word: str) -> str:
    key = folded_word(word)
    if len(word) > LONGEST_WORD:
        return f"词语最多 {LONGEST_WORD} 个字，现有 {len(word)} 个"
    if sum(map(is_term, key)) < 2:  # noqa: PLR2004  # one character stands in too many questions
        return "词语至少要有两个汉字、字母或者数字：一个字会扩展到太多不相干的检索"
    return ""


def _of_formal(entry: Entry) -> str:
    if entry.kind is WordKind.STOP:
        return "类型为“不扩展”的词条不填对应词语" if entry.formal else ""
    if not entry.formal:
        return "请填写文件的全称" if entry.kind is WordKind.ALIAS else "请填写对应的词语"
    return _of_words(entry, LONGEST_TITLE if entry.kind is WordKind.ALIAS else LONGEST_FORMAL)


def _of_words(entry: Entry, longest: int) -> str:
    formal, keys = entry.formal, [folded_word(word) for word in entry.formal]
    if len(formal) > MOST_FORMAL:
        return f"对应的词语最多 {MOST_FORMAL} 个，现有 {len(formal)} 个"
    if long := [word for word in formal if len(word) > longest]:
        return f"“{long[0][:20]}……”过长，每个最多 {longest} 个字"
    if empty := [word for word, key in zip(formal, keys, strict=True) if not any(map(is_term, key))]:
        return f"“{empty[0][:20]}”没有可以检索的字"
    if len(set(keys)) < len(keys):
        return "对应的词语有重复"
    return f"“{entry.word[:20]}”不能对应自己" if folded_word(entry.word) in keys else ""


def split_words(typed: str) -> tuple[str, ...]:
    r"""The words of a field or a cell, one a line or parted by 、，；| or spaces.

    >>> split_words("年休假、带薪年休假\n 休假")
    ('年休假', '带薪年休假', '休假')
    """
    for sign in "、，,；;|｜\n\t\u3000":
        typed = typed.replace(sign, " ")
    return tuple(typed.split())


def split_titles(typed: str) -> tuple[str, ...]:
    """The titles of a field or a cell, one a line or parted by ； or |; without their 书名号.

    >>> split_titles("《环境影响评价法》；环境保护法、水法")
    ('环境影响评价法', '环境保护法、水法')
    """
    for sign in "；;|｜":
        typed = typed.replace(sign, "\n")
    parts = (part.strip().removeprefix("《").removesuffix("》").strip() for part in typed.split("\n"))
    return tuple(filter(None, parts))


def formal_of(kind: WordKind, typed: str) -> tuple[str, ...]:
    """What an entry of this kind brings, as it was typed: words, or titles, which may hold 、 and spaces."""
    return split_titles(typed) if kind is WordKind.ALIAS else split_words(typed)
