"""The mark (时效标注) of an interpretation: what became of the documents that it explains."""

from collections.abc import Sequence


def mark_word(words: Sequence[str]) -> str:
    """The mark of an interpretation, from the marks of its documents in their order ("" where one holds).

    >>> mark_word(["已废止"]), mark_word(["", "已失效"]), mark_word([""])
    ('已废止', '部分所解读文件已失效', '')
    """
    if words and words[0]:
        return words[0]
    return next((f"部分所解读文件{word}" for word in words if word), "")


def titled(word: str, title: str) -> str:
    """The title with the mark before it: 【已废止】….

    >>> titled("已废止", "《办法》解读"), titled("", "《办法》解读")
    ('【已废止】《办法》解读', '《办法》解读')
    """
    return f"【{word}】{title}" if word else title
