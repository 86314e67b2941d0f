"""The lines of a web page (网页文字): blocks become lines, tables tables; what is hidden is reported."""

import re
from collections.abc import Iterator

from registry.intake.formats import page_fields
from registry.intake.formats.extract import Extract, Line, table_line
from registry.intake.formats.html_tree import Element
from registry.intake.formats.word_numbers import printed
from registry.law.titles import title_key

_WORDS = "a strong em b i u s del ins sub sup code span font label small ruby rb"
INLINE = frozenset(_WORDS.split())
# Where government sites (TRS, UCAP, 大汉, 开普 and the like) keep an article's text.
CONTAINERS = re.compile(
    r"(?:^|\s)(?:UCAP-CONTENT|TRS_Editor|TRS_UEDITOR|trs_editor_view|trs_paper_default|pages_content|zoom|Zoom|zoomcon"
    r"|article-content|article_content|articleContent|article-body|news_content|content-article|j-fontContent"
    r"|view|b12c|xxgk_content|detail-content|con_text|main-content|wp_articlecontent|ArticleContent)(?:\s|$)",
    re.IGNORECASE,
)
SHORTEST_CONTENT = 100
UNSEEN = re.compile(
    r"display\s{0,4}:\s{0,4}none|visibility\s{0,4}:\s{0,4}hidden|font-size\s{0,4}:\s{0,4}[01](?:px|pt|em|%)?\s{0,4}(?:;|!|$)"
    r"|opacity\s{0,4}:\s{0,4}0(?:\.0{1,4})?\s{0,4}(?:;|!|$)|text-indent\s{0,4}:\s{0,4}-[0-9]{3,6}"
    r"|(?:left|top|margin-left)\s{0,4}:\s{0,4}-[0-9]{4,6}px|clip\s{0,4}:\s{0,4}rect\(0",
    re.IGNORECASE,
)
WHITE = re.compile(
    r"(?<![a-z-])color\s{0,4}:\s{0,4}(?:#fff(?:fff)?\b|white\b|rgb\(255,\s{0,4}255,\s{0,4}255\))",
    re.IGNORECASE,
)
BACKED = re.compile(r"background", re.IGNORECASE)
CENTRED = re.compile(r"text-align\s{0,4}:\s{0,4}center", re.IGNORECASE)
SPACES = re.compile(r"[ \t\r\n\f\xa0]{1,100000}")
# A block most of which is links is navigation.
MOST_LINKED, MANY_LINKS, LONGEST_MENU = 0.6, 4, 600
AFTER = re.compile(
    r"版权所有|ICP备|网站标识码|公网安备|^主办(?:单位)?[:：]|^承办(?:单位)?[:：]|^(?:上|下)一篇|^相关(?:链接|文档|阅读|解读|文件)"
)
MACHINERY = re.compile(
    r"^(?:【?(?:打印|关闭|字体|字号|分享|收藏|大|中|小)(?:本页|窗口|此页|文章)?】?[\s:：|]{0,4}){1,8}$|^扫一扫|^分享到|^责任编辑[:：]"
    r"|^您?(?:当前|现在)?(?:的|所在)?位置[:：]|^首页\s{0,4}[>›»]|^(?:信息)?来源[:：].{0,40}(?:浏览|字号|字体|打印)"
)
LONGEST_CELL = 1500
MOST_COLUMNS = 63
HEADINGS = frozenset({"h1"})


