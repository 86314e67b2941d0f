"""What follows a change is handed down, never imported upward."""

from base.config import Config
from base.console import Console
from base.db import Database


def test_what_must_follow_a_change_is_done_in_order(database: Database, config: Config) -> None:
    done: list[str] = []
    console = Console(
        config,
        database,
        (lambda _console: done.append("index"), lambda given: done.append(given.config.host)),
    )
    console.follow_up()
    assert done == ["index", "127.0.0.1"]
