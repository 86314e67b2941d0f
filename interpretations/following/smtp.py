"""SMTP (邮件传输): one connection to the mail server, and what became of each letter given to it."""

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.headerregistry import Address, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime
from hashlib import sha256
from typing import Any

from base import clock
from base.config import Mailing
from base.contacts import without_addresses
from base.term import Term
from interpretations.following.letterhead import Letterhead

SECONDS = 30
LONGEST_FAULT = 500
TEMPORARY = range(400, 500)
READY, DONE = 354, 250


class Outcome(Term):
    """What became of a letter that was given to the server (投递结果)."""

    TAKEN = "taken", "服务器已接收"
    LATER = "later", "服务器暂时不收"
    REFUSED = "refused", "服务器拒收"
    UNKNOWN = "unknown", "没有等到服务器的答复"


@dataclass(frozen=True, slots=True)
class Answer:
    """The outcome with the server's words, without the addresses in them."""

    outcome: Outcome
    fault: str = ""


class WholeHeader(UnstructuredHeader):
    """A header that stands on one line: an address of the web, folded or encoded, is none (RFC 2369)."""

    def fold(self, *, policy: "Policy[Any]") -> str:
        """The header on one line; RFC 5322 allows 998 characters."""
        return f"{self.name}: {self}{policy.linesep}"  # type: ignore[attr-defined]  # of BaseHeader, mixed in


HEADERS = HeaderRegistry()
HEADERS.map_to_type("list-unsubscribe", WholeHeader)  # type: ignore[arg-type]  # BaseHeader is mixed in
FORM = SMTP.clone(header_factory=HEADERS)


class Unreachable(Exception):
    """The server cannot be used now; the message says why, without addresses."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A letter as it is given to the server."""

    key: str
    recipient: str
    subject: str
    words: str
    leave_url: str


@contextmanager
def connected(mailing: Mailing) -> Iterator[smtplib.SMTP]:
    """A connection as the settings ask for it, signed in; raises Unreachable.

    The server's certificate is always checked: a password and people's addresses travel here.
    """
    try:
        client = _connect(mailing)
    except (OSError, smtplib.SMTPException) as fault:
        raise Unreachable(said(fault)) from fault
    try:
        yield client
    finally:
        with suppress(OSError, smtplib.SMTPException):
            client.quit()
        client.close()


def _connect(mailing: Mailing) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if mailing.security == "tls":
        client: smtplib.SMTP = smtplib.SMTP_SSL(mailing.host, mailing.port, timeout=SECONDS, context=context)
    else:
        client = smtplib.SMTP(mailing.host, mailing.port, timeout=SECONDS)
    try:
        if mailing.security == "starttls":
            # A server that offers none is not spoken to in the clear instead.
            client.starttls(context=context)
        if mailing.user:
            client.login(mailing.user, mailing.password)
        client.ehlo_or_helo_if_needed()
    except BaseException:
        client.close()
        raise
    return client


def give(client: smtplib.SMTP, head: Letterhead, letter: Outgoing) -> Answer:
    """Give one letter to the server; raises Unreachable where the connection ended before it had it all."""
    content = message(head, letter).as_bytes(policy=FORM)
    try:
        refusal = _envelope(client, head.sender, letter.recipient)
        if refusal:
            with suppress(OSError, smtplib.SMTPException):
                client.rset()
            return refusal
        client.send(_dotted(content) + b".\r\n")
    except (OSError, smtplib.SMTPException) as fault:
        # The end of the letter was not sent: the server must throw away what it has (RFC 5321, 4.1.1.4).
        raise Unreachable(said(fault)) from fault
    try:
        code, words = client.getreply()
    except (OSError, smtplib.SMTPException) as fault:
        return Answer(Outcome.UNKNOWN, said(fault))
    return Answer(Outcome.TAKEN) if code == DONE else _refusal(code, words)


def _envelope(client: smtplib.SMTP, sender: str, recipient: str) -> Answer | None:
    """Sender, recipient and the wish to send; None where the server waits for the letter."""
    code, words = client.mail(sender)
    if code != DONE:
        # It is we who are refused, not this letter: nobody's letter is given up for a wrong setting.
        return Answer(Outcome.LATER, _said(code, words))
    code, words = client.rcpt(recipient)
    if code not in {DONE, 251}:
        return _refusal(code, words)
    code, words = client.docmd("data")
    return None if code == READY else _refusal(code, words)


def _refusal(code: int, words: bytes) -> Answer:
    later = code in TEMPORARY or code < 0
    return Answer(Outcome.LATER if later else Outcome.REFUSED, _said(code, words))


def _dotted(content: bytes) -> bytes:
    """The lines of a letter as DATA carries them: a full stop at the head of a line is doubled."""
    lines = content if content.endswith(b"\r\n") else content + b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", lines)


def said(fault: Exception) -> str:
    """What went wrong, without addresses, for the table and the log."""
    if isinstance(fault, smtplib.SMTPResponseException):
        return _said(fault.smtp_code, fault.smtp_error)
    return without_addresses(f"{type(fault).__name__}: {fault}")[:LONGEST_FAULT]


def _said(code: int, words: bytes | str) -> str:
    plain = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return without_addresses(f"{code} {' '.join(plain.split())}")[:LONGEST_FAULT]


def message(head: Letterhead, letter: Outgoing) -> EmailMessage:
    """The letter with its headers (RFC 5322); the same letter has the same Message-ID, always."""
    local, _, domain = head.sender.partition("@")
    made = EmailMessage(policy=FORM)
    made["From"] = Address(head.name, local, domain)
    made["To"] = letter.recipient
    made["Subject"] = letter.subject
    made["Date"] = format_datetime(clock.local(clock.now()))
    made["Message-ID"] = f"<{sha256(letter.key.encode()).hexdigest()[:40]}@{domain}>"
    # No answering machine answers to this (RFC 3834).
    made["Auto-Submitted"] = "auto-generated"
    if letter.leave_url:
        made["List-Id"] = f"<follow.{domain}>"
        made["List-Unsubscribe"] = f"<{letter.leave_url}>"
        made["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    made.set_content(letter.words, charset="utf-8", cte="base64")
    return made
