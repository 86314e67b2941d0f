"""Markdown as real collections of documents have it, taken apart into a manuscript.

Three sorts are met: texts with `# title`, history lines and `<!-- INFO END -->`; web pages with a block
of fields (索引号, 发文字号, …); pages of a VuePress site with front matter, containers, anchors and
HTML. Texts without any mark begin with their title.
"""

import re
from collections.abc import Sequence

from registry.intake import pagemarks
from registry.law.days import days_in
from registry.law.docnumber import find
from registry.law.history import VERB
from registry.law.manuscript import Manuscript
from registry.law.marks import bare
from registry.law.titles import title_key

INFO_END = "<!-- INFO END -->"
# Page fields as gov.cn prints them, spread with spaces and with the value on the next line.
FIELD = re.compile(
    r"(?P<key>索\s{0,4}引\s{0,4}号|主\s{0,4}题\s{0,4}分\s{0,4}类|发\s{0,4}文\s{0,4}机\s{0,4}关|成\s{0,4}文\s{0,4}日\s{0,4}期"
    r"|标\s{0,4}题|发\s{0,4}文\s{0,4}字\s{0,4}号|发\s{0,4}布\s{0,4}日\s{0,4}期|主\s{0,4}题\s{0,4}词|有\s{0,4}效\s{0,4}性"
    r"|统\s{0,4}一\s{0,4}编\s{0,4}号|废\s{0,4}止\s{0,4}时\s{0,4}间|失\s{0,4}效\s{0,4}日\s{0,4}期)\s{0,4}[:：]\s{0,4}(?P<value>.{0,600})$"
)
KEYWORDS = "主题词"
LONGEST_NUMBER = 60
LONGEST_STEP = 120
# Brackets or a space around a number that stands on a line of its own.
SPARE = 4
NOTE = re.compile(r"[（(].{4,1500}[）)]?。?$")
LONGEST_TITLE = 240
# An unmarked text begins with its title: the last of the first lines that ends like one.
TITLE_END = re.compile(
    r"(?:通知|意见|办法|规定|决定|细则|方案|条例|公告|通告|通报|批复|函|纪要|命令|报告|规划|计划|解释|答复|标准|目录|清单|规则|令|法)(?:（[^（）]{1,20}）)?$"
)
FIRST_LINES = 8
ADDRESSED = re.compile(r"[：:。]$")


def manuscript(source: str) -> Manuscript:
    """Take a Markdown source apart: titles, fields, head and body, without what is only markup.

    Nothing is corrected: odd characters and impossible dates stay as they are, and
    `registry/intake/doubts.py` reports them.
    """
    plain = source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    fields, rest = pagemarks.front_matter(plain)
    above, mark, below = rest.partition(INFO_END)
    titles: list[str] = []
    head = _without_titles(pagemarks.cleaned(above, fields), titles) if mark else []
    body = pagemarks.cleaned(below if mark else above, fields)
    body = _without_titles(body, titles)
    if not titles:
        above_title, body = _untitled(body, titles, fields)
        head += above_title
    led, body = _lead(_unbroken(body), titles[0] if titles else "", fields)
    return Manuscript(tuple(titles), fields, tuple(head + led), tuple(body))


def _without_titles(lines: list[str], titles: list[str]) -> list[str]:
    # Top-level headings are titles until the text begins; the first one is a title wherever it stands.
    kept: list[str] = []
    for line in lines:
        if line.startswith("# ") and (not kept or not titles):
            titles.append(line[2:].strip(" \u3000#*"))
        else:
            kept.append(line)
    return kept


def _untitled(body: list[str], titles: list[str], fields: dict[str, str]) -> tuple[list[str], list[str]]:
    # A page without a heading: its own field, else its first lines up to what ends like a title.
    if printed := fields.get("title") or fields.get("标题"):
        titles.append(printed)
        return [], body
    for place, line in enumerate(body[:FIRST_LINES]):
        if len(line) > LONGEST_TITLE or ADDRESSED.search(line):
            break
        if TITLE_END.search(line.strip()):
            titles.append(line.strip())
            return body[:place], body[place + 1 :]
    if body and len(body[0]) <= LONGEST_TITLE and not ADDRESSED.search(body[0]):
        titles.append(body[0].strip())
        return [], body[1:]
    return [], body


def _lead(body: list[str], title: str, fields: dict[str, str]) -> tuple[list[str], list[str]]:
    # What still stands before the text's first words: fields, the title again, number, history in
    # brackets, dates.
    head: list[str] = []
    place = _page_fields(body, fields)
    place = _title_again(body, place, title)
    while place < len(body) and _of_head(body[place]):
        head.append(body[place])
        place = _title_again(body, place + 1, title)
    return head, body[place:]


def _unbroken(lines: list[str]) -> list[str]:
    # A line that ends inside a title mark which the next one closes was broken by its page's width.
    whole: list[str] = []
    for line in lines:
        if whole and _opened(whole[-1]) > 0 > _opened(line):
            whole[-1] += line
        else:
            whole.append(line)
    return whole


def _opened(line: str) -> int:
    return line.count("《") - line.count("》")


def _page_fields(body: list[str], fields: dict[str, str]) -> int:
    place = 0
    while place < len(body) and (match := FIELD.match(body[place])):
        key, found = re.sub(r"\s", "", match["key"]), match["value"].strip()
        place += 1
        # The keywords are left empty by most pages: the line below is the text already.
        if not found and key != KEYWORDS and place < len(body) and not FIELD.match(body[place]):
            found = body[place].strip()
            place += 1
        fields.setdefault(key, found)
    return place


def _title_again(body: Sequence[str], start: int, title: str) -> int:
    # The title is often printed a second time, broken into lines.
    key, said = title_key(title), ""
    for place in range(start, min(len(body), start + FIRST_LINES)):
        said += body[place].strip("# \u3000*")
        if not key.startswith(title_key(said)) or not title_key(said):
            return start
        if title_key(said) == key:
            return place + 1
    return start


def _of_head(line: str) -> bool:
    words = line.strip()
    if len(words) < LONGEST_NUMBER and _is_number(words):
        return True
    if not days_in(words[:LONGEST_STEP]):
        return False
    if NOTE.fullmatch(words) and VERB.search(words):
        return True
    return len(words) < LONGEST_STEP and _is_step(words)


def _is_number(words: str) -> bool:
    found = find(words)
    return bool(found) and len(words) - len(found[0].raw) <= SPARE


def _is_step(words: str) -> bool:
    # 2026-03-12 公布; 2016年9月23日经…会议批准: a day, an organ, and the deed at the end.
    found, deeds = days_in(words), list(VERB.finditer(bare(words)))
    return (
        found[0].start <= 1 and bool(deeds) and len(words) - deeds[-1].end() <= 1 and words[-1] not in "。："
    )
