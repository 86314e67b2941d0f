"""Sending: queued while the server is down, retried, given up; nobody is mailed twice, whoever is killed."""

import smtplib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from base import clock
from interpretations.following import sending, smtp
from interpretations.following.letterhead import Letterhead, letterhead
from interpretations.following.letters import Letter, post_letter, post_letters
from interpretations.following.sending import TRYING, delay_after, forget_old, send_due
from interpretations.following.smtp import Answer, Outcome
from interpretations.following.tables import Mail, MailState

LI = "li@example.cn"


@pytest.fixture
def queue(database: Any, hold_clock: Any) -> Callable[[int], None]:
    """Lays letters down."""
    hold_clock(clock.now())

    def lay(count: int) -> None:
        with database.transaction() as session:
            letters = [Letter(f"k{n}", f"r{n}@example.cn", f"主题 {n}", "正文") for n in range(count)]
            post_letters(session, letters)

    return lay


def states(database: Any) -> list[tuple[str, int]]:
    with database.reading() as session:
        return [(row.state, row.tries) for row in session.query(Mail).order_by(Mail.id)]


def later(hours: float) -> None:
    clock.set_moment(clock.now() + timedelta(hours=hours))


@given(st.integers(1, 300))
def test_the_wait_grows_and_ends_within_three_days(tries: int) -> None:
    delay, next_delay = delay_after(tries), delay_after(tries + 1)
    assert delay is None or next_delay is None or delay <= next_delay
    assert not (delay is None and next_delay is not None)
    waits = [delay_after(each) for each in range(1, tries + 1)]
    assert sum((wait for wait in waits if wait), timedelta()) <= TRYING


def test_a_server_that_is_down_loses_nothing(
    database: Any, head: Letterhead, queue: Any, request: Any
) -> None:
    queue(3)
    done = send_due(database, head)
    assert (done.sent, done.later) == (0, 1)
    assert "Refused" in done.fault
    assert [state for state, _ in states(database)] == [MailState.WAITING] * 3
    box = request.getfixturevalue("letterbox")
    later(0.1)
    assert send_due(database, head).sent == 3
    assert send_due(database, head).sent == 0
    assert sorted(name for name, _ in box.arrived) == ["r0@example.cn", "r1@example.cn", "r2@example.cn"]


def test_after_three_days_it_is_given_up_with_its_fault(database: Any, head: Letterhead, queue: Any) -> None:
    queue(1)
    begun = clock.now()
    while states(database)[0][0] == MailState.WAITING:
        send_due(database, head)
        later(4)
    assert timedelta(days=2.5) < clock.now() - begun < timedelta(days=4.5)
    with database.reading() as session:
        row = session.query(Mail).one()
        assert (row.state, row.next_at) == (MailState.GIVEN_UP, None)
        assert "Refused" in row.fault


def test_a_temporary_refusal_is_tried_again(
    database: Any, head: Letterhead, queue: Any, letterbox: Any
) -> None:
    queue(2)
    letterbox.refuse_recipient = "451 <{}> try later"
    assert send_due(database, head).later == 2
    with database.reading() as session:
        assert [row.fault for row in session.query(Mail)] == ["451 <***> try later"] * 2
    letterbox.refuse_recipient = ""
    assert send_due(database, head).sent == 0
    later(0.1)
    assert send_due(database, head).sent == 2


@pytest.mark.parametrize("at", ["refuse_recipient", "refuse_letter"])
def test_a_permanent_refusal_is_given_up_and_others_go_on(
    database: Any, head: Letterhead, queue: Any, letterbox: Any, caplog: Any, at: str
) -> None:
    queue(1)
    setattr(letterbox, at, "550 <r0@example.cn> unknown")
    assert send_due(database, head).given_up == 1
    setattr(letterbox, at, "")
    with database.transaction() as session:
        post_letter(session, "other", LI, "主题", "正文")
        (refused, _) = session.query(Mail).order_by(Mail.id)
        assert refused.fault == "550 <***> unknown"
    assert send_due(database, head).sent == 1
    assert "@" not in caplog.text


