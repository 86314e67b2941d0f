"""The segmenter (分词): rjieba where a wheel exists, jieba elsewhere; never both in one index."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

Cut = Callable[[str], list[str]]

try:
    import rjieba
except ImportError:  # no wheel for this processor
    import jieba

    rjieba = None  # type: ignore[assignment]
else:
    # 120 ms and 100 MB that only a machine without rjieba should pay.
    jieba: Any = None  # type: ignore[no-redef]

# Tokens of the two differ in 13 of 147,865 provisions: the index version names the segmenter.
NAME = "rjieba" if rjieba else "jieba"


def segmenter(folder: Path) -> Cut:
    """The function that cuts a text into words; `folder` keeps the dictionary that jieba prepares."""
    cut: Cut = rjieba.cut if rjieba else slow(jieba, folder)
    return cut


def slow(module: Any, folder: Path) -> Cut:  # noqa: ANN401 - jieba has no types
    """Jieba itself, its prepared dictionary kept in our own folder.

    It loads that file with marshal, by default from the shared temporary folder, where anybody may put one.
    """
    module.setLogLevel(logging.WARNING)
    folder.mkdir(parents=True, exist_ok=True)
    module.dt.tmp_dir = str(folder)
    cut: Cut = module.lcut
    return cut
