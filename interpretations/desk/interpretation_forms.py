"""The form of an interpretation (解读表单) as it is sent: read without loss, then held against its limits."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from werkzeug.datastructures import MultiDict

from base.forms import FormReader
from base.term import Term
from base.unprintable import UNPRINTABLE, printable
from interpretations.reads.sources import Source
from interpretations.rules.citing import read_refs
from interpretations.rules.content import Block, Content, Ref
from interpretations.rules.terms import Aspect, BlockKind, Form, Layout, Origin
from interpretations.rules.typed import LABELS, TypedBlock, TypedForm
from registry.drafting.fields import URL

Chosen = TypeVar("Chosen", bound=Term)
FIELD = re.compile(r"b-([0-9]{1,5})-(kind|heading|words|aside|aspect|refs|key)")
KEY = re.compile(r"b[1-9][0-9]{0,4}")
# What the page itself sends besides what is typed.
CARRIED = ("token", "version", "last", "do", "work", "paste", "pick", "pick-to", "more", "take")
MOST_BLOCKS, MOST_WORKS = 120, 10
LONGEST_QUERY = 2000
LONGEST_ALL = 120_000
LONGEST = {
    "title": 200,
    "form": 20,
    "origin": 20,
    "lead": 120,
    "layout": 20,
    "speaker": 120,
    "contact": 300,
    "credit": 200,
    "source_url": 500,
    "transcript": 100_000,
    "media_url": 500,
    "picture_text": 10_000,
}
LONGEST_PART = {"heading": 400, "words": 20_000, "aside": 20_000, "refs": 800}
ADDRESSES = ("source_url", "media_url")


@dataclass(frozen=True, slots=True)
class Sent:
    """A form as it came: what was typed, and where each block stood in it."""

    typed: TypedForm
    repeated: tuple[str, ...] = ()


def as_typed(form: MultiDict[str, str]) -> Sent:
    """What was typed, right or wrong, in the order in which it was sent."""
    parts: dict[str, dict[str, str]] = {}
    repeated = []
    for name in form:
        if (match := FIELD.fullmatch(name)) is None:
            continue
        place = parts.setdefault(match[1], {})
        place[match[2]] = _clean(form.get(name, ""))
        if len(set(form.getlist(name))) > 1:
            repeated.append(match[1])
    blocks = tuple(TypedBlock(**(part | {"key": _key(part)})) for part in parts.values())
    places = list(parts)
    fields = {name: _clean(form.get(name, "")) for name in LABELS}
    works = tuple(dict.fromkeys(work for work in form.getlist("work") if len(work) < 20))  # noqa: PLR2004
    typed = TypedForm(fields, blocks, works, _number(form.get("last", "")))
    return Sent(typed, tuple(str(places.index(place)) for place in repeated))


def _clean(raw: str) -> str:
    return printable(raw.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(raw: str) -> str:
    """A heading as it comes with an address: one line, no longer than a heading may be."""
    return " ".join(_clean(raw[:LONGEST_QUERY]).split())[: LONGEST_PART["heading"]]


def _key(part: Mapping[str, str]) -> str:
    key = part.get("key", "")
    return key if KEY.fullmatch(key) else ""


def _number(raw: str) -> int:
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 6 else 0  # noqa: PLR2004  # as keys


def read_content(reader: FormReader, sent: Sent, sources: Sequence[Source], held: Content) -> Content:
    """The content that the form says, with the files of `held`; what is wrong stays with the reader.

    Blocks nobody typed anything into are left out.
    """
    typed = sent.typed
    reader.leave(*CARRIED, *(name for name in reader.form if FIELD.fullmatch(name)))
    _refuse_too_much(reader, typed)
    for place in sent.repeated:
        reader.fault(f"b-{place}-words", f"第 {int(place) + 1} 块填了不止一次，而且内容不同")
    words = {name: _text(reader, name) for name in LABELS}
    texts = [source.eids for source in sources]
    blocks = [
        _block(reader, place, block, texts)
        for place, block in enumerate(typed.keyed().blocks[:MOST_BLOCKS])
        if not block.blank
    ]
    form = _term(reader, "form", Form)
    return Content(
        title=" ".join(words["title"].split()),
        form=form or Form.TEXT,
        origin=_origin(reader, held),
        lead=" ".join(words["lead"].split()),
        blocks=tuple(blocks),
        layout=_term(reader, "layout", Layout) or Layout.POINTS,
        media=held.media,
        captions=held.captions,
        picture=held.picture,
        **{name: words[name] for name in _PLAIN},
    )


_PLAIN = ("speaker", "contact", "credit", "source_url", "transcript", "media_url", "picture_text")


def _origin(reader: FormReader, held: Content) -> Origin:
    """Whose words they are: a selected answer (咨询选登) stays one, and nothing else becomes one."""
    origin = _term(reader, "origin", Origin)
    if held.origin is Origin.ENQUIRY:
        return held.origin
    if origin is Origin.ENQUIRY:
        reader.fault("origin", "“咨询选登”只能由咨询答复选登生成，请另选来源")
    return origin or Origin.OWN


def _refuse_too_much(reader: FormReader, typed: TypedForm) -> None:
    if len(typed.blocks) > MOST_BLOCKS:
        reader.fault(
            "blocks", f"内容块最多 {MOST_BLOCKS} 块，现有 {len(typed.blocks)} 块：请合并，或者分成几份解读"
        )
    every = [f"{block.heading}{block.words}{block.aside}" for block in typed.blocks]
    total = sum(map(len, [*typed.fields.values(), *every]))
    if total > LONGEST_ALL:
        reader.fault(
            "blocks", f"全文最多 {LONGEST_ALL} 字，现有 {total} 字：请精简，或者把详细内容放到附件文件里"
        )


def _text(reader: FormReader, name: str) -> str:
    words = reader.text(name, LABELS[name], longest=LONGEST[name], required=name == "title")
    if words and name in ADDRESSES and not URL.fullmatch(words):
        reader.fault(name, f"{LABELS[name]}应以 http:// 或者 https:// 开头，而且不含空格和引号")
        return ""
    return words


def _term(reader: FormReader, name: str, among: type[Chosen]) -> Chosen | None:
    raw = reader.form.get(name, "").strip()
    if raw and raw not in set(among):
        reader.fault(name, f"{LABELS[name]}“{raw[:20]}”不在可选范围内")
        return None
    return among(raw) if raw else None


def _block(reader: FormReader, place: int, block: TypedBlock, texts: Sequence[frozenset[str]]) -> Block:
    wrong = partial(_wrong, reader, place)
    for name, longest in LONGEST_PART.items():
        value = getattr(block, name)
        if len(value) > longest:
            wrong(name, f"{block.labels[name]}最多 {longest} 个字，现有 {len(value)} 个")
        if UNPRINTABLE.search(value):
            wrong(name, f"{block.labels[name]}含有无法显示的控制字符，请删去")
    if block.kind not in set(BlockKind):
        wrong("kind", f"类型“{block.kind[:20]}”不在可选范围内")
    if block.aspect and block.aspect not in set(Aspect):
        wrong("aspect", f"要素“{block.aspect[:20]}”不在可选范围内")
    return Block(
        key=block.key,
        kind=BlockKind(block.kind) if block.kind in set(BlockKind) else BlockKind.PASSAGE,
        heading=" ".join(block.heading.split())[: LONGEST_PART["heading"]],
        words=block.words.strip()[: LONGEST_PART["words"]],
        aside=block.aside.strip()[: LONGEST_PART["aside"]],
        aspect=Aspect(block.aspect) if block.aspect in set(Aspect) else None,
        refs=_refs(wrong, block, texts),
    )


def _wrong(reader: FormReader, place: int, name: str, sentence: str) -> None:
    reader.fault(f"b-{place}-{name}", f"第 {place + 1} 块{sentence}")


def _refs(wrong: "partial[None]", block: TypedBlock, texts: Sequence[frozenset[str]]) -> tuple[Ref, ...]:
    cited = read_refs(block.refs[: LONGEST_PART["refs"]], texts)
    if cited.faults:
        wrong("refs", f"引条：{'；'.join(cited.faults[:5])}")
    return cited.refs
