"""The application as a whole: what every answer carries, how faults look, how the command line ends."""

import gc
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from flask import Flask
from flask.testing import FlaskClient

import app as application
from base import schema, serving
from base.config import Config
from base.db import Database
from base.errors import NotFound, Unavailable, Withdrawn
from base.staff.access import public

PROJECT = Path(__file__).resolve().parent.parent


def test_garbage_is_collected_once_everything_is_loaded() -> None:
    assert gc.isenabled()


def test_every_answer_keeps_to_itself(client: FlaskClient) -> None:
    for address in ("/", "/nothing-here", "/static/site.css"):
        headers = client.get(address).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"


def test_a_page_from_the_cache_carries_the_same_headers(client: FlaskClient) -> None:
    first, second = ({**client.get("/").headers} for _ in range(2))
    # The server adds the date to what comes from the cache.
    first.pop("Date", None)
    assert first == second
    assert "Content-Security-Policy" in second


def test_a_view_may_set_a_stricter_policy(app: Flask, client: FlaskClient) -> None:
    @app.get("/sandboxed")
    @public
    def sandboxed() -> tuple[str, dict[str, str]]:
        return "text", {"Content-Security-Policy": "sandbox", "Content-Type": "text/plain"}

    assert client.get("/sandboxed").headers["Content-Security-Policy"] == "sandbox"


@pytest.mark.parametrize(
    "fault", [NotFound("没有这份文件"), Withdrawn("此文件已撤回"), Unavailable("PDF 未开启")]
)
def test_our_errors_get_their_page_with_sentence_and_status(
    app: Flask, client: FlaskClient, fault: NotFound
) -> None:
    def failing() -> str:
        raise fault

    app.add_url_rule("/failing", view_func=public(failing))
    app.add_url_rule("/failing.json", "failing_json", public(failing))
    page, answer = client.get("/failing"), client.get("/failing.json")
    assert page.status_code == answer.status_code == fault.status
    assert fault.sentence in page.text
    assert answer.json == {"status": fault.status, "code": fault.code, "message": fault.sentence}


def test_a_mistake_of_ours_gets_a_page_without_its_details(app: Flask, client: FlaskClient) -> None:
    def mistaken() -> str:
        raise ZeroDivisionError("secret detail")

    app.add_url_rule("/mistaken", view_func=public(mistaken))
    app.testing = app.config["PROPAGATE_EXCEPTIONS"] = False
    page = client.get("/mistaken")
    assert page.status_code == 500
    assert "secret detail" not in page.text
    assert "系统出现故障" in page.text


def test_a_wrong_method_is_told_which_are_right(client: FlaskClient) -> None:
    answer = client.post("/")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert "不接受" in answer.text


def test_an_unknown_address_gets_a_page_that_helps(client: FlaskClient) -> None:
    answer = client.get("/nothing-here")
    assert answer.status_code == 404
    assert "首页" in answer.text


def test_a_request_too_large_is_refused(app: Flask, client: FlaskClient) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 1_000
    answer = client.post("/appearance", data={"back": "/" * 5_000})
    assert answer.status_code == 413


def test_a_start_prepares_an_installation_once(config: Config) -> None:
    environ = {"REGISTRY_DATA": str(config.data)}
    assert command("setup", environ=environ).returncode == 0
    secret = (config.data / "secret-key").read_text()
    assert command("setup", environ=environ).returncode == 0
    assert (config.data / "secret-key").read_text() == secret
    database = Database(config.database)
    assert schema.is_current(database)
    database.close()


def test_the_first_start_loads_the_sample_once_and_finds_it(config: Config) -> None:
    environ = {"REGISTRY_DATA": str(config.data)}
    assert "已载入示例文件" in command("setup", environ=environ).stdout
    assert "已载入示例文件" not in command("setup", environ=environ).stdout
    checked = command("check", environ=environ)
    assert (checked.returncode, checked.stderr) == (0, "")
    found = command("search", "澄江省水环境保护条例", "--json", environ=environ)
    assert json.loads(found.stdout)["hits"][0]["title"] == "澄江省水环境保护条例"
    (config.data / "index" / "CURRENT").unlink()
    checked = command("check", environ=environ)
    assert (checked.returncode, checked.stderr.count("问题：还没有检索索引")) == (1, 1)


