"""What was changed in a signed file is found, and named."""

import base64
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from base.errors import BadInput
from registry.attesting import keys
from registry.attesting.checking import Holds, Verdict, checked
from registry.attesting.rules.canonical import parsed
from registry.attesting.rules.envelope import opened

Tamper = Callable[[bytes, Callable[[Any], None]], bytes]


def verdict(content: bytes, *known: keys.PublicKey) -> Verdict:
    return checked(opened(parsed(content)), keys.by_id(known))


def failed(content: bytes, *known: keys.PublicKey) -> set[str]:
    return {each.what for each in verdict(content, *known).failed}


def test_an_untouched_file_holds(seal: Any) -> None:
    found = verdict(seal.file(), seal.public)
    assert (found.holds, found.failed) == (Holds.YES, ())
    assert [each.what for each in found.findings] == [
        "record 1", "record 2", "digest", "code", "signature", "key",
    ]  # fmt: skip


def test_written_anew_with_other_spaces_it_still_holds(seal: Any, tampered: Tamper) -> None:
    assert verdict(tampered(seal.file(), dict.copy), seal.public).holds is Holds.YES


def test_one_character_of_a_text_fails_that_document_alone(seal: Any, tampered: Tamper) -> None:
    def change(held: Any) -> None:
        held["records"][1]["provisions"][0]["words"] = "排污单位应当取得许可证！"

    found = verdict(tampered(seal.file(), change), seal.public)
    assert [each.what for each in found.failed] == ["record 2"]
    assert "第 2 份《大气条例》：内容与校验值不符" in found.failed[0].sentence


@pytest.mark.parametrize("name", ["number", "eid"])
def test_a_number_or_an_id_of_a_provision_fails_too(seal: Any, tampered: Tamper, name: str) -> None:
    def change(held: Any) -> None:
        held["records"][0]["provisions"][0][name] += "0"

    assert failed(tampered(seal.file(), change), seal.public) == {"record 1"}


def test_a_standing_made_better_fails(seal: Any, tampered: Tamper) -> None:
    def change(held: Any) -> None:
        held["records"][0]["standing"]["label"] = "已废止"

    assert failed(tampered(seal.file(), change), seal.public) == {"record 1"}


def test_a_hash_changed_with_its_text_breaks_the_signature(seal: Any, tampered: Tamper) -> None:
    def change(held: Any) -> None:
        held["manifest"]["documents"][0]["sha256"] = "0" * 64

    assert failed(tampered(seal.file(), change), seal.public) == {"record 1", "digest", "code", "signature"}


@pytest.mark.parametrize("name", ["day", "made_at"])
def test_another_day_breaks_the_signature(seal: Any, tampered: Tamper, name: str) -> None:
    def change(held: Any) -> None:
        held["manifest"][name] = held["manifest"][name].replace("20", "19", 1)

    assert failed(tampered(seal.file(), change), seal.public) == {"digest", "code", "signature"}


def test_a_changed_digest_or_code_is_named(seal: Any, tampered: Tamper) -> None:
    content = seal.file()
    assert failed(tampered(content, lambda held: held.update(digest="0" * 64)), seal.public) == {"digest"}
    assert failed(tampered(content, lambda held: held.update(code="2222-2222-2222-2222"))) == {"code"}


def test_one_bit_of_the_signature_is_enough(seal: Any, tampered: Tamper) -> None:
    def change(held: Any) -> None:
        signature = bytearray(base64.b64decode(held["signature"]))
        signature[40] ^= 1
        held["signature"] = base64.b64encode(signature).decode()

    assert failed(tampered(seal.file(), change), seal.public) == {"signature"}


def test_a_file_signed_with_another_key_is_not_ours(seal: Any, another_seal: Any) -> None:
    found = verdict(another_seal.file(), seal.public)
    assert [each.what for each in found.failed] == ["key"]
    assert "不是本库出具的" in found.failed[0].sentence


def test_another_key_under_our_key_id_does_not_pass(seal: Any, another_seal: Any, tampered: Tamper) -> None:
    def change(held: Any) -> None:
        held["key"]["id"] = seal.public.id

    assert failed(tampered(another_seal.file(), change), seal.public) == {"key", "signature"}


def test_without_a_key_the_origin_stays_unknown(seal: Any) -> None:
    found = verdict(seal.file())
    assert (found.holds, found.failed) == (Holds.UNKNOWN, ())
    assert "--key" in found.findings[-1].sentence


def test_a_retired_key_confirms_what_it_signed_in_its_days(seal: Any) -> None:
    retired = replace(seal.public, until=datetime(2026, 6, 1, tzinfo=UTC))
    assert verdict(seal.file(made_at="2026-05-31T23:59:59Z"), retired).holds is Holds.YES
    late = verdict(seal.file(made_at="2026-06-01T00:00:01Z"), retired)
    assert [each.what for each in late.failed] == ["key"]
    assert failed(seal.file(made_at="yesterday"), retired) == {"key"}


def test_a_record_left_out_leaves_the_rest_confirmed(seal: Any, tampered: Tamper) -> None:
    def leave_out(held: Any) -> None:
        held["records"][0] = None

    found = verdict(tampered(seal.file(), leave_out), seal.public)
    assert found.holds is Holds.YES
    assert "第 1 份《水条例》：没有附正文" in found.findings[0].sentence


def test_a_record_too_few_is_named(seal: Any, tampered: Tamper) -> None:
    assert failed(tampered(seal.file(), lambda held: held["records"].pop()), seal.public) == {"records"}


def test_records_that_changed_places_are_named(seal: Any, tampered: Tamper) -> None:
    found = failed(tampered(seal.file(), lambda held: held["records"].reverse()), seal.public)
    assert found == {"record 1", "record 2"}


@pytest.mark.parametrize("name", ["manifest", "records", "digest", "code", "signature", "key"])
@pytest.mark.parametrize("value", [None, 7, "甲", [], {}, [[]], {"id": 1}, True])
def test_a_field_of_another_kind_is_refused_in_words(
    seal: Any, tampered: Tamper, name: str, value: Any
) -> None:
    wrong = tampered(seal.file(), lambda held: held.update({name: value}))
    with suppress(BadInput):
        assert verdict(wrong, seal.public).holds is Holds.NO


@pytest.mark.parametrize("content", [b"{}", b"[]", b"1", b'"x"', b'{"manifest":{}}'])
def test_other_json_is_no_snapshot(content: bytes) -> None:
    with pytest.raises(BadInput, match="不是行为日快照"):
        opened(parsed(content))
