"""Column widths (列宽) of a table, by what its cells hold.

The print's tables have a fixed layout, because an automatic one lets a long table keep the typesetter busy
for 20 s; fixed and without widths, 序号 would be as wide as the column of the text.
"""

from html.parser import HTMLParser

from registry.renditions.titling import width

# In full-width characters: a column of two holds a number, one of 24 wraps as well as a wider one.
NARROWEST, WIDEST = 2.5, 24.0
MOST_COLUMNS = 60


class _Grid(HTMLParser):
    """The words of each cell with the column and the number of columns it stands in."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables = 0
        self.cells: list[tuple[int, int, str]] = []
        self._taken: dict[int, int] = {}
        self._column = 0
        self._open: tuple[int, int, list[str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables += 1
        elif tag == "tr":
            # A cell that spans rows takes its columns in the rows below it.
            self._taken = {column: left - 1 for column, left in self._taken.items() if left > 1}
            self._column = 0
        elif tag in {"td", "th"}:
            self._begin(dict(attrs))

    def _begin(self, attributes: dict[str, str | None]) -> None:
        while self._column in self._taken:
            self._column += 1
        columns, rows = (int(attributes.get(name) or 1) for name in ("colspan", "rowspan"))
        for column in range(self._column, self._column + columns):
            self._taken[column] = rows
        self._open = (self._column, columns, [])
        self._column += columns

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"} and self._open is not None:
            column, columns, words = self._open
            self.cells.append((column, columns, "".join(words).strip()))
            self._open = None

    def handle_data(self, data: str) -> None:
        if self._open is not None:
            self._open[2].append(data)


def shares(table: str) -> tuple[float, ...]:
    """The share of the width, in percent, that each column should have; () where it cannot be told.

    >>> shares("<table><tr><td>1</td><td>化学需氧量</td></tr></table>")
    (33.3, 66.7)
    """
    grid = _Grid()
    grid.feed(table)
    grid.close()
    count = max((column + columns for column, columns, _ in grid.cells), default=0)
    if grid.tables != 1 or not 1 < count <= MOST_COLUMNS:
        return ()
    lengths: list[list[float]] = [[] for _ in range(count)]
    for column, columns, words in grid.cells:
        if columns == 1 and words:
            lengths[column].append(width(words))
    wanted = [_wanted(found) for found in lengths]
    return tuple(round(100 * own / sum(wanted), 1) for own in wanted)


def _wanted(lengths: list[float]) -> float:
    if not lengths:
        return NARROWEST
    # Between the usual and the longest cell: a heading of four characters should not stand on four lines.
    usual, longest = sum(lengths) / len(lengths), min(max(lengths), WIDEST)
    return min(max((usual + longest) / 2, NARROWEST), WIDEST)


def with_columns(table: str) -> str:
    """A clean table with the widths of its columns written in, and its head marked to come on every page."""
    body, row, rest = table.partition("<tbody><tr>")
    first, end, rest = rest.partition("</tr>")
    if row and "<th" in first and "<td" not in first:
        table = f"{body}<thead><tr>{first}{end}</thead><tbody>{rest}"
    columns = "".join(f'<col style="width:{share}%">' for share in shares(table))
    head, tag, rest = table.partition("<table>")
    return f"{head}{tag}<colgroup>{columns}</colgroup>{rest}" if columns and tag else table
