"""The forms in which numbers are printed: one bounded pattern for each, and the schemes of issuers."""

import re
from dataclasses import dataclass

# Every variant folds to one character of the same place, so that places in the text stay true.
OPENING, CLOSING = "([{（［｛【〖﹝「", ")]}）］｝】〗﹞」"
DASHES = "－—–―−‐‑─"
SPACING = "\t\n\r\u00a0\u2002\u2003\u2009\u200b\u200c\u200d\u3000\ufeff"
FOLD = str.maketrans(
    {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    | {ord(mark): "〔" for mark in OPENING}
    | {ord(mark): "〕" for mark in CLOSING}
    | {ord(mark): "-" for mark in DASHES}
    | {ord(mark): " " for mark in SPACING}
)
SEPARATOR = re.compile(" {1,200}")

SP = "[ ]{0,4}"
# Han characters but for 号, which ends a number and so never stands in an issuer's name.
HAN = "[一-叶司-龥]"
COUNT = "[〇零○◯一二三四五六七八九十百千]"
SERIAL = rf"(?P<serial>[0-9]{{1,6}}|{COUNT}{{1,8}})"
YEAR = "(?:[0-9]{4}|[〇零○◯O一二三四五六七八九]{4})"
WORD = "(?P<word>令|公告|通告)"
ORGAN = rf"(?P<organ>(?:{HAN}|[、· ]|第[0-9]{{1,2}}届){{0,60}}?)"
SESSION = rf"〔? {SP} 第? (?P<session>{COUNT}{{1,5}}|[0-9]{{1,2}}) {SP} 届 {SP} 〕?"
YEARED = rf"(?P<open>〔)? {SP} (?P<year>{YEAR}) {SP} (?(open)年?{SP}〕|年)"

# 国务院令第796号, 国家税务总局公告2018年第9号, 中国人民银行令〔2021〕第4号, 公告〔十三届〕第12号,
# 主席令（第八十号）
WORD_FIRST = re.compile(
    rf"""{ORGAN} {SP} {WORD} {SP} (?:{SESSION}|{YEARED})? {SP}
    (?P<set>〔)? 第? {SP} {SERIAL} {SP} 号? {SP} (?(set)〕?)""",
    re.VERBOSE,
)
# 海关总署第56号令, 2018年第9号公告, 〔十三届〕第12号公告
WORD_LAST = re.compile(
    rf"{ORGAN} {SP} (?:{SESSION}|{YEARED})? {SP} 第? {SP} {SERIAL} {SP} 号 {SP} {WORD}", re.VERBOSE
)
# 第八十号主席令
SERIAL_FIRST = re.compile(rf"第 {SP} {SERIAL} {SP} 号 {SP} {ORGAN} {SP} {WORD}", re.VERBOSE)
# 第372号, 2020年第54号: what was numbered is not said.
BARE = re.compile(
    rf"(?:{ORGAN} {SP} (?P<year>{YEAR}) {SP} 年)? {SP} 第 {SP} {SERIAL} {SP} 号 (?P<word>)", re.VERBOSE
)
# 国办发〔2018〕118号, 法（研）发〔1982〕3号, 环法规函 2019 121, 国办发〔202130号 (the bracket lost),
# 国函字〔86〕7号
DOCUMENT = re.compile(
    rf"""(?=[一-龥〔])
    (?P<organ>{HAN}{{0,20}}(?:〔[一-龥]〕{HAN}{{1,6}})?) {SP}
    (?P<open>〔)? {SP} (?P<year>{YEAR}|(?(open)[4-9][0-9]|(?!))) {SP}
    (?(open)年?|(?:年(?!{SP}第))?) {SP} 〕? [- ]{{0,4}} 第? {SP} {SERIAL} {SP} 号?""",
    re.VERBOSE,
)
# 〔86〕国环字第3号: the year in front, as it was printed until the 1990s.
YEAR_FIRST = re.compile(
    rf"""〔 {SP} (?P<year>{YEAR}|[4-9][0-9]) {SP} 〕 {SP}
    (?P<organ>{HAN}{{2,12}}?) {SP} 第? {SP} {SERIAL} {SP} 号""",
    re.VERBOSE,
)
FORMS = (WORD_FIRST, WORD_LAST, SERIAL_FIRST, BARE, DOCUMENT, YEAR_FIRST)

# 组织机构代码 (9 characters, its hyphen dropped) or 统一社会信用代码 (18), year, serial of 4 to 7 digits.
# Other authorities have other index numbers; those are opaque.
INDEX = re.compile(
    r"(?P<organ>[0-9A-Za-z]{8}-?[0-9A-Za-z]|[0-9A-Za-z]{18}) ?/ ?"
    r"(?P<year>(?:19|20)[0-9]{2}) ?- ?(?P<serial>[0-9]{4,7})"
)

# In running text only what cannot be anything else is a number; its issuer is then looked for before it.
CORES = re.compile(
    rf"""〔 {SP} (?:19|20)[0-9]{{2}} {SP} 年? {SP} (?:〕 {SP} 第? {SP} [0-9]{{1,5}} | [0-9]{{1,4}}) {SP} 号
    | (?:令|公告|通告) {SP}
      (?:〔? 第? (?:{COUNT}{{1,5}}|[0-9]{{1,2}}) 届 〕? | 〔? (?:19|20)[0-9]{{2}} {SP} (?:年{SP}〕?|〕))? {SP}
      (?P<set>〔)? 第? {SP} (?:[0-9]{{1,5}}|{COUNT}{{1,8}}) {SP} 号 (?(set)〕?)
    | (?:〔? 第? (?:{COUNT}{{1,5}}|[0-9]{{1,2}}) 届 〕? | (?:19|20)[0-9]{{2}}年)? {SP}
      第 {SP} (?:[0-9]{{1,5}}|{COUNT}{{1,8}}) {SP} 号 {SP} (?:令|公告|通告)""",
    re.VERBOSE,
)
# Read backwards from a number: the issuer's characters, a session's digits among them.
BACKWARDS = re.compile(rf"(?:届[0-9]{{1,2}}第|〕[一-龥]〔|{HAN}|、(?={HAN})){{0,40}}")
# What stands between a sentence and the issuer that it cites. 和 and 经 are not here: they stand in
# names (国家发展和改革委员会, 对外贸易经济合作部).
LEAD = re.compile(
    r".{0,60}(?:[〇一二三四五六七八九十][年月日]|根据|按照|依照|依据|参照|有关|以及|附件|我[院部局厅]|本[院部局厅]"
    r"|公布|发布|印发|修订|修正|通过|批准|制定|废止|施行|执行|贯彻|落实|转发|载于|[以按由见的并]|号)"
)
LEAD_OF_CODE = re.compile(r".{0,60}(?:人民政府|办公厅|办公室|委员会|人民法院|检察院|总局|[、和与及经原])")
FIRST_OF_DAY = re.compile("[年月日]{1,2}(?!照)")
LONGEST_CODE = 12

ORGAN_CALLED = "人民代表大会"
SESSION_IN_ORGAN = re.compile(rf"第(?P<session>{COUNT}{{1,5}}|[0-9]{{1,2}})届")
PREFIX_CALLED = {"国": "国务院", "国家主席": "主席"}
# Joint issuers set apart by a space only.
JOINT = re.compile("(?<=[部委局署院会厅行]) {1,4}(?=[一-龥]{2})")
# 原 says that the body has another name today; in these place names it is no such word.
FORMER = re.compile("(?:(?<=、)|^)原(?![平州阳])")
CALLED = (
    ("中华人民共和国", ""),
    ("人大常委会", "人民代表大会常务委员会"),
    ("人民代表大会常委会", "人民代表大会常务委员会"),
    ("中央军委", "中央军事委员会"),
)


@dataclass(frozen=True, slots=True)
class Scheme:
    """How one place numbers its registered documents (统一编号); data, so that each issuer can have its own.

    `pattern` has the groups organ, year and serial and is matched against folded text; `template` is
    how the number is printed.
    """

    name: str
    pattern: re.Pattern[str]
    template: str


SCHEMES = (
    Scheme(
        "浙江省",
        re.compile(
            r"(?P<organ>[A-Z]{4}[0-9]{2}) ?- ?(?P<year>[12][0-9]{3}) ?- ?(?P<serial>[0-9]{4})", re.IGNORECASE
        ),
        "{organ}-{year}-{serial:04}",
    ),
    Scheme(
        "惠州市",
        re.compile(
            r"(?P<organ>[A-Z]{2,6}) ?- ?(?P<year>[12][0-9]{3}) ?- ?(?P<serial>[0-9]{1,4})", re.IGNORECASE
        ),
        "{organ}—{year}—{serial}",
    ),
    Scheme(
        "杨凌示范区",
        re.compile(r"(?P<organ>杨[一-龥]{0,8}规) ?〔(?P<year>[12][0-9]{3})〕 ?(?P<serial>[0-9]{3})"),
        "{organ}〔{year}〕{serial:03}",
    ),
)


def folded(text: str) -> str:
    """The text with each variant of bracket, dash, digit and space as one, character by character."""
    return text.translate(FOLD)


def organ_name(printed: str) -> str:
    """An issuer's name or code in the form in which it is matched: 中华人民共和国 and 原 left out."""
    name = SEPARATOR.sub("", JOINT.sub("、", printed.strip(" 、")))
    for called, meant in CALLED:
        name = name.replace(called, meant)
    return FORMER.sub("", name).replace("〔", "（").replace("〕", "）")


def organ_start(plain: str, core: int, *, code: bool) -> int:
    """Where the issuer begins that a number at `core` belongs to; `code`: it is a short code, not a name."""
    floor = max(0, core - 60)
    run = BACKWARDS.match(plain[floor:core][::-1])
    words = plain[core - (run.end() if run else 0) : core]
    for lead in (FIRST_OF_DAY, LEAD, *([LEAD_OF_CODE] if code else [])):
        if match := lead.match(words):
            words = words[match.end() :]
    return core - len(words.lstrip("、"))
