"""Migrations (数据库迁移): the numbered steps that bring the database to the shape the program expects.

`python -m base.migrating` upgrades the database of the settings: the application calls it as a process of its
own, so that an ordinary start does not load Alembic (0.2 s).
"""

from alembic import command
from alembic.config import Config as AlembicConfig

from base.db import Database
from base.environment import from_environment
from base.schema import MIGRATIONS


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


def _settings() -> AlembicConfig:
    settings = AlembicConfig()
    # A percent sign in the path would be read as an interpolation.
    settings.set_main_option("script_location", str(MIGRATIONS.parent).replace("%", "%%"))
    return settings


if __name__ == "__main__":
    opened = Database(from_environment().database)
    upgrade(opened)
    opened.close()
