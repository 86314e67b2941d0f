"""Official papers (公文, GB/T 9704-2012): from lines as printed to title, fields and text in our Markdown.

What the standard sets apart (版头、发文字号、主送机关、署名、成文日期、附注、版记) becomes fields; the
text keeps the addressees, the signature and its day, as published texts do.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from registry.intake.formats import page_fields
from registry.intake.formats.extract import Extract, Line, as_words
from registry.intake.markdown import INFO_END
from registry.law.days import days_in, read_day
from registry.law.docnumber import Family, find
from registry.law.history import VERB
from registry.law.organs import ORGAN_NAME, in_title, signing
from registry.law.titles import title_key

HEAD, LONGEST_HEAD_LINE, LONGEST_TITLE, LONGEST_NOTE = 40, 120, 240, 1500
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
STRUCTURE = re.compile(
    r"(?:第[一二三四五六七八九十百零〇0-9]{1,6}[编章节条]|[一二三四五六七八九十]{1,3}、|目[\s\u3000]{0,4}[录次]$)"
)
SHORT_BRACKET = re.compile(r"[（(][^（）()0-9]{1,12}[)）]")
REMARK = re.compile(r"[（(][^（）()]{0,30}(?:此件|公开|印发至|发至).{0,60}[)）]")
COPIED = re.compile(r"(?:抄送|抄报|主送|分送)[:：](?P<whom>.{0,600})")
PRINTED = re.compile(
    r"(?P<by>[\u4e00-\u9fff\s\u3000（）()]{0,60}?)[\s\u3000]{0,20}(?P<day>[0-9０-９一二三四五六七八九十〇零○]{4}年.{2,10}日)[\s\u3000]{0,4}印发"
)
NUMBER_SPARE = 6
# The printer's block (版记) is the last thing on the last page.
LAST = 14
ADDRESSED = re.compile(r".{2,400}[:：]$")
BLOCK_MARK = re.compile(r"[#>:=+*\-]{1,6}(?=[\s#:=*\-]|$)")


@dataclass(slots=True)
class _Paper:
    """A paper while it is taken apart: what is left of its lines, and what was found."""

    lines: list[Line]
    fields: dict[str, str]
    notices: list[str]
    cover: list[str]
    notes: list[str]


def compose(extract: Extract) -> tuple[str, dict[str, str], list[str]]:
    """The text in our Markdown dialect, the fields by our names, and more sentences for the person."""
    paper = _Paper([line for line in extract.lines if line.words.strip()], {}, [], [], [])
    for name, value in extract.fields.items():
        page_fields.settle(paper.fields, page_fields.named(name) or name, value)
    _take_page_fields(paper)
    title = _take_head(paper) or paper.fields.get("title", "")
    _take_tail(paper)
    _read_signature(paper, title)
    if title:
        paper.fields["title"] = title
    else:
        paper.notices.append("没有认出标题，请填写。")
    if not paper.lines:
        paper.notices.append("没有读到正文，请录入。")
    return _markdown(title, paper), paper.fields, paper.notices


def _markdown(title: str, paper: _Paper) -> str:
    number = paper.fields.get("document_number", "")
    head = [_plain(words) for words in (number, *paper.notes) if words]
    # What stands above this mark is never taken for text.
    head += [INFO_END] if head else []
    body = [_plain(words) for words in paper.cover]
    body += [line.words if line.table else _plain(line.words) for line in paper.lines]
    return "\n\n".join(filter(None, (f"# {_plain(title)}" if title else "", *head, *body))) + "\n"


def _plain(words: str) -> str:
    text = as_words(words.strip())
    return BLOCK_MARK.sub("", text, count=1).strip() if BLOCK_MARK.match(text) else text


def _take_page_fields(paper: _Paper) -> None:
    kept: list[Line] = []
    waiting = ""
    for place, line in enumerate(paper.lines):
        if place >= HEAD:
            kept.append(line)
        elif line.table and (found := page_fields.in_cells(_cells(line))):
            for name, value in found.items():
                page_fields.settle(paper.fields, name, value)
        else:
            waiting = _page_field(paper, line, kept, waiting)
    paper.lines = kept


def _page_field(paper: _Paper, line: Line, kept: list[Line], waiting: str) -> str:
    # Pages print a name, and its value in the same line or in the next.
    name, value = page_fields.in_line(line.words)
    bare = page_fields.named(line.words) if line.words.strip().endswith((":", "：")) else ""
    if name in {"", "title"} and not bare and waiting:
        page_fields.settle(paper.fields, waiting, line.words)
        return ""
    if (name and not line.centred) or bare:
        page_fields.settle(paper.fields, name or bare, value)
        return "" if value or (name or bare) == "keywords" else name or bare
    kept.append(line)
    return ""


def _cells(table: Line) -> list[str]:
    return [cell for row in table.rows for cell in row if cell]


def _take_head(paper: _Paper) -> str:
    """What stands above the text: taken off the lines, noted in the fields; gives the title."""
    organs: list[str] = []
    while paper.lines and _is_head(paper, paper.lines[0], organs):
        paper.lines.pop(0)
    if organs:
        paper.fields.setdefault("issuers", "、".join(dict.fromkeys(organs)))
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


def _is_head(paper: _Paper, line: Line, organs: list[str]) -> bool:
    words = line.words.strip()
    if line.table or len(words) > LONGEST_HEAD_LINE:
        return False
    if SECRET.fullmatch(words):
        paper.notices.append(f"标有密级“{words}”：请先核实能否公开。")
        return True
    if COPY.fullmatch(words) or URGENT.fullmatch(words) or SIGNER.match(words):
        return True
    return _is_letterhead(paper, line, organs) or _is_number(paper, words)


def _is_letterhead(paper: _Paper, line: Line, organs: list[str]) -> bool:
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


def _serial(paper: _Paper) -> str:
    after = paper.lines[1].words.strip() if len(paper.lines) > 1 else ""
    return after if SERIAL.fullmatch(after) else ""


def _is_number(paper: _Paper, words: str) -> bool:
    plain = SIGNER.sub("", words).strip(" \u3000（）()")
    found = find(plain)
    if not found or len(plain) - len(found[0].raw) > NUMBER_SPARE or found[0].number.family is Family.INDEX:
        return False
    name = "order_number" if found[0].number.family is Family.ORDER else "document_number"
    paper.fields.setdefault(name, found[0].raw.strip())
    return True


def _take_title(paper: _Paper) -> str:
    taken = _centred_title(paper.lines) or _ended_title(paper.lines)
    title = "".join(line.words.strip() for line in paper.lines[:taken])
    if not taken or len(title) > LONGEST_TITLE:
        return ""
    del paper.lines[:taken]
    return _closed_up(title)


def _take_order(paper: _Paper) -> str:
    # An order (令) comes first; the text that it publishes begins after its signature and day.
    day = next((at for at, line in enumerate(paper.lines[:HEAD]) if read_day(line.words)), None)
    if day is None or any(STRUCTURE.match(line.words) for line in paper.lines[:day]):
        return _take_title(paper)
    cover, paper.lines = paper.lines[: day + 1], paper.lines[day + 1 :]
    title = _take_title(paper)
    paper.cover += [line.words for line in cover]
    paper.fields["signed_on"] = _iso(cover[-1].words)
    return title


def _centred_title(lines: Sequence[Line]) -> int:
    taken = 0
    for line in lines[:8]:
        first = lines[0]
        if (
            not _may_be_title(line)
            or not line.centred
            or (taken and title_key(line.words) == title_key(first.words))
        ):
            break
        # A smaller line below is a date, an author, a chapter.
        if (
            taken
            and line.size
            and first.size
            and line.size < first.size
            and not SHORT_BRACKET.fullmatch(line.words)
        ):
            break
        taken += 1
    return taken


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
    return not (_is_step(words) or (words[:1] in "（(" and not SHORT_BRACKET.fullmatch(words)))


def _is_step(words: str) -> bool:
    # 2021年3月24日某省人民代表大会常务委员会第二十七次会议通过: a day first, a deed of the legislator.
    found = days_in(words[:LONGEST_HEAD_LINE])
    first = bool(found) and words[: found[0].start].strip("根据（( \u3000") == ""
    return first and (VERB.search(words) is not None or read_day(words) is not None)


def _closed_up(title: str) -> str:
    # Spaces between Chinese characters only fill the line.
    return re.sub(r"(?<=[^\x00-\x7f])[\s\u3000]{1,8}(?=[^\x00-\x7f])", "", title)


def _is_note(paper: _Paper, line: Line) -> bool:
    words = line.words.strip()
    if line.table or len(words) > LONGEST_NOTE:
        return False
    if len(words) < LONGEST_HEAD_LINE and _is_number(paper, words):
        return True
    bracketed = words[:1] in "（(" and words[-1:] in "）)" and bool(days_in(words))
    if bracketed or (not words.endswith(("。", "：", ":")) and VERB.search(words) and _is_step(words)):
        paper.notes.append(words)
        return True
    return title_key(words) == title_key(paper.fields.get("title", "")) != ""


def unclosed(words: str) -> bool:
    """Whether a title's mark is open at the end: what follows belongs to it, whatever the line looks like.

    >>> unclosed("《关于修改〈甲条例〉"), unclosed("《甲条例》")
    (True, False)
    """
    return words.count("《") > words.count("》") and len(words) - words.rfind("《") < LONGEST_HEAD_LINE


def _take_tail(paper: _Paper) -> None:
    kept: list[Line] = []
    end = len(paper.lines) - LAST
    for place, line in enumerate(paper.lines):
        if line.table or not (
            _is_remark(paper, line.words) or (place >= end and _is_imprint(paper, line.words))
        ):
            kept.append(line)
    paper.lines = kept


def _is_remark(paper: _Paper, words: str) -> bool:
    plain = words.strip()
    if len(plain) < LONGEST_HEAD_LINE and REMARK.fullmatch(plain) and page_fields.disclosed(plain):
        paper.fields["disclosure"] = page_fields.disclosed(plain)
        return True
    name, value = page_fields.in_line(plain)
    if name == "disclosure" and page_fields.disclosed(value):
        paper.fields[name] = page_fields.disclosed(value)
        return True
    return False


def _is_imprint(paper: _Paper, words: str) -> bool:
    plain = words.strip()
    if match := COPIED.fullmatch(plain):
        paper.fields.setdefault("copied_to", match["whom"].strip("。 \u3000"))
        return True
    if match := PRINTED.fullmatch(plain):
        paper.fields.setdefault("printed_on", _iso(match["day"]))
        return True
    return False


def _read_signature(paper: _Paper, title: str) -> None:
    for place, line in enumerate(paper.lines):
        if not (day := _iso(line.words)):
            continue
        above = [signing(one.words.strip()) for one in paper.lines[max(0, place - 8) : place]]
        organs: list[str] = []
        for names in reversed(above):
            if not names:
                break
            organs[:0] = names
        if organs:
            paper.fields.setdefault("signed_on", day)
            paper.fields["issuers"] = "、".join(dict.fromkeys(organs))
            return
    if named := in_title(title):
        paper.fields.setdefault("issuers", "、".join(named))


def _iso(words: str) -> str:
    day = read_day(words.strip()) if len(words) < LONGEST_HEAD_LINE else None
    return day.isoformat() if day else ""
