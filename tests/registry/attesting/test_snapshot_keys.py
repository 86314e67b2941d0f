"""The signing key: made once, for its owner's eyes only, and never forgotten by its public half."""

import stat
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select

from base import clock
from base.config import Config
from base.db import Database
from base.staff.audit import AuditRow
from registry.attesting import keys

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)


def test_the_key_is_made_once_and_is_its_owners_alone(database: Database, config: Config) -> None:
    with database.transaction() as session:
        first = keys.public_half(keys.present(session, config.data))
    with database.transaction() as session:
        assert keys.public_half(keys.present(session, config.data)) == first
        assert [key.content for key in keys.all_keys(session)] == [first]
        deeds = session.scalars(select(AuditRow).where(AuditRow.deed == "day_snapshot.key")).all()
        assert [deed.subject for deed in deeds] == [f"day_snapshot_key:{keys.id_of(first)}"]
    place = config.data / keys.FILE
    assert stat.S_IMODE(place.stat().st_mode) == 0o600


def test_no_private_half_is_in_the_database(database: Database, config: Config) -> None:
    with database.transaction() as session:
        keys.present(session, config.data)
        row = keys.all_keys(session)[0]
    secret = (config.data / keys.FILE).read_text().strip()
    assert secret not in repr(row)
    assert bytes.fromhex(secret) != row.content


def test_a_new_key_signs_and_the_old_one_keeps_its_days(database: Database, config: Config) -> None:
    clock.set_moment(NOON)
    with database.transaction() as session:
        old = keys.id_of(keys.public_half(keys.present(session, config.data)))
    clock.set_moment(NOON.replace(day=24))
    with database.transaction() as session:
        new = keys.replace(session, config.data)
    with database.reading() as session:
        found = {key.id: key for key in keys.all_keys(session)}
    assert set(found) == {old, new}
    assert (found[old].since, found[old].until) == (NOON, NOON.replace(day=24))
    assert (found[new].since, found[new].until) == (NOON.replace(day=24), None)
    assert found[old].covers(NOON.replace(hour=12))
    assert not found[old].covers(NOON.replace(day=25))
    assert not found[new].covers(NOON)


def test_a_key_file_that_was_lost_is_replaced_and_noticed(database: Database, config: Config) -> None:
    with database.transaction() as session:
        keys.present(session, config.data)
    (config.data / keys.FILE).unlink()
    with database.transaction() as session:
        keys.present(session, config.data)
        assert [key.until is None for key in keys.all_keys(session)].count(True) == 1
        assert len(keys.all_keys(session)) == 2


def test_a_signature_is_of_these_bytes_only() -> None:
    private = Ed25519PrivateKey.from_private_bytes(b"\x01" * 32)
    signed = keys.sign(private, {"day": "2024-05-01"})
    key = keys.PublicKey(signed.key_id, signed.public_key)
    assert key.signed(signed.signature, b'{"day":"2024-05-01"}')
    assert not key.signed(signed.signature, b'{"day":"2024-05-02"}')
    assert key.pem.startswith("-----BEGIN PUBLIC KEY-----")
