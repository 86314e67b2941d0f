"""The report (导入报告) of an import: every refusal and doubt, one line each, for a spreadsheet."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from base import cells
from base.files import write_whole
from registry.importing.codes import label
from registry.intake.parsed import Doubt
from registry.works.shapes import Fate

HEAD = ("路径", "类别", "字段", "问题", "处理")


@dataclass(slots=True)
class Report:
    """What became of each file, and everything that was doubtful."""

    fates: Counter[Fate] = field(default_factory=Counter)
    lines: list[tuple[str, Doubt]] = field(default_factory=list)
    # How many statements wait for a person (条文事项待审定).
    proposed: int = 0

    def add(self, path: str, *doubts: Doubt) -> None:
        """Report doubts about one file."""
        self.lines.extend((path, doubt) for doubt in doubts)

    @property
    def by_code(self) -> Counter[str]:
        """How many doubts there are of each kind."""
        return Counter(doubt.code for _, doubt in self.lines)

    @property
    def useful(self) -> bool:
        """Whether anything was, or already had been, taken in."""
        return any(count for fate, count in self.fates.items() if fate is not Fate.REFUSED)

    def write(self, place: Path) -> None:
        """Write the report, whole or not at all; raises Unavailable when the disk is full."""
        found = sorted(self.lines, key=lambda line: (line[0], line[1].code))
        rows = [(path, label(it.code), it.field, it.wrong, it.assumed) for path, it in found]
        write_whole(place, "".join(cells.lines([HEAD, *rows])).encode())
