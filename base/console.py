"""What every command of `./run` is given: the settings, the database, and what must follow a change."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import click

from base.config import Config
from base.db import Database


@dataclass(frozen=True)
class Console:
    """The object behind `click.Context.obj`.

    `after_change` are deeds of upper floors (the index catches up) handed down by the app, so that a
    command which changes the registry can finish the work without importing upward. `checks` are questions to
    them (is the index right?), each answered by sentences on what is wrong.
    """

    config: Config
    database: Database
    after_change: tuple[Callable[["Console"], None], ...] = ()
    checks: tuple[Callable[["Console"], Iterable[str]], ...] = ()

    def follow_up(self) -> None:
        """Do what must follow a committed change, in order."""
        for deed in self.after_change:
            deed(self)


pass_console = click.make_pass_decorator(Console)
