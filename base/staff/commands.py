"""The commands of the staff: making accounts at the server itself, and checking the audit trail."""

import getpass

import click
from sqlalchemy.orm import Session

from base.config import Entry
from base.console import Console, pass_console
from base.errors import BadInput, NotFound
from base.staff import accounts, audit, passwords, rights, trail, units
from base.staff.accounts import Person
from base.staff.roles import Actor, Role, at_the_console
from base.staff.tables import Unit, UnitKind
from base.staff.units import UnitOrder

ONCE = "口令（只显示这一次，首次登录时须修改）"


@click.command(help="新建账户并授予角色；口令由系统生成，只显示一次。")
@click.argument("name", metavar="账户名")
@click.option("--full-name", required=True, help="姓名")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True, help="角色")
@click.option("--unit", default="", help="所属单位的名称；管理员可以没有")
@click.option("--organ", default="", help="单位所属的机关；单位不存在时据此新建")
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in UnitKind]),
    default=UnitKind.OFFICE.value,
    help="新建单位的性质：office 处室、institute 直属单位、bureau 下级局",
)
@click.option("--ask-password", is_flag=True, help="不生成口令，由您在终端输入")
@pass_console
def create_account(console: Console, /, name: str, role: str, **given: str | bool) -> None:  # noqa: D103  # its help says it
    rules, by = console.config.entry, operator()
    password = asked_password(rules, name) if given["ask_password"] else ""
    with console.database.transaction() as session:
        home = unit_of(session, str(given["organ"]), str(given["unit"]), str(given["kind"]), by)
        person = Person(str(given["full_name"]), home.id if home else None)
        row, chosen = accounts.create(session, name, person, rules, by=by, password=password)
        rights.grant(session, row, Role(role), "命令行新建", by=by)
    click.echo(f"已新建账户 {row.name}（{Role(role).label}）")
    if not password:
        click.echo(f"{ONCE}：{chosen}")


@click.command(help="重置账户的口令（管理员账户只能在此重置）；新口令只显示一次。")
@click.argument("name", metavar="账户名")
@click.option("--drop-second-factor", is_flag=True, help="同时解除动态口令（手机遗失）")
@pass_console
def reset_password(console: Console, name: str, *, drop_second_factor: bool) -> None:  # noqa: D103  # its help says it
    by = operator()
    with console.database.transaction() as session:
        row = accounts.find_named(session, name)
        password = accounts.reset_password(session, row, console.config.entry, by=by)
        if drop_second_factor and row.totp_secret:
            rights.drop_factor(session, row, "命令行解除", by=by)
    click.echo(f"已重置账户 {row.name} 的口令。{ONCE}：{password}")


@click.command(help="核验审计记录（有没有被改动、缺失、调换或者外加）和检索索引；发现问题时退出码为 1。")
@click.option("--expect", default="", metavar="链值", help="抄在别处的链值：用来发现整段删去")
@pass_console
def check(console: Console, expect: str) -> int:  # noqa: D103  # its help says it
    with console.database.reading() as session:
        found = trail.check(session, expect)
    with console.database.transaction() as session:
        after = {"count": found.count, "link": found.link, "faults": found.faults[:10]}
        audit.record(session, operator(), "audit.check", "audit", after=after)
    click.echo(f"审计记录 {found.count} 条，最后一条的链值：{found.link or '（还没有记录）'}")
    faults = [*found.faults, *(fault for look in console.checks for fault in look(console))]
    for fault in faults:
        click.echo(f"问题：{fault}", err=True)
    click.echo(f"发现 {len(faults)} 处问题" if faults else "全部完好", err=bool(faults))
    return 1 if faults else 0


COMMANDS: tuple[click.Command, ...] = (create_account, reset_password, check)


def operator() -> Actor:
    """Whoever runs a command here, by the name the operating system knows."""
    return at_the_console(f"命令行：{getpass.getuser()}"[:60])


def asked_password(rules: Entry, name: str) -> str:
    """A password typed twice on the terminal; raises BadInput where the rules do not take it."""
    typed: str = click.prompt("口令", hide_input=True, confirmation_prompt="再次输入", err=True)
    if fault := passwords.fault(typed, rules, name):
        raise BadInput(fault)
    return typed


def unit_of(session: Session, organ: str, name: str, kind: str, by: Actor) -> Unit | None:
    """The unit meant on the command line, made where its organ is told; raises NotFound or BadInput."""
    if not name:
        return None
    if organ:
        order = UnitOrder(organ, name, UnitKind(kind))
        return units.named(session, organ, name) or units.create(session, order, by=by)
    meant = [row for row in units.every(session) if row.name == name]
    if not meant:
        raise NotFound(f"没有名为“{name}”的单位：请用 --organ 写明所属机关，将据此新建")
    if len(meant) > 1:
        organs = "、".join(row.organ for row in meant)
        raise BadInput(f"有 {len(meant)} 个单位名为“{name}”：请用 --organ 写明是哪个机关的（{organs}）")
    return meant[0]
