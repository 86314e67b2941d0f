"""Letters: one for each key, to addresses that can be, with headers that nobody can add to."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from base.contacts import BadAddress, address, masked, without_addresses
from base.errors import BadInput
from interpretations.following.letters import Letter, post_letter, post_letters
from interpretations.following.tables import Mail, MailState


def test_the_same_key_is_one_letter(database: Any) -> None:
    with database.transaction() as session:
        assert post_letter(session, "a", "li@example.cn", "主题", "内容")
        assert not post_letter(session, "a", "li@example.cn", "主题", "内容")
    with database.transaction() as session:
        assert post_letters(session, [Letter(key, "li@example.cn", "主题", "内容") for key in "abab"]) == 1
        rows = session.scalars(select(Mail).order_by(Mail.key)).all()
        assert [(row.key, row.state, row.recipient) for row in rows] == [
            ("a", MailState.WAITING, "li@example.cn"),
            ("b", MailState.WAITING, "li@example.cn"),
        ]


def test_what_is_rolled_back_is_not_sent(database: Any) -> None:
    with pytest.raises(RuntimeError), database.transaction() as session:
        post_letter(session, "a", "li@example.cn", "主题", "内容")
        raise RuntimeError
    with database.reading() as session:
        assert session.scalars(select(Mail)).all() == []


@pytest.mark.parametrize(
    "subject",
    [
        "主题\r\nBcc: x@example.cn",
        "主题\nBcc: x@example.cn",
        "主题\r",
        "主题\n",
        "a\x0bb",
        "a\u2028b",
        "a\x00b",
        "",
    ],
)
def test_no_subject_begins_another_header(database: Any, subject: str) -> None:
    with database.transaction() as session, pytest.raises(BadInput):
        post_letter(session, "a", "li@example.cn", subject, "内容")


@pytest.mark.parametrize(
    "raw",
    [
        "li@example.cn\r\nBcc: x@example.cn",
        "li@example.cn\n",
        "li@example.cn,x@example.cn",
        "li hua@example.cn",
        "李华@example.cn",
        "li@例子.cn",
        "ｌｉ@example.cn",
        '"li"@example.cn',
        "li@[127.0.0.1]",
        "li@localhost",
        "li@-example.cn",
        "li..hua@example.cn",
        ".li@example.cn",
        "<li@example.cn>",
        "li@example.cn@example.cn",
        "a" * 65 + "@example.cn",
        "a" * 300,
        "a@" + "b." * 140 + "cn",
        "@example.cn",
        "li@",
        "",
    ],
)
def test_no_letter_goes_to_what_is_no_address(raw: str) -> None:
    with pytest.raises(BadAddress, match="邮箱地址"):
        address(raw)


@pytest.mark.parametrize("raw", ["li@example.cn", "LI.hua+policy@mail.Example.gov.cn", " a_b@xn--fsq.cn "])
def test_ordinary_addresses_are_taken(raw: str) -> None:
    assert address(address(raw)) == raw.strip().lower()


@given(st.text(max_size=260))
def test_whatever_is_taken_stands_on_one_line_of_plain_characters(raw: str) -> None:
    try:
        found = address(raw)
    except BadAddress:
        return
    assert found.isascii()
    assert found.isprintable()
    assert not set(found) & set(' <>,;:"()[]\\')


@given(st.from_regex(r"[a-z]{2,20}@[a-z]{2,20}\.cn", fullmatch=True))
def test_the_desk_never_shows_a_whole_address(written: str) -> None:
    assert written not in masked(written)
    assert written not in without_addresses(f"550 5.1.1 <{written}>: unknown")


def test_a_letter_is_as_long_as_a_letter(database: Any) -> None:
    with database.transaction() as session:
        post_letter(session, "a", "li@example.cn", "主题", "长" * 200_000)
        with pytest.raises(BadInput, match="400"):
            post_letter(session, "b", "li@example.cn", "长" * 401, "内容")
    with database.reading() as session:
        assert len(session.scalars(select(Mail.words)).one()) == 100_000
