"""`import`: take a folder of documents into the registry, with a ledger beside it."""

import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import click

from base.console import Console, pass_console
from base.staff import audit
from base.staff.commands import operator
from registry.importing.codes import label
from registry.importing.folder import Import, Order, paths
from registry.importing.report import Report
from registry.intake.ledger import Ledger, read_ledger
from registry.proposals.holding import accepted_classes
from registry.works.shapes import Fate

BAR = 30
BETWEEN = 0.2


@dataclass(slots=True)
class Progress:
    """A line that tells how many files are done, how fast, and how long the rest takes."""

    total: int
    shown: bool
    done: int = 0
    since: float = field(default_factory=time.monotonic)
    last: float = 0.0

    def add(self, count: int) -> None:
        """Count files that are done."""
        self.done += count
        now = time.monotonic()
        if self.shown and (now - self.last >= BETWEEN or self.done >= self.total):
            self.last = now
            click.echo(f"\r{self.line(now)}", nl=False, err=True)

    def line(self, now: float) -> str:
        """The progress at a moment: bar, count, rate, time left."""
        passed = max(now - self.since, 0.001)
        rate = self.done / passed
        left = (self.total - self.done) / rate if rate else 0.0
        full = BAR * self.done // max(self.total, 1)
        bar = "█" * full + "·" * (BAR - full)
        return f"[{bar}] {self.done}/{self.total}  每秒 {rate:.0f} 个  剩余 {left:.0f} 秒  "

    def close(self) -> None:
        """End the line."""
        if self.shown:
            click.echo(err=True)


@click.command("import", help="导入一个文件夹的文件（可附台账），并给出结果表和报告。")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option(
    "--ledger",
    "ledger_file",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="台账（CSV 或 XLSX），按路径与文件对应。",
)
@click.option("--dry-run", is_flag=True, help="只试读，不写入任何内容。")
@click.option(
    "--report",
    "report_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="报告文件（CSV）；默认写入数据文件夹。",
)
@click.option("--progress/--no-progress", default=None, help="是否显示进度；默认在终端中显示。")
@pass_console
def import_folder(
    console: Console,
    folder: Path,
    ledger_file: Path | None,
    report_file: Path | None,
    *,
    dry_run: bool,
    progress: bool | None,
) -> int:
    """Import a folder; the exit code is not 0 where nothing useful was done."""
    ledger = read_ledger(ledger_file) if ledger_file else Ledger()
    target = report_file or console.config.data / ("import-rehearsal.csv" if dry_run else "import-report.csv")
    accepts = accepted_classes(console.config.import_accepts)
    order = Order(folder, console.database, console.config.files, ledger, dry_run=dry_run, accepts=accepts)
    shown = sys.stderr.isatty() if progress is None else progress
    bar = Progress(sum(1 for _ in paths(folder)), shown)
    report = Report()
    try:
        Import(order, report, bar.add).run()
    finally:
        bar.close()
        report.write(target)
        click.echo(summary(report, target, dry_run=dry_run))
    if not dry_run:
        write_down(console, folder, report)
        console.follow_up()
    return 0 if report.useful else 1


def write_down(console: Console, folder: Path, report: Report) -> None:
    """Tell the audit trail that files were taken in, by whom and how many."""
    after = {"folder": str(folder), **{fate.value: report.fates[fate] for fate in Fate}}
    with console.database.transaction() as session:
        audit.record(session, operator(), "import.run", "import", after=after)


def summary(report: Report, target: Path, *, dry_run: bool) -> str:
    """The table at the end: what became of the files, and the doubts by kind."""
    lines = ["试读结果（未写入）：" if dry_run else "导入结果："]
    lines += [f"  {_wide(fate.label, 16)}{report.fates[fate]:>8}" for fate in Fate]
    if report.lines:
        lines.append("疑点（详见报告）：")
        lines += [f"  {_wide(label(code), 24)}{count:>8}" for code, count in report.by_code.most_common()]
    if report.proposed:
        lines.append(f"新增待审定的条文事项 {report.proposed} 项（工作台“条文事项审定”）")
    lines.append(f"报告：{target}")
    return "\n".join(lines)


def _wide(words: str, width: int) -> str:
    # A Chinese character takes two columns of a terminal.
    taken = sum(2 if ord(sign) > 0x2E7F else 1 for sign in words)  # noqa: PLR2004  # the first CJK block
    return words + " " * max(0, width - taken)
