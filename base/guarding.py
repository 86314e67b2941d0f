"""Guarding the form (防滥用): codes, stamps and limits, with no puzzle and no network address kept.

For every form that the public sends. Why there is no puzzle stands in docs/decisions/enquiries.md.
"""

import hashlib
import hmac
import re
import secrets
from collections import OrderedDict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from threading import Lock

from base import clock
from base.errors import RegistryError
from base.staff.locks import network

# 29 letters that cannot be taken for each other by eye; 16 of them are 77 bits.
LETTERS = "23456789ABCDEFGHJKMNPQRTUVWXY"
CODE_LENGTH, GROUP = 16, 4
TOKEN = re.compile(r"[0-9a-f]{32}")
# A person reads and types for longer; a program that fills in everything at once does not.
FASTEST = timedelta(seconds=3)
# What is typed instead of the letters that a code does not have.
ALIKE = str.maketrans({"O": "Q", "0": "Q", "I": "J", "1": "J", "L": "J", "S": "5", "Z": "2"})


class TooMany(RegistryError):
    """Too much at once, from one address or from all: what was typed is kept, and a time told."""

    code = "too-many"
    status = 429

    def __init__(self, sentence: str, again_at: datetime) -> None:
        super().__init__(sentence)
        self.again_at = again_at

    @property
    def seconds(self) -> int:
        """How long to wait, for the header Retry-After."""
        return max(1, int((self.again_at - clock.now()).total_seconds()))


def keyed(secret: str, *words: str) -> bytes:
    """What only this installation can make of these words."""
    return hmac.new(secret.encode(), "\n".join(("form", *words)).encode(), hashlib.sha256).digest()


def fresh_token() -> str:
    """The token of a form: 128 bits."""
    return secrets.token_hex(16)


def token_in(form: Mapping[str, str]) -> str:
    """The token of a form that was sent; a new one where it is none of ours."""
    token = form.get("token", "")
    return token if TOKEN.fullmatch(token) else fresh_token()


def hashed(word: str) -> str:
    """A secret word as it may be kept."""
    return hashlib.sha256(word.encode()).hexdigest()


def code_of(token: str, secret: str) -> str:
    """The confirmation code (查询码) of the form with this token: the same form sent twice gets it again.

    Nothing that is kept tells it: the table has a hash of the token, and one of the code.

    >>> code_of("0" * 32, "secret")
    'EWBB-3GMG-2P8U-25BW'
    """
    number = int.from_bytes(keyed(secret, "code", token), "big")
    letters = []
    for _ in range(CODE_LENGTH):
        number, place = divmod(number, len(LETTERS))
        letters.append(LETTERS[place])
    word = "".join(letters)
    return "-".join(word[start : start + GROUP] for start in range(0, CODE_LENGTH, GROUP))


def plain_code(typed: str) -> str:
    """A code as somebody typed it, with or without its groups, in small letters or full-width ones.

    >>> plain_code(" etu8 pwkd－uny7xtbd ")
    'ETU8-PWKD-UNY7-XTBD'
    """
    half = "".join(chr(ord(sign) - 0xFEE0) if "！" <= sign <= "～" else sign for sign in typed[:60])
    word = re.sub(r"[^0-9A-Z]", "", half.upper()).translate(ALIKE)[: CODE_LENGTH + 1]
    return "-".join(word[start : start + GROUP] for start in range(0, len(word), GROUP))


def stamp(token: str, secret: str) -> str:
    """When the form was opened, in a way that nobody else can write."""
    second = str(int(clock.now().timestamp()))
    return f"{second}.{keyed(secret, 'stamp', token, second).hex()[:32]}"


def too_fast(token: str, stamped: str, secret: str) -> bool:
    """Whether the form came back faster than anybody types, or with a stamp that is not ours."""
    second, _, seal = stamped.partition(".")
    if not re.fullmatch(r"[0-9]{1,11}", second):
        return True
    if not hmac.compare_digest(keyed(secret, "stamp", token, second).hex()[:32], seal[:32]):
        return True
    return clock.now().timestamp() - int(second) < FASTEST.total_seconds()


def origin(address: str, day: date, secret: str) -> str:
    """What is kept of a network address: nothing that could be turned back, and of this day only."""
    return keyed(secret, "origin", network(address), day.isoformat()).hex()


@dataclass(slots=True)
class Tries:
    """Wrong codes by address, in memory: a code has 77 bits, this only keeps machines from trying at all."""

    most: int = 10
    within: timedelta = timedelta(minutes=15)
    addresses: int = 10_000
    # What is said to whoever has to wait; {again} is the minute from which on it goes again.
    sentence: str = "查询码输入错误次数过多，请于{again}以后再试；查询码没有失效。"
    _held: OrderedDict[str, deque[datetime]] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def charge(self, whose: str) -> None:
        """Count a try as wrong until it proves right; raises TooMany while one has to wait."""
        now = clock.now()
        with self._lock:
            held = self._held.setdefault(whose, deque(maxlen=self.most))
            self._held.move_to_end(whose)
            while len(self._held) > self.addresses:
                self._held.popitem(last=False)
            if len(held) == self.most and held[0] > now - self.within:
                again = held[0] + self.within
                raise TooMany(self.sentence.format(again=f"{clock.local(again):%H:%M}"), again)
            held.append(now)

    def forgive(self, whose: str) -> None:
        """The last try was right."""
        with self._lock:
            if held := self._held.get(whose):
                held.pop()
