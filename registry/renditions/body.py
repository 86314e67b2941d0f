"""The wording of a text as HTML (正文): one fragment, made once for each text and what has ended in it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import nh3
from markupsafe import Markup, escape

from registry.law.provisions import Level, Provision
from registry.reads.explanations import Note
from registry.reads.origins import Origin

HEADINGS = {Level.PART, Level.SUBPART, Level.CHAPTER, Level.SECTION, Level.HEADING, Level.ANNEX}
DIVISIONS = {Level.PART, Level.SUBPART, Level.CHAPTER, Level.SECTION}
SHORTEST_CONTENTS = 3
FEW_NOTES = 2
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


def typeset_body(
    provisions: tuple[Provision, ...],
    marks: Mapping[str, str],
    notes: Mapping[str, tuple[Note, ...]] | None = None,
    origins: Mapping[str, Origin] | None = None,
) -> Body:
    """The whole text as HTML; `marks`, `notes` and `origins` as in `body_html`."""
    return Body(body_html(provisions, marks, notes, origins), contents_html(provisions))


def contents_html(provisions: Iterable[Provision]) -> Markup:
    """The table of contents (目录): parts and chapters, or the articles of a text that has none."""
    nodes = [node for provision in provisions for node in provision.walk()]
    nodes = [node for node in nodes if not _runs_in(node)]
    entries = [node for node in nodes if node.level in HEADINGS and (node.number or node.heading)]
    if not any(node.level in DIVISIONS for node in entries):
        entries = [node for node in nodes if node.level in {Level.ARTICLE, *HEADINGS}]
    if len(entries) < SHORTEST_CONTENTS:
        return Markup()
    return Markup("\n".join(_entry(node) for node in entries))  # noqa: S704  # escaped entry by entry


def _runs_in(node: Provision) -> bool:
    """Whether this is an item without a heading (一、将第三条修改为…): its number runs into its words."""
    return node.level is Level.HEADING and not node.heading and bool(node.number and node.body)


def _entry(node: Provision) -> str:
    name = _name(node) or node.level.label
    return f'<li class="toc-{node.level.value}"><a href="#{escape(node.eid)}">{escape(name)}</a></li>'


def _name(node: Provision) -> str:
    return "\u3000".join(part for part in (node.number, node.heading) if part)


def body_html(
    provisions: Iterable[Provision],
    marks: Mapping[str, str],
    notes: Mapping[str, tuple[Note, ...]] | None = None,
    origins: Mapping[str, Origin] | None = None,
) -> Markup:
    """The provisions as HTML, each with its id; `marks` says which no longer hold, by eid (已废止).

    A marked provision is struck through and says so in words; what stands below it is struck through
    as well. `notes` are what explains a provision, by eid: they stand at the end of its article, or of the
    provision itself outside of articles. `origins` say where a passage came from, by the provision after
    which it stands.
    """
    return laid_out(provisions, Margin(marks, notes or {}, origins=origins or {}))


def laid_out(provisions: Iterable[Provision], margin: "Margin", level: int = 3) -> Markup:
    """The provisions as HTML beside this margin; `level` is that of the first headings."""
    # Plain strings, each part escaped where it enters: `Markup.format` costs ten times as much.
    return Markup(_body(provisions, margin, level, gone=False))  # noqa: S704  # escaped part by part


@dataclass(frozen=True, slots=True)
class Margin:
    """What stands beside the words of provisions: what no longer holds, what explains them, their origin."""

    marks: Mapping[str, str]
    notes: Mapping[str, tuple[Note, ...]]
    origins: Mapping[str, Origin] = field(default_factory=dict, kw_only=True)

    def mark(self, node: Provision) -> str:
        """The mark of a provision as HTML; "" where it holds."""
        return _mark(self.marks.get(node.eid, ""))

    def within(self, article: Provision) -> str:
        """The notes to an article and everything in it, as HTML."""
        return (self._html(node.eid for node in article.walk()) if self.notes else "") + self._origin(article)

    def at(self, node: Provision) -> str:
        """The notes to this provision alone, as HTML."""
        return (self._html((node.eid,)) if self.notes else "") + self._origin(node)

    def _origin(self, node: Provision) -> str:
        found = self.origins.get(node.eid)
        return _origin(found) if found else ""

    def _html(self, eids: Iterable[str]) -> str:
        found = [note for eid in eids for note in self.notes.get(eid, ())]
        return _notes(found) if found else ""


def _notes(notes: Iterable[Note]) -> str:
    known = list(dict.fromkeys(notes))
    items = "".join(f"<li>{_note(note)}</li>" for note in known)
    # Many lines between two articles would tear the law apart: they wait until they are asked for.
    opened = " open" if len(known) <= FEW_NOTES else ""
    summary = f"<summary>解读 {len(known)} 项</summary>"
    return f'<details class="explained"{opened}>{summary}<ul>{items}</ul></details>'


def _note(note: Note) -> str:
    old = '<span class="stale">解读针对旧版</span>' if note.stale else ""
    words = f'<a href="{escape(note.address)}">{escape(note.words)}</a>'
    return f'<span class="explained-form">{escape(note.label)}</span> {words}{old}'


def _origin(origin: Origin) -> str:
    words = f'这一条怎么来的<span class="unseen">（{escape(origin.name)}）</span>'
    link = f'<a href="{escape(origin.address)}" rel="nofollow">{words}</a>'
    return f'<p class="origin">{link}<span>{escape(origin.words)}</span></p>'


def _body(provisions: Iterable[Provision], margin: Margin, level: int, *, gone: bool) -> str:
    """The provisions; `level` is that of the first headings, `gone` says that all of this no longer holds."""
    return "\n".join(_node(provision, margin, level, gone=gone) for provision in provisions)


def _node(node: Provision, margin: Margin, level: int, *, gone: bool) -> str:
    if node.level is Level.TABLE:
        return table_html(node.body)
    mark = margin.mark(node)
    gone = gone or bool(mark)
    if node.level is Level.ARTICLE:
        return _article(node, margin, level, gone=gone)
    below = _body(node.children, margin, level + 1, gone=gone) if node.children else ""
    if node.level in HEADINGS and not _runs_in(node):
        return _part(node, mark, margin.at(node) + below, level, gone=gone)
    if node.level is Level.SIGNATURE and below:
        return f'<div class="signature" id="{escape(node.eid)}">{mark}{below}</div>'
    own = _paragraph(node, mark, gone=gone) + margin.at(node)
    return f"{own}\n{below}" if below else own


def _part(node: Provision, mark: str, below: str, level: int, *, gone: bool) -> str:
    """A chapter or the like: its heading, its own words, what stands below it."""
    tag, title = f"h{min(level, 6)}", escape(_name(node) or node.level.label)
    own = f"<p>{_struck(node.body, gone=gone)}</p>\n" if node.body else ""
    eid = escape(node.eid)
    inner = f'<{tag} class="part part-{node.level.value}" id="{eid}">{mark}{title}</{tag}>\n{own}{below}'
    return f'<section class="annex">{inner}</section>' if node.level is Level.ANNEX else inner


def _article(node: Provision, margin: Margin, level: int, *, gone: bool) -> str:
    """An article: its number is a heading that runs into its first paragraph, as laws are printed."""
    heading = f"【{node.heading.strip('（）【】[]')}】" if node.heading else ""
    tag, eid, mark = f"h{min(level, 6)}", escape(node.eid), margin.mark(node)
    number = escape(node.number)
    shown = f'<{tag} class="number">{mark}<a href="#{eid}">{number}</a>{escape(heading)}</{tag}>'
    first, rest = node, node.children
    if not node.body and rest and rest[0].level is Level.PARAGRAPH:
        first, rest = rest[0], rest[1:]
    # What explains a paragraph or item stands at the end of its article, not between its lines.
    lines = Margin(margin.marks, {})
    opening = _opening(first, node, margin, gone=gone)
    inner = _body(first.children, lines, level + 1, gone=gone) if first is not node else ""
    below = _body(rest, lines, level + 1, gone=gone)
    words = f"{shown}{opening}{inner}{below}{margin.within(node)}"
    return f'<section class="article" id="{eid}" data-number="{number}">{words}</section>'


def _opening(first: Provision, article: Provision, margin: Margin, *, gone: bool) -> str:
    """The words into which an article's number runs: its own, or its first paragraph's."""
    if first is article:
        return f"<p>{_struck(article.body, gone=gone)}</p>" if article.body else ""
    mark = margin.mark(first)
    words = _struck(first.body, gone=gone or bool(mark))
    return f'<p id="{escape(first.eid)}">{mark}{words}</p>'


def _paragraph(node: Provision, mark: str, *, gone: bool) -> str:
    words = "".join(part for part in (node.number, node.heading, node.body) if part)
    if not words:
        return f'<span id="{escape(node.eid)}"></span>'
    lines = "<br>".join(_struck(line, gone=gone) for line in words.split("\n"))
    look = Level.ITEM if _runs_in(node) else node.level
    return f'<p class="{look.value}" id="{escape(node.eid)}">{mark}{lines}</p>'


def _mark(mark: str) -> str:
    return f'<span class="struck-mark">{escape(mark)}</span>' if mark else ""


def _struck(words: str, *, gone: bool) -> str:
    return f"<s>{escape(words)}</s>" if gone else escape(words)


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
