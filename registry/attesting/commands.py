"""The commands of day snapshots: confirming a file with no database at hand, and changing the key."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import click
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

from base.console import Console, pass_console
from base.errors import BadInput
from registry.attesting import checking, keys
from registry.attesting.checking import Holds, Verdict, moment_of
from registry.attesting.keys import PublicKey, id_of
from registry.attesting.rules.canonical import Value, parsed
from registry.attesting.rules.envelope import opened
from registry.attesting.unpacking import unpacked

SIGNS = {Holds.YES: "√", Holds.NO: "×", Holds.UNKNOWN: "？"}
# Everything holds; something does not; nothing fails, but whose signature it is was not to be found out.
CODES = {Holds.YES: 0, Holds.NO: 1, Holds.UNKNOWN: 3}
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("verify-snapshot", help="脱机核验行为日快照（JSON、ZIP 或者 PDF），不需要数据库。")
@click.argument("file", type=FILE)
@click.option(
    "--key",
    "key_file",
    type=FILE,
    help="本库的公钥：PEM 文件，或者 /.well-known/day-snapshot-keys.json 的内容。",
)
def verify_snapshot(file: Path, key_file: Path | None) -> int:
    """Say what holds of the file, line by line; the exit code is 0, 1 (something fails) or 3 (whose?)."""
    verdict = checking.checked(
        opened(parsed(unpacked(file.read_bytes()))), known_in(key_file.read_bytes()) if key_file else {}
    )
    tell(verdict)
    return CODES[verdict.holds]


def tell(verdict: Verdict) -> None:
    """The findings as lines, and what they come to."""
    envelope = verdict.envelope
    click.echo(
        f"行为日快照 {envelope.code[:20]}　行为日：{envelope.day[:10]}　制作时间：{envelope.made_at[:20]}"
    )
    for each in verdict.findings:
        click.echo(f"{SIGNS[each.holds]} {each.sentence}")
    click.echo(
        {
            Holds.YES: "结论：相符。快照由本库签名，内容未经改动。",
            Holds.NO: f"结论：不符，共 {len(verdict.failed)} 处（见标 × 的各行）。",
            Holds.UNKNOWN: "结论：内容完整、前后一致，但不能确认签名出自本库。",
        }[verdict.holds]
    )


def known_in(content: bytes) -> Mapping[str, PublicKey]:
    """The public keys in a file: one in PEM, or the list that the site publishes; raises BadInput."""
    if content.lstrip().startswith(b"-----BEGIN"):
        return keys.by_id([from_pem(content)])
    listed = parsed(content)
    found = listed.get("keys") if isinstance(listed, dict) else None
    if not isinstance(found, list) or not found:
        raise BadInput("公钥文件应为 PEM，或者网站公布的公钥列表（day-snapshot-keys.json）")
    return keys.by_id(from_list(each) for each in found)


def from_pem(content: bytes) -> PublicKey:
    """The key in a PEM file."""
    try:
        key = load_pem_public_key(content)
    except ValueError as fault:
        raise BadInput("公钥文件不是 PEM 格式的公钥") from fault
    if not isinstance(key, Ed25519PublicKey):
        raise BadInput("公钥文件中的密钥不是 Ed25519 公钥")
    raw = key.public_bytes(Encoding.Raw, PublicFormat.Raw)
    return PublicKey(id_of(raw), raw)


def from_list(value: Value) -> PublicKey:
    """One key of the published list, with its days."""
    if not isinstance(value, dict) or not isinstance(value.get("pem"), str):
        raise BadInput("公钥列表中有一项缺少 pem")
    key = from_pem(str(value["pem"]).encode())
    return PublicKey(key.id, key.content, _moment(value.get("used_since")), _moment(value.get("used_until")))


def _moment(written: Value) -> datetime | None:
    if written is None:
        return None
    if (moment := moment_of(str(written))) is None:
        raise BadInput(f"公钥列表中的时间“{str(written)[:40]}”应形如 2026-12-01T04:00:00Z")
    return moment


@click.command("new-snapshot-key", help="更换行为日快照的签名密钥；旧公钥保留，用它签过的快照照常可以核验。")
@pass_console
def new_snapshot_key(console: Console) -> None:
    """Sign with a new key from now on."""
    with console.database.transaction() as session:
        click.echo(f"已启用新的签名密钥：{keys.replace(session, console.config.data)}")


COMMANDS: tuple[click.Command, ...] = (verify_snapshot, new_snapshot_key)
# Run on any machine, without settings or database.
OFFLINE = frozenset({"verify-snapshot"})