def test_a_registry_with_documents_gets_no_sample(config: Config, tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "办法.md").write_text("# 某省测试办法\n\n第一条 本办法自2020年1月1日起施行。\n", "utf-8")
    environ = {"REGISTRY_DATA": str(config.data)}
    assert command("import", str(folder), environ=environ).returncode == 0
    assert "已载入示例文件" not in command("setup", environ=environ).stdout


@pytest.mark.parametrize(
    ("words", "environ", "code", "said"),
    [
        (["no-such-command"], {}, 2, "没有命令 no-such-command"),
        (["serve", "--no-such-option"], {}, 2, "没有选项 --no-such-option"),
        (["setup"], {"PORT": "eighty"}, 2, "PORT"),
        (["setup"], {"DATABASE_URL": "mysql://h/db"}, 2, "DATABASE_URL"),
        (["setup"], {"REGISTRY_DATA": "/dev/null/var"}, 1, "/dev/null/var"),
        (["serve"], {"HOST": "no-such-host.invalid"}, 1, "no-such-host.invalid"),
        (["serve"], {"SEARCH_HOME": "浙江"}, 2, "设置 SEARCH_HOME 中的“浙江”不对"),
        (["serve"], {"SEARCH_KINDS": "laws=3"}, 2, "设置 SEARCH_KINDS 中的“laws=3”不对"),
    ],
)
def test_a_bad_call_ends_in_one_line(
    words: list[str], environ: dict[str, str], code: int, said: str, config: Config
) -> None:
    done = command(*words, environ={"REGISTRY_DATA": str(config.data), **environ})
    assert done.returncode == code
    assert done.stderr.count("\n") == 1
    assert said in done.stderr


def test_output_may_be_cut_off_by_its_reader(config: Config) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", f"'{sys.executable}' app.py --help | head -n 1"],
        capture_output=True,
        text=True,
        check=True,
        cwd=PROJECT,
        env={**os.environ, "REGISTRY_DATA": str(config.data)},
    )
    assert done.stderr == ""


def test_serves_until_told_to_stop_and_names_a_taken_port(config: Config, free_tcp_port: int) -> None:
    environ = {"REGISTRY_DATA": str(config.data), "PORT": str(free_tcp_port)}
    server = subprocess.Popen(
        [sys.executable, "app.py", "serve"],
        cwd=PROJECT,
        env={**os.environ, **environ},
        stderr=subprocess.PIPE,
    )
    try:
        address = f"http://127.0.0.1:{free_tcp_port}/"
        assert "</html>" in eventually(lambda: urlopen(address, timeout=5).read().decode())
        second = command("serve", environ=environ)
        assert (second.returncode, second.stderr.count("\n")) == (1, 1)
        assert f"{free_tcp_port}" in second.stderr
        assert "已被占用" in second.stderr
    finally:
        server.send_signal(signal.SIGINT)
        _, said = server.communicate(timeout=60)
    assert b"Traceback" not in said


def test_the_site_is_shut_off_from_other_machines_unless_set(config: Config, free_tcp_port: int) -> None:
    made = application.create_app(config)
    server = serving.listen(made, Config(data=config.data, port=free_tcp_port))
    with socket.create_connection(("127.0.0.1", free_tcp_port), timeout=2) as reached:
        assert reached.getpeername()[0] == "127.0.0.1"
    assert server.effective_host == "127.0.0.1"
    server.close()
    application.close(made)


def command(*words: str, environ: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a command of the application as `./run` does."""
    return subprocess.run(
        [sys.executable, PROJECT / "app.py", *words],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**os.environ, **environ},
    )


def eventually(ask: Callable[[], str]) -> str:
    """The answer, as soon as the server gives one."""
    until = time.monotonic() + 120
    while True:
        try:
            return ask()
        except (URLError, TimeoutError, ConnectionError):
            assert time.monotonic() < until, "the server did not start"
            time.sleep(0.1)
