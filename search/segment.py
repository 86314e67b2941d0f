"""The segmenter (分词): rjieba where a wheel exists, jieba elsewhere; never both in one index."""

import logging
from collections.abc import Callable
from pathlib import Path

try:
    import rjieba
except ImportError:  # no wheel for this processor
    rjieba = None

# Tokens of the two differ in 13 of 147,865 provisions: the index version names the segmenter.
NAME = "rjieba" if rjieba else "jieba"


def segmenter(folder: Path) -> Callable[[str], list[str]]:
    """The function that cuts a text into words; `folder` keeps the dictionary that jieba prepares.

    jieba loads its prepared dictionary with marshal, by default from the shared temporary folder,
    where anybody may put a file; ours stands in the data folder.
    """
    if rjieba:
        cut: Callable[[str], list[str]] = rjieba.cut
        return cut
    return _jieba(folder)


def _jieba(folder: Path) -> Callable[[str], list[str]]:
    import jieba  # noqa: PLC0415 - 120 ms and 100 MB that only a machine without rjieba should pay

    jieba.setLogLevel(logging.WARNING)
    folder.mkdir(parents=True, exist_ok=True)
    jieba.dt.tmp_dir = str(folder)
    cut: Callable[[str], list[str]] = jieba.lcut
    return cut
