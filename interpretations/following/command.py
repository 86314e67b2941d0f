"""`./run send-letters`: one round of letters, or rounds until interrupted (发送邮件)."""

import time

import click

from base.console import Console, pass_console
from base.errors import Unavailable
from interpretations.following.companion import Rounds
from interpretations.following.letterhead import letterhead
from interpretations.following.sending import Sent


@click.command(help="把待发的邮件发出去：先找出要通知订阅人的变化，再发送。网站运行时会自己做这件事。")
@click.option("--every", type=click.IntRange(1, 86_400), help="每隔多少秒做一次，直到按 Ctrl-C；不写只做一次")
@pass_console
def send_letters(console: Console, every: int | None) -> int:  # noqa: D103  # its help says it
    if not console.config.mailing.host:
        raise Unavailable("没有设置邮件服务器（SMTP_HOST），不能发送邮件")
    rounds = Rounds(console.database, letterhead(console.config))
    while True:
        done = rounds.go()
        click.echo(told(done))
        if every is None:
            return 1 if done.fault else 0
        time.sleep(every)


def told(done: Sent) -> str:
    """What a round did, in one line."""
    line = (
        f"发出 {done.sent} 封，稍后再发 {done.later} 封，放弃 {done.given_up} 封，送达不明 {done.unsure} 封"
    )
    return f"{line}；邮件服务器不可用：{done.fault}" if done.fault else line
