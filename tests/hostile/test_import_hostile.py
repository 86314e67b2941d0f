"""An import that is killed, interrupted or runs out of disk loses nothing, doubles nothing, and says so."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
LAWS = 450
PATIENCE = 300
BATCH = 200
# Work that keeps the processor for a while with every source after the first batch: whoever watches sees that
# batch in before the next one is, on a machine as busy as may be.
SLOW = """CREATE TRIGGER slow AFTER INSERT ON source WHEN (SELECT count(*) FROM source) > 200 BEGIN
  SELECT max(x) FROM (WITH RECURSIVE counted(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM counted LIMIT 100000)
    SELECT x FROM counted); END"""
# What the registry says, without ids and moments.
STATE = (
    "SELECT address, title, work_key, kind, year, publication FROM document ORDER BY address",
    """SELECT d.address, t.position, t.dated_on, t.applies_from, t.fingerprint, count(p.id) FROM text t
       JOIN document d ON d.id = t.document_id LEFT JOIN provision p ON p.text_id = t.id
       WHERE t.withdrawn_at IS NULL GROUP BY t.id ORDER BY 1, 2""",
    """SELECT d.address, e.kind, e.effective_on, e.evidence, a.address FROM event e
       JOIN document d ON d.id = e.document_id LEFT JOIN document a ON a.id = e.act_document_id
       WHERE e.withdrawn_at IS NULL ORDER BY 1, 2, 3""",
    """SELECT s.address, r.kind, r.target_title, t.address FROM relation r
       JOIN document s ON s.id = r.source_id LEFT JOIN document t ON t.id = r.target_id
       WHERE r.withdrawn_at IS NULL ORDER BY 1, 2, 3""",
    """SELECT s.path, s.sha256, d.address FROM source s JOIN text t ON t.id = s.text_id
       JOIN document d ON d.id = t.document_id ORDER BY 1""",
    """SELECT d.address, a.filename, a.sha256 FROM attachment a
       JOIN document d ON d.id = a.document_id ORDER BY 1, 2""",
)

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Laws of which every fifth repeals another, in versions, so that batches hang together."""
    folder = tmp_path_factory.mktemp("papers") / "法律"
    folder.mkdir()
    for place in range(LAWS):
        year = 1990 + place % 30
        name, other = f"第{place // 2}号试验法", f"第{(place * 7) % (LAWS // 2)}号试验法"
        last = f"本法自{year}年5月1日起施行。" + (f"《{other}》同时废止。" if place % 5 == 0 else "")
        body = "\n\n".join(f"第{number}条 依照《{other}》办理，第{place}件。" for number in range(1, 10))
        head = f"# {name}\n\n{year}年1月1日 全国人民代表大会通过\n\n<!-- INFO END -->"
        text = f"{head}\n\n{body}\n\n第10条 {last}\n"
        (folder / f"{name}({year}-01-01)-{place}.md").write_text(text, encoding="utf-8")
    return folder.parent


