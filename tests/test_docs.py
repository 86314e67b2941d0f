"""What a user can set, call or read is in the papers: every setting, command and term."""

import inspect
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import click
import pytest

import app as application
from base import environment
from base.config import Config, Consulting, Entry, Explaining, Mailing, Searching, Site
from registry.law.terms import Term

PROJECT = Path(__file__).resolve().parent.parent
PAPERS = sorted([*PROJECT.glob("*.md"), *(PROJECT / "docs").rglob("*.md")])
# The floors whose packages the architecture tells of.
FLOORS = ("registry", "interpretations", "search")
LINK = re.compile(r"\]\(([^)#\s]{1,200})(?:#[^)]{0,100})?\)")
VARIABLE = re.compile(r'(?:environ(?:\.get)?[(\[]|(?:whole_number|day_or_none)\(environ, )"([A-Z_]{2,40})"')


def paper(name: str) -> str:
    return (PROJECT / "docs" / name).read_text("utf-8")


@pytest.mark.parametrize("variable", sorted(set(VARIABLE.findall(inspect.getsource(environment)))))
def test_every_variable_is_documented(variable: str) -> None:
    assert f"| `{variable}` |" in paper("settings.md")


def test_the_variables_were_found_in_the_source() -> None:
    assert {"REGISTRY_DATA", "PORT", "SITE_NAME"} <= set(VARIABLE.findall(inspect.getsource(environment)))


HOLDERS = (Config, Site, Entry, Explaining, Consulting, Mailing, Searching)


@pytest.mark.parametrize("name", [each.name for holder in HOLDERS for each in fields(holder)])
def test_every_field_of_the_settings_is_documented(name: str) -> None:
    documented = paper("settings.md")
    holders = {"site", "entry", "explaining", "consulting", "mailing", "searching"}
    assert f"| `{name}` |" in documented or name in holders


def every_command(command: click.Command, words: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    if isinstance(command, click.Group):
        for name, below in command.commands.items():
            yield from every_command(below, (*words, name))
    else:
        yield " ".join(words), command


COMMANDS = dict(every_command(application.main))


@pytest.mark.parametrize("words", sorted(COMMANDS))
def test_every_command_is_documented(words: str) -> None:
    assert re.search(rf"`\./run {re.escape(words)}[ `]", paper("settings.md"))


@pytest.mark.parametrize("words", sorted(COMMANDS))
def test_every_command_and_option_explains_itself_in_chinese(words: str) -> None:
    command = COMMANDS[words]
    explained = [command.help or ""]
    explained += [each.help or "" for each in command.params if isinstance(each, click.Option)]
    assert all(re.search(r"[\u4e00-\u9fff]", words) for words in explained), explained


def test_no_command_is_documented_that_does_not_exist() -> None:
    known = {words.split()[0] for words in COMMANDS} | {"test", "bench"}
    for place in PAPERS:
        said = re.findall(
            r"^(?:PORT=\d+ )?\./run ([a-z][a-z-]{1,30})", place.read_text("utf-8"), re.MULTILINE
        )
        said += re.findall(r"`\./run ([a-z][a-z-]{1,30})", place.read_text("utf-8"))
        assert set(said) <= known, f"{place.relative_to(PROJECT)}: {set(said) - known}"


@pytest.mark.parametrize(
    "part",
    sorted(place.parent.name for floor in FLOORS for place in PROJECT.glob(f"{floor}/*/__init__.py")),
)
def test_every_package_is_in_the_architecture(part: str) -> None:
    assert f"| `{part}` |" in paper("architecture.md")


def test_no_package_is_told_of_that_does_not_exist() -> None:
    told = re.findall(r"^\| `([a-z]{2,20})` \|", paper("architecture.md"), re.MULTILINE)
    missing = [
        part for part in told if not [place for floor in FLOORS for place in PROJECT.glob(f"{floor}/{part}*")]
    ]
    assert told
    assert missing == []


# The application is imported above, and with it every module that has a closed list.
# Terms of ours: a test may make one of its own.
OURS = [
    kind
    for kind in Term.__subclasses__()
    if kind.__module__.split(".")[0] in {"base", "interpretations", "registry", "search"}
]
TERMS = sorted((member for kind in OURS for member in kind), key=repr)


@pytest.mark.parametrize("member", TERMS, ids=lambda member: f"{type(member).__name__}.{member.name}")
def test_every_term_is_in_the_glossary_under_its_own_name_and_value(member: Term) -> None:
    row = rf"\| {re.escape(member.label)} \| `{type(member).__name__}\.{member.name}` \| `{member.value}` \|"
    assert re.search(row, paper("glossary.md"))


@pytest.mark.parametrize("place", PAPERS, ids=lambda place: str(place.relative_to(PROJECT)))
def test_no_paper_leads_nowhere(place: Path) -> None:
    targets = [found for found in LINK.findall(place.read_text("utf-8")) if "://" not in found]
    missing = [target for target in targets if not (place.parent / target).exists()]
    assert missing == []
