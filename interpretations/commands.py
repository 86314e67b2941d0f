"""The commands of interpretations (命令), for the command line of the application."""

import click

COMMANDS: tuple[click.Command, ...] = ()
