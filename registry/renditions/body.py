"""The wording of a text as HTML (正文): one fragment, made once for each text and what has ended in it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import nh3
from markupsafe import Markup, escape

from registry.law.provisions import Level, Provision

HEADINGS = {Level.PART, Level.SUBPART, Level.CHAPTER, Level.SECTION, Level.HEADING, Level.ANNEX}
DIVISIONS = {Level.PART, Level.SUBPART, Level.CHAPTER, Level.SECTION}
SHORTEST_CONTENTS = 3
TABLE_TAGS = {"table", "caption", "thead", "tbody", "tr", "th", "td", "br"}
TABLE_ATTRIBUTES = {"td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}
# A span of a million columns keeps the browser busy for minutes.
WIDE_SPAN = re.compile(r'(?:col|row)span="(?!\d{1,2}")[^"]{0,40}"')
RULE = re.compile(r"\|?[\s:|-]{3,400}\|?")


@dataclass(frozen=True, slots=True)
class Body:
    """A text as it stands on its page: its wording, and its table of contents ("" for a short text)."""

    html: Markup
    contents: Markup


def typeset_body(provisions: tuple[Provision, ...], marks: Mapping[str, str]) -> Body:
    """The whole text as HTML; `marks` as in `body_html`."""
    return Body(body_html(provisions, marks), contents_html(provisions))


def contents_html(provisions: Iterable[Provision]) -> Markup:
    """The table of contents (目录): parts and chapters, or the articles of a text that has none."""
    nodes = [node for provision in provisions for node in provision.walk()]
    entries = [node for node in nodes if node.level in HEADINGS and (node.number or node.heading)]
    if not any(node.level in DIVISIONS for node in entries):
        entries = [node for node in nodes if node.level in {Level.ARTICLE, *HEADINGS}]
    if len(entries) < SHORTEST_CONTENTS:
        return Markup()
    return Markup("\n").join(
        Markup('<li class="toc-{}"><a href="#{}">{}</a></li>').format(
            node.level.value,
            node.eid,
            Markup("\u3000").join(part for part in (node.number, node.heading) if part) or node.level.label,
        )
        for node in entries
    )


def body_html(
    provisions: Iterable[Provision], marks: Mapping[str, str], level: int = 3, *, gone: bool = False
) -> Markup:
    """The provisions as HTML, each with its id; `marks` says which no longer hold, by eid (已废止).

    A marked provision is struck through and says so in words; what stands below it (`gone`) is struck
    through as well. `level` is the level of the first headings.
    """
    return Markup("\n").join(_node(provision, marks, level, gone=gone) for provision in provisions)


def _node(node: Provision, marks: Mapping[str, str], level: int, *, gone: bool) -> Markup:
    if node.level is Level.TABLE:
        return table_html(node.body)
    mark = _mark(marks.get(node.eid, ""))
    gone = gone or bool(mark)
    if node.level is Level.ARTICLE:
        return _article(node, marks, level, gone=gone)
    below = body_html(node.children, marks, level + 1, gone=gone)
    if node.level in HEADINGS:
        return _part(node, mark, below, level, gone=gone)
    own = _paragraph(node, mark, gone=gone)
    return own + Markup("\n") + below if below else own


def _part(node: Provision, mark: Markup, below: Markup, level: int, *, gone: bool) -> Markup:
    """A chapter or the like: its heading, its own words, what stands below it."""
    title = Markup("\u3000").join(part for part in (node.number, node.heading) if part)
    inner = Markup('<h{0} class="{1}" id="{2}">{3}{4}</h{0}>\n').format(
        min(level, 6), f"part part-{node.level.value}", node.eid, mark, title or node.level.label
    )
    if node.body:
        inner += Markup("<p>{}</p>\n").format(_struck(node.body, gone=gone))
    inner += below
    return Markup('<section class="annex">{}</section>').format(inner) if node.level is Level.ANNEX else inner


def _article(node: Provision, marks: Mapping[str, str], level: int, *, gone: bool) -> Markup:
    """An article: its number is a heading that runs into its first paragraph, as laws are printed."""
    heading = f"【{node.heading.strip('（）【】[]')}】" if node.heading else ""
    number = Markup('<h{0} class="number">{1}<a href="#{2}">{3}</a>{4}</h{0}>').format(
        min(level, 6), _mark(marks.get(node.eid, "")), node.eid, node.number, heading
    )
    first, rest = node, node.children
    if not node.body and rest and rest[0].level is Level.PARAGRAPH:
        first, rest = rest[0], rest[1:]
    opening = _opening(first, node, marks, gone=gone)
    return Markup('<section class="article" id="{}" data-number="{}">{}{}{}{}</section>').format(
        node.eid,
        node.number,
        number,
        opening,
        body_html(first.children, marks, level + 1, gone=gone) if first is not node else "",
        body_html(rest, marks, level + 1, gone=gone),
    )


def _opening(first: Provision, article: Provision, marks: Mapping[str, str], *, gone: bool) -> Markup:
    """The words into which an article's number runs: its own, or its first paragraph's."""
    if first is article:
        return Markup("<p>{}</p>").format(_struck(article.body, gone=gone)) if article.body else Markup()
    mark = _mark(marks.get(first.eid, ""))
    words = _struck(first.body, gone=gone or bool(mark))
    return Markup('<p id="{}">{}{}</p>').format(first.eid, mark, words)


def _paragraph(node: Provision, mark: Markup, *, gone: bool) -> Markup:
    words = "".join(part for part in (node.number, node.heading, node.body) if part)
    if not words:
        return Markup('<span id="{}"></span>').format(node.eid)
    lines = Markup("<br>").join(_struck(line, gone=gone) for line in words.split("\n"))
    return Markup('<p class="{}" id="{}">{}{}</p>').format(node.level.value, node.eid, mark, lines)


def _mark(mark: str) -> Markup:
    return Markup('<span class="struck-mark">{}</span>').format(mark) if mark else Markup()


def _struck(words: str, *, gone: bool) -> Markup:
    return Markup("<s>{}</s>").format(words) if gone else escape(words)


def table_html(source: str) -> Markup:
    """A table written in Markdown or HTML, with nothing in it but rows and cells."""
    rows = source.strip()
    if not rows.startswith("|") and "<table" not in rows[:200].lower():
        return Markup('<p class="paragraph">{}</p>').format(rows)
    cells = _pipes(rows) if rows.startswith("|") else WIDE_SPAN.sub("", rows)
    clean = nh3.clean(cells, tags=TABLE_TAGS, attributes=TABLE_ATTRIBUTES)
    return Markup('<div class="table" tabindex="0" role="region" aria-label="表格">{}</div>').format(
        Markup(clean)  # noqa: S704  # cleaned to rows and cells
    )


def _pipes(source: str) -> str:
    lines = [line.strip().strip("|").split("|") for line in source.splitlines() if line.strip()]
    ruled = len(lines) > 1 and RULE.fullmatch(source.splitlines()[1].strip()) is not None
    head, rest = (lines[:1], lines[2:]) if ruled else ([], lines)
    made = [_row(row, "th") for row in head] + [_row(row, "td") for row in rest]
    return f"<table>{''.join(made)}</table>"


def _row(cells: list[str], tag: str) -> str:
    inner = "".join(f"<{tag}>{escape(cell.strip())}</{tag}>" for cell in cells)
    return f"<tr>{inner}</tr>"
