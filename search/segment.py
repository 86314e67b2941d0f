"""The segmenter (分词): rjieba where a wheel exists, jieba elsewhere; never both in one index."""

import logging
from collections.abc import Callable
from pathlib import Path

Cut = Callable[[str], list[str]]

try:
    from rjieba import cut as _rjieba
except ImportError:  # no wheel for this processor
    _fast: Cut | None = None
else:
    _fast = _rjieba

# Tokens of the two differ in 13 of 147,865 provisions: the index version names the segmenter.
NAME = "rjieba" if _fast else "jieba"


def segmenter(folder: Path) -> Cut:
    """The function that cuts a text into words; `folder` keeps the dictionary that jieba prepares.

    jieba loads its prepared dictionary with marshal, by default from the shared temporary folder,
    where anybody may put a file; ours stands in the data folder.
    """
    return _fast or _jieba(folder)


def _jieba(folder: Path) -> Cut:
    import jieba  # noqa: PLC0415 - 120 ms and 100 MB that only a machine without rjieba should pay

    jieba.setLogLevel(logging.WARNING)
    folder.mkdir(parents=True, exist_ok=True)
    jieba.dt.tmp_dir = str(folder)
    cut: Cut = jieba.lcut
    return cut
