"""Numbers that lack a part (残缺文号): 国办发37号, 〔2018〕37号, 环发2018, as people remember them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

OPEN, CLOSE = r"[〔\[【(（]", r"[〕\]】)）]"
ORGAN = r"(?P<organ>[\u4e00-\u9fff]{1,12}?)"
YEAR = rf"(?:{OPEN}?(?P<year>(?:19|20)[0-9]{{2}})(?:{CLOSE}|年)?)"
SERIAL = r"(?:第?(?P<serial>[0-9]{1,5})号?)"
# Without a year the serial needs its 号; 国办发37 may be anything.
WITHOUT_YEAR = re.compile(rf"{ORGAN}\s?第?(?P<serial>[0-9]{{1,5}})号(?:文件?|令)?")
WITHOUT_ORGAN = re.compile(rf"{YEAR}\s?第?(?P<serial>[0-9]{{1,5}})号(?:文件?)?")
WITHOUT_SERIAL = re.compile(rf"{ORGAN}\s?{OPEN}(?P<year>(?:19|20)[0-9]{{2}}){CLOSE}")
BARE = re.compile(r"第?(?P<serial>[0-9]{1,5})号(?:文件?|令)")
FORMS = (WITHOUT_YEAR, WITHOUT_ORGAN, WITHOUT_SERIAL, BARE)
KEY = re.compile(r"(?P<organ>.{1,60}?)(?:〔(?P<year>[0-9]{4})〕|第)?(?P<serial>[0-9]{1,6})号?$")
MOST = 8


@dataclass(frozen=True, slots=True)
class Parts:
    """What is known of a number; an empty part is not known."""

    organ: str = ""
    year: str = ""
    serial: str = ""


def parts(folded: str) -> Parts | None:
    """The parts of a number that lacks one; None for what does not look like a number.

    >>> parts("国办发37号"), parts("〔2018〕37号"), parts("养犬管理")
    (Parts(organ='国办发', year='', serial='37'), Parts(organ='', year='2018', serial='37'), None)
    """
    for form in FORMS:
        if found := form.fullmatch(folded.strip()):
            known = found.groupdict()
            return Parts(*(known.get(name) or "" for name in ("organ", "year", "serial")))
    return None


def completing(wanted: Parts, known: Iterable[str]) -> list[str]:
    """The known normal forms that have all these parts, the newest first.

    >>> known = ["国办发〔2018〕37号", "国办发〔2019〕37号", "国发〔2018〕37号"]
    >>> completing(Parts("国办发", "", "37"), known)
    ['国办发〔2019〕37号', '国办发〔2018〕37号']
    """
    found = []
    for one in known:
        form = KEY.match(one)
        if form and _has(wanted, form):
            found.append((form["organ"] == wanted.organ, form["year"] or "", one))
    return [one for _same, _year, one in sorted(found, reverse=True)[:MOST]]


def _has(wanted: Parts, form: re.Match[str]) -> bool:
    if wanted.serial and form["serial"].lstrip("0") != wanted.serial.lstrip("0"):
        return False
    if wanted.year and form["year"] != wanted.year:
        return False
    return not wanted.organ or wanted.organ.removesuffix("令").removesuffix("第") in form["organ"]
