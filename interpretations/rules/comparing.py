"""Comparing two states of an interpretation (解读稿比对): field by field, block by block, by their keys."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from interpretations.rules.content import Block, Content
from interpretations.rules.terms import Aspect, BlockKind, Form, Layout, Origin
from interpretations.rules.typed import LABELS, TypedBlock, TypedForm, typed_of
from registry.law.differences import Segment, differences

TERMS = {"form": Form, "origin": Origin, "layout": Layout}
# The place of the blocks among each other.
ORDER = "order"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs: a field by its name, a block by its key; both wordings, and the changes."""

    name: str
    label: str
    before: str
    after: str
    segments: tuple[Segment, ...] = ()


def compared(before: Content, after: Content) -> tuple[Difference, ...]:
    """What differs between two contents."""
    return compared_forms(typed_of(before), typed_of(after))


def compared_forms(before: TypedForm, after: TypedForm) -> tuple[Difference, ...]:
    """What differs between two forms: the fields first, then the blocks, then their order."""
    found = [
        _difference(name, label, _shown(name, before), _shown(name, after)) for name, label in LABELS.items()
    ]
    old, new = _by_key(before.blocks), _by_key(after.blocks)
    for key in dict.fromkeys([*new, *old]):
        block = new.get(key) or old[key]
        found.append(_difference(key, _name(block), _printed(old.get(key)), _printed(new.get(key))))
    order = [[key for key in keys if key in old and key in new] for keys in (old, new)]
    if order[0] != order[1]:
        found.append(Difference(ORDER, "内容块的顺序", "、".join(order[0]), "、".join(order[1])))
    return tuple(each for each in found if each.before != each.after)


def _difference(name: str, label: str, before: str, after: str) -> Difference:
    changed = before != after
    return Difference(name, label, before, after, differences(before, after) if changed else ())


def _shown(name: str, form: TypedForm) -> str:
    value = form.fields.get(name, "").replace("\r\n", "\n").strip()
    terms = TERMS.get(name)
    return terms(value).label if terms and value in set(terms) else value


def _by_key(blocks: Iterable[TypedBlock]) -> Mapping[str, TypedBlock]:
    return {block.key: block for block in blocks}


def _name(block: TypedBlock) -> str:
    kind = BlockKind(block.kind).label if block.kind in set(BlockKind) else ""
    return f"{kind}“{(block.heading or block.words)[:20]}”"


def _printed(block: TypedBlock | None) -> str:
    if block is None:
        return ""
    told = [Aspect(block.aspect).label] if block.aspect in set(Aspect) else []
    refs = [f"引条：{block.refs}"] if block.refs else []
    kind = BlockKind(block.kind).label if block.kind in set(BlockKind) else block.kind
    lines = ["　".join([kind, *told]), block.heading, block.words, block.aside, *refs]
    return "\n".join(line.replace("\r\n", "\n").strip() for line in lines if line.strip())


def said(block: Block) -> str:
    """All the words of a block."""
    return "\n".join(words for words in (block.heading, block.words, block.aside) if words)