def test_two_senders_at_once_mail_nobody_twice(
    database: Any, head: Letterhead, queue: Any, letterbox: Any
) -> None:
    queue(30)
    threads = [threading.Thread(target=send_due, args=(database, head)) for _ in range(3)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    names = [name for name, _ in letterbox.arrived]
    assert len(names) == len(set(names)) == 30
    assert {state for state, _ in states(database)} == {MailState.SENT}


class Killed(BaseException):
    """The process ended here."""


def test_killed_between_acceptance_and_mark_it_is_never_sent_again_by_itself(
    database: Any, head: Letterhead, queue: Any, letterbox: Any, monkeypatch: Any
) -> None:
    queue(1)

    def killed(*_: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(sending, "_settle", killed)
        with pytest.raises(Killed):
            send_due(database, head)
    assert states(database) == [(MailState.SENDING, 1)]
    assert send_due(database, head).unsure == 0
    later(1)
    assert send_due(database, head).unsure == 1
    for _ in range(5):
        later(24)
        send_due(database, head)
    assert states(database) == [(MailState.UNSURE, 1)]
    assert len(letterbox.arrived) == 1


def test_a_server_that_falls_silent_after_the_letter_leaves_it_unsure(
    database: Any, head: Letterhead, queue: Any, letterbox: Any, monkeypatch: Any
) -> None:
    queue(1)
    monkeypatch.setattr(smtp.smtplib.SMTP, "send", silent(smtp.smtplib.SMTP.send))
    assert send_due(database, head).unsure == 1
    assert states(database) == [(MailState.UNSURE, 1)]


def dead() -> None:
    raise smtplib.SMTPServerDisconnected("dead")


def silent(send: Any) -> Any:
    """The letter goes out whole, and the line is dead before the answer."""

    def sent(client: Any, content: Any) -> None:
        send(client, content)
        if isinstance(content, bytes) and content.endswith(b"\r\n.\r\n"):
            client.getreply = dead

    return sent


def test_a_line_that_breaks_within_the_letter_means_it_was_not_sent(
    database: Any, head: Letterhead, queue: Any, letterbox: Any, monkeypatch: Any
) -> None:
    queue(1)

    def broken(client: Any, content: Any) -> None:
        if isinstance(content, bytes) and content.endswith(b"\r\n.\r\n"):
            client.sock.sendall(content[:40])
            client.close()
            raise smtplib.SMTPServerDisconnected("broken")
        send(client, content)

    send = smtplib.SMTP.send
    with monkeypatch.context() as patch:
        patch.setattr(smtplib.SMTP, "send", broken)
        assert send_due(database, head).later == 1
    later(0.1)
    assert send_due(database, head).sent == 1
    assert len(letterbox.arrived) == 1


def test_a_server_without_tls_is_not_spoken_to_in_the_clear(
    database: Any, settings: Any, queue: Any, letterbox: Any
) -> None:
    queue(1)
    strict = replace(settings, mailing=replace(settings.mailing, security="starttls", user="u", password="p"))
    done = send_due(database, letterhead(strict))
    assert "STARTTLS" in done.fault
    assert states(database) == [(MailState.WAITING, 1)]
    assert letterbox.arrived == []


def test_a_certificate_that_nobody_vouches_for_is_a_temporary_fault(
    database: Any, settings: Any, queue: Any, self_signed: int
) -> None:
    queue(1)
    strict = replace(settings, mailing=replace(settings.mailing, security="tls", port=self_signed))
    done = send_due(database, letterhead(strict))
    assert "CERTIFICATE_VERIFY_FAILED" in done.fault
    assert states(database) == [(MailState.WAITING, 1)]


def test_a_wrong_password_gives_no_letter_up(
    database: Any, settings: Any, queue: Any, letterbox: Any
) -> None:
    queue(2)
    wrong = replace(settings, mailing=replace(settings.mailing, user="u", password="wrong"))
    assert send_due(database, letterhead(wrong)).fault
    assert {state for state, _ in states(database)} == {MailState.WAITING}


def test_a_server_that_does_not_want_our_sender_gives_no_letter_up(
    database: Any, head: Letterhead, queue: Any, letterbox: Any, monkeypatch: Any
) -> None:
    queue(1)
    monkeypatch.setattr(smtplib.SMTP, "mail", lambda *_: (550, b"sender refused"))
    assert send_due(database, head).later == 1


def test_thirty_days_after_nobody_knows_to_whom_it_went(
    database: Any, head: Letterhead, queue: Any, letterbox: Any
) -> None:
    queue(1)
    send_due(database, head)
    later(24 * 29)
    with database.transaction() as session:
        assert forget_old(session) == 0
    later(24 * 2)
    with database.transaction() as session:
        assert forget_old(session) == 1
        assert forget_old(session) == 0
        row = session.query(Mail).one()
        assert (row.recipient, row.words, row.leave_url, row.state) == ("", "", "", MailState.SENT)
        # The key still stands: the same news is not written a second time.
        assert not post_letter(session, "k0", LI, "主题", "正文")


def test_the_same_letter_has_the_same_message_id(head: Letterhead) -> None:
    letter = smtp.Outgoing("k", LI, "主题", ".以句点开头\n.\n结束", "")
    first, second = smtp.message(head, letter), smtp.message(head, letter)
    assert first["Message-ID"] == second["Message-ID"]
    assert first["List-Unsubscribe"] is None


def test_the_address_that_leaves_is_neither_folded_nor_encoded(head: Letterhead) -> None:
    leave = f"https://policy.example.cn/{'a' * 300}/leave"
    letter = smtp.message(head, smtp.Outgoing("k", LI, "很长的主题" * 60, "正文", leave)).as_bytes()
    assert f"\r\nList-Unsubscribe: <{leave}>\r\n".encode() in letter
    assert max(map(len, letter.splitlines())) < 998


def test_no_line_of_a_letter_ends_it(database: Any, head: Letterhead, letterbox: Any) -> None:
    said = "第一行\n.\nMAIL FROM:<x@example.cn>\n..两点"
    with database.transaction() as session:
        post_letter(session, "k", LI, "主题", said)
    send_due(database, head)
    (letter,) = letterbox.to(LI)
    assert letter.get_body(("plain",)).get_content().replace("\r\n", "\n").rstrip("\n") == said


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (Answer(Outcome.TAKEN), MailState.SENT),
        (Answer(Outcome.LATER), MailState.WAITING),
        (Answer(Outcome.REFUSED), MailState.GIVEN_UP),
        (Answer(Outcome.UNKNOWN), MailState.UNSURE),
    ],
)
def test_only_what_is_sure_is_tried_again(answer: Answer, state: MailState) -> None:
    assert sending._after(answer, 1, clock.now())[0] is state


def certificate(folder: Path) -> ssl.SSLContext:
    """What a server needs that vouches for itself alone."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    begun = datetime.now(UTC) - timedelta(days=1)
    made = builder.not_valid_before(begun).not_valid_after(begun + timedelta(days=9)).sign(key, SHA256())
    plain = Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    (folder / "server.pem").write_bytes(key.private_bytes(*plain) + made.public_bytes(Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem")
    return context


def shake(listener: socket.socket, context: ssl.SSLContext) -> None:
    """Answer one caller who hangs up when the certificate is seen."""
    with suppress(OSError):
        caller, _ = listener.accept()
        with caller, suppress(OSError), context.wrap_socket(caller, server_side=True) as shaken:
            shaken.recv(1)


@pytest.fixture
def self_signed(tmp_path: Path) -> Iterator[int]:
    """A server that speaks TLS from the first byte, with a certificate that it made itself."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=shake, args=(listener, certificate(tmp_path)), daemon=True)
        thread.start()
        yield listener.getsockname()[1]
    thread.join(5)
