"""The command of enquiries (命令): forgetting who asked, for installations whose desk is rarely opened."""

import click

from base.console import Console, pass_console
from base.staff.commands import operator
from interpretations.enquiries.forgetting import forget


@click.command(help="删除已过保存期限的咨询人姓名和联系方式（工作台上也会自动进行）。")
@pass_console
def forget_askers(console: Console) -> None:  # noqa: D103  # its help says it
    total = 0
    while True:
        with console.database.transaction() as session:
            number = forget(session, console.config.explaining, by=operator())
        total += number
        if not number:
            break
    click.echo(f"已删除 {total} 件咨询的咨询人信息")


COMMANDS: tuple[click.Command, ...] = (forget_askers,)