class Lines:
    """Turns a page's tree into lines."""

    def __init__(self, extract: Extract, hidden: frozenset[str], *, narrowed: bool) -> None:
        self._extract = extract
        self._hidden = hidden
        self._narrowed = narrowed
        self._words = ""
        self._centred = False

    def read(self, root: Element, body: Element) -> None:
        """The lines of the body; of the rest of the page only its title and its block of fields."""
        if body is not root:
            self._around(root, body)
        self._block(body, centred=False, pre=False)
        self._end()
        if not self._narrowed:
            _cut(self._extract)

    def _around(self, root: Element, body: Element) -> None:
        # The block of fields and the heading stand beside the container of the text.
        for element in _outside(root, body):
            if element.tag == "table":
                cells = [_squeezed(cell.words()) for row in _rows(element) for cell in _cells(row)]
                self._extract.fields.update(page_fields.in_cells(cells))
            elif element.tag == "h1" and (title := _squeezed(element.words())):
                self._extract.fields.setdefault("title", title)
            elif element.tag in {"li", "p", "div", "td", "dd"} and len(element.children) <= 6:  # noqa: PLR2004
                name, value = page_fields.in_line(_squeezed(element.words()))
                if name and value and name not in page_fields.COMMON:
                    page_fields.settle(self._extract.fields, name, value)

    def _block(self, holder: Element, *, centred: bool, pre: bool) -> None:
        for place, child in enumerate(holder.children):
            if isinstance(child, str):
                self._say(child, centred=centred, pre=pre)
            elif child.tag == "br":
                self._end()
            elif why := self._unseen(child):
                self._extract.hide(why, child.words())
            elif child.tag in INLINE:
                self._block(child, centred=centred, pre=pre)
            elif child.tag == "table":
                self._end()
                self._table(child, centred=centred)
            elif not self._narrowed and _is_menu(child):
                self._end()
            else:
                self._end()
                self._number(holder, child, place)
                self._block(child, centred=_is_centred(child, centred=centred), pre=child.tag == "pre")
                self._end()

    def _number(self, holder: Element, item: Element, place: int) -> None:
        # What a browser prints before the items of an ordered list.
        if holder.tag != "ol" or item.tag != "li":
            return
        before = sum(isinstance(one, Element) and one.tag == "li" for one in holder.children[:place])
        start = holder.attributes.get("start", "1")
        number = (int(start) if start.isascii() and start.isdigit() and len(start) < 5 else 1) + before  # noqa: PLR2004
        form = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
        self._words = f"{printed(number, form.get(holder.attributes.get('type', ''), ''))}. "

    def _say(self, words: str, *, centred: bool, pre: bool) -> None:
        parts = words.split("\n") if pre else [words]
        for place, part in enumerate(parts):
            if place:
                self._end()
            self._words += SPACES.sub(" ", part)
            self._centred = centred

    def _end(self) -> None:
        words, self._words = self._words.strip(" "), ""
        if words.strip(" \u3000") and not MACHINERY.match(words):
            # The first line's indent is said by spaces on most pages.
            self._extract.lines.append(Line(words.strip(" \u3000"), self._centred))

    def _unseen(self, element: Element) -> str:
        style = element.attributes.get("style", "")
        names = {*element.attributes.get("class", "").split(), element.attributes.get("id", "")}
        if "hidden" in element.attributes or UNSEEN.search(style) or names & self._hidden:
            return "网页中不显示的文字"
        white = WHITE.search(style) or element.attributes.get("color", "").lower() in {
            "white",
            "#fff",
            "#ffffff",
        }
        return "白色文字" if white and not BACKED.search(style) else ""

    def _table(self, table: Element, *, centred: bool) -> None:
        rows = [list(_cells(row)) for row in _rows(table)]
        nested = any(_holds(cell, "table") for row in rows for cell in row)
        if nested or all(len(row) <= 1 for row in rows) or _is_layout(rows):
            for row in rows:
                for cell in row:
                    self._block(cell, centred=_is_centred(cell, centred=centred), pre=False)
                    self._end()
            return
        shown = [self._row(row) for row in rows]
        if any(any(row) for row in shown):
            self._extract.lines.append(table_line([row for row in shown if any(row)]))

    def _row(self, cells: list[Element]) -> list[str]:
        shown: list[str] = []
        for cell in cells:
            outside, self._extract.lines = self._extract.lines, []
            self._block(cell, centred=False, pre=False)
            self._end()
            inside, self._extract.lines = self._extract.lines, outside
            span = cell.attributes.get("colspan", "1")
            wide = int(span) if span.isascii() and span.isdigit() and len(span) < 3 else 1  # noqa: PLR2004
            shown += [" ".join(line.words for line in inside), *[""] * (wide - 1)]
        return shown[:MOST_COLUMNS]


def content_of(root: Element) -> tuple[Element, bool]:
    """The element that holds the article, and whether it was told by its name; else the whole page."""
    found = [one for one in _walk(root) if _named(one)]
    best = max(found, key=lambda one: len(one.words()), default=root)
    return (
        (best, True) if best is not root and len(best.words().strip()) >= SHORTEST_CONTENT else (root, False)
    )


def _named(element: Element) -> bool:
    names = f"{element.attributes.get('id', '')} {element.attributes.get('class', '')}"
    return element.tag in {"div", "td", "article", "section"} and CONTAINERS.search(names) is not None


def _walk(root: Element) -> Iterator[Element]:
    level = [root]
    while level:
        yield from level
        level = [child for element in level for child in element.elements()]


def _outside(root: Element, body: Element) -> Iterator[Element]:
    for child in root.elements():
        if child is not body:
            yield child
            yield from _outside(child, body)


def _rows(table: Element) -> Iterator[Element]:
    for child in table.elements():
        if child.tag == "tr":
            yield child
        elif child.tag in {"thead", "tbody", "tfoot"}:
            yield from _rows(child)


def _cells(row: Element) -> Iterator[Element]:
    yield from (child for child in row.elements() if child.tag in {"td", "th"})


def _holds(element: Element, tag: str) -> bool:
    return any(one.tag == tag for one in _walk(element) if one is not element)


def _is_layout(rows: list[list[Element]]) -> bool:
    return any(len(cell.words()) > LONGEST_CELL for row in rows for cell in row)


def _is_centred(element: Element, *, centred: bool) -> bool:
    style = element.attributes.get("style", "")
    if CENTRED.search(style) or element.tag in {"center", *HEADINGS}:
        return True
    if "text-align" in style or element.attributes.get("align"):
        return element.attributes.get("align", "").lower() == "center"
    return centred


def _is_menu(element: Element) -> bool:
    links = [one for one in _walk(element) if one.tag == "a"]
    if len(links) < MANY_LINKS:
        return False
    words = len("".join(element.words().split()))
    linked = sum(len("".join(link.words().split())) for link in links)
    return words < LONGEST_MENU and linked > MOST_LINKED * words


def _cut(extract: Extract) -> None:
    # A page without a known container: its text begins with its title and ends before the site's own words.
    lines = extract.lines
    end = next((at for at, line in enumerate(lines) if at > 2 and AFTER.search(line.words)), len(lines))  # noqa: PLR2004
    title = title_key(extract.fields.get("title", ""))
    start = next((at for at, line in enumerate(lines[:end]) if title and title_key(line.words) == title), 0)
    kept = [line for line in lines[:start] if line.table or page_fields.in_line(line.words)[0]]
    extract.lines = kept + lines[start:end]


def _squeezed(words: str) -> str:
    return SPACES.sub(" ", words).strip(" \u3000")
