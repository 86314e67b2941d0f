"""Properties of the canonical form and of codes: one value, one sequence of bytes; no slip goes unnoticed."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.errors import BadInput
from base.guarding import LETTERS, plain_code
from registry.attesting.codes import code_of, fault_of
from registry.attesting.rules.canonical import LARGEST, canonical, digest, parsed

NAMES = st.text(alphabet="abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=8)
WORDS = st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=12)
PLAIN = st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | WORDS
VALUES = st.recursive(
    PLAIN,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=20,
)
DIGESTS = st.binary(min_size=32, max_size=32).map(bytes.hex)


@given(VALUES)
def test_the_canonical_form_is_a_fixed_point(value: Any) -> None:
    written = canonical(value)
    assert parsed(written) == value
    assert canonical(parsed(written)) == written


@given(VALUES, st.sampled_from((None, 0, 1, 4)), st.booleans(), st.booleans())
def test_however_it_was_written_the_form_is_the_same(
    value: Any, indent: Any, escaped: bool, bom: bool
) -> None:
    otherwise = json.dumps(value, indent=indent, ensure_ascii=escaped).encode()
    assert canonical(parsed((b"\xef\xbb\xbf" if bom else b"") + otherwise)) == canonical(value)


@given(st.dictionaries(NAMES, PLAIN, min_size=2, max_size=6), st.randoms())
def test_the_order_of_names_does_not_matter(value: dict[str, Any], random: Any) -> None:
    names = list(value)
    random.shuffle(names)
    assert canonical({name: value[name] for name in names}) == canonical(value)


@given(VALUES, VALUES)
def test_two_values_have_two_digests(one: Any, other: Any) -> None:
    same = json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
    assert (digest(one) == digest(other)) is same


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (b'{"a":1,"a":2}', "出现了两次"),
        (b"1.5", "不是整数"),
        (b"1e400", "不是整数"),
        (b"NaN", "不是整数"),
        (b"9007199254740992", "过大"),
        (b"9" * 100_000, "过大"),
        (b'"\\ud800"', "不完整的字符"),
        ('{"办法":1}'.encode(), "应为英文"),
        (b"[" * 100_000, "过深"),
        (b"[" * 30 + b"]" * 30, "过深"),
        (b'{"a":', "不是完整的 JSON"),
        (b"\xff\xfe", "不是 UTF-8"),
        (b"", "不是完整的 JSON"),
    ],
)
def test_what_two_readers_could_read_differently_is_refused(written: bytes, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        parsed(written)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_in_words(content: bytes) -> None:
    with suppress(BadInput):
        value = parsed(content)
        assert parsed(canonical(value)) == value


@given(DIGESTS)
def test_every_code_is_right_however_it_is_typed(found: str) -> None:
    code = code_of(found)
    assert fault_of(code) == ""
    full_width = "".join(chr(ord(sign) + 0xFEE0) if sign.isalnum() else sign for sign in code)
    for typed in (code, code.lower(), code.replace("-", ""), full_width, f" {code.replace('-', ' ')} "):
        assert plain_code(typed) == code


@given(DIGESTS, st.integers(0, 15), st.sampled_from(LETTERS))
def test_one_letter_misread_is_told_as_such(found: str, place: int, letter: str) -> None:
    word = code_of(found).replace("-", "")
    wrong = word[:place] + letter + word[place + 1 :]
    assert bool(fault_of(plain_code(wrong))) is (wrong != word)


@given(DIGESTS, st.integers(0, 15), st.integers(0, 15))
def test_two_letters_that_changed_places_are_told_as_such(found: str, one: int, other: int) -> None:
    letters = list(code_of(found).replace("-", ""))
    right = "".join(letters)
    letters[one], letters[other] = letters[other], letters[one]
    wrong = "".join(letters)
    assert bool(fault_of(plain_code(wrong))) is (wrong != right)


@pytest.mark.parametrize(
    ("code", "said"), [("", "现有 0 位"), ("2222", "现有 4 位"), ("2" * 17, "多于 16 位")]
)
def test_a_code_of_another_length_is_told_its_length(code: str, said: str) -> None:
    assert said in fault_of(plain_code(code))
