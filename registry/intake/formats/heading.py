"""The head of a paper (版头、标题、题注): letterhead, number, title and history lines above the text.

GB/T 9704-2012 7.2 and 7.3: 份号, 密级, 紧急程度, 发文机关标志, 发文字号, 签发人, then the title; an
order (令) begins with its own head and signature.
"""

import re
from collections.abc import Sequence

from registry.intake.formats.extract import Line
from registry.intake.formats.paper import (
    HEAD,
    LONGEST_HEAD_LINE,
    LONGEST_NOTE,
    LONGEST_TITLE,
    STRUCTURE,
    Paper,
    day_of,
    unclosed,
)
from registry.law.days import days_in, read_day
from registry.law.docnumber import Family, find
from registry.law.history import VERB
from registry.law.organs import ORGAN_NAME, in_title, listed
from registry.law.titles import title_key

TITLE_END = re.compile(
    r"(?:通知|意见|办法|规定|决定|细则|方案|条例|公告|通告|通报|批复|函|纪要|命令|报告|规划|计划|解释|答复|标准|目录|清单"
    r"|规则|令|法|安排|要点|制度|预案|指南|规程|规范|措施|名录|决议|公报|请示|议案|准则|章程|纲要|大纲|程序)"
    r"(?:[（(][^（）()]{1,20}[)）])?$"
)
COPY = re.compile(r"[0-9０-９]{6}")
SECRET = re.compile(r"(?:绝密|机密|秘密)(?:[★*].{0,12})?")
URGENT = re.compile(r"特\s{0,4}急|加\s{0,4}急|平\s{0,4}急|特提")
SIGNER = re.compile(r"签发人[:：].{0,60}$")
LETTERHEAD = re.compile(
    r"(?P<organs>[\u4e00-\u9fff（）()\s\u3000、]{2,60}?)[\s\u3000]{0,4}文[\s\u3000]{0,4}件"
)
ORDER_HEAD = re.compile(
    r"(?P<organ>[\u4e00-\u9fff、\s\u3000]{2,60}?)[\s\u3000]{0,4}(?:令|命[\s\u3000]{0,4}令|公[\s\u3000]{0,4}告)"
)
SERIAL = re.compile(r"第?[\s\u3000]{0,4}[0-9０-９一二三四五六七八九十百〇零]{1,6}[\s\u3000]{0,4}号")
SHORT_BRACKET = re.compile(r"[（(][^（）()0-9]{1,12}[)）]")
NUMBER_SPARE = 6
ADDRESSED = re.compile(r".{2,400}[:：]$")


def take_head(paper: Paper) -> str:
    """What stands above the text: taken off the lines, noted in the fields; gives the title."""
    organs: list[str] = []
    while paper.lines and _is_head(paper, paper.lines[0], organs):
        paper.lines.pop(0)
    if organs:
        paper.fields.setdefault("issuers", "、".join(listed("、".join(organs)) or dict.fromkeys(organs)))
    title = _take_order(paper) if paper.fields.get("order_number") else _take_title(paper)
    if title:
        paper.fields["title"] = title
    while paper.lines and _is_note(paper, paper.lines[0]):
        paper.lines.pop(0)
        while paper.lines and paper.notes and unclosed(paper.notes[-1]):
            paper.notes[-1] += paper.lines.pop(0).words.strip()
    if paper.lines and ADDRESSED.fullmatch(first := paper.lines[0].words) and not STRUCTURE.match(first):
        paper.fields["addressees"] = first.rstrip("：:")
    return title


def _is_head(paper: Paper, line: Line, organs: list[str]) -> bool:
    words = line.words.strip()
    if line.table or len(words) > LONGEST_HEAD_LINE:
        return False
    if SECRET.fullmatch(words):
        paper.notices.append(f"标有密级“{words}”：请先核实能否公开。")
        return True
    if COPY.fullmatch(words) or URGENT.fullmatch(words) or SIGNER.match(words):
        return True
    return _is_letterhead(paper, line, organs) or _is_number(paper, words)


def _is_letterhead(paper: Paper, line: Line, organs: list[str]) -> bool:
    words = line.words.strip()
    if "document_number" in paper.fields and not line.red:
        return False
    if (match := LETTERHEAD.fullmatch(words)) and _organs(match["organs"]):
        organs.extend(_organs(match["organs"]))
        return True
    if (match := ORDER_HEAD.fullmatch(words)) and _organs(match["organ"]) and _serial(paper):
        serial = "".join(_serial(paper).split())
        organs.extend(_organs(match["organ"]))
        paper.fields["order_number"] = "".join(words.split()) + serial
        paper.cover += [words, _serial(paper)]
        paper.lines.pop(1)
        return True
    if line.red and (words == "文件" or _organs(words)):
        organs.extend(_organs(words))
        return True
    return False


