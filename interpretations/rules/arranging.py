"""Arranging blocks (内容块编排): what the buttons of the form do to it, without a word lost. PURE."""

from collections.abc import Sequence
from dataclasses import replace

from interpretations.rules.skeleton import skeleton
from interpretations.rules.splitting import split
from interpretations.rules.terms import Aspect, BlockKind, Form
from interpretations.rules.typed import KINDS, TypedBlock, TypedForm


def added(form: TypedForm, kind: str) -> TypedForm:
    """With an empty block of this kind at the end; of the form's first kind where there is no such kind."""
    known = kind if kind in set(BlockKind) else KINDS[form.form][0].value
    return replace(form, blocks=(*form.blocks, TypedBlock(known))).keyed()


def removed(form: TypedForm, place: int) -> TypedForm:
    """Without the block at this place."""
    return replace(form, blocks=tuple(block for at, block in enumerate(form.blocks) if at != place))


def moved(form: TypedForm, place: int, by: int) -> TypedForm:
    """With the block moved up (by -1) or down (by 1), as far as there is room."""
    blocks = list(form.blocks)
    to = place + by
    if 0 <= place < len(blocks) and 0 <= to < len(blocks):
        blocks[place], blocks[to] = blocks[to], blocks[place]
    return replace(form, blocks=tuple(blocks))


def joined(form: TypedForm, blocks: Sequence[TypedBlock]) -> TypedForm:
    """With these blocks: an untouched one of the same heading or aspect is filled in, the rest come last."""
    mine, rest = list(form.blocks), []
    for block in blocks:
        place = next((at for at, held in enumerate(mine) if _waits_for(held, block)), None)
        if place is None:
            rest.append(block)
        else:
            mine[place] = replace(block, key=mine[place].key, aspect=block.aspect or mine[place].aspect)
    return replace(form, blocks=(*mine, *rest)).keyed()


def drawn(form: TypedForm, blocks: Sequence[TypedBlock]) -> TypedForm:
    """With changes drawn from a comparison, in place of a heading for them that nobody filled in."""
    told = Aspect.DIFFERENCES.value
    kept = tuple(
        block for block in form.blocks if block.aspect != told or f"{block.words}{block.aside}".strip()
    )
    return replace(form, blocks=(*kept, *blocks)).keyed()


def _waits_for(held: TypedBlock, block: TypedBlock) -> bool:
    if f"{held.words}{held.aside}{held.refs}".strip():
        return False
    same = held.heading == block.heading or bool(block.aspect and held.aspect == block.aspect)
    return same and (held.kind == block.kind or not held.heading or held.heading == block.heading)


def pasted(form: TypedForm, markdown: str) -> TypedForm:
    """With a pasted text split into blocks; its title where the form has none."""
    made = split(markdown, form.form)
    title = form.fields.get("title", "") or made.title
    return joined(replace(form, fields=form.fields | {"title": title}), made.blocks)


def reformed(form: TypedForm, chosen: Form, *, former: bool) -> TypedForm:
    """In another form: what nobody has filled in yet gives way to the new skeleton, the rest stays."""
    kept = tuple(block for block in form.blocks if f"{block.words}{block.aside}{block.refs}".strip())
    told = {block.aspect for block in kept if block.aspect}
    fresh = [
        block for block in skeleton(chosen, former=former) if block.aspect not in told or not block.aspect
    ]
    changed = replace(form, fields=form.fields | {"form": chosen.value}, blocks=(*kept, *fresh))
    return changed.keyed()


def cited(form: TypedForm, place: int, refs: str) -> TypedForm:
    """With these provisions added to the references of the block at this place."""
    blocks = list(form.blocks)
    if 0 <= place < len(blocks) and refs:
        held = blocks[place].refs.strip()
        blocks[place] = replace(blocks[place], refs=f"{held}、{refs}" if held else refs)
    return replace(form, blocks=tuple(blocks))
