"""Readings (读音): how characters sound, for pinyin that is typed and for words that are misheard."""

import re
from collections import defaultdict
from functools import cache
from importlib.resources import files

LONGEST_SYLLABLE = 6
LONGEST_TYPED = 60
TYPED = re.compile(r"[a-z']{2,60}")
# What ears and dialects do not keep apart: zh and z, ing and in. The longer ones first.
BLURRED = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"))
ANY = "[\u4e00-\u9fff]"


@cache
def _tables() -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    characters: dict[str, str] = {}
    readings: dict[str, list[str]] = defaultdict(list)
    for line in files("search.understanding").joinpath("readings.txt").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        syllable, _, found = line.partition(" ")
        characters[syllable] = found
        for one in found:
            readings[one].append(syllable)
    return characters, {one: tuple(found) for one, found in readings.items()}


def readings(character: str) -> tuple[str, ...]:
    """How a character may be read, without tones; none for what is no known Chinese character.

    >>> readings("环"), readings("x")
    (('huan',), ())
    """
    return _tables()[1].get(character, ())


def blurred(syllable: str) -> str:
    """The syllable as a careless ear hears it.

    >>> blurred("zhang"), blurred("jing")
    ('zan', 'jin')
    """
    for clear, dull in BLURRED:
        if syllable.startswith(clear) or syllable.endswith(clear):
            syllable = syllable.replace(clear, dull)
    return syllable


@cache
def _sounds(character: str) -> frozenset[str]:
    return frozenset(map(blurred, readings(character)))


def sound_alike(a: str, b: str) -> bool:
    """Whether two characters can be taken for each other by ear.

    >>> sound_alike("条", "跳"), sound_alike("例", "理"), sound_alike("里", "条"), sound_alike("水", "火")
    (True, True, False, False)
    """
    return not _sounds(a).isdisjoint(_sounds(b))


@cache
def _heard() -> dict[str, str]:
    found: dict[str, str] = defaultdict(str)
    for character in _tables()[1]:
        for sound in _sounds(character):
            found[sound] += character
    return found


def misheard(character: str) -> str:
    """Other characters that a careless ear takes for it, the order being that of the script.

    >>> "民" in misheard("名"), misheard("x")
    (True, '')
    """
    return "".join(_heard()[sound] for sound in sorted(_sounds(character))).replace(character, "")


def syllables(typed: str) -> tuple[str, ...]:
    """The letters as syllables, the last of which may be unfinished; () where they are no pinyin.

    The fewest syllables win; an apostrophe or a space parts two.

    >>> syllables("weixianfeiwu"), syllables("xi'an"), syllables("fangzh"), syllables("wxfw")
    (('wei', 'xian', 'fei', 'wu'), ('xi', 'an'), ('fang', 'zh'), ())
    """
    parts = [part for part in typed.lower().replace("'", " ").split() if part]
    if not parts or not all(TYPED.fullmatch(part) for part in parts) or len(typed) > LONGEST_TYPED:
        return ()
    found = [_split(part, last=place == len(parts)) for place, part in enumerate(parts, 1)]
    return tuple(one for part in found if part for one in part) if all(found) else ()


def _split(letters: str, *, last: bool) -> tuple[str, ...] | None:
    known, _ = _tables()
    # The best division of everything from each place on; from the end, so that nothing is tried twice.
    best: dict[int, tuple[str, ...]] = {len(letters): ()}
    for start in range(len(letters) - 1, -1, -1):
        rest = letters[start:]
        ways = [
            (rest[:size], *best[start + size])
            for size in range(1, min(len(rest), LONGEST_SYLLABLE) + 1)
            if rest[:size] in known and start + size in best
        ]
        if last and start and any(one.startswith(rest) for one in known):
            ways.append((rest,))
        if ways:
            best[start] = min(ways, key=len)
    return best.get(0)


def sounding(typed: str) -> re.Pattern[str] | None:
    """What Chinese words these letters may stand for, as a pattern: whole syllables, or initials alone.

    >>> bool(sounding("huanping").search("环评")), bool(sounding("hjbhf").search("环境保护法"))
    (True, True)
    >>> sounding("环评") is None
    True
    """
    found = syllables(typed)
    letters = typed.lower().replace("'", "").replace(" ", "")
    if not TYPED.fullmatch(letters):
        return None
    wanted = found or tuple(letters)
    return re.compile("".join(map(_class, wanted)))


@cache
def _class(beginning: str) -> str:
    """The characters whose reading is this syllable, or begins so where it is unfinished."""
    known, _ = _tables()
    spelt = [beginning] if beginning in known else [one for one in known if one.startswith(beginning)]
    return f"[{''.join(dict.fromkeys(''.join(known[one] for one in spelt)))}]" if spelt else ANY
