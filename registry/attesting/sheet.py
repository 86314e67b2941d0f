"""The print (印本) of a day snapshot: a cover with all hashes, then each text with its mark on every page."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from base import clock, typeset
from registry.attesting.kept import Kept, Member, Since
from registry.attesting.rules.canonical import Value
from registry.attesting.rules.envelope import Object, in_letters
from registry.law.days import printed
from registry.law.designations import designation
from registry.law.provisions import Provision
from registry.law.terms import Validity
from registry.reads.page import MARKED
from registry.reads.wording import nested
from registry.renditions import pdf, qr
from registry.renditions.body import table_html
from registry.renditions.columns import with_columns
from registry.renditions.lines import Line, sheet_lines
from registry.renditions.titling import title_lines

# What a stamp says across a page, by the standing: as on the print of one document.
STAMPS = frozenset(state.value for state in MARKED)


@dataclass(frozen=True, slots=True)
class Part:
    """One document as it is printed: its head, and its lines; none where it is no longer public."""

    place: int
    title: str
    number: str
    label: str
    marked: bool
    stamp: str
    sentence: str
    notice: str
    note: tuple[str, ...]
    lines: tuple[Line, ...]
    scope: str
    sha256: str
    address: str
    withheld: str

    @property
    def titles(self) -> tuple[str, ...]:
        """The lines of the title."""
        return title_lines(pdf.title_words(self.title))


def html(kept: Kept, site: str, root: str) -> str:
    """The whole page that the typesetter makes the PDF of; the signed file is attached to it."""
    parts = [part(place, member) for place, member in enumerate(kept.members, 1)]
    address = f"{root}/verify/{kept.code}"
    templates = pdf.templates()
    return templates.get_template("day_snapshot.html").render(
        css=templates.get_template("sheet.css").render(),
        own=templates.get_template("day_snapshot.css").render(),
        kept=kept,
        parts=parts,
        stamps={each.stamp: pdf.stamp_uri(each.label) for each in parts if each.stamp},
        day=printed(kept.day),
        made=f"{printed(clock.local(kept.made_at).date())}{clock.local(kept.made_at):%H:%M}",
        site=site,
        address=address,
        qr=qr.data_uri(address),
        signature=in_letters(kept.signed.signature),
        attached=base64.b64encode(kept.file).decode("ascii"),
        table=table,
    )


def table(source: str) -> Markup:
    """A table of a text as HTML."""
    return Markup(with_columns(table_html(source)))  # noqa: S704 - cleaned there


def web_table(source: str) -> Markup:
    """The same for a page, whose rules allow no styles within."""
    return Markup(table_html(source))  # noqa: S704 - cleaned there


def key(page: str) -> str:
    """What tells this print from every other."""
    return hashlib.sha256(f"{typeset.means().fingerprint}\n{page}".encode()).hexdigest()


def part(place: int, member: Member) -> Part:
    """One document; of one that was withdrawn only what was signed of it."""
    entry, record = member.entry, member.record or {}
    standing = str(entry["standing"])
    text = _object(record.get("text"))
    ended = {
        str(each["eid"]): str(each["word"]) for each in _objects(_object(record.get("standing")).get("ended"))
    }
    return Part(
        place=place,
        title=str(entry["title"]),
        number=str(entry["number"]),
        label=str(entry["label"]),
        marked=standing in STAMPS,
        stamp=standing.replace("_", "-") if standing in STAMPS and member.record else "",
        sentence=str(entry["sentence"]),
        notice=str(text.get("notice") or ""),
        note=tuple(str(line) for line in _values(text.get("note"))),
        lines=tuple(sheet_lines(provisions(record), ended)),
        scope="、".join(designation(str(eid)) or str(eid) for eid in _values(entry["scope"])),
        sha256=str(entry["sha256"]),
        address=str(entry["address"]),
        withheld=withheld(member),
    )


def withheld(member: Member) -> str:
    """Why the text is not here; "" where it is."""
    if member.since is Since.WITHDRAWN:
        return "这份文件在快照制作以后已经撤回，不再提供正文；清单中的校验值和签名仍然有效。"
    return "这份文件现已不公开，不再提供正文；清单中的校验值和签名仍然有效。" if member.record is None else ""


def provisions(record: Mapping[str, Value]) -> tuple[Provision, ...]:
    """The provisions of a record, nested again."""
    names = ("level", "eid", "number", "heading", "words")
    return nested(
        [
            (int(str(row["depth"])), *(str(row[name]) for name in names))  # type: ignore[misc]
            for row in _objects(record.get("provisions"))
        ]
    )


def standing_of(entry: Object) -> Validity:
    """The standing that a line of the manifest names."""
    return Validity(str(entry["standing"]))


def _object(value: Value) -> Object:
    return value if isinstance(value, dict) else {}


def _values(value: Value) -> list[Value]:
    return value if isinstance(value, list) else []


def _objects(value: Value) -> list[Object]:
    return [_object(each) for each in _values(value)]
