"""What is only markup in a Markdown page (front matter, containers, anchors, HTML): read and taken off."""

import html
import re
from collections.abc import Iterator

FENCE = re.compile(r"---[ \t]{0,8}\n(?P<block>(?:[^\n]{0,2000}\n){1,80}?)---[ \t]{0,8}(?:\n|$)")
PAIR = re.compile(r"(?P<key>[^\s:：#-][^:：\n]{0,40}?)[ \t]{0,4}[:：][ \t]{0,8}(?P<value>.{0,1800})$")
ENTRY = re.compile(r"[ \t]{0,8}-[ \t]{1,4}(?P<value>.{0,400})$")
CONTAINER = re.compile(r"[ \t]{0,8}:{3,5}[ \t]{0,4}(?P<kind>[a-z-]{0,20})[ \t]{0,4}(?P<name>.{0,60})$")
# Containers of the site, not of the document: the table of anchors and the link to the source.
SITE = {("details", "目录"), ("tabs", "")}
SOURCE = "原文链接"
NAVIGATION = re.compile(
    r"[ \t\u3000]{0,8}(?:\[\[toc\]\]|@tab.{0,40}|-[ ]{0,2}第[0-9]{1,4}[~～-][0-9]{1,4}条[:：]?|-{3,}|-->"
    r"|扫一扫在手机打开当前页|\[\[Category:.{0,200})[ \t]{0,8}"
)
# What these lines and addresses begin with.
STARTS = "[@-扫<h"
ANCHOR = re.compile(r"[\s\u3000\u2003]{0,8}(?:\[[0-9]{1,4}\]\(#t[0-9]{1,4}\)[\s\u3000\u2003]{0,8}){1,60}")
LINK = re.compile(r"!?\[(?P<words>[^\[\]\n]{0,400})\]\((?P<target>[^()\s]{0,400})\)(?:\{[^{}\n]{0,120}\})?")
WIKI = re.compile(r"\[\[(?:[^\[\]|\n]{1,200}\|)?(?P<words>[^\[\]|\n]{1,200})\]\]")
LOOKED_UP = re.compile(r":[a-z]{2,12}:\*{0,2}\[[^\[\]\n]{0,40}\]\([^()\s]{0,300}\)\*{0,2}")
ATTRIBUTES = re.compile(r"[ \t]{0,4}\{[#.:a-z][^{}\n]{0,120}\}")
TAG = re.compile(
    r"</?(?:p|b|i|br|div|span|strong|em|center|font|a|u|h[1-6]|Badge|img|section)(?:\s[^<>\n]{0,400})?/?>",
    re.IGNORECASE,
)
COMMENT = re.compile(r"<!--.{0,2000}?-->")
BOLD = re.compile(r"\*\*(?P<words>[^*\n]{1,400})\*\*")
ADDRESS = re.compile(r"<?(?P<address>https?://[^\s<>]{4,600})>?")
SPACES = " \t\u3000\u2003\u2002\xa0"


def front_matter(source: str) -> tuple[dict[str, str], str]:
    """The `---` block at the top as fields (lists joined by 、), and the source without it."""
    match = FENCE.match(source)
    if not match:
        return {}, source
    fields: dict[str, str] = {}
    key = ""
    for line in match["block"].splitlines():
        if pair := PAIR.match(line):
            key = pair["key"].strip()
            fields[key] = _bare_value(pair["value"])
        elif (entry := ENTRY.match(line)) and key:
            fields[key] = "、".join(filter(None, (fields[key], _bare_value(entry["value"]))))
    return fields, source[match.end() :]


def _bare_value(value: str) -> str:
    words = value.strip()
    return words[1:-1] if len(words) > 1 and words[0] == words[-1] in "\"'" else words


def cleaned(source: str, fields: dict[str, str]) -> list[str]:
    """The lines that hold words, without markup; an address of the source goes to the fields."""
    lines = []
    for line in _outside_site(source.split("\n"), fields):
        words = line.strip()
        # Every other line is blank; of the rest one in a hundred begins as these do.
        if words[:1] in STARTS:
            if not line or NAVIGATION.fullmatch(line) or ANCHOR.fullmatch(line):
                continue
            if address := ADDRESS.fullmatch(words):
                fields.setdefault("来源", address["address"])
                continue
        if words := _plain(line):
            lines.append(words)
    return lines


def _outside_site(lines: list[str], fields: dict[str, str]) -> Iterator[str]:
    # One ::: closes all that are open: that is how the site's own pages are written.
    hidden = False
    for line in lines:
        fence = CONTAINER.match(line) if ":::" in line else None
        if fence and (fence["kind"] or fence["name"]):
            name = fence["name"].strip()
            hidden = hidden or (fence["kind"], name) in SITE or name == SOURCE
            # 附件 names an annex; other names are the site's own captions.
            if name.startswith("附"):
                yield name
        elif fence:
            hidden = False
        elif not hidden:
            yield line
        elif address := ADDRESS.fullmatch(line.strip()):
            fields.setdefault("来源", address["address"])


def _plain(line: str) -> str:
    words = line
    if "<" in words:
        words = TAG.sub("", COMMENT.sub("", words))
    if "](" in words:
        words = LINK.sub(lambda link: link["words"], LOOKED_UP.sub("", words))
    if "[[" in words:
        words = WIKI.sub(lambda link: link["words"], words)
    if "{" in words:
        words = ATTRIBUTES.sub("", words)
    if "**" in words:
        words = BOLD.sub(lambda bold: bold["words"], words)
    if "&" in words:
        words = html.unescape(words)
    return words.replace("\u2003", "\u3000").strip(SPACES)
