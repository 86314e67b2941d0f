"""The shape of the database (数据库结构): whether it is the one this version of the program expects."""

import os
import re
import subprocess
import sys
from pathlib import Path

from sqlalchemy import inspect, text

from base.db import Database
from base.errors import Unavailable

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations" / "versions"
REVISION = re.compile(r'^(revision|down_revision) = "([^"\n]{1,40})"', re.MULTILINE)

# The line of a traceback that names the fault, above SQLAlchemy's statement and its link.
FAULT = re.compile(r"^[A-Za-z_][\w.]*: .+", re.MULTILINE)
# What SQLite and PostgreSQL say when there is no more room: "disk I/O error" when a file may not grow.
NO_ROOM = re.compile(r"disk I/O error|disk is full|DiskFull|No space left", re.IGNORECASE)


def is_current(database: Database) -> bool:
    """Whether the database has been through every migration."""
    with database.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return False
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalars()
        return set(found) == heads()


def heads() -> set[str]:
    """The newest migrations, from their files; one, unless two developers branched."""
    lines = [pair for place in MIGRATIONS.glob("*.py") for pair in REVISION.findall(place.read_text("utf-8"))]
    followed = {name for word, name in lines if word == "down_revision"}
    return {name for word, name in lines if word == "revision"} - followed


def ensure(database: Database) -> bool:
    """Bring the database of the settings up to date if it is not; tells whether there was anything to do.

    Raises Unavailable with what the migration said when it fails; the database is then as it was.
    """
    if is_current(database):
        return False
    done = subprocess.run(  # our own module, our own settings
        [sys.executable, "-m", "base.migrating"],
        env={**os.environ, "PYTHONPATH": str(MIGRATIONS.parent.parent), "DATABASE_URL": database.url},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Unavailable(f"数据库结构升级失败，数据未改动：{_cause(done.stderr)}")
    return True


def _cause(said: str) -> str:
    fault = ["没有说明", *said.strip().splitlines()[-1:], *FAULT.findall(said)[-1:]][-1]
    full = "磁盘空间不足或不可写，请清理磁盘后重试；" if NO_ROOM.search(fault) else ""
    return f"{full}{fault}"
