"""Confirming (核验快照): by its code, or by a file that somebody has; and the public keys."""

from dataclasses import dataclass
from functools import cache

from flask import Blueprint, Response, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue

from base import clock, web
from base.errors import BadInput, NotFound, Unavailable
from base.guarding import plain_code
from base.limited import Limits, Worker
from base.staff.access import public
from base.unprintable import printable
from registry.attesting import checking, keys, sheet, unpacking
from registry.attesting.checking import Verdict
from registry.attesting.codes import fault_of
from registry.attesting.kept import Kept, read_kept
from registry.attesting.keys import PublicKey
from registry.attesting.making import stamped
from registry.attesting.rules.canonical import parsed
from registry.attesting.rules.envelope import in_letters, opened
from registry.attesting.views import showing
from registry.renditions.metadata import column_tags

pages = Blueprint("day_snapshot_confirming", __name__)
MEGABYTE = 2**20
LIMITS = Limits(
    wall_seconds=15, cpu_seconds=8, memory=1024 * MEGABYTE, answer=unpacking.LARGEST + MEGABYTE, waiting=4
)
LONGEST_CODE = 60
KEPT_OTHERWISE = "本库以这个编号保存的快照，校验值是 {digest}，与这份文件不同"


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of a file: its verdict, and the snapshot that is kept under its code, if one is."""

    filename: str
    verdict: Verdict
    kept: Kept | None

    @property
    def is_ours(self) -> bool:
        """Whether the file is, to the byte that was signed, the snapshot that is kept."""
        known = self.kept is not None and self.kept.digest == self.verdict.envelope.digest
        return known and self.verdict.holds is checking.Holds.YES


def ask() -> ResponseReturnValue:
    """The page; a code that was typed (`?code=`) leads to its own."""
    typed = printable(request.args.get("code", "")[:LONGEST_CODE]).strip()
    if not typed:
        return page()
    code = plain_code(typed)
    if fault := fault_of(code):
        return page(typed=typed, faults={"code": f"{fault}。"}), 422
    return redirect(f"/verify/{code}", 303)


def check_file() -> ResponseReturnValue:
    """What holds of a file that was sent; it is read and not kept."""
    given = request.files.get("file")
    if given is None or not given.filename:
        return page(faults={"file": "请选择快照的 JSON、ZIP 或者 PDF 文件。"}), 422
    filename = printable(given.filename[:120])
    try:
        with given.stream as stream:
            content = stream.read(unpacking.LARGEST_FILE + 1)
        return page(answered=answered(content, filename))
    except (BadInput, Unavailable) as fault:
        return page(faults={"file": f"{filename}：{fault.sentence}"}), 422 if fault.status < 500 else 503  # noqa: PLR2004


def answered(content: bytes, filename: str) -> Answered:
    """What holds of these bytes; raises BadInput for what is no snapshot."""
    packed = content.startswith(b"PK") or b"%PDF-" in content[: unpacking.HEAD]
    # What has to be unpacked may be anything: it is opened where it can do no harm.
    found = worker().ask(content) if packed else unpacking.unpacked(content)
    envelope = opened(parsed(found))
    with web.reading() as session:
        verdict = checking.checked(envelope, keys.by_id(keys.all_keys(session)) or NOBODYS)
        try:
            known = read_kept(session, envelope.code)
        except NotFound:
            known = None
    return Answered(filename, verdict, known)


# Before the first snapshot there is no key, and still no file may pass for ours.
NOBODYS = {"": PublicKey("", b"")}


@cache
def worker() -> Worker:
    """The child that opens what readers send."""
    return Worker("打开快照文件", ("-m", "registry.attesting.child"), LIMITS)


@web.cached_page
def confirm(code: str) -> ResponseReturnValue:
    """What the snapshot with this code is, and what the registry says of the same day today."""
    if moved := showing.elsewhere(code, head="/verify/"):
        return moved
    found = showing.kept(code)
    return render_template(
        "snapshots/verify.html",
        section="documents",
        kept=found,
        standing=sheet.standing_of,
        signature=in_letters(found.signed.signature),
        today=clock.today(),
        tags=column_tags("核验快照", "确认行为日快照由本库出具、内容未经改动"),
    )


@web.cached_page
def confirm_json(code: str) -> ResponseReturnValue:
    """The same for programs."""
    if moved := showing.elsewhere(code, ".json", "/verify/"):
        return moved
    found = showing.kept(code)
    return jsonify(
        {
            "code": found.code,
            "day": found.day.isoformat(),
            "made_at": stamped(found.made_at),
            "digest": found.digest,
            "signature": in_letters(found.signed.signature),
            "key": found.signed.key_id,
            "valid": found.is_valid,
            "same": found.is_same,
            "documents": [
                {
                    "title": each.entry["title"],
                    "address": each.entry["address"],
                    "standing": each.entry["standing"],
                    "sha256": each.entry["sha256"],
                    "since": each.since.value,
                    "reasons": list(each.reasons),
                }
                for each in found.members
            ],
        }
    )


def key_list() -> Response:
    """The public keys, each with the days on which it signed."""
    with web.reading() as session:
        known = keys.all_keys(session)
    return jsonify(
        {
            "keys": [
                {
                    "id": key.id,
                    "algorithm": "Ed25519",
                    "public_key": in_letters(key.content),
                    "pem": key.pem,
                    "used_since": stamped(key.since) if key.since else None,
                    "used_until": stamped(key.until) if key.until else None,
                }
                for key in known
            ]
        }
    )


def page(typed: str = "", faults: dict[str, str] | None = None, answered: Answered | None = None) -> str:
    """The page with its two forms, and what came of one."""
    return render_template(
        "snapshots/ask.html",
        section="documents",
        typed=typed,
        faults=faults or {},
        answered=answered,
        otherwise=KEPT_OTHERWISE,
        tags=column_tags("核验快照", "确认行为日快照由本库出具、内容未经改动"),
    )


pages.add_url_rule("/verify", view_func=public(ask))
pages.add_url_rule("/verify", view_func=public(check_file), methods=["POST"])
pages.add_url_rule("/verify/<code>", view_func=public(confirm))
pages.add_url_rule("/verify/<code>.json", view_func=public(confirm_json))
pages.add_url_rule("/.well-known/day-snapshot-keys.json", view_func=public(key_list))
