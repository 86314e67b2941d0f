"""Word documents (DOCX, ECMA-376): paragraphs, automatic numbers, tables, notes, revisions, hidden text.

python-docx is not asked: it hides revisions, text boxes, notes and automatic numbers from its reader, and
opens whatever a package holds. What a reader of Word sees is read from the parts themselves.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from base.errors import BadInput
from registry.intake.formats.extract import Extract, Line, table_line
from registry.intake.formats.package import Package
from registry.intake.formats.word_numbers import Numbers
from registry.intake.formats.word_styles import Styles, W, child, switched, value
from registry.intake.formats.word_text import MC, Reader

BODY_HOLDERS = frozenset(W + name for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))
MOST_LINES = 60_000
MOST_COLUMNS = 63
CENTRED = "center"
TITLE_STYLES = frozenset({"title", "标题"})
# Word writes its own separators as notes.
SEPARATORS = frozenset({"separator", "continuationSeparator", "continuationNotice"})
LONGEST_RUNNING = 200


def read(content: bytes) -> Extract:
    """The lines of a Word document; raises BadInput when it is damaged or no Word document."""
    return _Document(Package(content)).read()


class _Document:
    def __init__(self, package: Package) -> None:
        self.package = package
        self.extract = Extract()
        self.styles = Styles(package.xml("word/styles.xml"))
        self.numbers = Numbers(package.xml("word/numbering.xml"), self.styles)
        self.reader = Reader(self.styles, self.extract)

    def read(self) -> Extract:
        body = child(self.package.xml("word/document.xml"), "body")
        if body is None:
            raise BadInput("不是完整的 Word 文档：没有正文部分；请重新另存为 .docx 后再上传。")
        self._blocks(body)
        self._notes()
        self._comments()
        self._running()
        self._report()
        return self.extract

    def _blocks(self, holder: Element) -> None:
        for element in holder:
            if element.tag == f"{W}p":
                self._paragraph(element)
            elif element.tag == f"{W}tbl":
                self._table(element)
            elif element.tag in BODY_HOLDERS:
                self._blocks(element)
            elif element.tag == f"{MC}AlternateContent":
                self._blocks(next(iter(element), element))

    def _paragraph(self, paragraph: Element) -> None:
        properties = child(paragraph, "pPr")
        style = value(properties, "pStyle")
        label = self.numbers.label(properties, style)
        words = self.reader.words(paragraph, style)
        for place, part in enumerate(words.shown.split("\n")):
            # A tab or two before a signature only moves it.
            if shown := ((label if not place else "") + part.strip()).strip():
                self._add(Line(shown, self._centred(properties, style), words.size, words.red))
        for box in words.boxes:
            self._blocks(box)

    def _add(self, line: Line) -> None:
        if len(self.extract.lines) >= MOST_LINES:
            raise BadInput(f"文件超过{MOST_LINES}段，无法作为一份文件读取；请拆分后再上传。")
        self.extract.lines.append(line)

    def _centred(self, properties: Element | None, style: str) -> bool:
        if self.styles.name(style).lower() in TITLE_STYLES:
            return True
        if said := value(properties, "jc"):
            return said == CENTRED
        chain = self.styles.chain(style or self.styles.usual)
        return next((said for one in chain if (said := value(one, "pPr", "jc"))), "") == CENTRED

    def _table(self, table: Element) -> None:
        rows = [row for row in _rows(table) if switched(child(row, "trPr"), "del") is None]
        if all(len(list(_cells(row))) <= 1 for row in rows):
            # A frame around words, not a table.
            for row in rows:
                for cell in _cells(row):
                    self._blocks(cell)
            return
        shown = [self._row(row) for row in rows]
        if any(any(row) for row in shown):
            self._add(table_line([row for row in shown if any(row)]))

    def _row(self, row: Element) -> list[str]:
        shown: list[str] = []
        for cell in _cells(row):
            properties = child(cell, "tcPr")
            merge = child(properties, "vMerge")
            below = merge is not None and value(properties, "vMerge") != "restart"
            shown.append("" if below else self._cell(cell))
            span = value(properties, "gridSpan")
            wide = int(span) if span.isascii() and span.isdigit() and len(span) < 3 else 1  # noqa: PLR2004
            shown.extend([""] * (wide - 1))
        return shown[:MOST_COLUMNS]

    def _cell(self, cell: Element) -> str:
        outside, self.extract.lines = self.extract.lines, []
        self._blocks(cell)
        inside, self.extract.lines = self.extract.lines, outside
        # A table in a cell cannot stand in Markdown: its words do.
        return " ".join(line.words.replace("|", " ") if line.table else line.words for line in inside)

    def _notes(self) -> None:
        for part, name in (("footnotes", "注"), ("endnotes", "尾注")):
            root = self.package.xml(f"word/{part}.xml")
            for note in [] if root is None else root:
                if note.get(f"{W}type") not in SEPARATORS and (words := self._cell(note)):
                    self._add(Line(f"［{name}{note.get(f'{W}id', '')}］{words}"))

    def _comments(self) -> None:
        root = self.package.xml("word/comments.xml")
        for comment in [] if root is None else root:
            self.extract.hide(f"批注（{comment.get(f'{W}author', '')[:40]}）", self._cell(comment))

    def _running(self) -> None:
        # Headers and footers are no text of the document, but a letterhead may stand there.
        names = sorted(n for n in self.package.names if n.startswith(("word/header", "word/footer")))
        found = dict.fromkeys(words for name in names[:30] for words in self._running_words(name))
        if found:
            self.extract.notice(f"页眉页脚未作为正文读入：{'；'.join(found)[:LONGEST_RUNNING]}")

    def _running_words(self, name: str) -> Iterator[str]:
        root = self.package.xml(name)
        words = "" if root is None else self._cell(root)
        # Page numbers and their dashes.
        if words.strip("-—–－第页共 0123456789"):
            yield words

    def _report(self) -> None:
        if self.reader.struck:
            self.extract.notice(f"有{self.reader.struck}处修订为删除，未读入；修订中的插入已读入，请核对。")
        if self.reader.pictures:
            self.extract.notice(f"文中有{self.reader.pictures}幅图片，图片中的文字未读入。")
        if any(name.startswith("word/embeddings/") for name in self.package.names):
            self.extract.notice("文中嵌有其他文件，未读入。")


def _rows(table: Element) -> Iterator[Element]:
    for element in table:
        if element.tag == f"{W}tr":
            yield element
        elif element.tag in BODY_HOLDERS:
            yield from _rows(element)


def _cells(row: Element) -> Iterator[Element]:
    for element in row:
        if element.tag == f"{W}tc":
            yield element
        elif element.tag in BODY_HOLDERS:
            yield from _cells(element)
