"""`import` on the command line: a table at the end, a report file, an exit code that tells."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from base.config import Config
from base.console import Console
from base.db import Database
from registry.importing.command import Progress, import_folder

MADE = "2001年1月1日 全国人民代表大会常务委员会通过"
LAW = "法律/试验法(2001-01-01).md"


@pytest.fixture
def followed() -> list[Console]:
    """The consoles that were told that something changed."""
    return []


@pytest.fixture
def invoke(
    database: Database, config: Config, folder: Path, followed: list[Console]
) -> Iterator[Callable[..., Result]]:
    """Runs the command on the folder."""

    def run(*options: str) -> Result:
        console = Console(config, database, after_change=(followed.append,))
        return CliRunner().invoke(import_folder, [str(folder), *options], obj=console, standalone_mode=False)

    return run


def test_it_ends_with_a_table_and_a_report(
    invoke: Callable[..., Result], put: Callable, write_law: Callable, config: Config, followed: list[Console]
) -> None:
    put({LAW: write_law("试验法", MADE), "法律/空.md": ""})
    result = invoke("--progress")
    lines = [line.split() for line in result.output.splitlines()]
    assert ["新增", "1"] in lines
    assert ["拒收", "1"] in lines
    assert "2/2" in result.stderr
    assert "法律/空.md" in (config.data / "import-report.csv").read_text("utf-8-sig")
    assert (result.return_value, len(followed)) == (0, 1)


def test_a_rehearsal_leaves_the_last_report_and_the_index_alone(
    invoke: Callable[..., Result], put: Callable, write_law: Callable, config: Config, followed: list[Console]
) -> None:
    put({LAW: write_law("试验法", MADE)})
    result = invoke("--dry-run")
    assert "未写入" in result.output
    assert not (config.data / "import-report.csv").exists()
    assert (result.return_value, followed) == (0, [])


@pytest.mark.parametrize("papers", [{}, {"法律/空.md": ""}, {"图.png": b"\x89PNG"}])
def test_where_nothing_useful_was_done_the_exit_code_says_so(
    invoke: Callable[..., Result], put: Callable, papers: dict[str, bytes]
) -> None:
    put(papers)
    assert invoke("--no-progress").return_value == 1


def test_a_second_run_is_useful_although_nothing_changed(
    invoke: Callable[..., Result], put: Callable, write_law: Callable
) -> None:
    put({LAW: write_law("试验法", MADE)})
    invoke()
    assert invoke().return_value == 0


def test_the_report_is_written_where_it_is_asked_for(
    invoke: Callable[..., Result], put: Callable, write_law: Callable, tmp_path: Path
) -> None:
    put({LAW: write_law("试验法", MADE)})
    assert str(tmp_path / "out.csv") in invoke("--report", str(tmp_path / "out.csv")).output
    assert (tmp_path / "out.csv").exists()


def test_progress_tells_count_rate_and_time_left() -> None:
    progress = Progress(total=100, shown=False, since=0.0)
    progress.done = 25
    assert progress.line(5.0).split()[1:] == ["25/100", "每秒", "5", "个", "剩余", "15", "秒"]