@pytest.fixture
def start(papers: Path) -> Start:
    """Starts an import of the papers into a data folder, as a person does on the command line."""

    def started(data: Path, *options: str, limit: int | None = None) -> "subprocess.Popen[str]":
        command = [sys.executable, str(PROJECT / "app.py"), "import", str(papers), "--no-progress", *options]
        if limit is not None:
            command = ["sh", "-c", f'ulimit -f {limit}; exec "$@"', "sh", *command]
        return subprocess.Popen(
            command,
            cwd=PROJECT,
            env={**os.environ, "REGISTRY_DATA": str(data)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    return started


def finished(process: "subprocess.Popen[str]") -> tuple[int, str]:
    out, err = process.communicate(timeout=PATIENCE)
    return process.returncode, out + err


def sources(data: Path) -> int:
    try:
        with sqlite3.connect(f"file:{data / 'registry.sqlite'}?mode=ro", uri=True) as connection:
            return int(connection.execute("SELECT count(*) FROM source").fetchone()[0])
    except sqlite3.OperationalError:
        return 0
    finally:
        if "connection" in locals():
            connection.close()


def state(data: Path) -> list[list[tuple[object, ...]]]:
    connection = sqlite3.connect(data / "registry.sqlite")
    try:
        return [connection.execute(query).fetchall() for query in STATE]
    finally:
        connection.close()


def until_some_are_in(process: "subprocess.Popen[str]", data: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while not sources(data) and process.poll() is None:
        assert time.monotonic() < deadline, "nothing was imported in time"
        time.sleep(0.01)


def told(data: Path, statement: str) -> None:
    connection = sqlite3.connect(data / "registry.sqlite")
    try:
        connection.execute(statement)
        connection.commit()
    finally:
        connection.close()


def tables(data: Path) -> int:
    connection = sqlite3.connect(data / "registry.sqlite")
    try:
        return int(connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])
    finally:
        connection.close()


def end_group(process: "subprocess.Popen[str]", how: signal.Signals) -> None:
    os.killpg(process.pid, how)


@pytest.fixture(scope="module")
def unbroken(papers: Path, tmp_path_factory: pytest.TempPathFactory) -> list[list[tuple[object, ...]]]:
    """The state after an import that nobody disturbed."""
    data = tmp_path_factory.mktemp("unbroken")
    done = subprocess.run(
        [sys.executable, str(PROJECT / "app.py"), "import", str(papers), "--no-progress"],
        cwd=PROJECT,
        env={**os.environ, "REGISTRY_DATA": str(data)},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return state(data)


def test_killed_at_any_moment_and_run_again_it_ends_the_same(
    start: Start, tmp_path: Path, unbroken: list[list[tuple[object, ...]]]
) -> None:
    for moment in (0.0, 0.2):
        process = start(tmp_path)
        until_some_are_in(process, tmp_path)
        time.sleep(moment)
        end_group(process, signal.SIGKILL)
        process.communicate()

    code, said = finished(start(tmp_path))
    assert code == 0, said
    assert state(tmp_path) == unbroken


def test_interrupted_it_reports_what_it_did_and_goes_on_later(
    start: Start, tmp_path: Path, unbroken: list[list[tuple[object, ...]]], migrated_sqlite: Path
) -> None:
    shutil.copy(migrated_sqlite, tmp_path / "registry.sqlite")
    told(tmp_path, SLOW)
    process = start(tmp_path)
    until_some_are_in(process, tmp_path)
    end_group(process, signal.SIGINT)
    code, said = finished(process)
    assert code == 130, said
    assert "Traceback" not in said
    assert (tmp_path / "import-report.csv").exists()
    assert sources(tmp_path) in range(BATCH, LAWS, BATCH)

    told(tmp_path, "DROP TRIGGER slow")
    assert finished(start(tmp_path))[0] == 0
    assert state(tmp_path) == unbroken


# The limit on file sizes stops the database's files as a full disk does; `ulimit` counts blocks of 512 bytes.
def test_a_full_disk_is_said_in_one_line_and_nothing_is_half_written(
    start: Start, tmp_path: Path, unbroken: list[list[tuple[object, ...]]], migrated_sqlite: Path
) -> None:
    shutil.copy(migrated_sqlite, tmp_path / "registry.sqlite")
    room = migrated_sqlite.stat().st_size + 200_000
    code, said = finished(start(tmp_path, limit=room // 512))
    assert code == 1, said
    # The report of what is in, and one line on what stopped it.
    assert "磁盘" in said.splitlines()[-1]
    assert "结构升级" not in said
    assert sources(tmp_path) % BATCH == 0
    assert list((tmp_path / "files").rglob(".part-*")) == []

    assert finished(start(tmp_path))[0] == 0
    assert state(tmp_path) == unbroken


def test_a_disk_full_already_during_the_migration_is_said_in_one_line_too(
    start: Start, tmp_path: Path, migrated_sqlite: Path
) -> None:
    code, said = finished(start(tmp_path, limit=migrated_sqlite.stat().st_size // 2 // 512))
    assert code == 1, said
    assert said.count("\n") == 1, said
    assert "数据库结构升级失败" in said
    assert "磁盘空间不足" in said
    assert tables(tmp_path) == 0
