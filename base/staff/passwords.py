"""Passwords (口令): kept as Argon2id (RFC 9106), ruled by the settings, made up for others."""

import secrets
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from base.config import Entry

LONGEST = 128
# No letters that are taken for digits, or for each other, when a password is read off a paper.
UPPER, LOWER, DIGITS = "ABCDEFGHJKMNPQRSTUVWXYZ", "abcdefghjkmnpqrstuvwxyz", "23456789"
GROUP = 4
# The library's own choice is the second of RFC 9106, section 4: 64 MiB, three passes; 0.1 s here.
HASHER = PasswordHasher()


def hashed(password: str) -> str:
    """The Argon2id hash to keep, with its parameters and salt."""
    return HASHER.hash(_one_form(password))


def matches(kept: str, password: str) -> bool:
    """Whether this is the password; takes as long where nothing is kept, to tell nobody which it was."""
    try:
        return HASHER.verify(kept or _nobodys(), _one_form(password)) and bool(kept)
    except (VerificationError, InvalidHashError):
        return False


def outgrown(kept: str) -> bool:
    """Whether the hash was made with other parameters than would be used today."""
    return HASHER.check_needs_rehash(kept)


def fault(password: str, rules: Entry, name: str = "") -> str:
    """What is wrong with a new password, in a sentence; empty when nothing is."""
    if len(password) < rules.password_length:
        return f"口令至少 {rules.password_length} 个字符，现有 {len(password)} 个"
    if len(password) > LONGEST:
        return f"口令最多 {LONGEST} 个字符"
    if classes(password) < rules.password_classes:
        return f"口令须含大写字母、小写字母、数字、其他符号中的至少 {rules.password_classes} 类"
    if name and name.casefold() in password.casefold():
        return "口令中不能含有账户名"
    return ""


def classes(password: str) -> int:
    """How many kinds of characters a password has: capitals, small letters, digits, anything else.

    >>> classes("Abc-123"), classes("密码"), classes("")
    (4, 1, 0)
    """
    kinds = {
        "upper" if char.isupper() else "lower" if char.islower() else "digit" if char.isdigit() else "other"
        for char in password
    }
    return len(kinds)


def one_time(rules: Entry) -> str:
    """A password made up for somebody, of all four classes and long enough."""
    groups = max(4, rules.password_length // GROUP + 1)
    first = "".join(secrets.choice(letters) for letters in (UPPER, LOWER, DIGITS, LOWER))
    rest = ("".join(secrets.choice(UPPER + LOWER + DIGITS) for _ in range(GROUP)) for _ in range(groups - 1))
    return "-".join([first, *rest])


@cache
def _nobodys() -> str:
    return hashed(secrets.token_hex(16))


def _one_form(password: str) -> str:
    # The same characters, typed on another keyboard, may be other code points.
    return unicodedata.normalize("NFKC", password)
