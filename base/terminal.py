"""The command line speaks Chinese (命令行): one line for every mistake, and every command's help."""

import os
import sys
from collections.abc import Iterable, Sequence
from typing import Any

import click
from click.formatting import HelpFormatter
from sqlalchemy.exc import OperationalError

from base.errors import BadInput, RegistryError, reason

# Faults a person can act on end in one line; any other is a mistake of ours and shows its traceback.
EXPECTED = (
    click.ClickException,
    click.Abort,
    KeyboardInterrupt,
    RegistryError,
    OperationalError,
    OSError,
)

HEADINGS = {"Options": "选项", "Commands": "命令", "Positional arguments": "参数", "Arguments": "参数"}
WORDS = (
    ("Show this message and exit.", "显示本说明"),
    ("[default: ", "[默认："),
    ("; default: ", "；默认："),
    ("[required]", "[必填]"),
    ("(dynamic)", "（视情况而定）"),
)
USAGE = (("[OPTIONS]", "[选项]"), ("COMMAND [ARGS]...", "命令 [参数]…"), ("[ARGS]...", "[参数]…"))


def verdict(fault: BaseException) -> tuple[str, int]:
    """What to say of a fault that ended a command, on one line, and the exit code: 2 for a wrong call."""
    match fault:
        case click.exceptions.NoArgsIsHelpError():
            return fault.format_message(), 2
        case click.ClickException():
            return _one_line(sentence(fault)), fault.exit_code
        case RegistryError():
            return _one_line(fault.sentence), 2 if isinstance(fault, BadInput) else 1
        case OSError():
            return _of_the_machine(fault)
        case OperationalError():
            return _one_line(f"数据库无法使用，请检查 DATABASE_URL、数据文件夹与磁盘空间：{fault.orig}"), 1
    return "已中断", 130


def sentence(fault: click.ClickException) -> str:
    """One line that says what was wrong with the command line and what to do."""
    match fault:
        case click.NoSuchOption():
            return f"没有选项 {fault.option_name}{_near(fault.possibilities)}；{_help_of(fault)}"
        case click.MissingParameter():
            return f"缺少{_named(fault.param)}；{_help_of(fault)}"
        case click.BadParameter():
            return f"{_named(fault.param)}的值不对：{_expected(fault)}"
        case click.UsageError():
            return f"{_unknown(fault)}；{_help_of(fault)}"
        case click.FileError():
            return f"无法打开文件 {fault.ui_filename}：{fault.message}"
    return fault.format_message()


def _of_the_machine(fault: OSError) -> tuple[str, int]:
    if isinstance(fault, BrokenPipeError):
        # Whoever read the output has seen enough (`./run … | head`); what is left has nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return "", 0
    return f"无法读写 {fault.filename or '文件'}：{reason(fault)}", 1


def _one_line(words: str) -> str:
    return " ".join(words.split())


def in_chinese(command: click.Command) -> None:
    """Let this command and those below it print their help in Chinese."""
    command.context_class = Context
    if isinstance(command, click.Group):
        for below in command.commands.values():
            in_chinese(below)


class Help(HelpFormatter):
    """Click's own help, its fixed words in Chinese."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The line that shows how to call the command."""
        super().write_usage(prog, _replace(args, USAGE), "用法：" if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        """The heading of a list of options or commands."""
        super().write_heading(HEADINGS.get(heading, heading))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """A list of options or commands with what they do."""
        super().write_dl([(term, _replace(words, WORDS)) for term, words in rows], col_max, col_spacing)


class Context(click.Context):
    """The context of a command whose help is Chinese."""

    formatter_class = Help


def _replace(words: str, pairs: Sequence[tuple[str, str]]) -> str:
    for theirs, ours in pairs:
        words = words.replace(theirs, ours)
    return words


def _unknown(fault: click.UsageError) -> str:
    match fault:
        case click.exceptions.NoSuchCommand():
            return f"没有命令 {fault.command_name}{_near(fault.possibilities)}"
        case click.BadOptionUsage():
            return f"选项 {fault.option_name} 用法不对（缺少值，或多给了值）"
    extra = _extra_words(fault.message)
    return f"多余的参数：{extra}" if extra else _own_words(fault.message, "命令不完整")


def _extra_words(message: str) -> str:
    # Click keeps the words it could not place only in its message: "Got unexpected extra argument(s) (…)".
    _, found, words = message.partition("unexpected extra argument")
    return words.partition("(")[2].rpartition(")")[0] if found else ""


def _own_words(message: str, otherwise: str) -> str:
    # A sentence of ours stands as it is; Click's English ones are not shown.
    return otherwise if message.isascii() else message


def _near(possibilities: Sequence[str] | None) -> str:
    return f"（是否指 {'、'.join(possibilities)}？）" if possibilities else ""


def _named(parameter: click.Parameter | None) -> str:
    if parameter is None:
        return "参数"
    if isinstance(parameter, click.Option):
        return f"选项 {max(parameter.opts, key=len)}"
    return f"参数 {parameter.make_metavar(_bare()).strip('[].')}"


def _bare() -> click.Context:
    return click.Context(click.Command("run"))


def _expected(fault: click.BadParameter) -> str:
    kind: Any = fault.param.type if fault.param else None
    match kind:
        case click.IntRange():
            return (
                f"应为 {kind.min} 至 {kind.max} 之间的整数" if kind.max else f"应为不小于 {kind.min} 的整数"
            )
        case click.Choice():
            return f"可选 {'、'.join(map(str, kind.choices))}"
        case click.Path() | click.File():
            return _own_words(fault.message, f"没有这个文件或文件夹，或无法读取：{_quoted(fault.message)}")
        case click.DateTime():
            return "应为 2021-08-01 形式的日期"
    if kind is click.INT:
        return "应为整数"
    return _own_words(fault.message, "无法识别")


def _quoted(message: str) -> str:
    # Click keeps the path only in its message, in quotes.
    return message.partition("'")[2].rpartition("'")[0]


def _help_of(fault: click.UsageError) -> str:
    command = fault.ctx.command_path if fault.ctx else "./run"
    return f"用法见 {command} --help"
