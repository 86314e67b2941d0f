"""The announcement as a spreadsheet (XLSX), and as the text that is entered in the books."""

from base.spreadsheet import Leaf, xlsx
from registry.cleanup.announcement import COLUMNS, Annex, Announcement
from registry.law.days import printed

WIDTHS = (8, 60, 28, 40)


def xlsx_bytes(said: Announcement) -> bytes:
    """One sheet for each list."""
    leaves = [
        Leaf(
            annex.verdict.label,
            COLUMNS,
            [(item.position, *item.cells[1:]) for item in annex.items],
            WIDTHS,
            heading=f"{annex.label}　{annex.name}（{said.wording.number}）",
        )
        for annex in said.annexes
    ]
    return xlsx(leaves or [Leaf("清理结果", COLUMNS, ())])


def source(said: Announcement) -> str:
    """The announcement in the form in which texts are kept (Markdown), lists and all."""
    wording = said.wording
    lines = [f"# {_line(wording.title)}", "<!-- INFO END -->", *map(_line, said.paragraphs)]
    if said.annexes:
        # In one line: on lines of their own the reader would take them for headings of the text.
        lines.append("附件：" + "\u3000".join(f"{annex.place}.{annex.name}" for annex in said.annexes))
    lines += [wording.organ, printed(wording.signed_on)]
    for annex in said.annexes:
        lines += [annex.label, annex.name, _table(annex)]
    return "\n\n".join(lines) + "\n"


def _table(annex: Annex) -> str:
    rows = [COLUMNS, ("---",) * len(COLUMNS), *(item.cells for item in annex.items)]
    return "\n".join("| " + " | ".join(map(_cell, row)) + " |" for row in rows)


def _cell(words: str) -> str:
    # A stroke would end the cell.
    return _line(words).replace("|", "｜")


def _line(words: str) -> str:
    return " ".join(words.split())
