"""Passwords: ruled by the settings, kept as Argon2id, made up so that they fulfil any rules."""

import pytest
from argon2 import PasswordHasher
from hypothesis import given
from hypothesis import strategies as st

from base.config import Entry
from base.staff import passwords

WEAK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("Abc-123", "至少 8 个字符，现有 7 个"),
        ("abcdefgh", "至少 3 类"),
        ("abcdefg1", "至少 3 类"),
        ("Abcdefg1", ""),
        ("口令口令口令Ab1", ""),
        ("Ab1" * 43, "最多 128 个字符"),
        ("Zhangsan-2026", "不能含有账户名"),
        ("xxZHANGSANxx9", "不能含有账户名"),
    ],
)
def test_the_rules_say_what_is_wrong(password: str, said: str) -> None:
    found = passwords.fault(password, Entry(), "zhangsan")
    assert said in found
    assert bool(found) is bool(said)


def test_the_settings_make_the_rules() -> None:
    assert passwords.fault("abcdefgh", Entry(password_classes=1)) == ""
    assert "至少 20" in passwords.fault("Abcdefg1-", Entry(password_length=20))


@given(st.integers(8, 64), st.integers(1, 4))
def test_a_made_up_password_fulfils_any_rules(length: int, classes: int) -> None:
    rules = Entry(password_length=length, password_classes=classes)
    assert passwords.fault(passwords.one_time(rules), rules) == ""


def test_no_two_made_up_passwords_are_alike() -> None:
    made = {passwords.one_time(Entry()) for _ in range(500)}
    assert len(made) == 500
    assert not set("".join(made)) & set("IlO01")


def test_what_is_kept_is_argon2id_with_a_salt_of_its_own() -> None:
    first, second = passwords.hashed("Correct-Horse-9"), passwords.hashed("Correct-Horse-9")
    assert first.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert first != second
    assert "Correct" not in first


def test_only_the_password_itself_matches() -> None:
    kept = passwords.hashed("Correct-Horse-9")
    assert passwords.matches(kept, "Correct-Horse-9")
    for wrong in ("correct-horse-9", "Correct-Horse-9 ", "", kept):
        assert not passwords.matches(kept, wrong)


def test_the_same_characters_typed_otherwise_match() -> None:
    assert passwords.matches(passwords.hashed("Ｐassword①２3"), "Password123")


@pytest.mark.parametrize("kept", ["", "plain", "$argon2id$broken", "$2b$12$abc"])
def test_what_cannot_be_a_hash_matches_nothing(kept: str) -> None:
    assert not passwords.matches(kept, "")
    assert not passwords.matches(kept, kept)


def test_a_weaker_hash_is_known_as_outgrown() -> None:
    assert passwords.outgrown(WEAK.hash("Correct-Horse-9"))
    assert not passwords.outgrown(passwords.hashed("Correct-Horse-9"))
