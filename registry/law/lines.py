"""Lines (行): a text's lines with their marks, tables kept whole."""

from collections.abc import Iterator, Sequence

from registry.law.levels import BLANK, Line, Mark, read_line


def read_lines(lines: Sequence[str]) -> list[Line]:
    """Every line with its mark, blank lines dropped, the lines of a table joined into one.

    An article number glued to its text (第十条各级…) counts only when it continues the count: a
    sentence may begin with the number of an article it cites.
    """
    found: list[Line] = []
    last: tuple[int, ...] = (0,)
    for source in _tables_joined(lines):
        line = read_line(source)
        if line is None:
            continue
        if line.mark is Mark.ARTICLE:
            if line.glued and line.value not in {(last[0] + 1,), _inserted_after(last)}:
                line = Line(Mark.PLAIN, source.strip(BLANK))
            else:
                last = line.value
        found.append(line)
    return found


def _inserted_after(last: tuple[int, ...]) -> tuple[int, int]:
    return (last[0], (last[1] if len(last) > 1 else 0) + 1)


def _tables_joined(lines: Sequence[str]) -> Iterator[str]:
    last_close = max((at for at, line in enumerate(lines) if "</table" in line), default=-1)
    at = 0
    while at < len(lines):
        end = at + 1
        start = lines[at].strip(BLANK)
        if start.startswith("|"):
            while end < len(lines) and lines[end].strip(BLANK).startswith("|"):
                end += 1
        elif start[:6].lower() == "<table" and at <= last_close:
            end = next(i for i in range(at, last_close + 1) if "</table" in lines[i]) + 1
        yield lines[at] if end == at + 1 else "\n".join(line.strip(BLANK) for line in lines[at:end])
        at = end
