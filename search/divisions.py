"""Administrative divisions (行政区划): provinces and their second level, by the names people use. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

PROVINCE_ENDS = ("维吾尔自治区", "壮族自治区", "回族自治区", "特别行政区", "自治区", "省", "市")
CITY = "市"
NO_CITIES = ("自治州", "地区", "盟")
# Of a word that is also an ordinary one, only the full name names the place.
ORDINARY = "*"

# The full name of a place, as titles begin with it.
PLACE = re.compile("(?!关于)([\u4e00-\u9fff]{2,8}?(?:自治区|自治州|自治县|省|市|县|区))")


@dataclass(frozen=True, slots=True)
class Divisions:
    """Full names with the short name of their province, and what people call them."""

    provinces: Mapping[str, str]
    called: Mapping[str, str]


@cache
def divisions() -> Divisions:
    """The list that comes with the program.

    >>> divisions().provinces["温州市"], divisions().called["温州"], "日照" in divisions().called
    ('浙江', '温州市', False)
    """
    provinces, called = {}, {}
    for line in files("search").joinpath("places.txt").read_text("utf-8").splitlines():
        if "=" not in line or line.startswith("#"):
            continue
        full, below = line.split(" =")
        short = short_province(full)
        provinces[full], called[short] = short, full
        for name, word in map(division, below.split()):
            provinces[name] = short
            called |= {word: name} if word else {}
    return Divisions(provinces, called | {full: full for full in provinces})


def short_province(full: str) -> str:
    """The name of a province as people say it.

    >>> short_province("广西壮族自治区"), short_province("浙江省")
    ('广西', '浙江')
    """
    end = next(end for end in PROVINCE_ENDS if full.endswith(end))
    return full.removesuffix(end)


def division(entry: str) -> tuple[str, str]:
    """The full name of a division and what people call it, "" for nothing shorter.

    >>> division("温州"), division("日照*"), division("恩施土家族苗族自治州=恩施"), division("兴安盟")
    (('温州市', '温州'), ('日照市', ''), ('恩施土家族苗族自治州', '恩施'), ('兴安盟', ''))
    """
    name, _, word = entry.partition("=")
    if word:
        return name, word
    if name.endswith(NO_CITIES):
        return name, ""
    plain = name.removesuffix(ORDINARY)
    return plain + CITY, "" if plain != name else plain
