"""Official papers (公文, GB/T 9704-2012): from lines as printed to title, fields and text in our Markdown.

What the standard sets apart (版头、发文字号、主送机关、署名、成文日期、附注、版记) becomes fields; the
text keeps the addressees, the signature and its day, as published texts do.
"""

import re

from registry.intake.formats import page_fields
from registry.intake.formats.extract import Extract, Line, as_words
from registry.intake.formats.heading import take_head
from registry.intake.formats.paper import HEAD, LONGEST_HEAD_LINE, Paper, day_of
from registry.intake.markdown import INFO_END
from registry.law.organs import in_title, signing

REMARK = re.compile(r"[（(][^（）()]{0,30}(?:此件|公开|印发至|发至).{0,60}[)）]")
COPIED = re.compile(r"(?:抄送|抄报|主送|分送)[:：](?P<whom>.{0,600})")
PRINTED = re.compile(
    r"(?P<by>[\u4e00-\u9fff\s\u3000（）()]{0,60}?)[\s\u3000]{0,20}(?P<day>[0-9０-９一二三四五六七八九十〇零○]{4}年.{2,10}日)[\s\u3000]{0,4}印发"
)
# The printer's block (版记) is the last thing on the last page.
LAST = 14
BLOCK_MARK = re.compile(r"[#>:=+*\-]{1,6}(?=[\s#:=*\-]|$)")


def compose(extract: Extract) -> tuple[str, dict[str, str], list[str]]:
    """The text in our Markdown dialect, the fields by our names, and more sentences for the person."""
    paper = Paper([line for line in extract.lines if line.words.strip()])
    paper.fields.update(extract.fields)
    _take_page_fields(paper)
    title = take_head(paper) or paper.fields.get("title", "")
    _take_tail(paper)
    _read_signature(paper, title)
    if title:
        paper.fields["title"] = title
    else:
        paper.notices.append("没有认出标题，请填写。")
    if not paper.lines:
        paper.notices.append("没有读到正文，请录入。")
    return _markdown(title, paper), paper.fields, paper.notices


def _markdown(title: str, paper: Paper) -> str:
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


def _take_page_fields(paper: Paper) -> None:
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


def _page_field(paper: Paper, line: Line, kept: list[Line], waiting: str) -> str:
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


def _take_tail(paper: Paper) -> None:
    kept: list[Line] = []
    end = len(paper.lines) - LAST
    for place, line in enumerate(paper.lines):
        if line.table or not (
            _is_remark(paper, line.words) or (place >= end and _is_imprint(paper, line.words))
        ):
            kept.append(line)
    paper.lines = kept


def _is_remark(paper: Paper, words: str) -> bool:
    plain = words.strip()
    if len(plain) < LONGEST_HEAD_LINE and REMARK.fullmatch(plain) and page_fields.disclosed(plain):
        paper.fields["disclosure"] = page_fields.disclosed(plain)
        return True
    name, value = page_fields.in_line(plain)
    if name == "disclosure" and page_fields.disclosed(value):
        paper.fields[name] = page_fields.disclosed(value)
        return True
    return False


def _is_imprint(paper: Paper, words: str) -> bool:
    plain = words.strip()
    if match := COPIED.fullmatch(plain):
        paper.fields.setdefault("copied_to", match["whom"].strip("。 \u3000"))
        return True
    if match := PRINTED.fullmatch(plain):
        paper.fields.setdefault("printed_on", day_of(match["day"]))
        return True
    return False


def _read_signature(paper: Paper, title: str) -> None:
    for place, line in enumerate(paper.lines):
        if not (day := day_of(line.words)):
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
