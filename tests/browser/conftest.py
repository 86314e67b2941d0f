"""A real server on loopback and a real Chromium before it."""

import importlib.util
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from threading import Thread
from types import ModuleType

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from waitress.server import create_server

import app as application
from base.config import Config
from base.db import Database
from base.outbox import post

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
WIDTHS = (1280, 390)


@cache
def small_registry() -> ModuleType:
    """The documents of the page tests, which a browser shall see too."""
    place = Path(__file__).parent.parent / "pages" / "conftest.py"
    spec = importlib.util.spec_from_file_location("small_registry", place)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests."""
    if not CHROMIUM.exists():
        pytest.skip("Chromium is not installed (apt install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path) -> Iterator[str]:
    """The address of one running site with the small registry in it, for all tests."""
    data = tmp_path_factory.mktemp("site")
    config = Config(data=data, secret_key="for tests only")
    shutil.copy(migrated_sqlite, data / "registry.sqlite")
    database = Database(config.database)
    documents = small_registry()
    with database.transaction() as session:
        documents.fill(documents.Scribe(session))
        post(session, "document", [1])
    database.close()
    app = application.create_app(config)
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(timeout=5)
    application.close(app)


@pytest.fixture
def site(running: str, hold_clock: Callable[[date], None]) -> str:
    """The running site on 23 November 2026."""
    hold_clock(small_registry().TODAY)
    return running


@pytest.fixture(params=WIDTHS, ids=[f"{width}px" for width in WIDTHS])
def window(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[Page]:
    """A browser window, wide and narrow in turn."""
    context: BrowserContext = chromium.new_context(viewport={"width": request.param, "height": 900})
    yield context.new_page()
    context.close()
