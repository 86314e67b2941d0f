"""The commands of interpretations (命令), for the command line of the application."""

import click

from interpretations.enquiries import commands as enquiries
from interpretations.following.command import send_letters

COMMANDS: tuple[click.Command, ...] = (
    send_letters,
    *enquiries.COMMANDS,
)
