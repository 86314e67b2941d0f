"""The shape of the database (数据库结构), brought up to date by numbered migrations."""

from pathlib import Path

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from base.db import Database

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"


def upgrade(database: Database, revision: str = "head") -> None:
    """Bring the database up to a revision; an interrupted upgrade leaves it as it was."""
    with database.altering() as connection:
        settings = _settings()
        settings.attributes["connection"] = connection
        command.upgrade(settings, revision)


def downgrade(database: Database, revision: str) -> None:
    """Take the database back to a revision, `base` being an empty database."""
    with database.altering() as connection:
        settings = _settings()
        settings.attributes["connection"] = connection
        command.downgrade(settings, revision)


def is_current(database: Database) -> bool:
    """Whether the database has the shape that this version of the program expects."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_heads() == heads()


def heads() -> tuple[str, ...]:
    """The newest revisions among the migrations; one, unless two developers branched."""
    return tuple(ScriptDirectory.from_config(_settings()).get_heads())


def _settings() -> AlembicConfig:
    settings = AlembicConfig()
    # A percent sign in the path would be read as an interpolation.
    settings.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return settings
