"""Shortening (缩写): words cleaned for a picture or a post, and shortened at the end of a sentence.

Nothing is ever cut inside a sentence, unless one sentence alone is too long: then at a comma, with ….
"""

import re
import unicodedata
from collections.abc import Iterator

ELLIPSIS = "…"
# Closing marks belong to the sentence that they close.
SENTENCE = re.compile(r"[^。！？!?；;]{0,20000}[。！？!?；;]{1,4}[”’」』）》】]{0,3}|[^。！？!?；;]{1,20000}")
COMMAS = frozenset("，、：,；;")
CLOSING = "，、：；,;: "
# What holds the sign before it together with the one after it, or belongs to the one before.
JOINERS = frozenset("\u200d\ufe0e\ufe0f")
# Marks of Markdown, in the order in which they are taken away. All quantifiers are bounded.
MARKDOWN = tuple(
    (re.compile(pattern, re.MULTILINE), instead)
    for pattern, instead in (
        (r"<!--.{0,2000}?-->", ""),
        (r"</?[A-Za-z][^<>]{0,500}>", ""),
        (r"!\[([^\]\n]{0,500})\]\([^)\n]{0,1000}\)", r"\1"),
        (r"\[([^\]\n]{0,500})\]\([^)\n]{0,1000}\)", r"\1"),
        (r"^ {0,3}(?:#{1,6} {1,9}|> ?|[-*+] {1,9}|\d{1,3}[.)] {1,9})", ""),
        (r"^ {0,3}(?:```|~~~).{0,80}$", ""),
        (r"^[ |:-]{3,400}$", ""),
        (r"(\*\*|__)(?=\S)([^*_\n]{1,500})\1", r"\2"),
        (r"\*(?=\S)([^*\n]{1,500})\*", r"\1"),
        (r"`([^`\n]{1,500})`", r"\1"),
        (r" {0,4}\| {0,4}", " "),
    )
)
SPACE_IN_CHINESE = re.compile(
    r"(?<=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]) (?=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef])"
)


def plain(markdown: str) -> str:
    """The words of a Markdown text without its marks, in one line.

    >>> plain("各地**做法不一**，见[办法](/documents/1)。")
    '各地做法不一，见办法。'
    """
    for pattern, instead in MARKDOWN:
        markdown = pattern.sub(instead, markdown)
    return clean(markdown)


def clean(words: str) -> str:
    r"""The words as they can be set and counted: one line, nothing unseen, nothing without a form in type.

    Characters that turn the direction of writing or are not seen are left out, and so are emoji and
    private signs: no font of a department's server has them.

    >>> clean("办\u200b理 \u202e三日")
    '办理三日'
    """
    kept = "".join(
        character if _sets(character) else " " if character.isspace() else "" for character in words
    )
    return SPACE_IN_CHINESE.sub("", " ".join(kept.split()))


def _sets(character: str) -> bool:
    if character.isascii():
        return character.isprintable()
    if character > "\uffff" and not "\U00020000" <= character <= "\U000323af":
        return False
    category = unicodedata.category(character)
    return category[0] not in "CZ" and character not in JOINERS


def sentences(words: str) -> Iterator[str]:
    """The sentences, each with the mark that ends it; joined, they are the words again.

    >>> list(sentences("先领证。再排污！"))
    ['先领证。', '再排污！']
    """
    return (found.group() for found in SENTENCE.finditer(words))


def shortened(words: str, most: int) -> str:
    """At most so many characters: whole sentences, or the first one's beginning up to a comma, with ….

    >>> shortened("先领证，再排污。到期之前早延续。", 9)
    '先领证，再排污。'
    >>> shortened("先领证，再排污，到期之前早延续。", 9)
    '先领证，再排污…'
    """
    if len(words) <= most:
        return words
    kept = ""
    for sentence in sentences(words):
        if len(kept) + len(sentence) > most:
            break
        kept += sentence
    return kept.strip() or cut(words, most)


def cut(words: str, most: int) -> str:
    """The beginning of one sentence that is too long: up to a comma where one serves, with ….

    >>> cut("排污许可证正本和副本应当妥善保管", 8)
    '排污许可证正本…'
    """
    if most <= 0:
        # Nothing has room after a title that takes all of it.
        return ""
    if len(words) <= most:
        return words
    room = most - 1
    at = max((place for place in range(room + 1) if words[place] in COMMAS), default=0)
    # A comma in the first third would throw away too much.
    end = at if at > room // 3 else _whole(words, room)
    return words[:end].rstrip(CLOSING) + ELLIPSIS


def _whole(words: str, end: int) -> int:
    """The last place at or before `end` that parts no sign from what belongs to it."""
    while end > 0 and (
        unicodedata.combining(words[end]) or words[end] in JOINERS or words[end - 1] in JOINERS
    ):
        end -= 1
    # Nor a number from its digits, nor a Latin word, unless it is longer than anybody's.
    start = end
    while start > 0 and end - start < 20 and _runs_on(words[start - 1], words[start]):  # noqa: PLR2004  # a word
        start -= 1
    return start if start and not _runs_on(words[start - 1], words[start]) else end


def _runs_on(left: str, right: str) -> bool:
    return left.isascii() and right.isascii() and left.isalnum() and right.isalnum()
