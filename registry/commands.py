"""The commands that the registry offers to `./run`."""

import click

from registry.importing.command import import_folder
from registry.intake.reading_command import read_clauses

COMMANDS: tuple[click.Command, ...] = (import_folder, read_clauses)
