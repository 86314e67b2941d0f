"""Every mistake on the command line gets one Chinese line that names it; every help is Chinese."""

import re
from pathlib import Path

import click
import pytest
from sqlalchemy.exc import OperationalError

from base import terminal
from base.errors import BadInput, NotFound

CHINESE = re.compile(r"[\u4e00-\u9fff]")
# English that click would show: a word of four letters that is no option, argument or command of ours.
ENGLISH = re.compile(
    r"\b(Usage|Options|Commands|Error|Missing|Invalid|No such|Show|Try|Got|Choose|default|required)\b"
)


@click.group(name="./run")
def main() -> None:
    """Small."""


@main.command(name="read", help="读取文件。")
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@click.option("--limit", type=click.IntRange(1, 100), default=10, show_default=True, help="最多多少条。")
@click.option("--count", type=int, help="多少次。")
@click.option("--at-least", type=click.IntRange(min=3), help="至少。")
@click.option("--sort", type=click.Choice(["newest", "title"]), help="排序。")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="日期。")
@click.option("--name", required=True, help="名称。")
def read(**_values: object) -> None:
    """Read."""


@main.command(name="refuse")
def refuse() -> None:
    """Refuse in our own words."""
    raise click.UsageError("两个选项只能用一个")


terminal.in_chinese(main)
HERE = __file__

WRONG = [
    (["raed"], "没有命令 raed（是否指 read？）；用法见 ./run --help"),
    (["全部"], "没有命令 全部；用法见 ./run --help"),
    (["read", HERE, "--limt", "3"], "没有选项 --limt（是否指 --limit？）；用法见 ./run read --help"),
    (["read", "--name", "x"], "缺少参数 FILE；用法见 ./run read --help"),
    (["read", HERE], "缺少选项 --name；用法见 ./run read --help"),
    (["read", HERE, "--name"], "选项 --name 用法不对（缺少值，或多给了值）；用法见 ./run --help"),
    (["read", HERE, "more", "--name", "x"], "多余的参数：more；用法见 ./run read --help"),
    (["read", HERE, "--limit", "0", "--name", "x"], "选项 --limit的值不对：应为 1 至 100 之间的整数"),
    (["read", HERE, "--at-least", "1", "--name", "x"], "选项 --at-least的值不对：应为不小于 3 的整数"),
    (["read", HERE, "--count", "many", "--name", "x"], "选项 --count的值不对：应为整数"),
    (["read", HERE, "--sort", "up", "--name", "x"], "选项 --sort的值不对：可选 newest、title"),
    (["read", HERE, "--on", "8月1日", "--name", "x"], "选项 --on的值不对：应为 2021-08-01 形式的日期"),
    (
        ["read", "/nowhere/at all", "--name", "x"],
        "参数 FILE的值不对：没有这个文件或文件夹，或无法读取：/nowhere/at all",
    ),
    (["refuse"], "两个选项只能用一个；用法见 ./run refuse --help"),
]


@pytest.mark.parametrize(("arguments", "line"), WRONG)
def test_a_wrong_call_gets_one_line_and_exit_code_2(arguments: list[str], line: str) -> None:
    with pytest.raises(click.ClickException) as fault:
        main.main(arguments, prog_name="./run", standalone_mode=False)
    assert terminal.verdict(fault.value) == (line, 2)


@pytest.mark.parametrize("arguments", [["--help"], ["read", "--help"]])
def test_help_has_no_english_left(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    main.main(arguments, prog_name="./run", standalone_mode=False)
    shown = capsys.readouterr().out
    assert CHINESE.search(shown)
    assert not ENGLISH.findall(shown.replace("Small.", ""))


@pytest.mark.parametrize(
    ("fault", "verdict"),
    [
        (BadInput("设置 PORT 不对"), ("设置 PORT 不对", 2)),
        (NotFound("没有\n这份文件"), ("没有 这份文件", 1)),
        (FileNotFoundError(2, "No such file", "/a/b"), ("无法读写 /a/b：不存在", 1)),
        (OSError(28, "No space left", "/a"), ("无法读写 /a：磁盘已满", 1)),
        (KeyboardInterrupt(), ("已中断", 130)),
        (click.Abort(), ("已中断", 130)),
        (click.FileError("账.csv", "damaged"), ("无法打开文件 账.csv：damaged", 1)),
    ],
)
def test_a_fault_of_the_world_ends_in_one_line(fault: BaseException, verdict: tuple[str, int]) -> None:
    assert terminal.verdict(fault) == verdict


def test_a_database_that_does_not_answer_is_told_as_such() -> None:
    fault = OperationalError("SELECT 1", None, RuntimeError("disk I/O\nerror"))
    words, code = terminal.verdict(fault)
    assert words.startswith("数据库无法使用")
    assert "\n" not in words
    assert code == 1
