"""Verifying a file (核验原件): whether these very bytes are kept, whose they are, how that one stands."""

import hashlib
from dataclasses import dataclass

from flask import jsonify, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from base import clock, web
from base.errors import BadInput
from base.files import DIGEST_LENGTH, HEXADECIMAL
from base.unprintable import printable
from registry.reads.filing import Holder, holders
from registry.renditions.metadata import column_tags
from registry.renditions.standing import Mark, mark_of
from registry.views import frame, shelf

PIECE = 2**20


@dataclass(frozen=True, slots=True)
class Found:
    """A document that has the file, with how it stands today; no standing where it was withdrawn."""

    holder: Holder
    mark: Mark | None


def verify() -> ResponseReturnValue:
    """The page: a SHA-256 may be typed, or a file given; the file is read and not kept."""
    given = request.files.get("file")
    if request.method == "POST" and given is not None and given.filename:
        return answered(digest_of(given), given.filename)
    typed = request.args.get("sha256", "").strip()
    if request.method == "POST":
        return page(fault="请选择一个文件，或者填写它的 SHA-256 校验值。"), 422
    return answered(typed.lower(), "") if typed else page()


def verify_json() -> ResponseReturnValue:
    """The answer for programs: `?sha256=…`; raises BadInput for anything that is no SHA-256."""
    digest = request.args.get("sha256", "").strip().lower()
    if not is_digest(digest):
        raise BadInput("参数 sha256 应为 64 位十六进制数字。")
    return jsonify({"sha256": digest, "files": [told(one) for one in found(digest)]})


def digest_of(given: FileStorage) -> str:
    """The SHA-256 of a file that was sent, read piece by piece."""
    digest = hashlib.sha256()
    while piece := given.stream.read(PIECE):
        digest.update(piece)
    return digest.hexdigest()


def is_digest(words: str) -> bool:
    """Whether this is a SHA-256 in hexadecimal digits, small letters."""
    return len(words) == DIGEST_LENGTH and HEXADECIMAL.issuperset(words)


def found(digest: str) -> list[Found]:
    """The documents that have the file, as they stand today."""
    today = clock.today()
    with web.reading() as session:
        known = holders(session, digest)
    return [
        Found(one, None if one.withdrawn else mark_of(shelf.dossier(one.address), today)) for one in known
    ]


def answered(digest: str, filename: str) -> ResponseReturnValue:
    """The page with what was found under this SHA-256."""
    if not is_digest(digest):
        return page(typed=digest, fault="这不是 SHA-256 校验值：应为 64 位十六进制数字（0-9、a-f）。"), 422
    return page(typed=digest, filename=filename, known=found(digest))


def page(typed: str = "", filename: str = "", known: list[Found] | None = None, fault: str = "") -> str:
    """The page; `known` is None while nothing was asked."""
    return render_template(
        "verify.html",
        typed=typed[: 2 * DIGEST_LENGTH],
        filename=printable(filename[:120]),
        known=known,
        fault=fault,
        today=clock.today(),
        tags=column_tags("核验原件", "凭文件或其校验值核对本库所存原件及其时效"),
    )


def told(one: Found) -> dict[str, object]:
    """One finding for programs."""
    holder, mark = one.holder, one.mark
    return {
        "title": holder.title,
        "url": f"{frame.root()}/documents/{holder.address}",
        "role": holder.role,
        "filename": holder.filename,
        "withdrawn": holder.withdrawn,
        "validity": {"value": mark.state.value, "label": mark.state.label} if mark else None,
        "sentence": mark.sentence if mark else "",
    }
