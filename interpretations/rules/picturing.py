"""Picturing (图解): what is drawn of a drafter's blocks, in which sections, and how much of it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from base.errors import BadInput
from interpretations.rules.content import WRITTEN, Block, Content
from interpretations.rules.pictures import Band, Entry, Facts, Part, Picture, Section, Shape
from interpretations.rules.shortening import clean, plain, shortened
from interpretations.rules.terms import Aspect, BlockKind, Layout
from registry.law.designations import designation
from registry.law.differences import Op, differences

# What can be taken in at a glance, and set in 20,000 pixels: more stands in the text.
MOST_BLOCKS, MOST_CHARACTERS = 40, 3000
TITLE, LEAD, HEADING, NAME, VALUE = 80, 120, 30, 32, 16
PASSAGE, WORDS, REMARK, SIDE, COUNTED = 160, 120, 72, 110, 44
MOST_PROVISIONS = 4
FIGURE = re.compile(
    r"(\D{0,8}?)([0-9０-９][0-9０-９.,，]{0,11}(?:[-—~～至][0-9.,]{1,9})?[%％‰]?)(.{0,14})", re.DOTALL
)
NUMBER = re.compile(
    r"[0-9０-９.%％一二三四五六七八九十百千万亿零〇两]{1,12}(?:个?(?:工作日|小时|日|天|月|年|元|倍|人|次|份|项|件))?"
)
# The provisions of each block, by its key.
Names = Mapping[str, tuple[str, ...]]
# Where nearly everything is new, marking all of it marks nothing.
MOST_MARKED = 0.75


SHAPES = {
    BlockKind.FIGURE: Shape.FIGURES,
    BlockKind.POINT: Shape.POINTS,
    BlockKind.STEP: Shape.STEPS,
    BlockKind.CHANGE: Shape.CHANGES,
    BlockKind.QUESTION: Shape.QUESTIONS,
    BlockKind.MISREADING: Shape.QUESTIONS,
    BlockKind.CASE: Shape.CASES,
}
# What a passage before it heads; questions head themselves.
HEADED = frozenset(SHAPES.values()) - {Shape.QUESTIONS}


def picture(content: Content, facts: Facts) -> Picture:
    """The picture of an interpretation; raises BadInput where there is nothing to draw."""
    kept, omitted = _room(content.blocks)
    if not kept:
        raise BadInput("还没有可以画成图的内容：请至少写一项要点、数字、步骤、新旧变化或者段落")
    layout, advice = _layout(content.layout, kept)
    return Picture(
        layout,
        title=shortened(clean(content.title), TITLE),
        lead=shortened(clean(content.lead), LEAD),
        sections=_numbered(_sections(kept, layout, facts.provisions)),
        facts=replace(facts, provisions={}),
        contact=shortened(clean(content.contact), LEAD),
        speaker=shortened(clean(content.speaker), NAME),
        omitted=omitted,
        advice=(*advice, *_advice(kept, omitted)),
    )


def drawable(content: Content) -> bool:
    """Whether there is anything in it to draw."""
    return any(block.heading or block.words for block in content.blocks)


def _room(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], int]:
    """The blocks that have room, with their words clean; and how many have none."""
    kept: list[Block] = []
    spent = 0
    written = [block for block in map(_cleaned, blocks) if block.heading or block.words]
    for block in written:
        spent += min(len(block.words), PASSAGE) + min(len(block.aside), SIDE)
        spent += min(len(block.heading), NAME)
        if len(kept) == MOST_BLOCKS or spent > MOST_CHARACTERS:
            break
        kept.append(block)
    return tuple(kept), len(written) - len(kept)


def _cleaned(block: Block) -> Block:
    said = plain if block.kind in WRITTEN else clean
    # 20,000 characters of one block are never drawn, and need not be looked through.
    return replace(
        block,
        heading=clean(block.heading[:2000]),
        words=said(block.words[:8000]),
        aside=said(block.aside[:8000]),
    )


def _layout(wish: Layout, blocks: Sequence[Block]) -> tuple[Layout, tuple[str, ...]]:
    kinds = {block.kind for block in blocks}
    if wish is Layout.CHANGES and BlockKind.CHANGE not in kinds:
        return Layout.POINTS, ("没有“新旧变化”内容块，新旧对照式无从对照，图改用要点式",)
    if wish is Layout.PROCESS and not kinds & {BlockKind.STEP, BlockKind.POINT}:
        return Layout.POINTS, ("没有“步骤”或者“要点”内容块，流程式无从排列，图改用要点式",)
    return wish, ()


def _sections(blocks: Sequence[Block], layout: Layout, named: Names) -> Iterator[Section]:
    steps = layout is Layout.PROCESS and not any(block.kind is BlockKind.STEP for block in blocks)
    shapes = SHAPES | ({BlockKind.POINT: Shape.STEPS} if steps else {})
    for head, below in _runs(blocks, shapes):
        bands = tuple(
            Band(shape, tuple(_entry(block, place, named) for place, block in enumerate(run, 1)))
            for shape, run in groupby(below, lambda block: shapes[block.kind])
        )
        yield _section(head, bands, below[0].aspect if below else None, named)


def _section(head: Block | None, bands: tuple[Band, ...], aspect: Aspect | None, named: Names) -> Section:
    if head is None:
        shape = bands[0].shape
        heading = aspect.label if aspect and shape is Shape.POINTS else shape.label
        return Section("", heading, bands=tuple(_unechoed(band, heading) for band in bands))
    heading = head.heading or (head.aspect.label if head.aspect else "")
    return Section(
        "",
        shortened(heading or "说明", HEADING),
        shortened(head.words, PASSAGE),
        _provisions(head, named),
        bands,
    )


def _unechoed(band: Band, heading: str) -> Band:
    """A band whose points are not named as the heading over them: 适用范围 below 适用范围 says nothing."""
    entries = (
        replace(entry, name="") if entry.words and entry.name in {heading, f"{heading}点"} else entry
        for entry in band.entries
    )
    return replace(band, entries=tuple(entries))


def _runs(
    blocks: Sequence[Block], shapes: Mapping[BlockKind, Shape]
) -> Iterator[tuple[Block | None, list[Block]]]:
    """A passage with what stands below it; blocks without a passage, as long as they are alike."""
    head: Block | None = None
    below: list[Block] = []
    for block in blocks:
        shape = shapes.get(block.kind)
        same = head is not None and shape in HEADED
        alike = head is None and below and _matter(block, shape) == _matter(below[-1], shapes[below[-1].kind])
        if not (same or alike) or shape is None:
            if head is not None or below:
                yield head, below
            head, below = (block, []) if shape is None else (None, [])
        if shape is not None:
            below.append(block)
    if head is not None or below:
        yield head, below


def _matter(block: Block, shape: Shape | None) -> tuple[Shape | None, Aspect | None]:
    """What a block without a passage before it is drawn with: its like and, of points, what they tell of."""
    return shape, block.aspect if shape is Shape.POINTS else None


def _numbered(sections: Iterable[Section]) -> tuple[Section, ...]:
    return tuple(replace(section, ordinal=f"{place:02}") for place, section in enumerate(sections, 1))


def _entry(block: Block, place: int, named: Names) -> Entry:
    made = Entry(
        block.kind,
        block.key,
        place,
        shortened(block.heading, NAME),
        shortened(block.words, WORDS),
        shortened(block.aside, REMARK),
        _provisions(block, named),
    )
    if block.kind is BlockKind.FIGURE:
        return _figure(made)
    if block.kind is BlockKind.CHANGE:
        words, aside = shortened(block.words, SIDE), shortened(block.aside, SIDE)
        return replace(made, words=words, aside=aside, parts=emphasised(aside, words))
    return made


def _figure(entry: Entry) -> Entry:
    value = shortened(entry.name, VALUE)
    found = FIGURE.fullmatch(value)
    before, number, unit = found.groups() if found else ("", value, "")
    words = shortened(entry.words, COUNTED)
    return replace(entry, name=value, words=words, before=before, number=number, unit=unit)


def emphasised(old: str, new: str) -> tuple[Part, ...]:
    """The new words, with what is new in them; unmarked where there is no old rule, or all is new.

    A number is new as a whole, with what it counts: of 十个工作日 for 三十个工作日 nothing was added.

    >>> [part.words for part in emphasised("三十个工作日内办结", "十个工作日内办结") if part.new]
    ['十个工作日']
    """
    if not old or not new:
        return (Part(new),) if new else ()
    fresh: set[int] = set()
    touched: set[int] = set()
    at = 0
    for segment in differences(old, new):
        if segment.op is Op.DELETED:
            touched |= {at - 1, at}
            continue
        if segment.op is Op.INSERTED:
            fresh |= set(range(at, at + len(segment.text)))
        at += len(segment.text)
    for number in NUMBER.finditer(new):
        places = set(range(*number.span()))
        fresh |= places if places & (fresh | touched) else set()
    if len(fresh) > len(new) * MOST_MARKED:
        return (Part(new),)
    runs = groupby(range(len(new)), lambda place: place in fresh)
    return tuple(Part("".join(new[place] for place in run), marked) for marked, run in runs)


def _provisions(block: Block, named: Names) -> tuple[str, ...]:
    own = tuple(designation(ref.eid) or ref.eid for ref in block.refs)
    names = tuple(dict.fromkeys(named.get(block.key, own)))
    return names if len(names) <= MOST_PROVISIONS else (*names[:MOST_PROVISIONS], f"等{len(names)}处")


def _advice(blocks: Iterable[Block], omitted: int) -> Iterator[str]:
    """What was shortened, block by block, and what a drafter can do about it."""
    for block in blocks:
        most = {BlockKind.PASSAGE: PASSAGE, BlockKind.CHANGE: SIDE, BlockKind.FIGURE: COUNTED}
        limit = most.get(block.kind, WORDS)
        name = shortened(block.heading or block.words, NAME)
        if len(block.words) > limit:
            yield (
                f"{block.kind.label}“{name}”的文字有{len(block.words)}字，"
                f"图中只取前{len(shortened(block.words, limit))}字；请压缩到{limit}字以内"
            )
        if block.kind is BlockKind.FIGURE and len(block.heading) > VALUE:
            yield f"数字“{name}”过长，请只写数字和单位（{VALUE}字以内），说明写在文字里"
    if omitted:
        yield f"内容过多，末尾{omitted}项没有画入图中（最多{MOST_BLOCKS}项、共{MOST_CHARACTERS}字），请精简"
