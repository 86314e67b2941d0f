"""The database: SQLite by default, PostgreSQL by a setting; the only place that commits."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import DateTime, Dialect, Engine, MetaData, TypeDecorator, create_engine, event
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import ArgumentError, IntegrityError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.pool import ConnectionPoolEntry

from base.config import AUDIT_KEY, Config, kept_secret
from base.errors import BadInput

# Names that do not depend on the database, so that migrations can drop what they made.
NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
WRITING = {"sqlite_begin": "BEGIN IMMEDIATE"}
# A page is made with several statements; at PostgreSQL's default level each would see its own moment.
READING = {"isolation_level": "REPEATABLE READ"}
BUSY_SECONDS = 30


class Table(DeclarativeBase):
    """The base of every table of the house."""

    metadata = MetaData(naming_convention=NAMING)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC; SQLite forgets the zone, this gives it back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a moment without a zone rather than guess one."""
        del dialect
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment needs its zone")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Moments come back in UTC on both databases."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Database:
    """One database and its two ways in: `reading()` and `transaction()`.

    `audit_key` chains the audit trail; without it nothing that leaves a row there can be done. Sessions
    carry it in `session.info["audit_key"]`.
    """

    def __init__(self, url: str, *, audit_key: bytes = b"") -> None:
        self.url = url
        self._info: dict[str, object] = {"audit_key": audit_key}
        self.engine = open_engine(url)
        self._writer = self.engine.execution_options(**WRITING)
        postgres = self.engine.dialect.name == "postgresql"
        self._reader = self.engine.execution_options(**READING) if postgres else self.engine

    def hand_down(self, name: str, value: object) -> None:
        """Let every session from now on carry something of a floor above, in `session.info[name]`."""
        self._info[name] = value

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session whose work stands or falls together: commits at the end, rolls back on any error."""
        with Session(self._writer, expire_on_commit=False, info=self._info) as session, session.begin():
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the database and changes nothing."""
        with Session(self._reader, autoflush=False, info=self._info) as session:
            yield session
            session.rollback()

    @contextmanager
    def altering(self) -> Iterator[Connection]:
        """A connection for migrations: all of them take effect, or none.

        Raises IntegrityError when a migration leaves a row that refers to nothing.
        """
        with self._writer.connect() as connection:
            sqlite = connection.dialect.name == "sqlite"
            if sqlite:
                # Altering a table in SQLite means copying and dropping it; with foreign keys on, the drop
                # would delete what refers to it. The pragma does nothing inside a transaction.
                _pragma(connection, "foreign_keys=OFF")
            try:
                with connection.begin():
                    yield connection
                    if sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                        raise IntegrityError("PRAGMA foreign_key_check", None, ValueError("orphaned rows"))
            finally:
                if sqlite:
                    _pragma(connection, "foreign_keys=ON")

    def close(self) -> None:
        """Give every connection back."""
        self.engine.dispose()


def opened(config: Config) -> Database:
    """The database of these settings, with the key of its audit trail from the data folder."""
    return Database(config.database, audit_key=kept_secret(config.data, AUDIT_KEY).encode())


@contextmanager
def tried(session: Session) -> Iterator[None]:
    """Do something only to see what it would do: when the block ends, it is taken back.

    What `session.info` was told meanwhile is forgotten with it.
    """
    before = dict(session.info)
    with session.begin_nested() as attempt:
        yield
        attempt.rollback()
    for name in {*session.info} - {*before}:
        del session.info[name]


def open_engine(url: str) -> Engine:
    """An engine for the address; SQLite gets WAL, foreign keys and explicit transactions.

    Raises BadInput when the address cannot be read, without showing the password it may hold.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise BadInput("设置 DATABASE_URL 无法识别：应形如 postgresql://用户@主机:端口/数据库") from None
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed, pool_pre_ping=True)
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    # The driver's own implicit BEGIN is deferred: a read that later writes then meets "locked" at once,
    # without waiting (293,834 times in 4 s with 4 processes). We begin ourselves.
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")


def _pragma(connection: Connection, words: str) -> None:
    driver = connection.connection.driver_connection
    if isinstance(driver, sqlite3.Connection):
        driver.execute(f"PRAGMA {words}")


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("sqlite_begin", "BEGIN"))