def _organs(words: str) -> list[str]:
    parts = [part for part in re.split(r"[、\s\u3000]+", words) if part]
    whole = "".join(parts)
    if parts and all(ORGAN_NAME.fullmatch(part) for part in parts):
        return parts
    return [whole] if ORGAN_NAME.fullmatch(whole) else []


def _serial(paper: Paper) -> str:
    after = paper.lines[1].words.strip() if len(paper.lines) > 1 else ""
    return after if SERIAL.fullmatch(after) else ""


def _is_number(paper: Paper, words: str) -> bool:
    plain = SIGNER.sub("", words).strip(" \u3000（）()")
    found = find(plain)
    if not found or len(plain) - len(found[0].raw) > NUMBER_SPARE or found[0].number.family is Family.INDEX:
        return False
    name = "order_number" if found[0].number.family is Family.ORDER else "document_number"
    paper.fields.setdefault(name, found[0].raw.strip())
    return True


def _take_title(paper: Paper) -> str:
    taken = _centred_title(paper.lines) or _ended_title(paper.lines)
    title = "".join(line.words.strip() for line in paper.lines[:taken])
    if not taken or len(title) > LONGEST_TITLE:
        return ""
    del paper.lines[:taken]
    return _closed_up(title)


def _take_order(paper: Paper) -> str:
    # An order (令) comes first; the text that it publishes begins after its signature and day.
    day = next((at for at, line in enumerate(paper.lines[:HEAD]) if read_day(line.words)), None)
    if day is None or any(STRUCTURE.match(line.words) for line in paper.lines[:day]):
        return _take_title(paper)
    cover, paper.lines = paper.lines[: day + 1], paper.lines[day + 1 :]
    title = _take_title(paper)
    paper.cover += [line.words for line in cover]
    paper.fields["signed_on"] = day_of(cover[-1].words)
    return title


def _centred_title(lines: Sequence[Line]) -> int:
    taken = 0
    for line in lines[:8]:
        if not line.centred or not _may_be_title(line) or (taken and not _same_title(lines[0], line)):
            break
        taken += 1
    return taken


def _same_title(first: Line, line: Line) -> bool:
    # Printed again below, the title is no part of itself; a smaller line is a date, an author, a chapter.
    if title_key(first.words).startswith(title_key(line.words)):
        return False
    smaller = 0 < line.size < first.size
    return not smaller or SHORT_BRACKET.fullmatch(line.words.strip()) is not None


def _ended_title(lines: Sequence[Line]) -> int:
    # Without a layout: the first lines up to what ends like a title.
    for taken, line in enumerate(lines[:5], start=1):
        if not _may_be_title(line):
            return 0
        if TITLE_END.search(line.words.strip()):
            follows = lines[taken].words.strip() if taken < len(lines) else ""
            return taken + 1 if SHORT_BRACKET.fullmatch(follows) else taken
    return 0


def _may_be_title(line: Line) -> bool:
    words = line.words.strip()
    if (
        line.table
        or len(words) > LONGEST_TITLE
        or STRUCTURE.match(words)
        or words.endswith(tuple("：:。；;，"))
    ):
        return False
    bracketed = words[:1] in "（(" and words[-1:] in "）)" and not SHORT_BRACKET.fullmatch(words)
    return not (bracketed or _is_step(words))


def _is_step(words: str, *, named: bool = True) -> bool:
    # 2021年3月24日某省人民代表大会常务委员会第二十七次会议通过: a day first, a deed of the legislator.
    found = days_in(words[:LONGEST_HEAD_LINE])
    first = bool(found) and words[: found[0].start].strip("根据（( \u3000") == ""
    return first and (not named or VERB.search(words) is not None or read_day(words) is not None)


def _closed_up(title: str) -> str:
    # Spaces between Chinese characters only fill the line, but for those that part joint issuers.
    if len(in_title(title)) > 1:
        organs, mark, rest = title.partition("关于")
        return " ".join(organs.split()) + mark + _closed_up(rest) if mark else title
    return re.sub(r"(?<=[^\x00-\x7f])[\s\u3000]{1,8}(?=[^\x00-\x7f])", "", title)


def _is_note(paper: Paper, line: Line) -> bool:
    words = line.words.strip()
    if line.table or len(words) > LONGEST_NOTE:
        return False
    if len(words) < LONGEST_HEAD_LINE and _is_number(paper, words):
        return True
    bracketed = words[:1] in "（(" and words[-1:] in "）)" and bool(days_in(words))
    # 2019年10月1日 施行 tells no deed of its own, but stands below one that does.
    step = not words.endswith(("。", "：", ":")) and _is_step(words, named=not paper.notes)
    if bracketed or step:
        paper.notes.append(words)
        return True
    return title_key(words) == title_key(paper.fields.get("title", "")) != ""
