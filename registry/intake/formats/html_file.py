"""Web pages (网页): the words that a reader sees, with their tables; nothing of the page's own machinery.

nh3 reads the page as a browser does and leaves a short list of tags, balanced; what is left is read without
surprises. A page's navigation is told from its text by the containers that Chinese government sites use, and
by how much of a block is links.
"""

import html
import re

import nh3

from base.errors import BadInput
from registry.intake.formats import page_fields
from registry.intake.formats.extract import Extract
from registry.intake.formats.html_lines import Lines, content_of
from registry.intake.formats.html_tree import grown

LARGEST = 12 * 2**20
# Real pages have some 5,000 tags, nested 60 deep; the parser's work grows with the square of the depth
# (1,000,000 unclosed tags: 25 s, out of reach of our own clock).
MOST_TAGS, DEEPEST = 200_000, 1000
TAG = re.compile(rb"<(/?)([A-Za-z][A-Za-z0-9]{0,20})")
_SHORT = (
    b"p li dt dd td th tr thead tbody tfoot option br hr img input meta link base col area embed source wbr"
)
CLOSED_BY_OTHERS = frozenset(_SHORT.split())
HEAD = 200_000
KEPT = (
    "html head body p br hr h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre table caption thead tbody "
    "tfoot tr th td a strong em b i u s del ins sub sup code div span font center article section main "
    "header label small ruby rb"
)
DROPPED = (
    "script style title iframe object embed noscript template svg math textarea select option xmp noembed "
    "noframes nav footer aside form button audio video canvas applet frameset rt rp input map"
)
ATTRIBUTES = {"style", "class", "id", "hidden", "align", "aria-hidden", "color", "size"}
SPANS = {"td": {"colspan"}, "th": {"colspan"}, "ol": {"start", "type"}, "a": {"href"}}
CHARSET = re.compile(rb"<meta[^<>]{0,200}?charset\s{0,4}=\s{0,4}[\"']?([A-Za-z0-9_\-]{2,20})", re.IGNORECASE)
META = re.compile(r"<meta\s[^<>]{1,2000}>", re.IGNORECASE)
ATTRIBUTE = re.compile(
    r"([a-z\-:]{1,20})\s{0,4}=\s{0,4}(?:\"([^\"]{0,1500})\"|'([^']{0,1500})')", re.IGNORECASE
)
# 《政府网站发展指引》 appendix: the meta tags of a content page.
METAS = {"articletitle": "title", "pubdate": "published_on"}
SAVED = re.compile(r"<!-- saved from url=\([0-9]{1,6}\)(https?://[^\s<>\"']{3,480}) -->")
RULE = re.compile(r"([^{}]{1,400})\{([^{}]{1,1000})\}")
NAME = re.compile(r"[.#]([A-Za-z_][\w\-]{0,80})")
STYLE = re.compile(r"<style[^<>]{0,200}>(.{0,100000}?)</style", re.IGNORECASE | re.DOTALL)
UNSEEN = re.compile(r"display\s{0,4}:\s{0,4}none|visibility\s{0,4}:\s{0,4}hidden", re.IGNORECASE)
CHINESE = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "utf8": "utf-8"}


def read(content: bytes) -> Extract:
    """The lines of a web page; raises BadInput when it is too large or holds no words."""
    if len(content) > LARGEST:
        raise BadInput(f"网页超过{LARGEST // 2**20} MB，无法读取；请只保存正文后再上传。")
    if content.count(b"<") > MOST_TAGS or _depth(content) > DEEPEST:
        raise BadInput("网页的标签过多或者嵌套过深，无法读取；请只保存正文后再上传。")
    page = decoded(content)
    root = grown(
        nh3.clean(
            page,
            tags=set(KEPT.split()),
            clean_content_tags=set(DROPPED.split()),
            attributes={"*": set(ATTRIBUTES)} | {tag: set(names) for tag, names in SPANS.items()},
            link_rel=None,
        )
    )
    extract = Extract()
    body, narrowed = content_of(root)
    Lines(extract, hidden_names(page[:HEAD]), narrowed=narrowed).read(root, body)
    _head_fields(page[:HEAD], extract)
    return extract


def _depth(content: bytes) -> int:
    depth = deepest = 0
    for close, name in TAG.findall(content):
        if name.lower() not in CLOSED_BY_OTHERS:
            depth = max(0, depth - 1) if close else depth + 1
            deepest = max(deepest, depth)
    return deepest


def decoded(content: bytes) -> str:
    """The page's text by its byte order mark, its own word, or what its bytes are."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    told = CHARSET.search(content[:4096])
    name = told[1].decode("ascii").lower() if told else "utf-8"
    for encoding in (CHINESE.get(name, name), "utf-8", "gb18030"):
        try:
            return content.decode(encoding).removeprefix("\ufeff")
        except (UnicodeDecodeError, LookupError):
            continue
    return content.decode("gb18030", "replace")


def hidden_names(page: str) -> frozenset[str]:
    """The classes and ids that the page's own style sheet hides.

    >>> sorted(hidden_names("<style>.tip, #ad { display: none } .a{color:red}</style>"))
    ['ad', 'tip']
    """
    rules = (rule for sheet in STYLE.finditer(page) for rule in RULE.finditer(sheet[1]))
    return frozenset(
        name for rule in rules if UNSEEN.search(rule[2]) for name in NAME.findall(rule[1].split("}")[-1])
    )


def _head_fields(page: str, extract: Extract) -> None:
    for tag in META.findall(page):
        found = {name.lower(): double or single for name, double, single in ATTRIBUTE.findall(tag)}
        if (name := METAS.get(found.get("name", "").lower())) and found.get("content", "").strip():
            page_fields.settle(extract.fields, name, html.unescape(found["content"]))
    if saved := SAVED.search(page):
        extract.fields.setdefault("source_url", saved[1])
