"""The one script: what it installs, when, with what right, and what it hands to the application.

The machine around it is acted by small programs at the front of PATH; the shell and the script are real.
"""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
SHELLS = [shell for shell in ("dash", "sh", "bash") if shutil.which(shell)]
TOLD = """import os, sys
print("ARGS", sys.argv[1:])
print("CWD", os.getcwd())
print("PDF", os.environ.get("PDF", "on"))
print("DATA", os.environ["REGISTRY_DATA"])
"""
PYTHON = """#!/bin/sh
# The environment's Python: pip is only noted, all else is the real one.
if [ "${1:-} ${2:-}" = "-m pip" ]; then echo "pip $*" >>"$NOTES"; exit 0; fi
exec REAL "$@"
"""
HAS_ALL = '#!/bin/sh\nfor word in "$@"; do echo installed; done | tail -n +4\n'
HAS_NONE = "#!/bin/sh\nexit 1\n"


@dataclass
class Machine:
    """A checkout of the script on a machine with these programs."""

    home: Path
    checkout: Path

    def has(self, program: str, words: str) -> None:
        place = self.home / "bin" / program
        place.write_text(words)
        place.chmod(0o755)

    def is_somebody(self, number: int) -> None:
        self.has("id", f'#!/bin/sh\nif [ "$1" = -u ]; then echo {number}; else echo users; fi\n')

    def run(self, *words: str, cwd: Path | None = None, **environ: str) -> subprocess.CompletedProcess[str]:
        clean = {name: value for name, value in os.environ.items() if name not in {"PDF", "REGISTRY_DATA"}}
        path = f"{self.home / 'bin'}:/usr/bin:/bin"
        return subprocess.run(
            [self.checkout / "run", *words],
            capture_output=True,
            text=True,
            check=False,
            cwd=cwd or self.home,
            env={**clean, "PATH": path, "NOTES": str(self.home / "notes"), **environ},
        )

    @property
    def notes(self) -> list[str]:
        """What was asked of pip and apt-get."""
        place = self.home / "notes"
        return place.read_text().splitlines() if place.exists() else []


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A machine that has everything, whose user may install nothing; the path has a space in it."""
    made = Machine(tmp_path, tmp_path / "a check out")
    (tmp_path / "bin").mkdir()
    (made.checkout / ".venv" / "bin").mkdir(parents=True)
    for name in ("run", "setup.cfg", "pyproject.toml"):
        shutil.copy(PROJECT / name, made.checkout)
    (made.checkout / "app.py").write_text(TOLD)
    python = made.checkout / ".venv" / "bin" / "python"
    python.write_text(PYTHON.replace("REAL", f"'{sys.executable}'"))
    python.chmod(0o755)
    made.has("dpkg-query", HAS_ALL)
    made.has("sudo", "#!/bin/sh\nexit 1\n")
    made.has("apt-get", '#!/bin/sh\necho "apt-get $*" >>"$NOTES"\n')
    made.is_somebody(1000)
    return made


@pytest.mark.parametrize("shell", SHELLS)
def test_is_plain_shell(shell: str) -> None:
    done = subprocess.run([shell, "-n", PROJECT / "run"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_is_executable_in_a_clone() -> None:
    assert os.access(PROJECT / "run", os.X_OK)
    assert os.access(PROJECT / ".ci" / "run", os.X_OK)


def test_without_words_it_serves(machine: Machine) -> None:
    done = machine.run()
    assert "ARGS ['serve']" in done.stdout, done.stderr


def test_words_reach_the_application_as_they_were_given(machine: Machine) -> None:
    done = machine.run("search", "固体 废物", "--on", "", "*")
    assert "ARGS ['search', '固体 废物', '--on', '', '*']" in done.stdout


def test_relative_paths_mean_the_folder_it_was_called_from(machine: Machine, tmp_path: Path) -> None:
    (tmp_path / "else where").mkdir()
    done = machine.run("import", "../documents", cwd=tmp_path / "else where")
    assert f"CWD {tmp_path / 'else where'}\n" in done.stdout
    assert f"DATA {machine.checkout / 'var'}\n" in done.stdout


def test_the_data_folder_may_be_set(machine: Machine) -> None:
    assert "DATA /srv/registry\n" in machine.run(REGISTRY_DATA="/srv/registry").stdout


def test_dependencies_are_installed_once_and_again_when_they_change(machine: Machine) -> None:
    machine.run()
    machine.run()
    assert len(machine.notes) == 1
    wanted = (machine.checkout / ".venv" / "requirements.txt").read_text()
    assert "flask" in wanted
    assert "pytest" not in wanted
    with (machine.checkout / "setup.cfg").open("a") as settings:
        settings.write("# changed\n")
    machine.run()
    assert len(machine.notes) == 2


def test_a_failed_installation_is_said_and_tried_again(machine: Machine) -> None:
    python = machine.checkout / ".venv" / "bin" / "python"
    python.write_text(python.read_text().replace("exit 0", "exit 1"))
    done = machine.run()
    assert done.returncode == 1
    assert "Python 依赖安装失败" in done.stderr
    machine.run()
    assert len(machine.notes) == 2


def test_the_driver_of_postgresql_comes_with_its_setting(machine: Machine) -> None:
    machine.run(DATABASE_URL="postgresql://u@h/db")
    assert "psycopg" in (machine.checkout / ".venv" / "requirements.txt").read_text()


def test_without_the_right_to_install_it_names_one_command_and_goes_on_without_pdf(machine: Machine) -> None:
    machine.has("dpkg-query", HAS_NONE)
    done = machine.run()
    assert "PDF off" in done.stdout
    commands = [line for line in done.stderr.splitlines() if "apt-get install" in line]
    assert len(commands) == 1
    assert "libpango-1.0-0" in commands[0]
    assert "fonts-noto-cjk" in commands[0]
    assert not any("apt-get" in note for note in machine.notes)


@pytest.mark.parametrize("sudo", [False, True])
def test_with_the_right_it_installs_what_is_missing(machine: Machine, sudo: bool) -> None:
    machine.has("dpkg-query", HAS_NONE)
    if sudo:
        machine.has("sudo", '#!/bin/sh\nshift\necho "sudo" >>"$NOTES"\nexec "$@"\n')
    else:
        machine.is_somebody(0)
    done = machine.run()
    assert "PDF on" in done.stdout, done.stderr
    asked = [note for note in machine.notes if note.startswith("apt-get")]
    assert asked[0].startswith("apt-get update")
    assert "--no-install-recommends libpango-1.0-0" in asked[1]
    assert ("sudo" in machine.notes) == sudo


def test_when_installing_fails_everything_but_pdf_goes_on(machine: Machine) -> None:
    machine.has("dpkg-query", HAS_NONE)
    machine.has("apt-get", "#!/bin/sh\necho 'E: no network'\nexit 100\n")
    machine.is_somebody(0)
    done = machine.run()
    assert done.returncode == 0
    assert "E: no network" in done.stderr
    assert "PDF off" in done.stdout


def test_pdf_switched_off_asks_for_nothing(machine: Machine) -> None:
    machine.has("dpkg-query", HAS_NONE)
    done = machine.run(PDF="off")
    assert "apt-get" not in done.stderr
    assert "PDF off" in done.stdout


def test_without_a_python_that_is_new_enough_it_says_so(machine: Machine) -> None:
    shutil.rmtree(machine.checkout / ".venv")
    for name in ("python3", "python3.11", "python3.12", "python3.13", "python3.14"):
        machine.has(name, "#!/bin/sh\nexit 1\n")
    done = machine.run()
    assert done.returncode == 1
    assert "Python 3.11" in done.stderr


def test_without_venv_it_names_the_package(machine: Machine) -> None:
    shutil.rmtree(machine.checkout / ".venv")
    machine.has("python3", '#!/bin/sh\ncase "$2" in *version_info*) exit 0 ;; esac\nexit 1\n')
    machine.has("dpkg-query", HAS_NONE)
    done = machine.run(PDF="off")
    assert done.returncode == 1
    assert "python3-venv" in done.stderr


def test_an_unknown_measurement_is_a_bad_argument(machine: Machine) -> None:
    done = machine.run("bench", "no-such-thing")
    assert done.returncode == 2
    assert "no-such-thing" in done.stderr


def test_tests_end_with_a_failure_when_any_check_fails(machine: Machine) -> None:
    python = machine.checkout / ".venv" / "bin" / "python"
    python.write_text(
        "#!/bin/sh\n"
        'case "$*" in *mypy*) exit 1 ;; "-m pip"*|"-m ruff"*) exit 0 ;; esac\n'
        'case "$*" in "-m pytest"*) echo "summary of pytest"; exit 0 ;; esac\n'
        f"exec '{sys.executable}' \"$@\"\n"
    )
    done = machine.run("test")
    assert done.returncode == 1
    assert done.stdout.splitlines()[-1] == "summary of pytest"
    assert machine.run("test", "tests/base").returncode == 0
