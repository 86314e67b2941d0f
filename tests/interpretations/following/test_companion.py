"""What runs beside the server: it sends, survives what goes wrong, and stops when told."""

from dataclasses import replace
from threading import Event, Thread
from typing import Any

from base.config import Config
from base.console import Console
from base.errors import Unavailable
from interpretations.following import companion
from interpretations.following.command import send_letters, told
from interpretations.following.letters import post_letter
from interpretations.following.sending import Sent
from interpretations.following.tables import Mail

LI = "li@example.cn"


def test_two_servers_at_once_mail_once_and_survive_a_fault(
    database: Any, settings: Config, letterbox: Any, caplog: Any
) -> None:
    with database.transaction() as session:
        post_letter(session, "k", LI, "主题", "正文")
    sent, stop, faults = Event(), Event(), [Unavailable(f"about {LI}")] * 2
    letterbox.before = sent.set

    def before() -> None:
        if faults:
            raise faults.pop()

    ours = replace(settings, database_url=database.url)
    threads = [Thread(target=companion.accompany, args=(ours, before, stop, 0.05)) for _ in range(2)]
    for each in threads:
        each.start()
    assert sent.wait(20)
    stop.wait(0.3)
    stop.set()
    for each in threads:
        each.join(20)
    assert [name for name, _ in letterbox.arrived] == [LI]
    assert "Unavailable" in caplog.text
    assert "@" not in caplog.text


def test_without_a_mail_server_nothing_runs(config: Config) -> None:
    companion.accompany(config, before=lambda: 1 / 0)


def test_the_command_says_what_it_did(database: Any, settings: Config, letterbox: Any) -> None:
    with database.transaction() as session:
        post_letter(session, "k", LI, "主题", "正文")
    assert send_letters.callback
    result = send_letters.main([], obj=Console(settings, database), standalone_mode=False)
    assert result == 0
    assert len(letterbox.arrived) == 1
    with database.reading() as session:
        assert session.query(Mail).one().state == "sent"


def test_a_server_that_is_down_is_told_by_the_exit_code(database: Any, settings: Config) -> None:
    with database.transaction() as session:
        post_letter(session, "k", LI, "主题", "正文")
    assert send_letters.main([], obj=Console(settings, database), standalone_mode=False) == 1
    assert told(Sent(fault="x")).endswith("邮件服务器不可用：x")


def test_what_nobody_foresaw_does_not_end_the_letters(
    database: Any, settings: Config, letterbox: Any, caplog: Any
) -> None:
    with database.transaction() as session:
        post_letter(session, "k", LI, "主题", "正文")
    stop, faults = Event(), [TypeError(f"about {LI}"), AttributeError(LI), RuntimeError(LI)]
    letterbox.before = stop.set

    def before() -> None:
        if faults:
            raise faults.pop()

    companion.accompany(replace(settings, database_url=database.url), before, stop, 0.01)
    assert [name for name, _ in letterbox.arrived] == [LI]
    assert all(name in caplog.text for name in ("TypeError", "AttributeError", "RuntimeError"))
    assert "@" not in caplog.text
