"""Look-alikes (形近字): characters that are taken for each other by eye."""

from collections import defaultdict
from functools import cache
from importlib.resources import files


@cache
def _groups() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for line in files("search.understanding").joinpath("lookalikes.txt").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            for character in line:
                found[character].update(line)
    return {character: frozenset(group - {character}) for character, group in found.items()}


def look_alikes(character: str) -> frozenset[str]:
    """What may have been meant where this character stands.

    >>> "己" in look_alikes("已"), look_alikes("的")
    (True, frozenset())
    """
    return _groups().get(character, frozenset())
