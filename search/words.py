"""Words (词): how text is folded and cut into the terms that are indexed and asked for.

Pure. Folding never changes the length of a text, so that a place found in the folded text is the same
place in the printed one: highlighting needs no map between the two.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from itertools import pairwise

# Words that ask and say nothing about what is asked (疑问词): they stand in lay questions only.
QUESTION_WORDS = """
可不可以 应不应该 需不需要 什么样的 什么时候 多长时间 什么是 怎么办 怎么样 怎么处理 能不能 会不会 有没有
是不是 要不要 该不该 算不算 哪里 哪儿 哪些 哪个 哪种 什么 怎么 怎样 如何 是否 能否 可否 多少 几个 几天 多久
为什么 为何 何时 请问 我们 你们 他们 她们 吗 呢 吧 啊 嘛 么 谁 我 你 他 她 它
"""
# 怎么办理 asks how something is done (办理), and must keep that.
ASKING = re.compile(
    "|".join(sorted(QUESTION_WORDS.split(), key=len, reverse=True)).replace("怎么办|", "怎么办(?!理)|")
)
# Words too common to tell one document from another; they never decide whether a document is a hit.
COMMON_WORDS = """
的 了 是 在 和 与 及 或 对 被 把 将 给 让 由 从 到 于 以 之 其 为 中 时 后 前 上 下 里 该 不 没有 没 还 也 都
就 又 再 有 要 会 能 可以 可 应 应当 应该 需 需要 但 而 那 这 这个 个 等 所 并 者 关于 进行 以及
"""
STOP_WORDS = frozenset(COMMON_WORDS.split())


@cache
def _simplified() -> dict[str, str]:
    lines = files("search").joinpath("traditional.txt").read_text("utf-8").splitlines()
    table = [line for line in lines if not line.startswith("#")]
    return {
        old: new
        for olds, news in zip(table[::2], table[1::2], strict=True)
        for old, new in zip(olds, news, strict=True)
    }


class _Folding(dict[int, str]):
    # Filled as characters are met: str.translate asks for each code point once.
    def __missing__(self, code: int) -> str:
        char = chr(code)
        for step in (_compatible, _simple, str.lower):
            changed = step(char)
            # A change that takes two characters would move all that follows; punctuation is in no term,
            # and left as printed: most law is then the same folded, and need not be kept twice.
            char = changed if changed == " " or is_term(changed.lower()) else char
        self[code] = char
        return char


def _compatible(char: str) -> str:
    return unicodedata.normalize("NFKC", char)


def _simple(char: str) -> str:
    return _simplified().get(char, char)


_FOLDING = _Folding()


@cache
def _folded_signs() -> re.Pattern[str]:
    every = map(chr, range(0x10000))
    # Folding all 65,536 would be a quarter of a second at the first search.
    likely = (char for char in every if char.lower() != char or not unicodedata.is_normalized("NFKC", char))
    changed = "".join(re.escape(char) for char in (*likely, *_simplified()) if _FOLDING[ord(char)] != char)
    return re.compile(f"[{changed}\U00010000-\U0010ffff]")


def fold(text: str) -> str:
    """The text with full-width, capital and traditional characters unified, character for character.

    >>> fold("浙江省大氣污染防治條例（ＡＢＣ）")
    '浙江省大气污染防治条例（abc）'
    """
    # Most texts have nothing to fold, and looking is ten times quicker than translating.
    return text.translate(_FOLDING) if _folded_signs().search(text) else text


def is_han(char: str) -> bool:
    """Whether the character is a Chinese one."""
    return "\u4e00" <= char <= "\u9fff" or "\u3400" <= char <= "\u4dbf"


def is_term(char: str) -> bool:
    """Whether the folded character can be part of a term: Chinese, a-z or a digit."""
    return len(char) == 1 and (is_han(char) or "a" <= char <= "z" or "0" <= char <= "9")


def bigrams(folded: str) -> list[str]:
    """Every two neighbouring term characters, in order.

    >>> bigrams("污染防治,120")
    ['污染', '染防', '防治', '12', '20']
    """
    return [a + b for a, b in pairwise(folded) if is_term(a) and is_term(b)]


def characters(folded: str) -> list[str]:
    """Every Chinese character, in order."""
    return [char for char in folded if is_han(char)]


def terms(cut: Iterable[str]) -> list[str]:
    """What a segmenter cut, without what is not a word.

    >>> terms(["污染", "，", " ", "abc-12"])
    ['污染', 'abc-12']
    """
    return [word for word in cut if any(map(is_term, word))]


def topic(folded: str) -> str:
    """The question without the words that only ask; never empty where the question was not.

    >>> topic("买到假货怎么办"), topic("什么")
    ('买到假货 ', '什么')
    """
    rest = ASKING.sub(" ", folded)
    return rest if any(map(is_term, rest)) else folded


def asking_pairs(question: str) -> set[str]:
    """The pairs of characters that tell a question from others.

    >>> sorted(asking_pairs("证到期怎么办？"))
    ['到期', '证到']
    """
    return set(bigrams(topic(fold(question))))
