"""Contacts (联系方式): which addresses and numbers are taken, and how others see an address."""

import re

from base.errors import BadInput

TELEPHONE = re.compile(r"\+?[0-9][0-9 -]{5,18}[0-9]")
# As the column holds it; RFC 5321 allows 254.
LONGEST = 200
LONGEST_LOCAL = 64
# The dot-atom of RFC 5322 and host names with at least one dot: no quoted names, no literal addresses, no
# Unicode (RFC 6531), which many servers refuse. Every quantifier is bounded.
ATOM = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]{1,64}"
LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
WRITTEN = re.compile(rf"{ATOM}(?:\.{ATOM}){{0,20}}@{LABEL}(?:\.{LABEL}){{1,10}}", re.ASCII)
INSIDE = re.compile(r"[^\s<>@]{1,64}@[^\s<>@]{1,200}")


class BadAddress(BadInput):
    """This is no address that a letter can be sent to."""

    code = "bad-address"
    status = 422


def address(raw: str) -> str:
    """The address as it is kept, in small letters; raises BadAddress.

    >>> address(" Li.Hua@Example.cn ")
    'li.hua@example.cn'
    """
    found = raw.strip(" ").lower()
    if len(found) > LONGEST:
        raise BadAddress(f"邮箱地址最多 {LONGEST} 个字符，现有 {len(found)} 个")
    if not found.isascii():
        raise BadAddress("邮箱地址只能用半角的英文字母、数字和符号，请检查有没有全角字符或汉字")
    if not WRITTEN.fullmatch(found) or len(found.partition("@")[0]) > LONGEST_LOCAL:
        raise BadAddress("邮箱地址无法识别：应形如 name@example.cn，一次只填一个")
    return found


def masked(written: str) -> str:
    """The address as the desk shows it.

    >>> masked("li.hua@example.cn"), masked("")
    ('l***@example.cn', '')
    """
    local, at, domain = written.partition("@")
    return f"{local[:1]}***{at}{domain}" if at else ""


def without_addresses(words: str) -> str:
    """A server's words, with the addresses that it repeats taken out.

    >>> without_addresses("550 <li.hua@example.cn> is unknown")
    '550 <***> is unknown'
    """
    return INSIDE.sub("***", words)


def is_contact(words: str) -> bool:
    """Whether somebody can be told there: an e-mail address or a telephone number.

    >>> is_contact("a@b.example"), is_contact("0571-8888 8888"), is_contact("微信")
    (True, True, False)
    """
    return bool(TELEPHONE.fullmatch(words)) or bool(mail_address(words))


def mail_address(words: str) -> str:
    """The e-mail address that was left as a contact; "" where it is none."""
    try:
        return address(words)
    except BadAddress:
        return ""
