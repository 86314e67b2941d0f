"""What every test may ask for: a real database, the application, a browser's view of its pages."""

import gc
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cached_property
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path
from time import process_time
from typing import Any

import html5lib
import psycopg
import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from jinja2.bccache import Bucket, BytecodeCache
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.test import TestResponse

from base import clock, migrating
from base.config import AUDIT_KEY, Config, kept_secret
from base.db import Database
from base.staff.roles import Actor, Role

PROJECT = Path(__file__).resolve().parent.parent
SHARED = PROJECT.parent / "shared"
CHROMIUM = Path("/usr/bin/chromium")
# Nothing of the browser's own may leave the machine during a test.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NOON_IN_SHANGHAI = time(4, tzinfo=UTC)

# The same examples on every machine and at any speed: what fails once fails again. New ones are looked for by
# HYPOTHESIS_PROFILE=searching ./run test …
settings.register_profile(
    "repeated", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("searching", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeated"))


@pytest.fixture(scope="session", autouse=True)
def _heard_interrupts() -> None:
    """A shell lets what it starts with `&` ignore SIGINT, and so would every server of the tests."""
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def corpus() -> Path:
    """The folder with the real documents and the evaluation sets."""
    if not (SHARED / "corpus" / "documents").is_dir():
        pytest.skip(f"no real documents beside the project ({SHARED})")
    return SHARED


@pytest.fixture(autouse=True)
def _running_clock() -> Iterator[None]:
    """No test inherits another's day."""
    yield
    clock.set_moment(None)


@pytest.fixture
def hold_clock() -> Callable[[date | datetime], None]:
    """Hold the clock at a moment, or at noon (Shanghai) of a day, until the test ends."""

    def hold(at: date | datetime) -> None:
        clock.set_moment(at if isinstance(at, datetime) else datetime.combine(at, NOON_IN_SHANGHAI))

    return hold


# Databases


SHARED_MEMORY = Path("/dev/shm")  # noqa: S108  # entered only by a name of mkdtemp
ROOM_FOR_A_CLUSTER = 2 * 1024**3


@dataclass
class PostgresServer:
    """A server of our own on loopback; every test gets a copy of a migrated template while it runs."""

    port: int
    made: int = 0

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://registry@127.0.0.1:{self.port}/{name}"

    @cached_property
    def connection(self) -> psycopg.Connection[Any]:
        return psycopg.connect(
            host="127.0.0.1", port=self.port, user="registry", dbname="postgres", autocommit=True
        )

    def new(self, template: str = "template0") -> str:
        self.made += 1
        # Since PostgreSQL 15: files copied in memory took 33 ms, through the log on disk 113 ms.
        copied = " STRATEGY FILE_COPY" if self.connection.info.server_version >= 150_000 else ""
        self.connection.execute(f"CREATE DATABASE test_{self.made} TEMPLATE {template}{copied}")
        return f"test_{self.made}"

    def drop(self, name: str) -> None:
        self.connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def home_of_cluster() -> Path:
    """A folder in memory where there is room: thousands of databases come and go there."""
    # Outside pytest's own folder, which only its user may enter.
    room = SHARED_MEMORY.is_dir() and shutil.disk_usage(SHARED_MEMORY).free >= ROOM_FOR_A_CLUSTER
    return Path(tempfile.mkdtemp(prefix="registry-postgres-", dir=SHARED_MEMORY if room else None))


def postgres_programs() -> Path | None:
    """Debian keeps the server's programs outside PATH, one folder for each version."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


def as_server(*words: str | Path) -> None:
    """Run a program of PostgreSQL; it refuses root, so root becomes Debian's postgres user for it."""
    command = [str(word) for word in words]
    if os.geteuid() == 0:
        command = ["runuser", "-u", "postgres", "--", *command]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")
    assert done.returncode == 0, done.stdout + done.stderr


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A PostgreSQL started for the tests, on loopback, without durability."""
    programs = postgres_programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed (apt install postgresql)")
    home = home_of_cluster()
    if os.geteuid() == 0:
        shutil.chown(home, "postgres")
    cluster, port = home / "cluster", free_port()
    as_server(programs / "initdb", "-D", cluster, "-U", "registry", "-A", "trust", "-E", "UTF8", "--no-sync")
    options = f"-c listen_addresses=127.0.0.1 -p {port} -k {home} -c fsync=off -c full_page_writes=off"
    log = home / "log"
    as_server(programs / "pg_ctl", "-D", cluster, "-w", "-l", log, "-o", options, "start")
    server = PostgresServer(port)
    try:
        yield server
    finally:
        server.connection.close()
        as_server(programs / "pg_ctl", "-D", cluster, "-m", "immediate", "stop")
        shutil.rmtree(home)


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the migrated schema, to be copied; made once."""
    place = tmp_path_factory.mktemp("template") / "registry.sqlite"
    database = Database(f"sqlite:///{place}")
    migrating.upgrade(database)
    database.close()
    return place


@pytest.fixture(scope="session")
def migrated_postgres(postgres_server: PostgresServer) -> str:
    """A database with the migrated schema, to be used as a template; made once."""
    name = postgres_server.new()
    database = Database(postgres_server.url(name))
    migrating.upgrade(database)
    database.close()
    return name


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """Settings of a fresh installation, its data folder the test's own."""
    data = tmp_path / "var"
    data.mkdir()
    return Config(data=data, secret_key="for tests only")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, config: Config) -> Iterator[Database]:
    """An empty migrated database; every test that asks for it runs on both kinds."""
    url = (
        request.getfixturevalue("fresh_postgres")
        if request.param == "postgres"
        else fresh_sqlite(request, config)
    )
    opened = Database(url, audit_key=kept_secret(config.data, AUDIT_KEY).encode())
    yield opened
    opened.close()


@pytest.fixture
def fresh_postgres(postgres_server: PostgresServer, migrated_postgres: str) -> Iterator[str]:
    """The address of a copy of the template, gone with the test."""
    name = postgres_server.new(migrated_postgres)
    yield postgres_server.url(name)
    postgres_server.drop(name)


def fresh_sqlite(request: pytest.FixtureRequest, config: Config) -> str:
    shutil.copy(request.getfixturevalue("migrated_sqlite"), config.data / "registry.sqlite")
    return config.database


# Pages


class CompiledTemplates(BytecodeCache):
    """The templates as compiled for an earlier application; a changed template is compiled anew."""

    def __init__(self) -> None:
        self.held: dict[tuple[str, str], bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if (held := self.held.get((bucket.key, bucket.checksum))) is not None:
            bucket.bytecode_from_string(held)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.held[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


# Every test has an application of its own; most of a page's first second was compiling the same templates.
COMPILED = CompiledTemplates()


@pytest.fixture
def app(request: pytest.FixtureRequest, config: Config) -> Iterator[Flask]:
    """The application on the test's `database` if it has one, otherwise on a SQLite file of its own.

    Its database is `app.extensions["database"]`.
    """
    if "database" in request.fixturenames:
        url = request.getfixturevalue("database").url
    else:
        url = fresh_sqlite(request, config)
    # Not at the head of the file: tests of a lower floor need not wait for the upper ones.
    application = import_module("app")
    made = application.create_app(Config(data=config.data, secret_key=config.secret_key, database_url=url))
    made.testing = True
    made.test_client_class = ValidatingClient
    made.jinja_env.bytecode_cache = COMPILED
    yield made
    application.close(made)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A reader of pages; every page it gets must be valid HTML."""
    return app.test_client()


@pytest.fixture
def act_as(app: Flask) -> Callable[..., Actor]:
    """Let every request of this test be made by somebody of a role and unit, without signing in.

    `act_as(Role.DRAFTER, unit_id=3, unit="法规处", organ="澄江省生态环境厅")`; `act_as(None)`: nobody again.
    Tokens against forged requests are not asked for; tests/base/staff holds that they are otherwise.
    """

    def act(role: Role | None, **more: Any) -> Actor:
        name = role.value if role else "nobody"
        found = Actor(more.pop("account_id", 1), name, role.label if role else "", role, **more)
        app.extensions["visitor"] = lambda: found if role else None
        app.config["WTF_CSRF_ENABLED"] = False
        return found

    return act


class ValidatingClient(FlaskClient):
    """Fails on any page that is not well-formed HTML with unique ids and living fragment links."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        # Read to the end and closed, so that no test leaves a file open.
        response = super().open(*args, **{"buffered": True, **kwargs})
        if response.mimetype == "text/html" and response.data:
            faults = faults_of_page(response.get_data(as_text=True))
            assert not faults, f"{response.request.path}: {'; '.join(faults)}"
        return response


class Identifiers(HTMLParser):
    """Every id of a page, and every place that points to one."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.wanted: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            elif value and (name in {"for", "aria-labelledby", "aria-describedby", "aria-controls"}):
                self.wanted.update(value.split())
            elif value and tag == "a" and name == "href" and re.match(r"#.", value):
                self.wanted.add(value[1:])


def faults_of_page(page: str) -> list[str]:
    """What is wrong with a page: parse errors, ids given twice, references to ids that are not there."""
    faults = []
    parser = html5lib.HTMLParser()
    parser.parse(page)
    faults += [f"line {place[0]}: {code} {details}" for place, code, details in parser.errors]
    names = Identifiers()
    names.feed(page)
    faults += [f"id given twice: {name}" for name in sorted(set(names.ids)) if names.ids.count(name) > 1]
    faults += [f"no such id: {name}" for name in sorted(names.wanted - set(names.ids))]
    return faults


@pytest.fixture
def page_faults() -> Callable[[str], list[str]]:
    """The check every fetched page goes through, for tests that make their own pages."""
    return faults_of_page


@pytest.fixture
def free_tcp_port() -> int:
    """A port on loopback that nobody listens on."""
    return free_port()


# A browser


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests: a second one in the same worker is refused by its driver."""
    if not CHROMIUM.exists():
        pytest.skip("Chromium is not installed (apt install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


def objections(page: Page) -> str:
    """What axe holds against a page that has come to rest, by rule and place."""
    # A click returns before the page it leads to is there, and axe finds no document in between.
    page.wait_for_load_state("load")
    found = Axe().run(page).response["violations"]
    return "\n".join(f"{rule['id']}: {[node['html'][:160] for node in rule['nodes'][:3]]}" for rule in found)


@pytest.fixture
def usable() -> Callable[[Page], None]:
    """Holds that axe finds nothing on a page, and that nothing is wider than its window."""

    def check(page: Page) -> None:
        assert objections(page) == "", page.url
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{page.url} is {wide} px too wide"

    return check


# Time

# Seconds one lap takes on the machine the limits were written on, at rest.
LAP = 0.05


def run_lap(clock: Callable[[], float]) -> float:
    """Seconds of a piece of everyday work, the same everywhere: strings, a pattern, a dictionary, a list.

    It keeps no lists or tuples, so that Python does not look for garbage in what the tests hold meanwhile.
    """
    began, lengths = clock(), dict[str, int]()
    for turn in range(27_600):
        for word in re.findall(r"[a-z]+\d+", f"alpha{turn % 97} beta{turn % 89} gamma{turn % 997}"):
            lengths[word] = lengths.get(word, 0) + len(word)
    sorted(lengths, key=lengths.__getitem__)
    return clock() - began


@pytest.fixture
def within() -> Callable[..., AbstractContextManager[None]]:
    """`with within(3.0): …` fails when the block takes longer than that on the machine of the limits.

    A slower or busier machine is given more, by the slower of a lap before the block and one after it.
    Counted is the processor; where children or threads do the work, `within(3.0, clock=perf_counter)`.
    """

    @contextmanager
    def hold(seconds: float, clock: Callable[[], float] = process_time, lap: float = LAP) -> Iterator[None]:
        before = run_lap(clock)
        # What the tests before hold in memory is not looked through while this one is measured.
        gc.freeze()
        began = clock()
        try:
            yield
        finally:
            took = clock() - began
            gc.unfreeze()
        if took > seconds:
            slower = max(1.0, before / lap, run_lap(clock) / lap)
            allowed = seconds * slower
            assert took <= allowed, (
                f"took {took:.2f} s of {allowed:.2f} s ({seconds:g} s, {slower:.2f} times)"
            )

    return hold
