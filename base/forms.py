"""Reading forms (读取表单): every fault at once, by field; unknown fields are faults too."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from flask import current_app, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestEntityTooLarge

from base import web
from base.errors import BadInput
from base.term import Term
from base.unprintable import UNPRINTABLE, printable

Choice = TypeVar("Choice", bound=Term)
# The token against forged requests is read before any view.
UNASKED = frozenset({"csrf_token"})
# What no page repeats: secrets, and what the forms themselves carry along.
SECRETS = frozenset({"password", "current", "new", "again", "code", "seal"})
NOT_TYPED = UNASKED | SECRETS | {"token", "known", "seen", "next"}
# A roll has 5,000 rows to tick.
MOST_FIELDS = 20_000
# Shorter words are typed again sooner than they are found and copied.
AT_LENGTH = 20
# Where a fault of no single field stands: the head of the form.
WHOLE = "form"


class Faults(BadInput):
    """What is wrong with a form, by field; `fields` maps a field to its sentence."""

    code = "form-faults"
    status = 422

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__("；".join(fields.values()))
        self.fields = dict(fields)


@dataclass(slots=True)
class FormReader:
    """Reads one form, field by field, and tells all faults when it is finished.

    >>> reader = FormReader(MultiDict({"title": " 通知 "}))
    >>> reader.text("title", "标题", longest=10), reader.day("on", "日期")
    ('通知', None)
    >>> reader.finish()
    """

    form: MultiDict[str, str]
    faults: dict[str, str] = field(default_factory=dict)
    asked: set[str] = field(default_factory=lambda: set(UNASKED))

    def fault(self, name: str, sentence: str) -> None:
        """Note a fault of a field; the first one stays."""
        self.faults.setdefault(name, sentence)

    def text(self, name: str, label: str, *, longest: int, required: bool = False) -> str:
        """A field of text, without spaces at its ends; at most `longest` characters."""
        self.asked.add(name)
        if len(set(self.form.getlist(name))) > 1:
            self.fault(name, f"{label}填了不止一次，而且内容不同")
        raw = self.form.get(name, "").replace("\r\n", "\n").strip()
        if UNPRINTABLE.search(raw):
            self.fault(name, f"{label}含有无法显示的控制字符，请删去")
            return ""
        if len(raw) > longest:
            self.fault(name, f"{label}最多 {longest} 个字，现有 {len(raw)} 个")
            return raw[:longest]
        if required and not raw:
            self.fault(name, f"请填写{label}")
        return raw

    def secret(self, name: str, label: str, *, longest: int = 200) -> str:
        """A field for a password: as it was typed, spaces and all; it must be filled in."""
        self.asked.add(name)
        raw = self.form.get(name, "")
        if not raw:
            self.fault(name, f"请填写{label}")
        elif len(raw) > longest:
            self.fault(name, f"{label}最多 {longest} 个字符")
        return raw[:longest]

    def day(self, name: str, label: str, *, required: bool = False) -> date | None:
        """A field with a day, written 2021-08-01."""
        raw = self.text(name, label, longest=20, required=required)
        if not raw:
            return None
        try:
            return web.day(raw, label)
        except BadInput as wrong:
            self.fault(name, wrong.sentence)
            return None

    def choice(self, name: str, label: str, among: type[Choice], *, required: bool = False) -> Choice | None:
        """A field with one of the terms of a list."""
        raw = self.text(name, label, longest=60, required=required)
        if not raw:
            return None
        if raw not in set(among):
            self.fault(name, f"{label}“{raw[:20]}”不在可选范围内")
            return None
        return among(raw)

    def whole(self, name: str, label: str, *, required: bool = False) -> int | None:
        """A field with a whole number from 0, such as an id or a version."""
        raw = self.text(name, label, longest=12, required=required)
        if not raw:
            return None
        if not (raw.isascii() and raw.isdigit() and len(raw) < 10):  # noqa: PLR2004  # fits 32 bits
            self.fault(name, f"{label}应为整数")
            return None
        return int(raw)

    def ticked(self, name: str) -> bool:
        """A box to tick."""
        self.asked.add(name)
        return bool(self.form.get(name))

    def many(self, name: str, label: str, *, most: int, longest: int = 120) -> tuple[str, ...]:
        """A field that may come several times; empty ones are left out."""
        self.asked.add(name)
        values = [value.strip() for value in self.form.getlist(name) if value.strip()]
        if len(values) > most:
            self.fault(name, f"{label}最多 {most} 项，现有 {len(values)} 项")
        if any(len(value) > longest or UNPRINTABLE.search(value) for value in values):
            self.fault(name, f"{label}中有一项过长或含有控制字符")
        return tuple(values[:most])

    def leave(self, *names: str) -> None:
        """Fields that somebody else reads."""
        self.asked.update(names)

    def finish(self) -> None:
        """Raises Faults when anything was wrong, or when the form held fields nobody asked for."""
        if unknown := sorted(set(self.form) - self.asked):
            self.fault(WHOLE, f"表单含有不认识的字段：{'、'.join(name[:40] for name in unknown[:5])}")
        if self.faults:
            raise Faults(self.faults)


def worth_keeping(form: MultiDict[str, str]) -> tuple[str, ...]:
    """What somebody typed at length, to be copied from a page that refuses the form; never a secret.

    >>> worth_keeping(MultiDict({"opinion": "同意" * 20, "version": "3", "password": "x" * 40}))
    ('同意同意同意同意同意同意同意同意同意同意同意同意同意同意同意同意同意同意同意同意',)
    """
    return tuple(
        printable(words)
        for name, words in form.items(multi=True)
        if len(words) >= AT_LENGTH and name not in NOT_TYPED
    )


def refuse_too_large() -> None:
    """Before every request: a form that is no upload must not be larger than a form can be.

    Werkzeug bounds the fields of multipart forms (MAX_FORM_MEMORY_SIZE, MAX_FORM_PARTS), but neither the
    size nor the number of those in a plain form: 58 MB of `a&a&a&` would be millions of fields.
    """
    if request.mimetype != "application/x-www-form-urlencoded":
        return
    largest = current_app.config["MAX_FORM_MEMORY_SIZE"]
    if (request.content_length or 0) > largest or request.get_data().count(b"&") > MOST_FIELDS:
        raise RequestEntityTooLarge


def typed_at_length() -> tuple[str, ...]:
    """What is worth keeping of the form of this request; nothing of one that is too large to be read."""
    try:
        return worth_keeping(request.form)
    except RequestEntityTooLarge:
        return ()


def kept(form: Mapping[str, str], names: Sequence[str]) -> dict[str, str]:
    """What was typed, to be shown again beside its faults."""
    return {name: form.get(name, "") for name in names}
